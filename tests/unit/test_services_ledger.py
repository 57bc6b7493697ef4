"""The ledger: a mention sees what earlier ones of its page caused, as if each had its own page."""

from datetime import timedelta

import pytest

from monitor.domain.case import CaseStatus, Priority
from monitor.domain.effect import Action, State, Urgency
from monitor.domain.message import Message, MessageType
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.stored import Decided
from monitor.domain.values import replace
from monitor.services.casework import answered
from tests.people import ADA
from tests.shop import BROKEN, LATE, PRAISE, Shop, people, policy

STOP = "no bots please"


def page(shop: Shop) -> list[Message]:
    """People who write again, ask for silence, and thank."""
    first, second, third, fourth = people(4)
    started = shop.clock.now()
    said = [
        shop.says(BROKEN, id="x:1", author=first),
        shop.says(LATE, id="x:2", author=second),
        shop.says(LATE, id="x:3", author=first),
        shop.says(STOP, id="x:4", author=second, type=MessageType.REPLY, parent_id="x:2"),
        shop.says(BROKEN, id="x:5", author=third, conversation_id="x:1"),
        shop.says(BROKEN, id="x:7", author=fourth, conversation_id="x:1"),
        shop.says(PRAISE, id="x:8", author=first),
        shop.says(LATE, id="x:9", author=second),
    ]
    return [
        replace(message, created_at=started + timedelta(seconds=number))
        for number, message in enumerate(said)
    ]


def told(decided: list[Decided], shop: Shop) -> list[object]:
    """What was decided and what became of it, without moments and numbers."""
    return [
        (
            one.message.id,
            one.decision.rule,
            one.decision.permission.reason,
            one.case_number,
            [(e.action, e.rule, e.template) for e in one.effects],
            [shop.effect(e.number).state for e in one.effects],
        )
        for one in decided
    ]


@pytest.mark.parametrize("mode", [Mode.APPROVE, Mode.AUTOMATIC])
def test_one_page_and_a_page_for_each_mention_come_to_the_same(mode: Mode) -> None:
    together, apart = (Shop(policy=policy(mode)) for _ in range(2))
    messages = page(together)
    at_once = together.hear(*messages)
    one_by_one = [decided for message in messages for decided in apart.hear(message)]
    assert told(at_once, together) == told(one_by_one, apart)
    with together.store.read() as ours, apart.store.read() as theirs:
        assert ours.cases.listed(only_open=False) == theirs.cases.listed(only_open=False)


def test_an_answer_of_ours_on_the_same_page_is_known_at_once() -> None:
    """Apart from the rest: what came later on the page is a fact already, and no draft is made."""
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    first = shop.says(BROKEN)
    ours = replace(
        shop.says("we are looking into it", id="x:2", author=people(1)[0], addressed=False),
        from_brand=True,
        type=MessageType.REPLY,
        conversation_id="x:1",
        created_at=first.created_at + timedelta(seconds=1),
    )
    decided, _ = shop.hear(first, ours)
    assert decided.decision.permission.reason is Reason.ALREADY_ANSWERED
    assert shop.effects(Action.ACKNOWLEDGE) == []
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()
    assert case.first_response_at == ours.created_at


def test_the_second_mention_joins_the_case_and_gets_no_second_word() -> None:
    shop = Shop()
    shop.hear(shop.says(BROKEN, id="x:1"), shop.says(LATE, id="x:2"))
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()
    assert case.mentions == 2
    assert len(shop.effects(Action.ACKNOWLEDGE)) == 1


def test_a_stop_on_the_same_page_withdraws_the_word() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    first = shop.says(BROKEN, id="x:1")
    stop = replace(
        shop.says(STOP, id="x:2", type=MessageType.REPLY, parent_id="x:1"),
        created_at=first.created_at + timedelta(seconds=1),
    )
    shop.hear(first, stop)
    word = shop.word("x:1")
    assert (word.state, word.reason) == (State.CANCELLED, Reason.OPTED_OUT)
    shop.work_for(timedelta(hours=1), step=timedelta(minutes=1))
    assert shop.x.public == []


def test_under_one_post_a_machine_answers_three_and_a_person_the_rest() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    shop.hear(
        *(
            shop.says(BROKEN, id=f"x:{number}", author=author, conversation_id="x:100")
            for number, author in enumerate(people(5), 1)
        )
    )
    states = [word.state for word in shop.effects(Action.ACKNOWLEDGE)]
    assert states == [State.HELD] * 3 + [State.PROPOSED] * 2
    assert {word.reason for word in shop.effects(Action.ACKNOWLEDGE)[3:]} == {Reason.HOT_THREAD}


def test_no_wording_is_said_twice_in_a_row() -> None:
    shop = Shop()
    shop.hear(
        *(
            shop.says(BROKEN, id=f"x:{number}", author=author)
            for number, author in enumerate(people(3), 1)
        )
    )
    templates = [word.template for word in shop.effects(Action.ACKNOWLEDGE)]
    assert len(set(templates)) == len(templates)


def test_a_page_is_decided_on_in_the_order_people_wrote() -> None:
    shop = Shop()
    now = shop.clock.now()
    later = shop.says(LATE, id="x:2")
    earlier = replace(shop.says(BROKEN, id="x:1"), created_at=now - timedelta(minutes=1))
    decided = shop.hear(later, earlier)
    assert [one.message.id for one in decided] == ["x:1", "x:2"]
    assert shop.word("x:1").author_id == ADA.id


def test_an_edit_brings_no_second_word() -> None:
    shop = Shop()
    first = shop.says(BROKEN)
    shop.hear(first)
    edited = replace(first, text=LATE, version=2, edited_at=shop.clock.now() + timedelta(minutes=1))
    shop.hear(edited)
    shop.hear(edited)
    assert len(shop.effects(Action.ACKNOWLEDGE)) == 1
    every = [(e.message_id, e.rule, e.action) for e in shop.effects()]
    assert len(every) == len(set(every))
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()
    # they did not write again
    assert case.mentions == 1


def test_a_customer_who_writes_again_makes_the_next_step_ours() -> None:
    """A case that waited for the customer has a deadline as soon as the customer has written."""
    shop = Shop()
    word = shop.sent()
    assert word.promised_until is not None
    shop.work_for(word.promised_until - shop.clock.now() + timedelta(minutes=5))
    with shop.store.read() as tx:
        (waiting,) = tx.cases.listed()
    answered(shop.store, shop.clock, waiting.number, "Jo")
    with shop.store.read() as tx:
        (waiting,) = tx.cases.listed()
    assert (waiting.status, waiting.deadline_at) == (CaseStatus.WAITING, None)
    shop.hear(shop.says(LATE, id="x:2"))
    with shop.store.read() as tx:
        (again,) = tx.cases.listed()
    assert again.status is CaseStatus.OPEN
    assert again.deadline_at is not None
    assert again.deadline_at > shop.clock.now()


def test_an_edit_that_makes_it_dangerous_is_told_at_once() -> None:
    shop = Shop()
    first = shop.says(BROKEN)
    shop.hear(first)
    worse = "@larchandloaf the cake arrived broken and my son with the nut allergy is in hospital"
    shop.hear(replace(first, text=worse, version=2, edited_at=shop.clock.now()))
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()
    assert (case.mentions, case.priority) == (1, Priority.URGENT)
    assert Urgency.WAKE in {alert.urgency for alert in shop.effects(Action.ALERT)}
