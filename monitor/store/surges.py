"""Surges, and the complaints they are made of."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql import literal_column

from monitor.domain.causes import Heard
from monitor.domain.surge import Surge, SurgeEnd, Volume
from monitor.store.moments import moment, moment_or_none, stored, stored_or_none
from monitor.store.prepared import Prepared, each, values
from monitor.store.storm_tables import surge
from monitor.store.tables import message, triage
from monitor.store.triage_rows import reading_from

#: normal is kept in thousandths
MILLI = 1_000
_encode = msgspec.json.Encoder().encode
# As in the index, so that it is used.
_IS_ON = text("surge.ended_at IS NULL")
_not_ours = each("not_ours")
_complaints = (
    message.c.brand == bindparam("brand"),
    message.c.created_at >= bindparam("since"),
    message.c.created_at < bindparam("until"),
    message.c.from_brand == literal_column("0"),
    text("triage.kind = 'complaint'"),
    triage.c.rule.not_in(select(_not_ours.c.value)),
)
_none: ColumnElement[int] = literal_column("0")
_SPAN = ("brand", "since", "until", "not_ours")
_ON = Prepared(
    lambda _: select(surge).where(surge.c.brand == bindparam("brand"), _IS_ON), ("brand",)
)
_VOLUME = Prepared(
    lambda _: (
        select(func.count(), func.count(message.c.author_id.distinct()))
        .select_from(message.join(triage, triage.c.number == message.c.number))
        .where(
            *_complaints,
            or_(message.c.is_live == literal_column("1"), bindparam("only_live") == _none),
        )
    ),
    (*_SPAN, "only_live"),
)
_HEARD = Prepared(
    lambda _: (
        select(message.c.id, message.c.author_id, message.c.text, triage.c.kind, triage.c.reading)
        .select_from(message.join(triage, triage.c.number == message.c.number))
        .where(*_complaints)
        .order_by(message.c.created_at.desc(), message.c.number.desc())
        # SQLAlchemy adds an offset on SQLite, as a parameter: this one is none
        .limit(bindparam("at_most", type_=Integer))
        .offset(literal_column("0"))
    ),
    (*_SPAN, "at_most"),
)
_NEW = ("brand", "began_at", "complaints", "people", "normal_milli", "ended_by")
_BEGIN = Prepared(lambda into: into(surge).values(values(_NEW)).on_conflict_do_nothing(), _NEW)
_LAST = Prepared(
    lambda _: (
        select(surge)
        .where(surge.c.brand == bindparam("brand"), surge.c.ended_at.is_not(None))
        .order_by(surge.c.began_at.desc(), surge.c.number.desc())
        .limit(literal_column("1"))
        .offset(literal_column("0"))
    ),
    ("brand",),
)
_KNOWN_SINCE = Prepared(lambda _: select(func.min(message.c.created_at)), ())


class SqlSurges:
    """Implements `Surges`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def on(self, brand: str) -> Surge | None:
        return _first(_ON.rows(self._connection, brand))

    def last(self, brand: str) -> Surge | None:
        return _first(_LAST.rows(self._connection, brand))

    def at(self, brand: str, moment: datetime) -> Surge | None:
        wanted = (
            select(surge)
            .where(
                surge.c.brand == brand,
                surge.c.began_at <= stored(moment),
                or_(surge.c.ended_at.is_(None), surge.c.ended_at > stored(moment)),
            )
            .order_by(surge.c.began_at.desc())
            .limit(1)
        )
        return _first(self._connection.execute(wanted).all())

    def begin(self, new: Surge) -> bool:
        row = (
            new.brand,
            stored(new.began_at),
            new.complaints,
            new.people,
            round(new.normal * MILLI),
            new.ended_by,
        )
        return _BEGIN.run(self._connection, *row) == 1

    def end(self, ended: Surge) -> bool:
        changed = self._connection.execute(
            update(surge)
            .where(surge.c.number == ended.number, _IS_ON)
            .values(
                complaints=ended.complaints,
                people=ended.people,
                ended_at=stored_or_none(ended.ended_at),
                ended_by=ended.ended_by,
                end_=ended.end.value if ended.end is not None else None,
            )
        )
        return changed.rowcount == 1

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Surge]:
        wanted = (
            select(surge)
            .where(
                surge.c.began_at < stored(until),
                or_(surge.c.ended_at.is_(None), surge.c.ended_at > stored(since)),
            )
            .order_by(surge.c.began_at, surge.c.number)
        )
        if brand is not None:
            wanted = wanted.where(surge.c.brand == brand)
        return [_surge_from(row) for row in self._connection.execute(wanted)]

    def known_since(self) -> datetime | None:
        return moment_or_none(_KNOWN_SINCE.rows(self._connection)[0][0])

    def volume(
        self,
        brand: str,
        since: datetime,
        until: datetime,
        not_ours: Collection[str],
        *,
        only_live: bool = True,
    ) -> Volume:
        span = (brand, stored(since), stored(until), _array(not_ours), int(only_live))
        complaints, people = _VOLUME.rows(self._connection, *span)[0]
        return Volume(complaints=complaints, people=people)

    def heard(
        self,
        brand: str,
        since: datetime,
        until: datetime,
        not_ours: Collection[str],
        limit: int,
    ) -> list[Heard]:
        span = (brand, stored(since), stored(until), _array(not_ours))
        return [
            Heard(
                message_id=message_id,
                author_id=author_id,
                topic=_topic(kind, reading),
                text=words,
            )
            for message_id, author_id, words, kind, reading in _HEARD.rows(
                self._connection, *span, limit
            )
        ]


def _topic(kind: str, reading: str) -> str:
    topic = reading_from(kind, reading).topic
    return topic.name if topic is not None else ""


# Any: as the driver gives it
def _first(rows: Sequence[Any]) -> Surge | None:
    return _surge_from(rows[0]) if rows else None


def _surge_from(row: Sequence[Any]) -> Surge:  # Any: as the driver gives it
    number, brand, began_at, complaints, people, normal_milli, ended_at, ended_by, end = row
    return Surge(
        number=number,
        brand=brand,
        began_at=moment(began_at),
        complaints=complaints,
        people=people,
        normal=normal_milli / MILLI,
        ended_at=moment_or_none(ended_at),
        ended_by=ended_by,
        end=SurgeEnd(end) if end else None,
    )


def _array(names: Collection[str]) -> str:
    return _encode(list(names)).decode()
