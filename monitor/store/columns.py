"""What the tables are made of: the one MetaData, and the few sorts of columns.

- Moments are whole microseconds since 1970 in UTC: exact, sortable, and ten times as cheap to
  read and write as a date type.
- Yes and no are 0 and 1. The driver binds an int at once and asks its adapters about a bool or a
  None, at half a microsecond each; so statements pass 0 and "" and let SQL make NULL of them.
- JSON is text, and NULL where there is nothing.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKey,
    Integer,
    MetaData,
    SmallInteger,
    Text,
    event,
)
from sqlalchemy import text as sql

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite makes a rowid of INTEGER only, and its INTEGER holds 64 bits.
Number = BigInteger().with_variant(Integer, "sqlite")


def text(name: str) -> Column[str]:
    """Words; empty where there are none."""
    return Column(name, Text, nullable=False)


def text_or_null(name: str) -> Column[str]:
    """Words or JSON that most rows do not have."""
    return Column(name, Text)


def flag(name: str) -> Column[int]:
    """0 or 1."""
    return Column(name, SmallInteger, nullable=False)


def count(name: str) -> Column[int]:
    """How many."""
    return Column(name, Integer, nullable=False)


def moment(name: str) -> Column[int]:
    """Microseconds since 1970, UTC."""
    return Column(name, Number, nullable=False)


def moment_or_null(name: str) -> Column[int]:
    """A moment that may never come."""
    return Column(name, Number)


def number_or_null(name: str) -> Column[int]:
    """The number of something in another table, or nothing."""
    return Column(name, Number)


def key() -> Column[int]:
    """A number that the database gives."""
    return Column("number", Number, primary_key=True)


def given_key() -> Column[int]:
    """A number that we give (see `counters`)."""
    return Column("number", Number, primary_key=True, autoincrement=False)


def of_message() -> Column[int]:
    """The number of the message a row belongs to; it goes when the message goes."""
    return Column(
        "number",
        Number,
        ForeignKey("message.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


def of_case() -> Column[int]:
    """The case a row belongs to, which may come later in the same transaction."""
    return Column(
        "case_number",
        Number,
        ForeignKey("case_.number", ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
        nullable=False,
    )


def where(condition: str) -> dict[str, Any]:  # Any: keyword arguments of Index
    """Makes an index partial, on both databases."""
    return {"sqlite_where": sql(condition)}


@event.listens_for(metadata, "before_create")
def _partial_on_postgresql(schema: MetaData, connection: Connection, **_: object) -> None:
    # Said only now: to say it loads that dialect, 3 MB of it.
    if connection.dialect.name == "postgresql":
        for table in schema.tables.values():
            for index in table.indexes:
                condition = index.dialect_options["sqlite"]["where"]
                index.dialect_options["postgresql"]["where"] = condition
