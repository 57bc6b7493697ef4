"""The message file: one message a line, as JSON. What `monitor replay` reads and `export` writes.

A line gives a `Message`, or a `SetAside` that tells its owner what is wrong with it: never an
exception, whatever the line holds. Keys that nobody knows are passed over. Ids in the file are
the platform's own; here they become global: message `x:123`, author `x:42` or `x:@handle`.

Moments are RFC 3339 with an offset. Where a `WeekStart` is given they may also be relative,
"D HH:MM:SS" since Monday 00:00 on the wall clock: the sample week fits over any date.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

import msgspec

from monitor.domain.inert import for_json
from monitor.domain.message import Author, Media, Message, MessageType, SetAside
from monitor.domain.message_line import Line, UnreadableLine, parse
from monitor.domain.values import Value, replace

LONGEST_RAW = 200
YEARS = range(2000, 2101)
_NOT_YET = datetime(YEARS[0], 1, 1, tzinfo=UTC)

_RELATIVE = re.compile(r"(\d{1,3}) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d)")


class WeekStart(Value):
    """The Monday that relative moments count from, and whose wall clock they mean."""

    monday: date
    zone: tzinfo

    def moment(self, days: int, clock: timedelta) -> datetime:
        """The wall clock's moment, that many days later. Raises OverflowError for no date."""
        midnight = datetime.combine(self.monday, datetime.min.time()) + timedelta(days=days)
        return (midnight + clock).replace(tzinfo=self.zone).astimezone(UTC)


def read_line(
    raw: str | bytes,
    *,
    where: str,
    brand: str,
    seen_at: datetime,
    week: WeekStart | None = None,
    found_by: str = "replay",
) -> Message | SetAside:
    """The message of a line, or why there is none; `brand` holds when the line names no other."""
    try:
        return _message(parse(raw), brand, seen_at, week, found_by)
    except UnreadableLine as problem:
        return SetAside(connector=found_by, where=where, reason=str(problem), raw=_beginning(raw))


def write_line(message: Message) -> str:
    """The message as a line without its end; `read_line` makes the same message of it."""
    author, platform = message.author, message.platform
    written: dict[str, object] = {
        "platform": platform,
        "id": _native(platform, message.id),
        "url": message.url,
        "text": message.text,
        "created_at": _written(message.created_at),
        "author": _without_empty(
            id=_native(platform, author.id),
            handle=author.handle,
            name=author.name,
            followers=author.followers,
            created_at=_written(author.created_at),
            is_bot=author.is_bot or None,
        ),
        # written when empty too: a reply without one is put into its parent's conversation
        "conversation_id": _native(platform, message.conversation_id),
        "parent_id": message.parent_id and _native(platform, message.parent_id),
        "addressed": message.addressed,
        "type": message.type.value,
        "brand": message.brand,
    }
    is_edit = message.version != 1 or message.edited_at is not None
    written |= _without_empty(
        language=message.language,
        media=[{"kind": each.kind, "url": each.url, "alt": each.alt} for each in message.media],
        from_brand=message.from_brand or None,
        version=message.version if is_edit else None,
        edited_at=_written(message.edited_at),
        deleted_at=_written(message.deleted_at),
    )
    return for_json(json.dumps(written, ensure_ascii=False))


def arrival(message: Message) -> datetime:
    """When this version could first be seen."""
    return message.deleted_at or message.edited_at or message.created_at


# --- a whole file -----------------------------------------------------------------------------


class Loaded(Value):
    """What a message file holds, by arrival."""

    messages: tuple[Message, ...]
    set_aside: tuple[SetAside, ...] = ()
    #: lines that hold something
    lines: int = 0
    #: tells a changed file from the same one
    fingerprint: str = ""


def read_lines(
    lines: Iterable[bytes], *, brand: str, week: WeekStart | None = None, found_by: str = "replay"
) -> Loaded:
    """Every line of a file, one at a time; each message counts as seen at its arrival."""
    messages: list[Message] = []
    set_aside: list[SetAside] = []
    checksum = 0
    for number, raw in enumerate(lines, 1):
        checksum = zlib.crc32(raw, checksum)
        if not raw.strip():
            continue
        read = read_line(
            raw,
            where=f"line {number}",
            brand=brand,
            seen_at=_NOT_YET,
            week=week,
            found_by=found_by,
        )
        if isinstance(read, Message):
            messages.append(read)
        else:
            set_aside.append(read)
    messages.sort(key=arrival)
    return Loaded(
        messages=tuple(_in_conversations(messages)),
        set_aside=tuple(set_aside),
        lines=len(messages) + len(set_aside),
        fingerprint=f"{checksum:08x}",
    )


