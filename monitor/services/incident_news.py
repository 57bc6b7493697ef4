"""The news that people in an incident were promised, and the reminder of it."""

from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.incident import Incident
from monitor.domain.notice import Notice, NoticeKind


def is_to_be_reminded(incident: Incident, now: datetime) -> bool:
    """Half of the time until the promised news has passed."""
    due_at = incident.news_due_at
    if due_at is None or incident.mended_at is not None:
        return False
    return now >= incident.started_at + (due_at - incident.started_at) / 2


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
        text=f"It is about: {', '.join(incident.causes)}. They hear from you once more, so let"
        " it be that it works again, or how it goes on.",
        fix='monitor incident mended "..."',
        began_at=incident.started_at,
        tells_end=False,
        due_at=now,
    )
