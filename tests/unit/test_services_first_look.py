"""The first look at a platform is silent, whenever it comes; and a platform that asked to be left
alone is left alone by the next start too."""

from datetime import timedelta

import pytest

from monitor.domain.message import Message, Page
from monitor.errors import ConnectorError
from monitor.services.switches import FIRST_START
from monitor.services.unanswered import unanswered_before_start
from monitor.testing import FakePlatform
from tests.shop import BRAND, LATE, Shop, people

A_MONTH, A_DAY, AN_HOUR = timedelta(days=30), timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def shop() -> Shop:
    return Shop(is_silent_at_first=True)


def poll(shop: Shop, *posts: Message, name: str = "x") -> None:
    """One look that brings these posts."""

    here = shop.clock.now().isoformat()

    class Source:
        def fetch(self, cursor: str) -> Page:
            return Page(messages=() if cursor == here else posts, cursor=here)

    shop.ingest.poll(name, Source(), shop.intake.page)


def written(shop: Shop, name: str, ago: timedelta) -> Message:
    """A complaint on that platform, some time ago, each by somebody else."""
    author = people(9)[int(name[-1])]
    now = shop.clock.now()
    shop.clock.move_to(now - ago)
    made = shop.says(LATE, id=name, author=author)
    shop.clock.move_to(now)
    return made


def is_live(shop: Shop, *names: str) -> list[bool]:
    with shop.store.read() as tx:
        found = [tx.messages.get(name, BRAND) for name in names]
    return [message is not None and message.is_live for message in found]


def test_a_platform_that_comes_later_is_silent_at_first_too(shop: Shop) -> None:
    poll(shop)
    shop.clock.advance(A_MONTH)
    poll(
        shop,
        written(shop, "bluesky:1", A_DAY),
        written(shop, "bluesky:2", timedelta(0)),
        name="bluesky",
    )
    assert is_live(shop, "bluesky:1", "bluesky:2") == [False, True]
    with shop.store.read() as tx:
        assert [one.message.id for one in unanswered_before_start(tx, BRAND)] == ["bluesky:1"]
        assert tx.outbox.of_message(BRAND, "bluesky:1") == []


def test_a_platform_that_was_read_already_stays_as_it_is(shop: Shop) -> None:
    """A stop of some days: what came meanwhile is answered."""
    poll(shop)
    shop.clock.advance(A_MONTH)
    shop.open()
    poll(shop, written(shop, "x:1", A_DAY))
    assert is_live(shop, "x:1") == [True]


def test_a_store_that_knows_one_first_start_for_all_keeps_to_it(shop: Shop) -> None:
    with shop.store.begin() as tx:
        tx.switches.put(FIRST_START, shop.clock.now().isoformat(), shop.clock.now())
        tx.switches.seen_poll(BRAND, "x", shop.clock.now())
    shop.clock.advance(A_MONTH)
    poll(shop, written(shop, "x:1", A_DAY))
    poll(shop, written(shop, "bluesky:1", A_DAY), name="bluesky")
    assert is_live(shop, "x:1", "bluesky:1") == [True, False]


@pytest.mark.parametrize(("permanent", "looks"), [(False, 1), (True, 2)])
def test_who_asked_to_be_left_alone_is_left_alone_by_the_next_start(
    shop: Shop, permanent: bool, looks: int
) -> None:
    """But for what a person mends: who has bought credits starts again, and is heard."""
    wait = ConnectorError("429 too many", retry_at=shop.clock.now() + AN_HOUR, permanent=permanent)
    shop.x.fail_next_fetch(wait)
    fetches = 0
    look = FakePlatform.fetch

    def fetch(cursor: str) -> Page:
        nonlocal fetches
        fetches += 1
        return look(shop.x, cursor)

    shop.x.fetch = fetch  # type: ignore[method-assign]
    shop.ingest.poll("x", shop.x, shop.intake.page)
    shop.open()
    shop.clock.advance(AN_HOUR / 2)
    shop.ingest.poll("x", shop.x, shop.intake.page)
    assert fetches == looks
    shop.clock.advance(AN_HOUR)
    shop.open()
    shop.ingest.poll("x", shop.x, shop.intake.page)
    assert fetches == looks + 1