def _in_conversations(messages: list[Message]) -> Iterator[Message]:
    """Each seen at its arrival, and a reply in the conversation of what it answers."""
    known: dict[str, str] = {}
    for message in messages:
        conversation_id = message.conversation_id
        if message.type is MessageType.REPLY and conversation_id == message.parent_id:
            conversation_id = known.get(conversation_id, conversation_id)
        known[message.id] = conversation_id or message.id
        yield replace(message, conversation_id=conversation_id, seen_at=arrival(message))


# --- from a line to a message -----------------------------------------------------------------


def _message(
    line: Line, brand: str, seen_at: datetime, week: WeekStart | None, found_by: str
) -> Message:
    platform = line.platform
    deleted_at = _moment("deleted_at", line.deleted_at, week)
    edited_at = _moment("edited_at", line.edited_at, week)
    created_at = _moment("created_at", line.created_at, week) or _moment("at", line.at, week)
    if created_at is None:
        raise UnreadableLine("`created_at` is missing")
    if line.text is None and deleted_at is None:
        raise UnreadableLine("`text` is missing")
    kind = line.type or (MessageType.REPLY if line.parent_id else MessageType.POST)
    conversation_id = line.conversation_id
    if conversation_id is None and kind is MessageType.REPLY:
        conversation_id = line.parent_id
    is_direct = kind is MessageType.DIRECT_MESSAGE
    return Message(
        id=_global(platform, line.id),
        brand=line.brand or brand,
        platform=platform,
        author=_author(line, week),
        text=line.text or "",
        created_at=created_at,
        seen_at=seen_at,
        url=line.url or "",
        conversation_id=_global(platform, conversation_id or ""),
        parent_id=_global(platform, line.parent_id) if line.parent_id else None,
        type=kind,
        addressed=is_direct if line.addressed is None else line.addressed,
        from_brand=bool(line.from_brand),
        found_by=found_by,
        language=line.language or None,
        media=tuple(
            Media(kind=each.kind, url=each.url, alt=each.alt or "") for each in line.media or ()
        ),
        version=line.version or (2 if edited_at else 1),
        edited_at=edited_at,
        deleted_at=deleted_at,
    )


def _author(line: Line, week: WeekStart | None) -> Author:
    written = line.author
    handle = (written.handle or "").removeprefix("@")
    # two spellings of a handle are one account, on every platform
    native = written.id or (f"@{handle.lower()}" if handle else "")
    if not native:
        raise UnreadableLine("`author` has neither `id` nor `handle`")
    return Author(
        id=_global(line.platform, native),
        platform=line.platform,
        handle=handle,
        name=written.name or "",
        followers=written.followers,
        created_at=_moment("author.created_at", written.created_at, week),
        is_bot=bool(written.is_bot),
    )


def _moment(key: str, written: str | None, week: WeekStart | None) -> datetime | None:
    if not written:
        return None
    try:
        moment = _relative(written, week) or msgspec.convert(written, datetime)
    except (msgspec.ValidationError, OverflowError):
        raise UnreadableLine(
            f"`{key}` is not a moment; write it like 2026-11-23T09:02:10+01:00"
        ) from None
    if moment.tzinfo is None:
        raise UnreadableLine(f"`{key}` has no time zone; write it like 2026-11-23T09:02:10+01:00")
    # the year first: the ends of the calendar cannot be turned into UTC
    if moment.year not in YEARS or moment.astimezone(UTC).year not in YEARS:
        raise UnreadableLine(f"`{key}` lies before {YEARS[0]} or after {YEARS[-1]}")
    return moment.astimezone(UTC)


def _relative(written: str, week: WeekStart | None) -> datetime | None:
    found = _RELATIVE.fullmatch(written) if week else None
    if week is None or found is None:
        return None
    days, hours, minutes, seconds = map(int, found.groups())
    return week.moment(days, timedelta(hours=hours, minutes=minutes, seconds=seconds))


def _global(platform: str, native: str) -> str:
    return native if not native or native.startswith(f"{platform}:") else f"{platform}:{native}"


def _native(platform: str, name: str) -> str:
    prefix = f"{platform}:"
    native = name.removeprefix(prefix)
    # a native id that looks global already would be read as one
    return name if not native or native.startswith(prefix) else native


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _without_empty(**keys: object) -> dict[str, object]:
    return {key: value for key, value in keys.items() if value not in (None, "", [])}


def _beginning(raw: str | bytes) -> str:
    """As much of a line as may be kept, without what no database takes."""
    text = raw[: 4 * LONGEST_RAW]
    if isinstance(text, bytes):
        text = text.decode(errors="replace")
    return text.replace("\x00", "\ufffd").encode(errors="replace").decode()[:LONGEST_RAW].strip()
