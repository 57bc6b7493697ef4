"""Engines: how a connection to the database behaves, for SQLite and PostgreSQL.

Invariants on SQLite: WAL; a commit is on the disk when it returns (`synchronous=FULL`); a writing
transaction takes the lock when it begins; BEGIN is ours, so that DDL rolls back too; what is
deleted is overwritten; a file that is not there is not made. A reading transaction cannot write,
on both databases.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import StaticPool

from monitor.errors import ConfigError
from monitor.store.errors import redacted

BUSY_MILLISECONDS = 5_000


def engine_for(url: str | URL, *, temporary: bool = False) -> Engine:
    """An engine that writes. Connects on first use."""
    made = make_url(url)
    backend = made.get_backend_name()
    if backend == "sqlite":
        engine = _sqlite_engine(made, _pragmas(temporary=temporary), "BEGIN IMMEDIATE")
    elif backend == "postgresql":
        engine = _postgresql_engine(made)
    else:
        raise ConfigError(
            f"the store `{redacted(made)}` is of a sort we do not know",
            hint="use `sqlite:///data/monitor.db` or `postgresql://…`",
        )
    return engine


def reader_of(engine: Engine) -> Engine:
    """An engine for the same database that only reads."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(postgresql_readonly=True, isolation_level="REPEATABLE READ")
    if is_in_memory(engine.url):
        return engine
    return _sqlite_engine(engine.url, (*_pragmas(temporary=False), "query_only=ON"), "BEGIN")


def looker_at(engine: Engine) -> Engine:
    """An engine that looks at the database as it is: changes nothing, waits for no writer."""
    if engine.dialect.name == "postgresql":
        return reader_of(engine)
    looking = (f"busy_timeout={BUSY_MILLISECONDS}", "query_only=ON")
    return _sqlite_engine(engine.url, looking, "BEGIN")


def is_in_memory(url: URL) -> bool:
    """It lives and dies with its one connection."""
    return url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:")


def _pragmas(*, temporary: bool) -> tuple[str, ...]:
    return (
        f"busy_timeout={BUSY_MILLISECONDS}",
        "journal_mode=WAL",
        "synchronous=OFF" if temporary else "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        # kB for each connection, and each thread has one that writes and one that reads
        "cache_size=-2000",
    )


def _sqlite_engine(url: URL, pragmas: tuple[str, ...], begin: str) -> Engine:
    # isolation_level=None: the driver must not begin and commit on its own around DDL.
    options: dict[str, Any] = {"connect_args": {"isolation_level": None}}
    if is_in_memory(url):
        options["poolclass"] = StaticPool
        options["connect_args"]["check_same_thread"] = False
    engine = create_engine(url, **options)

    if not is_in_memory(url):
        event.listen(engine, "do_connect", _open_what_is_there)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        # By the driver itself: SQLAlchemy would take as long as the whole look-up of a page.
        connection.connection.cursor().execute(begin)

    return engine


def _open_what_is_there(
    _dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]
) -> sqlite3.Connection:
    """SQLite would make an empty file in the place of one that was taken away."""
    uri = f"{Path(arguments[0]).absolute().as_uri()}?mode=rw"
    connection: sqlite3.Connection = sqlite3.connect(uri, uri=True, **options)
    return connection


def _postgresql_engine(url: URL) -> Engine:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    try:
        # Positional parameters, as SQLite has them: rows are tuples on both.
        return create_engine(url, paramstyle="format", pool_pre_ping=True)
    except ModuleNotFoundError as missing:
        raise ConfigError(
            f"the store `{redacted(url)}` needs the package `psycopg`",
            hint='install it: pip install "psycopg[binary]"',
        ) from missing
