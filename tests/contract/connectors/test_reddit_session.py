"""praw, tamed: one request for each call, no sleep, no second attempt, and every fault in words."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from praw import Reddit as Praw
from prawcore.exceptions import ServerError

from connectors._reddit.faults import Cause, Fault, wait_in
from connectors._reddit.options import Credentials
from connectors._reddit.session import Session
from monitor.domain.delivery import Delivered, Refused, Unknown
from monitor.errors import ConnectorError
from tests.contract.connectors.steps import an_answer, how
from tests.simulators.reddit_login import CLIENT, PASSWORD, REFRESH, SECRET, US
from tests.simulators.reddit_rig import SECRETS, RedditRig, reddit
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault as Broken

COMMENT = "POST /api/comment"


@pytest.fixture
def rig(clock: SharedClock, tmp_path: Path) -> Iterator[RedditRig]:
    with reddit(clock, tmp_path) as made:
        yield made


@pytest.fixture
def session(rig: RedditRig) -> Session:
    return a_session(rig)


def a_session(rig: RedditRig, **changes: str) -> Session:
    given = {"client_id": CLIENT, "client_secret": SECRET, "username": US, "password": PASSWORD}
    return Session(Credentials(base_url=rig.simulator.url, **(given | changes)), rig.clock)


def fault_of(session: Session, path: str = "api/v1/me") -> Fault:
    with pytest.raises(Fault) as failed:
        session.get(path)
    return failed.value


# ---------------------------------------------------------------- once


def test_praw_alone_sends_a_comment_three_times(
    rig: RedditRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trap: were this to change, `OneAttempt` could be simpler."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    post = rig.post("my order never came")
    praw = Praw(
        client_id=CLIENT,
        client_secret=SECRET,
        username=US,
        password=PASSWORD,
        user_agent="larch and loaf",
        oauth_url=rig.simulator.url,
        reddit_url=rig.simulator.url,
        check_for_updates=False,
    )
    rig.fail_writes(*[Broken.UNAVAILABLE_AFTER_ACCEPTANCE] * 3)
    with pytest.raises(ServerError):
        praw.comment(post.removeprefix("reddit:t1_")).reply("sorry")
    assert rig.writes() == 3
    assert [seen.text for seen in rig.seen()] == ["sorry"] * 3


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520, 522])
def test_a_status_that_prawcore_repeats_is_sent_once(rig: RedditRig, status: int) -> None:
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, rig.post("my order never came")))
    rig.answer_oddly(COMMENT, status, "<html>no</html>")
    assert isinstance(connector.send(wire), Unknown)
    assert rig.writes() == 1


@pytest.mark.parametrize(
    "fault",
    [Broken.TIMEOUT_BEFORE, Broken.TIMEOUT_AFTER_ACCEPTANCE, Broken.SILENCE_AFTER_ACCEPTANCE],
)
def test_a_connection_that_breaks_is_not_sent_again(
    rig: RedditRig, session: Session, fault: Broken
) -> None:
    rig.fail("GET /api/v1/me", fault)
    assert fault_of(session).cause is Cause.NO_ANSWER
    assert len(rig.requests("GET /api/v1/me")) == 1


@pytest.mark.parametrize("words", ["Take a break for 1 millisecond", "wait 3 seconds", "wait"])
def test_a_break_that_reddit_asks_for_is_not_slept(
    rig: RedditRig, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """`ratelimit_seconds=0` is not enough: praw takes a millisecond for zero seconds."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: pytest.fail("it slept"))
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, rig.post("my order never came")))
    rig.refuse_writes({"errors": [["RATELIMIT", words, "ratelimit"]]})
    assert how(connector.send(wire)) == "later"
    assert rig.writes() == 1


def test_no_timeout_of_the_library_counts(rig: RedditRig, session: Session) -> None:
    """praw 8 takes a `timeout` and passes it to nobody; prawcore waits 16 seconds."""
    rig.fail("GET /api/v1/me", Broken.SILENCE_AFTER_ACCEPTANCE)
    began = time.monotonic()
    fault_of(session)
    assert time.monotonic() - began < 8


# ---------------------------------------------------------------- limits


