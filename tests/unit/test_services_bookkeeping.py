"""Cases as people write again, as we answer, and as what they write changes what we may say."""

from datetime import timedelta

import pytest

from monitor.domain.case import Case, CaseStatus, Priority, PromiseState, Resolution
from monitor.domain.effect import Action, Effect, State, Urgency
from monitor.domain.may_reply import may_reply
from monitor.domain.message import Author, Message, MessageType
from monitor.domain.permission import Permission, Reason, deny
from monitor.domain.policy import Mode
from monitor.domain.values import replace
from monitor.services.casework import resolve, take_up
from monitor.services.fresh import fresh_facts
from monitor.testing import Fault
from tests.people import ADA
from tests.shop import BRAND, BROKEN, LATE, PRAISE, Shop, people, policy

DANGER = "@larchandloaf my son has a nut allergy and we are in hospital"
#: how long a word settles before a machine says it
SETTLES = timedelta(minutes=6)


def case_of(shop: Shop, author: Author = ADA) -> Case:
    with shop.store.read() as tx:
        case = tx.cases.open_of(BRAND, author.id)
    assert case is not None
    return case


def due(case: Case) -> timedelta:
    assert case.deadline_at is not None
    return case.deadline_at - case.opened_at


def privately(shop: Shop, text: str = "hello?", *, id: str = "x:8") -> Message:
    return shop.says(text, id=id, type=MessageType.DIRECT_MESSAGE)


def our_post(shop: Shop, *, id: str = "x:90", parent: str = "x:1", there: str = "x:1") -> Message:
    return replace(
        shop.says("we are on it, one moment", id=id, addressed=False),
        from_brand=True,
        type=MessageType.REPLY,
        parent_id=parent,
        conversation_id=there,
    )


# ---------------------------------------------------------------- what they write after the mention


@pytest.mark.parametrize("text", [DANGER, "@larchandloaf you will hear from my lawyer"])
def test_a_word_that_waits_is_not_said_once_it_has_become_serious(text: str) -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    shop.complaint()
    shop.clock.advance(timedelta(minutes=1))
    shop.hear(shop.says(text, id="x:2"))
    shop.work_for(SETTLES)
    assert shop.x.public == []
    assert (shop.word().state, shop.word().reason) == (State.CANCELLED, Reason.SENSITIVE)
    assert case_of(shop).is_open


@pytest.mark.parametrize(
    "text",
    [
        PRAISE,
        "@larchandloaf my mistake, it is all fine",
        "@larchandloaf never mind, found it at the neighbour's",
        "@larchandloaf sorry, that was my bad. wrong order number",
        "@larchandloaf hat sich erledigt",
    ],
)
def test_a_word_that_waits_is_not_said_to_who_takes_it_back(text: str) -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    shop.complaint()
    shop.clock.advance(timedelta(minutes=1))
    shop.hear(shop.says(text, id="x:2"))
    shop.work_for(SETTLES)
    assert shop.x.public == []


def permission(shop: Shop, word: Effect) -> Permission:
    with shop.store.read() as tx:
        facts = fresh_facts(tx, word, shop.policy, shop.clock.now())
    assert facts is not None
    return may_reply(facts, shop.policy, shop.clock.now(), "person")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("the police were at your shop", Reason.SENSITIVE), (PRAISE, Reason.PRAISE_VETO)],
)
def test_a_yes_does_not_reach_beyond_what_was_known_then(text: str, reason: Reason) -> None:
    """Whatever the rules make of the later message."""
    shop = Shop()
    draft = shop.complaint()
    before = replace(draft, decided_by="Jo", decided_at=shop.clock.now())
    assert permission(shop, before).is_allowed
    shop.clock.advance(timedelta(seconds=5))
    shop.hear(shop.says(text, id="x:2", addressed=False))
    assert permission(shop, before) == deny(reason)
    # who knows it may say it all the same
    knowing = replace(before, decided_at=shop.clock.now())
    assert permission(shop, knowing).is_allowed


# ---------------------------------------------------------------- deadlines when they write again


def test_danger_brings_its_own_deadline_to_a_case_that_is_open() -> None:
    shop = Shop()
    shop.complaint()
    before = due(case_of(shop))
    shop.hear(shop.says(DANGER, id="x:2"))
    case = case_of(shop)
    assert case.priority is Priority.URGENT
    assert due(case) == timedelta(minutes=30) < before


