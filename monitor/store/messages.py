"""Messages and what was made of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, bindparam, or_, select, tuple_
from sqlalchemy.sql import ClauseElement

from monitor.domain.effect import Effect
from monitor.domain.message import Message, SetAside
from monitor.domain.reading import Reading
from monitor.domain.stored import Decided
from monitor.errors import Bug
from monitor.store import quarantine
from monitor.store.effect_rows import effect_from
from monitor.store.message_rows import IS_REPLY, WIDTH, message_from, messages
from monitor.store.moments import stored
from monitor.store.new_numbers import NewNumbers
from monitor.store.prepared import InsertInto, Prepared, each, insert_for
from monitor.store.sparse import Sparse
from monitor.store.tables import closed_conversation, effect, message, triage
from monitor.store.triage_rows import (
    TRIAGE_COLUMNS,
    TRIAGE_NULL,
    decided_from,
    reading_from,
    triage_columns,
)

#: how many decided messages are in memory at once
_CHUNK = 500

_encode = msgspec.json.Encoder().encode
_history = msgspec.json.Decoder(list[msgspec.Raw])


# Any: columns of any type
def _upsert_triage(insert_into: InsertInto, columns: dict[str, Any]) -> ClauseElement:
    """One row per message: a decision on a new version replaces the one before."""
    chosen = select(message.c.number, *columns.values()).where(
        message.c.id == bindparam("id"), message.c.brand == bindparam("of_brand")
    )
    new = insert_into(triage).from_select(["number", *TRIAGE_COLUMNS], chosen)
    return new.on_conflict_do_update(
        index_elements=["number"], set_={name: new.excluded[name] for name in TRIAGE_COLUMNS}
    )


#: what most decisions hold
_PLAIN = {"version": "1"}
#: of messages that this transaction stored
_RECORD_NEW = Sparse(
    lambda into, columns: into(triage).values(columns),
    ("number", *TRIAGE_COLUMNS),
    TRIAGE_NULL,
    _PLAIN,
    same=("brand", "playbook"),
)
#: of others
_RECORD = Sparse(_upsert_triage, TRIAGE_COLUMNS, TRIAGE_NULL, _PLAIN, more=("id", "of_brand"))
_TRIAGE = tuple(triage.c[name] for name in TRIAGE_COLUMNS)

_id: ColumnElement[str] = bindparam("id")
_GET = Prepared(
    lambda _: messages().where(message.c.id == _id).order_by(message.c.number),
    ("id",),
)
_DECIDED = Prepared(
    lambda _: _decided().where(message.c.id == _id).order_by(message.c.number), ("id",)
)
_READING = Prepared(
    lambda _: (
        select(triage.c.kind, triage.c.reading)
        .join(message, message.c.number == triage.c.number)
        .where(
            message.c.id == _id,
            message.c.brand == bindparam("brand"),
            triage.c.version == bindparam("of_version"),
        )
    ),
    ("id", "brand", "of_version"),
)
_EFFECTS = Prepared(
    lambda _: (
        select(effect)
        .where(effect.c.message_id == _id, effect.c.brand == bindparam("brand"))
        .order_by(effect.c.number)
    ),
    ("id", "brand"),
)
_IN_CONVERSATION = Prepared(
    lambda _: (
        messages()
        .where(
            message.c.brand == bindparam("brand"),
            or_(
                message.c.id == bindparam("conversation"),
                and_(message.c.conversation_id == bindparam("conversation"), IS_REPLY),
            ),
        )
        .order_by(message.c.created_at, message.c.number)
    ),
    ("conversation", "brand"),
)


class SqlMessages:
    """Implements `Messages`."""

    def __init__(self, connection: Connection, numbers: NewNumbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def get(self, message_id: str, brand: str | None = None) -> Message | None:
        rows = _GET.rows(self._connection, message_id)
        return next((made for made in map(message_from, rows) if _is_of(made, brand)), None)

    def reading(self, message: Message) -> Reading | None:
        rows = _READING.rows(self._connection, message.id, message.brand, message.version)
        return reading_from(*rows[0]) if rows else None

    def decided(self, message_id: str, brand: str | None = None) -> Decided | None:
        for row in _DECIDED.rows(self._connection, message_id):
            made = message_from(row)
            if _is_of(made, brand):
                effects = _EFFECTS.rows(self._connection, made.id, made.brand)
                return decided_from(
                    made, row[WIDTH : WIDTH + len(_TRIAGE)], tuple(map(effect_from, effects))
                )
        return None

    def in_conversation(self, brand: str, conversation_id: str) -> list[Message]:
        rows = _IN_CONVERSATION.rows(self._connection, conversation_id, brand)
        return [message_from(row) for row in rows]

    def by_author(self, brand: str, author_id: str, limit: int = 50) -> list[Message]:
        rows = self._connection.execute(
            messages()
            .where(message.c.author_id == author_id, message.c.brand == brand)
            .order_by(message.c.created_at.desc(), message.c.number.desc())
            .limit(limit)
        )
        return [message_from(row) for row in rows]

    def between(
        self, since: datetime, until: datetime, brand: str | None = None
    ) -> Iterator[Decided]:
        span = and_(message.c.created_at >= stored(since), message.c.created_at < stored(until))
        for rows in self._chunks(and_(span, _of(brand))):
            yield from self._with_effects(rows)

    def all_decided(self, brand: str | None = None) -> Iterator[Decided]:
        for rows in self._chunks(_of(brand)):
            for row in rows:
                yield decided_from(message_from(row), row[WIDTH : WIDTH + len(_TRIAGE)], ())

    def record(self, decided: Sequence[Decided]) -> None:
        if not decided:
            return
        numbers = self._numbers.take([one.message for one in decided])
        if all(numbers):
            _RECORD_NEW.run_columns(self._connection, [numbers, *triage_columns(decided)])
            return
        numbered = list(zip(numbers, decided, strict=True))
        new = [one for number, one in numbered if number]
        if new:
            given = [number for number in numbers if number]
            _RECORD_NEW.run_columns(self._connection, [given, *triage_columns(new)])
        self._record_again([one for number, one in numbered if not number])

    def _record_again(self, decided: Sequence[Decided]) -> None:
        """What was stored before, and may have been decided on before."""
        histories = ["" if one.message.version == 1 else self._past(one) for one in decided]
        ids = [one.message.id for one in decided]
        brands = [one.message.brand for one in decided]
        written = _RECORD.run_columns(
            self._connection, [*triage_columns(decided, histories), ids, brands]
        )
        if written != len(decided):
            raise Bug(f"{len(decided) - written} decisions are about messages that are not stored")

    def set_aside(self, items: Sequence[SetAside], now: datetime) -> None:
        quarantine.add(self._connection, items, now)

    def quarantined(self) -> list[SetAside]:
        return quarantine.listed(self._connection)

    def close_conversation(self, brand: str, conversation_id: str, at: datetime, why: str) -> None:
        insert_into = insert_for(self._connection)
        self._connection.execute(
            insert_into(closed_conversation)
            .values(id=conversation_id, brand=brand, at=stored(at), why=why)
            .on_conflict_do_nothing()
        )

    def _row(self, message_id: str, brand: str) -> Any:  # Any: a row of `triage`
        return self._connection.execute(
            select(*_TRIAGE)
            .join(message, message.c.number == triage.c.number)
            .where(message.c.id == message_id, message.c.brand == brand)
        ).first()

    def _past(self, one: Decided) -> str:
        """What was decided about the versions before, as JSON."""
        row = self._row(one.message.id, one.message.brand)
        if row is None:
            return ""
        before = {
            name: getattr(row, name)
            for name in ("version", "decided_at", "kind", "rule", "verdict", "reason")
        }
        past = _history.decode(row.history) if row.history else []
        return _encode([*past, before]).decode()

    def _chunks(self, which: ColumnElement[bool]) -> Iterator[Sequence[Any]]:
        """Rows of `_decided()` by time, a chunk at a time, each beginning where the last ended."""
        ordered = (
            _decided().where(which).order_by(message.c.created_at, message.c.number).limit(_CHUNK)
        )
        place = tuple_(message.c.created_at, message.c.number)
        rows = self._connection.execute(ordered).all()
        while rows:
            yield rows
            if len(rows) < _CHUNK:
                return
            last = (rows[-1].created_at, rows[-1].number)
            rows = self._connection.execute(ordered.where(place > last)).all()

    def _with_effects(self, rows: Sequence[Any]) -> Iterator[Decided]:
        found = [(message_from(row), row) for row in rows]
        effects = self._effects([message for message, _ in found])
        for made, row in found:
            own = tuple(effects.get((made.brand, made.id), ()))
            yield decided_from(made, row[WIDTH : WIDTH + len(_TRIAGE)], own)

    def _effects(self, of: Sequence[Message]) -> dict[tuple[str, str], list[Effect]]:
        rows = self._connection.execute(
            select(effect)
            .where(effect.c.message_id.in_(select(each("ids").c.value)))
            .order_by(effect.c.number),
            {"ids": _encode([made.id for made in of]).decode()},
        )
        found: dict[tuple[str, str], list[Effect]] = {}
        for one in map(effect_from, rows):
            found.setdefault((one.brand, one.message_id), []).append(one)
        return found


def _decided() -> Any:  # Any: SELECT of columns of any type
    numbered = messages(*_TRIAGE, message.c.number)
    return numbered.join(triage, triage.c.number == message.c.number)


def _is_of(made: Message, brand: str | None) -> bool:
    return brand is None or made.brand == brand


def _of(brand: str | None) -> ColumnElement[bool]:
    return message.c.brand == brand if brand is not None else message.c.brand.is_not(None)
