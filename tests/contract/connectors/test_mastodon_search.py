"""Mastodon: keyword and hashtag searches, which bring alerts and never a reply."""

from datetime import timedelta

import pytest

from tests.contract.connectors.mastodon_steps import asked, server
from tests.contract.connectors.steps import pages, read
from tests.simulators.mastodon_rig import MastodonRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["server"]

A_MINUTE = timedelta(minutes=1)


def test_a_search_brings_what_does_not_address_us(server: MastodonRig, clock: SharedClock) -> None:
    connector = server.connector(search=["larch & loaf", "#larchandloaf"])
    words = server.post("never again Larch & Loaf", mentions_us=False)
    tag = server.post("so much for #larchandloaf", by="ben", mentions_us=False)
    server.post("nothing", mentions_us=False)
    found, cursor = read(connector)
    assert set(found) == {words, tag}
    assert not found[words].addressed
    clock.advance(A_MINUTE)
    more = {
        server.post(f"{number} larch & loaf", by=f"person{number % 5}", mentions_us=False)
        for number in range(90)
    }
    assert set(read(server.connector(search=["larch & loaf"]), cursor)[0]) == more


def test_a_hit_that_addresses_us_is_a_mention(server: MastodonRig, clock: SharedClock) -> None:
    ours = server.answer_natively("we are sorry", server.post("my order never came"))
    clock.advance(A_MINUTE)
    quote = server.quote("larch & loaf, look at these people", ours, by="ben")
    assert read(server.connector(search=["larch & loaf"]))[0][quote].addressed


def test_more_hits_than_are_read_are_told_as_missed(
    server: MastodonRig, clock: SharedClock
) -> None:
    connector = server.connector(search=["#late"])
    server.post("#late", mentions_us=False)
    _, cursor = read(connector)
    since = clock.now()
    clock.advance(A_MINUTE)
    for number in range(230):
        server.post(f"#late {number}", by=f"person{number % 5}", mentions_us=False)
    found = pages(connector, cursor)
    ((blind,),) = [page.blind for page in found if page.blind]
    assert (blind.since, blind.until) == (since, clock.now())
    assert "#late" in blind.why


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE_BEFORE, Fault.FORBIDDEN, Fault.GONE])
def test_a_search_that_fails_keeps_no_mention_away(
    server: MastodonRig, clock: SharedClock, fault: Fault
) -> None:
    connector = server.connector(search=["loaf"])
    hit = server.post("a loaf", by="ben", mentions_us=False)
    server.simulator.fail_next(fault, on="GET /api/v2/search")
    post = server.post("my order never came")
    found, cursor = read(connector)
    assert set(found) == {post}
    assert hit in read(connector, cursor)[0]


def test_a_search_never_asks_for_the_servers_version(server: MastodonRig) -> None:
    # where that fails, Mastodon.py 2.3.3 calls itself a thousand times
    server.is_like(answers={"GET /api/v1/instance": {"status": 503, "body": {"error": "no"}}})
    post = server.post("a loaf", mentions_us=False)
    assert post in read(server.connector(search=["loaf"]))[0]
    assert asked(server, "GET /api/v1/instance") == 0