def test_every_hello_does_not_start_the_clock_anew() -> None:
    shop = Shop()
    shop.complaint()
    before = case_of(shop).deadline_at
    for number in range(2, 6):
        shop.clock.advance(timedelta(minutes=20))
        shop.hear(privately(shop, id=f"x:{number}"))
    assert case_of(shop).deadline_at == before
    assert case_of(shop).in_dm_at is not None


def test_who_is_in_danger_and_writes_privately_is_not_left_until_the_morning() -> None:
    shop = Shop()
    shop.hear(shop.says(DANGER))
    urgent = case_of(shop).deadline_at
    shop.clock.move_to(shop.clock.now().replace(hour=23))
    shop.hear(privately(shop))
    assert case_of(shop).deadline_at == urgent
    (alert,) = [a for a in shop.effects(Action.ALERT) if a.message_id == "x:8"]
    assert (alert.urgency, alert.state) == (Urgency.WAKE, State.APPROVED)


def test_a_promise_in_public_does_not_put_off_who_is_in_danger() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next(Fault.TIMEOUT_AFTER_ACCEPTANCE)
    shop.deliver.due()
    shop.hear(shop.says(DANGER, id="x:2"))
    urgent = case_of(shop).deadline_at
    shop.work_for(timedelta(minutes=5))
    assert shop.word().state is State.SENT
    assert case_of(shop).deadline_at == urgent


# ---------------------------------------------------------------- our own posts


def test_a_post_of_ours_from_before_the_complaint_is_no_answer() -> None:
    shop = Shop()
    ours = our_post(shop)
    shop.clock.advance(timedelta(minutes=5))
    shop.complaint()
    before = case_of(shop)
    shop.hear(ours)
    shop.clock.advance(timedelta(hours=1))
    shop.hear(replace(ours, text="we are on it, two moments", version=2))
    after = case_of(shop)
    assert (after.deadline_at, after.first_response_at) == (before.deadline_at, None)
    assert shop.word().state is State.PROPOSED


def test_an_answer_to_somebody_else_ends_nobody_elses_deadline() -> None:
    shop = Shop()
    one, two = people(2)
    for number, author in enumerate((one, two), 1):
        shop.hear(
            replace(
                shop.says(BROKEN, id=f"x:{number}", author=author),
                type=MessageType.REPLY,
                conversation_id="x:crowd",
            )
        )
    shop.clock.advance(timedelta(minutes=5))
    shop.hear(our_post(shop, parent="x:2", there="x:crowd"))
    assert case_of(shop, one).deadline_at is not None
    assert case_of(shop, one).first_response_at is None
    assert case_of(shop, two).deadline_at is None
    assert case_of(shop, two).first_response_at is not None


def test_an_answer_to_nobody_in_particular_ends_nobodys_deadline() -> None:
    shop = Shop()
    for number, author in enumerate(people(2), 1):
        shop.hear(
            replace(
                shop.says(BROKEN, id=f"x:{number}", author=author),
                type=MessageType.REPLY,
                conversation_id="x:crowd",
            )
        )
    shop.clock.advance(timedelta(minutes=5))
    shop.hear(our_post(shop, parent="x:crowd", there="x:crowd"))
    assert all(case_of(shop, author).deadline_at is not None for author in people(2))
    # but no canned sentence follows
    words = shop.effects(Action.ACKNOWLEDGE)
    assert {word.state for word in words} == {State.CANCELLED}


def test_who_wrote_again_after_our_answer_still_waits() -> None:
    shop = Shop()
    shop.complaint()
    shop.clock.advance(timedelta(minutes=5))
    ours = our_post(shop)
    shop.clock.advance(timedelta(minutes=5))
    shop.hear(shop.says(LATE, id="x:2"))
    shop.hear(ours)
    case = case_of(shop)
    assert case.first_response_at == ours.created_at
    assert case.deadline_at is not None
    assert case.status is not CaseStatus.WAITING


def test_our_own_thread_that_goes_on_answers_nobody() -> None:
    shop = Shop()
    shop.hear(replace(our_post(shop, id="x:P", parent=""), type=MessageType.POST, parent_id=None))
    shop.clock.advance(timedelta(minutes=1))
    shop.hear(replace(shop.says(), type=MessageType.REPLY, parent_id="x:P", conversation_id="x:P"))
    before = case_of(shop).deadline_at
    for number, parent in enumerate(("x:P", "x:nobody-knows")):
        shop.clock.advance(timedelta(minutes=5))
        shop.hear(our_post(shop, id=f"x:9{number}", parent=parent, there="x:P"))
    assert case_of(shop).deadline_at == before is not None
    assert case_of(shop).first_response_at is None


