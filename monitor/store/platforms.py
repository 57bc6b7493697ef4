"""What became known of the platforms: blind periods, spending, communities that want no word, and
our own doors."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select

from monitor.domain.bill import Raise
from monitor.domain.door import Door
from monitor.domain.message import Blind
from monitor.domain.stored import BlindPeriod
from monitor.redaction import redacted_words
from monitor.store.message_tables import message
from monitor.store.moments import moment, moment_or_none, stored
from monitor.store.platform_tables import (
    blind_period,
    budget_raise,
    community_off,
    door,
    spending,
)
from monitor.store.prepared import Prepared, insert_for

MICRO = 1_000_000
Asked = TypeVar("Asked", bound=Select[Any])

_DOORS = Prepared(
    lambda _: (
        select(door.c.platform, door.c.is_open, door.c.at, door.c.said_by)
        .where(door.c.brand == bindparam("brand"))
        .order_by(door.c.platform)
    ),
    ("brand",),
)


class SqlPlatforms:
    """Implements `Platforms`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- blindness ----------------------------------------------------------------------------

    def was_blind(self, brand: str, connector: str, blind: Blind) -> None:
        new = insert_for(self._connection)(blind_period).values(
            brand=brand,
            connector=connector,
            since_at=stored(blind.since),
            until_at=stored(blind.until),
            why=redacted_words(blind.why),
            is_caught_up=int(blind.is_caught_up),
        )
        self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["brand", "connector", "since_at"],
                set_={
                    "until_at": new.excluded.until_at,
                    "why": new.excluded.why,
                    "is_caught_up": new.excluded.is_caught_up,
                },
                where=new.excluded.until_at > blind_period.c.until_at,
            )
        )

    def blind_between(
        self, since: datetime, until: datetime, brand: str | None = None
    ) -> list[BlindPeriod]:
        table = blind_period.c
        asked = (
            select(blind_period)
            .where(table.until_at > stored(since), table.since_at < stored(until))
            .order_by(table.since_at, table.connector)
        )
        if brand is not None:
            asked = asked.where(table.brand == brand)
        return [
            BlindPeriod(
                brand=row.brand,
                connector=row.connector,
                blind=Blind(
                    since=moment(row.since_at),
                    until=moment(row.until_at),
                    why=row.why,
                    is_caught_up=bool(row.is_caught_up),
                ),
            )
            for row in self._connection.execute(asked)
        ]

    # --- what is heard ------------------------------------------------------------------------

    def heard(self, brand: str, platforms: Sequence[str], since: datetime, until: datetime) -> int:
        table = message.c
        counted = select(func.count()).where(
            table.created_at >= stored(since), table.created_at < stored(until)
        )
        return self._connection.execute(_by_others(counted, brand, platforms)).scalar_one()

    def last_heard(self, brand: str, platforms: Sequence[str]) -> datetime | None:
        newest = select(func.max(message.c.created_at))
        return moment_or_none(self._connection.scalar(_by_others(newest, brand, platforms)))

    def first_heard(self, brand: str, platforms: Sequence[str]) -> datetime | None:
        oldest = select(func.min(message.c.created_at)).where(message.c.is_live == 1)
        return moment_or_none(self._connection.scalar(_by_others(oldest, brand, platforms)))

    # --- spending -----------------------------------------------------------------------------

    def spend(self, brand: str, connector: str, day: date, dollars: Decimal) -> None:
        new = insert_for(self._connection)(spending).values(
            brand=brand,
            connector=connector,
            day=day.isoformat(),
            micro_dollars=round(dollars * MICRO),
        )
        self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["brand", "connector", "day"],
                set_={"micro_dollars": spending.c.micro_dollars + new.excluded.micro_dollars},
            )
        )

    def spent(self, since: date, until: date, brand: str | None = None) -> dict[str, Decimal]:
        table = spending.c
        asked = (
            select(table.connector, func.sum(table.micro_dollars))
            .where(table.day >= since.isoformat(), table.day < until.isoformat())
            .group_by(table.connector)
            .order_by(table.connector)
        )
        if brand is not None:
            asked = asked.where(table.brand == brand)
        return {
            connector: Decimal(int(micro)) / MICRO
            for connector, micro in self._connection.execute(asked)
        }

    def raise_budget(self, brand: str, connector: str, day: date, more: Raise | None) -> None:
        table = budget_raise.c
        self._connection.execute(
            delete(budget_raise).where(
                table.brand == brand, table.connector == connector, table.day == day.isoformat()
            )
        )
        if more is None:
            return
        self._connection.execute(
            insert(budget_raise).values(
                brand=brand,
                connector=connector,
                day=day.isoformat(),
                from_micro_dollars=round(more.from_dollars * MICRO),
                to_micro_dollars=round(more.to_dollars * MICRO),
                at=stored(more.at),
                said_by=more.said_by,
            )
        )

    def raises(self, brand: str, day: date) -> dict[str, Raise]:
        table = budget_raise.c
        rows = self._connection.execute(
            select(budget_raise)
            .where(table.brand == brand, table.day == day.isoformat())
            .order_by(table.connector)
        )
        return {
            row.connector: Raise(
                from_dollars=Decimal(row.from_micro_dollars) / MICRO,
                to_dollars=Decimal(row.to_micro_dollars) / MICRO,
                at=moment(row.at),
                said_by=row.said_by,
            )
            for row in rows
        }

    # --- communities --------------------------------------------------------------------------

    def switch_off(self, brand: str, community: str, at: datetime, why: str) -> None:
        self._connection.execute(
            insert_for(self._connection)(community_off)
            .values(community=community, brand=brand, at=stored(at), why=redacted_words(why))
            .on_conflict_do_nothing()
        )

    def switch_on(self, brand: str, community: str) -> bool:
        table = community_off.c
        done = self._connection.execute(
            delete(community_off).where(table.community == community, table.brand == brand)
        )
        return done.rowcount > 0

    def switched_off(self, brand: str) -> dict[str, str]:
        table = community_off.c
        rows = self._connection.execute(
            select(table.community, table.why).where(table.brand == brand).order_by(table.community)
        )
        return {row.community: row.why for row in rows}

    # --- our own doors ------------------------------------------------------------------------

    def know_door(self, brand: str, known: Door) -> None:
        new = insert_for(self._connection)(door).values(
            brand=brand,
            platform=known.platform,
            is_open=int(known.is_open),
            at=stored(known.at),
            said_by=known.said_by,
        )
        told = {name: new.excluded[name] for name in ("is_open", "at", "said_by")}
        self._connection.execute(
            new.on_conflict_do_update(index_elements=["brand", "platform"], set_=told)
        )

    def forget_door(self, brand: str, platform: str) -> bool:
        table = door.c
        done = self._connection.execute(
            delete(door).where(table.brand == brand, table.platform == platform)
        )
        return done.rowcount > 0

    def doors(self, brand: str) -> dict[str, Door]:
        # asked for every page and every word
        return {
            platform: Door(platform=platform, is_open=bool(is_open), at=moment(at), said_by=said_by)
            for platform, is_open, at, said_by in _DOORS.rows(self._connection, brand)
        }


def _by_others(asked: Asked, brand: str, platforms: Sequence[str]) -> Asked:
    table = message.c
    return asked.where(table.brand == brand, table.platform.in_(platforms), table.from_brand == 0)
