"""What was paid for today, kept between starts: X takes money for a resource once a day (UTC).

The file holds no numbers of posts and people, only marks made with the day's own key; on the next
day it begins anew. Without a place to write, every start counts anew: too much, never too little.
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable
from datetime import date
from pathlib import Path

#: bytes of a mark; two of a day's that are the same by accident would be a wonder
MARK = 8


class PaidToday:
    """The marks of one day."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._day: date | None = None
        self._key = b""
        self._marks: set[str] = set()
        self._unwritten: list[str] = []

    def begin(self, day: date) -> None:
        """From now on it is that day; what was paid on it before is read once."""
        if day == self._day:
            return
        self._day, self._unwritten = day, []
        head, *marks = self._read() or [""]
        told, _, key = head.partition(" ")
        if told == day.isoformat() and key:
            self._key, self._marks = key.encode(), set(marks)
        else:
            self._key, self._marks = secrets.token_hex(16).encode(), set()

    def add(self, sort: str, numbers: Iterable[str]) -> int:
        """How many of these are paid for the first time today."""
        new = {self._mark(f"{sort} {number}") for number in numbers} - self._marks
        self._marks |= new
        self._unwritten.extend(sorted(new))
        return len(new)

    def keep(self) -> None:
        """Writes down what is new, readable by its owner alone."""
        if not self._unwritten or self._day is None:
            return
        head = f"{self._day.isoformat()} {self._key.decode()}"
        # another day's file is written over; this day's goes on
        is_begun = (self._read() or [""])[0] == head
        lines = self._unwritten if is_begun else [head, *sorted(self._marks)]
        how = os.O_WRONLY | os.O_CREAT | (os.O_APPEND if is_begun else os.O_TRUNC)
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(self.path, how, 0o600), "w", encoding="ascii") as file:
                file.write("".join(f"{line}\n" for line in lines))
            self._unwritten = []

    def _mark(self, what: str) -> str:
        return hashlib.blake2b(what.encode(), key=self._key, digest_size=MARK).hexdigest()

    def _read(self) -> list[str]:
        try:
            return self.path.read_text(encoding="ascii").split("\n")[:-1]
        except (OSError, ValueError):
            return []
