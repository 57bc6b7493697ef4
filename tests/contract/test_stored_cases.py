"""Cases, timelines and promises in the store."""

from decimal import Decimal

import pytest

from monitor.domain.case import (
    Case,
    CaseStatus,
    Outcome,
    Priority,
    Promise,
    PromiseState,
    Resolution,
    TimelineEntry,
    TimelineKind,
)
from monitor.domain.make_good import Cost
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.errors import Bug, NotFound
from tests.contract.stores import BRAND, NOW, a_case, at

FULL = Case(
    number=1,
    brand=BRAND,
    author_id="x:ada",
    status=CaseStatus.RESOLVED,
    priority=Priority.URGENT,
    topic="late",
    assignee="Bo",
    opened_at=NOW,
    deadline_at=None,
    first_message_id="x:1",
    mentions=3,
    acknowledged_at=at(1),
    first_response_at=at(2),
    in_dm_at=at(3),
    resolved_at=at(4),
    resolution=Resolution.REFUNDED,
    cause="the carrier lost it",
    outcome=Outcome.RECOVERED,
    reopened=1,
    snoozed_until=at(5),
    tags=("late", "regular"),
    make_good="remade",
    cost=Cost(amount=Decimal("18.00"), currency="EUR"),
    follow_up_at=at(6),
)


def a_promise(**changes: object) -> Promise:
    plain = Promise(
        brand=BRAND, case_number=1, effect_number=5, made_at=NOW, due_at=at(60), look_at=at(30)
    )
    return replace(plain, **changes)


def an_entry(**changes: object) -> TimelineEntry:
    plain = TimelineEntry(
        brand=BRAND, case_number=1, at=NOW, kind=TimelineKind.OPENED, by="monitor"
    )
    return replace(plain, **changes)


def test_a_case_comes_back_as_it_was(store: Store) -> None:
    plain = a_case(2, author_id="x:cy")
    with store.begin() as tx:
        tx.cases.add([FULL, plain])
    with store.read() as tx:
        assert tx.cases.get(1) == FULL
        assert tx.cases.get(2) == plain
        assert tx.cases.get(3) is None


def test_a_saved_case_is_as_saved(store: Store) -> None:
    with store.begin() as tx:
        tx.cases.add([a_case(1)])
        tx.cases.save(FULL)
        assert tx.cases.get(1) == FULL
        tx.cases.save(a_case(1))
        assert tx.cases.get(1) == a_case(1)
        with pytest.raises(NotFound, match="there is no case c9"):
            tx.cases.save(a_case(9))


def test_cases_are_saved_together_or_none_is(store: Store) -> None:
    cases = [a_case(1), a_case(2, author_id="x:cy")]
    with store.begin() as tx:
        tx.cases.add(cases)
        tx.cases.save(*[replace(case, mentions=7) for case in cases])
        assert [case.mentions for case in tx.cases.listed()] == [7, 7]
    with pytest.raises(NotFound, match="there is no case c1, c9"), store.begin() as tx:
        tx.cases.save(replace(cases[0], mentions=8), a_case(9))
    with store.read() as tx:
        assert [case.mentions for case in tx.cases.listed()] == [7, 7]


def test_an_author_has_one_open_case(store: Store) -> None:
    with store.begin() as tx:
        tx.cases.add([FULL, a_case(2, opened_at=at(9))])
        assert tx.cases.open_of(BRAND, "x:ada") == a_case(2, opened_at=at(9))
        assert tx.cases.open_of(BRAND, "x:cy") is None
        assert tx.cases.open_of("other", "x:ada") is None
    with pytest.raises(Bug), store.begin() as tx:
        tx.cases.add([a_case(3)])
    with store.begin() as tx:
        tx.cases.add([a_case(3, brand="other"), a_case(4, author_id="x:cy")])


def test_the_newest_case_may_have_ended(store: Store) -> None:
    with store.begin() as tx:
        assert tx.cases.newest_of(BRAND, "x:ada") is None
        old = replace(FULL, number=7, opened_at=at(-99))
        tx.cases.add([old, FULL])
        assert tx.cases.newest_of(BRAND, "x:ada") == FULL


def test_cases_are_listed_urgent_first_then_by_deadline(store: Store) -> None:
    with store.begin() as tx:
        tx.cases.add(
            [
                a_case(1, author_id="x:1", deadline_at=at(9)),
                a_case(2, author_id="x:2", deadline_at=at(5)),
                a_case(3, author_id="x:3", deadline_at=None, status=CaseStatus.WAITING),
                a_case(4, author_id="x:4", deadline_at=at(99), priority=Priority.URGENT),
                a_case(5, author_id="x:5", deadline_at=at(1), priority=Priority.LOW),
                a_case(6, author_id="x:6", deadline_at=at(99), priority=Priority.HIGH),
                a_case(7, author_id="x:7", status=CaseStatus.RESOLVED, priority=Priority.URGENT),
                a_case(8, author_id="x:8", brand="other"),
            ]
        )
    with store.read() as tx:
        assert [case.number for case in tx.cases.listed(brand=BRAND)] == [4, 6, 2, 1, 3, 5]
        assert [case.number for case in tx.cases.listed()] == [4, 6, 2, 1, 8, 3, 5]
        every = tx.cases.listed(brand=BRAND, only_open=False)
        assert {case.number for case in every} == {1, 2, 3, 4, 5, 6, 7}


