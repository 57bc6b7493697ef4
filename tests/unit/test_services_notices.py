"""Notices: told to every channel at least once, in office hours unless they wake."""

from datetime import datetime, timedelta

import pytest

from monitor.domain.delivery import Refused
from monitor.domain.effect import Urgency
from monitor.domain.notice import Notice, NoticeKind, sentence
from monitor.domain.values import replace
from monitor.testing import FakeChannel, FakeClock
from tests.shop import BRAND, Shop

NIGHT = datetime.fromisoformat("2026-11-24T02:00+01:00")
MORNING = datetime.fromisoformat("2026-11-24T09:00+01:00")
ONE_MINUTE = timedelta(minutes=1)


def open_one(shop: Shop, **changes: object) -> Notice:
    plain = Notice(
        brand=BRAND,
        key="blind x",
        kind=NoticeKind.BLIND,
        headline="X cannot be read",
        began_at=shop.clock.now(),
    )
    notice = replace(plain, **changes)
    with shop.store.begin() as tx:
        assert tx.notices.open(notice)
    return notice


def end_it(shop: Shop) -> None:
    with shop.store.begin() as tx:
        assert tx.notices.end(BRAND, "blind x", shop.clock.now())


def told(shop: Shop) -> list[tuple[str, bool]]:
    return [(notice.key, notice.is_over) for notice in shop.channel.notices]


def test_beginning_and_end_are_told_once() -> None:
    shop = Shop()
    open_one(shop)
    assert shop.notices.due() == 1
    assert shop.notices.due() == 0
    end_it(shop)
    assert shop.notices.due() == 1
    assert told(shop) == [("blind x", False), ("blind x", True)]


def test_what_can_wait_waits_for_office_hours() -> None:
    shop = Shop(clock=FakeClock(NIGHT))
    open_one(shop)
    open_one(shop, key="fire", urgency=Urgency.WAKE)
    shop.notices.due()
    assert told(shop) == [("fire", False)]
    shop.clock.move_to(MORNING)
    shop.notices.due()
    assert told(shop) == [("fire", False), ("blind x", False)]


def test_nobody_is_woken_for_an_end() -> None:
    shop = Shop(clock=FakeClock(NIGHT))
    open_one(shop, urgency=Urgency.WAKE)
    shop.notices.due()
    end_it(shop)
    assert shop.notices.due() == 0
    shop.clock.move_to(MORNING)
    assert shop.notices.due() == 1


def test_what_came_and_went_in_the_night_is_not_told() -> None:
    shop = Shop(clock=FakeClock(NIGHT))
    open_one(shop)
    end_it(shop)
    shop.clock.move_to(MORNING)
    shop.notices.due()
    assert told(shop) == []


def test_a_channel_that_does_not_take_it_is_asked_again_a_minute_later() -> None:
    other = FakeChannel("other")
    shop = Shop()
    shop.channels = (shop.channel, other)
    shop.open()
    open_one(shop)
    shop.channel.answer_next(Refused(why="429", permanent=False))
    assert shop.notices.due() == 0
    assert shop.notices.due() == 0
    assert (len(shop.channel.notices), len(other.notices)) == (0, 1)
    shop.clock.advance(ONE_MINUTE)
    assert shop.notices.due() == 1
    assert (len(shop.channel.notices), len(other.notices)) == (1, 2)


def test_a_crash_after_telling_tells_again() -> None:
    shop = Shop()
    open_one(shop)

    def crash(name: str) -> None:
        if name == "notices.after_telling":
            raise KeyboardInterrupt

    shop.failpoint = crash
    with pytest.raises(KeyboardInterrupt):
        shop.notices.due()
    shop.failpoint = lambda _: None
    assert shop.notices.due() == 1
    assert len(shop.channel.notices) == 2


def test_daily_means_daily() -> None:
    shop = Shop()
    open_one(shop, again_after=timedelta(days=1))
    for _ in range(2):
        shop.notices.due()
        shop.clock.advance(timedelta(hours=12))
    assert len(shop.channel.notices) == 1
    shop.clock.move_to(MORNING + timedelta(hours=3))
    shop.notices.due()
    assert len(shop.channel.notices) == 2


def test_the_words() -> None:
    notice = Notice(
        brand=BRAND,
        key="k",
        kind=NoticeKind.LOGIN,
        headline="X does not accept our login any more",
        text="Nothing is read there.",
        fix="monitor login x",
        began_at=NIGHT,
    )
    assert sentence(notice, "02:00 today") == (
        "X does not accept our login any more (since 02:00 today). Nothing is read there. "
        "What helps: monitor login x"
    )
    assert sentence(replace(notice, ended_at=MORNING), "Tue 02:00", "Tue 09:00") == (
        "Over: X does not accept our login any more. It was so from Tue 02:00 until Tue 09:00."
    )
