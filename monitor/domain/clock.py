"""The clock of the brand: when the office is open, and when a machine may say "seen".

Two sets of hours: in *office hours* people promise and answer; in *acknowledge hours* a machine
may speak. Nothing here knows what time it is: the moment is an argument and must be aware.
Moments come back in UTC. Openings are turned into UTC one by one, so that a day of 23 or 25 hours
is counted right: a local time that a clock change skips means the moment of the change, one that
comes twice means the first.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from monitor.domain.lasting import Lasting, parse_duration, parse_lasting
from monitor.domain.near import nearest
from monitor.domain.opening_hours import Opening, Week, parse_hours
from monitor.domain.values import Value, aware

__all__ = [
    "Hours",
    "Lasting",
    "Opening",
    "Week",
    "due",
    "parse_duration",
    "parse_hours",
    "parse_lasting",
    "zone_named",
]

#: how far ahead an opening is looked for
SEARCH_DAYS = 400
ONE_DAY = timedelta(days=1)
NO_TIME = timedelta(0)
MIDNIGHT = time(0)

Moments = tuple[datetime, datetime]


@lru_cache(maxsize=64)
def zone_named(name: str) -> tzinfo:
    """The time zone of that name. Raises ValueError, with the likely name, for an unknown one."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a key, or a folder such as `Europe`
        near = nearest(name, available_timezones())
        hint = f"did you mean `{near}`?" if near else "write it like `Europe/Berlin`"
        raise ValueError(f"unknown time zone `{name}`; {hint}") from None


