"""A platform in memory that fails on request and remembers what the public saw."""

from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

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
from monitor.domain.effect import MEASURES, Action
from monitor.domain.message import Message, Page
from monitor.domain.values import replace
from monitor.domain.virtual import Posted, VirtualDelivery
from monitor.errors import ConnectorError
from monitor.testing.clock import FakeClock
from monitor.testing.fault import IS_WRITTEN, RETRY_AFTER, Fault


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
