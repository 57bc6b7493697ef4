"""Replay: a message file, or the sample week, instead of a platform; and words that go nowhere.

Messages appear when the clock reaches their arrival. With `pace` they come one by one instead,
each written at the moment it appears. Broken lines come first, set aside with their number.

What is sent stays in this process: `public` holds it, `find` finds it, nothing leaves.

The cursor is `POSITION BEGIN FINGERPRINT`: how many lines were seen, the Monday (or, with `pace`,
the moment) that the file began at, and a checksum of the file. A file that has changed is read
again from its beginning: what is known already is known to the store as a duplicate.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO

from monitor.domain.clock import parse_duration, zone_named
from monitor.domain.message import Message, Page
from monitor.domain.message_file import Loaded, WeekStart, arrival, read_lines
from monitor.domain.message_line import LONGEST_LINE
from monitor.domain.platform import known_platforms
from monitor.domain.ports import Clock
from monitor.domain.settings import Settings
from monitor.domain.values import aware, replace
from monitor.domain.virtual import VirtualDelivery
from monitor.errors import ConnectorError

NAME = "replay"
SAMPLE = "sample"
PAGE_SIZE = 100
#: whose wall clock the sample week means, when the settings name no other
SAMPLE_ZONE = "Europe/Berlin"


# --- the file ---------------------------------------------------------------------------------


def load(
    source: Traversable | Iterable[bytes],
    *,
    brand: str,
    week: WeekStart | None = None,
    found_by: str = NAME,
) -> Loaded:
    """A whole message file by its path or by its lines. Raises OSError for the file itself."""
    if isinstance(source, Traversable):
        with source.open("rb") as file:
            return read_lines(_lines(file), brand=brand, week=week, found_by=found_by)
    return read_lines(source, brand=brand, week=week, found_by=found_by)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """The lines one by one, each cut off where it is too long to be read anyway."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


# --- the connector ----------------------------------------------------------------------------


