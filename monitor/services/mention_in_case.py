"""One more mention in an open case: what it changes of it."""

from datetime import datetime

from monitor.domain.case import (
    PRIORITY_ORDER,
    Case,
    CaseStatus,
    Priority,
)
from monitor.domain.message import Message
from monitor.domain.policy import Policy
from monitor.domain.store_ports import Tx
from monitor.domain.times import times_at
from monitor.domain.values import replace


def with_mention(
    tx: Tx,
    case: Case,
    message: Message,
    priority: Priority,
    topic: str,
    deadline_at: datetime | None,
    policy: Policy,
    now: datetime,
) -> Case:
    """The case with one more mention in it; it keeps the higher priority and its first topic.

    Of two deadlines the earlier one holds: writing again never makes anybody wait longer. Who
    was waited for has written: the next step is ours again, and has a deadline.
    """
    if deadline_at is None:
        within = policy.answer_within(max(case.priority, priority, key=PRIORITY_ORDER.__getitem__))
        due_at = times_at(policy.hours, now).due(within)
        # who comes to direct messages is owed an answer from now on
        deadline_at = due_at if message.is_direct else case.deadline_at or due_at
    if case.deadline_at is not None and not _comes_late(case, message, now):
        deadline_at = min(deadline_at, case.deadline_at)
    is_ours = message.is_direct or case.status is CaseStatus.WAITING
    return replace(
        case,
        mentions=case.mentions + (0 if _is_in(tx, case, message) else 1),
        priority=max(case.priority, priority, key=PRIORITY_ORDER.__getitem__),
        topic=case.topic or topic,
        status=CaseStatus.OPEN if is_ours else case.status,
        in_dm_at=case.in_dm_at or (now if message.is_direct else None),
        deadline_at=deadline_at,
        # who was put off has written again
        snoozed_until=None,
    )


def _comes_late(case: Case, message: Message, now: datetime) -> bool:
    """They come to direct messages after the time that our public word named: a new clock."""
    return (
        message.is_direct
        and case.in_dm_at is None
        and case.acknowledged_at is not None
        and case.deadline_at is not None
        and case.deadline_at < now
    )


def _is_in(tx: Tx, case: Case, message: Message) -> bool:
    """An earlier version of this mention is in the case: an edit is not a second mention."""
    if message.version == 1:
        return False
    earlier = tx.messages.decided(message.id, message.brand)
    return earlier is not None and earlier.case_number == case.number
