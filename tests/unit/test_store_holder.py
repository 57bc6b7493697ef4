"""Who holds a database, read from what Linux lists of all locks."""

import os
from pathlib import Path

import pytest

from monitor.store.holder import holder_of

OTHER = 1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "monitor.db"
    for name in ("monitor.db", "monitor.db-shm"):
        (tmp_path / name).touch()
    return path


def place(path: Path) -> str:
    found = path.stat()
    return f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"


def listed(path: Path, *lines: str) -> str:
    """What is told where these locks are listed; `DB` and `SHM` are its files."""
    shm = path.with_name("monitor.db-shm")
    text = "\n".join(
        f"{number}: {line}".replace("DB", place(path)).replace("SHM", place(shm))
        for number, line in enumerate(lines, start=1)
    )
    locks = path.with_name("locks")
    locks.write_text(text)
    return holder_of(path, locks)


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        # a writer: the first byte of the locks in `-shm`
        (f"POSIX  ADVISORY  WRITE {OTHER} SHM 120 120", True),
        # whoever keeps it for itself
        (f"POSIX  ADVISORY  WRITE {OTHER} DB 1073741826 1073742335", True),
        # readers keep nobody out
        (f"POSIX  ADVISORY  READ {OTHER} SHM 124 124", False),
        (f"POSIX  ADVISORY  READ {OTHER} DB 1073741826 1073742335", False),
        (f"POSIX  ADVISORY  WRITE {OTHER} SHM 124 124", False),
        # another file, this very program, somebody out of sight
        (f"POSIX  ADVISORY  WRITE {OTHER} 00:01:2 120 120", False),
        ("POSIX  ADVISORY  WRITE OURSELVES SHM 120 120", False),
        ("POSIX  ADVISORY  WRITE 0 SHM 120 120", False),
        # who waits, and other sorts of locks
        (f"-> POSIX  ADVISORY  WRITE {OTHER} SHM 120 120", False),
        (f"FLOCK  ADVISORY  WRITE {OTHER} DB 0 EOF", False),
        ("what is this", False),
        ("POSIX  ADVISORY  WRITE x SHM 120 120", False),
        ("POSIX  ADVISORY  WRITE", False),
    ],
)
def test_only_who_keeps_others_out_is_told(path: Path, line: str, *, is_told: bool) -> None:
    told = listed(path, line.replace("OURSELVES", str(os.getpid())))
    assert told.startswith(f"process {OTHER}") is is_told
    assert bool(told) is is_told


def test_where_the_system_lists_no_locks_nobody_is_known(path: Path) -> None:
    assert holder_of(path, path.with_name("none")) == ""
    assert holder_of(path.with_name("gone.db")) == ""


def test_a_process_that_is_gone_has_no_name(path: Path) -> None:
    gone = 4_194_305
    told = listed(path, f"POSIX  ADVISORY  WRITE {gone} SHM 120 120")
    assert told == f"process {gone}"
