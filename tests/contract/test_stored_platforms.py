"""Blind periods, spending, raised budgets, communities and doors, on every database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from monitor.domain.bill import Raise
from monitor.domain.door import Door
from monitor.domain.message import Blind
from monitor.domain.store_ports import Store
from monitor.testing import MONDAY_MORNING as NOW

BRAND, OTHER = "larch", "other"


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_blind_periods_are_found_by_the_time_they_reach_into(store: Store) -> None:
    with store.begin() as tx:
        tx.platforms.was_blind(BRAND, "x", Blind(since=at(0), until=at(10), why="a timeout"))
        tx.platforms.was_blind(BRAND, "reddit", Blind(since=at(5), until=at(6), why="a 503"))
        tx.platforms.was_blind(OTHER, "x", Blind(since=at(0), until=at(10), why="a timeout"))
    with store.read() as tx:
        every = tx.platforms.blind_between(at(-60), at(60))
        own = tx.platforms.blind_between(at(9), at(60), BRAND)
        assert tx.platforms.blind_between(at(10), at(60)) == []
        assert tx.platforms.blind_between(at(-60), at(0)) == []
    assert [(each.brand, each.connector) for each in every] == [
        (BRAND, "x"),
        (OTHER, "x"),
        (BRAND, "reddit"),
    ]
    assert [each.blind for each in own] == [Blind(since=at(0), until=at(10), why="a timeout")]


def test_a_blind_period_grows_and_never_shrinks(store: Store) -> None:
    for until in (10, 20, 15):
        with store.begin() as tx:
            tx.platforms.was_blind(BRAND, "x", Blind(since=at(0), until=at(until), why="why"))
    with store.read() as tx:
        (period,) = tx.platforms.blind_between(at(0), at(60))
    assert period.blind.until == at(20)


def test_a_blind_period_may_turn_out_to_be_caught_up(store: Store) -> None:
    for until, is_caught_up in ((10, False), (20, True)):
        blind = Blind(since=at(0), until=at(until), why="why", is_caught_up=is_caught_up)
        with store.begin() as tx:
            tx.platforms.was_blind(BRAND, "feed", blind)
    with store.read() as tx:
        (period,) = tx.platforms.blind_between(at(0), at(60))
    assert (period.blind.until, period.blind.is_caught_up) == (at(20), True)


def test_spending_adds_up_exactly_and_by_day(store: Store) -> None:
    day = date(2026, 11, 23)
    for _ in range(1000):
        with store.begin() as tx:
            tx.platforms.spend(BRAND, "x", day, Decimal("0.001"))
    with store.begin() as tx:
        tx.platforms.spend(BRAND, "x", date(2026, 11, 30), Decimal("0.2"))
        tx.platforms.spend(OTHER, "x", day, Decimal("5"))
        tx.platforms.spend(BRAND, "y", day, Decimal("0.000001"))
    with store.read() as tx:
        spent = tx.platforms.spent
        assert spent(day, date(2026, 11, 24), BRAND) == {
            "x": Decimal("1"),
            "y": Decimal("0.000001"),
        }
        assert spent(date(2026, 11, 1), date(2026, 12, 1), BRAND)["x"] == Decimal("1.2")
        assert spent(day, date(2026, 11, 24)) == {"x": Decimal("6"), "y": Decimal("0.000001")}
        assert spent(date(2026, 12, 1), date(2027, 1, 1)) == {}


def test_a_community_is_switched_off_for_one_brand_until_it_is_on_again(store: Store) -> None:
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    with store.begin() as tx:
        tx.platforms.switch_off(BRAND, "reddit:r/larch", now, "we were banned")
        tx.platforms.switch_off(BRAND, "reddit:r/larch", now, "and again")
    with store.read() as tx:
        assert tx.platforms.switched_off(BRAND) == {"reddit:r/larch": "we were banned"}
        assert tx.platforms.switched_off(OTHER) == {}
    with store.begin() as tx:
        assert tx.platforms.switch_on(BRAND, "reddit:r/larch")
        assert not tx.platforms.switch_on(BRAND, "reddit:r/larch")
    with store.read() as tx:
        assert tx.platforms.switched_off(BRAND) == {}


def test_a_raised_budget_holds_for_its_day_and_its_connector(store: Store) -> None:
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    more = Raise(
        from_dollars=Decimal("15.3"), to_dollars=Decimal("17.300001"), at=NOW, said_by="Jo"
    )
    with store.begin() as tx:
        tx.platforms.raise_budget(
            BRAND,
            "x",
            monday,
            Raise(from_dollars=Decimal(15), to_dollars=Decimal(16), at=at(-5), said_by="Sam"),
        )
        tx.platforms.raise_budget(BRAND, "x", monday, more)
        tx.platforms.raise_budget(BRAND, "y", tuesday, more)
    with store.read() as tx:
        assert tx.platforms.raises(BRAND, monday) == {"x": more}
        assert tx.platforms.raises(BRAND, tuesday) == {"y": more}
        assert tx.platforms.raises(OTHER, monday) == {}
    with store.begin() as tx:
        tx.platforms.raise_budget(BRAND, "x", monday, None)
    with store.read() as tx:
        assert tx.platforms.raises(BRAND, monday) == {}


def test_a_door_is_known_for_one_brand_as_it_was_told_last(store: Store) -> None:
    tested = Door(platform="mastodon", is_open=True, at=at(1))
    said = Door(platform="x", is_open=True, at=at(2), said_by="Jo")
    with store.begin() as tx:
        assert tx.platforms.doors(BRAND) == {}
        tx.platforms.know_door(BRAND, Door(platform="x", is_open=False, at=at(0)))
        tx.platforms.know_door(BRAND, tested)
        tx.platforms.know_door(BRAND, said)
        assert tx.platforms.doors(BRAND) == {"mastodon": tested, "x": said}
        assert tx.platforms.doors(OTHER) == {}
    with store.begin() as tx:
        assert tx.platforms.forget_door(BRAND, "x")
        assert not tx.platforms.forget_door(BRAND, "x")
        assert tx.platforms.doors(BRAND) == {"mastodon": tested}
