"""Incidents, and the people in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    union_all,
    update,
)

from monitor.domain.incident import Incident, Person
from monitor.errors import Bug, NotFound
from monitor.store.case_tables import effect
from monitor.store.moments import moment, moment_or_none, stored, stored_or_none
from monitor.store.prepared import Prepared, insert_for
from monitor.store.storm_tables import incident, incident_person

_encode = msgspec.json.Encoder().encode
_causes = msgspec.json.Decoder(tuple[str, ...])
# As in the index, so that it is used.
_IS_OPEN = text("incident.ended_at IS NULL")
_OPEN_OF = Prepared(
    lambda _: (
        select(incident)
        .where(incident.c.brand == bindparam("brand"), _IS_OPEN)
        .order_by(incident.c.number)
    ),
    ("brand",),
)


class SqlIncidents:
    """Implements `Incidents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Incident) -> int:
        added = self._connection.execute(insert(incident).values(_incident_values(new)))
        key = added.inserted_primary_key
        if key is None:
            raise Bug("the database gave an incident no number")
        return int(key[0])

    def get(self, number: int) -> Incident | None:
        wanted = select(incident).where(incident.c.number == number)
        rows = self._connection.execute(wanted).all()
        return _incident_from(rows[0]) if rows else None

    def open_of(self, brand: str) -> list[Incident]:
        return [_incident_from(row) for row in _OPEN_OF.rows(self._connection, brand)]

    def listed(self, brand: str | None = None, limit: int = 50) -> list[Incident]:
        wanted = select(incident).order_by(incident.c.number.desc()).limit(limit)
        if brand is not None:
            wanted = wanted.where(incident.c.brand == brand)
        return [_incident_from(row) for row in self._connection.execute(wanted)]

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Incident]:
        wanted = (
            select(incident)
            .where(
                incident.c.since_at < stored(until),
                or_(incident.c.ended_at.is_(None), incident.c.ended_at > stored(since)),
            )
            .order_by(incident.c.number)
        )
        if brand is not None:
            wanted = wanted.where(incident.c.brand == brand)
        return [_incident_from(row) for row in self._connection.execute(wanted)]

    def save(self, changed: Incident) -> None:
        saved = self._connection.execute(
            update(incident)
            .where(incident.c.number == changed.number)
            .values(_incident_values(changed))
        )
        if saved.rowcount != 1:
            raise NotFound(f"there is no incident {changed.number}")

    def join(self, people: Sequence[Person]) -> None:
        if not people:
            return
        new = insert_for(self._connection)(incident_person).on_conflict_do_nothing()
        self._connection.execute(
            new,
            [
                {
                    "incident_number": one.incident,
                    "brand": one.brand,
                    "author_id": one.author_id,
                    "message_id": one.message_id,
                    "case_number": one.case_number,
                    "joined_at": stored(one.joined_at),
                    "word": one.word,
                    "news": one.news,
                    "later": one.later,
                }
                for one in people
            ],
        )

    def people(self, number: int) -> list[Person]:
        rows = self._connection.execute(
            select(incident_person)
            .where(incident_person.c.incident_number == number)
            .order_by(incident_person.c.joined_at, incident_person.c.author_id)
        )
        return [_person_from(row) for row in rows]

    def person(self, number: int, author_id: str) -> Person | None:
        rows = self._connection.execute(
            select(incident_person).where(
                incident_person.c.incident_number == number,
                incident_person.c.author_id == author_id,
            )
        ).all()
        return _person_from(rows[0]) if rows else None

    def of_author(self, brand: str, author_id: str) -> list[Person]:
        rows = self._connection.execute(
            select(incident_person)
            .where(incident_person.c.author_id == author_id, incident_person.c.brand == brand)
            .order_by(incident_person.c.incident_number.desc())
        )
        return [_person_from(row) for row in rows]

    def left_at(self, number: int) -> datetime | None:
        words = (incident_person.c.word, incident_person.c.news, incident_person.c.later)
        newest = select(func.max(effect.c.sending_at)).where(
            effect.c.number.in_(
                union_all(
                    *(
                        select(word).where(incident_person.c.incident_number == number)
                        for word in words
                    )
                )
            )
        )
        return moment_or_none(self._connection.execute(newest).scalar_one())

    def tells(self, person: Person, number: int) -> bool:
        return self._takes(person, "word", number)

    def brings_news(self, person: Person, number: int) -> bool:
        return self._takes(person, "news", number)

    def asks_for_time(self, person: Person, number: int) -> bool:
        taken = self._connection.execute(
            update(incident_person)
            .where(
                incident_person.c.incident_number == person.incident,
                incident_person.c.author_id == person.author_id,
                incident_person.c.later.is_not_distinct_from(person.later),
                incident_person.c.news.is_(None),
            )
            .values(later=number)
        )
        return taken.rowcount == 1

    def _takes(self, person: Person, place: str, number: int) -> bool:
        """One conditional update: whoever comes second changes nothing."""
        taken = self._connection.execute(
            update(incident_person)
            .where(
                incident_person.c.incident_number == person.incident,
                incident_person.c.author_id == person.author_id,
                incident_person.c[place].is_(None),
            )
            .values({place: number})
        )
        return taken.rowcount == 1


def _incident_values(one: Incident) -> dict[str, object]:
    return {
        "brand": one.brand,
        "causes": _encode(one.causes).decode(),
        "sentence": one.sentence,
        "since_at": stored(one.since),
        "started_at": stored(one.started_at),
        "started_by": one.started_by,
        "promise": one.promise,
        "sends_new_by": one.sends_new_by,
        "next_word_at": stored_or_none(one.next_word_at),
        "news_due_at": stored_or_none(one.news_due_at),
        "mended_sentence": one.mended_sentence,
        "mended_at": stored_or_none(one.mended_at),
        "mended_by": one.mended_by,
        "ended_at": stored_or_none(one.ended_at),
        "ended_by": one.ended_by,
        "renewals": one.renewals,
        "later_sentence": one.later_sentence,
        "renewed_at": stored_or_none(one.renewed_at),
        "renewals_told": one.renewals_told,
    }


def _incident_from(row: Sequence[Any]) -> Incident:  # Any: as the driver gives it
    (
        number, brand, causes, sentence, since_at, started_at, started_by, promise, sends_new_by,
        next_word_at, news_due_at, mended_sentence, mended_at, mended_by, ended_at, ended_by,
        renewals, later_sentence, renewed_at, renewals_told,
    ) = row  # fmt: skip
    return Incident(
        number=number,
        brand=brand,
        causes=_causes.decode(causes),
        sentence=sentence,
        since=moment(since_at),
        started_at=moment(started_at),
        started_by=started_by,
        promise=promise,
        sends_new_by=sends_new_by,
        next_word_at=moment_or_none(next_word_at),
        news_due_at=moment_or_none(news_due_at),
        mended_sentence=mended_sentence,
        mended_at=moment_or_none(mended_at),
        mended_by=mended_by,
        ended_at=moment_or_none(ended_at),
        ended_by=ended_by,
        # of an incident from before there was such a thing
        renewals=renewals or 0,
        later_sentence=later_sentence or "",
        renewed_at=moment_or_none(renewed_at),
        renewals_told=renewals_told or 0,
    )


def _person_from(row: Sequence[Any]) -> Person:  # Any: as the driver gives it
    number, brand, author_id, message_id, case_number, joined_at, word, news, later = row
    return Person(
        incident=number,
        brand=brand,
        author_id=author_id,
        message_id=message_id,
        case_number=case_number,
        joined_at=moment(joined_at),
        word=word,
        news=news,
        later=later,
    )
