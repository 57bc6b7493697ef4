"""A period: one ISO week on the brand's wall clock, from Monday 00:00 to the next Monday 00:00.

A week with a clock change has 167 or 169 hours. `until` does not belong to the period, so that
every moment lies in exactly one week and the reports of adjacent weeks add up.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from monitor.domain.clock import zone_named
from monitor.domain.values import Value, aware
from monitor.errors import InputError

EXAMPLE = "write it like `2026-W47`"
ONE_WEEK = timedelta(weeks=1)

_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)


class Period(Value, frozen=True, kw_only=True):
    """One ISO week in one time zone; `until` may be earlier while the week still runs."""

    year: int
    week: int
    time_zone: str
    since: datetime
    until: datetime

    @property
    def name(self) -> str:
        """As people write it: `2026-W47`."""
        return f"{self.year:04}-W{self.week:02}"

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days, Monday first."""
        return tuple(date.fromisocalendar(self.year, self.week, day) for day in range(1, 8))

    @property
    def hours(self) -> float:
        """How long it lasts: 168 hours, but for a clock change."""
        return (self.until - self.since) / timedelta(hours=1)

    def holds(self, moment: datetime | None) -> bool:
        """The moment lies in it."""
        return moment is not None and self.since <= moment < self.until

    def local(self, moment: datetime) -> datetime:
        """The moment on the wall clock of the period."""
        return moment.astimezone(zone_named(self.time_zone))

    def up_to(self, moment: datetime) -> "Period":
        """The part of it before the moment; the whole of it when it is over by then."""
        until = min(self.until, max(moment.astimezone(UTC), self.since))
        return self._until(until)

    def first(self, part: timedelta) -> "Period":
        """Its beginning, that long; never more than the whole."""
        return self._until(min(self.until, self.since + part))

    def _until(self, until: datetime) -> "Period":
        return Period(
            year=self.year,
            week=self.week,
            time_zone=self.time_zone,
            since=self.since,
            until=until,
        )


def week_of(year: int, week: int, time_zone: str) -> Period:
    """That week. Raises InputError when the year has no such week."""
    try:
        monday = date.fromisocalendar(year, week, 1)
        return Period(
            year=year,
            week=week,
            time_zone=time_zone,
            since=_midnight(monday, time_zone),
            until=_midnight(monday + ONE_WEEK, time_zone),
        )
    except (ValueError, OverflowError):
        pass
    if year < 1 or week < 1:
        told = f"there is no week {week} of {year}"
    elif week > _last_week(year):
        told = f"{year} has no week {week}, its last one is {_last_week(year)}"
    else:
        told = f"{year:04}-W{week:02} lies at the end of the calendar"
    raise InputError(told, hint=EXAMPLE)


def parse_week(text: str, time_zone: str) -> Period:
    """The week of that name. Raises InputError with an example."""
    match = _WEEK.fullmatch(text.strip())
    if match is None:
        raise InputError(f"`{text}` is not a week", hint=EXAMPLE)
    return week_of(int(match[1]), int(match[2]), time_zone)


def week_around(moment: datetime, time_zone: str) -> Period:
    """The week in which the moment lies, whole."""
    local = aware(moment, "moment").astimezone(zone_named(time_zone))
    year, week, _ = local.isocalendar()
    return week_of(year, week, time_zone)


def last_full_week(now: datetime, time_zone: str) -> Period:
    """The newest week that is over."""
    return week_before(week_around(now, time_zone))


def week_before(period: Period) -> Period:
    """The whole week before it."""
    year, week, _ = (period.days[0] - ONE_WEEK).isocalendar()
    return week_of(year, week, period.time_zone)


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time(0), zone_named(time_zone)).astimezone(UTC)


def _last_week(year: int) -> int:
    # 28 December lies in the last week of every ISO year
    return date(year, 12, 28).isocalendar().week if 1 <= year <= 9999 else 53
