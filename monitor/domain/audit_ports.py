"""The store's ports for the audit log: its rows, and its heads outside the database."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol

from monitor.domain.audit import AuditAction, AuditEntry, AuditRow, Head


class Audit(Protocol):
    """Who decided what: rows are added and read, never changed."""

    def write(self, entry: AuditEntry) -> None:
        """One row more, in the transaction of what it tells."""
        ...

    def rows(self, after: int = 0) -> Iterator[AuditRow]:
        """Every row behind that number, in order, streaming."""
        ...

    def told_of(
        self, actions: Collection[AuditAction], until: datetime, brand: str | None = None
    ) -> list[AuditRow]:
        """The rows of these actions before that moment, in order."""
        ...

    def newest(self, count: int) -> list[AuditRow]:
        """The last so many, oldest first."""
        ...

    def head(self) -> Head | None:
        """The newest row; None: nothing was written down yet."""
        ...

    def written(self) -> int:
        """How many rows were ever added, by a count that stands elsewhere in the database."""
        ...


class HeadLog(Protocol):
    """The heads of the audit log, outside the database."""

    def read(self) -> list[Head]: ...

    def append(self, head: Head) -> None: ...
