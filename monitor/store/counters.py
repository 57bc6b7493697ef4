"""Numbers of messages, cases and effects: read once per transaction, written back at its end."""

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.sql import literal_column

from monitor.store.prepared import Prepared
from monitor.store.tables import EVERYONE, counter

_HERE = counter.c.brand == literal_column("''")
# The row is locked until we commit: nobody else gives out the same numbers (PostgreSQL).
_READ = Prepared(
    lambda _: (
        select(counter.c.value).where(_HERE, counter.c.name == bindparam("name")).with_for_update()
    ),
    ("name",),
)
_WRITE = Prepared(
    lambda _: (
        update(counter)
        .where(_HERE, counter.c.name == bindparam("of_name"))
        .values(value=bindparam("now"))
    ),
    ("now", "of_name"),
)
_BEGIN = Prepared(
    lambda into: (
        into(counter)
        .values(brand=bindparam("b_brand"), name=bindparam("b_name"), value=literal_column("0"))
        .on_conflict_do_nothing()
    ),
    ("brand", "name"),
)


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

    def block(self, name: str, size: int) -> range:
        """So many numbers in a row."""
        first = self.next(name)
        self._values[name] = first + size - 1
        return range(first, first + size)

    def write_back(self) -> None:
        """Keeps what was given out."""
        for name, value in self._values.items():
            _WRITE.run(self._connection, value, name)

    def _read(self, name: str) -> int:
        rows = _READ.rows(self._connection, name)
        if not rows:
            _BEGIN.run(self._connection, EVERYONE, name)
            rows = _READ.rows(self._connection, name)
        return int(rows[0][0])