def test_used_up_requests_are_not_slept_out_but_told(
    rig: RedditRig, clock: SharedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _seconds: pytest.fail("it slept"))
    connector = rig.connector()
    cursor = connector.fetch("").cursor
    rig.set(limits={"remaining": 1.0, "reset": 240})
    with pytest.raises(ConnectorError) as failed:
        while True:
            cursor = connector.fetch(cursor).cursor
    assert failed.value.retry_at == clock.now() + timedelta(seconds=240)
    asked = len(rig.requests())
    with pytest.raises(ConnectorError):
        connector.fetch(cursor)
    # not even asked
    assert len(rig.requests()) == asked
    clock.advance(timedelta(seconds=241))
    rig.set(limits={"remaining": 90.0, "reset": 600})
    assert not connector.fetch(cursor).more


def test_a_word_waits_for_used_up_requests_too(rig: RedditRig, clock: SharedClock) -> None:
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, rig.post("my order never came")))
    rig.set(limits={"remaining": 1.0, "reset": 60})
    sent = connector.send(wire)
    assert isinstance(sent, Refused)
    assert (sent.permanent, sent.retry_at) == (False, clock.now() + timedelta(seconds=60))
    assert rig.writes() == 0


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry_after": "7"}, 7),
        ({"retry_after": "7.5"}, 7.5),
        # prawcore falls over this one
        ({"retry_after": "Wed, 21 Oct 2026 07:28:00 GMT"}, 60),
        ({"x_ratelimit_reset": "90", "x_ratelimit_remaining": "0"}, 90),
        ({"retry_after": "nan"}, 60),
        ({"retry_after": "1e300"}, 3600),
        ({"retry_after": "-5"}, 0),
        ({}, 60),
    ],
)
def test_a_429_tells_when(
    rig: RedditRig, session: Session, clock: SharedClock, headers: dict[str, str], wait: float
) -> None:
    rig.answer_oddly("GET /api/v1/me", 429, "{}", **headers)
    fault = fault_of(session)
    assert (fault.cause, fault.retry_at) == (
        Cause.TOO_SOON,
        clock.now() + timedelta(seconds=wait),
    )


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("you are doing that too much. try again in 9 minutes.", 540),
        ("Take a break for 45 seconds before trying again.", 45),
        ("Take a break for 200 milliseconds", 0.2),
        ("try again in 1 hour", 3600),
        ("you are doing that too much", 60),
    ],
)
def test_how_long_a_break_is(said: str, seconds: float) -> None:
    assert wait_in(said) == timedelta(seconds=seconds)


def test_a_break_is_told_by_its_own_number(rig: RedditRig, clock: SharedClock) -> None:
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, rig.post("my order never came")))
    errors = [["RATELIMIT", "Looks like you've been doing that a lot.", "ratelimit"]]
    rig.refuse_writes({"errors": errors, "ratelimit": 529.5})
    sent = connector.send(wire)
    assert isinstance(sent, Refused)
    assert sent.retry_at == clock.now() + timedelta(seconds=529.5)
    assert isinstance(rig.connector().send(wire), Delivered)


# ---------------------------------------------------------------- login


def test_a_token_is_fetched_once_and_again_before_it_runs_out(
    rig: RedditRig, clock: SharedClock, session: Session
) -> None:
    for _ in range(3):
        session.get("api/v1/me")
    assert len(rig.requests("POST /api/v1/access_token")) == 1
    # prawcore would use it for ten seconds longer than it lives
    clock.advance(timedelta(minutes=51))
    session.get("api/v1/me")
    assert len(rig.requests("POST /api/v1/access_token")) == 2


def test_a_refresh_token_will_do(rig: RedditRig) -> None:
    session = a_session(rig, password="", refresh_token=REFRESH)
    assert session.get("api/v1/me")["name"] == US


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "wrong"},
        {"client_secret": "wrong"},
        {"password": "", "refresh_token": "wrong"},
    ],
)
def test_wrong_credentials_are_said_to_be_wrong(rig: RedditRig, changes: dict[str, str]) -> None:
    assert fault_of(a_session(rig, **changes)).cause is Cause.LOGIN


