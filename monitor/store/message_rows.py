"""A message with its author as a row, and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

import msgspec
from msgspec.structs import astuple
from sqlalchemy import Row, Select, select, text

from monitor.domain.message import Author, Media, Message, MessageType
from monitor.store.moments import moment, moment_or_none, stored
from monitor.store.tables import message

# Any: a row is what the driver gives; the types are those of the table
Values: TypeAlias = tuple[Any, ...]

MESSAGE_COLUMNS = (
    "id", "brand", "platform", "author_id", "author_handle", "author_name",
    "text", "url", "conversation_id", "parent_id", "type", "found_by", "language", "media",
    "community", "reply_forbidden", "author_followers", "author_created_at", "author_is_bot",
    "addressed", "from_brand", "is_live", "version",
    "created_at", "seen_at", "edited_at", "deleted_at", "text_hash",
)  # fmt: skip
#: so many columns at the beginning are strings
MESSAGE_STRINGS = 16
#: what stands for NULL on the way in; nobody has -1 followers
MESSAGE_NULL = {
    "parent_id": "''",
    "language": "''",
    "media": "''",
    "community": "''",
    "reply_forbidden": "''",
    "author_followers": "-1",
    "author_created_at": "0",
    "edited_at": "0",
    "deleted_at": "0",
    "text_hash": "''",
}
#: what most messages hold, and a statement may say for all of them
MESSAGE_PLAIN = {"author_is_bot": "0", "from_brand": "0", "is_live": "1", "version": "1"}
#: what is mostly the same in all messages of a page
MESSAGE_SAME = ("brand", "platform", "type", "found_by")

_TYPES: dict[str, MessageType] = {type_.value: type_ for type_ in MessageType}
_encode = msgspec.json.Encoder().encode
_media = msgspec.json.Decoder(tuple[Media, ...])


class Sheet(NamedTuple):
    """Messages with what their rows hold, column by column: the columns are MESSAGE_COLUMNS."""

    messages: Sequence[Message]
    columns: Sequence[Sequence[Any]]

    def only(self, places: Sequence[int]) -> "Sheet":
        """Some of the messages."""
        return Sheet(
            [self.messages[place] for place in places],
            [[column[place] for place in places] for column in self.columns],
        )


def sheet_of(messages: Sequence[Message], text_hashes: Sequence[str] = ()) -> Sheet:
    """The messages as rows, turned on their side in C: a third of the time of field by field."""
    if not messages:
        return Sheet(messages, [[] for _ in MESSAGE_COLUMNS])
    (
        ids, brands, platforms, authors, texts, created_at, seen_at, urls, conversations, parents,
        types, addressed, from_brand, found_by, languages, media, versions, edited_at, deleted_at,
        is_live, communities, reply_forbidden,
    ) = zip(*map(astuple, messages), strict=True)  # fmt: skip
    author_ids, _, handles, names, followers, since, is_bot = zip(
        *map(astuple, authors), strict=True
    )
    columns: list[Sequence[Any]] = [
        ids,
        brands,
        platforms,
        author_ids,
        handles,
        names,
        texts,
        urls,
        conversations,
        _or_nothing(parents, ""),
        [type_._value_ for type_ in types],
        found_by,
        _or_nothing(languages, ""),
        [_encode(some).decode() if some else "" for some in media],
        communities,
        reply_forbidden,
        _or_nothing(followers, -1),
        _moments_or_0(since),
        _as_numbers(is_bot),
        _as_numbers(addressed),
        _as_numbers(from_brand),
        _as_numbers(is_live),
        versions,
        [stored(at) for at in created_at],
        [stored(at) for at in seen_at],
        _moments_or_0(edited_at),
        _moments_or_0(deleted_at),
        text_hashes or [""] * len(messages),
    ]
    return Sheet(messages, columns)


def _or_nothing(column: Sequence[Any], nothing: str | int) -> Sequence[Any]:
    """The column with what stands for nothing in the place of None."""
    if column.count(None) == len(column):
        return [nothing] * len(column)
    return [nothing if value is None else value for value in column]


def _moments_or_0(column: Sequence[datetime | None]) -> Sequence[int]:
    if column.count(None) == len(column):
        return [0] * len(column)
    return [0 if at is None else stored(at) for at in column]


def _as_numbers(column: Sequence[bool]) -> Sequence[int]:
    return [1 if value else 0 for value in column]


def media_or_none(media: tuple[Media, ...]) -> str | None:
    """Media as JSON; None when there are none."""
    return _encode(media).decode() if media else None


_MESSAGE = tuple(message.c[name] for name in MESSAGE_COLUMNS[:-1])
#: how many columns `messages()` selects
WIDTH = len(_MESSAGE)
#: the condition of the index on conversations, worded as there: else it is not used
IS_REPLY = text("message.conversation_id <> message.id AND message.conversation_id <> ''")


def messages(*more: Any) -> Select[Any]:  # Any: columns of any type
    """Messages; the columns of a row begin with those of `message_from`."""
    return select(*_MESSAGE, *more)


def message_from(row: Row[Any] | Sequence[Any]) -> Message:
    """The message of a row of `messages()`."""
    (
        id_, brand, platform, author_id, author_handle, author_name,
        text, url, conversation_id, parent_id, type_, found_by, language, media,
        community, reply_forbidden, author_followers, author_created_at, author_is_bot,
        addressed, from_brand, is_live, version,
        created_at, seen_at, edited_at, deleted_at,
    ) = row[:WIDTH]  # fmt: skip
    return Message(
        id=id_,
        brand=brand,
        platform=platform,
        author=Author(
            id=author_id,
            platform=platform,
            handle=author_handle,
            name=author_name,
            followers=author_followers,
            created_at=moment_or_none(author_created_at),
            is_bot=author_is_bot == 1,
        ),
        text=text,
        created_at=moment(created_at),
        seen_at=moment(seen_at),
        url=url,
        conversation_id=conversation_id,
        parent_id=parent_id,
        type=_TYPES[type_],
        addressed=addressed == 1,
        from_brand=from_brand == 1,
        found_by=found_by,
        language=language,
        media=_media.decode(media) if media else (),
        community=community or "",
        reply_forbidden=reply_forbidden or "",
        version=version,
        edited_at=moment_or_none(edited_at),
        deleted_at=moment_or_none(deleted_at),
        is_live=is_live == 1,
    )
