"""The mailbox's settings, its encryption, its check and its guide."""

import re
import tomllib
from pathlib import Path

import pytest

from connectors._mailbox.account import Account
from connectors._mailbox.folder import decoded, encoded, listed
from connectors._mailbox.services import SERVICES, service_of
from connectors._mailbox.setup import SENDERS
from connectors.mailbox import SETUP, connect
from monitor.discovery import setup_of
from monitor.domain.account import Level
from monitor.domain.mail_server import Encryption
from monitor.errors import ConfigError, ConnectorError
from monitor.testing import FakeClock
from tests.contract.connectors.mail_shop import a_mail, clock, example, mailbox, server, settings
from tests.simulators.certificate import made_certificate
from tests.simulators.mailbox import PASSWORD, USER, MailServer
from tests.simulators.server import Fault

__all__ = ["clock", "server"]


# ---------------------------------------------------------------- settings


def test_every_mistake_is_told_at_once(clock: FakeClock) -> None:
    made = settings(
        clock,
        "",
        server="imap .example",
        user="a\r\nA1 DELETE INBOX",
        folder=1,
        encryption="ssl",
        pasword="X",
    )
    with pytest.raises(ConfigError) as caught:
        connect(made)
    told = [(problem.message, problem.hint) for problem in caught.value.problems]
    assert told == [
        ("unknown key `pasword`", "did you mean `password`?"),
        ("`imap .example` is no mail server", "write it like `imap.gmail.com`"),
        ("`encryption` cannot be `ssl`", "write `tls` or `starttls`"),
        ("`user` holds a line break or a control character", "copy it again"),
        ("`folder` should be a text", 'write it like `folder = "Reviews"`'),
        ("the secret `MAILBOX_PASSWORD` is not set", "`monitor login mailbox` asks for it"),
    ]


def test_what_is_missing_is_told(clock: FakeClock) -> None:
    with pytest.raises(ConfigError) as caught:
        connect(settings(clock, server="", user=""))
    assert len(caught.value.problems) == 2


def test_no_password_goes_over_an_open_line(clock: FakeClock) -> None:
    with pytest.raises(ConfigError, match="could be read on its way"):
        connect(settings(clock, encryption="none"))


def test_a_password_with_a_line_break_is_no_password(clock: FakeClock) -> None:
    with pytest.raises(ConfigError, match="the password holds a line break"):
        connect(settings(clock, 'x"\r\nA1 DELETE INBOX'))


@pytest.mark.parametrize(
    ("written", "host", "port"),
    [
        ("imap.gmail.com", "imap.gmail.com", 993),
        ("IMAP.gmail.com:1993", "imap.gmail.com", 1993),
        ("[::1]:1143", "::1", 1143),
    ],
)
def test_a_server_may_have_a_port(written: str, host: str, port: int, clock: FakeClock) -> None:
    account = connect(settings(clock, server=written))._account
    assert (account.host, account.port) == (host, port)
    assert account.encryption is Encryption.TLS


def test_the_password_shows_nowhere() -> None:
    account = Account(
        host="h", port=1, encryption=Encryption.TLS, user="u", password="canary", folder="INBOX"
    )
    assert "canary" not in repr(account)


def test_to_connect_asks_nobody(server: MailServer, clock: FakeClock) -> None:
    mailbox(clock, server.imap_port)
    assert server.commands() == []


# ---------------------------------------------------------------- names of folders


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", "INBOX"),
        ("Reviews & more", "Reviews &- more"),
        ("Entwürfe", "Entw&APw-rfe"),
        ("台北", "&U,BTFw-"),
        ("a💛b", "a&2D3cmw-b"),
    ],
)
def test_a_name_is_written_as_the_server_wants_it(name: str, written: str) -> None:
    assert encoded(name) == written
    assert decoded(written) == name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b'(\\HasNoChildren) "/" "Reviews"', "Reviews"),
        (b'(\\HasNoChildren) "." INBOX', "INBOX"),
        (b'() NIL "a \\"b\\""', 'a "b"'),
        ((b'() "/" {7}', b"Reviews"), "Reviews"),
        (b'(\\Noselect) "/" "[Gmail]"', ""),
        (b"nonsense", ""),
        (None, ""),
        (b'() "/" "&broken"', "&broken"),
        (b'() "/" "&****-"', "&****-"),
    ],
)
def test_a_listed_name_is_read(line: object, name: str) -> None:
    assert listed(line) == name


# ---------------------------------------------------------------- check


def found(server: MailServer, clock: FakeClock, **written: object) -> list[tuple[Level, str]]:
    made = mailbox(clock, server.imap_port, **written)  # type: ignore[arg-type]  # only texts
    return [(one.level, one.words) for one in made.check()]


def test_a_mailbox_of_reviews_is_fine(server: MailServer, clock: FakeClock) -> None:
    for number in range(6):
        server.deliver(example("yelp", ("0000b1-yelp", f"yelp-{number}")))
    assert found(server, clock) == [
        (Level.FINE, "logged in to 127.0.0.1 as reviews@larch.example"),
        (Level.FINE, "the folder “INBOX” can be read: 6 mails"),
    ]


