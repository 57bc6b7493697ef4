"""How the owner writes a value, and what it becomes: `"3 min"`, `"Mon 08:00"`, `"Europe/Berlin"`.

A reader raises ValueError with a sentence for the owner; what follows the first `; ` of it is the
hint.
"""

import os
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from monitor.domain.clock import Week, parse_duration, parse_hours, parse_lasting, zone_named
from monitor.domain.near import nearest
from monitor.domain.opening_hours import DAYS
from monitor.domain.values import Value

#: longer is a slip of the pen, and would carry a moment past the end of the calendar
LONGEST = timedelta(days=366)
MACHINE = "machine"
STORES = ("sqlite", "postgresql")
#: a secret stands in the file by its name only: capitals and at least one underscore
SECRET_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_WEEKLY = re.compile(r"([a-z]{3,9})\s+(\d{1,2}:\d{2})", re.IGNORECASE)

E = TypeVar("E", bound=StrEnum)


class Automatic(StrEnum):
    """What automatic mode needs before a reply goes out by itself."""

    #: every reply waits for a person
    LOCKED = "locked"
    #: the owner's own decisions unlock it, and a bad week locks it again
    EARNED = "earned"
    #: from the first reply on; written out, so that nobody sets it by accident
    FORCED = "I accept wrong public apologies"


class WeeklyAt(Value):
    """A moment of every week."""

    #: 0 is Monday
    weekday: int
    at: time


def nearest_in_any_case(word: str, known: Iterable[str]) -> str | None:
    """What the owner probably meant."""
    by_lower = {name.lower(): name for name in known}
    found = nearest(word.lower(), by_lower)
    return by_lower[found] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint beside an unknown word: the likely one, or all there are."""
    names = list(known)
    near = nearest_in_any_case(word, names)
    return f"did you mean `{near}`?" if near else "known: " + ", ".join(f"`{n}`" for n in names)


def kind_of(value: object) -> str:
    """What the owner wrote, in words."""
    match value:
        case bool():
            return "true or false"
        case int():
            return "a number"
        case float():
            return "a fraction"
        case str():
            return "a text"
        case list() | tuple():
            return "a list"
        case dict():
            return "a table"
        case datetime() | date() | time():
            return "a date or time"
        case _:
            return "nothing"


def _text(value: object, example: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"this should be a text, not {kind_of(value)}; write it like `{example}`")
    return value


def line(value: object) -> str:
    """Some words, on one line."""
    text = " ".join(_text(value, '"some words"').split())
    if not text:
        raise ValueError("this is empty; write something between the quotes")
    return text


def lines(value: object) -> tuple[str, ...]:
    """A list of texts, each once."""
    if not isinstance(value, list):
        raise ValueError(
            f'this should be a list, not {kind_of(value)}; write it like `["one", "two"]`'
        )
    for each in value:
        if not isinstance(each, str):
            raise ValueError(
                f'this should hold texts only, not {kind_of(each)}; write it like `["one", "two"]`'
            )
    return tuple(dict.fromkeys(line(each) for each in value))


def at_least_one(value: object) -> tuple[str, ...]:
    """The same, and not empty."""
    found = lines(value)
    if not found:
        raise ValueError("this is empty; name at least one, or delete the line")
    return found


def yes_or_no(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise ValueError(f"this should be `true` or `false`, not {kind_of(value)}")
    return value


def whole(least: int, most: int) -> Callable[[object], int]:
    """A reader for whole numbers between the two."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(f"this should be a whole number, not {kind_of(value)}")
        return int(_within(value, least, most))

    return read


def number(least: float, most: float) -> Callable[[object], float]:
    """A reader for numbers between the two."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"this should be a number, not {kind_of(value)}")
        return float(_within(value, least, most))

    return read


def _within(value: float, least: float, most: float) -> float:
    if value < least:
        raise ValueError(f"this is {value}, out of range; {least:g} is the least")
    if not value <= most:  # "not a number" is neither
        raise ValueError(f"this is {value}, out of range; {most:g} is the most")
    return value


def duration(value: object) -> timedelta:
    """`"3 min"`; a year at most."""
    length = parse_duration(_text(value, '"3 min"'))
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
    text = _text(value, '"4 office hours"')
    parse_lasting(text)
    return text


def week(value: object) -> Week:
    """`"Mon-Fri 09:00-17:00"`."""
    return parse_hours(_text(value, '"Mon-Fri 09:00-17:00"'))


def zone(value: object) -> str:
    """`"Europe/Berlin"`, or `"machine"` for the zone of this machine."""
    name = _text(value, '"Europe/Berlin"').strip()
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
    match = _CLOCK.fullmatch(_text(value, '"09:00"').strip())
    if match is None:
        raise ValueError(f"`{value}` is not a time of day; write it like `09:00`")
    return time(int(match[1]), int(match[2]))


def weekly(value: object) -> WeeklyAt:
    """`"Mon 08:00"`."""
    match = _WEEKLY.fullmatch(_text(value, '"Mon 08:00"').strip())
    day = match[1].lower() if match else ""
    numbers = [number for number, name in enumerate(DAYS) if day and name.startswith(day)]
    if match is None or not numbers:
        raise ValueError(f"`{value}` is not a moment of the week; write it like `Mon 08:00`")
    return WeeklyAt(weekday=numbers[0], at=time_of_day(match[2]))


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


def one_of(choices: type[E]) -> Callable[[object], E]:
    """A reader for the words of an enum."""

    def read(value: object) -> E:
        try:
            return choices(str(value))
        except ValueError:
            raise ValueError(
                f"this cannot be `{value}`; {did_you_mean(str(value), choices)}"
            ) from None

    return read


def secret_name(value: object) -> str:
    """`"MONITOR_STORE_URL"`, or nothing."""
    name = _text(value, '"MONITOR_STORE_URL"').strip()
    if name and not SECRET_NAME.fullmatch(name):
        raise ValueError(
            "this should be the name of a secret; write it in capitals, like `MONITOR_STORE_URL`"
        )
    return name


def handle(value: object) -> str:
    """`"larchandloaf"`, with or without what stands before it on its platform."""
    name = line(value).removeprefix("/").removeprefix("u/").removeprefix("@")
    if not name or any(sign in name for sign in "/ :"):
        raise ValueError(f"`{value}` is not the name of an account; write it like `larchandloaf`")
    return name


def database_url(value: object) -> str:
    """A database's URL. Raises ValueError with what to write."""
    url = _text(value, '"sqlite:///data/monitor.db"').strip()
    kind = url.split("://")[0].split("+")[0] if "://" in url else ""
    if kind not in STORES or not url.partition("://")[2].strip("/"):
        raise ValueError(
            f"`{url}` is not a database; write it like `sqlite:///data/monitor.db` or "
            "`postgresql://monitor@localhost/monitor`"
        )
    return url