@pytest.mark.parametrize(
    ("status", "body", "cause"),
    [
        (200, "<html>maintenance</html>", Cause.NOT_REACHED),
        (200, '{"token_type": "bearer"}', Cause.NOT_REACHED),
        (503, "", Cause.NOT_REACHED),
        (429, "", Cause.TOO_SOON),
        # what Reddit says to an app it has thrown out
        (403, "<html>blocked</html>", Cause.LOGIN),
    ],
)
def test_a_login_that_fails_has_said_nothing(
    rig: RedditRig, status: int, body: str, cause: Cause
) -> None:
    post = rig.post("my order never came")
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, post))
    rig.answer_oddly("POST /api/v1/access_token", status, body)
    sent = connector.send(wire)
    assert isinstance(sent, Refused)
    assert not sent.permanent
    assert sent.is_auth is (cause is Cause.LOGIN)
    assert rig.writes() == 0
    assert isinstance(connector.send(wire), Delivered)


def test_a_revoked_token_is_not_used_again(rig: RedditRig, session: Session) -> None:
    session.get("api/v1/me")
    rig.fail("GET /api/v1/me", Broken.REVOKED)
    assert fault_of(session).cause is Cause.LOGIN
    assert len(rig.requests("POST /api/v1/access_token")) == 1
    session.get("api/v1/me")
    assert len(rig.requests("POST /api/v1/access_token")) == 2


def test_an_app_that_was_thrown_out_is_told_once(rig: RedditRig, session: Session) -> None:
    rig.revoke()
    assert fault_of(session).cause is Cause.LOGIN
    assert len(rig.requests()) == 1


@pytest.mark.parametrize(
    ("status", "headers", "cause"),
    [
        # prawcore falls over it with a KeyError
        (401, {}, Cause.LOGIN),
        (403, {"www_authenticate": 'Bearer error="insufficient_scope"'}, Cause.LOGIN),
        # prawcore falls over it with a KeyError
        (403, {"www_authenticate": 'Bearer error="something_new"'}, Cause.STATUS),
        # prawcore looks for a location that is not there
        (302, {}, Cause.STATUS),
        # prawcore looks for JSON
        (415, {}, Cause.STATUS),
        # praw looks for a reason that is not there
        (400, {}, Cause.STATUS),
        (451, {}, Cause.STATUS),
        (418, {}, Cause.STATUS),
    ],
)
def test_an_answer_that_breaks_the_library_is_told(
    rig: RedditRig, session: Session, status: int, headers: dict[str, str], cause: Cause
) -> None:
    rig.answer_oddly("GET /api/v1/me", status, '{"some": "thing"}', **headers)
    fault = fault_of(session)
    assert (fault.cause, fault.status) == (cause, status)


@pytest.mark.parametrize("body", ["<html>", "", '{"json": {"errors": ', "nul"])
def test_an_answer_that_is_no_json_is_no_answer(
    rig: RedditRig, session: Session, body: str
) -> None:
    rig.answer_oddly("GET /api/v1/me/prefs", 200, body)
    if body:
        assert fault_of(session, "api/v1/me/prefs").cause is Cause.NO_ANSWER
    else:
        assert session.get("api/v1/me/prefs") == ""


# ---------------------------------------------------------------- what lies around


def test_a_netrc_does_not_take_the_place_of_the_token(
    rig: RedditRig, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    assert requests.utils.get_netrc_auth(rig.simulator.url) == ("somebody", "else")
    assert session.get("api/v1/me")["name"] == US


def test_settings_of_praw_that_lie_around_do_not_count(
    rig: RedditRig, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("praw_username", "somebody_else")
    monkeypatch.setenv("praw_refresh_token", "of somebody else")
    monkeypatch.setenv("praw_site", "a site that is not there")
    assert session.get("api/v1/me")["name"] == US


def test_no_update_is_looked_for_and_nothing_is_asked_at_connect(rig: RedditRig) -> None:
    rig.connector()
    assert rig.requests() == []


def test_the_account_of_somebody_else_is_not_used(rig: RedditRig) -> None:
    secrets = {
        name: value for name, value in SECRETS.items() if "USER" not in name and "PASS" not in name
    }
    from connectors.reddit import connect

    settings = rig.settings_with({**secrets, "REDDIT_REFRESH_TOKEN": REFRESH}, "somebodyelse")
    with pytest.raises(ConnectorError) as failed:
        connect(settings).fetch("")
    assert failed.value.is_auth
    assert "credentials are those of u/larchandloaf" in failed.value.message
