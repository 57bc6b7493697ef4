"""The store as the services see it: its transaction, and the ports of a few rows each."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from monitor.domain.audit_ports import Audit
from monitor.domain.bill import Raise
from monitor.domain.card_ports import PostedCards
from monitor.domain.case_ports import Cases, Outbox, Slots
from monitor.domain.customer_ports import Customers
from monitor.domain.door import Door
from monitor.domain.label import Label
from monitor.domain.message import Author, Blind
from monitor.domain.message_ports import FactsStore, Messages, Pages
from monitor.domain.notice import Notice
from monitor.domain.people_ports import Erasures, Expiry, Persons
from monitor.domain.standing_ports import Standings
from monitor.domain.stored import BlindPeriod, Mark, Poll
from monitor.domain.storm_ports import Incidents, Surges


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

    def heard(self, brand: str, platforms: Sequence[str], since: datetime, until: datetime) -> int:
        """How many messages of others there were written in [since, until)."""
        ...

    def last_heard(self, brand: str, platforms: Sequence[str]) -> datetime | None:
        """When the newest of them was written."""
        ...

    def first_heard(self, brand: str, platforms: Sequence[str]) -> datetime | None:
        """When the oldest of them that was live was written."""
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


class Notices(Protocol):
    """What the owner is told about the monitor itself."""

    def open(self, notice: Notice) -> bool:
        """Stored, and due at once; False when one with its brand and key is open already."""
        ...

    def reword(self, brand: str, key: str, headline: str, text: str) -> bool:
        """The open one says this from now on; False when none is open. Nobody is told anew."""
        ...

    def end(self, brand: str, key: str, at: datetime) -> bool:
        """Its cause is gone; False when none is open. One that nobody was told of ends silently."""
        ...

    def get(self, brand: str, key: str) -> Notice | None:
        """The open one."""
        ...

    def numbered(self, number: int) -> Notice | None:
        """Open or over."""
        ...

    def due(self, now: datetime) -> list[Notice]:
        """Those that a channel is to be told of, oldest first."""
        ...

    def told(self, notice: Notice, now: datetime) -> None:
        """Every channel has it; it is due again only if it says so."""
        ...

    def listed(self, brand: str | None = None) -> list[Notice]:
        """Every open one, oldest first; those for everyone belong to each brand."""
        ...

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Notice]:
        """Those that lasted into [since, until), oldest first."""
        ...


class Labels(Protocol):
    """What people's decisions say about the words of a machine; one label for each mention."""

    def put(self, label: Label) -> None:
        """In the place of an earlier one of the same mention."""
        ...

    def get(self, brand: str, message_id: str) -> Label | None: ...

    def forget(self, brand: str, message_id: str) -> None:
        """The decision was taken back."""
        ...

    def since(self, brand: str, since: datetime) -> list[Label]:
        """Those from then on, oldest first, and all of the practice round."""
        ...

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Label]:
        """Those from then on and before that, oldest first."""
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
    def customers(self) -> Customers: ...

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

    @property
    def notices(self) -> Notices: ...

    @property
    def posted_cards(self) -> PostedCards: ...

    @property
    def audit(self) -> Audit: ...

    @property
    def surges(self) -> Surges: ...

    @property
    def incidents(self) -> Incidents: ...

    @property
    def labels(self) -> Labels: ...

    @property
    def standings(self) -> Standings: ...

    @property
    def persons(self) -> Persons: ...

    @property
    def expiry(self) -> Expiry: ...

    @property
    def erasures(self) -> Erasures: ...


class Store(Protocol):
    """The database."""

    def begin(self) -> AbstractContextManager[Tx]:
        """A writing transaction: commits at the end of the block, rolls back on any exception."""
        ...

    def read(self) -> AbstractContextManager[Tx]:
        """A reading transaction: one moment's view, never written."""
        ...

    def flush(self) -> bool:
        """Empties the database's log, so that erased words leave no trace; False: it is in use."""
        ...

    def close(self) -> None: ...
