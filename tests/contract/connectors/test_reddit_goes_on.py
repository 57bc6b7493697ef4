"""Where reading Reddit goes on: five listings without an order, restarts, and faults."""

import json
from datetime import timedelta

import pytest

from connectors.reddit import Reddit
from monitor.domain.message import Message
from monitor.errors import ConnectorError
from tests.contract.connectors.reddit_steps import rig
from tests.contract.connectors.steps import mentions, pages, read
from tests.simulators.reddit_rig import RedditRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["rig"]

A_MINUTE = timedelta(minutes=1)
WATCHING = {"search": ["larch and loaf"], "subreddits": ["larchtown"]}


def found_by(rig: RedditRig, **changes: object) -> dict[str, Message]:
    return read(rig.connector(**changes))[0]


# ---------------------------------------------------------------- where it goes on


def test_the_cursor_stands_still_while_nothing_happens(rig: RedditRig, clock: SharedClock) -> None:
    rig.post("my order never came")
    cursor = rig.connector(**WATCHING).fetch("").cursor
    clock.advance(A_MINUTE)
    page = rig.connector(**WATCHING).fetch(cursor)
    assert (page.messages, page.cursor, page.more) == ((), cursor, False)


def test_more_than_a_page_is_read_to_what_is_known(rig: RedditRig, clock: SharedClock) -> None:
    first = rig.post("my order never came")
    _, cursor = read(rig.connector())
    posted = rig.post_many(250)
    found = pages(rig.connector(), cursor)
    assert {one.id for page in found for one in page.messages} == set(posted)
    assert first not in {one.id for page in found for one in page.messages}
    assert max(len(page.messages) for page in found) <= 100
    assert not any(page.blind for page in found)


def test_a_restart_in_the_middle_goes_on_there(rig: RedditRig) -> None:
    rig.post("my order never came")
    _, cursor = read(rig.connector())
    posted = rig.post_many(250)
    first = rig.connector().fetch(cursor)
    newer = rig.post("and now this", by="zoe")
    rest = mentions(rig.connector(), first.cursor)
    ids = {one.id for one in first.messages} | rest
    assert ids >= set(posted)
    # what came in the meantime is the next round's
    assert newer in ids | mentions(rig.connector(), pages(rig.connector(), first.cursor)[-1].cursor)


def test_an_anchor_that_is_deleted_in_the_middle_loses_nothing(rig: RedditRig) -> None:
    """After an anchor that is gone Reddit lists nothing at all."""
    rig.post("my order never came")
    _, cursor = read(rig.connector())
    posted = rig.post_many(250)
    first = rig.connector().fetch(cursor)
    oldest = sorted(first.messages, key=lambda one: one.created_at)
    for gone in oldest[:3]:
        rig.delete(gone.id)
    found = {one.id for one in first.messages} | mentions(rig.connector(), first.cursor)
    assert found >= set(posted)


def test_what_was_seen_last_may_be_deleted(rig: RedditRig, clock: SharedClock) -> None:
    posted = [rig.post(f"where is order {number}?") for number in range(5)]
    _, cursor = read(rig.connector())
    for gone in posted[2:]:
        rig.delete(gone)
    clock.advance(A_MINUTE)
    newer = rig.post("still nothing")
    assert mentions(rig.connector(), cursor) == {newer}


def test_what_moderators_let_through_late_is_found(rig: RedditRig, clock: SharedClock) -> None:
    """It stands where it was written, below what is known."""
    early = clock.now()
    clock.advance(timedelta(hours=1))
    rig.post("my order never came")
    _, cursor = read(rig.connector())
    late = rig.post("nor did mine", by="ben", at=early)
    assert mentions(rig.connector(), cursor) == {late}


