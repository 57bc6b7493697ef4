"""The acknowledgement slot: one public word per brand and author, held by the database."""

from datetime import datetime

from sqlalchemy import Connection, delete

from monitor.store.moments import stored
from monitor.store.prepared import insert_for
from monitor.store.tables import acknowledgement_slot as slot


class SqlSlots:
    """Implements `Slots`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take(self, brand: str, author_id: str, effect: int, until: datetime, now: datetime) -> bool:
        new = insert_for(self._connection)(slot).values(
            author_id=author_id, brand=brand, effect=effect, until_at=stored(until)
        )
        taken = self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["author_id", "brand"],
                set_={"effect": new.excluded.effect, "until_at": new.excluded.until_at},
                where=slot.c.until_at <= stored(now),
            )
        )
        return taken.rowcount == 1

    def release(self, brand: str, author_id: str, effect: int) -> None:
        self._connection.execute(
            delete(slot).where(
                slot.c.author_id == author_id, slot.c.brand == brand, slot.c.effect == effect
            )
        )
