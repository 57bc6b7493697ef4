"""The audit log in the database: rows are added and read, never changed.

A row's number comes from a counter of the transaction: the next writer waits for it, and a
transaction that rolls back leaves no gap.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.sql import literal_column

from monitor.domain.audit import AuditAction, AuditEntry, AuditRow, Head, hash_of
from monitor.domain.values import replace
from monitor.store.counters import Counters
from monitor.store.moments import moment, stored
from monitor.store.prepared import Prepared, values
from monitor.store.salts import hashed, salt_of_author, salt_of_brand
from monitor.store.tables import audit

#: rows in memory at once
_CHUNK = 1_000
_COUNTER = "audit"
_COLUMNS = tuple(column.name for column in audit.columns)
_ADD = Prepared(lambda into: into(audit).values(values(_COLUMNS)), _COLUMNS)
_NEWEST = Prepared(
    lambda _: (
        select(audit.c.at, audit.c.number, audit.c.hash)
        .order_by(audit.c.number.desc())
        # SQLAlchemy adds an offset on SQLite, as a parameter: this one is none
        .limit(literal_column("1"))
        .offset(literal_column("0"))
    ),
    (),
)


class SqlAudit:
    """Implements `Audit`."""

    def __init__(self, connection: Connection, counters: Counters) -> None:
        self._connection = connection
        self._counters = counters

    def write(self, entry: AuditEntry) -> None:
        number = self._counters.next(_COUNTER)
        newest = self._newest()
        row = AuditRow(
            number=number,
            brand=entry.brand,
            at=entry.at,
            actor=entry.actor,
            action=entry.action.value,
            subject=entry.subject,
            reason=entry.reason,
            about=self._about(entry, entry.author_id) if entry.author_id else "",
            words=self._about(entry, entry.words) if entry.words else "",
            hash="",
        )
        row = replace(row, hash=hash_of(row, newest.hash if newest is not None else ""))
        _ADD.run(
            self._connection,
            row.number,
            row.brand,
            stored(row.at),
            row.actor,
            row.action,
            row.subject,
            row.reason,
            row.about,
            row.words,
            row.hash,
        )

    def rows(self, after: int = 0) -> Iterator[AuditRow]:
        wanted = select(audit).order_by(audit.c.number).limit(_CHUNK)
        rows = self._connection.execute(wanted.where(audit.c.number > after)).all()
        while rows:
            yield from map(_row, rows)
            rows = self._connection.execute(wanted.where(audit.c.number > rows[-1].number)).all()

    def told_of(
        self, actions: Collection[AuditAction], until: datetime, brand: str | None = None
    ) -> list[AuditRow]:
        wanted = select(audit).where(
            audit.c.action.in_([action.value for action in actions]), audit.c.at < stored(until)
        )
        if brand is not None:
            wanted = wanted.where(audit.c.brand == brand)
        return [_row(row) for row in self._connection.execute(wanted.order_by(audit.c.number))]

    def newest(self, count: int) -> list[AuditRow]:
        wanted = select(audit.c.number).order_by(audit.c.number.desc()).limit(1).offset(count)
        return list(self.rows(self._connection.execute(wanted).scalar() or 0))

    def head(self) -> Head | None:
        return self._newest()

    def written(self) -> int:
        return self._counters.given_out(_COUNTER)

    def _newest(self) -> Head | None:
        rows = _NEWEST.rows(self._connection)
        if not rows:
            return None
        at, number, digest = rows[0]
        return Head(at=moment(at), number=number, hash=digest)

    def _about(self, entry: AuditEntry, text: str) -> str:
        """Hashed with the salt of the person it is about; else with the brand's."""
        if entry.author_id:
            return hashed(text, salt_of_author(self._connection, entry.brand, entry.author_id))
        return hashed(text, salt_of_brand(self._connection, entry.brand))


def _row(row: Row[Any]) -> AuditRow:  # Any: a row of this table
    values = row._asdict()
    return AuditRow(**values | {"at": moment(values["at"])})
