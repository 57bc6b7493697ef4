"""Numbers of the messages that one transaction stores, for the rows that it writes about them.

What was stored before is found by its id; what is new needs no search.
"""

from collections.abc import Sequence
from itertools import repeat

from monitor.domain.message import Message
from monitor.store.counters import Counters
from monitor.store.message_rows import Values


class NewNumbers:
    """Gives the new messages of one transaction their numbers, and tells each once."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        self._given: dict[tuple[str, str], int] = {}

    def give(self, brand: str, rows: Sequence[Values]) -> list[Values]:
        """Rows that begin with an id, each with its number before it."""
        if not rows:
            return []
        numbers = self._counters.block("message", len(rows))
        ids = zip(repeat(brand), [row[0] for row in rows], strict=False)
        self._given.update(zip(ids, numbers, strict=True))
        return [(number, *row) for number, row in zip(numbers, rows, strict=True)]

    def take(self, message: Message) -> int:
        """Its number, if it is new and nobody asked before; else 0."""
        return self._given.pop((message.brand, message.id), 0)
