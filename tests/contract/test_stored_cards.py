"""Cards that lie on a desk, on every store."""

from datetime import timedelta

import pytest

from monitor.domain.card_ports import PostedCard
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.testing import MONDAY_MORNING

BRAND, DESK = "Larch & Loaf", "slack"


def a_card(key: str = "case c1", **changes: object) -> PostedCard:
    card = PostedCard(brand=BRAND, desk=DESK, key=key, began_at=MONDAY_MORNING)
    return replace(card, **changes)


def another(**changes: object) -> PostedCard:
    return replace(a_card(), **changes)


def lay(store: Store, *cards: PostedCard) -> None:
    with store.begin() as tx:
        for card in cards:
            tx.posted_cards.begin(card)


def test_a_card_comes_back_as_it_was_written(store: Store) -> None:
    card = a_card()
    lay(store, card)
    laid = replace(
        card, place="C1:17.5", shown="ab", changed_at=MONDAY_MORNING + timedelta(microseconds=1)
    )
    with store.begin() as tx:
        tx.posted_cards.save(laid)

    with store.read() as tx:
        assert tx.posted_cards.get(BRAND, DESK, "case c1") == laid


def test_nobody_begins_the_same_card_twice(store: Store) -> None:
    lay(store, a_card(place="C1:1"))

    with store.begin() as tx:
        assert not tx.posted_cards.begin(a_card(place="C1:2"))

    with store.read() as tx:
        known = tx.posted_cards.get(BRAND, DESK, "case c1")
    assert known is not None and known.place == "C1:1"


@pytest.mark.parametrize("other", [{"brand": "Elm"}, {"desk": "telegram"}, {"key": "case c2"}])
def test_a_key_is_another_one_for_each_brand_and_desk(
    store: Store, other: dict[str, object]
) -> None:
    lay(store, a_card(), another(**other))

    with store.begin() as tx:
        tx.posted_cards.forget(BRAND, DESK, "case c1")

    changed = another(**other)
    with store.read() as tx:
        assert tx.posted_cards.get(changed.brand, changed.desk, changed.key) == changed
        assert tx.posted_cards.get(BRAND, DESK, "case c1") is None


def test_alive_are_those_that_lie_there_the_longest_unchanged_first(store: Store) -> None:
    later = MONDAY_MORNING + timedelta(hours=1)
    lay(
        store,
        a_card("case c1", place="C1:1", changed_at=later),
        a_card("case c2", place="C1:2", changed_at=MONDAY_MORNING),
        a_card("case c3"),
        a_card("case c4", place="C1:4", changed_at=later, is_final=True),
        a_card("e5", place="C1:5", of="case c1", changed_at=later),
        a_card("case c6", place="C1:6", changed_at=later, brand="Elm"),
    )

    with store.read() as tx:
        assert [card.key for card in tx.posted_cards.alive(BRAND, DESK)] == ["case c2", "case c1"]


def test_what_stands_in_its_thread_is_forgotten_with_a_card(store: Store) -> None:
    lay(store, a_card(), a_card("e5", of="case c1"), a_card("e6", of="case c2"))

    with store.begin() as tx:
        tx.posted_cards.forget(BRAND, DESK, "case c1")

    with store.read() as tx:
        assert tx.posted_cards.get(BRAND, DESK, "e5") is None
        assert tx.posted_cards.get(BRAND, DESK, "e6") is not None


def test_whether_a_card_lies_anywhere(store: Store) -> None:
    with store.begin() as tx:
        tx.posted_cards.begin(a_card())
        assert not tx.posted_cards.lies(BRAND, "case c1")
        tx.posted_cards.save(a_card(place="C1:1"))

    with store.read() as tx:
        assert tx.posted_cards.lies(BRAND, "case c1")
        assert not tx.posted_cards.lies("another", "case c1")
        assert not tx.posted_cards.lies(BRAND, "case c2")


def test_the_pulse_is_another_one_after_something_was_written(store: Store) -> None:
    with store.read() as tx:
        first = tx.posted_cards.pulse()
        assert tx.posted_cards.pulse() == first
    with store.begin() as tx:
        tx.outbox.next_number()

    with store.read() as tx:
        assert tx.posted_cards.pulse() != first
