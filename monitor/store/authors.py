"""What we remember about authors: who they are, and the marks the owner or they themselves set."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, literal_column, select

from monitor.domain.message import Author
from monitor.domain.stored import Mark
from monitor.store.message_rows import message_from, messages
from monitor.store.moments import stored, stored_or_none
from monitor.store.prepared import Prepared, insert_for
from monitor.store.tables import author_mark, message

# Reads every mark, once a page: there are few.
_AWAITED = Prepared(
    lambda _: (
        select(author_mark.c.author_id)
        .where(
            author_mark.c.brand == bindparam("brand"),
            author_mark.c.mark == bindparam("of_mark"),
            # as a word of the statement: SQLite plans anew each time a pattern is bound
            author_mark.c.author_id.like(literal_column("'%:@%'")),
        )
        .order_by(author_mark.c.author_id)
    ),
    ("brand", "of_mark"),
)


class SqlAuthors:
    """Implements `Authors`. Who an author is stands in the newest message that still has words."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, author_id: str) -> Author | None:
        row = self._connection.execute(
            messages()
            .where(message.c.author_id == author_id)
            .order_by(
                message.c.deleted_at.is_not(None),
                message.c.created_at.desc(),
                message.c.number.desc(),
            )
            .limit(1)
        ).first()
        return message_from(row).author if row is not None else None

    def find(self, handle: str) -> list[Author]:
        # Reads every message: a person asks, now and then. Platforms write a handle with or
        # without its @, and a former handle finds its author too.
        bare = handle.removeprefix("@").lower()
        ids = self._connection.execute(
            select(message.c.author_id)
            .where(func.lower(message.c.author_handle).in_([bare, f"@{bare}"]))
            .distinct()
            .order_by(message.c.author_id)
        ).scalars()
        return [author for id_ in ids.all() if (author := self.get(id_)) is not None]

    def opt_out(self, brand: str, author_id: str, at: datetime, why: str) -> None:
        self.mark(brand, author_id, Mark.OPTED_OUT, at, why)

    def awaited(self, brand: str, mark: Mark) -> list[str]:
        rows = _AWAITED.rows(self._connection, brand, mark.value)
        return [author_id for (author_id,) in rows]

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
