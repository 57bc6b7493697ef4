"""How a case stands, in a few words."""

from datetime import datetime

from monitor.cli.lines import in_words
from monitor.domain.case import Case, CaseStatus, Resolution
from monitor.domain.clock import Hours
from monitor.domain.moments import when


def due_words(case: Case, now: datetime, hours: Hours) -> str:
    """When the next step is due, in a word or two."""
    if case.snoozed_until is not None and case.is_put_off(now):
        return f"put off until {when(case.snoozed_until, now, hours)}"
    if case.deadline_at is None:
        return "" if case.is_open else "done"
    late = "LATE, " if case.deadline_at <= now else ""
    return late + when(case.deadline_at, now, hours)


def status_words(case: Case) -> str:
    """How it stands, in a sentence's part."""
    match case.status:
        case CaseStatus.NEW:
            return "new: nobody has answered"
        case CaseStatus.OPEN:
            return "open: the next step is ours"
        case CaseStatus.WAITING:
            return "waiting for the customer"
        case CaseStatus.RESOLVED if case.resolution is Resolution.JOINED:
            return "part of another case"
        case CaseStatus.RESOLVED:
            how = in_words(case.resolution.value) if case.resolution is not None else "ended"
            return f"resolved: {how}"
