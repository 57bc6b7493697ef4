"""Linking and splitting: what has not changed since is as before, and nothing is ever lost."""

from datetime import timedelta
from typing import NamedTuple

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from monitor.domain.case import Case, CaseStatus, Promise, PromiseState, Resolution
from monitor.domain.customer import together, without
from monitor.domain.effect import Action, State
from monitor.domain.message import Author
from monitor.domain.stored import AuthorFacts, Mark
from monitor.domain.values import replace
from monitor.services.customers import link, split
from monitor.store import SqlStore, memory_store
from tests.contract.stores import BRAND, NOW, a_case, a_decided, a_message, a_page, an_effect, at

IDS = ("x:ada", "bluesky:ada", "reddit:ada", "mastodon:ada")


class Before(NamedTuple):
    """What is known of one of them before anybody links them."""

    #: None: no case
    status: CaseStatus | None
    #: minutes until the next step is due
    due_in: int
    promises: int
    #: None: no slot; else for how many minutes
    slot: int | None
    marks: tuple[Mark, ...]
    opened: int


BEFORE = st.builds(
    Before,
    status=st.sampled_from([None, *CaseStatus]),
    due_in=st.integers(1, 600),
    promises=st.integers(0, 2),
    slot=st.one_of(st.none(), st.integers(1, 90)),
    marks=st.lists(st.sampled_from(list(Mark)), unique=True, max_size=2).map(tuple),
    opened=st.integers(-99, 0),
)
#: a town is a database: what fails is shown as it is
QUICK = settings(
    max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
FOUR = st.tuples(BEFORE, BEFORE, BEFORE, BEFORE)
PAIRS = st.lists(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1]),
    min_size=1,
    max_size=4,
)


def a_town(each: tuple[Before, ...]) -> SqlStore:
    """Everybody with what is known of them."""
    store = memory_store()
    for number, (author_id, known) in enumerate(zip(IDS, each, strict=True), start=1):
        _settle(store, number, author_id, known)
    return store


def _settle(store: SqlStore, number: int, author_id: str, known: Before) -> None:
    platform = author_id.partition(":")[0]
    author = Author(id=author_id, platform=platform, handle="ada")
    message = a_message(f"{platform}:{number}", author=author, platform=platform)
    with store.begin() as tx:
        page = tx.pages.store(BRAND, platform, a_page(message), NOW, is_decided=True)
        tx.messages.record([a_decided(one) for one in page.fresh])
        if known.status is not None:
            tx.cases.add([_case(tx.cases.next_number(), number, author_id, known)])
            newest = tx.cases.newest_of(BRAND, author_id)
            assert newest is not None
            for _ in range(known.promises):
                tx.cases.add_promise(
                    Promise(
                        brand=BRAND,
                        case_number=newest.number,
                        effect_number=number,
                        made_at=NOW,
                        due_at=at(known.due_in),
                    )
                )
        newest = tx.cases.newest_of(BRAND, author_id)
        effect = tx.outbox.next_number()
        tx.outbox.add(
            [
                an_effect(
                    effect,
                    action=Action.ACKNOWLEDGE,
                    state=State.SENT,
                    platform=platform,
                    author_id=author_id,
                    message_id=message.id,
                    case_number=newest.number if newest is not None else None,
                )
            ]
        )
        if known.slot is not None:
            tx.slots.take(BRAND, author_id, effect, at(known.slot), NOW)
        for mark in known.marks:
            tx.authors.mark(BRAND, author_id, mark, NOW, "said so")


def _case(number: int, message: int, author_id: str, known: Before) -> Case:
    assert known.status is not None
    platform = author_id.partition(":")[0]
    is_ours = known.status in (CaseStatus.NEW, CaseStatus.OPEN)
    is_over = known.status is CaseStatus.RESOLVED
    return Case(
        number=number,
        brand=BRAND,
        author_id=author_id,
        status=known.status,
        assignee="Bo",
        opened_at=at(known.opened),
        deadline_at=at(known.due_in) if is_ours else None,
        first_message_id=f"{platform}:{message}",
        resolved_at=NOW if is_over else None,
        resolution=Resolution.SOLVED if is_over else None,
    )


class Known(NamedTuple):
    """All that has to be the same."""

    facts: dict[str, AuthorFacts]
    cases: list[Case]
    promises: list[Promise]
    effects: list[int | None]


def known_of(store: SqlStore) -> Known:
    with store.read() as tx:
        return Known(
            tx.facts.of_authors(BRAND, IDS, at(1)),
            sorted(tx.cases.listed(only_open=False), key=lambda case: case.number),
            tx.cases.promises(),
            [effect.case_number for effect in tx.outbox.in_state(State.SENT)],
        )


def linked(store: SqlStore, pair: tuple[str, str]) -> bool:
    with store.begin() as tx:
        if tx.customers.of(BRAND, pair[0]).id == tx.customers.of(BRAND, pair[1]).id:
            return False
        link(tx, BRAND, *pair, at(1), by="Jo", why="")
        return True


