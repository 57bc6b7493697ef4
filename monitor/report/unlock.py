"""The unlock in a week: what people said of the machine, and when it was let speak, or silenced."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from monitor.domain.audit import AuditAction, AuditRow
from monitor.domain.label import Judged, Label
from monitor.domain.store_ports import Tx
from monitor.domain.unlock import WHY_LOST, LockReason
from monitor.domain.values import Value
from monitor.report.period import Period
from monitor.report.wording import moment_in


class Judgements(Value, frozen=True, kw_only=True):
    """What people said in one week of a machine's words; the last word on each."""

    right: int
    wrong: int
    #: what does not tell, drafts that nobody decided on too
    open: int
    #: of all these, from the practice round
    practice: int


class Switched(Value, frozen=True, kw_only=True):
    """Automatic sending was earned, or locked again."""

    at: datetime
    is_earned: bool
    #: earned: how sure the machine has to be, 0..1
    threshold: float | None = None
    #: locked: why
    reason: LockReason | None = None


def judgements_of(tx: Tx, period: Period, brand: str | None) -> Judgements:
    """By the moment of the decision."""
    return count_judgements(tx.labels.between(period.since, period.until, brand))


def count_judgements(labels: Iterable[Label]) -> Judgements:
    """How many of each."""
    found = list(labels)
    counts = Counter(label.judged for label in found)
    return Judgements(
        right=counts[Judged.RIGHT],
        wrong=counts[Judged.WRONG],
        open=counts[Judged.OPEN],
        practice=sum(label.is_practice for label in found),
    )


def switched_in(tx: Tx, period: Period, brand: str | None) -> tuple[Switched, ...]:
    """Every change of the week, oldest first; a step up or down the ladder is none."""
    was_earned: dict[str, bool] = {}
    found = []
    for row in tx.audit.told_of((AuditAction.UNLOCKED, AuditAction.LOCKED), period.until, brand):
        is_earned = row.action == AuditAction.UNLOCKED
        if was_earned.get(row.brand, False) != is_earned and period.holds(row.at):
            found.append(_switched(row, is_earned=is_earned))
        was_earned[row.brand] = is_earned
    return tuple(found)


def _switched(row: AuditRow, *, is_earned: bool) -> Switched:
    if is_earned:
        return Switched(at=row.at, is_earned=True, threshold=float(row.reason))
    return Switched(at=row.at, is_earned=False, reason=LockReason(row.reason))


def switched_notes(period: Period, switched: Iterable[Switched]) -> list[str]:
    """What has to be said of them, a sentence each."""
    return [
        f"Automatic sending was {'earned' if each.is_earned else 'locked again'} on"
        f" {moment_in(period, each.at)}{_why(each)}."
        for each in switched
    ]


def _why(switched: Switched) -> str:
    if switched.reason is not None:
        return f": {WHY_LOST[switched.reason]}"
    return f", for what the machine is at least {switched.threshold:.2f} sure of"
