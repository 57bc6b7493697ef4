"""Numbers of messages, cases and effects: read once per transaction, written back at its end."""

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.sql import literal_column

from monitor.store.prepared import Prepared
from monitor.store.tables import EVERYONE, counter

_HERE = counter.c.brand == literal_column("''")
# The rows are locked until we commit: nobody else gives out the same numbers (PostgreSQL).
_READ = Prepared(
    lambda _: (
        select(counter.c.name, counter.c.value)
        .where(_HERE)
        .order_by(counter.c.name)
        .with_for_update()
    ),
    (),
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


_VALUE = Prepared(
    lambda _: select(counter.c.value).where(_HERE, counter.c.name == bindparam("of_name")),
    ("of_name",),
)


class Counters:
    """The counters of one transaction. A transaction that rolls back gives its numbers back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        #: as they are stored, from the first question on
        self._stored: dict[str, int] | None = None
        self._given: dict[str, int] = {}

    def next(self, name: str) -> int:
        """A number that nothing else of this name has."""
        value = self._given.get(name)
        if value is None:
            value = self._read(name)
        self._given[name] = value + 1
        return value + 1

    def block(self, name: str, size: int) -> range:
        """So many numbers in a row."""
        value = self._given.get(name)
        if value is None:
            value = self._read(name)
        self._given[name] = value + size
        return range(value + 1, value + size + 1)

    def given_out(self, name: str) -> int:
        """How many numbers of this name there ever were; nobody waits for it."""
        if name in self._given:
            return self._given[name]
        rows = _VALUE.rows(self._connection, name)
        return int(rows[0][0]) if rows else 0

    def write_back(self) -> None:
        """Keeps what was given out."""
        if self._given:
            given = [(value, name) for name, value in self._given.items()]
            _WRITE.run_many(self._connection, given)

    def _read(self, name: str) -> int:
        if self._stored is None:
            self._stored = dict(_READ.rows(self._connection))
        if name not in self._stored:
            _BEGIN.run(self._connection, EVERYONE, name)
            self._stored = dict(_READ.rows(self._connection))
        return self._stored[name]
