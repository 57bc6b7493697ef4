"""Who is flagged, quiet or muted and asks why, or says sorry: the owner is shown the history."""

from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.facts import Facts
from monitor.domain.making_up import makes_up
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx


def told_of(tx: Tx, facts: Facts, hours: Hours, now: datetime) -> Effect | None:
    """An alert, in office hours; None for nearly everybody."""
    message, around = facts.message, facts.circumstances
    if not (around.is_flagged or around.is_quiet or around.is_muted):
        return None
    if message.from_brand or not message.is_live or not (message.addressed or message.is_direct):
        return None
    what = makes_up(message.text)
    if what is None:
        return None
    flags = tx.standings.of_author(message.brand, [message.author.id])
    words = f"{what.value}. A word from a person can end it here. "
    if flags:
        words += f"What was before: monitor flag {flags[-1].flag.number}"
    else:
        words += "No flag of theirs is kept: you decided by yourself to keep quiet"
    not_before = hours.next_office_opening(now)
    is_open = not_before <= now
    return Effect(
        number=tx.outbox.next_number(),
        brand=message.brand,
        action=Action.ALERT,
        state=State.APPROVED if is_open else State.HELD,
        reason=Reason.FLAGGED if is_open else Reason.OUTSIDE_OFFICE_HOURS,
        platform=message.platform,
        message_id="",
        author_id=message.author.id,
        conversation_id="",
        rule=f"flag {message.id} {message.version}",
        template="flag",
        slots=Slots(name=message.author.name, handle=message.author.handle, note=words),
        urgency=Urgency.NOW,
        created_at=now,
        not_before=not_before,
    )
