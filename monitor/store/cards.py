"""Posted cards in the store: one for a brand, desk and key."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from monitor.domain.card_ports import PostedCard
from monitor.store.card_tables import posted_card as table
from monitor.store.moments import moment, moment_or_none, stored
from monitor.store.prepared import insert_for
from monitor.store.pulse import pulse_of


class SqlPostedCards:
    """Implements `PostedCards`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, brand: str, desk: str, key: str) -> PostedCard | None:
        row = self._connection.execute(select(table).where(_is(brand, desk, key))).first()
        return _card(row) if row is not None else None

    def begin(self, card: PostedCard) -> bool:
        added = self._connection.execute(
            insert_for(self._connection)(table)
            .values(brand=card.brand, desk=card.desk, key=card.key, of_=card.of, **_state(card))
            .on_conflict_do_nothing()
            .returning(table.c.key)
        )
        return added.first() is not None

    def save(self, card: PostedCard) -> None:
        self._connection.execute(
            update(table).where(_is(card.brand, card.desk, card.key)).values(**_state(card))
        )

    def forget(self, brand: str, desk: str, key: str) -> None:
        """With what stands in its thread."""
        here = (table.c.brand == brand) & (table.c.desk == desk)
        self._connection.execute(
            delete(table).where(here & ((table.c.key == key) | (table.c.of_ == key)))
        )

    def thread(self, brand: str, desk: str, key: str) -> list[PostedCard]:
        rows = self._connection.execute(
            select(table)
            .where(
                table.c.brand == brand,
                table.c.desk == desk,
                table.c.of_ == key,
                table.c.place != "",
            )
            .order_by(table.c.began_at, table.c.key)
        )
        return [_card(row) for row in rows]

    def alive(self, brand: str, desk: str) -> list[PostedCard]:
        rows = self._connection.execute(
            select(table)
            .where(
                table.c.brand == brand,
                table.c.desk == desk,
                table.c.is_final == 0,
                table.c.of_ == "",
                table.c.place != "",
            )
            .order_by(table.c.changed_at, table.c.began_at, table.c.key)
        )
        return [_card(row) for row in rows]

    def lies(self, brand: str, key: str) -> bool:
        found = select(table.c.key).where(
            table.c.brand == brand,
            table.c.key == key,
            table.c.of_ == "",
            table.c.place != "",
            table.c.is_final == 0,
        )
        return self._connection.execute(found.limit(1)).first() is not None

    def pulse(self) -> str:
        return pulse_of(self._connection)


def _is(brand: str, desk: str, key: str) -> ColumnElement[bool]:
    return (table.c.brand == brand) & (table.c.desk == desk) & (table.c.key == key)


def _state(card: PostedCard) -> dict[str, object]:
    return {
        "place": card.place,
        "shown": card.shown,
        "began_at": stored(card.began_at),
        "changed_at": stored(card.changed_at) if card.changed_at is not None else None,
        "is_final": int(card.is_final),
    }


# Any: a row of the table
def _card(row: Row[Any]) -> PostedCard:
    return PostedCard(
        brand=row.brand,
        desk=row.desk,
        key=row.key,
        of=row.of_,
        place=row.place,
        shown=row.shown,
        began_at=moment(row.began_at),
        changed_at=moment_or_none(row.changed_at),
        is_final=bool(row.is_final),
    )
