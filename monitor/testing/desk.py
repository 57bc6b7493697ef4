"""A desk in memory."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.delivery import Absent, Delivered, Found, NotVisible, Outcome, Refused, Sighting
from monitor.domain.sheet import Sheet


@dataclass
class LaidCard:
    """A card that lies there, or a line in a thread."""

    place: str
    token: str
    #: everything it has shown, the newest last
    shown: list[Sheet] = field(default_factory=list)
    is_loud: bool = False
    thread: list["LaidCard"] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        """What it shows now."""
        return self.shown[-1]


class FakeDesk:
    """Implements `Desk`: remembers what lies on it, and fails on request."""

    def __init__(self, name: str = "desk", *, can_be_asked: bool = True) -> None:
        self.name = name
        self.can_be_asked = can_be_asked
        self.cards: list[LaidCard] = []
        self._count = 0
        self._outcomes: deque[tuple[Outcome, bool]] = deque()

    def answer_next(self, *outcomes: Outcome, is_done: bool = False) -> None:
        """The next calls end like that; `is_done`: although it was done."""
        self._outcomes.extend((outcome, is_done) for outcome in outcomes)

    def card(self, place: str) -> LaidCard | None:
        """What lies there."""
        return next((card for card in self.cards if card.place == place), None)

    def show(self, sheet: Sheet, token: str) -> Outcome:
        return self._call(lambda: self._lay(self.cards, sheet, token))

    def change(self, place: str, sheet: Sheet) -> Outcome:
        card = self.card(place)
        if card is None:
            return Refused(why="there is no such card")

        def do() -> Outcome:
            card.shown.append(sheet)
            return Delivered(posted_id=place)

        return self._call(do)

    def add(self, place: str, sheet: Sheet, token: str, *, is_loud: bool) -> Outcome:
        card = self.card(place)
        if card is None:
            return Refused(why="there is no such card")
        return self._call(lambda: self._lay(card.thread, sheet, token, is_loud=is_loud))

    def find(self, token: str, place: str, since: datetime) -> Sighting:
        if not self.can_be_asked:
            return NotVisible(why="this desk cannot be asked")
        card = self.card(place)
        lying = card.thread if card is not None else self.cards
        for one in lying:
            if one.token == token:
                return Found(posted_id=one.place)
        return Absent(looked_at=since)

    def erase(self, place: str) -> Outcome:
        def do() -> Outcome:
            self.cards = [card for card in self.cards if card.place != place]
            return Delivered(posted_id=place)

        return self._call(do)

    def _lay(
        self, where: list[LaidCard], sheet: Sheet, token: str, *, is_loud: bool = False
    ) -> Outcome:
        self._count += 1
        place = f"{self.name}:{self._count}"
        where.append(LaidCard(place=place, token=token, shown=[sheet], is_loud=is_loud))
        return Delivered(posted_id=place)

    def _call(self, do: Callable[[], Outcome]) -> Outcome:
        if not self._outcomes:
            return do()
        outcome, is_done = self._outcomes.popleft()
        if is_done:
            do()
        return outcome
