"""Another program that holds the database of a shop: a process of its own, until it is let go."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from monitor.store.holder import LOCKS

#: it writes, and does not end: others may read
WRITING: Final = "BEGIN IMMEDIATE"
#: nobody else may even read
FOR_ITSELF: Final = "PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE"


def told_of(holder: "subprocess.Popen[bytes]") -> str:
    """What is said of who holds it, as far as this system tells."""
    if not LOCKS.exists():
        return "is held by another program: "
    name = Path(f"/proc/{holder.pid}/comm").read_text(encoding="utf-8").strip()
    return f"is held by another program (process {holder.pid}, {name}): "


@contextmanager
def held(path: Path, how: str = WRITING) -> Iterator["subprocess.Popen[bytes]"]:
    """The process that holds it; it lets go at the end."""
    code = """
        import sqlite3, sys
        connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)
        for statement in sys.argv[2].split(";"):
            connection.execute(statement)
        print("held", flush=True)
        sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(path), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.stdin.close()
