"""The lock: one daemon to a database on this machine.

A file beside the database, held for as long as the daemon lives. It says which process holds it,
whether there was a database then, which word of ours went out last, and, by its time of change,
when that daemon last moved. So a database that is an older copy is known for what it is.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple, TextIO

from monitor.domain.effect import Effect, State
from monitor.domain.message import SetAside
from monitor.domain.ports import Observer
from monitor.domain.stored import Decided
from monitor.errors import MonitorError

#: written behind the process once its database is open
_HAS_STORE = "database open"


class Holder(NamedTuple):
    """Who holds a lock."""

    #: 0: it does not say
    pid: int
    #: since it last showed that it moves
    still_for: timedelta


class Said(NamedTuple):
    """A word of ours that went out."""

    brand: str
    posted_id: str


class Lock:
    """A lock that this process holds."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self.path = path
        self._file = file
        file.seek(0)
        lines = file.read().splitlines()[1:]
        #: an earlier daemon had its database open
        self.had_store = _HAS_STORE in lines
        #: the last word that an earlier daemon sent and wrote down
        self.last_said = _said(lines[1]) if len(lines) > 1 else None
        self._write()

    def has_store(self) -> None:
        """From now on a missing database is one that is lost."""
        self.had_store = True
        self._write()

    def said(self, said: Said) -> None:
        """This word is out, and the database knows it."""
        self.last_said = said
        self._write()

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

    def _write(self) -> None:
        lines = [str(os.getpid())]
        if self.had_store:
            lines.append(_HAS_STORE)
            if self.last_said is not None:
                lines.append(json.dumps(self.last_said))
        self._file.truncate(0)
        self._file.write("\n".join(lines))
        self._file.flush()


class Remembering:
    """An observer that has the lock remember what was said, and then tells another observer."""

    def __init__(self, lock: Lock, observer: Observer) -> None:
        self.lock = lock
        self.observer = observer

    def decided(self, decided: Decided) -> None:
        self.observer.decided(decided)

    def effect_moved(self, effect: Effect) -> None:
        if effect.is_public_word and effect.state is State.SENT and effect.posted_id:
            self.lock.said(Said(brand=effect.brand, posted_id=effect.posted_id))
        self.observer.effect_moved(effect)

    def set_aside(self, set_aside: SetAside) -> None:
        self.observer.set_aside(set_aside)


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


def _said(line: str) -> Said | None:
    try:
        brand, posted_id = json.loads(line)
    except ValueError:
        return None
    return Said(brand=str(brand), posted_id=str(posted_id))


def _pid(file: TextIO) -> int:
    written = file.readline().strip()
    return int(written) if written.isdecimal() else 0