def test_an_answer_under_our_own_word_is_one() -> None:
    shop = Shop()
    shop.complaint()
    shop.clock.advance(timedelta(minutes=1))
    shop.hear(our_post(shop, id="x:90"))
    shop.hear(shop.says(LATE, id="x:2"))
    shop.clock.advance(timedelta(minutes=1))
    shop.hear(our_post(shop, id="x:91", parent="x:90"))
    assert case_of(shop).deadline_at is None


def test_an_answer_that_shows_their_post_elsewhere_is_one() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    shop.complaint()
    shop.clock.advance(timedelta(minutes=1))
    quote = our_post(shop, there="x:elsewhere")
    shop.hear(replace(quote, type=MessageType.QUOTE))
    shop.work_for(SETTLES)
    assert shop.x.public == []
    assert case_of(shop).first_response_at is not None


def test_a_stop_in_their_own_thread_is_heard() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    shop.complaint()
    shop.clock.advance(timedelta(seconds=30))
    text = "And please, no bots, no automatic replies."
    reply = shop.says(text, id="x:2", addressed=False, parent_id="x:1", type=MessageType.REPLY)
    shop.hear(reply)
    shop.work_for(SETTLES)
    assert shop.x.public == []
    assert shop.word().reason is Reason.OPTED_OUT


@pytest.mark.parametrize(
    "text",
    [
        "@larchandloaf my cake never arrived. oh never mind, it is fine",
        "@larchandloaf my order never arrived, and we slept on the floor without food",
    ],
)
def test_what_takes_itself_back_or_tells_of_hardship_is_for_a_person(text: str) -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    shop.hear(shop.says(text))
    shop.work_for(SETTLES)
    assert shop.x.public == []
    assert case_of(shop).deadline_at is not None


def test_a_stop_from_before_the_first_start_counts() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC), is_silent_at_first=True)
    stop = shop.says("no bots please", id="x:0", type=MessageType.REPLY)
    shop.clock.advance(timedelta(days=2))
    shop.hear(stop)
    shop.clock.advance(timedelta(minutes=5))
    shop.hear(shop.says(BROKEN, id="x:1"))
    shop.work_for(SETTLES)
    assert shop.x.public == []
    assert case_of(shop).deadline_at is not None


def test_danger_that_is_taken_up_by_hand_is_urgent() -> None:
    shop = Shop()
    shop.hear(replace(shop.says(DANGER), is_live=False))
    later = shop.clock.now() + timedelta(days=1)
    take_up(shop.store, shop.clock, "x:1", "Jo", brand=BRAND, assignee="Jo", deadline_at=later)
    case = case_of(shop)
    assert (case.priority, due(case)) == (Priority.URGENT, timedelta(minutes=30))


def test_a_fourth_complaint_under_one_post_silences_nobody() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    crowd = {"type": MessageType.REPLY, "conversation_id": "x:crowd"}
    for number, author in enumerate(people(4), 1):
        shop.hear(replace(shop.says(BROKEN, id=f"x:{number}", author=author), **crowd))
    shop.work_for(SETTLES)
    assert len(shop.x.public) == 3


def test_a_canned_text_that_nobody_remembers_is_no_answer() -> None:
    """As after a restore: the outbox of the backup does not know what was said since."""
    shop = Shop()
    draft = shop.complaint()
    with shop.store.read() as tx:
        words = shop.review.if_sent_now(tx, draft).text
    shop.clock.advance(timedelta(minutes=5))
    shop.hear(replace(our_post(shop), text=f"@ada  {words}"))
    assert case_of(shop).first_response_at is None
    assert case_of(shop).deadline_at is not None
    # and it is a public word: no second one follows
    assert shop.word().state is State.CANCELLED


# ---------------------------------------------------------------- what has ended


def test_a_word_found_late_does_not_bring_an_ended_case_to_life() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.x.fail_next(Fault.TIMEOUT_AFTER_ACCEPTANCE)
    shop.deliver.due()
    number = case_of(shop).number
    resolve(shop.store, shop.clock, number, Resolution.SOLVED, "Jo")
    shop.work_for(timedelta(minutes=5))
    assert shop.word().state is State.SENT
    with shop.store.read() as tx:
        case = tx.cases.get(number)
        promises = tx.cases.promises(case_number=number, state=PromiseState.OPEN)
    assert case is not None
    assert (case.status, case.deadline_at) == (CaseStatus.RESOLVED, None)
    assert case.acknowledged_at is not None
    assert promises == []
