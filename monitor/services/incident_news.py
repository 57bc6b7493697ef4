"""The news that people in an incident were promised, and the reminder of it."""

from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.incident import RENEWALS, Incident
from monitor.domain.notice import Notice, NoticeKind


def is_to_be_reminded(incident: Incident, now: datetime) -> bool:
    """Half of the time until the promised news has passed."""
    due_at = incident.news_due_at
    if due_at is None or incident.mended_at is not None:
        return False
    began_at = incident.renewed_at or incident.started_at
    return began_at + (due_at - began_at) / 2 <= now


def notice_key(incident: Incident) -> str:
    """Under which its notice stands."""
    return f"incident {incident.number}"


def reminder(incident: Incident, told: int, hours: Hours, now: datetime) -> Notice:
    """What the owner is told when half of the time has passed; `told`: so many people wait."""
    due_at = hours.local(incident.news_due_at or now)
    people = "1 person was" if told == 1 else f"{told:,} people were"
    return Notice(
        brand=incident.brand,
        key=notice_key(incident),
        kind=NoticeKind.SURGE,
        headline=f"{people} promised news by {due_at:%A %H:%M}",
        text=f"It is about: {', '.join(incident.causes)}. {_what_helps(incident)}",
        fix='monitor incident mended "..."',
        began_at=incident.started_at,
        tells_end=False,
        due_at=now,
    )


def _what_helps(incident: Incident) -> str:
    left = RENEWALS - incident.renewals
    if left <= 0:
        return "You have asked for more time before, and not again: answer them one by one."
    return 'If it takes longer, tell them before: monitor incident more-time "...".'
