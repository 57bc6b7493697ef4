"""How the owner writes a value, and what it becomes: words, numbers, one of a few.

A reader raises ValueError with a sentence for the owner; what follows the first `; ` of it is the
hint.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from monitor.domain.make_good import parse_currency
from monitor.domain.near import nearest

#: a secret stands in the file by its name only: capitals and at least one underscore
SECRET_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")

E = TypeVar("E", bound=StrEnum)


class Automatic(StrEnum):
    """What automatic mode needs before a reply goes out by itself."""

    #: every reply waits for a person
    LOCKED = "locked"
    #: the owner's own decisions unlock it, and a bad week locks it again
    EARNED = "earned"
    #: from the first reply on; written out, so that nobody sets it by accident
    FORCED = "I accept wrong public apologies"


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


def text_of(value: object, example: str) -> str:
    """A text; `example` is how it is written."""
    if not isinstance(value, str):
        raise ValueError(f"this should be a text, not {kind_of(value)}; write it like `{example}`")
    return value


def line(value: object) -> str:
    """Some words, on one line."""
    text = " ".join(text_of(value, '"some words"').split())
    if not text:
        raise ValueError("this is empty; write something between the quotes")
    return text


def maybe_line(value: object) -> str:
    """Some words, or nothing."""
    return " ".join(text_of(value, '"some words"').split())


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
    name = text_of(value, '"MONITOR_STORE_URL"').strip()
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


def currency(value: object) -> str:
    """`"EUR"`, or nothing."""
    return parse_currency(text_of(value, '"EUR"'))


def database_url(value: object) -> str:
    """A database's URL. Raises ValueError with what to write."""
    url = text_of(value, '"sqlite:///data/monitor.db"').strip()
    scheme, _, place = url.partition("://")
    is_file = scheme == "sqlite" and place.startswith("/")
    if not place.strip("/") or not (is_file or scheme.split("+")[0] == "postgresql"):
        raise ValueError(
            f"`{url}` is not a database; write it like `sqlite:///data/monitor.db` or "
            "`postgresql://monitor@localhost/monitor`"
        )
    return url
