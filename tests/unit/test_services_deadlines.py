"""Deadlines: a draft is raised once and expires; a promise is nudged once and ends kept or not."""

from datetime import timedelta

import pytest

from monitor.domain.case import CaseStatus, Priority, PromiseState, TimelineKind
from monitor.domain.effect import Action, Effect, State, Urgency
from monitor.domain.message import Message, MessageType
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.reminders import ASK, NUDGE, RAISED
from monitor.domain.values import replace
from monitor.testing import FakeClock, FakePlatform, an_author
from tests.people import ADA
from tests.shop import BRAND, PRAISE, Shop, people, policy


def raised(shop: Shop, sort: str) -> list[Effect]:
    return [effect for effect in shop.effects(Action.ALERT) if effect.template == sort]


def promise_state(shop: Shop) -> PromiseState:
    with shop.store.read() as tx:
        (promise,) = tx.cases.promises()
    return promise.state


def half(draft: Effect) -> timedelta:
    assert draft.not_after is not None
    return (draft.not_after - draft.created_at) / 2


# ---------------------------------------------------------------- drafts


def test_a_draft_is_raised_once_at_half_its_time() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.clock.advance(half(draft) - timedelta(minutes=1))
    shop.deadlines.due()
    assert raised(shop, RAISED) == []
    shop.clock.advance(timedelta(minutes=1))
    shop.work_for(timedelta(minutes=30), step=timedelta(minutes=5))
    (alert,) = raised(shop, RAISED)
    assert (alert.urgency, alert.state) == (Urgency.NOW, State.SENT)
    assert alert.case_number == draft.case_number
    assert shop.effect(draft.number).state is State.PROPOSED


def test_a_draft_that_nobody_decides_on_expires_and_the_case_says_so() -> None:
    shop = Shop()
    draft = shop.complaint()
    assert draft.not_after is not None
    shop.work_for(half(draft) * 2 + timedelta(minutes=10), step=timedelta(minutes=5))
    assert shop.effect(draft.number).state is State.EXPIRED
    assert shop.x.public == []
    assert draft.case_number is not None
    with shop.store.read() as tx:
        case = tx.cases.get(draft.case_number)
        told = [
            entry.words
            for entry in tx.cases.timeline(draft.case_number)
            if entry.kind is TimelineKind.NOT_SENT
        ]
    assert told == ["unanswered: too late for it"]
    # the complaint is still somebody's
    assert case is not None
    assert case.is_open
    assert case.deadline_at is not None
    assert len(raised(shop, RAISED)) == 1


def test_a_raised_draft_can_still_be_sent() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.clock.advance(half(draft))
    shop.deadlines.due()
    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()
    assert shop.effect(draft.number).state is State.SENT


def test_an_edited_draft_is_not_raised_before_its_half() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.review.edit(draft.number, "Hi Ada, sorry. Please message us here. – Jo", by="Jo")
    shop.deadlines.due()
    assert raised(shop, RAISED) == []


def test_a_word_that_comes_back_to_a_person_is_not_raised_before_its_half() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC, per_day=1))
    for number, author in enumerate(people(2), 1):
        shop.complaint(id=f"x:{number}", author=author)
    shop.work_for(timedelta(minutes=6))
    back = [word for word in shop.effects(Action.ACKNOWLEDGE) if word.state is State.PROPOSED]
    assert [word.reason for word in back] == [Reason.DAILY_CAP]
    assert raised(shop, RAISED) == []


# ---------------------------------------------------------------- promises


def promised() -> tuple[Shop, timedelta]:
    """A promise that runs, and how long."""
    shop = Shop()
    word = shop.sent()
    assert word.promised_until is not None
    return shop, word.promised_until - shop.clock.now()


def our_answer(shop: Shop) -> Message:
    return replace(
        shop.says("sorry, let us sort this out", id="x:9", addressed=False),
        from_brand=True,
        type=MessageType.REPLY,
        parent_id="x:1",
        conversation_id="x:1",
    )


def came(shop: Shop) -> Message:
    return shop.says("hi, it is me about the cake", id="x:8", type=MessageType.DIRECT_MESSAGE)


@pytest.mark.parametrize(("share", "nudges"), [(0.49, 0), (0.51, 1), (0.79, 1), (0.81, 2), (1, 2)])
def test_a_promise_is_nudged_at_half_its_time_and_near_its_end(share: float, nudges: int) -> None:
    shop, lasting = promised()
    shop.work_for(lasting * share, step=timedelta(minutes=1))
    assert len(raised(shop, NUDGE)) == nudges


def test_after_a_night_without_a_monitor_only_the_newest_nudge_is_given() -> None:
    shop, lasting = promised()
    shop.clock.advance(lasting * 0.9)
    shop.work_for(timedelta(minutes=2))
    assert len(raised(shop, NUDGE)) == 1


def test_a_nudge_says_whose_turn_it_is_and_until_when() -> None:
    shop, lasting = promised()
    shop.work_for(lasting * 0.6, step=timedelta(minutes=1))
    (nudge,) = raised(shop, NUDGE)
    assert nudge.slots.note == (
        "an answer is promised by Monday 14:00, and none is noted yet: it is Jo's turn"
    )


