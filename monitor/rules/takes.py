"""What a condition or an action takes: how its value is written, read and refused."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from monitor.domain.lasting import parse_lasting
from monitor.domain.near import nearest

V = TypeVar("V")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class BadValue(ValueError):
    """A value that cannot be used; the message says what is wrong, the hint what to write."""

    def __init__(self, message: str, hint: str = "") -> None:
        self.hint = hint
        super().__init__(message)


#: what the reader tells apart; a test holds these equal to the lists of its phrases
TOPICS = (
    *("late", "broken", "quality", "wrong_item", "money", "access", "treatment", "no_answer"),
    "booking",
)
WAKE = ("injury", "allergy", "poisoning", "fire", "threat", "self_harm", "child")
MORNING = ("lawyer", "police", "press", "discrimination", "data_leak", "death_notice", "hygiene")
SIGNS = ("irony", "mixed", "picture")
MARKS = (
    "opt_out",
    "private_data",
    "not_us",
    "news",
    "jobs",
    "giveaway",
    "spam",
    "abuse",
    "insult",
    "press",
    "hardship",
    "takes_back",
    "elsewhere",
    "perhaps",
    "threat",
    "slur",
    "personal",
    "bait",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The names that may stand in a playbook because something else brings them."""

    languages: tuple[str, ...] = ("en",)
    topics: tuple[str, ...] = TOPICS
    wake: tuple[str, ...] = WAKE
    morning: tuple[str, ...] = MORNING


def near(word: str, choices: Iterable[str]) -> str:
    """`, did you mean …?` when one of the choices is close; else nothing."""
    close = nearest(word, choices)
    return f", did you mean `{close}`?" if close else ""


def quoted(words: Iterable[str]) -> str:
    """`a`, `b` or `c`."""
    names = [f"`{word}`" for word in words]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"


def as_written(value: object) -> str:
    """A value as it stands in the file."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case list() | tuple():
            return "[" + ", ".join(as_written(one) for one in value) + "]"
        case dict():
            pairs = ", ".join(f"{key} = {as_written(one)}" for key, one in value.items())
            return f"{{ {pairs} }}" if pairs else "{ }"
        case _:
            return str(value)


@dataclass(frozen=True, slots=True)
class Takes(Generic[V]):
    """A kind of value."""

    #: for the reference
    words: str
    read: Callable[[object, Vocabulary], V] = field(repr=False)


def _yes_no(value: object, _known: Vocabulary) -> bool:
    if not isinstance(value, bool):
        raise BadValue(f"takes true or false, not {as_written(value)}", "write it without quotes")
    return value


def _count(value: object, _known: Vocabulary) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadValue(f"takes a whole number, not {as_written(value)}", "write it like 3")
    return value


def _share(low: float) -> Callable[[object, Vocabulary], float]:
    def read(value: object, _known: Vocabulary) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadValue(f"takes a number, not {as_written(value)}", "write it like 0.5")
        if not low <= value <= 1:
            raise BadValue(f"takes a number from {low:g} to 1, not {as_written(value)}")
        return float(value)

    return read


def _texts(value: object, _known: Vocabulary) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    for one in values:
        if not isinstance(one, str) or not one.strip():
            raise BadValue(
                f"takes a text or a list of texts, not {as_written(value)}", "write it in quotes"
            )
    if not values:
        raise BadValue("takes at least one text; an empty list can never hold")
    return tuple(values)


def _text(value: object, _known: Vocabulary) -> str:
    if not isinstance(value, str):
        raise BadValue(f"takes a text, not {as_written(value)}", "write it in quotes")
    return " ".join(value.split())


def _languages(value: object, known: Vocabulary) -> tuple[str, ...]:
    for name in (found := _texts(value, known)):
        if not _LANGUAGE.fullmatch(name):
            raise BadValue(f"does not know the language `{name}`", "write `en`, `de`, `es`, …")
    return found


def _promise(value: object, known: Vocabulary) -> str:
    text = _text(value, known)
    try:
        parse_lasting(text)
    except ValueError as problem:
        raise BadValue(
            str(problem).partition(";")[0], "write `4 office hours` or `30 min`"
        ) from None
    return text


Choices = Callable[[Vocabulary], tuple[str, ...]]


def names(choices: Choices, *, closed: bool = True) -> Takes[tuple[str, ...]]:
    """One of a set of names, or a list of them. An open set refuses only what looks misspelt."""

    def read(value: object, known: Vocabulary) -> tuple[str, ...]:
        allowed = choices(known)
        for name in (found := _texts(value, known)):
            if name in allowed or not allowed:
                continue
            guess = near(name, allowed)
            if closed or guess:
                raise BadValue(f"does not know `{name}`{guess}", f"it knows {quoted(allowed)}")
        return found

    return Takes("a name or a list of names, any of them", read)


def one_of(*allowed: str) -> Takes[str]:
    """Exactly one of a closed set."""

    def read(value: object, known: Vocabulary) -> str:
        name = _text(value, known)
        if name not in allowed:
            raise BadValue(
                f"does not know `{name}`{near(name, allowed)}", f"it knows {quoted(allowed)}"
            )
        return name

    return Takes(quoted(allowed), read)


YES_NO = Takes("true or false", _yes_no)
COUNT = Takes("a whole number", _count)
SCORE = Takes("a number from -1 to 1", _share(-1))
SHARE = Takes("a number from 0 to 1", _share(0))
TEXTS = Takes("a text or a list of texts, any of them", _texts)
LANGUAGES = Takes("two letters or a list of them, any of them", _languages)
LANGUAGE = Takes("two letters", lambda value, known: _languages(value, known)[0])
TEXT = Takes("a text", _text)
PROMISE = Takes("a length of time, like `4 office hours`", _promise)
