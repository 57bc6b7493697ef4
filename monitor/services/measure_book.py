"""What is written down when a measure moves: the mark against the author, the case's timeline.

Invariant: the mark `muted` stands exactly as long as a mute or a block of the author has not ended,
whoever takes or undoes it. What is over for us and not yet on the platform still holds our tongue:
we would not see the answer.
"""

from datetime import datetime

from monitor.domain.audit import AuditAction, of_effect
from monitor.domain.case import TimelineKind
from monitor.domain.effect import Effect, State
from monitor.domain.measure import Stage, is_of_author, stage_of, until_of
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Mark
from monitor.services.outbox import move
from monitor.services.timeline import tell_of

#: what the audit log calls its ends
AUDITED = {
    State.SENT: AuditAction.KEPT_AWAY,
    State.REFUSED: AuditAction.NOT_SENT,
    State.EXPIRED: AuditAction.NOT_SENT,
    State.UNKNOWN: AuditAction.UNKNOWN,
    State.RETRACTED: AuditAction.LET_BE,
}


def write_move(tx: Tx, old: Effect, new: Effect, words: str, now: datetime, by: str = "") -> bool:
    """Moves the measure, with all that follows; False when somebody else moved it first.

    `words`: for the timeline of its case; "" tells nothing.
    """
    if not move(tx, old, new):
        return False
    action = AUDITED.get(new.state) if old.state is not new.state else None
    if action is not None:
        tx.audit.write(of_effect(new, action, now, by=by, reason=new.action.value))
    mark_author(tx, new, now)
    tell(tx, new, words, now, by)
    return True


def mark_author(tx: Tx, measure: Effect, now: datetime) -> None:
    """Sets or takes away `muted`, as the measures against this author want it."""
    if not is_of_author(measure):
        return
    brand, author_id = measure.brand, measure.author_id
    against = [
        one for one in tx.outbox.measures(brand) if is_of_author(one) and one.author_id == author_id
    ]
    if not against:
        tx.authors.unmark(brand, author_id, Mark.MUTED)
        return
    ends = [until_of(one) if stage_of(one) is Stage.STANDS else None for one in against]
    known = [end for end in ends if end is not None]
    until = max(known) if len(known) == len(ends) else None
    why = next((one.slots.note for one in against if one.slots.note), "the owner wants it so")
    tx.authors.mark(brand, author_id, Mark.MUTED, now, why, until)


def tell(tx: Tx, measure: Effect, words: str, now: datetime, by: str = "") -> None:
    """A note in the case that was open when it was asked for."""
    if words:
        tell_of(tx, measure, TimelineKind.NOTE, words, by, now)
