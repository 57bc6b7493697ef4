"""The lock: one daemon to a database on this machine.

A file beside the database, held for as long as the daemon lives. It says which process holds it,
whether there was a database then, and, by its time of change, when that daemon last moved.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple, TextIO

from monitor.errors import MonitorError

#: written behind the process once its database is open
_HAS_STORE = "database open"


class Holder(NamedTuple):
    """Who holds a lock."""

    #: 0: it does not say
    pid: int
    #: since it last showed that it moves
    still_for: timedelta


class Lock:
    """A lock that this process holds."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self.path = path
        self._file = file
        file.seek(0)
        #: an earlier daemon had its database open
        self.had_store = _HAS_STORE in file.read()
        self._write(str(os.getpid()))

    def has_store(self) -> None:
        """From now on a missing database is one that is lost."""
        self._write(f"{os.getpid()}\n{_HAS_STORE}")

    def is_ours(self) -> bool:
        """Nobody took the file away: whoever comes next meets our lock."""
        try:
            there = self.path.stat()
        except FileNotFoundError:
            return False
        held = os.fstat(self._file.fileno())
        return (there.st_dev, there.st_ino) == (held.st_dev, held.st_ino)

    def moved(self) -> None:
        """Shows that this daemon moves."""
        os.utime(self._file.fileno())

    def _write(self, text: str) -> None:
        self._file.truncate(0)
        self._file.write(text)
        self._file.flush()


@contextmanager
def only_one(path: Path) -> Iterator[Lock]:
    """Holds the lock. Raises MonitorError when another daemon does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="ascii", errors="replace") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise MonitorError(
                f"another monitor is running on this database (process {_pid(file) or 'unknown'})",
                hint=f"stop it first, or look at it: monitor status (lock: {path})",
            ) from None
        yield Lock(path, file)


def holder(path: Path) -> Holder | None:
    """Who holds this lock; None when nobody does."""
    try:
        with path.open("r", encoding="ascii", errors="replace") as file:
            try:
                # held for no longer than this line: a daemon that starts now must get it
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                still_s = max(0.0, time.time() - os.fstat(file.fileno()).st_mtime)
                return Holder(pid=_pid(file), still_for=timedelta(seconds=still_s))
    except OSError:
        return None
    return None


def _pid(file: TextIO) -> int:
    written = file.readline().strip()
    return int(written) if written.isdecimal() else 0
