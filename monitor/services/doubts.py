"""Whose word an effect is, and which doubt about it is for a person to settle."""

from monitor.domain.effect import Action, Effect
from monitor.domain.facts import Sender
from monitor.domain.permission import NEVER, Reason

#: what a machine's doubt makes of an approved effect: a person decides
BACK_TO_PERSON = frozenset(
    {
        Reason.FLAGGED,
        Reason.SURGE,
        Reason.INCIDENT,
        Reason.AWAY,
        Reason.PROMISE_LIMIT,
        Reason.BUDGET,
        Reason.DAILY_CAP,
        Reason.HOT_THREAD,
        Reason.MANY_BRANDS_TAGGED,
        Reason.NOT_UNLOCKED,
        Reason.HELD_BACK,
        Reason.DOOR_CLOSED,
        Reason.DOOR_UNKNOWN,
        Reason.OBSERVING,
        Reason.LOW_CONFIDENCE,
        Reason.PRAISE_VETO,
        Reason.SENSITIVE,
    }
)


def sender_of(effect: Effect) -> Sender:
    """Who speaks: a person who looked at this one, a yes for many, or a machine."""
    if effect.action is Action.NEWS:
        return "news"
    if effect.slots.in_line:
        return "many"
    return "person" if effect.decided_by else "machine"


def is_for_a_person(effect: Effect, reason: Reason) -> bool:
    """A doubt, about which a person may think otherwise; never one of the hard stops."""
    if reason in BACK_TO_PERSON:
        return True
    is_settled = reason in NEVER or reason in (Reason.ALREADY_ANSWERED, Reason.ALREADY_IN_DM)
    return effect.slots.in_line and not is_settled
