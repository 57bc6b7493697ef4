"""More time: a new time is said before the old one is over, by a person, and at most twice."""

from datetime import timedelta

import pytest

from monitor.domain.case import Case, Promise, PromiseState, TimelineEntry, TimelineKind
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import MessageType
from monitor.domain.reminders import NUDGE
from monitor.errors import WrongState
from monitor.services.answering import end_promises
from monitor.services.asking_for_time import AskingForTime
from monitor.services.casework import answered
from monitor.testing import FakeClock, FakePlatform, an_author
from tests.shop import Shop, playbook, policy

MINUTE = timedelta(minutes=1)


def promises(shop: Shop) -> list[Promise]:
    with shop.store.read() as tx:
        return sorted(tx.cases.promises(), key=lambda one: one.number)


def states(shop: Shop) -> list[PromiseState]:
    return [one.state for one in promises(shop)]


def the_case(shop: Shop) -> Case:
    with shop.store.read() as tx:
        (case,) = tx.cases.listed(only_open=False)
    return case


def drafts(shop: Shop) -> list[Effect]:
    found = [one for one in shop.effects(Action.DIRECT_MESSAGE) if one.slots.renews]
    return sorted(found, key=lambda one: one.number)


def in_private(shop: Shop) -> list[str]:
    """What was said after our one public word."""
    ids = [word.posted_id for word in shop.x.public[1:]]
    return [one.text for one in drafts(shop) if one.posted_id in ids]


def timeline(shop: Shop) -> list[TimelineEntry]:
    number = the_case(shop).number
    with shop.store.read() as tx:
        return tx.cases.timeline(number)


def nudges(shop: Shop) -> list[str]:
    alerts = [one for one in shop.effects(Action.ALERT) if one.template == NUDGE]
    return [one.slots.note for one in sorted(alerts, key=lambda one: one.number)]


def asking(shop: Shop) -> AskingForTime:
    return AskingForTime(shop.store, shop.clock, playbook(), shop.policy, shop.review)


def came(shop: Shop) -> Shop:
    """They wrote to us in private, ten minutes after our public word."""
    shop.clock.advance(timedelta(minutes=10))
    shop.hear(shop.says("hi, it is me about the cake", id="x:8", type=MessageType.DIRECT_MESSAGE))
    return shop


def promised() -> Shop:
    shop = Shop()
    shop.sent()
    return shop


def near_its_end(shop: Shop) -> None:
    """After the last nudge of the newest promise."""
    newest = promises(shop)[-1]
    left = newest.due_at - shop.clock.now()
    shop.work_for(left - 10 * MINUTE, step=MINUTE)


def send(shop: Shop, draft: Effect) -> None:
    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()


def test_near_the_end_a_draft_asks_for_more_time_where_they_wrote_to_us() -> None:
    shop = came(promised())
    near_its_end(shop)
    (draft,) = drafts(shop)
    (promise,) = promises(shop)
    assert (draft.state, draft.message_id) == (State.PROPOSED, "x:8")
    assert (draft.slots.renews, draft.not_after) == (promise.number, promise.due_at)
    assert f"monitor approve {draft.number}" in nudges(shop)[-1]
    # nothing leaves without a person
    assert in_private(shop) == []


def test_the_draft_says_the_old_time_and_the_new_one() -> None:
    shop = came(promised())
    near_its_end(shop)
    (draft,) = drafts(shop)
    with shop.store.read() as tx:
        text = shop.review.if_sent_now(tx, draft).text
    assert "14:00 today" in text
    assert "by 11:00 tomorrow" in text


def test_sending_it_renews_the_promise() -> None:
    shop = came(promised())
    near_its_end(shop)
    (draft,) = drafts(shop)
    send(shop, draft)
    old, new = promises(shop)
    assert (old.state, new.state) == (PromiseState.RENEWED, PromiseState.OPEN)
    assert old.ended_at == new.made_at
    assert (new.renewal, new.due_at) == (1, shop.effect(draft.number).promised_until)
    assert new.due_at > old.due_at
    assert the_case(shop).deadline_at == new.due_at
    shop.work_for(old.due_at - shop.clock.now() + MINUTE, step=MINUTE)
    assert states(shop) == [PromiseState.RENEWED, PromiseState.OPEN]


