"""Moves of an effect that several services make: withdraw, and give its slot back."""

from datetime import datetime, timedelta

from monitor.domain.effect import BEFORE_SENDING, FREES_SLOT, Action, Effect, State, may_become
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx
from monitor.domain.values import replace
from monitor.domain.wanted import half_time
from monitor.errors import Bug

#: when a draft without an end is raised
SOME_DAY = timedelta(days=365)


def to_a_person(effect: Effect, now: datetime, **changes: object) -> Effect:
    """The effect as a draft that waits for a person: raised once at half of what time is left."""
    if effect.not_after is None:
        raised_at = now + SOME_DAY
    elif effect.raised_at is not None:
        raised_at = effect.not_after + timedelta(seconds=1)
    else:
        raised_at = half_time(now, effect.not_after)
    draft = replace(effect, state=State.PROPOSED, decided_by="", not_before=raised_at)
    if draft.slots.in_line:
        draft = replace(draft, slots=replace(draft.slots, in_line=False, signed_by=""))
    return replace(draft, **changes)


def move(tx: Tx, old: Effect, new: Effect) -> bool:
    """Writes the new state if the row is still as it was; frees the slot when it ends unsaid.

    False when somebody else moved it first. Raises Bug for a move that no effect may make.
    """
    if old.state is not new.state and not may_become(old.action, old.state, new.state):
        raise Bug(f"effect {old.id} cannot go from {old.state} to {new.state}")
    if not tx.outbox.move(old, new):
        return False
    if new.action is Action.ACKNOWLEDGE and new.state in FREES_SLOT:
        tx.slots.release(new.brand, new.author_id, new.number)
    return True


def wake(tx: Tx, reason: Reason, now: datetime) -> None:
    """What was held for this reason is looked at now: a switch was turned."""
    for effect in tx.outbox.in_state(State.HELD):
        if effect.reason is reason and effect.not_before > now:
            move(tx, effect, replace(effect, not_before=now))


def withdraw(
    tx: Tx, effect: Effect, state: State, reason: Reason, now: datetime, by: str = ""
) -> bool:
    """Ends an effect that has not left; False when it is too late for that."""
    if effect.state not in BEFORE_SENDING:
        return False
    return move(
        tx, effect, replace(effect, state=state, reason=reason, decided_by=by, decided_at=now)
    )