class Hours(Value, frozen=True, kw_only=True):
    """When the office is open and when a machine may speak, in the brand's time zone."""

    time_zone: str
    #: weekday (0 is Monday) → openings, in order; an end of 00:00 is midnight
    office: Week
    acknowledge: Week
    #: holidays of the office; acknowledge hours apply on holidays too
    closed_on: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        zone_named(self.time_zone)

    def local(self, now: datetime) -> datetime:
        """The moment on the brand's wall clock.

        Strangers date their posts as they like: at the ends of the calendar, where a zone would
        lead beyond them, it is the moment in UTC.
        """
        moment = aware(now, "now")
        try:
            return moment.astimezone(zone_named(self.time_zone))
        except OverflowError:
            return moment.astimezone(UTC)

    def day_of(self, now: datetime) -> date:
        """The brand's calendar day."""
        return self.local(now).date()

    def office_openings_on(self, day: date) -> list[Moments]:
        """The office's openings of one calendar day, from and to; empty when it is closed."""
        return [] if day in self.closed_on else self._openings_on(self.office, day)

    def is_office_day(self, day: date) -> bool:
        """The office opens on that day."""
        return bool(self.office_openings_on(day))

    def is_office_open(self, now: datetime) -> bool:
        """People are there."""
        near = _days_around(self.day_of(now))
        openings = (span for day in near for span in self.office_openings_on(day))
        return any(start <= now < end for start, end in openings)

    def may_acknowledge(self, now: datetime) -> bool:
        """A machine may speak."""
        near = _days_around(self.day_of(now))
        openings = (span for day in near for span in self._openings_on(self.acknowledge, day))
        return any(start <= now < end for start, end in openings)

    def next_office_opening(self, now: datetime) -> datetime:
        """The next moment with the office open; now, if it is. Raises ValueError: never open."""
        for start, _ in self._office_from(now):
            return start
        raise ValueError(self._never("the office"))

    def next_acknowledge_opening(self, now: datetime) -> datetime:
        """The next moment at which a machine may speak; now, if it may."""
        for day in _days_from(self.day_of(now)):
            for start, end in self._openings_on(self.acknowledge, day):
                if end > now:
                    return max(start, now.astimezone(UTC))
        raise ValueError(self._never("acknowledging"))

    def closing(self, now: datetime) -> datetime:
        """The next moment at which the office closes for the day."""
        for day in _days_from(self.day_of(now)):
            openings = self.office_openings_on(day)
            if openings and openings[-1][1] > now:
                return openings[-1][1]
        raise ValueError(self._never("the office"))

    def add_office_time(self, now: datetime, lasting: timedelta) -> datetime:
        """The first moment by which the office was open for that long. Raises ValueError."""
        if lasting < NO_TIME:
            raise ValueError("office time cannot be negative")
        if lasting == NO_TIME:
            return aware(now, "now").astimezone(UTC)
        left = lasting
        for start, end in self._office_from(now):
            if left <= end - start:
                return start + left
            left -= end - start
        raise ValueError(self._never("the office", f"{lasting} of office time"))

    def add_office_days(self, now: datetime, days: int) -> datetime:
        """The same time of day, that many office days later, counted from the next opening.

        A time at which that day is closed moves to the next opening of the day, or to its closing.
        """
        if days < 0:
            raise ValueError("office days cannot be negative")
        start = self.next_office_opening(now)
        first, left = self.day_of(start), days
        if left == 0:
            return start
        for day in _days_from(first):
            if day > first and self.is_office_day(day):
                left -= 1
                if left == 0:
                    return self._during(day, self.local(start).time())
        raise ValueError(self._never("the office", f"{days} office days"))

    def office_time_between(self, earlier: datetime, later: datetime) -> timedelta:
        """How long the office is open between two moments; zero when they are swapped."""
        aware(later, "later")
        total = NO_TIME
        day, last = self.day_of(earlier) - ONE_DAY, self.day_of(later) + ONE_DAY
        while day <= last:
            for start, end in self.office_openings_on(day):
                total += max(NO_TIME, min(end, later) - max(start, earlier))
            day += ONE_DAY
        return total

    def _office_from(self, now: datetime) -> Iterator[Moments]:
        """What is left of the office's openings from now on."""
        moment = aware(now, "now").astimezone(UTC)
        for day in _days_from(self.day_of(moment)):
            for start, end in self.office_openings_on(day):
                if end > moment:
                    yield max(start, moment), end

    def _openings_on(self, week: Week, day: date) -> list[Moments]:
        zone = zone_named(self.time_zone)
        openings = []
        for start, end in week.get(day.weekday(), ()):
            end_day = day + ONE_DAY if end == MIDNIGHT else day
            moments = _moment(day, start, zone), _moment(end_day, end, zone)
            # a clock change may swallow an opening, and once swallowed a whole day (Apia, 2011)
            if moments[0] < moments[1]:
                openings.append(moments)
        return openings

    def _during(self, day: date, at: time) -> datetime:
        openings = self.office_openings_on(day)
        wanted = _moment(day, at, zone_named(self.time_zone))
        for start, end in openings:
            if wanted < end:
                return max(start, wanted)
        return openings[-1][1]

    def _never(self, what: str, wanted: str = "an opening") -> str:
        return (
            f"no {wanted} within {SEARCH_DAYS} days: the hours of {what} are empty or too few, "
            "or the days are in `closed_on`"
        )


def due(now: datetime, lasting: Lasting, hours: Hours) -> datetime:
    """The deadline: that long after now, in plain or in office time."""
    match lasting.unit:
        case "office hours":
            return hours.add_office_time(now, timedelta(hours=lasting.amount))
        case "office days":
            return hours.add_office_days(now, lasting.amount)
        case _:
            return aware(now, "now").astimezone(UTC) + lasting.plain


def _days_around(day: date) -> tuple[date, date, date]:
    # where clocks fall back over midnight, a moment lies in the hours of the day next to its own
    return day - ONE_DAY, day, day + ONE_DAY


def _days_from(day: date) -> Iterator[date]:
    """From the day before (see `_days_around`) as far as we search."""
    for step in range(-1, SEARCH_DAYS + 1):
        yield day + timedelta(days=step)


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    """The wall clock's moment in UTC; the moment of the change when the clock skips that time."""
    naive = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    moment = naive.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None, fold=0) == naive:
        return moment
    before, after = naive.replace(tzinfo=zone, fold=1).astimezone(UTC), moment
    offset = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after.replace(microsecond=0)