def test_it_is_renewed_twice_and_then_they_are_to_be_called() -> None:
    shop = came(promised())
    for _ in range(2):
        near_its_end(shop)
        send(shop, drafts(shop)[-1])
    near_its_end(shop)
    assert len(drafts(shop)) == 2
    assert "call them" in nudges(shop)[-1]
    with pytest.raises(WrongState, match="often enough"):
        asking(shop).ask(the_case(shop).number)
    shop.work_for(promises(shop)[-1].due_at - shop.clock.now() + MINUTE, step=MINUTE)
    assert states(shop) == [PromiseState.RENEWED, PromiseState.RENEWED, PromiseState.BROKEN]


def test_a_draft_that_nobody_sends_ends_with_the_promise() -> None:
    shop = came(promised())
    near_its_end(shop)
    shop.work_for(timedelta(hours=2), step=MINUTE)
    (draft,) = drafts(shop)
    assert draft.state is State.EXPIRED
    assert states(shop) == [PromiseState.BROKEN]
    told = [one.words for one in timeline(shop)]
    assert "more time was not asked for before the promise was over" in told


def test_a_yes_that_comes_out_too_late_says_nothing() -> None:
    shop = came(promised())
    near_its_end(shop)
    (draft,) = drafts(shop)
    shop.review.approve(draft.number, by="Jo")
    shop.clock.advance(timedelta(hours=1))
    shop.deliver.due()
    assert shop.effect(draft.number).state is State.EXPIRED
    assert in_private(shop) == []


def test_who_writes_again_meanwhile_still_waits() -> None:
    shop = came(promised())
    near_its_end(shop)
    shop.hear(shop.says("hello?", id="x:9", type=MessageType.DIRECT_MESSAGE))
    assert drafts(shop)[0].state is State.PROPOSED


def test_an_answer_makes_it_needless() -> None:
    shop = came(promised())
    near_its_end(shop)
    answered(shop.store, shop.clock, the_case(shop).number, "Jo")
    assert drafts(shop)[0].state is State.CANCELLED
    assert states(shop) == [PromiseState.KEPT]


def test_a_letter_of_a_person_makes_it_needless() -> None:
    shop = came(promised())
    asked = asking(shop).ask(the_case(shop).number)
    assert asked.draft is not None
    with shop.store.begin() as tx:
        (promise,) = tx.cases.promises()
        case = tx.cases.get(promise.case_number)
        assert case is not None
        end_promises(tx, case, "Jo", shop.clock.now(), is_answered=True)
    assert drafts(shop)[0].state is State.CANCELLED


def test_a_yes_to_one_whose_promise_is_over_says_nothing() -> None:
    shop = came(promised())
    first = asking(shop).ask(the_case(shop).number).draft
    assert first is not None
    shop.review.approve(first.number, by="Jo")
    with shop.store.begin() as tx:
        (promise,) = tx.cases.promises()
        # nobody thought of the draft
        tx.cases.end_promise(promise.number, PromiseState.KEPT, shop.clock.now())
    shop.deliver.due()
    assert shop.effect(first.number).state is State.CANCELLED
    assert in_private(shop) == []


def test_one_whose_promise_is_over_takes_no_yes() -> None:
    shop = came(promised())
    draft = asking(shop).ask(the_case(shop).number).draft
    assert draft is not None
    with shop.store.begin() as tx:
        (promise,) = tx.cases.promises()
        tx.cases.end_promise(promise.number, PromiseState.KEPT, shop.clock.now())
    with pytest.raises(WrongState, match="a promise that is over"):
        shop.review.approve(draft.number, by="Jo")


def test_a_word_taken_back_takes_its_draft_along() -> None:
    shop = came(promised())
    near_its_end(shop)
    shop.review.retract(shop.word().number, by="Jo")
    assert drafts(shop)[0].state is State.CANCELLED
    assert states(shop) == [PromiseState.CANCELLED]
    ended = [one.words for one in timeline(shop) if one.kind is TimelineKind.PROMISE_ENDED]
    assert ended == ["cancelled"]


def test_who_never_came_to_us_gets_no_second_word_from_here() -> None:
    shop = promised()
    near_its_end(shop)
    assert drafts(shop) == []
    assert nudges(shop)[-1].endswith(f"monitor case more-time {the_case(shop).number}")
    assert asking(shop).ask(the_case(shop).number).draft is None


def test_what_was_said_by_hand_is_a_new_promise() -> None:
    shop = promised()
    new = asking(shop).said(the_case(shop).number, by="Jo")
    old, stored = promises(shop)
    assert (old.state, stored.state) == (PromiseState.RENEWED, PromiseState.OPEN)
    assert (stored.due_at, stored.renewal) == (new.due_at, 1)
    assert stored.due_at > old.due_at
    assert the_case(shop).deadline_at == stored.due_at


