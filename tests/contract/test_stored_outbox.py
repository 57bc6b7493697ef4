"""Effects in the store."""

import pytest

from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.errors import Bug
from monitor.store.effect_rows import EFFECT_COLUMNS
from tests.contract.stores import BRAND, NOW, an_effect, at

FULL = Effect(
    number=1,
    brand=BRAND,
    action=Action.ACKNOWLEDGE,
    state=State.SENT,
    reason=Reason.ADDRESSED_US,
    platform="x",
    message_id="x:1",
    author_id="x:ada",
    conversation_id="x:0",
    rule="complaint",
    case_number=4,
    template="late.a",
    slots=Slots(
        name="Ada",
        handle="ada",
        promise="4 office hours",
        signed_by="Bo",
        note="the oven broke",
        own_text="Hello",
        language="de",
    ),
    urgency=Urgency.NOW,
    version=3,
    created_at=NOW,
    not_before=at(1),
    not_after=at(360),
    decided_by="Bo",
    decided_at=at(2),
    text="Hi Ada, …",
    promised_until=at(240),
    wire=b"\x00\xff{}",
    fence=17,
    sending_at=at(3),
    attempts=2,
    sent_at=at(4),
    posted_id="x:900",
    posted_url="https://x.example/900",
    remark="fine",
    raised_at=at(5),
    missed_at=at(6),
)


def numbers(effects: list[Effect]) -> list[int]:
    return [effect.number for effect in effects]


def test_every_field_has_a_column() -> None:
    assert Effect.__struct_fields__ == EFFECT_COLUMNS


def test_an_effect_comes_back_as_it_was(store: Store) -> None:
    plain = an_effect(2)
    with store.begin() as tx:
        tx.outbox.add([FULL, plain])
    with store.read() as tx:
        assert tx.outbox.get(1) == FULL
        assert tx.outbox.get(2) == plain
        assert tx.outbox.get(3) is None


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [
        ({}, True),
        ({"state": State.CANCELLED}, True),
        ({"action": Action.ALERT}, False),
        ({"rule": "again"}, False),
        ({"message_id": "x:2"}, False),
        ({"brand": "other"}, False),
    ],
)
def test_a_second_effect_of_a_mention_rule_and_action_is_refused(
    store: Store, changes: dict[str, object], is_refused: bool
) -> None:
    first = an_effect(1, message_id="x:1")
    with store.begin() as tx:
        tx.outbox.add([first])
    second = replace(first, number=2, **changes)
    if is_refused:
        with pytest.raises(Bug), store.begin() as tx:
            tx.outbox.add([second])
    else:
        with store.begin() as tx:
            tx.outbox.add([second])
    with store.read() as tx:
        assert (tx.outbox.get(2) is None) is is_refused


def test_only_the_first_move_is_made(store: Store) -> None:
    old = an_effect(1)
    with store.begin() as tx:
        tx.outbox.add([old])
    approved = replace(old, state=State.APPROVED, decided_by="Bo", decided_at=at(1))
    edited = replace(old, version=2)
    with store.begin() as tx:
        assert tx.outbox.move(old, approved) is True
        assert tx.outbox.move(old, edited) is False
        assert tx.outbox.move(replace(approved, version=2), edited) is False
        assert tx.outbox.move(an_effect(404), approved) is False
        assert tx.outbox.get(1) == approved
        every_field = replace(FULL, message_id="x:7", created_at=at(1))
        assert tx.outbox.move(approved, every_field) is True
        assert tx.outbox.get(1) == every_field


def test_a_move_writes_nothing_but_what_it_changes(store: Store) -> None:
    old = an_effect(1, slots=Slots(name="Ada"))
    with store.begin() as tx:
        tx.outbox.add([old])
        nameless = replace(old, slots=Slots(), remark="erased")
        assert tx.outbox.move(old, nameless) is True
        # who moves it has read it before the name went
        cancelled = replace(old, state=State.CANCELLED, decided_by="Bo")
        assert tx.outbox.move(old, cancelled) is True
        assert tx.outbox.get(1) == replace(nameless, state=State.CANCELLED, decided_by="Bo")


def test_a_move_that_changes_nothing_still_needs_the_row_as_it_was(store: Store) -> None:
    old = an_effect(1)
    with store.begin() as tx:
        tx.outbox.add([old])
        assert tx.outbox.move(old, old) is True
        other = replace(old, fence=1)
        assert tx.outbox.move(other, other) is False


