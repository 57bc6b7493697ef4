"""Tombstones: who was erased, as salted hashes, and what a poll brings of them all the same.

The salt is one for the whole store, made with the first tombstone. Without that row and its copy in
the file beside the database, the hashes say nothing.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import Connection, bindparam, literal_column, select
from sqlalchemy import insert as insert_into

from monitor.domain.erasure import GONE, Tombstone
from monitor.domain.message import Message
from monitor.domain.stored import Mark
from monitor.domain.values import replace
from monitor.store.message_rows import Sheet, sheet_of
from monitor.store.moments import moment, stored
from monitor.store.prepared import Prepared, each, insert_for
from monitor.store.salts import hashed, salt_of_brand
from monitor.store.tables import author_mark, effect, message, salt, tombstone

#: what stands for a brand where the salt of the tombstones is kept
SALT = "(tombstones)"

_encode = msgspec.json.Encoder().encode
_SALT = Prepared(
    lambda _: select(salt.c.value).where(salt.c.brand == literal_column(f"'{SALT}'")), ()
)
_OF_PAGE = Prepared(
    lambda _: select(tombstone.c.digest, tombstone.c.until_at).where(
        tombstone.c.brand == bindparam("brand"),
        tombstone.c.digest.in_(select(each("digests").c.value)),
    ),
    ("brand", "digests"),
)


def salt_of(connection: Connection) -> bytes | None:
    """The salt of all tombstones; None: nobody was erased yet."""
    rows = _SALT.rows(connection)
    return bytes(rows[0][0]) if rows else None


def keep_salt(connection: Connection, value: bytes) -> None:
    """From now on this is the salt. Only for a store that has none."""
    connection.execute(insert_into(salt).values(brand=SALT, value=value))


def put(connection: Connection, stones: Iterable[Tombstone]) -> None:
    """Keeps them; of one person the later moment counts."""
    for stone in stones:
        new = insert_for(connection)(tombstone).values(
            digest=stone.digest, brand=stone.brand, until_at=stored(stone.until)
        )
        connection.execute(
            new.on_conflict_do_update(
                index_elements=["digest", "brand"],
                set_={"until_at": new.excluded.until_at},
                where=tombstone.c.until_at < new.excluded.until_at,
            )
        )


def every(connection: Connection) -> list[Tombstone]:
    """All of them."""
    rows = connection.execute(select(tombstone).order_by(tombstone.c.until_at, tombstone.c.digest))
    return [
        Tombstone(digest=row.digest, brand=row.brand, until=moment(row.until_at)) for row in rows
    ]


def without_erased(connection: Connection, brand: str, arrived: Sheet, now: datetime) -> Sheet:
    """The messages of a page without those that erased people wrote before they were erased.

    Who writes anew is heard; the monitor says nothing to them by itself.
    """
    key = salt_of(connection)
    if key is None or not arrived.messages:
        return arrived
    arrived = _silenced(connection, brand, arrived)
    authors = {made.author.id for made in arrived.messages if not made.from_brand}
    digests = {hashed(author, key): author for author in authors}
    rows = _OF_PAGE.rows(connection, brand, _encode(list(digests)).decode())
    until = {digests[digest]: until_at for digest, until_at in rows}
    if not until:
        return arrived
    kept = []
    for place, made in enumerate(arrived.messages):
        erased_at = until.get(made.author.id)
        if erased_at is None or made.from_brand:
            kept.append(place)
        elif stored(made.created_at) > erased_at:
            _greet(connection, brand, made.author.id, now)
            kept.append(place)
    return arrived.only(kept)


def _silenced(connection: Connection, brand: str, arrived: Sheet) -> Sheet:
    """Our own words to people who were erased since come without the words."""
    ours = [made.id for made in arrived.messages if made.from_brand]
    if not ours:
        return arrived
    rows = connection.execute(
        select(effect.c.posted_id).where(
            effect.c.brand == brand,
            effect.c.posted_id.in_(ours),
            effect.c.author_id.like(f"%:{GONE}%"),
        )
    )
    known = frozenset(rows.scalars())
    if not known:
        return arrived
    key = salt_of_brand(connection, brand)
    return sheet_of(
        [_silent(made) if made.id in known else made for made in arrived.messages],
        [hashed(made.text, key) if made.id in known else "" for made in arrived.messages],
    )


def _silent(made: Message) -> Message:
    return replace(made, text="", media=(), parent_id=None, conversation_id="")


def _greet(connection: Connection, brand: str, author_id: str, now: datetime) -> None:
    """Somebody who was erased writes again, for the first time: nothing is said by machine."""
    known = select(message.c.number).where(
        message.c.author_id == author_id, message.c.brand == brand
    )
    if connection.execute(known.limit(1)).first() is not None:
        return
    connection.execute(
        insert_for(connection)(author_mark)
        .values(
            author_id=author_id,
            brand=brand,
            mark=Mark.OPTED_OUT.value,
            at=stored(now),
            why="they were erased before",
        )
        .on_conflict_do_nothing()
    )
