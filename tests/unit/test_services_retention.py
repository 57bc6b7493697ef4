"""Retention: words, people, numbers go in their time; evidence stays, and reports still add up."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

import pytest

from monitor.domain.audit import Head
from monitor.domain.case import Resolution
from monitor.domain.clock import Hours
from monitor.domain.effect import State
from monitor.domain.erasure import is_gone
from monitor.domain.message import Message
from monitor.domain.retention import Retention, cutoffs
from monitor.domain.store_ports import Store, Tx
from monitor.errors import MonitorError
from monitor.report import render, weekly_report
from monitor.report.period import parse_week
from monitor.services.casework import end_hold, hold, resolve
from monitor.testing import MONDAY_MORNING, an_author
from tests.app import housekeeping_of
from tests.people import ADA
from tests.shop import BRAND, LATE, PRAISE, Shop, people

SHORT = Retention(
    text=timedelta(days=90), case=timedelta(days=365), counters=timedelta(days=3 * 365)
)
#: what a report tells of people: it goes with them
OF_PEOPLE = {"examples", "loudest", "quotes", "made_at", "who_waits", "now", "open_cases"}
ZONE = "Europe/Berlin"


class Died(Exception):
    """The machine stopped."""


class Dying:
    """A store on which the machine stops within some of the transactions."""

    def __init__(self, store: Store, killed_at: frozenset[int]) -> None:
        self.store = store
        self.killed_at = killed_at
        self.begun = 0

    @contextmanager
    def begin(self) -> Iterator[Tx]:
        self.begun += 1
        number = self.begun
        with self.store.begin() as tx:
            yield tx
            if number in self.killed_at:
                raise Died

    def read(self) -> AbstractContextManager[Tx]:
        return self.store.read()

    def flush(self) -> bool:
        return self.store.flush()

    def close(self) -> None:
        self.store.close()


def busy(shop: Shop) -> None:
    """Two weeks: complaints, praise, an answer, cases that ended."""
    for day in range(10):
        for number, author in enumerate(people(5)):
            text = (LATE, PRAISE)[(day + number) % 2]
            shop.hear(shop.says(text, id=f"x:{day}{number}", author=author))
        shop.clock.advance(timedelta(days=1))
    with shop.store.read() as tx:
        cases = tx.cases.listed()
    for case in cases:
        resolve(shop.store, shop.clock, case.number, Resolution.SOLVED, "Jo")


def week(shop: Shop, name: str) -> dict[str, object]:
    """The numbers of a report."""
    hours: Hours = shop.policy.hours
    report = weekly_report(shop.store, parse_week(name, ZONE), hours, now=shop.clock.now())
    told: dict[str, object] = json.loads(render(report, "json"))
    return told


def numbers(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Every number of it, by its path; nothing that is about one person."""
    if isinstance(value, dict):
        for key, each in value.items():
            if not any(word in key for word in OF_PEOPLE):
                yield from numbers(each, f"{path}.{key}")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value


def messages(shop: Shop) -> list[Message]:
    with shop.store.read() as tx:
        return [one.message for one in tx.messages.all_decided()]


def test_people_and_numbers_go_by_whole_weeks() -> None:
    hours = Shop().policy.hours
    now = datetime.fromisoformat("2026-11-26T15:00+01:00")
    before = cutoffs(SHORT, now, hours)
    assert before.words == now - timedelta(days=90)
    assert before.people == datetime.fromisoformat("2025-11-24T00:00+01:00")
    assert hours.local(before.numbers).weekday() == 0


def test_words_go_and_the_rest_stays() -> None:
    shop = Shop()
    busy(shop)
    house = housekeeping_of(shop)
    shop.clock.advance(timedelta(days=79))
    house.expire.run()
    assert all(message.text for message in messages(shop) if message.id > "x:1")
    shop.clock.advance(timedelta(days=11))
    gone = house.expire.run()
    assert gone.words > 0
    assert gone.people == gone.numbers == 0
    for message in messages(shop):
        assert (message.text, message.url, message.author.name, message.author.handle) == (
            "",
            "",
            "",
            "",
        )
        assert message.author.id.startswith("x:p")
        assert message.deleted_at is None


def test_who_has_an_open_case_keeps_their_words() -> None:
    shop = Shop()
    shop.complaint()
    shop.hear(shop.says(PRAISE, id="x:9", author=an_author("Bo")))
    shop.clock.advance(timedelta(days=400))
    housekeeping_of(shop).expire.run()
    with shop.store.read() as tx:
        case = tx.cases.open_of(BRAND, ADA.id)
        mine = tx.messages.get("x:1")
    assert case is not None
    assert mine is not None
    assert mine.author.name == ADA.name
    assert mine.text
    assert len([message for message in messages(shop) if is_gone(message.id)]) == 1


def test_kept_evidence_stays_until_the_owner_ends_it() -> None:
    shop = Shop()
    shop.complaint()
    hold(shop.store, shop.clock, 1, "Jo", "a letter")
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo")
    house = housekeeping_of(shop)
    shop.clock.advance(timedelta(days=5 * 365))
    house.expire.run()
    assert [message.id for message in messages(shop)] == ["x:1"]
    assert messages(shop)[0].text
    end_hold(shop.store, shop.clock, 1, "Jo")
    house.expire.run()
    assert messages(shop) == []


