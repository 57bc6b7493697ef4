"""Which messages a database can hold. One that cannot is set aside; the rest of its page goes on.

No database holds half a character (a lone surrogate), PostgreSQL no NUL; a number may be too
large, and a moment without a zone.
"""

from collections.abc import Sequence

from monitor.domain.message import Message, SetAside
from monitor.domain.values import replace
from monitor.store.message_rows import MESSAGE_COLUMNS, MESSAGE_STRINGS, Sheet, sheet_of

_BRAND = MESSAGE_COLUMNS.index("brand")
_VERSION = MESSAGE_COLUMNS.index("version")
_LARGEST = 2**31
_RAW_AT_MOST = 2_000
#: what a poison item may raise on its way to a row
_POISON = (AttributeError, OverflowError, TypeError, UnicodeError, ValueError)


def sorted_out(
    brand: str, connector: str, messages: Sequence[Message]
) -> tuple[Sheet, list[SetAside]]:
    """The messages that can be stored; and those that cannot, with the reason."""
    try:
        sheet = sheet_of(messages)
        if not _why_not(brand, sheet):
            return sheet, []
    except _POISON:
        pass  # which one it is shows one by one
    return _one_by_one(brand, connector, messages)


def _one_by_one(
    brand: str, connector: str, messages: Sequence[Message]
) -> tuple[Sheet, list[SetAside]]:
    good: list[Message] = []
    bad: list[SetAside] = []
    for message in messages:
        whole = message if message.brand else replace(message, brand=brand)
        try:
            why = _why_not(brand, sheet_of([whole]))
        except _POISON as error:
            why = f"a value of the wrong sort: {error}"
        if why:
            bad.append(_set_aside(connector, message, why))
        else:
            good.append(whole)
    return sheet_of(good), bad


def _why_not(brand: str, sheet: Sheet) -> str:
    """What no database can hold about one of them; empty when they all can be stored."""
    why = _cannot_hold("".join(map("".join, sheet.columns[:MESSAGE_STRINGS])))
    if why:
        return why
    brands = sheet.columns[_BRAND]
    if brands.count(brand) != len(brands):
        other = next(other for other in brands if other != brand)
        return f"it is of brand `{other}` on a page of brand `{brand}`"
    return "" if _are_in_bounds(sheet) else "a number is too large or negative"


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


def _are_in_bounds(sheet: Sheet) -> bool:
    versions = sheet.columns[_VERSION]
    # as they were told: in its column -1 stands for nothing
    followers = [made.author.followers or 0 for made in sheet.messages]
    return not versions or (
        min(versions) > 0
        and max(versions) < _LARGEST
        and min(followers) >= 0
        and max(followers) < _LARGEST
    )


def printable(text: str) -> str:
    """The text with what no database keeps spelled out."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
