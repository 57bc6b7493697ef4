"""What one row of a page fills and the others do not comes back as it was, for every row."""

from monitor.domain.message import Media
from monitor.domain.store_ports import Store
from tests.contract.stores import BRAND, NOW, a_decided, a_message, an_effect, at, stored


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
