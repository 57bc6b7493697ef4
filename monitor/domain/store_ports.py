"""The store as the services see it: its transaction, and the ports of a few rows each."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from monitor.domain.bill import Raise
from monitor.domain.case_ports import Cases, Outbox, Slots
from monitor.domain.door import Door
from monitor.domain.message import Author, Blind
from monitor.domain.message_ports import FactsStore, Messages, Pages
from monitor.domain.stored import BlindPeriod, Mark, Poll


class Authors(Protocol):
    """What we remember about authors."""

    def get(self, author_id: str) -> Author | None: ...

    def find(self, handle: str) -> list[Author]: ...

    def opt_out(self, brand: str, author_id: str, at: datetime, why: str) -> None: ...

    def awaited(self, brand: str, mark: Mark) -> list[str]:
        """Who has this mark by their handle alone, as `x:@handle`: they have not written yet."""
        ...

    def mark(
        self,
        brand: str,
        author_id: str,
        mark: Mark,
        at: datetime,
        why: str,
        until: datetime | None = None,
    ) -> None:
        """Sets a mark, or sets it anew; `until` None is for good."""
        ...

    def unmark(self, brand: str, author_id: str, mark: Mark) -> None: ...


class Switches(Protocol):
    """The owner's switches, for everyone on this store, and slots of the schedule."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, value: str | None, at: datetime) -> None: ...

    def claim_slot(self, job: str, slot: str, now: datetime) -> bool:
        """True for the first who claims this run of this job."""
        ...

    def seen_poll(self, brand: str, connector: str, at: datetime, error: str = "") -> None: ...

    def polls(self) -> list[Poll]: ...


class Platforms(Protocol):
    """What became known of the platforms."""

    def was_blind(self, brand: str, connector: str, blind: Blind) -> None:
        """Told again with a later end, it has become longer."""
        ...

    def blind_between(
        self, since: datetime, until: datetime, brand: str | None = None
    ) -> list[BlindPeriod]:
        """Those that reach into [since, until), oldest first."""
        ...

    def spend(self, brand: str, connector: str, day: date, dollars: Decimal) -> None:
        """So much more on that day (UTC)."""
        ...

    def spent(self, since: date, until: date, brand: str | None = None) -> dict[str, Decimal]:
        """US dollars by connector, for the days in [since, until)."""
        ...

    def raise_budget(self, brand: str, connector: str, day: date, more: Raise | None) -> None:
        """For that day (UTC) and no other, in the place of what was said before; None: not."""
        ...

    def raises(self, brand: str, day: date) -> dict[str, Raise]:
        """By connector."""
        ...

    def switch_off(self, brand: str, community: str, at: datetime, why: str) -> None:
        """No word of ours goes there any more."""
        ...

    def switch_on(self, brand: str, community: str) -> bool:
        """False when it was not off."""
        ...

    def switched_off(self, brand: str) -> dict[str, str]:
        """Every such community, and why."""
        ...

    def know_door(self, brand: str, known: Door) -> None:
        """In the place of what was known before."""
        ...

    def forget_door(self, brand: str, platform: str) -> bool:
        """False when nothing was known."""
        ...

    def doors(self, brand: str) -> dict[str, Door]:
        """What is known, by platform."""
        ...


class Tx(Protocol):
    """One transaction: commits on purpose and rolls back otherwise."""

    @property
    def pages(self) -> Pages: ...

    @property
    def messages(self) -> Messages: ...

    @property
    def facts(self) -> FactsStore: ...

    @property
    def cases(self) -> Cases: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def slots(self) -> Slots: ...

    @property
    def authors(self) -> Authors: ...

    @property
    def platforms(self) -> Platforms: ...

    @property
    def switches(self) -> Switches: ...


class Store(Protocol):
    """The database."""

    def begin(self) -> AbstractContextManager[Tx]:
        """A writing transaction: commits at the end of the block, rolls back on any exception."""
        ...

    def read(self) -> AbstractContextManager[Tx]:
        """A reading transaction: one moment's view, never written."""
        ...

    def close(self) -> None: ...
