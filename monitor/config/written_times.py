"""How the owner writes a time, and what it becomes: `"3 min"`, `"Mon 08:00"`, `"Europe/Berlin"`.

A reader raises ValueError, as those of `written`.
"""

import os
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

from monitor.config.written import kind_of, text_of
from monitor.domain.clock import Week, parse_duration, parse_hours, parse_lasting, zone_named
from monitor.domain.opening_hours import DAYS
from monitor.domain.values import Value

#: longer is a slip of the pen, and would carry a moment past the end of the calendar
LONGEST = timedelta(days=366)
#: what comes back later than that comes too late
MOST_DAYS = 90
MACHINE = "machine"

_PERCENT = re.compile(r"(\d{1,2})\s*%")
_SHARES = 'write it like `["50 %", "80 %"]`'
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_WEEKLY = re.compile(r"([a-z]{3,9})\s+(\d{1,2}:\d{2})", re.IGNORECASE)


class WeeklyAt(Value):
    """A moment of every week."""

    #: 0 is Monday
    weekday: int
    at: time


def duration(value: object) -> timedelta:
    """`"3 min"`; a year at most."""
    length = parse_duration(text_of(value, '"3 min"'))
    if length > LONGEST:
        raise ValueError(f"`{value}` is longer than a year; write it like `3 min` or `30 days`")
    return length


def maybe_duration(value: object) -> timedelta | None:
    """`"3 min"`, or nothing."""
    return None if value is None else duration(value)


def pause(value: object) -> timedelta:
    """Between two looks at a platform: a second at least."""
    length = duration(value)
    if length < timedelta(seconds=1):
        raise ValueError(f"`{value}` is too short; one second is the least: `1 s`")
    return length


def lasting(value: object) -> str:
    """`"4 office hours"`, as written."""
    text = text_of(value, '"4 office hours"')
    parse_lasting(text)
    return text


def not_far(value: object) -> str:
    """`"3 working days"`, as written; a quarter of a year at most."""
    text = lasting(value)
    length = parse_lasting(text)
    days = length.amount if length.unit in ("days", "office days") else length.amount / 24
    if length.unit != "minutes" and days > MOST_DAYS:
        raise ValueError(f"`{value}` is more than {MOST_DAYS} days; write it like `3 working days`")
    return text


def shares(value: object) -> tuple[float, ...]:
    """`["50 %", "80 %"]`: parts of a time, in order."""
    given = value if isinstance(value, list) else None
    if given is None:
        raise ValueError(f"this should be a list, not {kind_of(value)}; {_SHARES}")
    read = [_share(each) for each in given]
    if read != sorted(set(read)):
        raise ValueError(f"these should grow; {_SHARES}")
    return tuple(read)


def _share(value: object) -> float:
    match = _PERCENT.fullmatch(value.strip()) if isinstance(value, str) else None
    percent = int(match[1]) if match is not None else 0
    if not 0 < percent < 100:
        raise ValueError(f"`{value}` is no part of a promise's time; {_SHARES}")
    return percent / 100


def week(value: object) -> Week:
    """`"Mon-Fri 09:00-17:00"`."""
    return parse_hours(text_of(value, '"Mon-Fri 09:00-17:00"'))


def zone(value: object) -> str:
    """`"Europe/Berlin"`, or `"machine"` for the zone of this machine."""
    name = text_of(value, '"Europe/Berlin"').strip()
    if name == MACHINE:
        name = zone_of_machine()
    zone_named(name)
    return name


def zone_of_machine() -> str:
    """Its name. Raises ValueError where it has none that is known."""
    import tzlocal

    hint = 'write it down: `time_zone = "Europe/Berlin"`'
    written = os.environ.get("TZ", "").removeprefix(":")
    if written and not Path(written).exists():
        # the machine would take UTC for what it does not know, and say nothing
        try:
            zone_named(written)
        except ValueError:
            raise ValueError(
                f"the variable TZ is `{written}`, which names no time zone; {hint}"
            ) from None
        return written
    try:
        name = tzlocal.get_localzone_name()
    except (LookupError, ValueError, OSError):
        name = None
    if not name:
        raise ValueError(f"the time zone of this machine cannot be read; {hint}")
    return str(name)


def time_of_day(value: object) -> time:
    """`"09:00"`, or as TOML writes a time."""
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(text_of(value, '"09:00"').strip())
    if match is None:
        raise ValueError(f"`{value}` is not a time of day; write it like `09:00`")
    return time(int(match[1]), int(match[2]))


def maybe_time_of_day(value: object) -> time | None:
    """… or nothing."""
    return None if value == "" else time_of_day(value)


def weekly(value: object) -> WeeklyAt:
    """`"Mon 08:00"`."""
    match = _WEEKLY.fullmatch(text_of(value, '"Mon 08:00"').strip())
    day = match[1].lower() if match else ""
    numbers = [number for number, name in enumerate(DAYS) if day and name.startswith(day)]
    if match is None or not numbers:
        raise ValueError(f"`{value}` is not a moment of the week; write it like `Mon 08:00`")
    return WeeklyAt(weekday=numbers[0], at=time_of_day(match[2]))


def place(value: object) -> str:
    """`"DE-BE"`, or nothing; whether there is such a place is asked when its days are wanted."""
    return text_of(value, '"DE-BE"').strip()


def dates(value: object) -> frozenset[date]:
    """`[2026-12-25]`; a text will do."""
    if not isinstance(value, list):
        raise ValueError(
            f"this should be a list, not {kind_of(value)}; write it like `[2026-12-25, 2027-01-01]`"
        )
    return frozenset(_date(each) for each in value)


def _date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f"`{value}` is not a date; write it like `2026-12-25`") from None
