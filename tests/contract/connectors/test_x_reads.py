"""X: sweeps that miss nothing, and what is blind."""

import json
from datetime import timedelta

from monitor.domain.message import Page
from tests.contract.connectors.steps import mentions, pages, read
from tests.contract.connectors.x_steps import MENTIONS, SEARCH, asked, server, settled
from tests.simulators.rig import SharedClock
from tests.simulators.x_rig import XRig

__all__ = ["server"]

A_MINUTE = timedelta(minutes=1)


def many(server: XRig, count: int) -> list[str]:
    """So many mentions, oldest first."""
    return [f"x:{number}" for number in server.tell("many", {"count": count})]


# ---------------------------------------------------------------- sweeps


def test_since_id_moves_only_after_a_whole_sweep(server: XRig, clock: SharedClock) -> None:
    old = server.post("the very first")
    connector, cursor = settled(server)
    clock.advance(timedelta(minutes=10))
    posted = many(server, 230)
    one = connector.fetch(cursor)
    assert one.more
    # newest first from page to page, oldest first on a page
    assert [message.id for message in one.messages] == posted[130:]

    clock.advance(A_MINUTE)
    late = server.post("while the sweep goes on")
    # another connector, as after a crash, goes on with the same sweep
    two = server.connector().fetch(one.cursor)
    assert [message.id for message in two.messages] == posted[30:130]
    rest, cursor = read(server.connector(), two.cursor)
    assert set(rest) == set(posted[:30])
    since = [query.get("since_id") for query in asked(server, MENTIONS)]
    assert since[-3:] == [old.removeprefix("x:")] * 3
    # then it moves to where the sweep began
    assert mentions(server.connector(), cursor) == {late}
    assert asked(server, MENTIONS)[-1]["since_id"] == posted[-1].removeprefix("x:")


def test_a_crash_before_a_page_is_stored_reads_it_again(server: XRig) -> None:
    connector, cursor = settled(server)
    posted = many(server, 120)
    assert connector.fetch(cursor) == connector.fetch(cursor)
    assert mentions(connector, cursor) == set(posted)


def test_a_token_that_x_forgot_begins_the_sweep_anew(server: XRig) -> None:
    connector, cursor = settled(server)
    posted = many(server, 120)
    page = connector.fetch(cursor)
    broken = json.loads(page.cursor)
    broken["places"]["mentions"]["sweep"]["token"] = "forgotten"
    assert mentions(connector, json.dumps(broken)) == set(posted)


def test_more_than_x_lists_is_a_blind_time(server: XRig, clock: SharedClock) -> None:
    server.post("the very first")
    connector, cursor = settled(server)
    last = clock.now()
    clock.advance(timedelta(hours=1))
    posted = many(server, 805)
    found = pages(connector, cursor)
    assert len({one.id for page in found for one in page.messages}) == 800
    (blind,) = [blind for page in found for blind in page.blind]
    oldest = next(one for page in found for one in page.messages if one.id == posted[5])
    assert blind.since == last
    assert blind.until == oldest.created_at
    assert blind.why == "X lists only the newest 800 mentions"


def test_a_full_listing_that_reaches_back_is_not_blind(server: XRig, clock: SharedClock) -> None:
    server.post("the very first")
    connector, cursor = settled(server)
    clock.advance(timedelta(hours=1))
    many(server, 650)
    assert not [blind for page in pages(connector, cursor) for blind in page.blind]


def test_a_poll_that_finds_nothing_writes_nothing(server: XRig, clock: SharedClock) -> None:
    server.post("my order never came")
    server.write_privately("hello?")
    connector, cursor = settled(server)
    clock.advance(A_MINUTE)
    assert connector.fetch(cursor) == Page(messages=(), cursor=cursor)


def test_the_first_start_reads_thirty_days(server: XRig, clock: SharedClock) -> None:
    now = clock.now()
    old = server.post("long ago", at=now - timedelta(days=31))
    recent = server.post("lately", at=now - timedelta(days=29))
    assert mentions(server.connector()) == {recent}
    assert old in mentions(server.connector(history_days=40))


def test_our_own_posts_are_read_before_the_mentions(server: XRig) -> None:
    complaint = server.post("my order never came")
    ours = server.answer_natively("we are sorry", complaint)
    found = [one.id for page in pages(server.connector()) for one in page.messages]
    assert found == [ours, complaint]


# ---------------------------------------------------------------- searches


def test_a_search_is_asked_in_x_s_own_words(server: XRig) -> None:
    searches = ["larch & loaf", '"larch bakery" OR larchloaf']
    read(server.connector(search=searches, quotes=False))
    one, two = (query["query"] for query in asked(server, SEARCH))
    assert one == '"larch & loaf" -is:retweet -from:larchandloaf'
    assert two == '("larch bakery" OR larchloaf) -is:retweet -from:larchandloaf'


def test_what_a_search_finds_is_never_answered(server: XRig, clock: SharedClock) -> None:
    found = server.post("larch bakery was closed again", mentions_us=False)
    named = server.post("larch bakery was closed again", by="ben")
    messages = read(server.connector(search=["larch bakery"]))[0]
    assert not messages[found].addressed
    assert "only people who name or quote" in messages[found].reply_forbidden
    assert messages[named].addressed
    assert not messages[named].reply_forbidden


def test_a_search_shows_a_post_half_a_minute_later(server: XRig, clock: SharedClock) -> None:
    server.tell("search_delay", 30)
    connector = server.connector(search=["larch bakery"])
    _, cursor = read(connector)
    post = server.post("larch bakery was closed", mentions_us=False)
    assert mentions(connector, cursor) == set()
    clock.advance(timedelta(seconds=31))
    assert mentions(connector, cursor) == {post}


def test_a_quiet_search_is_never_asked_from_a_number_that_is_too_old(
    server: XRig, clock: SharedClock
) -> None:
    connector = server.connector(search=["larch bakery"], quotes=False)
    server.post("larch bakery was closed", mentions_us=False)
    _, cursor = read(connector)
    for _ in range(10):
        clock.advance(timedelta(days=1))
        (page,) = pages(connector, cursor)
        assert not page.blind
        cursor = page.cursor
    # X refuses a number older than seven days, and both at once
    assert all(("since_id" in query) != ("start_time" in query) for query in asked(server, SEARCH))
    post = server.post("larch bakery was closed", mentions_us=False)
    assert mentions(connector, cursor) == {post}


def test_a_search_after_a_long_stop_is_blind_before_seven_days(
    server: XRig, clock: SharedClock
) -> None:
    connector = server.connector(search=["larch bakery"], quotes=False)
    _, cursor = read(connector)
    stopped_at = clock.now()
    clock.advance(timedelta(days=10))
    (blind,) = [blind for page in pages(connector, cursor) for blind in page.blind]
    assert blind.since == stopped_at
    assert clock.now() - blind.until < timedelta(days=7)
    assert "last seven days" in blind.why


def test_a_search_that_is_no_longer_wanted_leaves_the_cursor(server: XRig) -> None:
    _, cursor = read(server.connector(search=["larch bakery"]))
    assert "larch bakery" in cursor
    server.post("my order never came")
    assert "larch bakery" not in read(server.connector(), cursor)[1]
