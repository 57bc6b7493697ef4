"""Numbers of the messages that one transaction stores, for the rows that it writes about them.

What was stored before is found by its id; what is new needs no search.
"""

from collections.abc import Iterable, Sequence

from monitor.domain.message import Message
from monitor.store.counters import Counters


class NewNumbers:
    """Gives the new messages of one transaction their numbers, and tells each once."""

    def __init__(self, counters: Counters) -> None:
        self._counters = counters
        #: by brand: id → number
        self._given: dict[str, dict[str, int]] = {}

    def give(self, brand: str, ids: Sequence[str]) -> Sequence[int]:
        """A number for each of these ids."""
        numbers = self._counters.block("message", len(ids))
        self._given.setdefault(brand, {}).update(zip(ids, numbers, strict=True))
        return numbers

    def take(self, messages: Iterable[Message]) -> list[int]:
        """Their numbers; 0 where one is not new, or somebody asked before."""
        given = self._given
        return [
            given[message.brand].pop(message.id, 0) if message.brand in given else 0
            for message in messages
        ]
