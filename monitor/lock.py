"""The lock: one daemon to a database on this machine.

A file beside the database, held for as long as the daemon lives. It says which process holds it,
whether there was a database then, which word of ours went out last, and, by its time of change,
when that daemon last moved. So a database that is an older copy is known for what it is.
"""

import fcntl
import json
import logging
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

log = logging.getLogger(__name__)

#: how often the lock is asked for before it counts as held, and how far apart
TRIES, APART_S = 5, 0.02


class Holder(NamedTuple):
    """Who holds a lock."""

    #: 0: it does not say
    pid: int
    #: since it last showed that it moves
    still_for: timedelta
    #: why it cannot use its database; empty when it can
    trouble: str = ""


class Said(NamedTuple):
    """A word of ours that went out."""

    brand: str
    posted_id: str


class _Written(NamedTuple):
    """What stands in the file, as a list in JSON."""

    pid: int = 0
    had_store: bool = False
    said: Said | None = None
    trouble: str = ""


class Lock:
    """A lock that this process holds."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self.path = path
        self._file = file
        written = _read(file)
        #: an earlier daemon had its database open
        self.had_store = written.had_store
        #: the last word that an earlier daemon sent and wrote down
        self.last_said = written.said
        self._trouble = ""
        self._write()

    def has_store(self) -> None:
        """From now on a missing database is one that is lost."""
        self.had_store = True
        self._write()

    def said(self, said: Said) -> None:
        """This word is out, and the database knows it."""
        self.last_said = said
        self._write()

    def has_trouble(self, why: str) -> None:
        """The database cannot be used; "": it can again."""
        self._trouble = why
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
        """In the place of what stood there: a full disk has room for that."""
        written = _Written(os.getpid(), self.had_store, self.last_said, self._trouble)
        try:
            self._file.seek(0)
            self._file.write(json.dumps(written))
            self._file.truncate()
            self._file.flush()
        except OSError as problem:
            log.warning("the lock file `%s` cannot be written: %s", self.path, problem.strerror)


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
    path.touch()
    with path.open("r+", encoding="ascii", errors="replace") as file:
        if not _taken(file):
            process = _read(file).pid or "unknown"
            raise MonitorError(
                f"another monitor is running on this database (process {process})",
                hint=f"stop it first, or look at it: monitor status (lock: {path})",
            )
        yield Lock(path, file)


def _taken(file: TextIO) -> bool:
    """False: another daemon holds it. Who only asks holds it for a blink, and is waited for."""
    for _ in range(TRIES):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(APART_S)
        else:
            return True
    return False


def holder(path: Path) -> Holder | None:
    """Who holds this lock; None when nobody does."""
    try:
        with path.open("r", encoding="ascii", errors="replace") as file:
            try:
                # held for no longer than this line: a daemon that starts now asks again
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                still_s = max(0.0, time.time() - os.fstat(file.fileno()).st_mtime)
                written = _read(file)
                still_for = timedelta(seconds=still_s)
                return Holder(pid=written.pid, still_for=still_for, trouble=written.trouble)
    except OSError:
        return None
    return None


def had_store(path: Path) -> bool:
    """Some daemon, now or before, had its database beside this lock open."""
    try:
        with path.open("r", encoding="ascii", errors="replace") as file:
            return _read(file).had_store
    except OSError:
        return False


def _read(file: TextIO) -> _Written:
    file.seek(0)
    try:
        pid, had_store, said, trouble = json.load(file)
        return _Written(
            pid=int(pid),
            had_store=bool(had_store),
            said=Said(*said) if said else None,
            trouble=str(trouble),
        )
    except (ValueError, TypeError):
        return _Written()
