"""A post of X's made a message.

An edit is a new post with a new number: the message keeps the first number and counts versions.
Long posts carry their words in a note; X escapes three signs and shortens every link.
"""

import re
from datetime import datetime

from connectors._x.fields import (
    Fields,
    moment,
    number,
    numbers,
    object_in,
    objects,
    old_names,
    or_none,
    text,
    unescaped,
)
from connectors._x.ids import PLATFORM, moment_of, post_id, post_url
from connectors._x.people import People, Us
from monitor.domain.message import Author, Media, Message, MessageType
from monitor.domain.values import Value

NOT_SUMMONED = "X lets a program answer only people who name or quote the account"
NOT_LET_IN = "its author lets only {who} reply"
#: as X words it → as we do; whoever the author names may reply as well
WHO = {
    "mentionedUsers": "people they name",
    "mentioned_users": "people they name",
    "following": "accounts they follow",
    "subscribers": "their subscribers",
    "verified": "verified accounts",
}
SOME = "some accounts"
_REPOSTED = ("retweeted", "reposted")
_NAMED_FIRST = re.compile(r"(?:@\w{1,15}\s+)+")


class Context(Value):
    """What a page is read with."""

    brand: str
    us: Us
    seen_at: datetime


def message_from(
    post: Fields, context: Context, people: People, media: dict[str, Fields]
) -> Message | None:
    """The message; None for a bare repost, which has no words. Raises ValueError."""
    post = old_names(post)
    us = context.us
    this, author = number(post, "id"), number(post, "author_id")
    refers = {text(one, "type"): number(one, "id") for one in objects(post, "referenced_tweets")}
    if not refers.keys().isdisjoint(_REPOSTED):
        return None
    history = numbers(post, "edit_history_tweet_ids") or (this,)
    version = history.index(this) + 1 if this in history else len(history)
    said_at = moment(post, "created_at")
    is_ours = author == us.number
    names_us = _names(post, us)
    addressed = not is_ours and (
        names_us or post.get("in_reply_to_user_id") == us.number or _quotes(post, refers, us)
    )
    parent = refers.get("replied_to") or refers.get("quoted")
    conversation = post.get("conversation_id")
    return Message(
        id=post_id(history[0]),
        brand=context.brand,
        platform=PLATFORM,
        author=people.author(author),
        text=words_of(post, is_own_reply=is_ours and "replied_to" in refers),
        created_at=said_at if version == 1 else moment_of(history[0]) or said_at,
        edited_at=None if version == 1 else moment_of(this) or said_at,
        version=version,
        seen_at=context.seen_at,
        url=post_url(this, people.author(author).handle),
        conversation_id=post_id(conversation if isinstance(conversation, str) else history[0]),
        parent_id=post_id(parent) if parent else None,
        type=_type(refers),
        addressed=addressed,
        from_brand=is_ours,
        found_by=PLATFORM,
        language=_language(post),
        media=_media(post, media),
        reply_forbidden="" if is_ours else _forbidden(post, addressed, names_us),
    )


def gone(name: str, context: Context) -> Message:
    """A message that X does not show any more: by its id alone, for nothing else is left."""
    told = moment_of(name.rpartition(":")[2])
    return Message(
        id=name,
        brand=context.brand,
        platform=PLATFORM,
        author=Author(id=post_id("0"), platform=PLATFORM, handle=""),
        text="",
        created_at=told or context.seen_at,
        seen_at=context.seen_at,
        deleted_at=context.seen_at,
        found_by=PLATFORM,
    )


def words_of(post: Fields, *, is_own_reply: bool = False) -> str:
    """What the author wrote, links in full. The names that X puts before a reply are not ours."""
    post = old_names(post)
    note = object_in(post, "note_tweet")
    source = note if note.get("text") else post
    words = text(source, "text")
    for link in objects(object_in(source, "entities"), "urls"):
        short, full = link.get("url"), link.get("expanded_url")
        if isinstance(short, str) and short and isinstance(full, str):
            words = words.replace(short, "" if link.get("media_key") else full)
    words = unescaped(words).strip()
    return _NAMED_FIRST.sub("", words, count=1) if is_own_reply else words


def history_of(post: Fields) -> tuple[str, ...]:
    """Every number that the post has had, oldest first. Raises ValueError."""
    post = old_names(post)
    return numbers(post, "edit_history_tweet_ids") or (number(post, "id"),)


def replied_to(post: Fields) -> str:
    """What it answers; empty for nothing. Raises ValueError."""
    for one in objects(old_names(post), "referenced_tweets"):
        if one.get("type") == "replied_to":
            return number(one, "id")
    return ""


def named_in(post: Fields) -> list[Fields]:
    """Everybody whom the post names. Raises ValueError."""
    note = object_in(old_names(post), "note_tweet")
    named = objects(object_in(post, "entities"), "mentions")
    return named + objects(object_in(note, "entities"), "mentions")


def _names(post: Fields, us: Us) -> bool:
    return any(
        one.get("id") == us.number or us.is_us(one.get("username")) for one in named_in(post)
    )


def _quotes(post: Fields, refers: dict[str, str], us: Us) -> bool:
    """It quotes a post of ours: X puts its address among the links."""
    if "quoted" not in refers:
        return False
    ours = re.compile(rf"https?://(?:\w+\.)?(?:x|twitter)\.com/{us.handle}/status/\d+", re.I)
    links = objects(object_in(post, "entities"), "urls")
    return any(ours.match(str(link.get("expanded_url"))) for link in links)


def _type(refers: dict[str, str]) -> MessageType:
    if "replied_to" in refers:
        return MessageType.REPLY
    return MessageType.QUOTE if "quoted" in refers else MessageType.POST


def _language(post: Fields) -> str | None:
    """As X detected it; its own words for "none" begin with q, or are `und`."""
    found = post.get("lang")
    if not isinstance(found, str) or found in ("", "und", "zxx") or found.startswith("q"):
        return None
    return found


def _forbidden(post: Fields, addressed: bool, names_us: bool) -> str:
    if not addressed:
        return NOT_SUMMONED
    settings = post.get("reply_settings")
    if not isinstance(settings, str) or settings == "everyone":
        return ""
    if names_us and settings in WHO:
        return ""
    return NOT_LET_IN.format(who=WHO.get(settings, SOME))


def _media(post: Fields, known: dict[str, Fields]) -> tuple[Media, ...]:
    keys = object_in(post, "attachments").get("media_keys")
    found = []
    for key in keys if isinstance(keys, list) else ():
        one = known.get(str(key), {})
        url = one.get("url") or one.get("preview_image_url")
        kind = one.get("type")
        if isinstance(kind, str):
            alt = or_none(lambda one=one: text(one, "alt_text", ""))  # type: ignore[misc]
            found.append(Media(kind=kind, url=url if isinstance(url, str) else "", alt=alt or ""))
    return tuple(found)
