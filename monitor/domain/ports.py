"""What the services need from the outside: clock, alert channels, store; connectors have a file
of their own.

Ports are roles, as small as their users allow. `monitor.testing` holds the fakes.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from monitor.domain.case import Case, Evidence, Promise, PromiseState, TimelineEntry
from monitor.domain.decision import Decision
from monitor.domain.delivery import Outcome
from monitor.domain.effect import Action, Effect, State
from monitor.domain.facts import Circumstances
from monitor.domain.message import Author, Blind, Message, Page, SetAside
from monitor.domain.reading import Reading
from monitor.domain.values import Value


class Clock(Protocol):
    """Tells the time; the only source of `now` outside tests."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...

    def sleep(self, duration: timedelta) -> None:
        """Waits; a virtual clock moves on instead."""
        ...


# --- alerts -----------------------------------------------------------------------------------


class Card(Value):
    """An alert as facts; each channel lays it out for its readers. Strangers' text is not yet
    made inert: that is the channel's duty."""

    effect: Effect
    message: Message | None
    reading: Reading | None
    decision: Decision | None
    case: Case | None
    #: the draft as it would read if sent now
    draft: str = ""
    draft_effect: Effect | None = None
    #: the owner's own policy for the topic
    policy: str = ""


class AlertChannel(Protocol):
    """Where alerts go."""

    name: str

    def post(self, card: Card) -> Outcome: ...


class Observer(Protocol):
    """Is told what happened, after it was stored. For screens; nothing depends on it."""

    def decided(self, decided: "Decided") -> None: ...

    def effect_moved(self, effect: Effect) -> None: ...

    def set_aside(self, set_aside: SetAside) -> None: ...


# --- store ------------------------------------------------------------------------------------


class StoredPage(Value):
    """A page as it was stored: what of it is new."""

    #: the page's number in the store; 0 when nobody has to come back to it
    number: int
    brand: str
    #: new messages and new versions, in order of `created_at`; own posts too
    fresh: tuple[Message, ...]
    #: messages of which the author took the text away
    deleted: tuple[str, ...] = ()
    duplicates: int = 0


class Decided(Value):
    """One mention with all that was made of it."""

    message: Message
    reading: Reading
    circumstances: Circumstances
    decision: Decision
    #: the effects as stored, with numbers
    effects: tuple[Effect, ...]
    case_number: int | None = None
    decided_at: datetime


class Mark(StrEnum):
    """What stands against an author's name, in this brand."""

    #: they asked for no automatic words
    OPTED_OUT = "opted_out"
    #: the owner keeps quiet towards them
    QUIET = "quiet"
    #: the owner muted them on the platform
    MUTED = "muted"
    #: under review
    FLAGGED = "flagged"


class AuthorFacts(Value):
    """What the store knows about an author of one brand."""

    open_case: Case | None = None
    #: when the newest case that has ended was opened
    last_case_at: datetime | None = None
    had_case: bool = False
    promise_is_late: bool = False
    slot_until: datetime | None = None
    #: the effect that holds the slot
    slot_effect: int | None = None
    is_opted_out: bool = False
    is_quiet: bool = False
    is_muted: bool = False
    is_flagged: bool = False
    #: newest direct message of the author to us
    last_dm_at: datetime | None = None
    #: newest public post of the author to us
    last_post_at: datetime | None = None


class ConversationFacts(Value):
    """What the store knows about a conversation of one brand."""

    #: newest reply of our own there that is not an effect's (a person wrote it)
    own_post_at: datetime | None = None
    #: acknowledgements there that took a slot
    acknowledgements: int = 0
    #: replies by others there, up to a thousand; the post that began it is none
    replies: int = 0
    #: a person closed it, or the platform did
    is_closed: bool = False


class BrandFacts(Value):
    """What the store knows about the brand's day."""

    sent_today: int = 0
    sent_this_hour: int = 0
    open_promises: int = 0
    #: templates of the newest acknowledgements, newest first
    recent_templates: tuple[str, ...] = ()


class Pages(Protocol):
    """Messages in, a page at a time."""

    def cursor(self, brand: str, connector: str) -> str:
        """Where the next fetch begins; "" before the first."""
        ...

    def store(
        self,
        brand: str,
        connector: str,
        page: Page,
        now: datetime,
        *,
        is_decided: bool = False,
    ) -> StoredPage:
        """Messages, versions, authors, deletions, what was set aside and the cursor, together.

        `is_decided`: this transaction decides on it too; it is never among the untriaged.

        New means: (brand, id) unknown, or a higher version or other text than stored. A message
        that is known and equal is a duplicate. A deletion takes text, name and media away and
        keeps kind, time and hash.
        """
        ...

    def untriaged(self) -> list[StoredPage]:
        """Pages stored and not yet decided on, oldest first (after a crash)."""
        ...

    def triaged(self, number: int, now: datetime) -> None: ...


class Messages(Protocol):
    """Messages and what was made of them."""

    def get(self, message_id: str, brand: str | None = None) -> Message | None: ...

    def reading(self, message: Message) -> Reading | None: ...

    def decided(self, message_id: str, brand: str | None = None) -> Decided | None:
        """The newest version with reading, circumstances, decision, and effects as they are now."""
        ...

    def in_conversation(self, brand: str, conversation_id: str) -> list[Message]: ...

    def by_author(self, brand: str, author_id: str, limit: int = 50) -> list[Message]: ...

    def between(
        self, since: datetime, until: datetime, brand: str | None = None
    ) -> Iterator[Decided]:
        """Everything decided about messages created in [since, until), streaming, by time."""
        ...

    def all_decided(self, brand: str | None = None) -> Iterator[Decided]:
        """The whole history by time, streaming; without effects (for backtests and exports)."""
        ...

    def record(self, decided: Sequence[Decided]) -> None:
        """Readings and decisions of a page."""
        ...

    def set_aside(self, items: Sequence[SetAside], now: datetime) -> None: ...

    def quarantined(self) -> list[SetAside]: ...

    def close_conversation(self, brand: str, conversation_id: str, at: datetime, why: str) -> None:
        """Nobody can answer there any more."""
        ...


