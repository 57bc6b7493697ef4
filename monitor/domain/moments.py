"""Moments as people of ours say them: told as `09:02 today` and `4 min`, and typed as `14:00`,
`tomorrow`, `Thu 10:00`, `2026-12-01`, `2 h`.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from monitor.domain.clock import Hours, zone_named
from monitor.domain.inert import for_terminal
from monitor.domain.lasting import parse_duration
from monitor.domain.promise import MONTHS, WEEKDAYS
from monitor.errors import InputError

_MOMENT = re.compile(r"(?:on )?(?P<day>[a-z]+|\d{4}-\d\d-\d\d)?\s*(?:at )?(?P<time>\d{1,2}:\d\d)?")
HINT = "write it like `14:00`, `tomorrow`, `Thu 10:00`, `2026-12-01 09:30` or `2 h`"
ONE_DAY = timedelta(days=1)


def when(moment: datetime, now: datetime, hours: Hours) -> str:
    """`09:02 today`, `11:00 tomorrow`, `14:30 on Mon 23 Nov`; in the brand's zone."""
    local, today = hours.local(moment), hours.day_of(now)
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((local.date() - today).days)
    if near is not None:
        return f"{local:%H:%M} {near}"
    year = f" {local.year}" if local.year != today.year else ""
    day = f"{WEEKDAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]}"
    return f"{local:%H:%M} on {day}{year}"


def ago(duration: timedelta) -> str:
    """`just now`, `4 min`, `3 h`, `5 days`."""
    minutes = int(duration.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    if minutes < 120:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"


def parse_moment(written: str, now: datetime, hours: Hours) -> datetime:
    """The moment ahead that is meant, on the brand's clock; a day alone begins when the office
    opens. Raises InputError."""
    words = " ".join(written.split()).lower().removeprefix("until ").removeprefix("for ")
    try:
        return now + parse_duration(words)
    except ValueError:
        pass
    match = _MOMENT.fullmatch(words)
    if match is None or not words:
        raise _unknown(written)
    at = _time(match["time"], written)
    day = _day(match["day"], now, hours, written)
    if day is None:
        today = _on(hours.day_of(now), at or time(0), hours)
        return today if today > now else _on(hours.day_of(now) + ONE_DAY, at or time(0), hours)
    if at is not None:
        return _ahead(_on(day, at, hours), now, written)
    openings = hours.office_openings_on(day)
    return _ahead(openings[0][0] if openings else _on(day, time(9), hours), now, written)


def parse_since(written: str, now: datetime, hours: Hours) -> datetime:
    """The moment behind us that is meant: `2026-11-20`, `yesterday`, `7 days`.

    Raises InputError.
    """
    words = " ".join(written.split()).lower().removeprefix("since ")
    try:
        return now - parse_duration(words)
    except ValueError:
        pass
    today = hours.day_of(now)
    if words in ("today", "yesterday"):
        return _on(today - ONE_DAY * (words == "yesterday"), time(0), hours)
    try:
        return _on(date.fromisoformat(words), time(0), hours)
    except ValueError:
        raise InputError(
            f"`{for_terminal(written, 40)}` is no day",
            hint="write it like `2026-11-20`, `yesterday` or `7 days`",
        ) from None


def _day(word: str | None, now: datetime, hours: Hours, written: str) -> date | None:
    """The day that is named; None: none is."""
    today = hours.day_of(now)
    if word is None:
        return None
    if word in ("today", "tomorrow"):
        return today + ONE_DAY * (word == "tomorrow")
    for number, name in enumerate(WEEKDAYS):
        if len(word) >= 2 and name.lower().startswith(word):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise _unknown(written) from None


def _time(word: str | None, written: str) -> time | None:
    if word is None:
        return None
    hour, _, minute = word.partition(":")
    try:
        return time(int(hour), int(minute))
    except ValueError:
        raise _unknown(written) from None


def _on(day: date, at: time, hours: Hours) -> datetime:
    return datetime.combine(day, at, tzinfo=zone_named(hours.time_zone)).astimezone(UTC)


def _ahead(moment: datetime, now: datetime, written: str) -> datetime:
    if moment <= now:
        raise InputError(f"`{for_terminal(written, 40)}` is not ahead", hint=HINT)
    return moment


def _unknown(written: str) -> InputError:
    return InputError(f"`{for_terminal(written, 40)}` is no moment", hint=HINT)
