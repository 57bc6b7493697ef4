"""The states of an effect: every one is reached, every move that may be made is made, no other."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from monitor.domain.effect import (
    BEFORE_SENDING,
    DUE_STATES,
    FINAL,
    FREES_SLOT,
    TRANSITIONS,
    Action,
    Effect,
    State,
)
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.values import replace
from monitor.errors import Bug
from monitor.services.outbox import move, withdraw
from monitor.services.switches import PAUSED
from tests.people import ADA
from tests.shop import BRAND, Shop, policy

ALLOWED = [(old, new) for old in State for new in sorted(TRANSITIONS[old])]
FORBIDDEN = [
    (old, new)
    for old, new in product(State, State)
    if old is not new and new not in TRANSITIONS[old]
]


def in_state(shop: Shop, state: State) -> Effect:
    """An acknowledgement put into a state by hand, its slot taken."""
    draft = shop.complaint()
    moved = replace(draft, state=state)
    with shop.store.begin() as tx:
        assert tx.outbox.move(draft, moved)
    return moved


def holds_slot(shop: Shop, effect: Effect) -> bool:
    with shop.store.read() as tx:
        facts = tx.facts.of_authors(BRAND, [ADA.id], shop.clock.now())
    return ADA.id in facts and facts[ADA.id].slot_effect == effect.number


@pytest.fixture(scope="module")
def shop() -> Shop:
    """One for all, rolled back after each move."""
    return Shop()


class RolledBackError(Exception):
    """Nothing of this transaction stays."""


@pytest.fixture(scope="module")
def draft(shop: Shop) -> Effect:
    return shop.complaint()


@pytest.mark.parametrize(("old", "new"), ALLOWED, ids=str)
def test_a_move_that_may_be_made_is_made(shop: Shop, draft: Effect, old: State, new: State) -> None:
    with pytest.raises(RolledBackError), shop.store.begin() as tx:
        before = replace(draft, state=old)
        tx.outbox.move(draft, before)
        assert move(tx, before, replace(before, state=new))
        stored = tx.outbox.get(draft.number)
        assert stored is not None
        assert stored.state is new
        facts = tx.facts.of_authors(BRAND, [ADA.id], shop.clock.now())
        is_free = ADA.id not in facts or facts[ADA.id].slot_effect is None
        assert is_free is (new in FREES_SLOT)
        # whoever comes with what it was before comes too late
        assert not move(tx, before, replace(before, state=new))
        raise RolledBackError


@pytest.mark.parametrize(("old", "new"), FORBIDDEN, ids=str)
def test_a_move_that_may_not_be_made_is_told_as_our_fault(
    shop: Shop, draft: Effect, old: State, new: State
) -> None:
    with pytest.raises(Bug, match="cannot go from"), shop.store.begin() as tx:
        before = replace(draft, state=old)
        tx.outbox.move(draft, before)
        move(tx, before, replace(before, state=new))


@pytest.mark.parametrize("old", [state for state in State if state is not State.SENT])
def test_an_alert_is_sent_without_a_claim(shop: Shop, draft: Effect, old: State) -> None:
    (alert,) = shop.effects(Action.ALERT)
    assert alert.message_id == draft.message_id
    with pytest.raises((RolledBackError, Bug)) as ended, shop.store.begin() as tx:
        before = replace(alert, state=old)
        tx.outbox.move(alert, before)
        move(tx, before, replace(before, state=State.SENT))
        raise RolledBackError
    assert ended.type is (RolledBackError if old in DUE_STATES else Bug)


def test_nothing_follows_an_end() -> None:
    assert {state for state in State if not TRANSITIONS[state]} == FINAL


@pytest.mark.parametrize("state", list(State))
def test_only_what_has_not_left_is_withdrawn(shop: Shop, draft: Effect, state: State) -> None:
    with pytest.raises(RolledBackError), shop.store.begin() as tx:
        before = replace(draft, state=state)
        tx.outbox.move(draft, before)
        now = shop.clock.now()
        is_withdrawn = withdraw(tx, before, State.CANCELLED, Reason.OPTED_OUT, now, "Jo")
        assert is_withdrawn is (state in BEFORE_SENDING)
        raise RolledBackError


# ---------------------------------------------------------------- every state, by what people do


def _approve(shop: Shop) -> Effect:
    return shop.review.approve(shop.complaint().number, by="Jo")


def _approved(shop: Shop) -> None:
    _approve(shop)


def _proposed(shop: Shop) -> None:
    shop.complaint()


def _held(shop: Shop) -> None:
    _approve(shop)
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, "wait", shop.clock.now())
    shop.deliver.due()


def _fails(fault: str) -> Callable[[Shop], None]:
    def story(shop: Shop) -> None:
        _approve(shop)
        shop.x.fail_next(fault)
        shop.deliver.due()

    return story


class GoneError(BaseException):
    """The process died here."""


def _sending(shop: Shop) -> None:
    _approve(shop)

    def die(name: str) -> None:
        if name == "deliver.after_claim":
            raise GoneError

    shop.failpoint = die
    with pytest.raises(GoneError):
        shop.deliver.due()


def _sent(shop: Shop) -> None:
    shop.sent()


def _needs_person(shop: Shop) -> None:
    shop.x.can_be_asked = False
    _fails("timeout_after_acceptance")(shop)
    shop.look.due()


def _rejected(shop: Shop) -> None:
    shop.review.reject(shop.complaint().number, by="Jo")


def _expired(shop: Shop) -> None:
    draft = shop.complaint()
    assert draft.not_after is not None
    shop.clock.move_to(draft.not_after + timedelta(minutes=1))
    shop.deadlines.due()


def _cancelled(shop: Shop) -> None:
    _approve(shop)
    shop.review.reject(shop.word().number, by="Jo")


def _retracting(shop: Shop) -> None:
    shop.review.retract(shop.sent().number, by="Jo")


def _retracted(shop: Shop) -> None:
    _retracting(shop)
    shop.retraction.due()


STORIES: dict[State, Callable[[Shop], None]] = {
    State.PROPOSED: _proposed,
    State.APPROVED: _approved,
    State.HELD: _held,
    State.PENDING: _fails("429"),
    State.SENDING: _sending,
    State.SENT: _sent,
    State.REFUSED: _fails("403"),
    State.UNKNOWN: _fails("timeout_before"),
    State.NEEDS_PERSON: _needs_person,
    State.REJECTED: _rejected,
    State.EXPIRED: _expired,
    State.CANCELLED: _cancelled,
    State.RETRACTING: _retracting,
    State.RETRACTED: _retracted,
}


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_reached_by_what_people_and_platforms_do(state: State) -> None:
    shop = Shop()
    STORIES[state](shop)
    word = shop.word()
    assert word.state is state
    assert holds_slot(shop, word) is (state not in FREES_SLOT)


def test_a_machine_that_may_holds_its_word_until_they_have_finished() -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    assert shop.complaint().state is State.HELD
