"""Pages: messages in, a page at a time, with the cursor of where the next fetch begins."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, insert, or_, select, update
from sqlalchemy.sql import ClauseElement

from monitor.domain.message import Message, Page
from monitor.domain.ports import StoredPage
from monitor.store import quarantine
from monitor.store.arrivals import Arrivals
from monitor.store.clean import candidates
from monitor.store.message_rows import (
    AUTHOR_COLUMNS,
    AUTHOR_NULL,
    message_from,
    messages,
)
from monitor.store.moments import stored
from monitor.store.prepared import InsertInto, Prepared, each, values
from monitor.store.tables import author, cursor, message, page

_ids = msgspec.json.Decoder(tuple[str, ...])
_encode = msgspec.json.Encoder().encode


def _upsert_authors(insert_into: InsertInto) -> ClauseElement:
    """New authors, and those who changed; the others are not written at all."""
    new = insert_into(author).values(values(AUTHOR_COLUMNS, AUTHOR_NULL))
    told = new.excluded
    changed = {
        "handle": told.handle,
        "name": told.name,
        "is_bot": told.is_bot,
        # a platform that does not say is not a platform that says no
        "followers": func.coalesce(told.followers, author.c.followers),
        "created_at": func.coalesce(told.created_at, author.c.created_at),
    }
    return new.on_conflict_do_update(
        index_elements=["id", "brand"],
        set_=changed,
        where=or_(*(author.c[name].is_distinct_from(value) for name, value in changed.items())),
    )


def _move_cursor(insert_into: InsertInto) -> ClauseElement:
    names = ("brand", "connector", "cursor")
    new = insert_into(cursor).values(values(names))
    return new.on_conflict_do_update(
        index_elements=["brand", "connector"],
        set_={"cursor": new.excluded.cursor},
        # the poll that finds nothing writes nothing
        where=cursor.c.cursor != new.excluded.cursor,
    )


_AUTHORS = Prepared(_upsert_authors, AUTHOR_COLUMNS)
_CURSOR = Prepared(_move_cursor, ("brand", "connector", "cursor"))


class SqlPages:
    """Implements `Pages`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cursor(self, brand: str, connector: str) -> str:
        found = self._connection.execute(
            select(cursor.c.cursor).where(cursor.c.brand == brand, cursor.c.connector == connector)
        ).scalar()
        return found or ""

    def store(self, brand: str, connector: str, page: Page, now: datetime) -> StoredPage:
        """One page.

        1.  Set aside what no database can hold.
        2.  Insert the messages whose ids are new, all at once.
        3.  Weigh the others one by one: versions, late copies, deletions, duplicates.
        4.  Write authors who are new or changed, and the cursor.
        5.  Write the page itself, with the ids to triage.
        """
        good, bad = candidates(brand, connector, page.messages)
        quarantine.add(self._connection, (*page.set_aside, *bad), now, brand=brand)
        arrivals = Arrivals(self._connection, brand)
        arrivals.take(good)
        _AUTHORS.run_many(self._connection, arrivals.authors())
        _CURSOR.run(self._connection, brand, connector, page.cursor)
        fresh = arrivals.in_order()
        return StoredPage(
            number=self._add_page(brand, connector, fresh, arrivals, now),
            brand=brand,
            fresh=fresh,
            deleted=tuple(arrivals.deleted),
            duplicates=arrivals.duplicates,
        )

    def untriaged(self) -> list[StoredPage]:
        rows = self._connection.execute(
            select(page.c.number, page.c.brand, page.c.fresh, page.c.deleted, page.c.duplicates)
            .where(page.c.triaged_at.is_(None))
            .order_by(page.c.number)
        ).all()
        return [
            StoredPage(
                number=row.number,
                brand=row.brand,
                fresh=self._messages(row.brand, row.fresh),
                deleted=_ids.decode(row.deleted) if row.deleted else (),
                duplicates=row.duplicates,
            )
            for row in rows
        ]

    def triaged(self, number: int, now: datetime) -> None:
        self._connection.execute(
            update(page)
            .where(page.c.number == number)
            .values(triaged_at=stored(now), fresh=None, deleted=None)
        )

    def _add_page(
        self,
        brand: str,
        connector: str,
        fresh: Sequence[Message],
        arrivals: Arrivals,
        now: datetime,
    ) -> int:
        """The page's number; 0 when there is nothing to triage, and then nothing is written."""
        if not fresh and not arrivals.deleted:
            return 0
        ids = [message.id for message in fresh]
        made = self._connection.execute(
            insert(page).values(
                brand=brand,
                connector=connector,
                stored_at=stored(now),
                fresh=_encode(ids).decode() if ids else None,
                deleted=_encode(list(arrivals.deleted)).decode() if arrivals.deleted else None,
                duplicates=arrivals.duplicates,
            )
        )
        key = made.inserted_primary_key
        assert key is not None
        return int(key[0])

    def _messages(self, brand: str, ids: str | None) -> tuple[Message, ...]:
        """The messages of a page that still have a text, in the order they were stored in."""
        if not ids:
            return ()
        wanted = _ids.decode(ids)
        rows = self._connection.execute(
            messages().where(
                message.c.brand == brand,
                message.c.id.in_(select(each("ids").c.value)),
                message.c.deleted_at.is_(None),
            ),
            {"ids": ids},
        )
        found = {made.id: made for made in map(message_from, rows)}
        return tuple(found[id_] for id_ in wanted if id_ in found)
