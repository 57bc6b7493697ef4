"""How the owner writes a value, and what it becomes: `"3 min"`, `"Mon 08:00"`, `"Europe/Berlin"`.

Each type carries its own reader. A reader raises ValueError with a sentence for the owner; what
follows the first `; ` of it is the hint.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import PlainValidator

from monitor.domain.clock import Week, parse_duration, parse_hours, parse_lasting, zone_named
from monitor.domain.opening_hours import DAYS
from monitor.domain.policy import Mode
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


def nearest(word: str, known: Iterable[str]) -> str | None:
    """What the owner probably meant."""
    by_lower = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The hint beside an unknown word: the likely one, or all there are."""
    names = list(known)
    near = nearest(word, names)
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


def _line(value: object) -> str:
    text = " ".join(_text(value, '"some words"').split())
    if not text:
        raise ValueError("this is empty; write something between the quotes")
    return text


def _lines(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(
            f'this should be a list, not {kind_of(value)}; write it like `["one", "two"]`'
        )
    for each in value:
        if not isinstance(each, str):
            raise ValueError(
                f'this should hold texts only, not {kind_of(each)}; write it like `["one", "two"]`'
            )
    return tuple(dict.fromkeys(_line(each) for each in value))


def _duration(value: object) -> timedelta:
    duration = value if isinstance(value, timedelta) else parse_duration(_text(value, '"3 min"'))
    if duration > LONGEST:
        raise ValueError(f"`{value}` is longer than a year; write it like `3 min` or `30 days`")
    return duration


def _maybe_duration(value: object) -> timedelta | None:
    return None if value is None else _duration(value)


def _pause(value: object) -> timedelta:
    duration = _duration(value)
    if duration < timedelta(seconds=1):
        raise ValueError(f"`{value}` is too short; one second is the least: `1 s`")
    return duration


def _lasting(value: object) -> str:
    text = _text(value, '"4 office hours"')
    parse_lasting(text)
    return text


def _week(value: object) -> Week:
    return parse_hours(_text(value, '"Mon-Fri 09:00-17:00"'))


def _zone(value: object) -> str:
    name = _text(value, '"Europe/Berlin"').strip()
    if name == MACHINE:
        name = _zone_of_machine()
    zone_named(name)
    return name


def _zone_of_machine() -> str:
    import tzlocal

    hint = 'write it down: `time_zone = "Europe/Berlin"`'
    try:
        name = tzlocal.get_localzone_name()
    except (LookupError, ValueError, OSError):
        name = None
    if not name:
        raise ValueError(f"the time zone of this machine cannot be read; {hint}")
    return str(name)


def _time(value: object) -> time:
    if isinstance(value, time):
        return value
    match = _CLOCK.fullmatch(_text(value, '"09:00"').strip())
    if match is None:
        raise ValueError(f"`{value}` is not a time of day; write it like `09:00`")
    return time(int(match[1]), int(match[2]))


def _weekly(value: object) -> WeeklyAt:
    if isinstance(value, WeeklyAt):
        return value
    match = _WEEKLY.fullmatch(_text(value, '"Mon 08:00"').strip())
    day = match[1].lower() if match else ""
    numbers = [number for number, name in enumerate(DAYS) if day and name.startswith(day)]
    if match is None or not numbers:
        raise ValueError(f"`{value}` is not a moment of the week; write it like `Mon 08:00`")
    return WeeklyAt(weekday=numbers[0], at=_time(match[2]))


def _dates(value: object) -> frozenset[date]:
    if not isinstance(value, list | tuple | frozenset):
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


def _one_of(choices: type[E]) -> Callable[[object], E]:
    def read(value: object) -> E:
        try:
            return choices(str(value))
        except ValueError:
            raise ValueError(
                f"this cannot be `{value}`; {did_you_mean(str(value), choices)}"
            ) from None

    return read


def _secret_name(value: object) -> str:
    name = _text(value, '"MONITOR_STORE_URL"').strip()
    if name and not SECRET_NAME.fullmatch(name):
        raise ValueError(
            "this should be the name of a secret; write it in capitals, like `MONITOR_STORE_URL`"
        )
    return name


def _handle(value: object) -> str:
    handle = _line(value).removeprefix("/").removeprefix("u/").removeprefix("@")
    if not handle or any(sign in handle for sign in "/ :"):
        raise ValueError(f"`{value}` is not the name of an account; write it like `larchandloaf`")
    return handle


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


Line = Annotated[str, PlainValidator(_line)]
HandleName = Annotated[str, PlainValidator(_handle)]
StoreUrl = Annotated[str, PlainValidator(database_url)]
Lines = Annotated[tuple[str, ...], PlainValidator(_lines)]
Duration = Annotated[timedelta, PlainValidator(_duration)]
MaybeDuration = Annotated[timedelta | None, PlainValidator(_maybe_duration)]
#: between two looks at a platform
Pause = Annotated[timedelta, PlainValidator(_pause)]
LastingText = Annotated[str, PlainValidator(_lasting)]
WeekHours = Annotated[Week, PlainValidator(_week)]
Zone = Annotated[str, PlainValidator(_zone)]
ClockTime = Annotated[time, PlainValidator(_time)]
Weekly = Annotated[WeeklyAt, PlainValidator(_weekly)]
Dates = Annotated[frozenset[date], PlainValidator(_dates)]
ModeName = Annotated[Mode, PlainValidator(_one_of(Mode))]
AutomaticName = Annotated[Automatic, PlainValidator(_one_of(Automatic))]
SecretName = Annotated[str, PlainValidator(_secret_name)]