def test_more_than_reddit_lists_is_a_blind_period(rig: RedditRig, clock: SharedClock) -> None:
    known = clock.now()
    rig.post("my order never came")
    _, cursor = read(rig.connector())
    clock.advance(timedelta(hours=1))
    posted = rig.post_many(1100)
    found = pages(rig.connector(), cursor)
    blind = [one for page in found for one in page.blind]
    # the inbox and the mentions each say so
    assert {one.since for one in blind} == {known}
    assert {one.until for one in blind} == {clock.now() - timedelta(seconds=999)}
    assert len({one.id for page in found for one in page.messages} & set(posted)) == 1000


def test_the_first_look_goes_back_a_month(rig: RedditRig, clock: SharedClock) -> None:
    for days in range(0, 400, 2):
        rig.post(f"{days} days ago", at=clock.now() - timedelta(days=days))
    found = found_by(rig)
    assert len(found) == 100
    assert len(rig.requests("GET /message/inbox")) == 1


def test_other_words_begin_anew(rig: RedditRig) -> None:
    loaf = rig.post("", title="the loaf", mentions_us=False)
    _, cursor = read(rig.connector(search=["larch"]))
    assert mentions(rig.connector(search=["loaf"]), cursor) == {loaf}


@pytest.mark.parametrize("cursor", ["5", "{", '{"places": {"inbox": 3}}', "null"])
def test_a_cursor_that_is_none_is_refused(rig: RedditRig, cursor: str) -> None:
    with pytest.raises(ConnectorError) as refused:
        rig.connector().fetch(cursor)
    assert refused.value.permanent


# ---------------------------------------------------------------- when it fails


def listed(*things: object) -> str:
    return json.dumps({"data": {"children": things, "after": None}})


@pytest.mark.parametrize(
    ("thing", "reason"),
    [
        ({"kind": "t1", "data": {"name": "t1_a"}}, "`created_utc` is None, no moment"),
        ({"kind": "t1", "data": {"name": "t1_a", "created_utc": 1e30}}, "no moment"),
        ({"kind": "t1"}, "a thing without data"),
        ({"kind": "t1", "data": {}}, "neither comment, post nor message"),
        ({"kind": "t5", "data": {"name": "t5_a"}}, "`t5_a` is neither"),
    ],
)
def test_a_broken_thing_is_set_aside_once(
    rig: RedditRig, thing: dict[str, object], reason: str
) -> None:
    rig.post("my order never came")
    rig.answer_oddly("GET /message/mentions", 200, listed(thing))
    page = rig.connector().fetch("")
    assert len(page.messages) == 1
    (aside,) = page.set_aside
    assert reason in aside.reason
    assert aside.raw == json.dumps(thing)
    rig.answer_oddly("GET /message/mentions", 200, listed(thing))
    assert rig.connector().fetch(page.cursor).set_aside == ()


def test_what_was_read_before_a_fault_is_kept(rig: RedditRig, clock: SharedClock) -> None:
    post = rig.post("my order never came")
    rig.fail("GET /message/sent", Fault.UNAVAILABLE_BEFORE, Fault.UNAVAILABLE_BEFORE)
    page = rig.connector().fetch("")
    assert [one.id for one in page.messages] == [post]
    assert page.more
    with pytest.raises(ConnectorError) as failed:
        rig.connector().fetch(page.cursor)
    assert not failed.value.permanent
    assert failed.value.message == "Reddit could not be read: it answered 503"


def test_a_place_that_is_closed_does_not_close_the_others(rig: RedditRig) -> None:
    rig.subreddit("larchtown", subreddit_type="private")
    connector: Reddit = rig.connector(**WATCHING)
    post = rig.post("my order never came")
    page = connector.fetch("")
    assert [one.id for one in page.messages] == [post]
    newer = rig.post("still nothing")
    page = connector.fetch(page.cursor)
    assert [one.id for one in page.messages] == [newer]
    with pytest.raises(ConnectorError) as failed:
        connector.fetch(page.cursor)
    assert not failed.value.permanent
    assert failed.value.message == "Reddit could not be read: r/larchtown is closed to us (403)"