def test_an_old_post_that_comes_again_stays_without_words_and_decides_nothing() -> None:
    shop = Shop()
    post = shop.says(PRAISE, id="x:5")
    shop.hear(post)
    shop.clock.advance(timedelta(days=100))
    housekeeping_of(shop).expire.run()
    assert shop.hear(post) == []
    assert messages(shop)[0].text == ""


def test_reports_of_old_weeks_still_add_up() -> None:
    shop = Shop()
    busy(shop)
    house = housekeeping_of(shop)
    weeks = ("2026-W48", "2026-W49")
    shop.clock.advance(timedelta(days=10))
    before = {name: dict(numbers(week(shop, name))) for name in weeks}
    assert len(before["2026-W48"]) > 30
    assert sum(bool(value) for value in before["2026-W48"].values()) > 10
    for days in (100, 150, 120, 7, 300):
        shop.clock.advance(timedelta(days=days))
        house.expire.run()
        for name in weeks:
            assert dict(numbers(week(shop, name))) == before[name], (days, name)
    assert all(is_gone(message.id) for message in messages(shop))
    assert len({message.author.id for message in messages(shop)}) >= 5


def test_after_years_nothing_is_left() -> None:
    shop = Shop()
    busy(shop)
    house = housekeeping_of(shop)
    for years in (2, 2):
        shop.clock.advance(timedelta(days=365 * years))
        house.expire.run()
    assert messages(shop) == []
    assert shop.effects() == []
    with shop.store.read() as tx:
        assert tx.cases.listed(only_open=False) == []


@pytest.mark.parametrize("deaths", [1, 2, 3, 5])
def test_killed_at_any_step_it_goes_on_where_it_stopped(deaths: int) -> None:
    def after(years: float, killed_at: frozenset[int]) -> object:
        shop = Shop()
        busy(shop)
        shop.clock.advance(timedelta(days=int(365 * years)))
        house = housekeeping_of(shop)
        house.expire.store = Dying(shop.store, killed_at)
        for _ in range(len(killed_at)):
            with pytest.raises(Died):
                house.expire.run()
        house.expire.run()
        return [
            (message.created_at, message.text, is_gone(message.id)) for message in messages(shop)
        ], [(effect.number, effect.state, effect.text) for effect in shop.effects()]

    for years in (0.5, 1.5, 4):
        assert after(years, frozenset(range(1, deaths + 1))) == after(years, frozenset())


def test_what_was_sent_keeps_its_id_when_its_person_goes() -> None:
    shop = Shop()
    sent = shop.sent()
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo")
    shop.clock.advance(timedelta(days=500))
    housekeeping_of(shop).expire.run()
    left = shop.effect(sent.number)
    assert (left.state, left.posted_id, left.text) == (State.SENT, sent.posted_id, "")
    assert left.remark.startswith("too old to be kept; the hash of what was said: ")


def test_it_stands_in_the_audit_log_when_something_went() -> None:
    shop = Shop()
    shop.hear(shop.says(PRAISE))
    house = housekeeping_of(shop)
    house.expire.run()
    with shop.store.read() as tx:
        assert tx.audit.newest(5) == []
    shop.clock.advance(timedelta(days=100))
    house.expire.run()
    with shop.store.read() as tx:
        (row,) = tx.audit.newest(5)
    assert (row.action, row.reason) == ("retention", "words 1 people 0 numbers 0")


def test_the_day_s_work_is_done_once_and_in_the_night() -> None:
    shop = Shop()
    shop.clock.move_to(MONDAY_MORNING)
    house = housekeeping_of(shop)
    assert house.due()
    assert not house.due()
    # 02:30 in Berlin still belongs to the day before
    shop.clock.move_to(datetime.fromisoformat("2026-11-24T02:30+01:00"))
    assert not house.due()
    shop.clock.move_to(datetime.fromisoformat("2026-11-24T03:00+01:00"))
    assert house.due()


def test_a_clock_that_jumps_ahead_lets_nothing_go() -> None:
    shop = Shop()
    shop.hear(shop.says(PRAISE))
    house = housekeeping_of(shop)
    house.due()
    shop.clock.advance(timedelta(days=3_650))
    assert house.due()
    assert messages(shop)[0].text
    # somebody set it right
    shop.clock.advance(timedelta(days=-3_649))
    assert house.due()
    assert messages(shop)[0].text
    # a machine that really slept for years lets go a day later
    shop.clock.advance(timedelta(days=700))
    house.due()
    assert messages(shop)[0].text
    shop.clock.advance(timedelta(days=1))
    house.due()
    assert messages(shop)[0].text == ""


def test_what_was_promised_goes_though_no_head_can_be_written() -> None:
    shop = Shop()
    busy(shop)
    house = housekeeping_of(shop)
    # the day before, so that the clock is trusted
    shop.clock.advance(timedelta(days=89))
    house.due()
    shop.clock.advance(timedelta(days=1))
    house.started("one config", "one playbook")
    house.heads = ClosedHeads()
    with pytest.raises(MonitorError):
        house.due()
    assert all(not message.text for message in messages(shop))


class ClosedHeads:
    """A file of heads that this user may not write."""

    def read(self) -> list[Head]:
        return []

    def append(self, head: Head) -> None:
        raise MonitorError("the file cannot be written")
