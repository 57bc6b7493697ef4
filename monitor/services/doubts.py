"""Whose word an effect is, and which doubt about it is for a person to settle."""

from datetime import datetime

from monitor.domain.answers import CLOSING, FOLLOW_UP, REPLY, THANKS
from monitor.domain.effect import Action, Effect
from monitor.domain.facts import Facts, Sender
from monitor.domain.may_reply import may_reply
from monitor.domain.permission import NEVER, Permission, Reason, allow, deny
from monitor.domain.policy import Policy

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

#: where a person's own words cannot go by program, whoever says yes
NEVER_ANSWERED = NEVER | {
    Reason.NOT_ADDRESSED,
    Reason.PLATFORM_FORBIDS,
    Reason.ALREADY_IN_DM,
    Reason.CASE_OPEN,
}


def sender_of(effect: Effect) -> Sender:
    """Who speaks: a person who looked at this one, a yes for many, or a machine."""
    match effect.action:
        case Action.NEWS:
            return "news"
        case Action.ANSWER:
            return "answer" if effect.rule == REPLY else "thanks"
        case Action.DIRECT_MESSAGE:
            # a receipt is canned; the rest a person wrote, or sends to somebody they know
            is_of_a_case = effect.rule.startswith((THANKS, FOLLOW_UP))
            return "letter" if effect.slots.own_text or is_of_a_case else "private"
    if effect.slots.in_line:
        return "many"
    return "person" if effect.decided_by else "machine"


def permission_for(
    effect: Effect, facts: Facts, policy: Policy, now: datetime, *, invites: bool = True
) -> Permission:
    """May these words be said now, by whoever says them?"""
    if effect.rule.startswith((CLOSING, FOLLOW_UP)) and facts.circumstances.open_case is not None:
        # they have a trouble again: nobody says that all is well
        return deny(Reason.CASE_OPEN)
    permission = may_reply(facts, policy, now, sender_of(effect), invites=invites)
    is_said_anyway = bool(effect.slots.anyway) and not facts.message.is_direct
    if permission.reason is Reason.ALREADY_IN_DM and is_said_anyway:
        # it is asked last: nothing else speaks against it
        return allow()
    return permission


def is_for_a_person(effect: Effect, reason: Reason) -> bool:
    """A doubt, about which a person may think otherwise; never one of the hard stops."""
    if reason in BACK_TO_PERSON:
        return True
    if effect.action is Action.ANSWER and reason is Reason.ALREADY_IN_DM:
        # they came while it was kept
        return True
    is_settled = reason in NEVER or reason in (Reason.ALREADY_ANSWERED, Reason.ALREADY_IN_DM)
    return effect.slots.in_line and not is_settled