def test_a_person_may_ask_at_once_and_in_own_words() -> None:
    shop = came(promised())
    number = the_case(shop).number
    asked = asking(shop).ask(number, "We wait for the oven. You hear from us {by}. Jo")
    assert asked.draft is not None
    assert asked.words == "We wait for the oven. You hear from us by 14:30 today. Jo"
    send(shop, asked.draft)
    assert states(shop) == [PromiseState.RENEWED, PromiseState.OPEN]
    assert in_private(shop) == [asked.words]


def test_own_words_have_to_name_the_time() -> None:
    shop = came(promised())
    with pytest.raises(WrongState, match="name no time"):
        asking(shop).ask(the_case(shop).number, "It takes a little longer.")
    assert drafts(shop) == []


def test_words_edited_from_what_was_shown_keep_their_time() -> None:
    shop = came(promised())
    asked = asking(shop).ask(the_case(shop).number, by="Jo")
    assert asked.draft is not None
    shop.review.edit(asked.draft.number, asked.words.replace("sorry", "truly sorry"), by="Jo")
    send(shop, asked.draft)
    assert states(shop) == [PromiseState.RENEWED, PromiseState.OPEN]


def test_a_draft_that_waits_gets_the_other_words() -> None:
    shop = came(promised())
    number = the_case(shop).number
    first = asking(shop).ask(number)
    second = asking(shop).ask(number, "You hear from us {by}.")
    assert (first.draft, second.draft) != (None, None)
    assert [one.slots.own_text for one in drafts(shop)] == ["You hear from us {by}."]


def test_one_that_was_said_no_to_can_be_asked_for_again() -> None:
    shop = came(promised())
    number = the_case(shop).number
    first = asking(shop).ask(number).draft
    assert first is not None
    shop.review.reject(first.number, by="Jo")
    second = asking(shop).ask(number).draft
    assert second is not None
    send(shop, second)
    assert states(shop) == [PromiseState.RENEWED, PromiseState.OPEN]


def test_what_is_not_promised_cannot_take_longer() -> None:
    shop = Shop()
    shop.complaint()
    with pytest.raises(WrongState, match="nothing is promised"):
        asking(shop).ask(the_case(shop).number)


def test_without_renewals_nothing_is_drafted() -> None:
    shop = Shop(policy=policy(renewals=0))
    shop.sent()
    came(shop)
    near_its_end(shop)
    assert drafts(shop) == []
    assert nudges(shop)[-1].endswith(f"Answer now: monitor case {the_case(shop).number}")


# ---------------------------------------------------------------- a late arrival


def not_come() -> Shop:
    clock = FakeClock()
    shop = Shop(clock=clock, platform=FakePlatform(clock, name="bluesky"))
    shop.sent(id="bluesky:1", author=an_author("Ada", platform="bluesky"))
    shop.work_for(promises(shop)[0].due_at - clock.now() + MINUTE, step=timedelta(minutes=5))
    assert states(shop) == [PromiseState.NOT_COME]
    return shop


def arrive(shop: Shop, id: str = "bluesky:8") -> None:
    ada = an_author("Ada", platform="bluesky")
    shop.hear(shop.says("here I am", id=id, author=ada, type=MessageType.DIRECT_MESSAGE))


def test_who_comes_late_gets_a_receipt_with_the_new_time() -> None:
    shop = not_come()
    arrive(shop)
    (receipt,) = shop.effects(Action.DIRECT_MESSAGE)
    assert (receipt.state, receipt.template) == (State.PROPOSED, "receipt")
    send(shop, receipt)
    sent = shop.effect(receipt.number)
    assert "by 12:00 tomorrow" in sent.text or "by 11:00 tomorrow" in sent.text
    assert states(shop) == [PromiseState.NOT_COME, PromiseState.OPEN]
    assert promises(shop)[1].renewal == 0


def test_who_comes_late_twice_gets_one_receipt() -> None:
    shop = not_come()
    arrive(shop)
    arrive(shop, id="bluesky:9")
    waiting = [one for one in shop.effects(Action.DIRECT_MESSAGE) if one.state is State.PROPOSED]
    assert len(waiting) == 1


def test_who_comes_in_time_gets_no_receipt() -> None:
    shop = came(promised())
    assert shop.effects(Action.DIRECT_MESSAGE) == []
