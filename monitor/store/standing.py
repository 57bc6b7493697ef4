"""Strikes and flags in the store."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from monitor.domain.flag import Flag, Step, StepKind
from monitor.domain.standing import Decided
from monitor.domain.strike import Judged, Strike, StrikeKind
from monitor.store.counters import Counters
from monitor.store.deletions import text_hash
from monitor.store.moments import moment, moment_or_none, stored, stored_or_none
from monitor.store.prepared import insert_for
from monitor.store.tables import customer_link, flag, flag_step, strike


class SqlStanding:
    """Implements `Standings`."""

    def __init__(self, connection: Connection, counters: Counters) -> None:
        self._connection = connection
        self._counters = counters

    def add(self, one: Strike, text: str) -> None:
        new = insert_for(self._connection)(strike).values(
            author_id=one.author_id,
            brand=one.brand,
            message_id=one.message_id,
            kind=one.kind.value,
            at=stored(one.at),
            seen_at=stored(one.seen_at),
            is_firm=int(one.is_firm),
            in_complaint=int(one.in_complaint),
            url=one.url,
            text_hash=text_hash(self._connection, one.brand, text),
            first_at=stored_or_none(one.first_at),
        )
        self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["author_id", "brand", "message_id", "kind"],
                set_={"first_at": new.excluded.first_at},
            )
        )

    def judge(self, brand: str, author_ids: Sequence[str], message_id: str, judged: Judged) -> int:
        done = self._connection.execute(
            update(strike)
            .where(
                strike.c.author_id.in_(author_ids),
                strike.c.brand == brand,
                strike.c.message_id == message_id,
            )
            .values(judged=judged.value)
        )
        return done.rowcount

    def forget(self, brand: str, author_id: str, message_id: str) -> None:
        self._connection.execute(
            delete(strike).where(
                strike.c.author_id == author_id,
                strike.c.brand == brand,
                strike.c.message_id == message_id,
            )
        )

    def strikes(self, brand: str, author_ids: Sequence[str]) -> list[Strike]:
        rows = self._connection.execute(
            select(strike)
            .where(strike.c.author_id.in_(author_ids), strike.c.brand == brand)
            .order_by(strike.c.at, strike.c.message_id, strike.c.kind)
        )
        return [_strike(row) for row in rows]

    def suspects(self, brand: str, since: datetime, mentions: int) -> list[str]:
        linked = select(customer_link.c.author_id).where(customer_link.c.brand == brand)
        rows = self._connection.execute(
            select(strike.c.author_id)
            .where(strike.c.brand == brand, strike.c.at >= stored(since))
            .group_by(strike.c.author_id)
            .having(
                or_(
                    func.count(strike.c.message_id.distinct()) >= mentions,
                    # the strikes of one customer may be spread over several accounts
                    strike.c.author_id.in_(linked),
                )
            )
            .order_by(strike.c.author_id)
        )
        return list(rows.scalars())

    def next_number(self) -> int:
        return self._counters.next("flag")

    def open(self, one: Flag) -> None:
        self._connection.execute(
            insert(flag).values(
                number=one.number,
                brand=one.brand,
                author_id=one.author_id,
                opened_at=stored(one.opened_at),
                message_id=one.message_id,
            )
        )

    def step(self, one: Step) -> None:
        self._connection.execute(
            insert(flag_step).values(
                brand=one.brand,
                flag_number=one.flag_number,
                at=stored(one.at),
                kind=one.kind.value,
                by=one.by,
                why=one.why,
                until_at=stored_or_none(one.until),
                effect_number=one.effect_number,
            )
        )

    def get(self, number: int) -> Decided | None:
        row = self._connection.execute(select(flag).where(flag.c.number == number)).first()
        return self._decided([row])[0] if row is not None else None

    def of_author(self, brand: str, author_ids: Sequence[str]) -> list[Decided]:
        rows = self._connection.execute(
            select(flag)
            .where(flag.c.author_id.in_(author_ids), flag.c.brand == brand)
            .order_by(flag.c.number)
        ).all()
        return self._decided(rows)

    def flags(self, brand: str) -> list[Decided]:
        rows = self._connection.execute(
            select(flag).where(flag.c.brand == brand).order_by(flag.c.number)
        ).all()
        return self._decided(rows)

    def _decided(self, rows: Iterable[Row[Any]]) -> list[Decided]:  # Any: rows of `flag`
        flags = [
            Flag(
                number=row.number,
                brand=row.brand,
                author_id=row.author_id,
                opened_at=moment(row.opened_at),
                message_id=row.message_id,
            )
            for row in rows
        ]
        steps: dict[int, list[Step]] = {}
        found = self._connection.execute(
            select(flag_step)
            .where(flag_step.c.flag_number.in_([one.number for one in flags]))
            .order_by(flag_step.c.at, flag_step.c.number)
        )
        for row in found:
            steps.setdefault(row.flag_number, []).append(_step(row))
        return [Decided(flag=one, steps=tuple(steps.get(one.number, ()))) for one in flags]


def _strike(row: Row[Any]) -> Strike:  # Any: a row of `strike`
    return Strike(
        brand=row.brand,
        author_id=row.author_id,
        message_id=row.message_id,
        kind=StrikeKind(row.kind),
        at=moment(row.at),
        seen_at=moment(row.seen_at),
        is_firm=bool(row.is_firm),
        in_complaint=bool(row.in_complaint),
        url=row.url,
        text_hash=row.text_hash,
        first_at=moment_or_none(row.first_at),
        judged=Judged(row.judged) if row.judged else None,
    )


def _step(row: Row[Any]) -> Step:  # Any: a row of `flag_step`
    return Step(
        number=row.number,
        brand=row.brand,
        flag_number=row.flag_number,
        at=moment(row.at),
        kind=StepKind(row.kind),
        by=row.by,
        why=row.why,
        until=moment_or_none(row.until_at),
        effect_number=row.effect_number,
    )
