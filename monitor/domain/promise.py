"""What we promise a customer, and how it reads: "by 15:30 today", "by 12:00 on Monday".

A promise lies in the future, in office hours or at a closing, on a half hour of the brand's wall
clock, and its words name the hour and the day. The rules:

    in hours, enough of the day left   that much office time, rounded up
    in hours, too little left          the next office day's opening + 2 h
    night before a working day         the opening + 2 h
    before a weekend or holiday        the next opening + 3 h, and the words name the day
    away                               the first office day back, opening + 3 h, with the date
    too many open promises             one office day later than it would be

A longer or plain time ("1 office day", "3 days") is never promised earlier than these, nor in the
first two hours (after closed days: three) of a later day.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.domain.clock import SEARCH_DAYS, Hours, due
from monitor.domain.lasting import Lasting, parse_lasting
from monitor.domain.values import Value

AFTER_OPENING = timedelta(hours=2)
AFTER_CLOSED_DAYS = timedelta(hours=3)
HALF_HOUR = timedelta(minutes=30)
ONE_DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)
#: up to that many days ahead a weekday is enough
WEEKDAY_DAYS = 6
#: from here on a date without its year could be misread
YEAR_DAYS = 300
#: "4 office hours" are promised by the table alone; more are never cut short by it
TABLE_OFFICE_HOURS = 4

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: the longest words there are, for checking the length of texts; zones have longer names, and
#: nobody sells bread in America/North_Dakota/New_Salem
LONGEST_WORDS = "by 12:30 on Wednesday 30 September (Buenos Aires time)"


class Promised(Value, frozen=True, kw_only=True):
    """A promise as it would be made now."""

    until: datetime
    words: str


def promise(
    now: datetime,
    spec: str,
    hours: Hours,
    *,
    open_promises: int = 0,
    max_open_promises: int = 15,
    away_until: date | None = None,
    name_zone: bool = False,
) -> Promised:
    """The promise for `spec` ("4 office hours"), by the rules above.

    `away_until` is the first day back. Raises ValueError: a naive moment, an unknown spec, hours
    in which the office never opens.
    """
    is_away = away_until is not None and hours.day_of(now) < away_until
    until = _until(now, _read(spec), hours)
    if away_until is not None and is_away:
        back = _opening_of(away_until, hours)
        until = max(until, _in_office(hours.add_office_time(back, AFTER_CLOSED_DAYS), hours))
    if open_promises >= max_open_promises:
        # from just before, since a promise may fall on a closing
        later = hours.add_office_days(until - INSTANT, 1)
        until = _not_too_early(_in_office(later, hours), now, hours)
    words = words_for(until, now, hours, name_zone=name_zone, with_date=is_away)
    return Promised(until=until, words=words)


def promise_later(
    now: datetime,
    was: datetime,
    spec: str,
    hours: Hours,
    *,
    open_promises: int = 0,
    max_open_promises: int = 15,
    away_until: date | None = None,
    name_zone: bool = False,
) -> Promised:
    """The new time for a promise that named `was`: by the same rules, and later. Raises as it."""

    def until(moment: datetime) -> datetime:
        return promise(
            moment,
            spec,
            hours,
            open_promises=open_promises,
            max_open_promises=max_open_promises,
            away_until=away_until,
        ).until

    later = until(now)
    if later <= was:
        later = until(was)
    is_away = away_until is not None and hours.day_of(now) < away_until
    words = words_for(later, now, hours, name_zone=name_zone, with_date=is_away)
    return Promised(until=later, words=words)


def words_for(
    until: datetime, now: datetime, hours: Hours, *, name_zone: bool, with_date: bool = False
) -> str:
    """The promise as a customer reads it now, in the brand's zone."""
    local, today = hours.local(until), hours.day_of(now)
    words = f"by {local:%H:%M} {_day_words(local.date(), today, hours, with_date=with_date)}"
    return f"{words} ({_zone_words(local)})" if name_zone else words


def _until(now: datetime, lasting: Lasting, hours: Hours) -> datetime:
    today = hours.day_of(now)
    plain = _in_office(due(now, lasting, hours), hours)
    if _is_between_opening_and_closing(now, hours) and _office_day_of(plain, hours) == today:
        return plain
    opening = _first_opening(now, hours)
    until = hours.add_office_time(opening, _grace(today, hours.day_of(opening), hours))
    if lasting.unit != "office hours" or lasting.amount > TABLE_OFFICE_HOURS:
        until = max(until, plain)
    return _not_too_early(_in_office(until, hours), now, hours)


