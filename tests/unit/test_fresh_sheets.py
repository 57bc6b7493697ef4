"""A sheet is told again for a moment, and never when its case has changed."""

from datetime import timedelta

import pytest

from monitor.domain.case import Resolution, TimelineKind
from monitor.domain.sheet import Sheet, Sign, strong
from monitor.services.casework import resolve
from monitor.services.fresh_sheets import ENDED_FOR, FRESH_FOR, FreshSheets
from monitor.services.one_case import known_case, tell
from monitor.services.quieting import keep_quiet
from tests.desk_shop import DeskShop
from tests.people import ADA, CY
from tests.shop import BRAND, BROKEN


class Counted:
    """Case 1, and how often its sheet was worked out."""

    def __init__(self) -> None:
        self.shop = DeskShop()
        self.draft = self.shop.complaint(BROKEN)
        self.fresh = FreshSheets()
        self.made = 0

    def ask(self, number: int = 1) -> Sheet | None:
        with self.shop.store.read() as tx:
            return self.fresh.of(tx, number, self.shop.clock.now(), self._make)

    def _make(self) -> Sheet:
        self.made += 1
        return Sheet(sign=Sign.NEWS, title=(strong(str(self.made)),))


@pytest.fixture
def counted() -> Counted:
    return Counted()


def test_it_is_worked_out_once_while_nothing_happens(counted: Counted) -> None:
    assert counted.ask() == counted.ask()
    assert counted.made == 1


def test_what_comes_with_time_is_seen_before_the_desk_looks_again(counted: Counted) -> None:
    counted.ask()
    counted.shop.clock.advance(FRESH_FOR - timedelta(seconds=1))
    counted.ask()
    assert counted.made == 1
    counted.shop.clock.advance(timedelta(seconds=1))
    counted.ask()

    assert counted.made == 2


def test_a_clock_that_was_set_back_keeps_nothing_old(counted: Counted) -> None:
    counted.ask()
    counted.shop.clock.move_to(counted.shop.clock.now() - timedelta(hours=1))
    counted.ask()

    assert counted.made == 2


def test_every_change_of_the_case_is_seen_at_once(counted: Counted) -> None:
    shop = counted.shop
    counted.ask()

    shop.review.edit(counted.draft.number, "Sorry, Ada.", by="Jo")
    counted.ask()
    assert counted.made == 2

    shop.hear(shop.says("@larchandloaf and nobody answers", id="x:2"))
    counted.ask()
    assert counted.made == 3

    with shop.store.begin() as tx:
        case = known_case(tx, 1)
        tell(tx, case, TimelineKind.NOTE, "I call them", "Jo", shop.clock.now())
    counted.ask()
    assert counted.made == 4


def test_what_is_said_of_its_words_and_of_its_customer_is_seen_at_once(counted: Counted) -> None:
    shop = counted.shop
    shop.review.approve(counted.draft.number, by="Jo")
    shop.deliver.due()
    counted.ask()
    shop.judge.wrong(counted.draft.number, by="Jo")
    counted.ask()
    assert counted.made == 2

    with shop.store.begin() as tx:
        until = shop.clock.now() + timedelta(days=30)
        keep_quiet(tx, BRAND, ADA.id, until, shop.clock.now(), "enough", "Jo")
    counted.ask()
    assert counted.made == 3


def test_what_happens_to_others_changes_nothing(counted: Counted) -> None:
    counted.ask()
    other = counted.shop.complaint(BROKEN, id="x:9", author=CY)
    counted.shop.review.approve(other.number, by="Jo")
    counted.ask()

    assert counted.made == 1


def test_an_ended_case_is_looked_at_seldom(counted: Counted) -> None:
    shop = counted.shop
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo")
    counted.ask()
    shop.clock.advance(ENDED_FOR - timedelta(seconds=1))
    counted.ask()
    assert counted.made == 1
    shop.clock.advance(timedelta(seconds=1))
    counted.ask()

    assert counted.made == 2


def test_a_case_that_is_not_there_has_none(counted: Counted) -> None:
    assert counted.ask(99) is None
    assert counted.made == 0
