"""What the drivers report, as the errors of this program, for every statement of an engine.

SQLAlchemy calls `handle_error` for whatever goes wrong on a connection, while it connects and
while it commits too; so nothing of a driver's gets past this file.
"""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, Engine, event
from sqlalchemy.engine import ExceptionContext, make_url

from monitor.errors import (
    Bug,
    InputError,
    MonitorError,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
)

RESTORE = (
    "stop the monitor, then `monitor restore BACKUP` with the newest file of {backups};"
    " the damaged file is kept aside"
)


def redacted(url: str | URL) -> str:
    """The URL as it may be logged: without its password."""
    return make_url(url).render_as_string(hide_password=True)


def place_of(url: str | URL) -> str:
    """How an owner knows the database: by its path, or by its URL without the password."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        return made.database or "the store in memory"
    return redacted(made)


def translate(engine: Engine) -> None:
    """Let every statement of this engine raise errors of ours."""

    def handle(context: ExceptionContext) -> None:
        error = translated(context.original_exception, engine.url)
        if error is not None:
            raise error from context.original_exception

    event.listen(engine, "handle_error", handle)


def translated(error: BaseException, url: str | URL) -> MonitorError | None:
    """Our error for a driver's; None when it is no driver's."""
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, url)
    if isinstance(error, UnicodeEncodeError):
        return InputError(
            "the text holds half a character (a lone surrogate), and cannot be stored"
        )
    if type(error).__module__.partition(".")[0] == "psycopg":
        return _of_postgresql(error, url)
    return None


def translated_os(error: OSError, url: str | URL) -> StoreError:
    """Our error for one of the file system."""
    place, why = place_of(url), error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(place, why)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _read_only(place, why)
    return StoreError(
        f"the database `{place}` cannot be used: {why}",
        hint="check the path in `[store]`, and the folder it names",
    )


def corrupt(url: str | URL, why: str) -> StoreCorrupt:
    """A damaged file, with the way back."""
    place = place_of(url)
    backups = Path(place).parent / "backups"
    return StoreCorrupt(
        f"the database `{place}` is damaged: {why}", hint=RESTORE.format(backups=f"`{backups}`")
    )


def _locked(place: str, why: str) -> StoreLocked:
    return StoreLocked(
        f"the database `{place}` is held by another program: {why}",
        hint="it goes on by itself when the other one is done; `monitor status` shows what runs",
    )


def _full(place: str, why: str) -> StoreFull:
    return StoreFull(
        f"no room left for the database `{place}`: {why}",
        hint="make room on that disk; nothing is fetched or sent until then, and nothing is lost",
    )


def _read_only(place: str, why: str) -> StoreReadOnly:
    return StoreReadOnly(
        f"the database `{place}` cannot be written: {why}",
        hint="give the user that runs the monitor the right to write this file and its folder",
    )


def _bug(_place: str, why: str) -> Bug:
    return Bug(f"the database refused a row: {why}")


_Maker = Callable[[str, str], MonitorError]

# The low byte of an SQLite code is its family.
_SQLITE: dict[int, _Maker] = {
    sqlite3.SQLITE_BUSY: _locked,
    sqlite3.SQLITE_LOCKED: _locked,
    sqlite3.SQLITE_FULL: _full,
    sqlite3.SQLITE_READONLY: _read_only,
    sqlite3.SQLITE_PERM: _read_only,
    sqlite3.SQLITE_CONSTRAINT: _bug,
}
_SQLITE_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def _of_sqlite(error: sqlite3.Error, url: str | URL) -> MonitorError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    why, place = str(error), place_of(url)
    if code in _SQLITE_DAMAGED:
        return corrupt(url, why)
    make = _SQLITE.get(code)
    if make is not None:
        return make(place, why)
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError):
        return Bug(f"the store was used wrongly: {why}")
    return StoreError(
        f"the database `{place}` cannot be used: {why}",
        hint="look at the disk and at the rights of that folder, then start again",
    )


# SQLSTATE, or its class of two characters.
_POSTGRESQL: dict[str, _Maker] = {
    "53100": _full,
    "55P03": _locked,
    "40P01": _locked,
    "40001": _locked,
    "25006": _read_only,
    "42501": _read_only,
    "23": _bug,
}


def _of_postgresql(error: BaseException, url: str | URL) -> MonitorError:
    state = getattr(error, "sqlstate", None) or ""
    why = (str(error).strip() or "the connection was lost").splitlines()[0]
    place = place_of(url)
    make = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
    if make is not None:
        return make(place, why)
    if state.startswith("XX00"):
        return StoreCorrupt(
            f"the database `{place}` is damaged: {why}",
            hint="stop the monitor and restore the server's own backup",
        )
    if state.startswith("28"):
        return StoreError(
            f"the database `{place}` refused the login: {why}",
            hint="check the user and the password that `[store]` names",
        )
    return StoreError(
        f"the database `{place}` cannot be used: {why}",
        hint="check that the server runs and can be reached, then start again",
    )
