"""The mailbox when its server fails, lies, or lets nobody in."""

from datetime import datetime, timedelta

import pytest

from monitor.errors import ConnectorError
from monitor.testing import FakeClock
from tests.contract.connectors.mail_shop import clock, mailbox, numbered, server
from tests.simulators.mailbox import MailServer
from tests.simulators.server import Fault

__all__ = ["clock", "server"]


# ---------------------------------------------------------------- what fails

FAULTS = {
    ("HELLO", Fault.TIMEOUT_BEFORE): "the connection to `127.0.0.1` broke off",
    ("HELLO", Fault.SILENCE_AFTER_ACCEPTANCE): "the mail server `127.0.0.1` did not answer in time",
    ("LOGIN", Fault.SILENCE_AFTER_ACCEPTANCE): "the mail server `127.0.0.1` did not answer in time",
    ("LOGIN", Fault.TIMEOUT_BEFORE): "the connection to `127.0.0.1` broke off",
    ("EXAMINE", Fault.SILENCE_AFTER_ACCEPTANCE): "the mail server `127.0.0.1` did not answer in "
    "time",
    ("UID SEARCH", Fault.TIMEOUT_BEFORE): "the connection to `127.0.0.1` broke off",
    ("UID FETCH", Fault.HALF_AFTER_ACCEPTANCE): "the connection to `127.0.0.1` broke off",
    ("LOGIN", Fault.TOO_MANY): "the mail server `127.0.0.1` lets nobody in for now: "
    "[LIMIT] too many connections",
    ("LOGIN", Fault.UNAVAILABLE_BEFORE): "the mail server `127.0.0.1` lets nobody in for now: "
    "[UNAVAILABLE] come back later",
    ("UID SEARCH", Fault.UNAVAILABLE_BEFORE): "the mail server `127.0.0.1` said: "
    "[UNAVAILABLE] come back later",
}


@pytest.mark.parametrize(("on", "fault"), FAULTS)
def test_a_failure_is_told_in_words(
    on: str, fault: Fault, server: MailServer, clock: FakeClock
) -> None:
    server.deliver(numbered(1))
    made = mailbox(clock, server.imap_port)
    server.fail_next(fault, on=on)
    with pytest.raises(ConnectorError) as caught:
        made.fetch("")
    assert caught.value.message == FAULTS[on, fault]
    assert not caught.value.permanent
    assert not caught.value.is_auth
    assert len(made.fetch("").messages) == 1


@pytest.mark.parametrize("greeting", ["* BYE overloaded", "HTTP/1.1 400 Bad Request", "* \xff"])
def test_a_server_that_is_none_is_told(greeting: str, server: MailServer, clock: FakeClock) -> None:
    server.say(greeting, to="HELLO")
    with pytest.raises(ConnectorError) as caught:
        mailbox(clock, server.imap_port).fetch("")
    assert not caught.value.is_auth


def test_a_password_that_is_no_longer_good_is_told(server: MailServer, clock: FakeClock) -> None:
    secret = "canary-of-a-password"
    with pytest.raises(ConnectorError) as caught:
        mailbox(clock, server.imap_port, secret).fetch("")
    problem = caught.value
    assert problem.is_auth
    assert problem.permanent
    assert (
        "refused `reviews@larch.example` or the password, and says: [AUTHENTICATIONFAILED]"
        in str(problem)
    )
    assert problem.hint is not None
    assert "an app password is needed" in problem.hint
    assert secret not in repr(vars(problem)) + problem.for_person()
    assert all(secret not in command for command in server.commands())


@pytest.mark.parametrize(
    ("user", "password"),
    [
        ("jo the baker", 'two words "and" \\ more'),
        ("jö@larch.example", "pässwörd"),
        ("reviews@larch.example", "abcd efgh ijkl mnop"),
    ],
)
def test_every_name_and_password_gets_in(
    user: str, password: str, server: MailServer, clock: FakeClock
) -> None:
    in_fours = password == "abcd efgh ijkl mnop"
    server.tell("login", [user, password.replace(" ", "") if in_fours else password])
    assert mailbox(clock, server.imap_port, password, user=user).fetch("").messages == ()


def test_a_word_now_and_then_does_not_keep_us(
    server: MailServer, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.http.DEADLINE", 0.6)
    # this fault is a server that goes on talking
    server.fail_next(Fault.DUPLICATE, on="UID SEARCH")
    server.deliver(numbered(1))
    began = datetime.now().astimezone()
    with pytest.raises(ConnectorError, match="did not answer in time"):
        mailbox(clock, server.imap_port).fetch("")
    assert datetime.now().astimezone() - began < timedelta(seconds=5)


def test_nobody_there_is_told(clock: FakeClock) -> None:
    with pytest.raises(ConnectorError, match=r"nobody answers at `127.0.0.1`, port 1$"):
        mailbox(clock, 1).fetch("")


def test_a_folder_that_is_not_there_is_told(server: MailServer, clock: FakeClock) -> None:
    with pytest.raises(ConnectorError, match="no folder `Reviews`") as caught:
        mailbox(clock, server.imap_port, folder="Reviews").fetch("")
    assert caught.value.permanent
    assert not caught.value.is_auth