def test_an_ordinary_mailbox_is_told(server: MailServer, clock: FakeClock) -> None:
    for number in range(8):
        server.deliver(a_mail("Dear Jo, …", id=f"<{number}@mail.example>"))
    server.deliver(example("yelp"))
    levels = found(server, clock)
    assert levels[2:] == [
        (
            Level.WARNING,
            "“INBOX” looks like your ordinary mail: 8 of its newest 9 mails are no reviews, and "
            "each of them would become a mention",
        )
    ]


def test_a_server_that_does_not_look_at_senders_is_told(
    server: MailServer, clock: FakeClock
) -> None:
    for number in range(6):
        raw = example("yelp", ("0000b1-yelp", f"yelp-{number}"))
        server.deliver(raw.replace(b"Authentication-Results", b"X-Results"))
    (_, _, (level, words)) = found(server, clock)
    assert level is Level.NOTE
    assert "does not write down whether a sender is who it says" in words


def test_a_folder_that_is_not_there_is_told_with_its_neighbours(
    server: MailServer, clock: FakeClock
) -> None:
    server.deliver(example("yelp"), folder="Reviews")
    made = mailbox(clock, server.imap_port, folder="Review")
    broken = list(made.check())[-1]
    assert (broken.level, broken.words) == (Level.BROKEN, "the mailbox has no folder `Review`")
    assert broken.hint == "did you mean `Reviews`?"
    other = list(mailbox(clock, server.imap_port, folder="xyz").check())[-1]
    assert other.hint == "there are: INBOX, Reviews"


def test_a_refusal_is_a_finding(server: MailServer, clock: FakeClock) -> None:
    (broken,) = mailbox(clock, server.imap_port, "wrong").check()
    assert broken.level is Level.BROKEN
    assert "an app password is needed" in broken.hint
    server.fail_next(Fault.TIMEOUT_BEFORE, on="LOGIN")
    (broken,) = mailbox(clock, server.imap_port).check()
    assert (broken.level, broken.hint) == (Level.BROKEN, "try again later")


def test_outlook_is_known_to_let_nobody_in(clock: FakeClock) -> None:
    from connectors._mailbox.errors import Refused, failed

    account = connect(settings(clock, server="outlook.office365.com"))._account
    hint = failed(Refused("LOGIN failed."), account).hint
    assert hint == "Outlook takes no passwords from programs: let it redirect to another mailbox"


# ---------------------------------------------------------------- encryption


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of our own for this machine."""
    return made_certificate(tmp_path)


@pytest.mark.parametrize("how", ["tls", "starttls"])
def test_the_line_is_encrypted(
    how: str,
    certificate: Path,
    server: MailServer,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    port = server.imaps_port if how == "tls" else server.imap_port
    server.deliver(example("google"))
    made = mailbox(clock, port, encryption=how)
    # nobody vouches for the certificate: the password stays here
    with pytest.raises(ConnectorError, match="the password was not sent"):
        made.fetch("")
    assert "LOGIN" not in server.commands()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert len(made.fetch("").messages) == 1


def test_a_server_without_encryption_gets_no_password(server: MailServer, clock: FakeClock) -> None:
    with pytest.raises(ConnectorError, match="does not offer encryption that way"):
        mailbox(clock, server.imap_port, encryption="starttls").fetch("")
    with pytest.raises(ConnectorError, match="no encryption in common"):
        mailbox(clock, server.imap_port, encryption="tls").fetch("")
    assert "LOGIN" not in server.commands()


def test_a_server_that_is_too_friendly_gets_no_password(
    certificate: Path, server: MailServer, clock: FakeClock
) -> None:
    """Whoever says "you are in already" in the open wants to keep us from encrypting."""
    server.say("* PREAUTH welcome back", to="HELLO")
    with pytest.raises(ConnectorError):
        mailbox(clock, server.imap_port, encryption="starttls").fetch("")
    assert "LOGIN" not in server.commands()


# ---------------------------------------------------------------- the guide


def test_the_guide_asks_for_what_connect_wants(clock: FakeClock) -> None:
    assert setup_of("mailbox") is SETUP
    asks = [ask for step in SETUP.steps for ask in step.asks]
    needed = {ask.name for ask in asks if not ask.is_optional}
    assert needed == {"server", "user", "MAILBOX_PASSWORD"}
    given = {ask.name: ask.example for ask in asks if not ask.is_secret}
    assert connect(settings(clock, PASSWORD, **given)).name == "mailbox"


def test_the_guide_names_every_sender() -> None:
    for domain in SENDERS.split(" OR "):
        sender = domain if "@" in domain else f"noreply@{domain}"
        assert service_of(sender) is not None
    assert {service.title for service in SERVICES} <= set(SETUP.before[0].replace(",", "").split())


GUIDE = Path(__file__).parents[3] / "docs" / "platforms" / "mailbox.md"


def test_the_settings_of_the_written_guide_work(clock: FakeClock) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    (written,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    given = tomllib.loads(written)["connectors"]["mailbox"]
    del given["every"]  # the daemon's own
    assert connect(settings(clock, **given)).name == "mailbox"
    assert SENDERS in " ".join(text.split())


def test_the_simulator_keeps_passwords_out_of_its_log(server: MailServer, clock: FakeClock) -> None:
    mailbox(clock, server.imap_port).fetch("")
    assert all(PASSWORD not in command and USER not in command for command in server.commands())
