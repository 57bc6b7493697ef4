"""What Reddit's JSON says, as messages. Pure: no network, no clock.

Ids are fullnames (`t1_` comment, `t3_` post, `t4_` private message). An author's id is the name:
names never change and are never given away again, and some listings tell nothing else.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors._reddit.options import Options
from monitor.domain.message import Author, Media, Message, MessageType
from monitor.domain.values import Value
from monitor.http import storable

#: what Reddit answers. Any: it is JSON, and every field is looked at before it is used
Fields = Mapping[str, Any]
NAME = "reddit"
SITE = "https://www.reddit.com"
COMMENT, POST, PRIVATE = "t1", "t3", "t4"
#: what stands where a text was
GONE = frozenset({"[deleted]", "[removed]", "[ removed by reddit ]", "[unavailable]"})
NOBODY = "[deleted]"
_BOT = re.compile(r"(?:[-_][Bb][Oo][Tt]|[a-z]Bot)$|^AutoModerator$")
_IN_CONTEXT = re.compile(r"/comments/([a-z0-9]+)")


class Around(Value):
    """What a message is read against."""

    brand: str
    #: our account, as Reddit writes it
    me: str
    options: Options
    now: datetime


def global_id(fullname: str) -> str:
    return f"{NAME}:{fullname}"


def fullname(of_id: str) -> str:
    return of_id.removeprefix(f"{NAME}:")


def community_of(subreddit: str) -> str:
    """`reddit:r/larchtown`; empty for what stands in no subreddit."""
    return f"{NAME}:r/{subreddit.casefold()}" if subreddit else ""


def message_from(thing: Fields, around: Around, *, addressed: bool | None = None) -> Message:
    """One thing of a listing. `addressed`: what the listing tells; None when it tells nothing.

    Raises ValueError for what cannot be read.
    """
    data = _data(thing)
    name = _text(data, "name")
    kind = name.partition("_")[0]
    if kind not in (COMMENT, POST, PRIVATE):
        raise ValueError(f"`{name or thing.get('kind')}` is neither comment, post nor message")
    author = _author(data)
    from_brand = author.handle.casefold() == around.me.casefold()
    text = text_of(data)
    if kind == PRIVATE and not from_brand:
        text = _with_subject(data, text)
    subreddit = _text(data, "subreddit")
    is_gone = kind != PRIVATE and (not _text(data, "author") or is_deleted(data))
    if addressed is None:
        addressed = names(text, around.me)
    return Message(
        id=global_id(name),
        brand=around.brand,
        platform=NAME,
        author=author,
        text="" if is_gone else text,
        created_at=_moment(data, "created_utc"),
        seen_at=around.now,
        url=_url(data),
        conversation_id=_conversation(data, kind),
        parent_id=_parent(data, kind),
        type=_type(kind),
        addressed=addressed and not from_brand,
        from_brand=from_brand,
        found_by=NAME,
        media=() if is_gone else _media(data),
        edited_at=_edited_at(data),
        deleted_at=around.now if is_gone else None,
        community=community_of(subreddit) if kind != PRIVATE else "",
        reply_forbidden="" if kind == PRIVATE else why_not(data, around.options),
    )


def gone(of_fullname: str, around: Around) -> Message:
    """What Reddit no longer knows at all."""
    return Message(
        id=global_id(of_fullname),
        brand=around.brand,
        platform=NAME,
        author=Author(id=global_id(NOBODY), platform=NAME, handle=""),
        text="",
        created_at=around.now,
        seen_at=around.now,
        found_by=NAME,
        deleted_at=around.now,
    )


def why_not(data: Fields, options: Options) -> str:
    """Why nothing of ours belongs there; empty where it may."""
    if data.get("locked"):
        return "the thread is locked"
    if data.get("archived"):
        return "the thread is archived"
    subreddit = _text(data, "subreddit")
    if subreddit.casefold() in options.permitted:
        return ""
    return f"r/{subreddit} has not allowed replies by a program: answer by hand"


def is_deleted(data: Fields) -> bool:
    """The author or a moderator took it away, or the author's account is gone."""
    written = _text(data, "body") or _text(data, "selftext")
    is_away = written.strip().casefold() in GONE or bool(data.get("removed_by_category"))
    return is_away or _text(data, "author") == NOBODY


