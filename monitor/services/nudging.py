"""Nudging: the person who owes an answer is reminded before its time is over.

At the last of the nudges there is still time to say that more of it is needed: a draft does, for a
person to send.
"""

from datetime import datetime

from monitor.domain.case import Case, Promise
from monitor.domain.effect import Effect
from monitor.domain.nudges import nudges_of
from monitor.domain.playbook import Playbook
from monitor.domain.policy import NOBODY_NAMED, Policy
from monitor.domain.reminders import NUDGE
from monitor.domain.store_ports import Tx
from monitor.services.absence import who_answers
from monitor.services.more_time import draft_more_time
from monitor.services.reminding import remind


def look(
    tx: Tx,
    promise: Promise,
    case: Case,
    about: Effect | None,
    playbook: Playbook,
    policy: Policy,
    now: datetime,
) -> None:
    """One look at a promise that runs: its nudge, if one has come and was not given, and when to
    look again. `about`: the words that made it; without them, and with None, nobody is nudged."""
    nudges = nudges_of(promise.made_at, promise.due_at, policy.nudge_at, policy.hours)
    come = [moment for moment in nudges if moment <= now]
    left = [moment for moment in nudges if moment > now]
    tx.cases.look_again(promise.number, min([*left, promise.due_at]))
    if about is None or not come:
        return
    name = f"{promise.number}-{len(come)}"
    if not _is_given(tx, case, name):
        words = _words(tx, promise, case, policy, now)
        if not left:
            words += f". {_offer(tx, promise, case, playbook, policy, now)}"
        remind(tx, about, NUDGE, words, policy.hours, now, one_of_many=name)


def _is_given(tx: Tx, case: Case, name: str) -> bool:
    return any(effect.rule == f"{NUDGE}-{name}" for effect in tx.outbox.of_case(case.number))


def _offer(
    tx: Tx, promise: Promise, case: Case, playbook: Playbook, policy: Policy, now: datetime
) -> str:
    """What there is still time for."""
    if promise.renewal >= policy.renewals:
        if not promise.renewal:
            return f"Answer now: monitor case {case.number}"
        return f"More time was asked for already: call them. monitor case {case.number}"
    draft = draft_more_time(tx, promise, case, playbook, policy, now)
    if draft is not None:
        return (
            f"If it takes longer, a draft says so before: monitor approve {draft.number}. "
            "It ends with the promise"
        )
    return f"If it takes longer, say so before: monitor case more-time {case.number}"


def _words(tx: Tx, promise: Promise, case: Case, policy: Policy, now: datetime) -> str:
    due_at = policy.hours.local(promise.due_at)
    name = who_answers(tx, case, policy, now)
    turn = "your turn" if name == NOBODY_NAMED else f"{name}'s turn"
    if name != case.assignee:
        turn += f", for {case.assignee} is away"
    return f"an answer is promised by {due_at:%A %H:%M}, and none is noted yet: it is {turn}"
