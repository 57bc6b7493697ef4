"""The store's port for strikes and flags."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from monitor.domain.flag import Flag, Step
from monitor.domain.standing import Decided
from monitor.domain.strike import Judged, Strike


class Standings(Protocol):
    """Strikes, flags, and what happened to them."""

    def add(self, one: Strike, text: str) -> None:
        """With a hash of the text. Of a message and a kind there is one."""
        ...

    def judge(self, brand: str, author_ids: Sequence[str], message_id: str, judged: Judged) -> int:
        """What a person said about the strikes of a message; how many there are."""
        ...

    def forget(self, brand: str, author_id: str, message_id: str) -> None:
        """Its strikes: the author wrote it anew."""
        ...

    def strikes(self, brand: str, author_ids: Sequence[str]) -> list[Strike]:
        """Oldest first."""
        ...

    def suspects(self, brand: str, since: datetime, mentions: int) -> list[str]:
        """Who has strikes in so many messages since then, or some and several accounts."""
        ...

    def next_number(self) -> int: ...

    def open(self, one: Flag) -> None: ...

    def step(self, one: Step) -> None: ...

    def get(self, number: int) -> Decided | None: ...

    def of_author(self, brand: str, author_ids: Sequence[str]) -> list[Decided]:
        """Oldest first, those that are over too."""
        ...

    def flags(self, brand: str) -> list[Decided]:
        """All of them, oldest first."""
        ...
