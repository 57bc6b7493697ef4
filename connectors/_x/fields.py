"""Fields: reading X's JSON, in both of its spellings, one field at a time.

Version 2.167 of X's description renames some fields; either name may come. Every reader raises
ValueError in words, for one post to be set aside and the others to go on.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from connectors._x.ids import is_number
from monitor.domain.values import aware

T = TypeVar("T")
#: what JSON gives. Any: every field is looked at before it is taken
Fields = dict[str, Any]

#: new name → the one we use
RENAMED: Mapping[str, str] = {
    "referenced_posts": "referenced_tweets",
    "edit_history_post_ids": "edit_history_tweet_ids",
    "note_post": "note_tweet",
}
#: four times what X takes from those who pay
LONGEST_TEXT = 100_000
#: X escapes these three in every text, and nothing else; the ampersand comes last
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def old_names(post: Fields) -> Fields:
    """The same post under the names we use."""
    if RENAMED.keys().isdisjoint(post):
        return post
    return {RENAMED.get(name, name): value for name, value in post.items()}


def number(fields: Fields, name: str) -> str:
    """One of X's numbers."""
    found = fields.get(name)
    if not is_number(found):
        raise ValueError(f"`{name}` is no number of X's")
    return str(found)


def numbers(fields: Fields, name: str) -> tuple[str, ...]:
    """A list of X's numbers; empty when there is none."""
    found = fields.get(name) or []
    if not isinstance(found, list) or not all(map(is_number, found)):
        raise ValueError(f"`{name}` is no list of X's numbers")
    return tuple(found)


def text(fields: Fields, name: str, default: str | None = None) -> str:
    """A text; without a default it has to be there."""
    found = fields.get(name, default)
    if not isinstance(found, str):
        raise ValueError(f"`{name}` is no text")
    return storable(found)[:LONGEST_TEXT]


def moment(fields: Fields, name: str) -> datetime:
    """A moment, with or without a fraction of a second."""
    try:
        return aware(datetime.fromisoformat(text(fields, name)), f"`{name}`")
    except ValueError:
        raise ValueError(f"`{name}` is no moment") from None


def objects(fields: Fields, name: str) -> list[Fields]:
    """A list of objects; empty when there is none."""
    found = fields.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ValueError(f"`{name}` is no list of objects")
    return found


def object_in(fields: Fields, name: str) -> Fields:
    """An object; empty when there is none."""
    found = fields.get(name) or {}
    if not isinstance(found, dict):
        raise ValueError(f"`{name}` is no object")
    return found


def whole(fields: Fields, name: str) -> int | None:
    """A whole number; None when there is none."""
    found = fields.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def unescaped(words: str) -> str:
    """What the author wrote."""
    for escaped, plain in _ESCAPED:
        words = words.replace(escaped, plain)
    return words


def storable(words: str) -> str:
    """The same without what no database keeps: NUL, and halves of characters."""
    if words.isascii() and "\0" not in words:
        return words
    whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\ufffd")


def or_none(read: Callable[[], T]) -> T | None:
    """What is nice to have: None where it cannot be read."""
    try:
        return read()
    except ValueError:
        return None


def objects_or_none(fields: Fields, name: str) -> list[Fields]:
    """The same, empty where it cannot be read."""
    return or_none(lambda: objects(fields, name)) or []


def numbered(found: object) -> list[str]:
    """The numbers of whatever has one: of a list, or of a single object."""
    every = found if isinstance(found, list) else [found]
    return [str(one["id"]) for one in every if isinstance(one, dict) and "id" in one]
