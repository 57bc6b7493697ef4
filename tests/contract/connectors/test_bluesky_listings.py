"""Bluesky, what is listed beside mentions: searches, and who is left out."""

from datetime import timedelta

from monitor.domain.effect import Action
from monitor.domain.message import MessageType
from tests.contract.connectors.bluesky_steps import rig
from tests.contract.connectors.steps import mentions, pages, read
from tests.simulators.bluesky_rig import BlueskyRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["rig"]

SEARCH = "GET /xrpc/app.bsky.feed.searchPosts"


# ---------------------------------------------------------------- muted, searched


def test_muted_and_blocked_people_are_no_longer_seen(rig: BlueskyRig, clock: SharedClock) -> None:
    connector = rig.connector()
    _, cursor = read(connector)
    connector.measures[Action.MUTE].do("bluesky:did:plc:ada")
    connector.measures[Action.BLOCK].do("bluesky:did:plc:ben")
    rig.post("one"), rig.post("two", by="ben")
    kim = rig.post("three", by="kim")
    assert mentions(connector, cursor) == {kim}


def test_a_search_finds_who_does_not_name_us(rig: BlueskyRig) -> None:
    post = rig.post("Larch & Loaf kept me waiting", mentions_us=False)
    assert mentions(rig.connector()) == set()
    found = read(rig.connector(search=["larch & loaf"]))[0][post]
    assert not found.addressed
    assert found.type is MessageType.POST


def test_a_search_that_fails_keeps_nothing_else_from_being_read(
    rig: BlueskyRig, clock: SharedClock
) -> None:
    connector = rig.connector(search=["larch"])
    _, cursor = read(connector)
    blind = []
    posted, found = set(), set()
    for _ in range(4):
        clock.advance(timedelta(minutes=30))
        posted.add(rig.write_privately("hello?"))
        rig.simulator.fail_next(*[Fault.UNAVAILABLE_BEFORE] * 2, on=SEARCH)
        every = pages(connector, cursor)
        cursor = every[-1].cursor
        found |= {one.id for page in every for one in page.messages}
        blind += [one for page in every for one in page.blind]
        rig.simulator.tell("faults", [])
    assert found == posted
    (span,) = blind
    assert span.until - span.since == timedelta(hours=1)
    assert span.why.startswith("search larch: ")


def test_more_than_a_search_lists_is_a_blind_period(rig: BlueskyRig, clock: SharedClock) -> None:
    connector = rig.connector(search=["order"], direct_messages=False)
    _, cursor = read(connector)
    for number in range(1050):
        rig.post(f"order {number}", by="spam", mentions_us=False)
        clock.advance(timedelta(milliseconds=5))
    every = pages(connector, cursor)
    assert [len(page.blind) for page in every].count(1) == 1
