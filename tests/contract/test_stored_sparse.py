"""What one row of a page fills and the others do not comes back as it was, for every row."""

import pytest

from monitor.domain.message import Media
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from tests.contract.stores import ADA, BRAND, NOW, a_decided, a_message, an_effect, at, stored


def test_full_and_bare_messages_share_a_page(store: Store) -> None:
    bare = a_message("x:1")
    full = a_message(
        "x:2",
        parent_id="x:1",
        language="de",
        media=(Media(kind="image", url="https://x.example/2.png"),),
        edited_at=at(1),
        from_brand=True,
        is_live=False,
        community="reddit:r/larch",
        reply_forbidden="archived",
        version=3,
    )
    fresh = stored(store, bare, full).fresh
    with store.read() as tx:
        assert [tx.messages.get(one.id, BRAND) for one in fresh] == list(fresh)


def test_words_that_all_rows_share_come_back_whatever_they_hold(store: Store) -> None:
    odd = 'o\'brien \\ %s %% :name "x" ; DROP TABLE message --'
    author = replace(ADA, platform=odd)
    first = a_message("x:1", platform=odd, author=author, found_by=odd)
    fresh = stored(store, first, replace(first, id="x:2")).fresh
    with store.read() as tx:
        assert [tx.messages.get(one.id, BRAND) for one in fresh] == list(fresh)
        assert fresh[0].platform == odd


@pytest.mark.parametrize("count", [9, 10, 49, 60, 61, 125])
def test_every_row_of_a_page_is_stored_once(store: Store, count: int) -> None:
    messages = [a_message(f"x:{number}", text=f"text {number}") for number in range(count)]
    fresh = stored(store, *messages).fresh
    decided = [a_decided(one, effects=(), case_number=number) for number, one in enumerate(fresh)]
    with store.begin() as tx:
        tx.messages.record(decided)
    with store.read() as tx:
        assert sorted(one.message.text for one in tx.messages.all_decided()) == sorted(
            message.text for message in messages
        )
        last = tx.messages.decided(fresh[-1].id, BRAND)
    assert last is not None
    assert (last.message, last.case_number) == (fresh[-1], count - 1)


def test_full_and_bare_decisions_share_a_page(store: Store) -> None:
    one, two = stored(store, a_message("x:1"), a_message("x:2")).fresh
    bare = a_decided(one, effects=())
    full = a_decided(two, effects=(), case_number=7)
    with store.begin() as tx:
        tx.messages.record([bare, full])
    with store.read() as tx:
        assert tx.messages.decided("x:1", BRAND) == bare
        assert tx.messages.decided("x:2", BRAND) == full


def test_a_decision_with_less_in_it_leaves_nothing_of_the_one_before(store: Store) -> None:
    (one,) = stored(store, a_message("x:1")).fresh
    with store.begin() as tx:
        tx.messages.record([a_decided(one, effects=(), case_number=7)])
    with store.begin() as tx:
        tx.messages.record([a_decided(one, effects=(), case_number=None)])
    with store.read() as tx:
        decided = tx.messages.decided("x:1", BRAND)
    assert decided is not None
    assert decided.case_number is None


def test_new_and_sent_effects_are_added_together(store: Store) -> None:
    new = an_effect(1)
    sent = an_effect(2, message_id="x:2", text="seen", posted_id="x:9", sent_at=NOW, fence=1)
    with store.begin() as tx:
        tx.outbox.add([new, sent])
    with store.read() as tx:
        assert [tx.outbox.get(1), tx.outbox.get(2)] == [new, sent]
