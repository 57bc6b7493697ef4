"""The owner's switches for everyone on this store, the slots of the schedule, and the polls."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select

from monitor.domain.ports import Poll
from monitor.store.moments import moment, moment_or_none, stored
from monitor.store.prepared import insert_for
from monitor.store.tables import EVERYONE, poll, schedule_slot, switch


class SqlSwitches:
    """Implements `Switches`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> str | None:
        return self._connection.execute(
            select(switch.c.value).where(switch.c.brand == EVERYONE, switch.c.name == name)
        ).scalar()

    def put(self, name: str, value: str | None, at: datetime) -> None:
        if value is None:
            self._connection.execute(
                delete(switch).where(switch.c.brand == EVERYONE, switch.c.name == name)
            )
            return
        new = insert_for(self._connection)(switch).values(
            brand=EVERYONE, name=name, value=value, at=stored(at)
        )
        self._connection.execute(
            new.on_conflict_do_update(
                index_elements=["brand", "name"],
                set_={"value": new.excluded.value, "at": new.excluded.at},
            )
        )

    def claim_slot(self, job: str, slot: str, now: datetime) -> bool:
        new = insert_for(self._connection)(schedule_slot).values(
            brand=EVERYONE, job=job, slot=slot, claimed_at=stored(now)
        )
        return self._connection.execute(new.on_conflict_do_nothing()).rowcount == 1

    def seen_poll(self, brand: str, connector: str, at: datetime, error: str = "") -> None:
        """What the connector did last; a failure keeps the time of the first one in a row."""
        failed = bool(error)
        new = insert_for(self._connection)(poll).values(
            brand=brand,
            connector=connector,
            last_success_at=None if failed else stored(at),
            last_try_at=stored(at),
            failing_since=stored(at) if failed else None,
            error=error,
        )
        told = new.excluded
        changes: dict[str, ColumnElement[Any]] = {
            "last_try_at": told.last_try_at,
            "error": told.error,
        }
        if failed:
            changes["failing_since"] = func.coalesce(poll.c.failing_since, told.failing_since)
        else:
            changes["last_success_at"] = told.last_success_at
            changes["failing_since"] = told.failing_since
        self._connection.execute(
            new.on_conflict_do_update(index_elements=["brand", "connector"], set_=changes)
        )

    def polls(self) -> list[Poll]:
        rows = self._connection.execute(select(poll).order_by(poll.c.brand, poll.c.connector))
        return [
            Poll(
                brand=row.brand,
                connector=row.connector,
                last_success_at=moment_or_none(row.last_success_at),
                last_try_at=moment(row.last_try_at),
                failing_since=moment_or_none(row.failing_since),
                error=row.error,
            )
            for row in rows
        ]
