"""Statements for the busy path: written in SQLAlchemy Core, compiled once, run by the driver.

`Connection.execute` looks a statement up and builds its parameters for every call and every row;
for a page of a hundred that costs more than the database does. A `Prepared` statement compiles its
Core statement once per dialect and hands plain tuples to the driver, in SQLAlchemy's transaction.
What the driver raises becomes ours at the edge of the transaction (see `errors.reported`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Function, Table, Text, func
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement, bindparam, literal_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.sql.selectable import TableValuedAlias

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

#: both dialects have ON CONFLICT, each on its own class
Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"
InsertInto: TypeAlias = "Callable[[Table], Insert]"


def insert_for(connection: Connection) -> InsertInto:
    """The INSERT of this database, with ON CONFLICT."""
    return _insert(connection.dialect.name)


def _insert(dialect: str) -> InsertInto:
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert
    return sqlite.insert


# SQLAlchemy keeps the bare names of columns for itself in an INSERT or UPDATE.
_OURS = "b_"


class Prepared:
    """One statement; `names` is the order in which its values come."""

    def __init__(self, build: Callable[[InsertInto], ClauseElement], names: Sequence[str]) -> None:
        self._build = build
        self._names = tuple(names)
        self._compiled: dict[str, tuple[str, tuple[int, ...]]] = {}

    def rows(self, connection: Connection, *values: Any) -> Sequence[Any]:
        """What is found with these values."""
        return self._run(connection, values).fetchall()

    def run(self, connection: Connection, *values: Any) -> int:
        """Once, with these values; how many rows of the table changed."""
        return self._run(connection, values).rowcount

    def run_many(self, connection: Connection, rows: Sequence[tuple[Any, ...]]) -> int:
        """Once for each row; how many rows of the table changed."""
        text, order = self._for(connection)
        if len(order) != len(self._names):  # a name stands twice in the text
            rows = [tuple([row[place] for place in order]) for row in rows]
        cursor = connection.connection.cursor()
        cursor.executemany(text, rows)
        return max(cursor.rowcount, 0)

    def _run(self, connection: Connection, values: tuple[Any, ...]) -> DBAPICursor:
        text, order = self._for(connection)
        if len(order) != len(values):  # else they come in the order of the text
            values = tuple([values[place] for place in order])
        cursor = connection.connection.cursor()
        cursor.execute(text, values)
        return cursor

    def _for(self, connection: Connection) -> tuple[str, tuple[int, ...]]:
        compiled = self._compiled.get(connection.dialect.name)
        if compiled is None:
            compiled = self._compiled[connection.dialect.name] = self._compile(connection)
        return compiled

    def _compile(self, connection: Connection) -> tuple[str, tuple[int, ...]]:
        dialect = connection.dialect
        compiled = self._build(_insert(dialect.name)).compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        told = [name.removeprefix(_OURS) for name in compiled.positiontup or ()]
        order = tuple(self._names.index(name) for name in told)
        if len(order) == len(self._names) and order != tuple(range(len(order))):
            raise AssertionError(f"the values come in another order than in: {compiled}")
        return str(compiled), order


def values(names: Sequence[str], null: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Parameters for an INSERT, by column."""
    return {name: nullable(name, null or {}) for name in names}


def nullable(name: str, null: Mapping[str, str]) -> ColumnElement[Any]:
    """A parameter; where it is what `null` says (as SQL: "''" or "0"), NULL instead."""
    value: ColumnElement[Any] = bindparam(_OURS + name)  # Any: a column of any type
    return func.nullif(value, literal_column(null[name])) if name in null else value


class _Spoken(ColumnElement[str]):
    """A word that stands in the text of a statement, quoted as its database quotes."""

    inherit_cache = False
    type = Text()

    def __init__(self, word: str) -> None:
        self.word = word


@compiles(_Spoken)
def _quoted(element: _Spoken, compiler: SQLCompiler, **_: Any) -> str:
    return compiler.render_literal_value(element.word, element.type)


def spoken(word: str) -> ColumnElement[str]:
    """The word as a constant of the statement, not as a parameter."""
    return _Spoken(word)


class _each(GenericFunction[str]):  # noqa: N801  named as it is called
    """The strings of a JSON array, one a row: a page's ids as ONE parameter of a constant text."""

    inherit_cache = True
    name = "each"


@compiles(_each, "sqlite")
def _each_on_sqlite(element: Function[str], compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


@compiles(_each, "postgresql")
def _each_on_postgresql(element: Function[str], compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **kw)} AS JSON))"


def each(name: str) -> TableValuedAlias:
    """The rows of the parameter `name`, a JSON array of strings, in its column `value`."""
    return _each(bindparam(name)).table_valued("value", name=f"each_{name}")
