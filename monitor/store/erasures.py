"""Erasing one person from every table, and doing it again in a database that forgot it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, select

from monitor.domain.effect import BEFORE_SENDING, MEASURES, Action, State
from monitor.domain.erasure import GONE, Holdings, Tombstone
from monitor.store import customers, tombstones
from monitor.store.moments import moment, stored
from monitor.store.nameless import OUT, Nameless, nobody
from monitor.store.salts import hashed
from monitor.store.tables import (
    acknowledgement_slot,
    audit_salt,
    author_mark,
    case,
    customer_link,
    customer_order,
    effect,
    flag,
    incident_person,
    label,
    message,
    set_aside,
    strike,
    switch,
)

_UNDER_WAY = (State.SENDING, State.UNKNOWN)
#: shorter names are found everywhere
_SHORTEST_NAME = 3
_WITH_AUTHOR: tuple[Table, ...] = (
    message,
    case,
    effect,
    author_mark,
    acknowledgement_slot,
    audit_salt,
    incident_person,
    label,
    strike,
    flag,
    customer_link,
    customer_order,
)


class SqlErasures:
    """Implements `Erasures`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def holdings(self, brand: str, author_id: str) -> Holdings:
        cases = self._connection.execute(
            select(case.c.number, case.c.status).where(_of(case, brand, author_id))
        ).all()
        held = self._connection.execute(
            select(switch.c.name).where(switch.c.brand == brand, switch.c.name.like("hold c%"))
        ).scalars()
        on_hold = set(held.all())
        effects = self._connection.execute(
            select(effect.c.number, effect.c.action, effect.c.state)
            .where(_of(effect, brand, author_id))
            .order_by(effect.c.number)
        ).all()
        words = [row for row in effects if Action(row.action) not in {Action.ALERT, *MEASURES}]

        def of(*states: State) -> tuple[int, ...]:
            return tuple(row.number for row in words if row.state in states)

        return Holdings(
            messages=self._count(message, _of(message, brand, author_id)),
            cases=tuple(row.number for row in cases),
            open_cases=tuple(row.number for row in cases if row.status != "resolved"),
            held_cases=tuple(row.number for row in cases if f"hold c{row.number}" in on_hold),
            waiting=of(*BEFORE_SENDING),
            said=of(*OUT),
            standing=of(State.SENT),
            under_way=of(*_UNDER_WAY, State.RETRACTING),
            cards=sum(
                row.action == Action.ALERT.value and row.state == State.SENT.value
                for row in effects
            ),
            marks=self._count(author_mark, _of(author_mark, brand, author_id)),
            strikes=self._count(strike, _of(strike, brand, author_id)),
            flags=self._count(flag, _of(flag, brand, author_id)),
            set_aside=len(self._set_aside(brand, author_id)),
            is_ours=self._count(
                message, and_(_of(message, brand, author_id), message.c.from_brand == 1)
            )
            > 0,
        )

    def stone_for(self, brand: str, author_id: str, now: datetime, key: bytes) -> Tombstone:
        newest = self._connection.execute(
            select(func.max(message.c.created_at)).where(_of(message, brand, author_id))
        ).scalar()
        # a platform's clock may be ahead of ours
        until = max(now, moment(newest)) if newest is not None else now
        return Tombstone(digest=hashed(author_id, key), brand=brand, until=until)

    def erase(self, brand: str, author_id: str, stone: Tombstone, now: datetime) -> None:
        """1. What names them in passing. 2. Messages, effects, cases. 3. Marks, slot, salt."""
        until = stored(stone.until)
        aside = self._set_aside(brand, author_id)
        if aside:
            self._connection.execute(delete(set_aside).where(set_aside.c.digest.in_(aside)))
        names = self._names(brand, author_id)
        nameless = Nameless(self._connection, brand, now, nobody(author_id.partition(":")[0]))
        nameless.messages(and_(message.c.author_id == author_id, message.c.created_at <= until))
        nameless.effects(and_(effect.c.author_id == author_id, effect.c.created_at <= until))
        nameless.cases(and_(case.c.author_id == author_id, case.c.opened_at <= until))
        nameless.standing(author_id, until)
        for table in (acknowledgement_slot, audit_salt):
            self._connection.execute(delete(table).where(_of(table, brand, author_id)))
        for table, since in ((author_mark, "at"), (incident_person, "joined_at")):
            # whoever is part of an incident would be told that it is mended
            self._connection.execute(
                delete(table).where(_of(table, brand, author_id), table.c[since] <= until)
            )
        customers.forget(self._connection, brand, author_id)
        platform = author_id.partition(":")[0]
        by_handle = [f"{platform}:@{name.removeprefix('@').lower()}" for name in names if name]
        self._connection.execute(
            delete(author_mark).where(
                author_mark.c.brand == brand, author_mark.c.author_id.in_(by_handle)
            )
        )
        tombstones.put(self._connection, [stone])

    def salt(self) -> bytes | None:
        return tombstones.salt_of(self._connection)

    def keep_salt(self, value: bytes) -> None:
        tombstones.keep_salt(self._connection, value)

    def tombstones(self) -> list[Tombstone]:
        return tombstones.every(self._connection)

    def again(self, key: bytes, stones: Sequence[Tombstone], now: datetime) -> int:
        own = self.salt()
        if own is None:
            self.keep_salt(key)
            own = key
        known = {(stone.digest, stone.brand) for stone in self.tombstones()}
        missing = [
            stone for stone in stones if own != key or (stone.digest, stone.brand) not in known
        ]
        if not missing:
            return 0
        if own == key:
            tombstones.put(self._connection, missing)
        count = 0
        by_hash = {(stone.digest, stone.brand): stone for stone in missing}
        for brand, author_id in self._everybody():
            stone = by_hash.get((hashed(author_id, key), brand))
            if stone is not None:
                renewed = Tombstone(digest=hashed(author_id, own), brand=brand, until=stone.until)
                self.erase(brand, author_id, renewed, now)
                count += 1
        return count

    def _everybody(self) -> list[tuple[str, str]]:
        """Brand and author id of everybody who is known by name."""
        found: set[tuple[str, str]] = set()
        for table in _WITH_AUTHOR:
            rows = self._connection.execute(
                select(table.c.brand, table.c.author_id)
                .where(table.c.author_id.not_like(f"%:{GONE}%"))
                .distinct()
            )
            found.update((brand, author_id) for brand, author_id in rows)
        return sorted(found)

    def _names(self, brand: str, author_id: str) -> list[str]:
        """The handles they had."""
        rows = self._connection.execute(
            select(message.c.author_handle).where(_of(message, brand, author_id)).distinct()
        ).scalars()
        return list(rows.all())

    def _set_aside(self, brand: str, author_id: str) -> list[str]:
        """Inputs that could not be read and name them: by id, handle, name, or a message's id."""
        rows = self._connection.execute(
            select(message.c.id, message.c.author_handle, message.c.author_name).where(
                _of(message, brand, author_id)
            )
        ).all()
        words = {author_id, author_id.partition(":")[2]}
        for row in rows:
            words |= {row.id, row.author_handle.removeprefix("@")}
            if len(row.author_name) >= _SHORTEST_NAME:
                words.add(row.author_name)
        wanted = {word.casefold() for word in words if len(word) >= _SHORTEST_NAME}
        found = self._connection.execute(
            select(set_aside.c.digest, set_aside.c.place, set_aside.c.reason, set_aside.c.raw)
        )
        return [
            digest
            for digest, *texts in found
            if any(word in text.casefold() for text in texts for word in wanted)
        ]

    def _count(self, table: Table, which: ColumnElement[bool]) -> int:
        counted = select(func.count()).select_from(table).where(which)
        return int(self._connection.execute(counted).scalar_one())


def _of(table: Table, brand: str, author_id: str) -> ColumnElement[bool]:
    return and_(table.c.brand == brand, table.c.author_id == author_id)
