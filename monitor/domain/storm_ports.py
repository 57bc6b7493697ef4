"""The store's ports for surges and incidents."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from monitor.domain.causes import Heard
from monitor.domain.incident import Incident, Person
from monitor.domain.surge import Surge, Volume


class Surges(Protocol):
    """Surges, and the complaints they are made of.

    A complaint is a mention of that kind, by somebody else, under no rule of `not_ours`: a rule by
    which it is somebody else's trouble.
    """

    def on(self, brand: str) -> Surge | None:
        """The one that is on."""
        ...

    def last(self, brand: str) -> Surge | None:
        """The newest that has ended."""
        ...

    def at(self, brand: str, moment: datetime) -> Surge | None:
        """The one in which this moment lies."""
        ...

    def begin(self, surge: Surge) -> bool:
        """False when one is on already."""
        ...

    def end(self, surge: Surge) -> bool:
        """Writes how it ended; False when it had ended already."""
        ...

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Surge]:
        """Those that reach into [since, until), oldest first."""
        ...

    def known_since(self) -> datetime | None:
        """When the oldest message we hold was written."""
        ...

    def volume(
        self,
        brand: str,
        since: datetime,
        until: datetime,
        not_ours: Collection[str],
        *,
        only_live: bool = True,
    ) -> Volume:
        """Complaints written in [since, until); else those too from before the first start."""
        ...

    def heard(
        self,
        brand: str,
        since: datetime,
        until: datetime,
        not_ours: Collection[str],
        limit: int,
    ) -> list[Heard]:
        """The newest of them, newest first, with their words."""
        ...


class Incidents(Protocol):
    """Incidents, and the people in them."""

    def add(self, incident: Incident) -> int:
        """Its number."""
        ...

    def get(self, number: int) -> Incident | None: ...

    def open_of(self, brand: str) -> list[Incident]:
        """Those that have not ended, oldest first."""
        ...

    def listed(self, brand: str | None = None, limit: int = 50) -> list[Incident]:
        """The newest first."""
        ...

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Incident]:
        """Those that reach into [since, until), oldest first."""
        ...

    def save(self, incident: Incident) -> None: ...

    def join(self, people: Sequence[Person]) -> None:
        """Whoever is in it already stays as they are."""
        ...

    def people(self, number: int) -> list[Person]:
        """Everybody in it, in the order in which they joined."""
        ...

    def person(self, number: int, author_id: str) -> Person | None: ...

    def of_author(self, brand: str, author_id: str) -> list[Person]:
        """As which this person stands in incidents, the newest first."""
        ...

    def left_at(self, number: int) -> datetime | None:
        """When the newest word of it left, or was about to."""
        ...

    def tells(self, person: Person, number: int) -> bool:
        """The effect of this number is the word to that person; False when there is one already."""
        ...

    def asks_for_time(self, person: Person, number: int) -> bool:
        """The effect of this number tells them that it takes longer, in the place of the one that
        `person` names; False when there is another one, or the news."""
        ...

    def brings_news(self, person: Person, number: int) -> bool:
        """The effect of this number brings the news of the end; False when there is one."""
        ...
