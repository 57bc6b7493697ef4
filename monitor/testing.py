"""Fakes for tests, ours and yours: small real implementations of the ports, kept in memory.

`FakeClock` goes where it is told, `FakePlatform` fails on request and remembers what the public
saw, `FakeChannel` and `FakeObserver` collect, `MemoryStore` is the real store without a file.
They pass the same contract suite as the real ones.
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from monitor.domain.audit import Head
from monitor.domain.connectors import Measure
from monitor.domain.delivery import (
    Absent,
    Delivered,
    Found,
    NotVisible,
    Outcome,
    Outgoing,
    Refused,
    Sighting,
    Unknown,
    Wire,
)
from monitor.domain.effect import MEASURES, Action, Effect
from monitor.domain.erasure import Tombstone
from monitor.domain.message import Author, Message, Page, SetAside
from monitor.domain.notice import Notice
from monitor.domain.ports import Card
from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.store_ports import Store
from monitor.domain.stored import Decided
from monitor.domain.values import aware, replace
from monitor.domain.virtual import Posted, VirtualDelivery
from monitor.errors import ConnectorError

#: a Monday, ten in the morning in Berlin
MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is moved; `sleep` moves it."""

    def __init__(self, at: datetime = MONDAY_MORNING) -> None:
        self._now = aware(at, "the clock").astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def sleep(self, duration: timedelta) -> None:
        self.advance(duration)

    def advance(self, duration: timedelta) -> None:
        """Moves on; a negative duration is a clock that jumped back."""
        self._now += duration

    def move_to(self, moment: datetime) -> None:
        self._now = aware(moment, "the moment").astimezone(UTC)


class Fault(StrEnum):
    """How a send may fail."""

    #: no answer, and nothing was written
    TIMEOUT_BEFORE = "timeout_before"
    #: no answer, and it was written
    TIMEOUT_AFTER_ACCEPTANCE = "timeout_after_acceptance"
    #: a 503, and nothing was written
    UNAVAILABLE_BEFORE = "503_before"
    #: a 503, and it was written
    UNAVAILABLE_AFTER_ACCEPTANCE = "503_after_acceptance"
    #: the connector itself breaks, and it was written
    CRASH_AFTER_ACCEPTANCE = "crash_after_acceptance"
    #: too many requests; later it will do
    TOO_MANY = "429"
    #: the platform does not allow this word
    FORBIDDEN = "403"
    #: the mention is gone
    GONE = "404"
    #: the credentials are no longer good
    REVOKED = "revoked"


IS_WRITTEN = frozenset(
    {
        Fault.TIMEOUT_AFTER_ACCEPTANCE,
        Fault.UNAVAILABLE_AFTER_ACCEPTANCE,
        Fault.CRASH_AFTER_ACCEPTANCE,
    }
)
RETRY_AFTER = timedelta(minutes=15)


