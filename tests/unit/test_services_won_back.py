"""Won back, and asked again: thank-you and follow-up are drafts, each once to a case."""

from datetime import timedelta

import pytest

from monitor.domain.answers import FOLLOW_UP, THANKS
from monitor.domain.case import Case, Outcome, Resolution
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import MessageType
from monitor.domain.reminders import FOLLOW
from monitor.services.casework import reopen, resolve
from tests.people import ADA
from tests.shop import BROKEN, LATE, PRAISE, Shop

THREE_DAYS = timedelta(days=3)


def effects(shop: Shop, what: str) -> list[Effect]:
    """Those of that rule, or of that sort of reminder."""
    with shop.store.read() as tx:
        every = [one for number in range(1, 80) if (one := tx.outbox.get(number)) is not None]
    return [one for one in every if one.rule.startswith(what) or one.template == what]


def case_of(shop: Shop, number: int = 1) -> Case:
    with shop.store.read() as tx:
        case = tx.cases.get(number)
    assert case is not None
    return case


def put_right(shop: Shop, resolution: Resolution = Resolution.SOLVED) -> None:
    """Ada complained, got her acknowledgement, and her case was ended."""
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()
    shop.clock.advance(timedelta(hours=1))
    at = shop.clock.now() + THREE_DAYS
    resolve(shop.store, shop.clock, 1, resolution, "Jo", follow_up_at=at)


def praises(shop: Shop, id: str = "x:50", *, addressed: bool = True) -> None:
    shop.clock.advance(timedelta(hours=2))
    shop.hear(shop.says(PRAISE, id=id, addressed=addressed))


def writes_privately(shop: Shop, text: str = "hi, it is me", id: str = "x:40") -> None:
    shop.hear(shop.says(text, id=id, type=MessageType.DIRECT_MESSAGE, conversation_id="x:dm"))


# ---------------------------------------------------------------- won back


def test_who_thanks_us_later_is_won_back_and_gets_a_draft_of_thanks() -> None:
    shop = Shop()
    put_right(shop)
    praises(shop)
    assert case_of(shop).outcome is Outcome.RECOVERED
    [thanks] = effects(shop, THANKS)
    assert (thanks.action, thanks.state) == (Action.ANSWER, State.PROPOSED)
    assert (thanks.message_id, thanks.case_number) == ("x:50", 1)
    # a month has not passed since the acknowledgement: a person may thank all the same
    shop.review.approve(thanks.number, by="Jo")
    shop.deliver.due()
    [_, said] = shop.x.public
    assert said.outgoing.message_id == "x:50"
    assert "thank" in said.outgoing.text.lower()
    assert said.outgoing.text.endswith("– Jo")


def test_who_praises_twice_is_thanked_once() -> None:
    shop = Shop()
    put_right(shop)
    praises(shop)
    praises(shop, "x:51")
    shop.hear(shop.says(PRAISE, id="x:52"), shop.says(PRAISE, id="x:53"))
    assert len(effects(shop, THANKS)) == 1


def test_more_praise_does_not_stop_the_thanks() -> None:
    shop = Shop()
    put_right(shop)
    praises(shop)
    [thanks] = effects(shop, THANKS)
    shop.review.approve(thanks.number, by="Jo")
    praises(shop, "x:51")
    shop.deliver.due()
    assert len(shop.x.public) == 2


def test_who_thanks_us_while_the_case_is_open_is_won_back_too() -> None:
    shop = Shop()
    shop.complaint()
    praises(shop)
    assert case_of(shop).outcome is Outcome.RECOVERED
    [thanks] = effects(shop, THANKS)
    assert thanks.case_number == 1


def test_who_thanks_us_privately_is_won_back() -> None:
    shop = Shop()
    shop.complaint()
    writes_privately(shop)
    assert case_of(shop).outcome is Outcome.NONE
    writes_privately(shop, PRAISE, "x:41")
    assert case_of(shop).outcome is Outcome.RECOVERED
    assert case_of(shop).in_dm_at is not None


def test_who_thanks_us_privately_afterwards_is_thanked_privately() -> None:
    shop = Shop()
    put_right(shop)
    writes_privately(shop, PRAISE, "x:41")
    [thanks] = effects(shop, THANKS)
    assert thanks.action is Action.DIRECT_MESSAGE
    shop.review.approve(thanks.number, by="Jo")
    shop.deliver.due()
    assert [one.state for one in effects(shop, THANKS)] == [State.SENT]


