"""The acknowledgement slot: one public word per brand and author, held by the database."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete
from sqlalchemy.sql import ClauseElement

from monitor.store.moments import stored
from monitor.store.prepared import InsertInto, Prepared, values
from monitor.store.tables import acknowledgement_slot as slot

_COLUMNS = ("author_id", "brand", "effect", "until_at")


def _take(insert_into: InsertInto) -> ClauseElement:
    new = insert_into(slot).values(values(_COLUMNS))
    return new.on_conflict_do_update(
        index_elements=["author_id", "brand"],
        set_={"effect": new.excluded.effect, "until_at": new.excluded.until_at},
        where=slot.c.until_at <= bindparam("now"),
    )


_TAKE = Prepared(_take, (*_COLUMNS, "now"))
_RELEASE = Prepared(
    lambda _: delete(slot).where(
        slot.c.author_id == bindparam("author_id"),
        slot.c.brand == bindparam("brand"),
        slot.c.effect == bindparam("effect"),
    ),
    ("author_id", "brand", "effect"),
)


class SqlSlots:
    """Implements `Slots`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, brand: str, author_id: str, effect: int, until: datetime, now: datetime) -> bool:
        wanted = (author_id, brand, effect, stored(until), stored(now))
        return _TAKE.run(self._connection, *wanted) == 1

    def release(self, brand: str, author_id: str, effect: int) -> None:
        _RELEASE.run(self._connection, author_id, brand, effect)
