"""An alert channel in memory."""

from collections import deque
from typing import TypeVar

from monitor.domain.delivery import Delivered, Outcome
from monitor.domain.notice import Notice
from monitor.domain.ports import Card

Kept = TypeVar("Kept", Card, Notice)


class FakeChannel:
    """An alert channel that collects its cards."""

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.cards: list[Card] = []
        self.notices: list[Notice] = []
        self._outcomes: deque[Outcome] = deque()

    def answer_next(self, *outcomes: Outcome) -> None:
        """The next posts end like that; cards of those that do not arrive are not kept."""
        self._outcomes.extend(outcomes)

    def post(self, card: Card) -> Outcome:
        return self._take(self.cards, card)

    def post_notice(self, notice: Notice) -> Outcome:
        return self._take(self.notices, notice)

    def _take(self, kept: list[Kept], new: Kept) -> Outcome:
        count = len(self.cards) + len(self.notices)
        outcome = (
            self._outcomes.popleft()
            if self._outcomes
            else Delivered(posted_id=f"{self.name}:{count + 1}")
        )
        if isinstance(outcome, Delivered):
            kept.append(new)
        return outcome
