"""Strikes and flags in the store: written once, told in order, and gone with their person."""

from datetime import timedelta

from monitor.domain.flag import Flag, Step, StepKind
from monitor.domain.retention import Cutoffs
from monitor.domain.standing import Decided
from monitor.domain.store_ports import Store
from monitor.domain.strike import Strike, StrikeKind
from monitor.domain.values import replace
from monitor.store import SqlStore
from tests.contract.stores import ADA, BRAND, CY, NOW, a_message, at, stored
from tests.contract.test_stored_erasures import erase

INSULT = Strike(
    brand=BRAND,
    author_id=CY.id,
    message_id="x:7",
    kind=StrikeKind.INSULT,
    at=NOW,
    seen_at=at(1),
    is_firm=False,
    in_complaint=True,
    url="https://x.example/7",
)
FLAG = Flag(number=1, brand=BRAND, author_id=CY.id, opened_at=at(5), message_id="x:7")


def test_a_strike_comes_back_with_a_hash_of_the_text(store: Store) -> None:
    copy = replace(INSULT, message_id="x:8", kind=StrikeKind.COPY, at=at(2), first_at=NOW)
    with store.begin() as tx:
        tx.standings.add(copy, "you clowns")
        tx.standings.add(INSULT, "you clowns")

    with store.read() as tx:
        first, second = tx.standings.strikes(BRAND, [CY.id])
        assert replace(first, text_hash="") == INSULT
        assert replace(second, text_hash="") == copy
        assert first.text_hash == second.text_hash != ""
        assert tx.standings.strikes("other", [CY.id]) == []
        assert tx.standings.strikes(BRAND, [ADA.id]) == []


def test_of_a_message_and_a_kind_there_is_one(store: Store) -> None:
    with store.begin() as tx:
        tx.standings.add(INSULT, "you clowns")
        tx.standings.add(replace(INSULT, first_at=at(-9)), "you clowns")
        tx.standings.add(replace(INSULT, kind=StrikeKind.SLUR), "you clowns")

    with store.read() as tx:
        found = tx.standings.strikes(BRAND, [CY.id])
    assert [(one.kind, one.first_at) for one in found] == [
        (StrikeKind.INSULT, at(-9)),
        (StrikeKind.SLUR, None),
    ]


def test_what_is_written_anew_loses_its_strikes(store: Store) -> None:
    with store.begin() as tx:
        tx.standings.add(INSULT, "you clowns")
        tx.standings.add(replace(INSULT, message_id="x:8"), "you clowns")
        tx.standings.forget(BRAND, CY.id, "x:7")

    with store.read() as tx:
        assert [one.message_id for one in tx.standings.strikes(BRAND, [CY.id])] == ["x:8"]


def test_who_has_enough_of_them_is_suspected(store: Store) -> None:
    with store.begin() as tx:
        for number in range(3):
            tx.standings.add(replace(INSULT, message_id=f"x:{number}", at=at(number)), "a")
            # three kinds in one message are one
            kind = list(StrikeKind)[number]
            tx.standings.add(replace(INSULT, author_id=ADA.id, kind=kind), "a")

    with store.read() as tx:
        assert tx.standings.suspects(BRAND, NOW, 3) == [CY.id]
        assert tx.standings.suspects(BRAND, at(1), 3) == []
        assert tx.standings.suspects(BRAND, NOW, 1) == [ADA.id, CY.id]


def test_a_flag_comes_back_with_its_steps_in_order(store: Store) -> None:
    quiet = Step(
        brand=BRAND,
        flag_number=1,
        at=at(7),
        kind=StepKind.QUIET,
        by="Jo",
        why="enough",
        until=at(99),
        effect_number=12,
    )
    opened = Step(brand=BRAND, flag_number=1, at=at(5), kind=StepKind.OPENED)
    with store.begin() as tx:
        assert tx.standings.next_number() == 1
        tx.standings.open(FLAG)
        tx.standings.step(quiet)
        tx.standings.step(opened)

    with store.read() as tx:
        found = tx.standings.get(1)
        assert found is not None
        steps = tuple(replace(step, number=0) for step in found.steps)
        assert Decided(flag=found.flag, steps=steps) == Decided(flag=FLAG, steps=(opened, quiet))
        assert tx.standings.get(2) is None
        assert [one.flag for one in tx.standings.flags(BRAND)] == [FLAG]
        assert tx.standings.flags("other") == []
        assert [one.flag for one in tx.standings.of_author(BRAND, [CY.id])] == [FLAG]
    with store.begin() as tx:
        assert tx.standings.next_number() == 2


def remembered(store: Store) -> None:
    """Cy's insult, and his flag with a reason that names him."""
    stored(store, a_message("x:7", "you clowns", author=CY))
    with store.begin() as tx:
        tx.standings.add(INSULT, "you clowns")
        tx.standings.open(FLAG)
        tx.standings.step(
            Step(brand=BRAND, flag_number=1, at=at(6), kind=StepKind.DISMISS, why="Cy is harmless")
        )


def test_an_erasure_leaves_that_they_were_and_nothing_of_the_person(store: SqlStore) -> None:
    remembered(store)
    with store.read() as tx:
        held = tx.erasures.holdings(BRAND, CY.id)
    assert (held.strikes, held.flags) == (1, 1)

    erase(store, CY.id)

    with store.read() as tx:
        assert tx.standings.strikes(BRAND, [CY.id]) == []
        (nameless,) = tx.standings.flags(BRAND)
        assert nameless.flag.author_id.startswith("x:gone-")
        assert nameless.flag.message_id.startswith("x:gone-")
        assert [(step.kind, step.why) for step in nameless.steps] == [(StepKind.DISMISS, "")]
        (strike,) = tx.standings.strikes(BRAND, [nameless.flag.author_id])
        assert (strike.kind, strike.url, strike.text_hash) == (StrikeKind.INSULT, "", "")
        assert strike.message_id == nameless.flag.message_id


def test_links_go_with_the_words_and_the_rest_with_the_counts(store: Store) -> None:
    remembered(store)
    later = NOW + timedelta(days=4 * 365)
    before = NOW - timedelta(days=1)

    with store.begin() as tx:
        tx.expiry.rest(BRAND, Cutoffs(words=at(10), people=before, numbers=before), later)
    with store.read() as tx:
        (strike,) = tx.standings.strikes(BRAND, [CY.id])
        assert (strike.url, strike.text_hash != "") == ("", True)

    with store.begin() as tx:
        tx.expiry.people(BRAND, at(60), later, 20)
        tx.expiry.rest(BRAND, Cutoffs(words=at(10), people=at(60), numbers=before), later)
    with store.read() as tx:
        assert tx.standings.strikes(BRAND, [CY.id]) == []
        assert len(tx.standings.flags(BRAND)) == 1

    with store.begin() as tx:
        tx.expiry.rest(BRAND, Cutoffs(words=at(60), people=at(60), numbers=at(60)), later)
    with store.read() as tx:
        assert tx.standings.flags(BRAND) == []
        assert tx.standings.suspects(BRAND, NOW, 1) == []
