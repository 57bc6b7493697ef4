"""The holder: which process keeps others from an SQLite database, as far as the system tells.

The database itself is never opened for this: closing a file drops every lock that a process has on
it. Linux lists the locks of all processes; elsewhere nothing is known.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from monitor.domain.inert import for_terminal

LOCKS: Final = Path("/proc/locks")
#: the bytes of the `-shm` file by which a writer, a checkpoint and a recovery keep others out
_KEPT_OUT: Final = range(120, 123)
#: of a process's own name for itself
_SHOWN: Final = 20


def holder_of(path: Path, locks: Path = LOCKS) -> str:
    """`process 4312, sqlite3`; empty when nobody else is known to hold it. Never raises."""
    try:
        files = {_place(path): None, _place(path.with_name(f"{path.name}-shm")): _KEPT_OUT}
        for process, place, first in _written_locks(locks.read_text(encoding="ascii")):
            if place not in files or process in (0, os.getpid()):
                continue
            kept_out = files[place]
            if kept_out is None or first in kept_out:
                return f"process {process}{_name_of(process)}"
    except (OSError, ValueError, IndexError):
        pass
    return ""


def _written_locks(listed: str) -> Iterator[tuple[int, str, int]]:
    """Who keeps others from reading and writing where: process, file, first byte."""
    for line in listed.splitlines():
        # 1: POSIX  ADVISORY  WRITE 4312 fe:00:2149086 120 120; behind an arrow: who waits for it
        words = line.split()
        if words[1:4] == ["POSIX", "ADVISORY", "WRITE"]:
            yield int(words[4]), words[5], int(words[6])


def _place(path: Path) -> str:
    """A file as it is listed: `fe:00:2149086`; empty when it is not there."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ""
    return f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"


def _name_of(process: int) -> str:
    try:
        name = Path(f"/proc/{process}/comm").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return f", {for_terminal(name.strip(), _SHOWN)}"
