"""One line of a message file as written: JSON with the right types and sizes, not yet understood.

`parse` gives a `Line`, or raises `UnreadableLine` with what is wrong in the owner's words.
"""

import json
import re
from collections.abc import Iterator
from typing import Annotated

import msgspec

from monitor.domain.message import MessageType

#: characters; Reddit's 40,000 is the most that any platform allows
LONGEST_TEXT = 100_000
#: bytes; a text of that length with every sign escaped, and room for the rest
LONGEST_LINE = 4_000_000

_MISSING = re.compile(r"Object missing required field `(\w+)`")
_WRONG_TYPE = re.compile(r"Expected `([\w |]+)`, got `(\w+)`")
_KINDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number with a fraction",
    "bool": "true or false",
    "object": "an object in braces",
    "array": "a list",
    "null": "null",
}

_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]
_Short = Annotated[str, msgspec.Meta(max_length=1_000)]
_Long = Annotated[str, msgspec.Meta(max_length=10_000)]
#: what every database holds in a plain integer
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class AuthorLine(msgspec.Struct):
    """Who wrote it; `id` or `handle` is there, or the line cannot be used."""

    id: _Short | None = None
    handle: _Short | None = None
    name: _Short | None = None
    followers: _Count | None = None
    created_at: _Short | None = None
    is_bot: bool | None = None


class MediaLine(msgspec.Struct):
    """A picture or film."""

    kind: _Short
    url: _Long
    alt: _Long | None = None


class Line(msgspec.Struct):
    """The keys of a message file that mean something."""

    platform: Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_-]{0,31}\Z")]
    id: _Id
    author: AuthorLine
    text: Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)] | None = None
    url: _Long | None = None
    created_at: _Short | None = None
    at: _Short | None = None
    conversation_id: _Short | None = None
    parent_id: _Short | None = None
    addressed: bool | None = None
    language: _Short | None = None
    type: MessageType | None = None
    brand: _Short | None = None
    media: Annotated[list[MediaLine], msgspec.Meta(max_length=100)] | None = None
    from_brand: bool | None = None
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None
    edited_at: _Short | None = None
    deleted_at: _Short | None = None


_decoder = msgspec.json.Decoder(Line)


class UnreadableLine(Exception):
    """Says in the owner's words what is wrong with a line."""


def parse(raw: str | bytes) -> Line:
    """The line, its texts safe to store. Raises UnreadableLine and nothing else."""
    if len(raw) > LONGEST_LINE:
        raise UnreadableLine("the line is longer than any platform allows")
    try:
        content = raw.encode() if isinstance(raw, str) else raw
        content = content.removeprefix(b"\xef\xbb\xbf")  # Windows editors begin a file with it
        line = _decode(content)
    except UnicodeError:
        raise UnreadableLine("the line is not UTF-8 text") from None
    except RecursionError:
        raise UnreadableLine("the line is nested too deeply") from None
    except msgspec.ValidationError as error:
        raise UnreadableLine(_in_words(str(error))) from None
    return line


def _decode(content: bytes) -> Line:
    try:
        line = _decoder.decode(content)
        if b"\\u0000" not in content:
            return line
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        # half a character, or NaN, under a key that nobody reads does no harm
        line = msgspec.convert(_loosely(content.decode()), Line)
    for key, text in _texts(msgspec.to_builtins(line)):
        if "\x00" in text:
            raise UnreadableLine(f"`{key}` holds a NUL, which no platform sends")
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            raise UnreadableLine(f"`{key}` holds half of a character (an unpaired surrogate)")
    return line


def _loosely(text: str) -> object:
    try:
        # without the line end, which json would take for a broken-off text's next sign
        return json.loads(text.rstrip("\r\n"))
    except json.JSONDecodeError as error:
        what = (error.msg[:1].lower() + error.msg[1:]).removesuffix(" at")
        what = what.removesuffix(" starting")
        raise UnreadableLine(f"not JSON: {what}, at character {error.pos + 1}") from None
    except ValueError:
        raise UnreadableLine("the line holds a number that is too long") from None


def _texts(value: object, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _texts(each, f"{key}[{number}]")


def _in_words(error: str) -> str:
    """What msgspec says, in the owner's words."""
    sentence, _, path = error.partition(" - at `$.")
    key = path.rstrip("`")
    if missing := _MISSING.fullmatch(sentence):
        return f"`{f'{key}.' if key else ''}{missing[1]}` is missing"
    if wrong := _WRONG_TYPE.fullmatch(sentence):
        wanted = _KINDS.get(wrong[1].removesuffix(" | null"), wrong[1])
        given = _KINDS.get(wrong[2], wrong[2])
        return f"{f'`{key}`' if key else 'the line'} should be {wanted}, not {given}"
    if sentence.startswith("Invalid enum value"):
        return f"`{key}` should be one of {', '.join(MessageType)}"
    if " of length <= " in sentence:
        return f"`{key}` is longer than any platform allows"
    if " of length >= " in sentence:
        return f"`{key}` is empty"
    if " matching regex " in sentence:
        return f"`{key}` should be a lower-case word, such as `x` or `mastodon`"
    return f"`{key}` is out of range" if key else "the line should be an object in braces"
