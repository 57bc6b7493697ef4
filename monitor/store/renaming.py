"""Where others name a message by its id: renamed with it, or left out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select, update

from monitor.store.tables import (
    closed_conversation,
    effect,
    message,
    page,
)

#: ids in one statement
_CHUNK = 500
#: where others name a message of theirs
_PLACES = (
    (message, "conversation_id"),
    (message, "parent_id"),
    (effect, "conversation_id"),
)
_encode = msgspec.json.Encoder().encode
_ids = msgspec.json.Decoder(list[str])


def _without(ids: str | None, gone: frozenset[str]) -> str | None:
    if not ids:
        return None
    kept = [one for one in _ids.decode(ids) if one not in gone]
    return _encode(kept).decode() if kept else None


def chunks(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:  # Any: rows or ids
    return (rows[first : first + _CHUNK] for first in range(0, len(rows), _CHUNK))


def rename_elsewhere(
    connection: Connection, brand: str, old_ids: Sequence[str], new_ids: Mapping[str, str]
) -> None:
    """In messages of others, in what is closed, in pages that wait."""
    for ids in chunks(old_ids):
        for table, name in _PLACES:
            column, is_ours = table.c[name], table.c.brand == brand
            found = connection.execute(
                select(column).where(is_ours, column.in_(ids)).distinct()
            ).scalars()
            for old in found.all():
                connection.execute(
                    update(table).where(is_ours, column == old).values({name: new_ids[old]})
                )
        connection.execute(
            delete(closed_conversation).where(
                closed_conversation.c.brand == brand, closed_conversation.c.id.in_(ids)
            )
        )
    if old_ids:
        _leave_pages(connection, brand, frozenset(old_ids))


def _leave_pages(connection: Connection, brand: str, gone: frozenset[str]) -> None:
    rows = connection.execute(
        select(page.c.number, page.c.fresh, page.c.deleted).where(
            page.c.brand == brand, page.c.triaged_at.is_(None)
        )
    ).all()
    for row in rows:
        kept = {name: _without(getattr(row, name), gone) for name in ("fresh", "deleted")}
        connection.execute(update(page).where(page.c.number == row.number).values(kept))
