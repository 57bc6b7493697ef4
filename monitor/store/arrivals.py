"""Arrivals: the messages of one page on their way in, sorted into new, newer, late and gone."""

from collections.abc import Sequence
from operator import attrgetter

import msgspec
from sqlalchemy import Connection, and_, bindparam, select, update

from monitor.domain.message import Message
from monitor.domain.values import replace
from monitor.store.deletions import take_away, text_hash
from monitor.store.incoming import Incoming, Known, weigh
from monitor.store.message_rows import (
    MESSAGE_COLUMNS,
    MESSAGE_NULL,
    MESSAGE_PLAIN,
    MESSAGE_SAME,
    Sheet,
    media_or_none,
    sheet_of,
)
from monitor.store.moments import moment_or_none, stored, stored_or_none
from monitor.store.new_numbers import NewNumbers
from monitor.store.prepared import Prepared, each, insert_for
from monitor.store.sparse import Sparse
from monitor.store.tables import message, message_version

_encode = msgspec.json.Encoder().encode
_created_at = attrgetter("created_at")
_DELETED_AT = MESSAGE_COLUMNS.index("deleted_at")
_ids = each("ids")

_KNOWN = Prepared(
    lambda _: select(
        message.c.id,
        message.c.number,
        message.c.version,
        message.c.told_version,
        message.c.text,
        message.c.edited_at,
        message.c.deleted_at,
        message.c.text_hash,
    ).select_from(
        _ids.join(
            message,
            and_(message.c.id == _ids.c.value, message.c.brand == bindparam("brand")),
        )
    ),
    ("ids", "brand"),
)
_NEW = Sparse(
    lambda into, columns: into(message).values(columns),
    ("number", *MESSAGE_COLUMNS),
    MESSAGE_NULL,
    MESSAGE_PLAIN,
    same=MESSAGE_SAME,
)


