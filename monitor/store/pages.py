"""Pages: messages in, a page at a time, with the cursor of where the next fetch begins."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, null, select, update
from sqlalchemy.sql import ClauseElement

from monitor.domain.message import Message, Page
from monitor.domain.stored import StoredPage
from monitor.store import quarantine
from monitor.store.arrivals import Arrivals
from monitor.store.clean import sorted_out
from monitor.store.message_rows import (
    message_from,
    messages,
)
from monitor.store.moments import stored
from monitor.store.new_numbers import NewNumbers
from monitor.store.prepared import InsertInto, Prepared, each, values
from monitor.store.tables import cursor, message, page
from monitor.store.tombstones import without_erased

_ids = msgspec.json.Decoder(tuple[str, ...])
_encode = msgspec.json.Encoder().encode


_PAGE = ("brand", "connector", "stored_at", "fresh", "deleted", "duplicates")
_PAGE_NULL = {"fresh": "''", "deleted": "''"}


def _move_cursor(insert_into: InsertInto) -> ClauseElement:
    names = ("brand", "connector", "cursor")
    new = insert_into(cursor).values(values(names))
    return new.on_conflict_do_update(
        index_elements=["brand", "connector"],
        set_={"cursor": new.excluded.cursor},
        # the poll that finds nothing writes nothing
        where=cursor.c.cursor != new.excluded.cursor,
    )


_ADD_PAGE = Prepared(
    lambda into: into(page).values(values(_PAGE, _PAGE_NULL)).returning(page.c.number), _PAGE
)
_TRIAGED = Prepared(
    lambda _: (
        update(page)
        .where(page.c.number == bindparam("of_number"))
        .values(triaged_at=bindparam("now"), fresh=null(), deleted=null())
    ),
    ("now", "of_number"),
)
_MOVE_CURSOR = Prepared(_move_cursor, ("brand", "connector", "cursor"))
_CURSOR = Prepared(
    lambda _: select(cursor.c.cursor).where(
        cursor.c.brand == bindparam("brand"), cursor.c.connector == bindparam("connector")
    ),
    ("brand", "connector"),
)


class SqlPages:
    """Implements `Pages`."""

    def __init__(self, connection: Connection, numbers: NewNumbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def cursor(self, brand: str, connector: str) -> str:
        rows = _CURSOR.rows(self._connection, brand, connector)
        return str(rows[0][0]) if rows else ""

    def store(
        self,
        brand: str,
        connector: str,
        page: Page,
        now: datetime,
        *,
        is_decided: bool = False,
    ) -> StoredPage:
        """One page.

        1.  Set aside what no database can hold; leave out what erased people wrote before.
        2.  Insert the messages whose ids are new, all at once.
        3.  Weigh the others one by one: versions, late copies, deletions, duplicates.
        4.  Write the cursor, and the page with the ids to triage if that comes later.
        """
        good, bad = sorted_out(brand, connector, page.messages)
        quarantine.add(self._connection, (*page.set_aside, *bad), now, brand=brand)
        arrivals = Arrivals(self._connection, brand, self._numbers)
        arrivals.take(without_erased(self._connection, brand, good, now))
        _MOVE_CURSOR.run(self._connection, brand, connector, page.cursor)
        fresh = arrivals.in_order()
        return StoredPage(
            number=0 if is_decided else self._add_page(brand, connector, fresh, arrivals, now),
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
        _TRIAGED.run(self._connection, stored(now), number)

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
        added = _ADD_PAGE.rows(
            self._connection,
            brand,
            connector,
            stored(now),
            _encode(ids).decode() if ids else "",
            _encode(list(arrivals.deleted)).decode() if arrivals.deleted else "",
            arrivals.duplicates,
        )
        return int(added[0][0])

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
