"""A message and its author as rows, and back."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import msgspec
from sqlalchemy import Row, Select, and_, select, text

from monitor.domain.message import Author, Media, Message, MessageType
from monitor.store.moments import moment, moment_or_none, stored, stored_or_0
from monitor.store.tables import author, message

# Any: a row is what the driver gives; the types are those of the table
Values: TypeAlias = tuple[Any, ...]

MESSAGE_COLUMNS = (
    "id", "brand", "platform", "author_id", "text", "url", "conversation_id", "parent_id", "type",
    "found_by", "language", "media",
    "addressed", "from_brand", "is_live", "version",
    "created_at", "seen_at", "edited_at", "deleted_at", "text_hash",
)  # fmt: skip
#: so many columns at the beginning are strings
MESSAGE_STRINGS = 12
MESSAGE_NULL = {
    "parent_id": "''",
    "language": "''",
    "media": "''",
    "edited_at": "0",
    "deleted_at": "0",
    "text_hash": "''",
}

AUTHOR_COLUMNS = (
    "id", "brand", "platform", "handle", "name", "followers", "created_at", "is_bot",
)  # fmt: skip
AUTHOR_STRINGS = 5
AUTHOR_NULL = {"followers": "-1", "created_at": "0"}

_TYPES: dict[str, MessageType] = {type_.value: type_ for type_ in MessageType}
_encode = msgspec.json.Encoder().encode
_media = msgspec.json.Decoder(tuple[Media, ...])


def message_row(made: Message, text_hash: str = "") -> Values:
    """The message as MESSAGE_COLUMNS."""
    return (
        made.id,
        made.brand,
        made.platform,
        made.author.id,
        made.text,
        made.url,
        made.conversation_id,
        made.parent_id or "",
        made.type._value_,
        made.found_by,
        made.language or "",
        media_text(made.media),
        1 if made.addressed else 0,
        1 if made.from_brand else 0,
        1 if made.is_live else 0,
        made.version,
        stored(made.created_at),
        stored(made.seen_at),
        stored_or_0(made.edited_at),
        stored_or_0(made.deleted_at),
        text_hash,
    )


def media_text(media: tuple[Media, ...]) -> str:
    """Media as JSON; "" when there are none."""
    return _encode(media).decode() if media else ""


def author_row(brand: str, made: Author) -> Values:
    """The author as AUTHOR_COLUMNS."""
    return (
        made.id,
        brand,
        made.platform,
        made.handle,
        made.name,
        -1 if made.followers is None else made.followers,
        stored_or_0(made.created_at),
        1 if made.is_bot else 0,
    )


_AUTHOR = tuple(author.c[name] for name in AUTHOR_COLUMNS)
_MESSAGE = tuple(message.c[name] for name in MESSAGE_COLUMNS[:-1])
#: how many columns `messages()` selects
WIDTH = len(_MESSAGE) + len(_AUTHOR) - 2


#: the condition of the index on conversations, worded as there: else it is not used
IS_REPLY = text("message.conversation_id <> message.id AND message.conversation_id <> ''")


def messages(*more: Any) -> Select[Any]:  # Any: columns of any type
    """Messages with their authors; the columns of a row begin with those of `message_from`."""
    own = and_(author.c.id == message.c.author_id, author.c.brand == message.c.brand)
    columns = (*_MESSAGE, *_AUTHOR[2:], *more)
    return select(*columns).select_from(message.outerjoin(author, own))


def message_from(row: Row[Any] | Sequence[Any]) -> Message:
    """The message of a row of `messages()`."""
    (
        id_, brand, platform, author_id, text, url, conversation_id, parent_id, type_,
        found_by, language, media, addressed, from_brand, is_live, version,
        created_at, seen_at, edited_at, deleted_at, *author_columns,
    ) = row[:WIDTH]  # fmt: skip
    return Message(
        id=id_,
        brand=brand,
        platform=platform,
        author=author_from(author_id, platform, author_columns),
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
        version=version,
        edited_at=moment_or_none(edited_at),
        deleted_at=moment_or_none(deleted_at),
        is_live=is_live == 1,
    )


def author_from(author_id: str, platform: str, columns: Sequence[Any]) -> Author:
    """The author of AUTHOR_COLUMNS from `platform` on; a bare one when the row is gone."""
    own_platform, handle, name, followers, created_at, is_bot = columns
    if own_platform is None:
        return Author(id=author_id, platform=platform, handle="")
    return Author(
        id=author_id,
        platform=own_platform,
        handle=handle,
        name=name,
        followers=followers,
        created_at=moment_or_none(created_at),
        is_bot=is_bot == 1,
    )
