"""What the drivers report, as the errors of this program.

Every use of an engine stands inside `reported`: connecting, each statement, the commit. So nothing
of a driver's, of SQLAlchemy's or of the file system's gets out of the store.
"""

import errno
import sqlite3
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from sqlalchemy import URL
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

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
from monitor.store.holder import holder_of

RESTORE = (
    "stop the monitor, then `monitor restore BACKUP` with the newest file of {backups};"
    " the damaged file is kept aside"
)
SERVER_RESTORE = "stop the monitor and restore the server's own backup"


def redacted(url: str | URL) -> str:
    """The URL as it may be logged: without its password."""
    return make_url(url).render_as_string(hide_password=True)


def place_of(url: str | URL) -> str:
    """How an owner knows the database: by its path, or by its URL without the password."""
    made = make_url(url)
    if made.get_backend_name() == "sqlite":
        return made.database or "the store in memory"
    return redacted(made)


class reported:  # noqa: N801  reads as a word: `with reported(url):`
    """Turns what a driver raises inside the block into our errors; with `files`, what the file
    system raises too (never around a caller's own code). A class: it stands on the busy path."""

    __slots__ = ("_files", "_url")

    def __init__(self, url: str | URL, *, files: bool = False) -> None:
        self._url = url
        self._files = files

    def __enter__(self) -> None:
        return

    def __exit__(
        self,
        _type: type[BaseException] | None,
        error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        if error is None or isinstance(error, MonitorError):
            return
        told: MonitorError | None
        if isinstance(error, OSError):
            told = _of_system(error, self._url) if self._files else None
        else:
            told = translated(error, self._url)
        if told is not None:
            raise told from error


def translated(error: BaseException, url: str | URL) -> MonitorError | None:
    """Our error for a driver's; None for what is none of theirs."""
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, url)
    if isinstance(error, UnicodeEncodeError):
        return InputError(
            "the text holds half a character (a lone surrogate), and cannot be stored"
        )
    if type(error).__module__.partition(".")[0] == "psycopg":
        return _of_postgresql(error, url)
    return None


def corrupt(url: str | URL, why: str) -> StoreCorrupt:
    """A damaged file, with the way back."""
    place = place_of(url)
    hint = SERVER_RESTORE
    if make_url(url).get_backend_name() == "sqlite":
        hint = RESTORE.format(backups=f"`{Path(place).parent / 'backups'}`")
    return StoreCorrupt(f"the database `{place}` is damaged: {why}", hint=hint)


def _locked(place: str, why: str) -> StoreLocked:
    holder = holder_of(Path(place))
    who = f" ({holder})" if holder else ""
    return StoreLocked(
        f"the database `{place}` is held by another program{who}: {why}",
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
    if code == sqlite3.SQLITE_IOERR:
        return StoreError(
            f"the disk refused to read or write the database `{place}`: {why}",
            hint="is the disk full, or broken, or gone? start again when it is well: what was"
            " stored is kept",
        )
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
        return corrupt(url, why)
    if state.startswith("28"):
        return StoreError(
            f"the database `{place}` refused the login: {why}",
            hint="check the user and the password that `[store]` names",
        )
    return StoreError(
        f"the database `{place}` cannot be used: {why}",
        hint="check that the server runs and can be reached, then start again",
    )


def _of_system(error: OSError, url: str | URL) -> StoreError:
    place, why = place_of(url), error.strerror or str(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(place, why)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _read_only(place, why)
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        why = "a file stands where its folder should be"
    return StoreError(
        f"the database `{place}` cannot be used: {why}",
        hint="check the path in `[store]`, and the folder it names",
    )