def apart(store: SqlStore, author_id: str) -> None:
    with store.begin() as tx:
        if tx.customers.of(BRAND, author_id).is_linked:
            split(tx, BRAND, author_id, at(2), by="Jo", why="")


def must_hold(store: SqlStore, promises: int) -> None:
    """One open case to a customer, in the customer's name; no promise is lost, nor without one."""
    with store.read() as tx:
        of_customer: dict[str, int] = {}
        for case in tx.cases.listed():
            customer = tx.customers.of(BRAND, case.author_id)
            assert case.author_id == customer.id
            assert customer.id not in of_customer
            of_customer[customer.id] = case.number
            if case.status is not CaseStatus.WAITING:
                assert case.deadline_at is not None
        every = tx.cases.promises()
        assert len(every) == promises
        for promise in every:
            case_of_it = tx.cases.get(promise.case_number)
            assert case_of_it is not None
            assert case_of_it.resolution is not Resolution.JOINED
        facts = tx.facts.of_authors(BRAND, IDS, at(1))
        for author_id in IDS:
            customer = tx.customers.of(BRAND, author_id)
            mine = facts.get(author_id, AuthorFacts()).open_case
            assert (mine.number if mine else None) == of_customer.get(customer.id)


@QUICK
@given(each=FOUR, pairs=PAIRS, order=st.permutations(IDS))
def test_linking_in_any_order_then_splitting_in_any_order_restores(
    each: tuple[Before, ...], pairs: list[tuple[str, str]], order: list[str]
) -> None:
    store = a_town(each)
    before = known_of(store)
    for pair in pairs:
        linked(store, pair)
        must_hold(store, len(before.promises))
    for author_id in order:
        apart(store, author_id)
        must_hold(store, len(before.promises))
    assert known_of(store) == before
    store.close()


@QUICK
@given(each=FOUR, pairs=PAIRS)
def test_what_holds_for_one_holds_for_all_while_they_are_linked(
    each: tuple[Before, ...], pairs: list[tuple[str, str]]
) -> None:
    store = a_town(each)
    before = known_of(store).facts
    for pair in pairs:
        linked(store, pair)
    together_now = known_of(store).facts
    with store.begin() as tx:
        for author_id in IDS:
            customer = tx.customers.of(BRAND, author_id)
            if not customer.is_linked:
                continue
            facts = together_now[author_id]
            alone = [before.get(one, AuthorFacts()) for one in customer.identities]
            assert facts.is_opted_out == any(one.is_opted_out for one in alone)
            assert facts.is_quiet == any(one.is_quiet for one in alone)
            assert facts.is_flagged == any(one.is_flagged for one in alone)
            untils = [one.slot_until for one in alone if one.slot_until is not None]
            assert facts.slot_until == max(untils, default=None)
            # the database itself refuses a second word
            is_free = not untils
            assert tx.slots.take(BRAND, author_id, 99, at(999), at(1)) is is_free
            if is_free:
                assert not tx.slots.take(BRAND, customer.identities[-1], 98, at(999), at(1))
                tx.slots.release(BRAND, author_id, 99)
    store.close()


CASES = st.lists(
    st.builds(
        lambda number, status, minutes: a_case(
            number=number,
            status=status,
            deadline_at=NOW + timedelta(minutes=minutes) if minutes else None,
        ),
        st.integers(1, 99),
        st.sampled_from([CaseStatus.NEW, CaseStatus.OPEN, CaseStatus.WAITING]),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=4,
)


@given(CASES)
def test_one_case_of_many_is_due_when_the_first_of_them_is(cases: list[Case]) -> None:
    whole = together(*cases)
    deadlines = [case.deadline_at for case in cases if case.deadline_at is not None]
    assert whole.deadline_at == min(deadlines, default=None)
    assert whole.mentions == sum(case.mentions for case in cases)


@given(CASES, st.integers(0, 3))
def test_whoever_leaves_takes_nothing_of_the_others(cases: list[Case], leaving: int) -> None:
    base, *joined = cases
    left = [case for place, case in enumerate(joined) if place != leaving]
    assert without(together(*cases), base, joined, left) == together(base, *left)


@given(CASES)
def test_what_has_changed_since_stays(cases: list[Case]) -> None:
    base, *joined = cases
    later = NOW + timedelta(days=9)
    answered = replace(together(*cases), first_response_at=later, status=CaseStatus.WAITING)
    left = without(answered, base, joined, [])
    assert left.first_response_at == later


def test_a_promise_that_ended_meanwhile_stays_ended() -> None:
    known = Before(CaseStatus.OPEN, 60, 1, None, (), 0)
    nothing = Before(CaseStatus.NEW, 90, 0, None, (), 0)
    store = a_town((nothing, known, nothing, nothing))
    linked(store, (IDS[0], IDS[1]))
    with store.begin() as tx:
        (promise,) = tx.cases.promises()
        tx.cases.end_promise(promise.number, PromiseState.KEPT, at(1))
    apart(store, IDS[1])
    with store.read() as tx:
        (promise,) = tx.cases.promises()
        assert promise.state is PromiseState.KEPT
        case = tx.cases.get(promise.case_number)
        assert case is not None
        assert case.author_id == IDS[1]
    store.close()
