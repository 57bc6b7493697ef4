"""Which messages a database can hold. One that cannot is set aside; the rest of its page goes on.

No database holds half a character (a lone surrogate), PostgreSQL no NUL; a number may be too
large, and a moment without a zone.
"""

from collections.abc import Sequence

from monitor.domain.message import Message, SetAside
from monitor.domain.values import replace
from monitor.store.message_rows import (
    AUTHOR_STRINGS,
    MESSAGE_STRINGS,
    author_row,
    message_row,
)

_LARGEST = 2**31
_RAW_AT_MOST = 2_000


class Candidate:
    """A message with its rows, made once."""

    __slots__ = ("author_row", "message", "row")

    def __init__(self, brand: str, message: Message) -> None:
        if not message.brand:
            message = replace(message, brand=brand)
        self.message = message
        self.row = message_row(message)
        self.author_row = author_row(brand, message.author)

    def strings(self) -> str:
        """All strings of the rows in one."""
        return "".join(self.row[:MESSAGE_STRINGS] + self.author_row[:AUTHOR_STRINGS])


def candidates(
    brand: str, connector: str, messages: Sequence[Message]
) -> tuple[list[Candidate], list[SetAside]]:
    """The messages that can be stored, and those that cannot with the reason."""
    try:
        made = [Candidate(brand, message) for message in messages]
        strings = "".join([candidate.strings() for candidate in made])
        if not _cannot_hold(strings) and not any(_is_wrong(one, brand) for one in made):
            return made, []
    except (AttributeError, OverflowError, TypeError, UnicodeError, ValueError):
        pass  # one of them is the poison: look at each
    return _one_by_one(brand, connector, messages)


def _one_by_one(
    brand: str, connector: str, messages: Sequence[Message]
) -> tuple[list[Candidate], list[SetAside]]:
    good: list[Candidate] = []
    bad: list[SetAside] = []
    for message in messages:
        try:
            candidate = Candidate(brand, message)
            why = _cannot_hold(candidate.strings()) or _is_wrong(candidate, brand)
            if not why:
                good.append(candidate)
        except (AttributeError, OverflowError, TypeError, UnicodeError, ValueError) as error:
            why = f"a value of the wrong sort: {error}"
        if why:
            bad.append(_set_aside(connector, message, why))
    return good, bad


def _set_aside(connector: str, message: Message, why: str) -> SetAside:
    return SetAside(
        connector=connector,
        where=f"message {message.id}",
        reason=why,
        raw=str(message.text)[:_RAW_AT_MOST],
    )


def _cannot_hold(strings: str) -> str:
    if "\0" in strings:
        return "it holds a NUL character, which no database keeps"
    if not strings.isascii():
        try:
            strings.encode()
        except UnicodeEncodeError:
            return "it holds half a character (a lone surrogate), which no database keeps"
    return ""


def _is_wrong(candidate: Candidate, brand: str) -> str:
    message = candidate.message
    if message.brand != brand:
        return f"it is of brand `{message.brand}` on a page of brand `{brand}`"
    if not 0 < message.version < _LARGEST or not -1 < (message.author.followers or 0) < _LARGEST:
        return "a number is too large or negative"
    return ""


def printable(text: str) -> str:
    """The text with what no database keeps spelled out."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
