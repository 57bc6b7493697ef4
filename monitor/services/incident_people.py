"""The people of an incident: everybody whose complaint has its cause."""

from datetime import datetime, timedelta

from monitor.domain.case import TimelineEntry, TimelineKind
from monitor.domain.incident import (
    Incident,
    Person,
)
from monitor.domain.store_ports import Tx


def joined(person: Person, incident: Incident, by: str, now: datetime) -> TimelineEntry:
    return TimelineEntry(
        brand=person.brand,
        case_number=person.case_number or 0,
        at=now,
        kind=TimelineKind.NOTE,
        by=by,
        words=f"part of incident {incident.number}: {', '.join(incident.causes)}",
        message_id=person.message_id,
    )


def people_of(tx: Tx, incident: Incident, now: datetime) -> list[Person]:
    """Everybody whose complaint has its cause, by the post that addresses us."""
    found: dict[str, Person] = {}
    addressed: set[str] = set()
    for one in tx.messages.between(incident.since, now + timedelta(minutes=5), incident.brand):
        message = one.message
        author = message.author.id
        if author in addressed or message.deleted_at is not None:
            continue
        if not incident.covers(message, one.reading):
            continue
        if message.addressed:
            addressed.add(author)
        if message.addressed or author not in found:
            found[author] = Person(
                incident=incident.number,
                brand=incident.brand,
                author_id=author,
                message_id=message.id,
                case_number=one.case_number,
                joined_at=now,
            )
    return list(found.values())