def _is_between_opening_and_closing(now: datetime, hours: Hours) -> bool:
    """In hours; a lunch break counts as in hours."""
    openings = hours.office_openings_on(hours.day_of(now))
    return bool(openings) and openings[0][0] <= now < openings[-1][1]


def _first_opening(now: datetime, hours: Hours) -> datetime:
    """The first opening of the next office day; of today, before it opens."""
    today = hours.office_openings_on(hours.day_of(now))
    if today and now < today[0][0]:
        return today[0][0]
    return _opening_of(hours.day_of(now) + ONE_DAY, hours)


def _opening_of(day: date, hours: Hours) -> datetime:
    """The first opening on that day or the next office day after it."""
    for step in range(SEARCH_DAYS):
        openings = hours.office_openings_on(day + step * ONE_DAY)
        if openings:
            return openings[0][0]
    raise ValueError(f"the office does not open within {SEARCH_DAYS} days")


def _grace(today: date, day: date, hours: Hours) -> timedelta:
    """How long after the day's opening its first promise falls due."""
    days = ((today + step * ONE_DAY) for step in range((day - today).days))
    return AFTER_OPENING if all(map(hours.is_office_day, days)) else AFTER_CLOSED_DAYS


def _not_too_early(until: datetime, now: datetime, hours: Hours) -> datetime:
    """Never in the first hours of a later day; a day shorter than those may end with it."""
    day = _office_day_of(until, hours)
    if day == hours.day_of(now):
        return until
    openings = hours.office_openings_on(day)
    grace = _grace(day - ONE_DAY, day, hours)
    earliest = min(openings[-1][1], hours.add_office_time(openings[0][0], grace))
    return max(until, _in_office(earliest, hours))


def _office_day_of(until: datetime, hours: Hours) -> date:
    """The day whose hours it lies in: a closing at midnight belongs to the day before."""
    return hours.day_of(until if hours.is_office_open(until) else until - INSTANT)


def _in_office(moment: datetime, hours: Hours) -> datetime:
    """The first half hour from then on in office hours or at the end of an opening."""
    found = _half_hour(moment, hours)
    for _ in range(2 * SEARCH_DAYS):
        if hours.is_office_open(found) or hours.is_office_open(found - INSTANT):
            return found
        found = _half_hour(hours.next_office_opening(found), hours)
    raise ValueError("no half hour lies in the office hours")


def _half_hour(moment: datetime, hours: Hours) -> datetime:
    """Rounded up on the brand's wall clock, which may stand 45 minutes off UTC."""
    local = hours.local(moment)
    past = timedelta(
        minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond
    )
    rounded = moment.astimezone(UTC) + (HALF_HOUR - past if past else past)
    # an odd clock change in between: once more
    return rounded if hours.local(rounded).minute % 30 == 0 else _half_hour(rounded, hours)


def _day_words(day: date, today: date, hours: Hours, *, with_date: bool) -> str:
    ahead = (day - today).days
    if not with_date and ahead == 0:
        return "today"
    # on a closed day "tomorrow" is named: people lose count over a weekend
    if not with_date and ahead == 1 and hours.is_office_day(today):
        return "tomorrow"
    words = f"on {WEEKDAYS[day.weekday()]}"
    if with_date or not 0 < ahead <= WEEKDAY_DAYS:
        words += f" {day.day} {MONTHS[day.month - 1]}"
        if ahead > YEAR_DAYS:
            words += f" {day.year}"
    return words


def _zone_words(local: datetime) -> str:
    zone = local.tzinfo
    key = zone.key if isinstance(zone, ZoneInfo) else ""
    area, _, city = key.partition("/")
    if city and area != "Etc":
        return f"{city.rpartition('/')[2].replace('_', ' ')} time"
    return f"UTC{local.isoformat()[-6:]}" if local.utcoffset() else "UTC"


@lru_cache(maxsize=64)
def _read(spec: str) -> Lasting:
    return parse_lasting(spec)