class FakePlatform:
    """A platform in memory: mentions in, words out, and an append-only log of what was public."""

    def __init__(
        self,
        clock: FakeClock,
        *,
        name: str = "x",
        platforms: tuple[str, ...] | None = None,
        page_size: int = 100,
    ) -> None:
        self.name = name
        self.platforms = platforms or (name,)
        self.clock = clock
        self.page_size = page_size
        #: the platform can tell what we posted
        self.can_be_asked = True
        #: how long a post takes to show up in listings
        self.read_delay = timedelta(0)
        #: how often `send` was called, whatever came of it
        self.sends = 0
        self._messages: list[Message] = []
        self._faults: deque[Fault] = deque()
        self._fetch_faults: deque[ConnectorError] = deque()
        self._delivery = VirtualDelivery(clock)
        #: a test takes one away where a platform's API has none
        self.measures: dict[Action, Measure] = {
            action: FakeMeasure(self) for action in sorted(MEASURES)
        }

    # --- what the test says -------------------------------------------------------------------

    def enqueue(self, messages: Iterable[Message]) -> None:
        """Messages that the next fetch brings."""
        self._messages.extend(messages)

    def fail_next(self, *faults: Fault | str) -> None:
        """The next sends and deletions fail like that, one after the other."""
        self._faults.extend(Fault(fault) for fault in faults)

    def fail_next_fetch(self, *problems: ConnectorError) -> None:
        self._fetch_faults.extend(problems)

    @property
    def public(self) -> list[Posted]:
        """Every word the platform accepted, oldest first, private ones too; never rewritten."""
        return self._delivery.public

    @property
    def taken_back(self) -> frozenset[str]:
        """The ids of the words that were deleted."""
        return frozenset(self._delivery._taken_back)

    # --- MentionSource ------------------------------------------------------------------------

    def fetch(self, cursor: str) -> Page:
        if self._fetch_faults:
            raise self._fetch_faults.popleft()
        begin = int(cursor or 0)
        end = min(begin + self.page_size, len(self._messages))
        now = self.clock.now()
        return Page(
            messages=tuple(replace(each, seen_at=now) for each in self._messages[begin:end]),
            cursor=str(end),
            more=end < len(self._messages),
        )

    # --- Replier, DirectMessenger -------------------------------------------------------------

    def prepare(self, outgoing: Outgoing) -> Wire:
        return self._delivery.prepare(outgoing)

    def send(self, wire: Wire) -> Outcome:
        self.sends += 1
        return self.try_to(lambda: self._delivery.send(wire))

    def find(self, wire: Wire, since: datetime) -> Sighting:
        if not self.can_be_asked:
            return NotVisible(why=f"{self.name} cannot be asked")
        return self._as_listed(self._delivery.find(wire, since))

    def recall(self, action: Action, message_id: str, author_id: str, since: datetime) -> Sighting:
        if not self.can_be_asked:
            return NotVisible(why=f"{self.name} cannot be asked")
        return self._as_listed(self._delivery.recall(action, message_id, author_id, since))

    def _as_listed(self, sighting: Sighting) -> Sighting:
        """What a listing shows by now."""
        visible_until = self.clock.now() - self.read_delay
        shown = {posted.posted_id for posted in self.public if posted.at <= visible_until}
        if isinstance(sighting, Found) and sighting.posted_id not in shown:
            return Absent(looked_at=self.clock.now())
        return sighting

    def prepare_direct(self, outgoing: Outgoing) -> Wire:
        return self.prepare(outgoing)

    def send_direct(self, wire: Wire) -> Outcome:
        return self.send(wire)

    def find_direct(self, wire: Wire, since: datetime) -> Sighting:
        return self.find(wire, since)

    # --- Retractor ----------------------------------------------------------------------------

    def retract(self, posted_id: str) -> Outcome:
        return self.try_to(lambda: self._delivery.retract(posted_id))

    def is_gone(self, posted_id: str) -> bool:
        return self._delivery.is_gone(posted_id)

    # --- Guard --------------------------------------------------------------------------------

    def by_hand(self, action: Action, target_id: str, handle: str) -> str:
        return f"https://{self.name}.example/{target_id.partition(':')[2]}"

    def try_to(self, write: Callable[[], Outcome]) -> Outcome:
        """Writes, or fails as the test said."""
        fault = self._faults.popleft() if self._faults else None
        if fault is None:
            return write()
        if fault in IS_WRITTEN:
            write()
        return self._failed(fault)

    def _failed(self, fault: Fault) -> Outcome:
        match fault:
            case Fault.TIMEOUT_BEFORE | Fault.TIMEOUT_AFTER_ACCEPTANCE:
                return Unknown(why="no answer in time")
            case Fault.UNAVAILABLE_BEFORE | Fault.UNAVAILABLE_AFTER_ACCEPTANCE:
                return Unknown(why="503 after the request was sent")
            case Fault.CRASH_AFTER_ACCEPTANCE:
                raise RuntimeError("the connector broke off")
            case Fault.TOO_MANY:
                retry_at = self.clock.now() + RETRY_AFTER
                return Refused(why="too many requests", permanent=False, retry_at=retry_at)
            case Fault.FORBIDDEN:
                return Refused(why="the platform does not allow this reply")
            case Fault.GONE:
                return Refused(why="the post is gone")
            case Fault.REVOKED:
                return Refused(why="the credentials were revoked", is_auth=True)


class FakeMeasure:
    """A means against accounts or posts, with a log of every call that the platform took."""

    def __init__(self, platform: FakePlatform) -> None:
        self.log: list[tuple[str, str]] = []
        self._platform = platform
        self._on: set[str] = set()

    def do(self, target_id: str) -> Outcome:
        return self._platform.try_to(lambda: self._change("do", target_id))

    def undo(self, target_id: str) -> Outcome:
        return self._platform.try_to(lambda: self._change("undo", target_id))

    def is_on(self, target_id: str) -> bool | None:
        return target_id in self._on if self._platform.can_be_asked else None

    def _change(self, what: str, target_id: str) -> Outcome:
        self.log.append((what, target_id))
        if what == "do":
            self._on.add(target_id)
        else:
            self._on.discard(target_id)
        return Delivered(posted_id=target_id)


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


