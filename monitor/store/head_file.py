"""The heads of the audit log, written down in a file beside the database: one a line, only added.

2026-11-23T09:00:00+00:00 123 4f0c…
2026-11-24T08:12:00+00:00 98 77ab… restored
"""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from monitor.domain.audit import Head
from monitor.errors import MonitorError

#: of the file's name, behind that of the database
ENDING = ".audit"


class HeadFile:
    """Implements `HeadLog`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> list[Head]:
        """As they were written down; what cannot be read is passed over. Raises MonitorError."""
        return [head for line in self._lines() if (head := _head(line)) is not None]

    def unreadable(self) -> int:
        """How many lines are no heads. Raises MonitorError."""
        return sum(_head(line) is None for line in self._lines())

    def _lines(self) -> list[str]:
        try:
            return self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._unusable("read", error) from error

    def must_be_open(self) -> None:
        """Makes sure that a line can be added to what is there. Raises MonitorError: it cannot."""
        try:
            if self.path.exists():
                os.close(self._open())
        except OSError as error:
            raise self._unusable("written", error) from error

    def append(self, head: Head) -> None:
        """One line more, on the disk when this returns. Raises MonitorError."""
        event = f" {head.event}" if head.event else ""
        line = f"{head.at.isoformat()} {head.number} {head.hash or '-'}{event}\n"
        try:
            begun = "\n" if self._ends_in_half_a_line() else ""
            with os.fdopen(self._open(), "w", encoding="utf-8") as file:
                file.write(begun + line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise self._unusable("written", error) from error

    def _ends_in_half_a_line(self) -> bool:
        """A machine that stopped while it wrote must not spoil what follows."""
        with suppress(FileNotFoundError), self.path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 1))
            return file.read(1) not in (b"", b"\n")
        return False

    def _open(self) -> int:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def _unusable(self, how: str, error: OSError) -> MonitorError:
        why = (error.strerror or "unknown reason").lower()
        return MonitorError(
            f"the file `{self.path}` cannot be {how}: {why}",
            hint="it holds the daily heads of the audit log; look at its rights and at the disk",
        )


def _head(line: str) -> Head | None:
    at, _, rest = line.strip().partition(" ")
    number, _, rest = rest.partition(" ")
    digest, _, event = rest.partition(" ")
    try:
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or not digest:
            return None
        return Head(
            at=moment, number=int(number), hash="" if digest == "-" else digest, event=event
        )
    except ValueError:
        return None
