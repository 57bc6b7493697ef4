"""What became known of the platforms: blind periods, spending, communities that want no word."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, delete, func, select

from monitor.domain.message import Blind
from monitor.domain.stored import BlindPeriod
from monitor.store.moments import moment, stored
from monitor.store.platform_tables import blind_period, community_off, spending
from monitor.store.prepared import insert_for

MICRO = 1_000_000


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
            why=blind.why,
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

    # --- communities --------------------------------------------------------------------------

    def switch_off(self, brand: str, community: str, at: datetime, why: str) -> None:
        self._connection.execute(
            insert_for(self._connection)(community_off)
            .values(community=community, brand=brand, at=stored(at), why=why)
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
