"""Any line gives a message or says why not; a message that was written is read as it was."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.message import Author, Media, Message, MessageType
from monitor.domain.message_file import LONGEST_RAW, read_line, write_line
from monitor.domain.message_line import AuthorLine, Line, MediaLine

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
KEYS = [*(Line.__struct_fields__ + AuthorLine.__struct_fields__ + MediaLine.__struct_fields__)]

# --- lines of every sort ----------------------------------------------------------------------

# surrogates on purpose: `json.dumps` writes them, and so do broken exports
any_text = st.text(st.characters(exclude_categories=()))
moments = st.datetimes(timezones=st.just(UTC) | st.none()).map(datetime.isoformat)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text | moments,
    lambda inside: st.lists(inside) | st.dictionaries(st.sampled_from(KEYS) | any_text, inside),
    max_leaves=8,
)
good = st.fixed_dictionaries(
    {
        "platform": st.just("x"),
        "id": st.just("1"),
        "text": any_text,
        "created_at": st.just("2026-11-23T09:00:00Z"),
        "author": st.just({"id": "42", "handle": "ada"}),
    }
)
nearly_good = st.builds(
    lambda line, spoilt: {**line, **spoilt},
    good,
    st.dictionaries(st.sampled_from(KEYS), values, max_size=2),
)
objects = st.dictionaries(st.sampled_from(KEYS), values) | nearly_good
json_lines = objects.map(lambda line: json.dumps(line).encode())
cut_lines = st.builds(lambda line, at: line[:at], json_lines, st.integers(0, 400))
lines = st.binary() | any_text | json_lines | cut_lines


@given(lines)
def test_any_line_gives_a_message_or_a_reason(raw: str | bytes) -> None:
    found = read_line(raw, where="line 1", brand="larch", seen_at=NOW)
    if isinstance(found, Message):
        stored = write_line(found)
        assert read_line(stored, where="line 1", brand="", seen_at=NOW) == found
    else:
        assert found.reason
        assert len(found.raw) <= LONGEST_RAW
        stored = found.reason + found.raw
    # every database takes it
    stored.encode()
    assert "\x00" not in stored


# --- messages of every sort -------------------------------------------------------------------

# what the databases take
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
names = words.filter(bool)
known_moments = st.integers(946_684_800, 4_133_980_799).map(
    lambda seconds: datetime.fromtimestamp(seconds, UTC)
)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    platform = draw(st.from_regex(r"[a-z][a-z0-9_-]{0,31}", fullmatch=True))

    def ids() -> str:
        return f"{platform}:{draw(names)}"

    edited_at = draw(st.none() | known_moments)
    return Message(
        id=ids(),
        brand=draw(names),
        platform=platform,
        author=Author(
            id=ids(),
            platform=platform,
            handle=draw(words).lstrip("@"),
            name=draw(words),
            followers=draw(st.none() | st.integers(0, 2**31 - 1)),
            created_at=draw(st.none() | known_moments),
            is_bot=draw(st.booleans()),
        ),
        text=draw(words),
        created_at=draw(known_moments),
        seen_at=NOW,
        url=draw(words),
        conversation_id=draw(st.just("")) if draw(st.booleans()) else ids(),
        parent_id=None if draw(st.booleans()) else ids(),
        type=draw(st.sampled_from(MessageType)),
        addressed=draw(st.booleans()),
        from_brand=draw(st.booleans()),
        found_by=draw(words),
        language=draw(st.none() | names),
        media=tuple(draw(st.lists(st.builds(Media, kind=words, url=words, alt=words), max_size=2))),
        version=draw(st.integers(1, 9)),
        edited_at=edited_at,
        deleted_at=draw(st.none() | known_moments),
    )


@given(messages())
def test_a_message_that_was_written_is_read_as_it_was(message: Message) -> None:
    assert (
        read_line(
            write_line(message),
            where="line 1",
            brand="another brand",
            seen_at=message.seen_at,
            found_by=message.found_by,
        )
        == message
    )
