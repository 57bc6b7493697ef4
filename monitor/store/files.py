"""A store as files: the database, its log and its index, and how they are copied whole."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Engine

from monitor.errors import StoreError
from monitor.store.engine import is_in_memory
from monitor.store.errors import corrupt, reported

#: the database, the log of what is not yet in it, the index of that log, a rollback journal
FAMILY = ("", "-wal", "-shm", "-journal")

_HEADER = b"SQLite format 3\0"


class OpenedFile:
    """The file that a store has open: SQLite would go on writing into one that was taken away."""

    def __init__(self, path: Path) -> None:
        self._path = path.absolute()
        self._name = os.fspath(self._path)
        self._identity = _identity(self._name)

    @classmethod
    def of(cls, url: URL) -> "OpenedFile | None":
        """None for a store that is no file."""
        if url.get_backend_name() != "sqlite" or is_in_memory(url):
            return None
        return cls(Path(url.database or ""))

    def must_be_there(self) -> None:
        """It stands where it stood. Raises StoreError."""
        found = _identity(self._name)
        if found is not None and found == self._identity:
            return
        what = "is gone" if found is None else "was replaced by another file"
        raise StoreError(
            f"the database `{self._path}` {what} while the monitor runs",
            hint="stop the monitor, put the file back or `monitor restore BACKUP`, then start it",
        )


def _identity(path: str) -> tuple[int, int] | None:
    """Which file this is, whatever its name; None when there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked for every transaction
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


def looks_like_sqlite(path: Path) -> bool:
    """It begins as every SQLite file does. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_HEADER)) == _HEADER


def copy_to(engine: Engine, target: Path) -> dict[str, int]:
    """A whole copy of a running store, checked; what it holds, by table.

    SQLite copies inside a reading transaction, so that nobody waits. The copy takes its name only
    when it has passed the check. Raises StoreError and OSError.
    """
    part = target.with_name(target.name + ".part")
    # Strangers' words: for nobody but us.
    os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    try:
        with engine.connect() as connection, reported(engine.url, files=True):
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.execute("BEGIN").close()
            try:
                before = rows_of(source)
                with closing(sqlite3.connect(part)) as copy:
                    source.backup(copy)
                    copy.execute("PRAGMA journal_mode=DELETE").close()
            finally:
                source.execute("ROLLBACK").close()
            after = checked(part)
        if before != after:
            raise corrupt(f"sqlite:///{target}", f"the copy holds {after}, the store {before}")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        for ending in FAMILY:
            part.with_name(part.name + ending).unlink(missing_ok=True)
    return before


def checked(path: Path) -> dict[str, int]:
    """The rows of every table of a whole store. Raises StoreCorrupt, OSError."""
    if not looks_like_sqlite(path):
        raise corrupt(f"sqlite:///{path}", "it does not begin as an SQLite file does")
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with (
        reported(f"sqlite:///{path}", files=True),
        closing(sqlite3.connect(uri, uri=True)) as connection,
    ):
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise corrupt(f"sqlite:///{path}", found)
        return rows_of(connection)


def rows_of(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows every table has."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " ORDER BY name"
    ).fetchall()
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in tables
    }
