"""Which messages a database can hold. One that cannot is set aside; the rest of its page goes on.

No database holds half a character (a lone surrogate), PostgreSQL no NUL; a number may be too
large, and a moment without a zone.
"""

from collections.abc import Sequence

from monitor.domain.message import Message, SetAside
from monitor.domain.values import replace
from monitor.store.message_rows import (
    MESSAGE_STRINGS,
    Values,
    message_row,
)

_LARGEST = 2**31
_RAW_AT_MOST = 2_000
#: what a poison item may raise on its way to a row
_POISON = (AttributeError, OverflowError, TypeError, UnicodeError, ValueError)


def sorted_out(
    brand: str, connector: str, messages: Sequence[Message]
) -> tuple[list[tuple[Message, Values]], list[SetAside]]:
    """The messages that can be stored, with their rows; and those that cannot, with the reason."""
    try:
        rows = [message_row(message) for message in messages]
        columns = list(zip(*rows, strict=True))[:MESSAGE_STRINGS]
        strings = "".join(map("".join, columns))
        is_clean = (
            not _cannot_hold(strings)
            and [message.brand for message in messages].count(brand) == len(messages)
            and all(map(_is_in_bounds, messages))
        )
    except _POISON:
        is_clean, rows = False, []
    if is_clean:
        return list(zip(messages, rows, strict=True)), []
    return _one_by_one(brand, connector, messages)


def _one_by_one(
    brand: str, connector: str, messages: Sequence[Message]
) -> tuple[list[tuple[Message, Values]], list[SetAside]]:
    good: list[tuple[Message, Values]] = []
    bad: list[SetAside] = []
    for message in messages:
        whole = message if message.brand else replace(message, brand=brand)
        try:
            row = message_row(whole)
            why = _cannot_hold("".join(row[:MESSAGE_STRINGS])) or _is_wrong(whole, brand)
            if not why:
                good.append((whole, row))
        except _POISON as error:
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


def _is_wrong(message: Message, brand: str) -> str:
    if message.brand != brand:
        return f"it is of brand `{message.brand}` on a page of brand `{brand}`"
    return "" if _is_in_bounds(message) else "a number is too large or negative"


def _is_in_bounds(message: Message) -> bool:
    return 0 < message.version < _LARGEST and -1 < (message.author.followers or 0) < _LARGEST


def printable(text: str) -> str:
    """The text with what no database keeps spelled out."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
