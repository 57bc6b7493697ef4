"""Labels in the store: one for each mention that was judged."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select

from monitor.domain.label import Judged, Label, LabelReason
from monitor.store.label_tables import label as table
from monitor.store.moments import moment, stored
from monitor.store.prepared import insert_for

#: scores are kept in millionths: exact enough, and the same everywhere
MICRO = 1_000_000


class SqlLabels:
    """Implements `Labels`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, label: Label) -> None:
        row = {
            "author_id": label.author_id,
            "platform": label.platform,
            "effect_number": label.effect_number,
            "judged": label.judged.value,
            "reason": label.reason.value,
            "is_practice": int(label.is_practice),
            "score_micro": None if label.score is None else round(label.score * MICRO),
            "floor_micro": round(label.floor * MICRO),
            "model": label.model,
            "by": label.by,
            "at": stored(label.at),
        }
        new = insert_for(self._connection)(table)
        self._connection.execute(
            new.values(brand=label.brand, message_id=label.message_id, **row).on_conflict_do_update(
                index_elements=["brand", "message_id"], set_=row
            )
        )

    def get(self, brand: str, message_id: str) -> Label | None:
        wanted = select(table).where(table.c.brand == brand, table.c.message_id == message_id)
        row = self._connection.execute(wanted).first()
        return _label(row) if row is not None else None

    def forget(self, brand: str, message_id: str) -> None:
        self._connection.execute(
            delete(table).where(table.c.brand == brand, table.c.message_id == message_id)
        )

    def since(self, brand: str, since: datetime) -> list[Label]:
        rows = self._connection.execute(
            select(table)
            .where(
                table.c.brand == brand, or_(table.c.at >= stored(since), table.c.is_practice == 1)
            )
            .order_by(table.c.at, table.c.number)
        )
        return [_label(row) for row in rows]

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Label]:
        wanted = select(table).where(table.c.at >= stored(since), table.c.at < stored(until))
        if brand is not None:
            wanted = wanted.where(table.c.brand == brand)
        rows = self._connection.execute(wanted.order_by(table.c.at, table.c.number))
        return [_label(row) for row in rows]


def _label(row: Row[Any]) -> Label:  # Any: a row of this table
    return Label(
        brand=row.brand,
        message_id=row.message_id,
        author_id=row.author_id,
        platform=row.platform,
        effect_number=row.effect_number,
        judged=Judged(row.judged),
        reason=LabelReason(row.reason),
        is_practice=bool(row.is_practice),
        score=None if row.score_micro is None else row.score_micro / MICRO,
        floor=row.floor_micro / MICRO,
        model=row.model,
        by=row.by,
        at=moment(row.at),
    )
