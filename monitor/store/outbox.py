"""The outbox: effects decided and not yet delivered, and all they became."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, or_, select, text, update
from sqlalchemy.sql import Select

from monitor.domain.effect import DUE_STATES, Action, Effect, State
from monitor.store.case_tables import BEFORE_SENDING_SQL, UNDER_WAY, UNDER_WAY_SQL
from monitor.store.counters import Counters
from monitor.store.effect_rows import (
    EFFECT_COLUMNS,
    EFFECT_NULL,
    EFFECT_PLAIN,
    effect_from,
    effect_row,
)
from monitor.store.moments import moment_or_none, stored
from monitor.store.prepared import Prepared, nullable
from monitor.store.sparse import Sparse
from monitor.store.tables import effect

_ADD = Sparse(
    lambda into, columns: into(effect).values(columns), EFFECT_COLUMNS, EFFECT_NULL, EFFECT_PLAIN
)
# The claim: whoever comes second finds another state or version, and changes nothing.
_MOVE = Prepared(
    lambda _: (
        update(effect)
        .where(
            effect.c.number == bindparam("of_number"),
            effect.c.state == bindparam("old_state"),
            effect.c.version == bindparam("old_version"),
        )
        .values({name: nullable(name, EFFECT_NULL) for name in EFFECT_COLUMNS[1:]})
    ),
    (*EFFECT_COLUMNS[1:], "of_number", "old_state", "old_version"),
)
_DUE = and_(effect.c.state.in_([state.value for state in DUE_STATES]), text(UNDER_WAY_SQL))
_WANTS_A_LOOK = (*DUE_STATES, State.PROPOSED, State.UNKNOWN, State.RETRACTING)
_NEXT = select(func.min(effect.c.not_before)).where(
    effect.c.state == bindparam("of_state"), text(UNDER_WAY_SQL)
)
_PUBLIC = (Action.ACKNOWLEDGE.value, Action.DIRECT_MESSAGE.value)


class SqlOutbox:
    """Implements `Outbox`."""

    def __init__(self, connection: Connection, counters: Counters) -> None:
        self._connection = connection
        self._counters = counters

    def next_number(self) -> int:
        return self._counters.next("effect")

    def add(self, effects: Sequence[Effect]) -> None:
        _ADD.run_many(self._connection, [effect_row(made) for made in effects])

    def get(self, number: int) -> Effect | None:
        found = self._all(select(effect).where(effect.c.number == number))
        return found[0] if found else None

    def due(self, now: datetime, actions: Sequence[Action], limit: int = 100) -> list[Effect]:
        return self._all(
            select(effect)
            .where(
                _DUE,
                effect.c.not_before <= stored(now),
                effect.c.action.in_([action.value for action in actions]),
            )
            .order_by(effect.c.not_before, effect.c.number)
            .limit(limit)
        )

    def to_raise(self, now: datetime) -> list[Effect]:
        return self._all(
            select(effect)
            .where(
                effect.c.state == State.PROPOSED.value,
                text(UNDER_WAY_SQL),
                effect.c.not_before <= stored(now),
            )
            .order_by(effect.c.not_before, effect.c.number)
        )

    def next_due_at(self) -> datetime | None:
        # one short look into the index for each state
        moments = [
            self._connection.execute(_NEXT, {"of_state": state.value}).scalar()
            for state in _WANTS_A_LOOK
        ]
        return moment_or_none(min((one for one in moments if one is not None), default=None))

    def in_state(self, *states: State, brand: str | None = None) -> list[Effect]:
        wanted = select(effect).where(effect.c.state.in_([state.value for state in states]))
        if UNDER_WAY.issuperset(states):
            wanted = wanted.where(text(UNDER_WAY_SQL))
        if brand is not None:
            wanted = wanted.where(effect.c.brand == brand)
        return self._all(wanted.order_by(effect.c.number))

    def of_case(self, number: int) -> list[Effect]:
        return self._all(
            select(effect).where(effect.c.case_number == number).order_by(effect.c.number)
        )

    def of_message(self, brand: str, message_id: str) -> list[Effect]:
        return self._all(
            select(effect)
            .where(effect.c.message_id == message_id, effect.c.brand == brand)
            .order_by(effect.c.number)
        )

    def waiting_for(self, brand: str, author_id: str) -> list[Effect]:
        return self._all(
            select(effect)
            .where(
                effect.c.author_id == author_id,
                effect.c.brand == brand,
                effect.c.action.in_(_PUBLIC),
                text(BEFORE_SENDING_SQL),
            )
            .order_by(effect.c.number)
        )

    def posted(self, brand: str, message_id: str) -> bool:
        found = select(effect.c.number).where(
            effect.c.posted_id == message_id, effect.c.brand == brand, text("posted_id <> ''")
        )
        return self._connection.execute(found.limit(1)).first() is not None

    def move(self, old: Effect, new: Effect) -> bool:
        values = (*effect_row(new)[1:], old.number, old.state.value, old.version)
        return _MOVE.run(self._connection, *values) == 1

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Effect]:
        # Reads every effect: asked once a week.
        first, last = stored(since), stored(until)
        spans: list[ColumnElement[bool]] = [
            and_(column >= first, column < last)
            for column in (effect.c.created_at, effect.c.sent_at)
        ]
        wanted = select(effect).where(or_(*spans)).order_by(effect.c.number)
        return self._all(wanted if brand is None else wanted.where(effect.c.brand == brand))

    def _all(self, wanted: Select[tuple[object, ...]]) -> list[Effect]:
        return [effect_from(row) for row in self._connection.execute(wanted)]
