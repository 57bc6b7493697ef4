"""What we remember about authors: who they are, and the marks the owner or they themselves set."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from monitor.domain.message import Author
from monitor.domain.ports import Mark
from monitor.store.message_rows import AUTHOR_COLUMNS, author_from
from monitor.store.moments import stored, stored_or_none
from monitor.store.prepared import insert_for
from monitor.store.tables import author, author_mark

_AUTHOR = tuple(author.c[name] for name in AUTHOR_COLUMNS)


class SqlAuthors:
    """Implements `Authors`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, author_id: str) -> Author | None:
        row = self._connection.execute(
            select(*_AUTHOR).where(author.c.id == author_id).order_by(author.c.brand).limit(1)
        ).first()
        return author_from(row.id, row.platform, row[2:]) if row is not None else None

    def find(self, handle: str) -> list[Author]:
        # Platforms write a handle with or without its @.
        bare = handle.removeprefix("@").lower()
        rows = self._connection.execute(
            select(*_AUTHOR)
            .where(func.lower(author.c.handle).in_([bare, f"@{bare}"]))
            .order_by(author.c.id, author.c.brand)
        )
        found = {row.id: author_from(row.id, row.platform, row[2:]) for row in rows}
        return list(found.values())

    def opt_out(self, brand: str, author_id: str, at: datetime, why: str) -> None:
        self.mark(brand, author_id, Mark.OPTED_OUT, at, why)

    def mark(
        self,
        brand: str,
        author_id: str,
        mark: Mark,
        at: datetime,
        why: str,
        until: datetime | None = None,
    ) -> None:
        new = insert_for(self._connection)(author_mark).values(
            author_id=author_id,
            brand=brand,
            mark=mark.value,
            at=stored(at),
            until_at=stored_or_none(until),
            why=why,
        )
        told = new.excluded
        self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["author_id", "brand", "mark"],
                set_={"at": told.at, "until_at": told.until_at, "why": told.why},
            )
        )

    def unmark(self, brand: str, author_id: str, mark: Mark) -> None:
        self._connection.execute(
            delete(author_mark).where(
                author_mark.c.author_id == author_id,
                author_mark.c.brand == brand,
                author_mark.c.mark == mark.value,
            )
        )