class FakeObserver:
    """Collects what it is told."""

    def __init__(self) -> None:
        self.decisions: list[Decided] = []
        self.moved: list[Effect] = []
        self.put_aside: list[SetAside] = []

    def decided(self, decided: Decided) -> None:
        self.decisions.append(decided)

    def effect_moved(self, effect: Effect) -> None:
        self.moved.append(effect)

    def set_aside(self, set_aside: SetAside) -> None:
        self.put_aside.append(set_aside)


class FakeHeads:
    """Keeps the heads of the audit log in a list."""

    def __init__(self) -> None:
        self.heads: list[Head] = []

    def read(self) -> list[Head]:
        return list(self.heads)

    def append(self, head: Head) -> None:
        self.heads.append(head)


class FakeTombstones:
    """Keeps the tombstones in a list."""

    def __init__(self) -> None:
        self.key: bytes | None = None
        self.stones: list[Tombstone] = []

    def read(self) -> tuple[bytes | None, list[Tombstone]]:
        return self.key, list(self.stones)

    def append(self, key: bytes, stones: Sequence[Tombstone]) -> None:
        self.key = self.key or key
        self.stones += stones


# named like the classes it stands beside
def MemoryStore() -> Store:  # noqa: N802
    """The real store on a database in memory."""
    from monitor.store import memory_store

    return memory_store()


# --- builders ---------------------------------------------------------------------------------


def an_author(name: str = "Ada", *, platform: str = "x", **changes: object) -> Author:
    """Somebody with an ordinary account; the id is made of the name."""
    handle = name.lower().replace(" ", "")
    author = Author(
        id=f"{platform}:{handle}",
        platform=platform,
        handle=handle,
        name=name,
        followers=120,
        created_at=datetime(2019, 5, 14, 8, 0, tzinfo=UTC),
    )
    return replace(author, **changes)


def a_message(
    text: str = "@larchandloaf my order never came and nobody answers",
    *,
    id: str = "x:1",  # a message's own word for it
    author: Author | None = None,
    at: datetime = MONDAY_MORNING,
    **changes: object,
) -> Message:
    """A public post that addresses us, seen the moment it was written."""
    platform = id.partition(":")[0]
    author = author or an_author(platform=platform)
    message = Message(
        id=id,
        brand="larch",
        platform=platform,
        author=author,
        text=text,
        created_at=at,
        seen_at=at,
        url=f"https://{platform}.example/{author.handle}/{id.partition(':')[2]}",
        conversation_id=id,
        addressed=True,
        found_by=platform,
    )
    return replace(message, **changes)


def a_reading(kind: Kind = Kind.COMPLAINT, **changes: object) -> Reading:
    """A sure reading of that kind."""
    compound = {Kind.COMPLAINT: -0.6, Kind.ABUSE: -0.8, Kind.PRAISE: 0.7}.get(kind, 0.0)
    reading = Reading(
        compound=compound,
        pos=max(0.0, compound),
        neu=1.0 - abs(compound),
        neg=max(0.0, -compound),
        compound_used=compound,
        p_complaint=0.97 if kind is Kind.COMPLAINT else 0.02,
        p_praise=0.97 if kind is Kind.PRAISE else 0.01,
        p_question=0.97 if kind is Kind.QUESTION else 0.01,
        p_spam=0.97 if kind is Kind.SPAM else 0.01,
        p_abuse=0.97 if kind is Kind.ABUSE else 0.01,
        kind=kind,
        certainty=Certainty.SURE,
        language="en",
        words=9,
        scorers="fake",
    )
    return replace(reading, **changes)


def an_outgoing(
    text: str = "Hi Ada, we are sorry and want to put this right.",
    *,
    platform: str = "x",
    effect_id: str = "e1",
    **changes: object,
) -> Outgoing:
    """An acknowledgement for Ada's post, as a connector gets it."""
    outgoing = Outgoing(
        action=Action.ACKNOWLEDGE,
        brand="larch",
        platform=platform,
        effect_id=effect_id,
        message_id=f"{platform}:1",
        author_id=f"{platform}:ada",
        handle="ada",
        conversation_id=f"{platform}:1",
        text=text,
        at=MONDAY_MORNING,
    )
    return replace(outgoing, **changes)
