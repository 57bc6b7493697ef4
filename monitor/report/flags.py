"""Flags of a week: how many people were to be looked at, and what was decided, from the audit log.

Nobody is named. A flag that lapses is no decision, and stands in no log: it is not counted.
"""

from collections import Counter

from monitor.domain.audit import AuditAction
from monitor.domain.flag import StepKind
from monitor.domain.store_ports import Tx
from monitor.domain.strike import Judged
from monitor.report.period import Period

#: what is told, in this order, in our own words
WORDS = {
    StepKind.OPENED.value: "people flagged for a look",
    StepKind.DISMISS.value: "dismissed",
    StepKind.WATCH.value: "watched",
    StepKind.QUIET.value: "kept quiet",
    StepKind.MUTE.value: "muted",
    StepKind.HIDE.value: "a post hidden",
    StepKind.BLOCK.value: "blocked",
    StepKind.UNDO.value: "taken back",
    Judged.CONFIRMED.value: "strikes confirmed",
    Judged.DROPPED.value: "strikes dropped",
}


def flags_in(tx: Tx, period: Period, brand: str | None) -> dict[str, int]:
    """What happened → how often, in the order of `WORDS`; only what did happen."""
    rows = tx.audit.told_of((AuditAction.FLAG,), period.until, brand)
    counts = Counter(row.reason for row in rows if period.holds(row.at))
    return {what: counts[what] for what in WORDS if counts[what]}