def test_nobody_is_nudged_at_shares_that_the_owner_does_not_want() -> None:
    shop = Shop(policy=policy(nudge_at=()))
    word = shop.sent()
    assert word.promised_until is not None
    shop.work_for(word.promised_until - shop.clock.now(), step=timedelta(minutes=5))
    assert raised(shop, NUDGE) == []


def test_an_answered_promise_is_kept_and_not_nudged() -> None:
    shop, lasting = promised()
    shop.clock.advance(lasting / 4)
    shop.hear(our_answer(shop))
    assert promise_state(shop) is PromiseState.KEPT
    shop.work_for(lasting, step=timedelta(minutes=5))
    assert raised(shop, NUDGE) == []
    assert promise_state(shop) is PromiseState.KEPT


def test_a_customer_who_came_and_was_not_answered_has_a_broken_promise() -> None:
    shop, lasting = promised()
    shop.clock.advance(timedelta(minutes=10))
    shop.hear(came(shop))
    shop.work_for(lasting, step=timedelta(minutes=5))
    assert promise_state(shop) is PromiseState.BROKEN


def test_who_complained_again_in_public_came_too() -> None:
    shop, lasting = promised()
    shop.clock.advance(timedelta(minutes=10))
    shop.hear(shop.says("@larchandloaf still no cake, and nobody answers", id="x:7"))
    shop.work_for(lasting, step=timedelta(minutes=5))
    assert promise_state(shop) is PromiseState.BROKEN


def test_who_thanked_us_did_not_wait_for_an_answer() -> None:
    shop, lasting = promised()
    shop.clock.advance(timedelta(minutes=10))
    shop.hear(shop.says(PRAISE, id="x:7"))
    shop.work_for(lasting, step=timedelta(minutes=5))
    assert promise_state(shop) is PromiseState.UNSEEN


def test_a_customer_who_did_not_come_has_the_next_step() -> None:
    clock = FakeClock()
    shop = Shop(clock=clock, platform=FakePlatform(clock, name="bluesky"))
    word = shop.sent(id="bluesky:1", author=an_author("Ada", platform="bluesky"))
    assert word.promised_until is not None
    lasting = word.promised_until - clock.now()
    shop.work_for(lasting + timedelta(minutes=5), step=timedelta(minutes=5))
    assert promise_state(shop) is PromiseState.NOT_COME
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()
    assert (case.status, case.deadline_at) == (CaseStatus.WAITING, None)


def test_where_private_messages_do_not_show_the_owner_is_asked() -> None:
    shop, lasting = promised()
    shop.work_for(lasting + timedelta(minutes=5), step=timedelta(minutes=5))
    assert promise_state(shop) is PromiseState.UNSEEN
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()
    assert case.status is CaseStatus.OPEN
    assert case.deadline_at is not None
    assert case.deadline_at > shop.clock.now()
    (question,) = raised(shop, ASK)
    assert "did they write to you?" in question.slots.note


@pytest.mark.parametrize(
    ("priority", "hours"), [(Priority.NORMAL, 4), (Priority.HIGH, 2), (Priority.URGENT, 2)]
)
def test_who_comes_to_direct_messages_is_owed_an_answer_from_then_on(
    priority: Priority, hours: int
) -> None:
    shop, _ = promised()
    with shop.store.begin() as tx:
        (case,) = tx.cases.listed()
        tx.cases.save(replace(case, priority=priority, deadline_at=None))
    shop.clock.advance(timedelta(minutes=10))
    shop.hear(came(shop))
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()
    assert case.deadline_at == shop.clock.now() + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("priority", "words"), [(Priority.NORMAL, "by 14:00 today"), (Priority.HIGH, "by 12:00 today")]
)
def test_a_case_that_became_pressing_is_promised_the_shorter_time(
    priority: Priority, words: str
) -> None:
    shop = Shop()
    draft = shop.complaint()
    with shop.store.begin() as tx:
        (case,) = tx.cases.listed()
        tx.cases.save(replace(case, priority=priority))
    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()
    assert words in shop.effect(draft.number).text


def test_a_late_customer_starts_a_new_clock() -> None:
    shop, lasting = promised()
    shop.work_for(lasting + timedelta(minutes=5), step=timedelta(minutes=5))
    shop.hear(came(shop))
    with shop.store.read() as tx:
        case = tx.cases.open_of(BRAND, ADA.id)
    assert case is not None
    assert case.status is CaseStatus.OPEN
    assert case.deadline_at is not None
    assert case.deadline_at > shop.clock.now()


@pytest.mark.parametrize("count", [1, 5])
def test_deadlines_of_many_are_looked_at_together(count: int) -> None:
    shop = Shop()
    drafts = [
        shop.complaint(id=f"x:{number}", author=author)
        for number, author in enumerate(people(count), 1)
    ]
    assert drafts[0].not_after is not None
    shop.clock.move_to(drafts[0].not_after + timedelta(minutes=1))
    shop.deadlines.due()
    assert {shop.effect(draft.number).state for draft in drafts} == {State.EXPIRED}
