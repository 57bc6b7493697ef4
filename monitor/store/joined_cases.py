"""Cases that became one, because their customers are one person, and the way back."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, delete, insert, or_, select, update

from monitor.domain.case import Case
from monitor.domain.customer import JoinedCase
from monitor.store.moments import moment, stored
from monitor.store.tables import (
    case_timeline,
    effect,
    incident_person,
    joined_case,
    promise,
)

_encode = msgspec.json.Encoder().encode
_case = msgspec.json.Decoder(Case)


class Moved(msgspec.Struct, frozen=True):
    """The rows of a case that became part of another one, by their numbers."""

    timeline: list[int] = []
    promises: list[int] = []
    effects: list[int] = []
    #: incident and author
    incidents: list[tuple[int, str]] = []


_moved = msgspec.json.Decoder(Moved)


class SqlJoinedCases:
    """What is part of which case, with the rows that moved."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def join(self, joined: JoinedCase) -> None:
        number, into = joined.number, joined.into
        before = [_moved.decode(row.moved) for row in self._joined(number)]
        moved = self._rows_of(number)
        own = Moved(
            timeline=_less(moved.timeline, (one.timeline for one in before)),
            promises=_less(moved.promises, (one.promises for one in before)),
            effects=_less(moved.effects, (one.effects for one in before)),
            incidents=_less(moved.incidents, (one.incidents for one in before)),
        )
        self._move(moved, into)
        base = _encode(joined.base).decode()
        self._connection.execute(
            update(joined_case)
            .where(joined_case.c.into_number.in_([number, into]))
            .values(into_number=into, base=base)
        )
        self._connection.execute(
            insert(joined_case).values(
                case_number=number,
                brand=joined.brand,
                into_number=into,
                at=stored(joined.at),
                was=_encode(joined.was).decode(),
                base=base,
                moved=_encode(own).decode(),
            )
        )

    def joined(self, into: int) -> list[JoinedCase]:
        return [
            JoinedCase(
                brand=row.brand,
                number=row.case_number,
                into=row.into_number,
                at=moment(row.at),
                was=_case.decode(row.was),
                base=_case.decode(row.base),
            )
            for row in self._joined(into)
        ]

    def part_of(self, number: int) -> int | None:
        return self._connection.execute(
            select(joined_case.c.into_number).where(joined_case.c.case_number == number)
        ).scalar()

    def part(self, joined: JoinedCase) -> None:
        this = joined_case.c.case_number == joined.number
        moved = self._connection.execute(select(joined_case.c.moved).where(this)).scalar_one()
        self._move(_moved.decode(moved), joined.number, joined.into)
        self._connection.execute(delete(joined_case).where(this))

    def bring(self, source: int, to: int, author_ids: Sequence[str]) -> None:
        theirs = select(effect.c.number).where(
            effect.c.case_number == source, effect.c.author_id.in_(author_ids)
        )
        effects = list(self._connection.execute(theirs).scalars())
        rows = Moved(
            timeline=self._numbers(
                select(case_timeline.c.number).where(
                    case_timeline.c.case_number == source,
                    or_(
                        case_timeline.c.by.in_(author_ids),
                        case_timeline.c.effect_number.in_(effects),
                    ),
                )
            ),
            promises=self._numbers(
                select(promise.c.number).where(
                    promise.c.case_number == source, promise.c.effect_number.in_(effects)
                )
            ),
            effects=effects,
            incidents=[
                (number, author_id)
                for number, author_id in self._people_in(source)
                if author_id in author_ids
            ],
        )
        self._move(rows, to, source)

    def _joined(self, into: int) -> Sequence[Any]:  # Any: rows
        return self._connection.execute(
            select(joined_case)
            .where(joined_case.c.into_number == into)
            .order_by(joined_case.c.at, joined_case.c.case_number)
        ).all()

    def _rows_of(self, number: int) -> Moved:
        return Moved(
            timeline=self._numbers(_of(case_timeline, number)),
            promises=self._numbers(_of(promise, number)),
            effects=self._numbers(_of(effect, number)),
            incidents=self._people_in(number),
        )

    def _move(self, rows: Moved, to: int, source: int | None = None) -> None:
        """These rows belong to that case; with a source only those that are still there."""
        for table, numbers in (
            (case_timeline, rows.timeline),
            (promise, rows.promises),
            (effect, rows.effects),
        ):
            which: ColumnElement[bool] = table.c.number.in_(numbers)
            if source is not None:
                which = and_(which, table.c.case_number == source)
            self._connection.execute(update(table).where(which).values(case_number=to))
        for number, author_id in rows.incidents:
            self._connection.execute(
                update(incident_person)
                .where(
                    incident_person.c.incident_number == number,
                    incident_person.c.author_id == author_id,
                )
                .values(case_number=to)
            )

    def _people_in(self, number: int) -> list[tuple[int, str]]:
        rows = self._connection.execute(
            select(incident_person.c.incident_number, incident_person.c.author_id).where(
                incident_person.c.case_number == number
            )
        )
        return [(incident, author_id) for incident, author_id in rows]

    def _numbers(self, wanted: Select[Any]) -> list[int]:  # Any: one column of numbers
        return list(self._connection.execute(wanted).scalars())


def _of(table: Any, number: int) -> Select[Any]:  # Any: one of three tables
    return select(table.c.number).where(table.c.case_number == number)


def _less(rows: list[Any], others: Iterable[list[Any]]) -> list[Any]:  # Any: numbers, or pairs
    gone = {one for other in others for one in other}
    return [one for one in rows if one not in gone]