def text_of(data: Fields) -> str:
    """What it says: a post's title first."""
    if "title" in data or "selftext" in data:
        return "\n\n".join(filter(None, (_text(data, "title"), _text(data, "selftext"))))
    return _text(data, "body")


def names(text: str, account: str) -> bool:
    """u/larchandloaf stands in it."""
    named = rf"(?<![\w/])/?u/{re.escape(account)}(?![\w-])"
    return re.search(named, text, re.IGNORECASE) is not None


def is_edited_at(thing: Fields) -> float:
    """When it was edited last; 0 for never, as far as Reddit tells."""
    data = thing.get("data")
    edited = data.get("edited") if isinstance(data, Mapping) else None
    return float(edited) if isinstance(edited, int | float) and edited is not True else 0.0


def created_at(thing: Fields) -> datetime:
    """Raises ValueError."""
    return _moment(_data(thing), "created_utc")


def field(thing: Fields, key: str) -> str:
    """A text of a thing; empty where there is none."""
    data = thing.get("data")
    return _text(data, key) if isinstance(data, Mapping) else ""


def is_set(thing: Fields, key: str) -> bool:
    """A mark of a thing."""
    data = thing.get("data")
    return isinstance(data, Mapping) and bool(data.get(key))


def link_of(thing: Fields) -> str:
    """For people to click; empty where it has none."""
    data = thing.get("data")
    return _url(data) if isinstance(data, Mapping) else ""


# --- parts ------------------------------------------------------------------------------------


def _data(thing: Fields) -> Fields:
    data = thing.get("data")
    if not isinstance(data, Mapping):
        raise ValueError("a thing without data")
    return data


def _text(data: Fields, key: str) -> str:
    found = data.get(key)
    return storable(found) if isinstance(found, str) else ""


def _moment(data: Fields, key: str) -> datetime:
    found = data.get(key)
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise ValueError(f"`{key}` is {found!r}, no moment")
    try:
        return datetime.fromtimestamp(found, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"`{key}` is {found!r}, no moment") from error


def _edited_at(data: Fields) -> datetime | None:
    """Edits in the first minutes are not told; `True` stands for some moment long ago."""
    edited = data.get("edited")
    if isinstance(edited, bool) or not isinstance(edited, int | float):
        return None
    return _moment(data, "edited")


def _author(data: Fields) -> Author:
    name = _text(data, "author")
    if not name:
        # moderators write as their subreddit
        name = f"r/{_text(data, 'subreddit')}" if _text(data, "subreddit") else NOBODY
    is_bot = name.startswith("r/") or _BOT.search(name) is not None
    return Author(id=global_id(name), platform=NAME, handle=name, is_bot=is_bot)


def _with_subject(data: Fields, text: str) -> str:
    """A private message begins with its subject; answers repeat it, and say nothing new by it."""
    subject = _text(data, "subject").strip()
    is_news = subject and not subject.casefold().startswith("re:")
    return f"{subject}\n\n{text}" if is_news else text


def _type(kind: str) -> MessageType:
    if kind == PRIVATE:
        return MessageType.DIRECT_MESSAGE
    return MessageType.POST if kind == POST else MessageType.REPLY


def _conversation(data: Fields, kind: str) -> str:
    if kind == POST:
        return global_id(_text(data, "name"))
    if kind == PRIVATE:
        return global_id(_text(data, "first_message_name") or _text(data, "name"))
    if link := _text(data, "link_id"):
        return global_id(link)
    found = _IN_CONTEXT.search(_text(data, "context"))
    return global_id(f"{POST}_{found[1]}") if found else ""


def _parent(data: Fields, kind: str) -> str | None:
    parent = _text(data, "parent_id")
    return global_id(parent) if parent and kind != POST else None


def _url(data: Fields) -> str:
    path = _text(data, "permalink") or _text(data, "context").partition("?")[0]
    if path.startswith("/"):
        return f"{SITE}{path}"
    name = _text(data, "name")
    return f"{SITE}/message/messages/{name.partition('_')[2]}" if name.startswith(PRIVATE) else ""


def _media(data: Fields) -> tuple[Media, ...]:
    """The picture a post shows; pictures in the text stay there as links."""
    url = _text(data, "url")
    is_picture = _text(data, "post_hint") == "image" and url.startswith("https://")
    return (Media(kind="image", url=url),) if is_picture else ()