class Arrivals:
    """One page; `fresh`, `deleted` and `duplicates` are what came of it."""

    def __init__(self, connection: Connection, brand: str, numbers: NewNumbers) -> None:
        self._connection = connection
        self._numbers = numbers
        self._brand = brand
        self._fresh: dict[str, Message] = {}
        self.deleted: dict[str, None] = {}
        self.duplicates = 0

    def take(self, arrived: Sheet) -> None:
        """Inserts what is new, all at once, and weighs the rest one by one."""
        if not arrived.messages:
            return
        ids = arrived.columns[0]
        known = self._known(ids)
        if not known and not any(arrived.columns[_DELETED_AT]):
            self._fresh = dict(zip(ids, arrived.messages, strict=True))
            if len(self._fresh) == len(ids):
                self._insert(arrived)
                return
            self._fresh.clear()
        self._take_apart(arrived, known)

    def _take_apart(self, arrived: Sheet, known: dict[str, Known]) -> None:
        """A page on which something is known, gone, or there twice."""
        new: list[int] = []
        gone: list[Message] = []
        later: list[Message] = []
        for place, made in enumerate(arrived.messages):
            if made.id in known or made.id in self._fresh:
                later.append(made)
            elif made.deleted_at is not None:
                known[made.id] = _gone(made)
                gone.append(made)
            else:
                self._fresh[made.id] = made
                new.append(place)
        self._insert(arrived if len(new) == len(arrived.messages) else arrived.only(new))
        self._insert(self._tombstones(gone))
        for made in later:
            self._weigh(made, known)

    def _insert(self, sheet: Sheet) -> None:
        if sheet.messages:
            numbers = self._numbers.give(self._brand, sheet.columns[0])
            _NEW.run_columns(self._connection, [numbers, *sheet.columns])

    def in_order(self) -> tuple[Message, ...]:
        """What is fresh, oldest first."""
        return tuple(sorted(self._fresh.values(), key=_created_at))

    def _known(self, ids: Sequence[str]) -> dict[str, Known]:
        rows = _KNOWN.rows(self._connection, _encode(ids).decode(), self._brand)
        return {
            row[0]: Known(
                version=row[2],
                told=row[3] or row[2],
                text=row[4],
                edited_at=moment_or_none(row[5]),
                # a hash stands for words that went: taken away, or too old to be kept
                is_deleted=row[6] is not None or row[7] is not None,
                earlier=self._earlier(row[1]) if row[2] > 1 else frozenset(),
            )
            for row in rows
        }

    def _earlier(self, number: int) -> frozenset[str]:
        texts = self._connection.execute(
            select(message_version.c.text).where(message_version.c.number == number)
        ).scalars()
        return frozenset(texts)

    def _weigh(self, made: Message, known: dict[str, Known]) -> None:
        before = known.get(made.id) or _known_as(self._fresh[made.id])
        verdict = weigh(before, made)
        if verdict is Incoming.DELETION and made.deleted_at is not None:
            take_away(self._connection, self._brand, made.id, made.deleted_at)
            known[made.id] = _gone(made)
            self._fresh.pop(made.id, None)
            self.deleted[made.id] = None
        elif verdict is Incoming.VERSION:
            newer = replace(made, version=max(made.version, before.version + 1))
            self._supersede(newer, told=made.version)
            known[made.id] = replace(
                _known_as(newer), told=made.version, earlier=before.earlier | {before.text}
            )
            self._fresh[made.id] = newer
        else:
            if verdict is Incoming.OLDER:
                self._keep_older(made)
            self.duplicates += 1

    def _tombstones(self, gone: Sequence[Message]) -> Sheet:
        """Deletions of what we never saw: kept, so that a late copy does not bring it to life."""
        bare = [
            replace(
                made,
                author=replace(made.author, handle="", name=""),
                text="",
                url="",
                media=(),
            )
            for made in gone
        ]
        hashes = [text_hash(self._connection, self._brand, made.text) for made in gone]
        return sheet_of(bare, hashes)

    def _supersede(self, newer: Message, told: int) -> None:
        """Puts the stored text among the earlier versions, and the newer one in its place."""
        kept = ("version", "text", "media", "edited_at", "seen_at")
        this = and_(message.c.id == newer.id, message.c.brand == newer.brand)
        self._connection.execute(
            insert_for(self._connection)(message_version)
            .from_select(
                ["number", "brand", *kept],
                select(
                    message.c.number, message.c.brand, *(message.c[name] for name in kept)
                ).where(this),
            )
            .on_conflict_do_nothing()
        )
        self._connection.execute(
            update(message)
            .where(this)
            .values(
                author_handle=newer.author.handle,
                author_name=newer.author.name,
                text=newer.text,
                url=newer.url,
                media=media_or_none(newer.media),
                reply_forbidden=newer.reply_forbidden or None,
                language=newer.language,
                addressed=int(newer.addressed),
                version=newer.version,
                told_version=told if told != newer.version else None,
                seen_at=stored(newer.seen_at),
                edited_at=stored_or_none(newer.edited_at),
            )
        )

    def _keep_older(self, older: Message) -> None:
        """An earlier text that comes late stands among the versions, if its place is free."""
        number = select(message.c.number).where(
            message.c.id == older.id, message.c.brand == older.brand
        )
        self._connection.execute(
            insert_for(self._connection)(message_version)
            .values(
                number=number.scalar_subquery(),
                brand=older.brand,
                version=older.version,
                text=older.text,
                media=media_or_none(older.media),
                edited_at=stored_or_none(older.edited_at),
                seen_at=stored(older.seen_at),
            )
            .on_conflict_do_nothing()
        )


def _known_as(stored_message: Message) -> Known:
    return Known(
        version=stored_message.version,
        told=stored_message.version,
        text=stored_message.text,
        edited_at=stored_message.edited_at,
        is_deleted=False,
    )


def _gone(deleted: Message) -> Known:
    return Known(
        version=deleted.version, told=deleted.version, text="", edited_at=None, is_deleted=True
    )
