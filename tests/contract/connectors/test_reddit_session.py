"""praw, tamed: one request for each call, no sleep, no second attempt, and every fault in words."""

import time
from datetime import timedelta

import pytest
from praw import Reddit as Praw
from prawcore.exceptions import ServerError

from connectors._reddit.faults import Cause, wait_in
from connectors._reddit.session import Session
from monitor.domain.delivery import Delivered, Refused, Unknown
from monitor.errors import ConnectorError
from tests.contract.connectors.reddit_steps import fault_of, rig, session
from tests.contract.connectors.steps import an_answer, how
from tests.simulators.reddit_login import CLIENT, PASSWORD, SECRET, US
from tests.simulators.reddit_rig import RedditRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault as Broken

__all__ = ["rig", "session"]

COMMENT = "POST /api/comment"


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
