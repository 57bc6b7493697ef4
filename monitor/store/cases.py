"""Cases, their timelines and promises."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy import case as choose

from monitor.domain.case import PRIORITY_ORDER, Case, Evidence, Promise, PromiseState, TimelineEntry
from monitor.errors import Bug, NotFound
from monitor.store import holds
from monitor.store.case_rows import (
    CASE_COLUMNS,
    CASE_NULL,
    CASE_PLAIN,
    TIMELINE_COLUMNS,
    TIMELINE_NULL,
    case_from,
    case_row,
    promise_from,
    timeline_from,
    timeline_row,
)
from monitor.store.counters import Counters
from monitor.store.deletions import take_away
from monitor.store.identities import customer_of, identities_of
from monitor.store.message_rows import Values
from monitor.store.moments import moment_or_none, stored, stored_or_none
from monitor.store.prepared import Prepared, nullable, values
from monitor.store.sparse import Sparse
from monitor.store.tables import case, case_timeline, promise

_ADD = Sparse(
    lambda into, columns: into(case).values(columns),
    CASE_COLUMNS,
    CASE_NULL,
    CASE_PLAIN,
    same=("brand", "status", "priority", "outcome"),
)
#: what a case is and stays; the rest of it may become something else
_STAYS = ("number", "brand", "author_id", "opened_at", "first_message_id")
_CHANGES = tuple(name for name in CASE_COLUMNS if name not in _STAYS)
_SAVE = Prepared(
    lambda _: (
        update(case)
        .where(case.c.number == bindparam("of_number"))
        .values({name: nullable(name, CASE_NULL) for name in _CHANGES})
    ),
    (*_CHANGES, "of_number"),
)
_in_order: Callable[[Values], Values] = itemgetter(
    *[CASE_COLUMNS.index(name) for name in (*_CHANGES, "number")]
)
_TELL = Prepared(
    lambda into: into(case_timeline).values(values(TIMELINE_COLUMNS, TIMELINE_NULL)),
    TIMELINE_COLUMNS,
)
# As in the indexes, so that they are used.
_IS_OPEN = text("case_.status <> 'resolved'")
_IS_RUNNING = text("promise.state = 'open'")
_newest_first = (case.c.opened_at.desc(), case.c.number.desc())
_GET = Prepared(
    lambda _: select(case).where(case.c.number == bindparam("of_number")), ("of_number",)
)
_OPEN_OF = Prepared(
    lambda _: (
        select(case)
        .where(
            case.c.author_id == customer_of(bindparam("author_id"), bindparam("brand")),
            case.c.brand == bindparam("brand"),
            _IS_OPEN,
        )
        .order_by(*_newest_first)
    ),
    ("author_id", "brand"),
)
_OF = Prepared(
    lambda _: (
        select(case)
        .where(
            case.c.author_id.in_(identities_of(bindparam("author_id"), bindparam("brand"))),
            case.c.brand == bindparam("brand"),
        )
        .order_by(*_newest_first)
    ),
    ("author_id", "brand"),
)
_of_case = promise.c.case_number == bindparam("of_case")
_PROMISES_OF = Prepared(
    lambda _: select(promise).where(_of_case).order_by(promise.c.due_at, promise.c.number),
    ("of_case",),
)
_PROMISES_DUE = Prepared(
    lambda _: (
        select(promise)
        .where(_IS_RUNNING, promise.c.look_at <= bindparam("now"))
        .order_by(promise.c.look_at, promise.c.number)
    ),
    ("now",),
)
_NEXT_PROMISE = Prepared(lambda _: select(func.min(promise.c.look_at)).where(_IS_RUNNING), ())
_WAKING = Prepared(
    lambda _: (
        select(case)
        .where(text("case_.snoozed_until IS NOT NULL"), case.c.snoozed_until <= bindparam("now"))
        .order_by(case.c.snoozed_until, case.c.number)
    ),
    ("now",),
)
_TO_FOLLOW_UP = Prepared(
    lambda _: (
        select(case)
        .where(text("case_.follow_up_at IS NOT NULL"), case.c.follow_up_at <= bindparam("now"))
        .order_by(case.c.follow_up_at, case.c.number)
    ),
    ("now",),
)
_URGENT_FIRST = choose(
    {priority.value: -order for priority, order in PRIORITY_ORDER.items()},
    value=case.c.priority,
    else_=literal(0),
)


class SqlCases:
    """Implements `Cases`."""

    def __init__(self, connection: Connection, counters: Counters) -> None:
        self._connection = connection
        self._counters = counters

    def next_number(self) -> int:
        return self._counters.next("case")

    def add(self, cases: Sequence[Case]) -> None:
        _ADD.run_many(self._connection, [case_row(made) for made in cases])

    def save(self, *cases: Case) -> None:
        rows = [_in_order(case_row(case)) for case in cases]
        if _SAVE.run_many(self._connection, rows) != len(cases):
            ids = ", ".join(case.id for case in cases)
            raise NotFound(f"there is no case {ids}")

    def get(self, number: int) -> Case | None:
        return self._first(_GET, number)

    def open_of(self, brand: str, author_id: str) -> Case | None:
        return self._first(_OPEN_OF, author_id, brand)

    def newest_of(self, brand: str, author_id: str) -> Case | None:
        return self._first(_OF, author_id, brand)

    def listed(self, *, brand: str | None = None, only_open: bool = True) -> list[Case]:
        wanted = select(case).order_by(
            _URGENT_FIRST, case.c.deadline_at.is_(None), case.c.deadline_at, case.c.number
        )
        if brand is not None:
            wanted = wanted.where(case.c.brand == brand)
        if only_open:
            wanted = wanted.where(_IS_OPEN)
        return [case_from(row) for row in self._connection.execute(wanted)]

    def waking(self, now: datetime) -> list[Case]:
        return [case_from(row) for row in _WAKING.rows(self._connection, stored(now))]

    def to_follow_up(self, now: datetime) -> list[Case]:
        return [case_from(row) for row in _TO_FOLLOW_UP.rows(self._connection, stored(now))]

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Case]:
        # Reads every case: asked once a week, and there are few.
        first, last = stored(since), stored(until)
        wanted = select(case).where(
            or_(
                *(
                    and_(column >= first, column < last)
                    for column in (
                        case.c.opened_at,
                        case.c.acknowledged_at,
                        case.c.first_response_at,
                        case.c.resolved_at,
                    )
                )
            )
        )
        if brand is not None:
            wanted = wanted.where(case.c.brand == brand)
        rows = self._connection.execute(wanted.order_by(case.c.opened_at, case.c.number))
        return [case_from(row) for row in rows]

    def tell(self, entries: Sequence[TimelineEntry]) -> None:
        _TELL.run_many(self._connection, [timeline_row(entry) for entry in entries])

    def timeline(self, number: int) -> list[TimelineEntry]:
        rows = self._connection.execute(
            select(*(case_timeline.c[name] for name in TIMELINE_COLUMNS))
            .where(case_timeline.c.case_number == number)
            .order_by(case_timeline.c.at, case_timeline.c.number)
        )
        return [timeline_from(row) for row in rows]

    def add_promise(self, promise_made: Promise) -> int:
        made = self._connection.execute(
            insert(promise).values(
                brand=promise_made.brand,
                case_number=promise_made.case_number,
                effect_number=promise_made.effect_number,
                made_at=stored(promise_made.made_at),
                due_at=stored(promise_made.due_at),
                look_at=stored(promise_made.look_at or promise_made.due_at),
                state=promise_made.state.value,
                ended_at=stored_or_none(promise_made.ended_at),
                renewal=promise_made.renewal or None,
            )
        )
        key = made.inserted_primary_key
        if key is None:
            raise Bug("the database gave a promise no number")
        return int(key[0])

    def promises(
        self, *, case_number: int | None = None, state: PromiseState | None = None
    ) -> list[Promise]:
        if case_number is not None:
            found = map(promise_from, _PROMISES_OF.rows(self._connection, case_number))
            return [one for one in found if state is None or one.state is state]
        wanted = select(promise).order_by(promise.c.due_at, promise.c.number)
        if state is PromiseState.OPEN:
            wanted = wanted.where(_IS_RUNNING)
        elif state is not None:
            wanted = wanted.where(promise.c.state == state.value)
        return [promise_from(row) for row in self._connection.execute(wanted)]

    def promises_due(self, now: datetime) -> list[Promise]:
        return [promise_from(row) for row in _PROMISES_DUE.rows(self._connection, stored(now))]

    def next_promise_at(self) -> datetime | None:
        return moment_or_none(_NEXT_PROMISE.rows(self._connection)[0][0])

    def look_again(self, number: int, at: datetime) -> None:
        self._connection.execute(
            update(promise).where(promise.c.number == number).values(look_at=stored(at))
        )

    def keep_evidence(self, case: Case, at: datetime, why: str) -> None:
        holds.put(self._connection, case.brand, case.number, at, why)

    def end_evidence(self, case: Case) -> bool:
        if not holds.end(self._connection, case.brand, case.number):
            return False
        for message_id, at in holds.let_go(self._connection, case.brand, case.author_id):
            take_away(self._connection, case.brand, message_id, at)
        return True

    def evidence(self) -> list[Evidence]:
        return holds.all_of(self._connection)

    def end_promise(self, number: int, state: PromiseState, at: datetime) -> None:
        ended = self._connection.execute(
            update(promise)
            .where(promise.c.number == number)
            .values(state=state.value, ended_at=stored(at))
        )
        if ended.rowcount != 1:
            raise NotFound(f"there is no promise {number}")

    # Any: values of any type
    def _first(self, wanted: Prepared, *values: Any) -> Case | None:
        rows = wanted.rows(self._connection, *values)
        return case_from(rows[0]) if rows else None
