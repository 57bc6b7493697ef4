"""A case, a line of its timeline and a promise as rows, and back."""

from collections.abc import Sequence
from typing import Any

from monitor.domain.case import (
    Case,
    CaseStatus,
    Outcome,
    Priority,
    Promise,
    PromiseState,
    Resolution,
    TimelineEntry,
    TimelineKind,
)
from monitor.domain.make_good import Cost
from monitor.redaction import redacted_words
from monitor.store.message_rows import Values
from monitor.store.moments import moment, moment_or_none, stored, stored_or_0
from monitor.store.tables import case

CASE_COLUMNS = tuple(column.name for column in case.columns)
CASE_NULL = {
    "deadline_at": "0",
    "acknowledged_at": "0",
    "first_response_at": "0",
    "in_dm_at": "0",
    "resolved_at": "0",
    "resolution": "''",
    "snoozed_until": "0",
    "tags": "''",
    "make_good": "''",
    "cost": "''",
    "follow_up_at": "0",
}

#: what a new case holds
CASE_PLAIN = {"mentions": "1", "cause": "''", "reopened": "0"}

TIMELINE_COLUMNS = (
    "brand", "case_number", "at", "kind", "by", "words", "message_id", "effect_number",
)  # fmt: skip
TIMELINE_NULL = {"effect_number": "0"}

_STATUSES = {status.value: status for status in CaseStatus}
_PRIORITIES = {priority.value: priority for priority in Priority}


def case_row(made: Case) -> Values:
    """The case as CASE_COLUMNS."""
    return (
        made.number,
        made.brand,
        made.author_id,
        made.status._value_,
        made.priority._value_,
        made.topic,
        made.assignee,
        stored(made.opened_at),
        stored_or_0(made.deadline_at),
        made.first_message_id,
        made.mentions,
        stored_or_0(made.acknowledged_at),
        stored_or_0(made.first_response_at),
        stored_or_0(made.in_dm_at),
        stored_or_0(made.resolved_at),
        made.resolution._value_ if made.resolution is not None else "",
        made.cause,
        made.outcome._value_,
        made.reopened,
        stored_or_0(made.snoozed_until),
        " ".join(made.tags),
        made.make_good,
        made.cost.written if made.cost is not None else "",
        stored_or_0(made.follow_up_at),
    )


def case_from(row: Sequence[Any]) -> Case:  # Any: as the driver gives it
    """The case of a row of CASE_COLUMNS."""
    (
        number, brand, author_id, status, priority, topic, assignee, opened_at, deadline_at,
        first_message_id, mentions, acknowledged_at, first_response_at, in_dm_at, resolved_at,
        resolution, cause, outcome, reopened, snoozed_until, tags, make_good, cost, follow_up_at,
    ) = row  # fmt: skip
    return Case(
        number=number,
        brand=brand,
        author_id=author_id,
        status=_STATUSES[status],
        priority=_PRIORITIES[priority],
        topic=topic,
        assignee=assignee,
        opened_at=moment(opened_at),
        deadline_at=moment_or_none(deadline_at),
        first_message_id=first_message_id,
        mentions=mentions,
        acknowledged_at=moment_or_none(acknowledged_at),
        first_response_at=moment_or_none(first_response_at),
        in_dm_at=moment_or_none(in_dm_at),
        resolved_at=moment_or_none(resolved_at),
        resolution=Resolution(resolution) if resolution else None,
        cause=cause,
        outcome=Outcome(outcome),
        reopened=reopened,
        snoozed_until=moment_or_none(snoozed_until),
        tags=tuple(tags.split()) if tags else (),
        make_good=make_good or "",
        cost=Cost.read(cost or ""),
        follow_up_at=moment_or_none(follow_up_at),
    )


#: what a platform said may hold what nobody may read
_OF_PLATFORMS = frozenset({TimelineKind.NOT_SENT, TimelineKind.RETRACTED})


def timeline_row(entry: TimelineEntry) -> Values:
    """The line as TIMELINE_COLUMNS."""
    return (
        entry.brand,
        entry.case_number,
        stored(entry.at),
        entry.kind._value_,
        entry.by,
        redacted_words(entry.words) if entry.kind in _OF_PLATFORMS else entry.words,
        entry.message_id,
        entry.effect_number or 0,
    )


def timeline_from(row: Sequence[Any]) -> TimelineEntry:
    """The line of a row of TIMELINE_COLUMNS."""
    brand, case_number, at, kind, by, words, message_id, effect_number = row
    return TimelineEntry(
        brand=brand,
        case_number=case_number,
        at=moment(at),
        kind=TimelineKind(kind),
        by=by,
        words=words,
        message_id=message_id,
        effect_number=effect_number,
    )


def promise_from(row: Sequence[Any]) -> Promise:
    """The promise of a row of its table."""
    (
        number, brand, case_number, effect_number, made_at, due_at, look_at, state, ended_at,
        renewal,
    ) = row  # fmt: skip
    return Promise(
        number=number,
        brand=brand,
        case_number=case_number,
        effect_number=effect_number,
        made_at=moment(made_at),
        due_at=moment(due_at),
        look_at=moment(look_at),
        state=PromiseState(state),
        ended_at=moment_or_none(ended_at),
        renewal=renewal or 0,
    )
