"""Timeline: what a case says of the effects that belong to it."""

from datetime import datetime

from monitor.domain.audit import MACHINE
from monitor.domain.case import TimelineEntry, TimelineKind
from monitor.domain.effect import Effect
from monitor.domain.store_ports import Tx


def tell_of(tx: Tx, effect: Effect, kind: TimelineKind, words: str, by: str, now: datetime) -> None:
    """One line, where the effect has a case; nobody did it: the machine."""
    if effect.case_number is not None:
        tx.cases.tell([line_of(effect, effect.case_number, kind, words, by, now)])


def line_of(
    effect: Effect,
    case_number: int,
    kind: TimelineKind,
    words: str,
    by: str,
    now: datetime,
    *,
    message_id: str = "",
) -> TimelineEntry:
    """The line itself."""
    return TimelineEntry(
        brand=effect.brand,
        case_number=case_number,
        at=now,
        kind=kind,
        by=by or MACHINE,
        words=words,
        message_id=message_id,
        effect_number=effect.number,
    )
