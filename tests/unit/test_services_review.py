"""Review: one yes binds one text, a second one says whose the first was, a word is taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.domain.case import PromiseState, TimelineKind
from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import MessageType
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.errors import MonitorError, NotFound, StaleApproval, WrongState
from monitor.services.opting_out import opt_out
from tests.people import ADA
from tests.shop import BRAND, LATE, Shop, policy

OWN_WORDS = "Hi Ada, sorry about that. Please message us here. – Jo"


def test_a_yes_is_signed_and_binds_the_next_version() -> None:
    shop = Shop()
    draft = shop.complaint()
    approved = shop.review.approve(draft.number, by="Jo", version=draft.version)
    assert (approved.state, approved.decided_by) == (State.APPROVED, "Jo")
    assert approved.slots.signed_by == "Jo"
    assert approved.version == draft.version + 1


def test_a_stale_yes_is_refused_with_the_words_as_they_are_now() -> None:
    shop = Shop()
    draft = shop.complaint()
    edited = shop.review.edit(draft.number, OWN_WORDS, by="Sam")
    with pytest.raises(StaleApproval) as refused:
        shop.review.approve(draft.number, by="Jo", version=draft.version)
    assert OWN_WORDS in refused.value.message
    assert str(edited.version) in (refused.value.hint or "")
    shop.review.approve(draft.number, by="Jo", version=edited.version)
    shop.deliver.due()
    assert [posted.outgoing.text for posted in shop.x.public] == [OWN_WORDS]


@pytest.mark.parametrize("version", [None, 1, 2])
def test_a_second_yes_says_whose_the_first_one_was(version: int | None) -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    with pytest.raises(WrongState, match="already approved by Jo"):
        shop.review.approve(draft.number, by="Sam", version=version)
    shop.deliver.due()
    with pytest.raises(WrongState, match="already sent by Jo"):
        shop.review.approve(draft.number, by="Sam", version=version)
    assert len(shop.x.public) == 1


def test_a_person_may_hurry_a_machine() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    held = shop.complaint()
    assert held.state is State.HELD
    shop.review.approve(held.number, by="Jo")
    shop.deliver.due()
    assert shop.effect(held.number).state is State.SENT


def test_a_yes_that_comes_too_late_is_told_so() -> None:
    shop = Shop()
    draft = shop.complaint()
    assert draft.not_after is not None
    shop.clock.move_to(draft.not_after + timedelta(seconds=1))
    with pytest.raises(WrongState, match="too late"):
        shop.review.approve(draft.number, by="Jo")


def test_a_person_cannot_write_to_who_asked_for_silence() -> None:
    shop = Shop()
    draft = shop.complaint()
    with shop.store.begin() as tx:
        opt_out(tx, BRAND, ADA.id, shop.clock.now(), "asked for it")
    cancelled = shop.effect(draft.number)
    assert (cancelled.state, cancelled.reason) == (State.CANCELLED, Reason.OPTED_OUT)
    with pytest.raises(WrongState):
        shop.review.approve(draft.number, by="Jo")


def test_a_no_frees_the_slot_and_keeps_the_case() -> None:
    shop = Shop()
    draft = shop.complaint()
    rejected = shop.review.reject(draft.number, by="Jo", why="we rang her")
    assert (rejected.state, rejected.decided_by) == (State.REJECTED, "Jo")
    assert rejected.case_number is not None
    with shop.store.read() as tx:
        case = tx.cases.get(rejected.case_number)
        told = tx.cases.timeline(rejected.case_number)[-1]
        facts = tx.facts.of_authors(BRAND, [ADA.id], shop.clock.now())
    assert case is not None
    assert case.is_open
    assert case.deadline_at is not None
    assert (told.kind, told.words, told.by) == (TimelineKind.NOTE, "we rang her", "Jo")
    assert facts[ADA.id].slot_effect is None


def test_words_that_may_not_be_sent_are_refused_and_nothing_changes() -> None:
    shop = Shop()
    draft = shop.complaint()
    for words in ("you liar", "see https://larch.example", "@bob look at this", "x" * 400, " "):
        with pytest.raises(WrongState, match="cannot be sent"):
            shop.review.edit(draft.number, words, by="Jo")
    assert shop.effect(draft.number) == draft


def test_an_edit_of_an_approved_word_takes_the_yes_back() -> None:
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    edited = shop.review.edit(draft.number, OWN_WORDS, by="Sam")
    assert (edited.state, edited.decided_by) == (State.PROPOSED, "")
    shop.deliver.due()
    assert shop.x.public == []


def test_an_alert_and_a_stranger_number_are_no_drafts() -> None:
    shop = Shop()
    shop.complaint()
    (alert,) = shop.effects(Action.ALERT)
    for decide in _decisions(shop, alert.number):
        with pytest.raises(WrongState):
            decide()
    for decide in _decisions(shop, 999):
        with pytest.raises(NotFound):
            decide()


def _decisions(shop: Shop, number: int) -> list[Callable[[], Effect]]:
    return [
        lambda: shop.review.approve(number, by="Jo"),
        lambda: shop.review.reject(number, by="Jo"),
        lambda: shop.review.edit(number, OWN_WORDS, by="Jo"),
        lambda: shop.review.retract(number, by="Jo"),
    ]


#: after each of these only `retract` of a sent word is possible
ENDS: list[Callable[[Shop, Effect], object]] = [
    lambda shop, draft: shop.review.reject(draft.number, by="Jo"),
    lambda shop, draft: (shop.review.approve(draft.number, by="Jo"), shop.deliver.due()),
]


@pytest.mark.parametrize("end", ENDS)
def test_what_has_ended_is_not_decided_on_again(end: Callable[[Shop, Effect], object]) -> None:
    shop = Shop()
    draft = shop.complaint()
    end(shop, draft)
    approve, reject, edit, _ = _decisions(shop, draft.number)
    for decide in (approve, reject, edit):
        with pytest.raises(MonitorError, match="already"):
            decide()


# ---------------------------------------------------------------- taking a word back


def test_a_word_is_taken_back_and_no_second_one_follows() -> None:
    shop = Shop()
    word = shop.sent()
    retracting = shop.review.retract(word.number, by="Jo")
    assert retracting.state is State.RETRACTING
    shop.work_for(timedelta(minutes=5))
    assert shop.effect(word.number).state is State.RETRACTED
    assert shop.x.is_gone(word.posted_id)
    assert word.case_number is not None
    with shop.store.read() as tx:
        (promise,) = tx.cases.promises(case_number=word.case_number)
        case = tx.cases.get(word.case_number)
        kinds = [entry.kind for entry in tx.cases.timeline(word.case_number)]
    assert promise.state is PromiseState.CANCELLED
    assert case is not None
    assert case.is_open
    assert kinds.count(TimelineKind.RETRACTED) == 1
    # the slot stays: another complaint of this person gets no word
    shop.clock.advance(timedelta(days=1))
    shop.hear(shop.says(LATE, id="x:2"))
    assert [each.message_id for each in shop.effects(Action.ACKNOWLEDGE)] == ["x:1"]


def test_only_what_was_sent_is_taken_back() -> None:
    shop = Shop()
    draft = shop.complaint()
    with pytest.raises(WrongState, match="only what was sent"):
        shop.review.retract(draft.number, by="Jo")


def test_a_private_message_is_not_taken_back_and_it_is_told_where_it_stands() -> None:
    shop = Shop()
    shop.hear(shop.says(LATE, type=MessageType.DIRECT_MESSAGE))
    (receipt,) = shop.effects(Action.DIRECT_MESSAGE)
    shop.review.approve(receipt.number, by="Jo")
    shop.deliver.due()
    with pytest.raises(WrongState, match="is a private message") as refused:
        shop.review.retract(receipt.number, by="Jo")
    assert "delete it yourself: in their conversation" in (refused.value.hint or "")
    assert len(shop.x.public) == 1
