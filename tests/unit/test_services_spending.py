"""Spending: kept by day, against a budget that makes the monitor frugal and then asks a person."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from monitor.daemon import Daemon
from monitor.domain.audit import AuditAction
from monitor.domain.effect import State
from monitor.domain.message import Page
from monitor.domain.permission import Reason
from monitor.domain.policy import Budget, Mode
from monitor.services.spending import Spending, over_budget, raise_for_today, spent_this_month
from monitor.testing import FakePlatform
from tests.app import app_of
from tests.shop import BRAND, Shop, people, policy


class Taxi(FakePlatform):
    """A platform with a meter."""

    is_frugal = False
    fare = Decimal(0)

    def take_spent(self) -> Decimal:
        fare, self.fare = self.fare, Decimal(0)
        return fare


def shop_with_budget(dollars: int, mode: Mode = Mode.AUTOMATIC) -> tuple[Shop, Taxi, Spending]:
    shop = Shop(policy=policy(mode, budgets={"x": Budget(per_month=Decimal(dollars))}))
    return shop, Taxi(shop.clock), Spending(shop.store, shop.clock, shop.policy, brand=BRAND)


def spent(shop: Shop) -> dict[str, Decimal]:
    with shop.store.read() as tx:
        return spent_this_month(tx, BRAND, shop.clock.now())


def test_what_calls_cost_is_kept_by_month() -> None:
    shop, taxi, spending = shop_with_budget(10)
    for _ in range(3):
        taxi.fare = Decimal("0.015")
        spending.take("x", taxi)
    assert spent(shop) == {"x": Decimal("0.045")}
    shop.clock.move_to(datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC))
    assert spent(shop) == {}
    with shop.store.read() as tx:
        assert tx.platforms.spent(date(2026, 11, 1), date(2026, 12, 1)) == {"x": Decimal("0.045")}


@pytest.mark.parametrize(("fare", "is_frugal"), [("7.99", False), ("8.00", True), ("11", True)])
def test_near_the_budget_it_is_frugal(fare: str, is_frugal: bool) -> None:
    _, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(fare)
    spending.take("x", taxi)
    assert taxi.is_frugal is is_frugal


def test_a_new_month_has_new_money() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(9)
    spending.take("x", taxi)
    shop.clock.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC))
    spending.take("x", taxi)
    assert not taxi.is_frugal


NEARLY = "The budget of X is nearly spent: $8.00 of $10.00 this month"
SPENT = "The budget of X is spent: $10.00 of $10.00 this month"


def noticed(shop: Shop, brand: str = BRAND) -> list[str]:
    """What stands open."""
    with shop.store.read() as tx:
        return [notice.headline for notice in tx.notices.listed(brand)]


def test_each_step_of_a_budget_is_told_once_a_month() -> None:
    shop, taxi, spending = shop_with_budget(10)
    steps = []
    for fare in ("7.99", "0.01", "1", "1", "1"):
        taxi.fare = Decimal(fare)
        spending.take("x", taxi)
        shop.notices.due()
        steps.append(noticed(shop))
    assert steps == [[], [NEARLY], [NEARLY], [SPENT], [SPENT]]
    assert [notice.headline for notice in shop.channel.notices] == [NEARLY, SPENT]
    shop.clock.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC))
    taxi.fare = Decimal(8)
    spending.take("x", taxi)
    shop.notices.due()
    assert noticed(shop) == [NEARLY]
    assert [notice.headline for notice in shop.channel.notices] == [NEARLY, SPENT, NEARLY]


def test_a_new_month_with_little_spent_ends_the_notice() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(8)
    spending.take("x", taxi)
    shop.clock.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC))
    spending.take("x", taxi)
    assert noticed(shop) == []


def test_a_restart_tells_nothing_twice() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(8)
    spending.take("x", taxi)
    shop.notices.due()
    again = Spending(shop.store, shop.clock, shop.policy, brand=BRAND)
    again.take("x", Taxi(shop.clock))
    shop.notices.due()
    assert [notice.headline for notice in shop.channel.notices] == [NEARLY]


def test_a_restart_is_frugal_from_its_first_look() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(8)
    spending.take("x", taxi)
    fresh = Taxi(shop.clock)
    Daemon(app_of(shop, fresh)).recover()
    assert fresh.is_frugal


class SpentTaxi(Taxi):
    """One whose budget is spent; it counts how often somebody looks."""

    is_frugal = True
    looks = 0

    def fetch(self, cursor: str) -> Page:
        self.looks += 1
        return super().fetch(cursor)


@pytest.mark.parametrize(("starts", "polls", "looks"), [(1, 1, 1), (5, 1, 5), (1, 9, 3), (2, 4, 4)])
def test_a_spent_budget_looks_less_often_and_never_looks_away(
    starts: int, polls: int, looks: int
) -> None:
    """A start looks first of all: `run --once`, every few minutes, is nothing but starts."""
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(11)
    spending.take("x", taxi)
    spent_taxi = SpentTaxi(shop.clock)
    for _ in range(starts):
        daemon = Daemon(app_of(shop, spent_taxi))
        for _ in range(polls):
            daemon.poll(spent_taxi)
    assert spent_taxi.looks == looks


def test_another_brand_is_told_of_its_own_budget() -> None:
    shop, taxi, spending = shop_with_budget(10)
    for each in (spending, Spending(shop.store, shop.clock, shop.policy, brand="other")):
        taxi.fare = Decimal(8)
        each.take("x", taxi)
    assert noticed(shop) == noticed(shop, "other") == [NEARLY]


def test_a_connector_that_costs_nothing_is_left_alone() -> None:
    shop, _, spending = shop_with_budget(10)
    spending.take("x", shop.x)
    assert spent(shop) == {}


def test_once_it_is_spent_a_person_decides() -> None:
    shop, taxi, spending = shop_with_budget(10)
    before = shop.complaint()
    taxi.fare = Decimal(10)
    spending.take("x", taxi)
    shop.work_for(timedelta(minutes=6))
    assert shop.x.public == []
    after = shop.complaint(
        "@larchandloaf the cake arrived broken, I want my money back", id="x:2", author=people(1)[0]
    )
    for word in (shop.effect(before.number), after):
        assert (word.state, word.reason) == (State.PROPOSED, Reason.BUDGET)
    # who knows what it costs may say it
    shop.review.approve(after.number, by="Jo")
    shop.deliver.due()
    assert len(shop.x.public) == 1


# ---------------------------------------------------------------- more for today


def raised(shop: Shop, more: str) -> Budget:
    with shop.store.begin() as tx:
        return raise_for_today(
            tx, BRAND, "x", shop.policy.budgets["x"], Decimal(more), "Jo", shop.clock.now()
        )


def is_over(shop: Shop) -> bool:
    with shop.store.read() as tx:
        return "x" in over_budget(tx, BRAND, shop.policy, shop.clock.now())


def test_more_for_today_lets_the_machine_speak_until_that_is_spent() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal("10.50")
    spending.take("x", taxi)
    assert shop.complaint().reason is Reason.BUDGET
    assert raised(shop, "2").cap == Decimal("12.50")
    somebody, another = people(2)
    word = shop.complaint(
        "@larchandloaf the cake arrived broken, I want my money back", id="x:2", author=somebody
    )
    shop.work_for(timedelta(minutes=6))
    assert shop.effect(word.number).state is State.SENT
    taxi.fare = Decimal(2)
    spending.take("x", taxi)
    word = shop.complaint(
        "@larchandloaf the bread arrived crushed, I want a refund", id="x:3", author=another
    )
    assert word.reason is Reason.BUDGET


def test_tomorrow_the_budget_of_the_month_holds_again() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(10)
    spending.take("x", taxi)
    shop.clock.move_to(datetime(2026, 11, 23, 23, 59, tzinfo=UTC))
    raised(shop, "2")
    assert not is_over(shop)
    shop.clock.move_to(datetime(2026, 11, 24, 0, 0, tzinfo=UTC))
    assert is_over(shop)


def test_said_again_it_counts_from_what_is_spent_by_then_and_nothing_ends_it() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(4)
    spending.take("x", taxi)
    assert raised(shop, "2").cap == Decimal(12)
    taxi.fare = Decimal("7.50")
    spending.take("x", taxi)
    assert raised(shop, "2").cap == Decimal("13.50")
    assert not is_over(shop)
    assert raised(shop, "0").cap == Decimal(10)
    assert is_over(shop)


def test_a_raised_budget_is_frugal_near_its_own_end_only() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(10)
    spending.take("x", taxi)
    assert taxi.is_frugal
    raised(shop, "2")
    seen = []
    for fare in ("0.01", "1.58", "0.01"):
        taxi.fare = Decimal(fare)
        spending.take("x", taxi)
        seen.append(taxi.is_frugal)
    assert seen == [False, False, True]


def test_the_owner_is_told_when_that_is_spent_too_and_again_the_next_day() -> None:
    shop, taxi, spending = shop_with_budget(10)
    taxi.fare = Decimal(10)
    spending.take("x", taxi)
    assert noticed(shop) == [SPENT]
    raised(shop, "2")
    taxi.fare = Decimal("0.10")
    spending.take("x", taxi)
    assert noticed(shop) == []
    taxi.fare = Decimal("1.90")
    spending.take("x", taxi)
    assert noticed(shop) == [
        "The budget of X is spent: $12.00 of $12.00 this month, as it was raised for today"
    ]
    shop.clock.advance(timedelta(days=1))
    spending.take("x", taxi)
    assert noticed(shop) == ["The budget of X is spent: $12.00 of $10.00 this month"]


def test_a_raise_is_written_down() -> None:
    shop, _, _ = shop_with_budget(10)
    raised(shop, "2.5")
    with shop.store.read() as tx:
        (row,) = [row for row in tx.audit.rows() if row.action == AuditAction.BUDGET]
    assert (row.actor, row.subject, row.reason) == ("Jo", "x", "2.50")
