"""From what the library gives to a `Message`.

The library casts what it can and never complains: a date that is none becomes None, a text where
an object belongs stays a text. So every field that matters is looked at again here; what cannot
be used raises `Unreadable` with the reason, and is set aside.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from connectors._mastodon.html import text_of
from monitor.domain.message import Author, Media, Message, MessageType, SetAside
from monitor.domain.values import Value
from monitor.http import storable

NAME = "mastodon"
#: an object as the library gives it. Any: it is looked at field by field
Given = Mapping[str, Any]
LONGEST_TEXT = 100_000
LONGEST_NAME = 1_000
LONGEST_RAW = 200
MOST_FOLLOWERS = 2**31 - 1
YEARS = range(2000, 2101)
#: the handles in front of an answer, which programs put there
ADDRESSES = re.compile(r"(?:@[\w.-]+(?:@[\w.:-]+)?\s+)+")


class Unreadable(Exception):
    """Says what is wrong with a status."""


class Understood(Value):
    """A status as a message, without the conversation that it belongs to."""

    message: Message
    #: the server's own ids
    id: str
    parent_id: str


def understand(given: object, *, brand: str, me_id: str, seen_at: datetime) -> Understood:
    """A status as a message. Raises Unreadable."""
    if not isinstance(given, Mapping):
        raise Unreadable("it is no status")
    author = _author(given.get("account"))
    created_at = _moment(given.get("created_at"))
    if created_at is None:
        raise Unreadable("`created_at` is not a moment")
    edited_at = _moment(given.get("edited_at"))
    is_ours = author.id == f"{NAME}:{me_id}"
    native, parent = _id(given, "id"), _id(given, "in_reply_to_id", is_needed=False)
    message = Message(
        id=f"{NAME}:{native}",
        brand=brand,
        platform=NAME,
        author=author,
        text=_words(given, is_ours=is_ours),
        created_at=created_at,
        seen_at=seen_at,
        url=_url(given.get("url")) or _url(given.get("uri")),
        parent_id=f"{NAME}:{parent}" if parent else None,
        type=_type(given, parent),
        addressed=not is_ours and _addresses(given, me_id),
        from_brand=is_ours,
        found_by=NAME,
        language=_language(given.get("language")),
        media=tuple(_media(given.get("media_attachments"))),
        version=1 if edited_at is None else 2,
        edited_at=edited_at,
    )
    return Understood(message=message, id=native, parent_id=parent)


def set_aside(given: object, reason: str, where: str) -> SetAside:
    """What could not be understood, kept with its reason."""
    raw = json.dumps(given, default=str)[:LONGEST_RAW]
    return SetAside(connector=NAME, where=where, reason=reason, raw=storable(raw))


def is_direct(given: Given) -> bool:
    """It reaches only those whom it names."""
    return given.get("visibility") == "direct"


def without_addresses(text: str) -> str:
    """The words without the handles that a program puts in front of an answer."""
    found = ADDRESSES.match(text + " ")
    return text[found.end() :].lstrip() if found else text


def objects(given: object) -> list[Given]:
    """The objects in a list, wherever a list should be."""
    return [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []


# --- its fields -------------------------------------------------------------------------------


def _words(given: Given, *, is_ours: bool) -> str:
    """The text, below its content warning: people put the complaint in either."""
    content, warning = given.get("content"), given.get("spoiler_text")
    if not isinstance(content, str):
        raise Unreadable("`content` is not a text")
    text = text_of(content)
    if is_ours:
        text = without_addresses(text)
    if isinstance(warning, str) and warning.strip():
        text = f"{warning.strip()}\n\n{text}".strip()
    return storable(text)[:LONGEST_TEXT]


def _author(given: object) -> Author:
    if not isinstance(given, Mapping):
        raise Unreadable("`account` is missing")
    native, handle = _id(given, "id"), given.get("acct")
    if not isinstance(handle, str) or not handle:
        raise Unreadable("the author's `acct` is missing")
    name, followers = given.get("display_name"), given.get("followers_count")
    is_known = isinstance(followers, int) and 0 <= followers <= MOST_FOLLOWERS
    return Author(
        id=f"{NAME}:{native}",
        platform=NAME,
        handle=storable(handle)[:LONGEST_NAME],
        name=storable(name if isinstance(name, str) else "")[:LONGEST_NAME],
        followers=followers if is_known else None,
        created_at=_moment(given.get("created_at")),
        is_bot=given.get("bot") is True,
    )


def _id(given: Given, key: str, *, is_needed: bool = True) -> str:
    found = given.get(key)
    written = f"{found}" if isinstance(found, str | int) and not isinstance(found, bool) else ""
    if is_needed and not written:
        raise Unreadable(f"`{key}` is missing")
    return storable(written)[:LONGEST_NAME]


def _type(given: Given, parent: str) -> MessageType:
    if is_direct(given):
        return MessageType.DIRECT_MESSAGE
    if _quoted(given):
        return MessageType.QUOTE
    return MessageType.REPLY if parent else MessageType.POST


def _addresses(given: Given, me_id: str) -> bool:
    """It names us, answers us or shows a post of ours."""
    quoted = _quoted(given).get("account")
    return (
        any(str(one.get("id")) == me_id for one in objects(given.get("mentions")))
        or str(given.get("in_reply_to_account_id")) == me_id
        or (isinstance(quoted, Mapping) and str(quoted.get("id")) == me_id)
    )


def _quoted(given: Given) -> Given:
    """The status that this one shows; empty for none."""
    quote = given.get("quote")
    quoted = quote.get("quoted_status") if isinstance(quote, Mapping) else None
    return quoted if isinstance(quoted, Mapping) else {}


def _moment(found: object) -> datetime | None:
    if not isinstance(found, datetime) or found.tzinfo is None or found.year not in YEARS:
        return None
    # a type of the library's own would not survive being written down
    return datetime.fromisoformat(found.isoformat())


def _url(found: object) -> str:
    is_one = isinstance(found, str) and found.startswith(("https://", "http://"))
    return storable(str(found))[:10_000] if is_one else ""


def _language(found: object) -> str | None:
    return storable(found)[:100] if isinstance(found, str) and found else None


def _media(given: object) -> list[Media]:
    found = []
    for one in objects(given)[:100]:
        url, alt, kind = _url(one.get("url")), one.get("description"), one.get("type")
        if url:
            found.append(
                Media(
                    kind=kind if isinstance(kind, str) else "unknown",
                    url=url,
                    alt=storable(alt)[:10_000] if isinstance(alt, str) else "",
                )
            )
    return found