class Replay(VirtualDelivery):
    """Brings the messages of a file, and takes words for every platform in it."""

    name = NAME

    def __init__(
        self,
        clock: Clock,
        reload: Callable[[WeekStart], Loaded],
        *,
        week: date | None,
        zone: tzinfo,
        pace: timedelta | None,
    ) -> None:
        super().__init__(clock)
        self._reload = reload
        self._zone = zone
        self._pace = pace
        self._is_fixed = week is not None
        self._monday = week or _monday_of(clock.now().astimezone(zone).date())
        #: with a pace: when the first message appeared; None before the first fetch
        self._began_at: datetime | None = None
        self._take(reload(self._week))

    @property
    def _week(self) -> WeekStart:
        return WeekStart(monday=self._monday, zone=self._zone)

    def _take(self, loaded: Loaded) -> None:
        self.loaded = loaded
        known = [platform.name for platform in known_platforms()]
        others = {message.platform for message in loaded.messages}.difference(known)
        self.platforms: tuple[str, ...] = (*known, *sorted(others))
        self._arrivals = [arrival(message) for message in loaded.messages]
        self._first_place: dict[str, int] = {}
        for place, message in enumerate(loaded.messages):
            self._first_place.setdefault(message.id, place)

    def fetch(self, cursor: str) -> Page:
        """What has arrived after the cursor, at most a hundred lines at a time."""
        now = self.clock.now()
        position = self._resume(cursor, now)
        broken = self.loaded.set_aside
        set_aside = broken[position : position + PAGE_SIZE]
        first = max(0, position - len(broken))
        arrived = self._arrived(now)
        end = max(first, min(first + PAGE_SIZE - len(set_aside), arrived))
        messages = tuple(self._now(place, now) for place in range(first, end))
        position += len(set_aside) + len(messages)
        begin = self._monday if self._began_at is None else self._began_at
        return Page(
            messages=messages,
            cursor=f"{position} {begin.isoformat()} {self.loaded.fingerprint}",
            more=position < len(broken) + arrived,
            set_aside=set_aside,
        )

    def _arrived(self, now: datetime) -> int:
        """How many messages may be seen by now."""
        if self._pace is None or self._began_at is None:
            return bisect_right(self._arrivals, now)
        if not self._pace:
            return len(self._arrivals)
        return min(len(self._arrivals), max(0, (now - self._began_at) // self._pace + 1))

    def _now(self, place: int, now: datetime) -> Message:
        message = self.loaded.messages[place]
        if self._pace is None or self._began_at is None:
            return replace(message, seen_at=now)
        moment = self._began_at + place * self._pace
        return replace(
            message,
            seen_at=now,
            # an edit and a deletion keep the moment of the first version
            created_at=self._began_at + self._first_place[message.id] * self._pace,
            edited_at=message.edited_at and moment,
            deleted_at=message.deleted_at and moment,
        )

    # --- after a restart ----------------------------------------------------------------------

    def _resume(self, cursor: str, now: datetime) -> int:
        """The position of the cursor; the first one also tells when the file began."""
        position, begin = self._read(cursor)
        is_moment = isinstance(begin, datetime)
        if self._pace is None:
            if begin is not None and not is_moment and not self._is_fixed:
                self._move_to(begin)
            return position
        if self._began_at is None:
            place = max(0, position - len(self.loaded.set_aside))
            due = begin + place * self._pace if isinstance(begin, datetime) else now
            # a monitor that was stopped goes on one by one, not with all it missed at once
            self._began_at = max(due, now) - place * self._pace
        return position

    def _move_to(self, monday: date) -> None:
        """The week in which the file began, when that was not this one."""
        if monday == self._monday:
            return
        self._monday = monday
        try:
            self._take(self._reload(self._week))
        except OSError as error:
            raise ConnectorError(f"the message file cannot be read: {error.strerror}") from None

    def _read(self, cursor: str) -> tuple[int, date | None]:
        """The position, and the Monday or the moment that the file began at."""
        if not cursor:
            return 0, None
        try:
            position, begin, fingerprint = cursor.split(" ")
            if "T" in begin:
                began_at: date = aware(datetime.fromisoformat(begin), "the cursor")
            else:
                began_at = date.fromisoformat(begin)
            found = max(0, int(position)), began_at
        except ValueError:
            raise ConnectorError(
                f"`{cursor}` is not a cursor of `{NAME}`", permanent=True
            ) from None
        return found if fingerprint == self.loaded.fingerprint else (0, None)


# --- its settings -----------------------------------------------------------------------------


def connect(settings: Settings) -> Replay:
    """The connector of a file. Raises ConfigError with every problem.

    `file`: a path, or "sample". `pace`: one message after another, this far apart. `week`
    ("2026-W47") and `time_zone`: where the moments of a relative file lie; this week unless set.
    """
    file = _file(settings)
    pace = settings.value("pace", parse_duration, None, example="1 s")
    week = settings.value("week", _week, None, example="2026-W47")
    zone = settings.value("time_zone", zone_named, zone_named(SAMPLE_ZONE), example=SAMPLE_ZONE)
    made = None
    if not settings.is_wrong:
        try:
            made = Replay(
                settings.clock,
                lambda week: load(file, brand=settings.brand, week=week),
                week=week,
                zone=zone,
                pace=pace,
            )
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            settings.wrong(f"`file` cannot be read: {reason}")
    settings.done()
    assert made is not None  # `done` raises for whatever kept it from being made
    return made


def _file(settings: Settings) -> Traversable:
    name = settings.text("file", example=SAMPLE)
    if name == SAMPLE:
        return files("monitor.shipped") / "sample.jsonl"
    path = settings.folder / Path(name).expanduser()
    if name and not path.is_file():
        what = "is a folder" if path.is_dir() else "is not there"
        settings.wrong(f"the message file `{path}` {what}", "one message a line, as JSON")
    return path


def _week(text: str) -> date:
    try:
        year, week = text.split("-W")
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        raise ValueError(f"`{text}` is not a week; write it like `2026-W47`") from None


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
