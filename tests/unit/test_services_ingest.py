"""Ingest: a connector that could not be read for long was blind, and the store remembers."""

from datetime import datetime, timedelta

import pytest

from monitor.domain.message import Blind, Page
from monitor.errors import ConnectorError
from monitor.services.ingest import BLIND_FROM
from monitor.testing import MONDAY_MORNING
from tests.shop import BRAND, Shop


def poll(shop: Shop) -> None:
    shop.ingest.poll("x", shop.x, shop.intake.page)


def blind(shop: Shop) -> list[Blind]:
    ever = timedelta(days=365)
    with shop.store.read() as tx:
        periods = tx.platforms.blind_between(MONDAY_MORNING - ever, MONDAY_MORNING + ever)
    assert {(each.brand, each.connector) for each in periods} <= {(BRAND, "x")}
    return [each.blind for each in periods]


def fails_for(shop: Shop, lasting: timedelta, step: timedelta = timedelta(minutes=2)) -> None:
    end = shop.clock.now() + lasting
    while shop.clock.now() < end:
        shop.x.fail_next_fetch(ConnectorError("503 service unavailable"))
        poll(shop)
        shop.clock.advance(step)


def test_a_long_failure_that_ended_was_a_blind_period() -> None:
    shop = Shop()
    poll(shop)
    began = shop.clock.now()
    fails_for(shop, timedelta(hours=2))
    assert blind(shop) == []
    poll(shop)
    ended = shop.clock.now()
    poll(shop)
    why = "503 service unavailable"
    assert blind(shop) == [Blind(since=began, until=ended, why=why, is_caught_up=True)]


def test_the_first_page_after_a_failure_ends_it_too() -> None:
    shop = Shop()
    fails_for(shop, timedelta(hours=2))
    shop.x.enqueue([shop.says()])
    poll(shop)
    assert len(blind(shop)) == 1


def test_a_hiccup_is_no_blind_period() -> None:
    shop = Shop()
    fails_for(shop, BLIND_FROM - timedelta(minutes=2))
    poll(shop)
    assert blind(shop) == []


def test_that_it_can_be_read_is_written_down_once_a_minute_however_many_pages_come() -> None:
    shop = Shop()
    began = shop.clock.now()

    def brings_a_page() -> datetime | None:
        shop.x.enqueue([shop.says()])
        poll(shop)
        with shop.store.read() as tx:
            (told,) = tx.switches.polls()
        return told.last_success_at

    assert brings_a_page() == began
    shop.clock.advance(timedelta(seconds=59))
    assert brings_a_page() == began
    shop.clock.advance(timedelta(seconds=1))
    assert brings_a_page() == shop.clock.now()
    # after a failure at once
    fails_for(shop, timedelta(seconds=2), timedelta(seconds=1))
    assert brings_a_page() == shop.clock.now()
    with shop.store.read() as tx:
        (told,) = tx.switches.polls()
    assert (told.error, told.failing_since) == ("", None)


def test_a_daemon_that_was_stopped_in_between_knows_since_when() -> None:
    shop = Shop()
    began = shop.clock.now()
    fails_for(shop, timedelta(minutes=4))
    shop.open()
    fails_for(shop, timedelta(minutes=40))
    shop.open()
    poll(shop)
    assert [each.since for each in blind(shop)] == [began]


def test_a_gap_that_the_connector_tells_is_kept() -> None:
    shop = Shop()
    now = shop.clock.now()
    gap = Blind(since=now - timedelta(hours=3), until=now, why="more than 800 mentions at once")

    class Gapped:
        def fetch(self, cursor: str) -> Page:
            return Page(messages=(), cursor="1", blind=() if cursor else (gap,))

    shop.ingest.poll("x", Gapped(), shop.intake.page)
    assert blind(shop) == [gap]


@pytest.mark.parametrize("fails", [False, True])
def test_the_first_poll_sets_the_cut_off_even_when_it_brings_nothing(fails: bool) -> None:
    shop = Shop(is_silent_at_first=True)
    old = shop.says(id="x:1")

    class Slow:
        """Brings nothing at first, and both posts at last."""

        calls = 0

        def fetch(self, cursor: str) -> Page:
            self.calls += 1
            if self.calls == 1:
                if fails:
                    raise ConnectorError("503")
                return Page(messages=(), cursor="")
            return Page(messages=(old, shop.says(id="x:2")), cursor="2")

    shop.clock.advance(timedelta(minutes=30))
    slow = Slow()
    shop.ingest.poll("x", slow, shop.intake.page)
    shop.clock.advance(timedelta(minutes=30))
    shop.ingest.poll("x", slow, shop.intake.page)
    with shop.store.read() as tx:
        live = {id_: tx.messages.get(id_, BRAND) for id_ in ("x:1", "x:2")}
    assert {id_: message and message.is_live for id_, message in live.items()} == {
        "x:1": False,
        "x:2": True,
    }


def test_the_log_says_in_the_connectors_own_words_what_could_not_be_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shop = Shop()
    shop.x.fail_next_fetch(ConnectorError("Reddit could not be read: it answered 503"))
    poll(shop)
    assert caplog.messages == ["connector x: Reddit could not be read: it answered 503"]
