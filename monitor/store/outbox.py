"""The outbox: effects decided and not yet delivered, and all they became."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql import Select
from sqlalchemy.sql.elements import TextClause

from monitor.domain.effect import DUE_STATES, Action, Effect, State
from monitor.store.case_tables import MEASURE_SQL, UNDER_WAY, UNDER_WAY_SQL, WAITING_SQL
from monitor.store.counters import Counters
from monitor.store.effect_rows import (
    EFFECT_COLUMNS,
    EFFECT_NULL,
    EFFECT_PLAIN,
    effect_from,
    effect_row,
)
from monitor.store.identities import identities
from monitor.store.moments import moment_or_none, stored
from monitor.store.prepared import Prepared, nullable
from monitor.store.sparse import Sparse
from monitor.store.tables import effect

_ADD = Sparse(
    lambda into, columns: into(effect).values(columns),
    EFFECT_COLUMNS,
    EFFECT_NULL,
    EFFECT_PLAIN,
    same=("brand", "platform"),
)
_WANTS_A_LOOK = (*DUE_STATES, State.PROPOSED, State.UNKNOWN, State.RETRACTING)


def _one_of(column: str, values: Iterable[Action] | Iterable[State]) -> TextClause:
    """As words of the statement: an index is used only for states that stand there."""
    words = ", ".join(sorted(f"'{value.value}'" for value in values))
    return text(f"effect.{column} IN ({words})" if words else "1 = 0")


def _effects(
    *which: ColumnElement[bool] | TextClause, order: Sequence[ColumnElement[Any]] = ()
) -> Select[Any]:
    # Any: columns of any type
    return select(effect).where(*which).order_by(*order, effect.c.number)


_is_of_brand = effect.c.brand == bindparam("brand")
_has_come = effect.c.not_before <= bindparam("now")

_GET = Prepared(lambda _: _effects(effect.c.number == bindparam("of_number")), ("of_number",))
_OF_CASE = Prepared(lambda _: _effects(effect.c.case_number == bindparam("of_case")), ("of_case",))
_OF_MESSAGE = Prepared(
    lambda _: _effects(effect.c.message_id == bindparam("id"), _is_of_brand), ("id", "brand")
)
_WAITING_FOR = Prepared(
    lambda _: _effects(
        effect.c.author_id == bindparam("author_id"),
        _is_of_brand,
        text(WAITING_SQL),
    ),
    ("author_id", "brand"),
)
_MEASURES = Prepared(lambda _: _effects(text(MEASURE_SQL)), ())
_TO_RAISE = Prepared(
    lambda _: (
        _effects(
            _one_of("state", (State.PROPOSED,)),
            text(UNDER_WAY_SQL),
            _has_come,
            order=(effect.c.not_before,),
        )
        # SQLAlchemy adds an offset on SQLite, as a parameter: this one is none
        .limit(bindparam("at_most", type_=Integer))
        .offset(literal_column("0"))
    ),
    ("now", "at_most"),
)
_POSTED = Prepared(
    lambda _: select(
        exists().where(
            effect.c.posted_id == bindparam("posted_id"), _is_of_brand, text("posted_id <> ''")
        )
    ),
    ("posted_id", "brand"),
)
# one short look into the index for each state
_NEXT = Prepared(
    lambda _: select(
        *(
            select(func.min(effect.c.not_before))
            .where(_one_of("state", (state,)), text(UNDER_WAY_SQL))
            .scalar_subquery()
            for state in _WANTS_A_LOOK
        )
    ),
    (),
)


# The claim: whoever comes second finds another state, version or fence, and changes nothing. The
# fence tells two attempts apart: who was stopped while it sent must not end what another began.
@lru_cache(maxsize=256)
def _move(changed: tuple[str, ...]) -> Prepared:
    """Only what has changed is written: of every column that is, its indexes are made anew."""
    return Prepared(
        lambda _: (
            update(effect)
            .where(
                effect.c.number == bindparam("of_number"),
                effect.c.state == bindparam("old_state"),
                effect.c.version == bindparam("old_version"),
                effect.c.fence == bindparam("old_fence"),
            )
            .values({name: nullable(name, EFFECT_NULL) for name in changed})
        ),
        (*changed, "of_number", "old_state", "old_version", "old_fence"),
    )


@cache
def _due(actions: tuple[Action, ...]) -> Prepared:
    return Prepared(
        lambda _: (
            _effects(
                _one_of("state", DUE_STATES),
                text(UNDER_WAY_SQL),
                _has_come,
                _one_of("action", actions),
                order=(effect.c.not_before,),
            )
            # SQLAlchemy adds an offset on SQLite, as a parameter: this one is none
            .limit(bindparam("at_most", type_=Integer))
            .offset(literal_column("0"))
        ),
        ("now", "at_most"),
    )


@cache
def _in_state(states: tuple[State, ...], is_of_one_brand: bool) -> Prepared:
    which: list[ColumnElement[bool] | TextClause] = [_one_of("state", states)]
    if UNDER_WAY.issuperset(states):
        which.append(text(UNDER_WAY_SQL))
    if is_of_one_brand:
        return Prepared(lambda _: _effects(*which, _is_of_brand), ("brand",))
    return Prepared(lambda _: _effects(*which), ())


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
        found = self._found(_GET, number)
        return found[0] if found else None

    def due(self, now: datetime, actions: Sequence[Action], limit: int = 100) -> list[Effect]:
        return self._found(_due(tuple(actions)), stored(now), limit)

    def to_raise(self, now: datetime, limit: int = 1_000) -> list[Effect]:
        return self._found(_TO_RAISE, stored(now), limit)

    def next_due_at(self) -> datetime | None:
        moments = _NEXT.rows(self._connection)[0]
        return moment_or_none(min((one for one in moments if one is not None), default=None))

    def in_state(self, *states: State, brand: str | None = None) -> list[Effect]:
        if brand is None:
            return self._found(_in_state(states, False))
        return self._found(_in_state(states, True), brand)

    def count(self, brand: str, action: Action, state: State) -> int:
        wanted = select(func.count()).where(
            _one_of("state", (state,)),
            text(UNDER_WAY_SQL) if state in UNDER_WAY else text("1 = 1"),
            effect.c.brand == brand,
            effect.c.action == action.value,
        )
        return int(self._connection.execute(wanted).scalar_one())

    def of_case(self, number: int) -> list[Effect]:
        return self._found(_OF_CASE, number)

    def of_message(self, brand: str, message_id: str) -> list[Effect]:
        return self._found(_OF_MESSAGE, message_id, brand)

    def waiting_for(self, brand: str, author_id: str) -> list[Effect]:
        # One after the other: with a list of authors SQLite would go through every draft.
        rows = [
            row
            for id_ in identities(self._connection, brand, author_id)
            for row in _WAITING_FOR.rows(self._connection, id_, brand)
        ]
        return sorted(map(effect_from, rows), key=lambda one: one.number)

    def measures(self, brand: str | None = None) -> list[Effect]:
        found = self._found(_MEASURES)
        return [one for one in found if brand is None or one.brand == brand]

    def posted(self, brand: str, message_id: str) -> bool:
        return bool(_POSTED.rows(self._connection, message_id, brand)[0][0])

    def move(self, old: Effect, new: Effect) -> bool:
        is_now = dict(zip(EFFECT_COLUMNS, effect_row(new), strict=True))
        before = zip(EFFECT_COLUMNS, effect_row(old), strict=True)
        # the state is written even where it stays: somebody has to be first
        changed = tuple([name for name, was in before if is_now[name] != was or name == "state"])
        values = [is_now[name] for name in changed]
        was_so = (old.number, old.state.value, old.version, old.fence)
        return _move(changed).run(self._connection, *values, *was_so) == 1

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Effect]:
        # Reads every effect: asked once a week.
        first, last = stored(since), stored(until)
        spans: list[ColumnElement[bool]] = [
            and_(column >= first, column < last)
            for column in (effect.c.created_at, effect.c.sent_at)
        ]
        wanted = _effects(or_(*spans))
        if brand is not None:
            wanted = wanted.where(effect.c.brand == brand)
        return [effect_from(row) for row in self._connection.execute(wanted)]

    # Any: values of any type
    def _found(self, wanted: Prepared, *values: Any) -> list[Effect]:
        return [effect_from(row) for row in wanted.rows(self._connection, *values)]
