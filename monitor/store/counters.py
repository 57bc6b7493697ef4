"""Numbers of cases and effects: read once per transaction, written back when it commits."""

from sqlalchemy import ColumnElement, Connection, and_, select, update

from monitor.store.prepared import insert_for
from monitor.store.tables import EVERYONE, counter


class Counters:
    """The counters of one transaction. A transaction that rolls back gives its numbers back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._values: dict[str, int] = {}

    def next(self, name: str) -> int:
        """A number that nothing else of this name has."""
        value = self._values.get(name)
        if value is None:
            value = self._read(name)
        self._values[name] = value + 1
        return value + 1

    def write_back(self) -> None:
        """Keeps what was given out."""
        for name, value in self._values.items():
            self._connection.execute(update(counter).where(_is(name)).values(value=value))

    def _read(self, name: str) -> int:
        # The row is locked until we commit: nobody else gives out the same numbers (PostgreSQL).
        wanted = select(counter.c.value).where(_is(name)).with_for_update()
        value = self._connection.execute(wanted).scalar()
        if value is None:
            insert_into = insert_for(self._connection)
            self._connection.execute(
                insert_into(counter)
                .values(brand=EVERYONE, name=name, value=0)
                .on_conflict_do_nothing()
            )
            value = self._connection.execute(wanted).scalar_one()
        return int(value)


def _is(name: str) -> ColumnElement[bool]:
    return and_(counter.c.brand == EVERYONE, counter.c.name == name)