class FactsStore(Protocol):
    """Bulk look-ups for a page."""

    def of_authors(
        self, brand: str, author_ids: Iterable[str], now: datetime, *, with_posts: bool = True
    ) -> dict[str, AuthorFacts]:
        """Only authors about whom something is known beside one public post.

        Without posts: beside any number of them, and `last_post_at` is not told.
        """
        ...

    def of_conversations(self, brand: str, ids: Iterable[str]) -> dict[str, ConversationFacts]:
        """Only conversations in which something is known beside one reply."""
        ...

    def of_brand(self, brand: str, day_began: datetime, hour_began: datetime) -> BrandFacts: ...


class Cases(Protocol):
    """Cases, their timelines and promises."""

    def next_number(self) -> int:
        """A number no case has; kept with the transaction."""
        ...

    def add(self, cases: Sequence[Case]) -> None: ...

    def save(self, case: Case) -> None: ...

    def get(self, number: int) -> Case | None: ...

    def open_of(self, brand: str, author_id: str) -> Case | None: ...

    def newest_of(self, brand: str, author_id: str) -> Case | None:
        """Open or not."""
        ...

    def listed(self, *, brand: str | None = None, only_open: bool = True) -> list[Case]:
        """Urgent first, then by deadline."""
        ...

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Case]:
        """Cases opened, answered or resolved in [since, until)."""
        ...

    def tell(self, entries: Sequence[TimelineEntry]) -> None: ...

    def timeline(self, number: int) -> list[TimelineEntry]: ...

    def add_promise(self, promise: Promise) -> int: ...

    def promises(
        self, *, case_number: int | None = None, state: PromiseState | None = None
    ) -> list[Promise]: ...

    def promises_due(self, now: datetime) -> list[Promise]:
        """Open promises whose `look_at` has come, oldest first."""
        ...

    def next_promise_at(self) -> datetime | None:
        """When the next open promise wants to be looked at."""
        ...

    def look_again(self, number: int, at: datetime) -> None:
        """The promise is looked at next then."""
        ...

    def keep_evidence(self, case: Case, at: datetime, why: str) -> None:
        """What this customer wrote keeps its words, even when they delete it."""
        ...

    def end_evidence(self, case: Case) -> bool:
        """What was deleted in the meantime goes, unless another hold keeps it; False: no hold."""
        ...

    def evidence(self) -> list[Evidence]:
        """Every case of which the evidence is kept."""
        ...

    def end_promise(self, number: int, state: PromiseState, at: datetime) -> None: ...


class Outbox(Protocol):
    """Effects decided and not yet delivered, and all they became."""

    def next_number(self) -> int: ...

    def add(self, effects: Sequence[Effect]) -> None:
        """Unique per (brand, message, rule, action): a second one is told as Bug."""
        ...

    def get(self, number: int) -> Effect | None: ...

    def due(self, now: datetime, actions: Sequence[Action], limit: int = 100) -> list[Effect]:
        """Approved, held or pending effects whose `not_before` has come, oldest first."""
        ...

    def to_raise(self, now: datetime) -> list[Effect]:
        """Proposals whose `not_before` has come: half their time is over, or all of it."""
        ...

    def next_due_at(self) -> datetime | None:
        """When the next proposed, approved, held, pending or unknown effect wants a look."""
        ...

    def in_state(self, *states: State, brand: str | None = None) -> list[Effect]: ...

    def of_case(self, number: int) -> list[Effect]: ...

    def of_message(self, brand: str, message_id: str) -> list[Effect]: ...

    def waiting_for(self, brand: str, author_id: str) -> list[Effect]:
        """Public words to this author that are proposed, approved, held or pending."""
        ...

    def posted(self, brand: str, message_id: str) -> bool:
        """This message of ours was posted by an effect."""
        ...

    def move(self, old: Effect, new: Effect) -> bool:
        """Writes `new` if the row still has `old`'s state and version; False when it has not."""
        ...

    def between(self, since: datetime, until: datetime, brand: str | None = None) -> list[Effect]:
        """Effects created or sent in [since, until)."""
        ...


class Slots(Protocol):
    """The acknowledgement slot: once per brand and author, held by the database."""

    def take(self, brand: str, author_id: str, effect: int, until: datetime, now: datetime) -> bool:
        """One conditional upsert; False when somebody holds it beyond `now`."""
        ...

    def release(self, brand: str, author_id: str, effect: int) -> None:
        """Only if this effect holds it."""
        ...


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

    def polls(self) -> list["Poll"]: ...


class Poll(Value):
    """How a connector is doing."""

    brand: str
    connector: str
    last_success_at: datetime | None
    last_try_at: datetime
    #: since when it fails; None when it does not
    failing_since: datetime | None
    error: str = ""


class BlindPeriod(Value):
    """A span in which a connector may have missed messages."""

    brand: str
    connector: str
    blind: Blind


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

    def switch_off(self, brand: str, community: str, at: datetime, why: str) -> None:
        """No word of ours goes there any more."""
        ...

    def switch_on(self, brand: str, community: str) -> bool:
        """False when it was not off."""
        ...

    def switched_off(self, brand: str) -> dict[str, str]:
        """Every such community, and why."""
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


Failpoint = Callable[[str], None]


def no_failpoint(_name: str) -> None:
    """In production a failpoint does nothing."""
