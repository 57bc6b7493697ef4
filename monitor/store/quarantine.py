"""Inputs that were set aside: each once, however often a poll brings it again."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.domain.message import SetAside
from monitor.redaction import redacted_words
from monitor.store.clean import printable
from monitor.store.moments import stored
from monitor.store.prepared import Prepared, values
from monitor.store.tables import set_aside

_COLUMNS = ("digest", "brand", "connector", "place", "reason", "raw", "at")
_ADD = Prepared(
    lambda into: into(set_aside).values(values(_COLUMNS)).on_conflict_do_nothing(), _COLUMNS
)


def add(
    connection: Connection, aside: Iterable[SetAside], now: datetime, *, brand: str = ""
) -> None:
    """Keeps them, in a form that every database holds."""
    rows = []
    for one in aside:
        given = (one.connector, one.where, one.reason, one.raw)
        texts = [printable(redacted_words(text)) for text in given]
        digest = hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()
        rows.append((digest, brand, *texts, stored(now)))
    if rows:
        _ADD.run_many(connection, rows)


def listed(connection: Connection) -> list[SetAside]:
    """All of them, oldest first."""
    rows = connection.execute(
        select(
            set_aside.c.connector, set_aside.c.place, set_aside.c.reason, set_aside.c.raw
        ).order_by(set_aside.c.at, set_aside.c.digest)
    )
    return [
        SetAside(connector=connector, where=place, reason=reason, raw=raw)
        for connector, place, reason, raw in rows
    ]