def test_due_is_what_may_leave_now_oldest_first(store: Store) -> None:
    with store.begin() as tx:
        tx.outbox.add(
            [
                an_effect(1, state=State.APPROVED, not_before=at(3)),
                an_effect(2, state=State.HELD, not_before=at(1)),
                an_effect(3, state=State.PENDING, not_before=at(2)),
                an_effect(4, state=State.APPROVED, not_before=at(4)),
                an_effect(5, state=State.PROPOSED),
                an_effect(6, state=State.SENT),
                an_effect(7, state=State.APPROVED, action=Action.ALERT),
                an_effect(8, state=State.UNKNOWN),
            ]
        )
    with store.read() as tx:
        assert numbers(tx.outbox.due(at(3), [Action.ACKNOWLEDGE])) == [2, 3, 1]
        assert numbers(tx.outbox.due(at(3), [Action.ACKNOWLEDGE], limit=2)) == [2, 3]
        assert numbers(tx.outbox.due(at(3), [Action.ALERT])) == [7]
        assert numbers(tx.outbox.due(at(3), [Action.ALERT, Action.ACKNOWLEDGE])) == [7, 2, 3, 1]
        assert tx.outbox.due(at(3), []) == []


def test_the_next_look_is_at_the_earliest_of_what_waits(store: Store) -> None:
    with store.begin() as tx:
        assert tx.outbox.next_due_at() is None
        tx.outbox.add(
            [
                an_effect(1, state=State.SENDING, not_before=at(1)),
                an_effect(2, state=State.NEEDS_PERSON, not_before=at(2)),
                an_effect(3, state=State.SENT, not_before=at(3)),
                an_effect(4, state=State.HELD, not_before=at(9)),
            ]
        )
        assert tx.outbox.next_due_at() == at(9)
        waiting = (State.APPROVED, State.PENDING, State.PROPOSED, State.UNKNOWN)
        for number, state in enumerate(waiting, start=5):
            tx.outbox.add([an_effect(number, state=state, not_before=at(13 - number))])
            assert tx.outbox.next_due_at() == at(13 - number)


def test_proposals_are_raised_when_their_time_comes(store: Store) -> None:
    with store.begin() as tx:
        tx.outbox.add(
            [
                an_effect(1, not_before=at(5)),
                an_effect(2, not_before=at(3)),
                an_effect(3, not_before=at(6)),
                an_effect(4, not_before=at(1), state=State.HELD),
            ]
        )
        assert numbers(tx.outbox.to_raise(at(5))) == [2, 1]
        assert numbers(tx.outbox.to_raise(at(2))) == []


def test_effects_are_found_by_state(store: Store) -> None:
    with store.begin() as tx:
        tx.outbox.add(
            [
                an_effect(3, state=State.PROPOSED),
                an_effect(1, state=State.PROPOSED, brand="other"),
                an_effect(2, state=State.UNKNOWN),
                an_effect(4, state=State.SENT),
            ]
        )
    with store.read() as tx:
        assert numbers(tx.outbox.in_state(State.PROPOSED)) == [1, 3]
        assert numbers(tx.outbox.in_state(State.PROPOSED, brand=BRAND)) == [3]
        assert numbers(tx.outbox.in_state(State.UNKNOWN, State.SENT)) == [2, 4]
        assert numbers(tx.outbox.in_state(State.SENDING)) == []


def test_effects_are_found_by_case_message_and_author(store: Store) -> None:
    with store.begin() as tx:
        tx.outbox.add(
            [
                an_effect(1, case_number=4),
                an_effect(2, case_number=4, action=Action.ALERT, message_id="x:1"),
                an_effect(3, case_number=5, author_id="x:cy"),
                an_effect(4, state=State.HELD, action=Action.DIRECT_MESSAGE),
                an_effect(5, state=State.SENDING),
                an_effect(6, state=State.PENDING),
                an_effect(7, state=State.APPROVED, brand="other"),
            ]
        )
    with store.read() as tx:
        assert numbers(tx.outbox.of_case(4)) == [1, 2]
        assert numbers(tx.outbox.of_message(BRAND, "x:1")) == [1, 2]
        assert numbers(tx.outbox.of_message(BRAND, "x:404")) == []
        assert numbers(tx.outbox.waiting_for(BRAND, "x:ada")) == [1, 4, 6]
        assert numbers(tx.outbox.waiting_for(BRAND, "x:cy")) == [3]


def test_our_own_words_are_known_by_their_id(store: Store) -> None:
    with store.begin() as tx:
        tx.outbox.add([FULL, an_effect(2)])
        assert tx.outbox.posted(BRAND, "x:900") is True
        assert tx.outbox.posted(BRAND, "x:901") is False
        assert tx.outbox.posted("other", "x:900") is False
        # not yet posted is not posted as ""
        assert tx.outbox.posted(BRAND, "") is False


def test_between_tells_effects_created_or_sent(store: Store) -> None:
    with store.begin() as tx:
        tx.outbox.add(
            [
                an_effect(1, created_at=NOW),
                an_effect(2, created_at=at(-5), sent_at=at(5)),
                an_effect(3, created_at=at(-5)),
                an_effect(4, created_at=at(10)),
                an_effect(5, created_at=at(1), brand="other"),
            ]
        )
    with store.read() as tx:
        assert numbers(tx.outbox.between(NOW, at(10), BRAND)) == [1, 2]
        assert numbers(tx.outbox.between(NOW, at(10))) == [1, 2, 5]
