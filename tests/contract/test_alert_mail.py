"""E-mail with a mail server at its other end: encryption, logins, and what a server may say."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.domain.delivery import Delivered, Refused, Unknown
from monitor.domain.mail_server import Encryption
from monitor.errors import ChannelError
from tests.alert_cards import a_card
from tests.alert_channels import an_email
from tests.simulators.certificate import made_certificate
from tests.simulators.recipient import PASSWORD, Recipient
from tests.simulators.server import Fault

ENCRYPTED = [Encryption.TLS, Encryption.STARTTLS]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return made_certificate(tmp_path)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recipient]:
    monkeypatch.setattr("monitor.http.TIMEOUT", (1.0, 1.0))
    with Recipient(tmp_path) as recipient:
        yield recipient


@pytest.mark.parametrize("how", ENCRYPTED)
def test_the_password_goes_only_over_a_line_whose_certificate_is_good(
    how: Encryption, certificate: Path, there: Recipient, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = an_email(there, encryption=how)
    # nobody vouches for the certificate: the password stays here
    refused = channel.post(a_card())
    assert isinstance(refused, Refused)
    assert "the password was not sent" in refused.why
    assert not [hit for hit in there.hits() if hit["request"] == "AUTH"]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert isinstance(channel.post(a_card()), Delivered)
    assert there.tell("encrypted") is True


def test_a_server_without_encryption_gets_no_password(there: Recipient) -> None:
    refused = an_email(there, encryption=Encryption.STARTTLS).post(a_card())
    assert isinstance(refused, Refused)
    assert "does not offer encryption that way" in refused.why
    assert not [hit for hit in there.hits() if hit["request"] == "AUTH"]


def test_a_wrong_password_is_told_as_such_and_never_shown(there: Recipient) -> None:
    channel = an_email(there, password="not-the-password")
    refused = channel.post(a_card())
    assert isinstance(refused, Refused)
    assert refused.is_auth
    assert "not-the-password" not in refused.why
    assert "not-the-password" not in repr(vars(channel))
    with pytest.raises(ChannelError, match="or the password") as told:
        channel.try_out()
    assert told.value.hint is not None


def test_a_mail_that_is_refused_for_itself_does_not_shut_the_channel(there: Recipient) -> None:
    there.fail_next(Fault.DUPLICATE, on="CONTENT")
    channel = an_email(there)
    refused = channel.post(a_card())
    assert isinstance(refused, Refused)
    assert refused.permanent
    assert not refused.is_auth
    assert isinstance(channel.post(a_card()), Delivered)


def test_a_server_that_takes_a_mail_and_hangs_up_leaves_it_unknown(there: Recipient) -> None:
    there.fail_next(Fault.TIMEOUT_AFTER_ACCEPTANCE, on="CONTENT")
    channel = an_email(there)
    assert isinstance(channel.post(a_card()), Unknown)
    assert isinstance(channel.post(a_card()), Delivered)
    # the second one can be told for the first one
    first, again = there.mails()
    assert first["Message-ID"] == again["Message-ID"]


def test_one_reader_who_is_gone_keeps_nothing_from_the_other(there: Recipient) -> None:
    there.tell("unknown", ["sam@larch.example"])
    assert isinstance(an_email(there).post(a_card()), Delivered)
    (line,) = there.public()
    assert line["to"] == ["jo@larch.example"]


def test_readers_who_are_all_gone_are_named(there: Recipient) -> None:
    there.tell("unknown", ["jo@larch.example", "sam@larch.example"])
    refused = an_email(there).post(a_card())
    assert isinstance(refused, Refused)
    assert "jo@larch.example" in refused.why


def test_a_server_that_says_nothing_is_left_in_time(there: Recipient) -> None:
    there.fail_next(Fault.SILENCE_AFTER_ACCEPTANCE, on="DATA")
    assert isinstance(an_email(there).post(a_card()), Refused | Unknown)


def test_trying_it_out_says_where_alerts_go(there: Recipient) -> None:
    words = an_email(there, password=PASSWORD).try_out()
    assert words.startswith(
        "127.0.0.1 answers, logged in as monitor@larch.example; alerts go to jo@"
    )
