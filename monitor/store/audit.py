"""The audit log in the database: rows are added and read, never changed.

A row's number comes from a counter of the transaction: the next writer waits for it, and a
transaction that rolls back leaves no gap.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, select
from sqlalchemy import insert as insert_into

from monitor.domain.audit import AuditEntry, AuditRow, Head, hash_of
from monitor.domain.values import replace
from monitor.store.counters import Counters
from monitor.store.moments import moment, stored
from monitor.store.salts import hashed, salt_of_author, salt_of_brand
from monitor.store.tables import audit

#: rows in memory at once
_CHUNK = 1_000


class SqlAudit:
    """Implements `Audit`."""

    def __init__(self, connection: Connection, counters: Counters) -> None:
        self._connection = connection
        self._counters = counters

    def write(self, entry: AuditEntry) -> None:
        number = self._counters.next("audit")
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
        self._connection.execute(
            insert_into(audit).values(
                number=row.number,
                brand=row.brand,
                at=stored(row.at),
                actor=row.actor,
                action=row.action,
                subject=row.subject,
                reason=row.reason,
                about=row.about,
                words=row.words,
                hash=row.hash,
            )
        )

    def rows(self, after: int = 0) -> Iterator[AuditRow]:
        wanted = select(audit).order_by(audit.c.number).limit(_CHUNK)
        rows = self._connection.execute(wanted.where(audit.c.number > after)).all()
        while rows:
            for row in rows:
                values = row._asdict()
                yield AuditRow(**values | {"at": moment(values["at"])})
            rows = self._connection.execute(wanted.where(audit.c.number > rows[-1].number)).all()

    def newest(self, count: int) -> list[AuditRow]:
        wanted = select(audit.c.number).order_by(audit.c.number.desc()).limit(1).offset(count)
        return list(self.rows(self._connection.execute(wanted).scalar() or 0))

    def head(self) -> Head | None:
        return self._newest()

    def _newest(self) -> Head | None:
        row = self._connection.execute(
            select(audit.c.at, audit.c.number, audit.c.hash)
            .order_by(audit.c.number.desc())
            .limit(1)
        ).first()
        return None if row is None else Head(at=moment(row.at), number=row.number, hash=row.hash)

    def _about(self, entry: AuditEntry, text: str) -> str:
        """Hashed with the salt of the person it is about; else with the brand's."""
        if entry.author_id:
            return hashed(text, salt_of_author(self._connection, entry.brand, entry.author_id))
        return hashed(text, salt_of_brand(self._connection, entry.brand))
