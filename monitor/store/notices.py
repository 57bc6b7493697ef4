"""Notices in the store: one open for a brand and key."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, null, or_, select, text, update

from monitor.domain.effect import Urgency
from monitor.domain.notice import Notice, NoticeKind
from monitor.redaction import redacted_words
from monitor.store.moments import moment, moment_or_none, stored
from monitor.store.notice_tables import notice as table
from monitor.store.prepared import insert_for
from monitor.store.tables import EVERYONE

MICROSECOND = timedelta(microseconds=1)


class SqlNotices:
    """Implements `Notices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, notice: Notice) -> bool:
        again = notice.again_after
        added = self._connection.execute(
            insert_for(self._connection)(table)
            .values(
                brand=notice.brand,
                key=notice.key,
                kind=notice.kind.value,
                urgency=notice.urgency.value,
                headline=redacted_words(notice.headline),
                text=redacted_words(notice.text),
                fix=notice.fix,
                began_at=stored(notice.began_at),
                again_after=None if again is None else again // MICROSECOND,
                tells_end=int(notice.tells_end),
                due_at=stored(notice.due_at or notice.began_at),
            )
            .on_conflict_do_nothing(
                index_elements=["brand", "key"], index_where=text("ended_at IS NULL")
            )
            .returning(table.c.number)
        )
        return added.first() is not None

    def reword(self, brand: str, key: str, headline: str, text: str) -> bool:
        return self._change(
            brand, key, headline=redacted_words(headline), text=redacted_words(text)
        )

    def end(self, brand: str, key: str, at: datetime) -> bool:
        is_told = table.c.told_at.is_not(None) & (table.c.tells_end == 1)
        due = case((is_told, stored(at)), else_=null())
        return self._change(brand, key, ended_at=stored(at), due_at=due)

    def get(self, brand: str, key: str) -> Notice | None:
        found = self._found(_is_open(brand, key))
        return found[0] if found else None

    def numbered(self, number: int) -> Notice | None:
        found = self._found(table.c.number == number)
        return found[0] if found else None

    def due(self, now: datetime) -> list[Notice]:
        return self._found(table.c.due_at <= stored(now))

    def told(self, notice: Notice, now: datetime) -> None:
        again = notice.again_after
        due_at = None if again is None or notice.is_over else stored(now + again)
        # one that ended in the meantime is told of that as well
        as_it_was = table.c.ended_at.is_not(None) if notice.is_over else table.c.ended_at.is_(None)
        self._connection.execute(
            update(table)
            .where(table.c.number == notice.number)
            .values(told_at=stored(now), due_at=case((as_it_was, due_at), else_=stored(now)))
        )

    def listed(self, brand: str | None = None) -> list[Notice]:
        return self._found(table.c.ended_at.is_(None), *_of(brand))

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Notice]:
        return self._found(
            table.c.began_at < stored(until),
            or_(table.c.ended_at.is_(None), table.c.ended_at > stored(since)),
            *_of(brand),
        )

    def _change(self, brand: str, key: str, **values: object) -> bool:
        done = self._connection.execute(update(table).where(_is_open(brand, key)).values(**values))
        return done.rowcount > 0

    def _found(self, *conditions: ColumnElement[bool]) -> list[Notice]:
        asked = select(table).where(*conditions).order_by(table.c.began_at, table.c.number)
        return [_notice(row) for row in self._connection.execute(asked)]


def _is_open(brand: str, key: str) -> ColumnElement[bool]:
    return (table.c.brand == brand) & (table.c.key == key) & table.c.ended_at.is_(None)


def _of(brand: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if brand is None else (table.c.brand.in_((brand, EVERYONE)),)


def _notice(row: Row[Any]) -> Notice:  # Any: a row of this table
    return Notice(
        number=row.number,
        brand=row.brand,
        key=row.key,
        kind=NoticeKind(row.kind),
        urgency=Urgency(row.urgency),
        headline=row.headline,
        text=row.text,
        fix=row.fix,
        began_at=moment(row.began_at),
        ended_at=moment_or_none(row.ended_at),
        again_after=None if row.again_after is None else row.again_after * MICROSECOND,
        tells_end=bool(row.tells_end),
        told_at=moment_or_none(row.told_at),
        due_at=moment_or_none(row.due_at),
    )