@pytest.mark.parametrize(
    "resolution", [Resolution.SPAM, Resolution.NOT_OURS, Resolution.NOT_A_COMPLAINT]
)
def test_who_had_no_case_after_all_is_not_won_back(resolution: Resolution) -> None:
    shop = Shop()
    put_right(shop, resolution)
    praises(shop)
    assert case_of(shop).outcome is Outcome.NONE
    assert effects(shop, THANKS) == []


def test_who_did_not_write_to_us_is_not_thanked_by_program() -> None:
    shop = Shop()
    put_right(shop)
    praises(shop, addressed=False)
    assert case_of(shop).outcome is Outcome.RECOVERED
    assert effects(shop, THANKS) == []


def test_a_stranger_who_praises_is_thanked_by_nobody() -> None:
    shop = Shop()
    praises(shop)
    assert effects(shop, THANKS) == []


def test_thanks_that_were_not_wanted_may_come_again() -> None:
    shop = Shop()
    put_right(shop)
    praises(shop)
    [thanks] = effects(shop, THANKS)
    shop.review.reject(thanks.number, by="Jo")
    praises(shop, "x:51")
    assert [one.state for one in effects(shop, THANKS)] == [State.REJECTED, State.PROPOSED]


# ---------------------------------------------------------------- is all well?


def test_some_days_later_a_draft_asks_whether_all_is_well_once() -> None:
    shop = Shop()
    shop.complaint()
    writes_privately(shop)
    at = shop.clock.now() + THREE_DAYS
    resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo", follow_up_at=at)
    assert shop.case_moments.due() == 0
    shop.clock.advance(THREE_DAYS)
    assert shop.case_moments.due() == 1
    assert shop.case_moments.due() == 0
    [draft] = [one for one in effects(shop, FOLLOW_UP) if one.action is Action.DIRECT_MESSAGE]
    assert (draft.state, draft.message_id) == (State.PROPOSED, "x:40")
    [alert] = [one for one in effects(shop, FOLLOW) if one.action is Action.ALERT]
    assert f"monitor approve {draft.number}" in alert.slots.note
    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()
    [sent] = [one for one in effects(shop, FOLLOW_UP) if one.action is Action.DIRECT_MESSAGE]
    assert sent.state is State.SENT
    assert "all is well" in sent.text or "as it should be" in sent.text
    # it is nobody's first answer, and opens nothing
    assert not case_of(shop).is_open
    assert case_of(shop).first_response_at is None


def test_who_never_came_to_direct_messages_is_asked_by_hand() -> None:
    shop = Shop()
    put_right(shop)
    shop.clock.advance(THREE_DAYS)
    shop.case_moments.due()
    assert [one.action for one in effects(shop, FOLLOW)] == [Action.ALERT]
    assert len(shop.x.public) == 1


@pytest.mark.parametrize("what", ["praise", "complaint", "reopened", "spam", "asked before"])
def test_who_was_heard_of_since_is_not_asked(what: str) -> None:
    shop = Shop()
    put_right(shop, Resolution.SPAM if what == "spam" else Resolution.SOLVED)
    if what == "praise":
        praises(shop)
    if what == "complaint":
        shop.clock.advance(timedelta(hours=2))
        shop.hear(shop.says(LATE, id="x:60", author=ADA))
    if what == "reopened":
        reopen(shop.store, shop.clock, 1, "Jo", shop.clock.now() + THREE_DAYS)
    if what == "asked before":
        shop.clock.advance(THREE_DAYS)
        shop.case_moments.due()
        reopen(shop.store, shop.clock, 1, "Jo", shop.clock.now() + THREE_DAYS)
        at = shop.clock.now() + timedelta(hours=1)
        resolve(shop.store, shop.clock, 1, Resolution.SOLVED, "Jo", follow_up_at=at)
    before = len(effects(shop, FOLLOW))
    shop.clock.advance(THREE_DAYS)
    shop.case_moments.due()
    assert len(effects(shop, FOLLOW)) == before
    assert case_of(shop).follow_up_at is None


# ---------------------------------------------------------------- further posts


def test_who_goes_on_in_public_reaches_a_person_and_gets_no_second_word() -> None:
    shop = Shop()
    draft = shop.complaint(BROKEN)
    shop.review.approve(draft.number, by="Jo")
    shop.deliver.due()
    shop.clock.advance(timedelta(hours=1))
    post = shop.says("larch & loaf and I are in talks now", id="x:70", addressed=False)
    [decided] = shop.hear(post)
    assert decided.case_number == 1
    assert [one.action for one in decided.effects] == [Action.ALERT]
    assert len(shop.x.public) == 1
