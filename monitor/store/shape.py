"""The shape of a database: which of our tables, columns and indexes are really there.

The version that a database names is a word; this looks. What somebody added of their own is left
alone: an index more may be for the better.
"""

from sqlalchemy import Connection, text

from monitor.store.tables import metadata

#: as Alembic makes it
VERSION_TABLE = "alembic_version"

_SQLITE = """
SELECT thing.type, thing.name, part.name FROM sqlite_master AS thing
LEFT JOIN pragma_table_info(thing.name) AS part WHERE thing.type IN ('table', 'index')
"""
_POSTGRESQL = """
SELECT 'table', table_name, column_name FROM information_schema.columns
WHERE table_schema = current_schema()
UNION ALL SELECT 'index', indexname, NULL FROM pg_indexes WHERE schemaname = current_schema()
"""

#: "table message", "column message.text", "index message_by_time"
Parts = frozenset[tuple[str, str]]


def parts_of(connection: Connection) -> Parts:
    """Everything that a database is made of."""
    is_sqlite = connection.dialect.name == "sqlite"
    found = set()
    for sort, name, column in connection.execute(text(_SQLITE if is_sqlite else _POSTGRESQL)):
        found.add((sort, name))
        if column is not None:
            found.add(("column", f"{name}.{column}"))
    return frozenset(found)


def is_ours(parts: Parts) -> bool:
    """At least one of our own tables is there."""
    return any(("table", name) in parts for name in metadata.tables)


def gaps_in(parts: Parts) -> tuple[str, ...]:
    """What is missing, in words; of a missing table nothing more is said."""
    gaps = []
    for table in metadata.sorted_tables:
        if ("table", table.name) not in parts:
            gaps.append(f"the table `{table.name}`")
            continue
        wanted = [("column", f"{table.name}.{column.name}") for column in table.columns]
        wanted += [("index", str(index.name)) for index in table.indexes]
        gaps += [f"the {sort} `{name}`" for sort, name in wanted if (sort, name) not in parts]
    return tuple(gaps)


def told(gaps: tuple[str, ...]) -> str:
    """What is missing, in a sentence."""
    more = len(gaps) - 3
    named = ", ".join(gaps[:3]) + (f" and {more} more" if more > 0 else "")
    return f"{named} {'is' if len(gaps) == 1 else 'are'} missing"
