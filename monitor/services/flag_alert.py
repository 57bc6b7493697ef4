"""What the owner is told of somebody, in office hours: nobody is woken for it.

It names no message, so that whatever becomes of one, the alert is about the person.
"""

from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.message import Author
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx

#: begins the rule of every alert about a flag
NEWS = "flag"


def alert_of(
    tx: Tx, brand: str, author: Author, which: str, words: str, hours: Hours, now: datetime
) -> Effect:
    """The alert, to be added; `which` tells it from every other."""
    not_before = hours.next_office_opening(now)
    is_open = not_before <= now
    return Effect(
        number=tx.outbox.next_number(),
        brand=brand,
        action=Action.ALERT,
        state=State.APPROVED if is_open else State.HELD,
        reason=Reason.FLAGGED if is_open else Reason.OUTSIDE_OFFICE_HOURS,
        platform=author.id.partition(":")[0],
        message_id="",
        author_id=author.id,
        conversation_id="",
        rule=f"{NEWS} {which}",
        template=NEWS,
        slots=Slots(name=author.name, handle=author.handle or author.id, note=words),
        urgency=Urgency.NOW,
        created_at=now,
        not_before=not_before,
    )