def test_between_tells_cases_opened_answered_or_resolved(store: Store) -> None:
    before, inside, after = at(-5), at(5), at(10)
    with store.begin() as tx:
        tx.cases.add(
            [
                a_case(1, author_id="x:1", opened_at=inside),
                a_case(2, author_id="x:2", opened_at=before),
                a_case(3, author_id="x:3", opened_at=before, acknowledged_at=inside),
                a_case(4, author_id="x:4", opened_at=before, first_response_at=NOW),
                a_case(5, author_id="x:5", opened_at=before, resolved_at=inside),
                a_case(6, author_id="x:6", opened_at=after),
                a_case(7, author_id="x:7", opened_at=inside, brand="other"),
            ]
        )
    with store.read() as tx:
        assert [case.number for case in tx.cases.between(NOW, after, BRAND)] == [3, 4, 5, 1]
        assert [case.number for case in tx.cases.between(NOW, after)] == [3, 4, 5, 1, 7]


def test_a_timeline_is_told_in_order(store: Store) -> None:
    opened = an_entry(message_id="x:1")
    sent = an_entry(at=at(5), kind=TimelineKind.SENT, by="Bo", words="Hello", effect_number=3)
    noted = an_entry(at=at(5), kind=TimelineKind.NOTE, words="rang")
    with store.begin() as tx:
        # what is told about a case may come before the case
        tx.cases.tell([sent, noted])
        tx.cases.add([a_case(1), a_case(2, author_id="x:cy")])
        tx.cases.tell([opened, an_entry(case_number=2)])
        tx.cases.tell([])
    with store.read() as tx:
        assert tx.cases.timeline(1) == [opened, sent, noted]
        assert tx.cases.timeline(3) == []


def test_a_timeline_needs_its_case(store: Store) -> None:
    with pytest.raises(Bug), store.begin() as tx:
        tx.cases.tell([an_entry(case_number=404)])


def test_promises_run_and_end(store: Store) -> None:
    with store.begin() as tx:
        tx.cases.add([a_case(1), a_case(2, author_id="x:cy")])
        first = tx.cases.add_promise(a_promise())
        second = tx.cases.add_promise(a_promise(due_at=at(30), effect_number=None))
        third = tx.cases.add_promise(a_promise(case_number=2, due_at=at(90)))
        assert len({first, second, third}) == 3
        tx.cases.end_promise(first, PromiseState.KEPT, at(20))
    with store.read() as tx:
        assert tx.cases.promises() == [
            a_promise(number=second, due_at=at(30), effect_number=None),
            a_promise(number=first, state=PromiseState.KEPT, ended_at=at(20)),
            a_promise(number=third, case_number=2, due_at=at(90)),
        ]
        open_ones = tx.cases.promises(state=PromiseState.OPEN)
        assert [promise.number for promise in open_ones] == [second, third]
        assert [p.number for p in tx.cases.promises(case_number=2)] == [third]
        kept = tx.cases.promises(case_number=1, state=PromiseState.KEPT)
        assert [promise.number for promise in kept] == [first]
    with store.begin() as tx, pytest.raises(NotFound, match="there is no promise 404"):
        tx.cases.end_promise(404, PromiseState.KEPT, NOW)


def test_a_promise_is_looked_at_when_its_time_comes(store: Store) -> None:
    with store.begin() as tx:
        assert tx.cases.next_promise_at() is None
        tx.cases.add([a_case(1)])
        first = tx.cases.add_promise(a_promise(look_at=at(30)))
        second = tx.cases.add_promise(a_promise(look_at=at(20)))
        # without a moment of its own it is looked at when it is due
        third = tx.cases.add_promise(a_promise(look_at=None))
        assert tx.cases.next_promise_at() == at(20)
        assert [promise.number for promise in tx.cases.promises_due(at(30))] == [second, first]
        assert [promise.number for promise in tx.cases.promises_due(at(29))] == [second]
        tx.cases.look_again(second, at(60))
        assert tx.cases.next_promise_at() == at(30)
        tx.cases.end_promise(first, PromiseState.KEPT, at(31))
        due = tx.cases.promises_due(at(60))
        assert [(promise.number, promise.look_at) for promise in due] == [
            (second, at(60)),
            (third, at(60)),
        ]


def test_what_was_put_off_is_found_when_its_time_has_come(store: Store) -> None:
    with store.begin() as tx:
        tx.cases.add(
            [
                a_case(1, author_id="x:a", snoozed_until=at(20)),
                a_case(2, author_id="x:b", snoozed_until=at(10)),
                a_case(3, author_id="x:c"),
                a_case(4, author_id="x:d", follow_up_at=at(10)),
            ]
        )
        assert [case.number for case in tx.cases.waking(at(9))] == []
        assert [case.number for case in tx.cases.waking(at(20))] == [2, 1]
        assert [case.number for case in tx.cases.to_follow_up(at(9))] == []
        assert [case.number for case in tx.cases.to_follow_up(at(10))] == [4]
