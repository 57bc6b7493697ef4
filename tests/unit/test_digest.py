"""The morning digest: what it tells, when, and that it is told once."""

from datetime import time, timedelta

import pytest

from monitor.domain.delivery import Refused
from monitor.domain.message import MessageType
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.sheet import Sheet
from monitor.services.desk_cards import DeskCards
from monitor.services.digest import Digest
from monitor.services.digest_facts import DigestLook
from monitor.testing import FakeDesk, an_author
from tests.desk_shop import DeskShop
from tests.messages import assert_message
from tests.people import ADA
from tests.sheet_text import sheet_text
from tests.shop import BRAND, BROKEN, LATE, PRAISE, policy

ALLERGY = "@larchandloaf my son is allergic to nuts and had a reaction after your cake"
DAY = timedelta(days=1)
BO, CLEO, DAN = (an_author(name, id=f"x:{name.lower()}") for name in ("Bo", "Cleo", "Dan"))


class Morning:
    """A shop whose desk gets the digest at nine; it is Monday, ten o'clock."""

    def __init__(self) -> None:
        self.shop = DeskShop(policy=policy(people=("Jo", "Sam")))
        self.desk = FakeDesk()
        self.start()

    def start(self) -> None:
        """The services; again, after a stop."""
        shop = self.shop
        self.cards = DeskCards(shop.store, shop.clock, self.desk, shop.sheets, brand=BRAND)
        look = DigestLook(shop.clock, shop.review, shop.sheets.cases, brand=BRAND)
        self.digest = Digest(
            shop.store,
            shop.clock,
            shop.policy.hours,
            look,
            (shop.channel, self.cards),
            brand=BRAND,
            at=time(9),
        )

    @property
    def told(self) -> list[Sheet]:
        return [card.sheet for card in self.desk.cards]


@pytest.fixture
def morning() -> Morning:
    return Morning()


def test_a_quiet_night_is_told_in_three_lines(morning: Morning) -> None:
    assert morning.digest.due()

    assert_message("cards/digest_quiet", sheet_text(morning.told[0]))


def test_a_full_night_is_told_with_what_is_pressing_first(morning: Morning) -> None:
    shop = morning.shop
    morning.digest.due()
    shop.clock.advance(timedelta(hours=1))
    shop.sent(BROKEN, id="x:1", author=ADA)
    shop.hear(shop.says("here I am", id="x:2", author=ADA, type=MessageType.DIRECT_MESSAGE))
    shop.clock.advance(timedelta(hours=12))
    shop.hear(shop.says(LATE, id="x:3", author=BO))
    shop.hear(shop.says(PRAISE, id="x:4", author=CLEO))
    shop.hear(shop.says("Larch & Loaf sold me stale bread", id="x:5", author=DAN, addressed=False))
    shop.hear(shop.says(ALLERGY, id="x:6", author=an_author("Eve", id="x:eve")))
    with shop.store.begin() as tx:
        tx.notices.open(
            Notice(
                brand=BRAND,
                key="login reddit",
                kind=NoticeKind.LOGIN,
                headline="Reddit cannot be read",
                fix="monitor login reddit",
                began_at=shop.clock.now(),
            )
        )
        tx.switches.seen_poll(BRAND, "x", shop.clock.now())
        tx.switches.seen_poll(BRAND, "bluesky", shop.clock.now())
    shop.clock.advance(timedelta(hours=10, minutes=30))

    assert morning.digest.due()

    assert_message("cards/digest_full", sheet_text(morning.told[-1]))


def test_it_is_told_once_a_day_whoever_restarts(morning: Morning) -> None:
    morning.digest.due()
    morning.start()
    morning.shop.clock.advance(timedelta(hours=2))

    assert not morning.digest.due()
    morning.shop.clock.advance(DAY)
    assert morning.digest.due()
    assert len(morning.told) == 2


def test_it_waits_for_its_hour_and_for_an_office_day(morning: Morning) -> None:
    morning.digest.due()
    clock = morning.shop.clock
    clock.advance(timedelta(hours=22, minutes=30))
    assert not morning.digest.due()
    clock.advance(timedelta(minutes=31))
    assert morning.digest.due()
    # Saturday, nine o'clock
    clock.advance(4 * DAY)
    assert not morning.digest.due()


def test_in_the_evening_it_is_told_no_more(morning: Morning) -> None:
    morning.shop.clock.advance(timedelta(hours=9))

    assert not morning.digest.due()


def test_a_desk_that_is_down_is_told_later(morning: Morning) -> None:
    morning.desk.answer_next(Refused(why="down", permanent=False))
    assert not morning.digest.due()
    assert not morning.digest.due()
    morning.shop.clock.advance(timedelta(minutes=2))

    assert morning.digest.due()
    assert len(morning.told) == 1


def test_a_crash_after_it_was_told_tells_it_no_second_time(morning: Morning) -> None:
    morning.digest.due()
    with morning.shop.store.begin() as tx:
        tx.switches.put(f"digest_told {BRAND}", None, morning.shop.clock.now())

    assert morning.digest.due()
    assert len(morning.told) == 1


def test_channels_that_take_none_are_told_nothing(morning: Morning) -> None:
    morning.digest.due()

    assert not morning.shop.channel.notices
    assert not morning.shop.channel.cards


def test_what_is_quiet_has_no_card_of_its_own(morning: Morning) -> None:
    shop = morning.shop
    shop.channels = (morning.cards,)
    shop.open()
    shop.hear(shop.says("Larch & Loaf sold me stale bread", id="x:5", author=DAN, addressed=False))
    shop.work()

    assert not morning.desk.cards
