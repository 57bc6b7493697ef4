"""The message file: what a line may hold, and what is said about one that cannot be used."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.message import Message, MessageType, SetAside
from monitor.domain.message_file import (
    LONGEST_RAW,
    WeekStart,
    arrival,
    read_line,
    read_lines,
    write_line,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LINE: dict[str, object] = {
    "platform": "x",
    "id": "123",
    "url": "https://x.example/ada/status/123",
    "text": "my order never came",
    "created_at": "2026-11-23T09:02:10+01:00",
    "author": {"id": "42", "handle": "ada", "name": "Ada"},
}


def line(**changes: object) -> bytes:
    """The line with some keys changed; `...` takes a key away."""
    changed = {key: value for key, value in {**LINE, **changes}.items() if value is not ...}
    return json.dumps(changed).encode()


def read(raw: str | bytes, week: WeekStart | None = None) -> Message | SetAside:
    return read_line(raw, where="line 7", brand="larch", seen_at=NOW, week=week)


def message(raw: str | bytes, week: WeekStart | None = None) -> Message:
    found = read(raw, week)
    assert isinstance(found, Message), found
    return found


def reason(raw: str | bytes) -> str:
    found = read(raw)
    assert isinstance(found, SetAside), found
    assert (found.connector, found.where) == ("replay", "line 7")
    return found.reason


# ---------------------------------------------------------------- what a line means


def test_ids_become_global_and_moments_utc() -> None:
    found = message(line(conversation_id="100", parent_id="122", type="reply"))
    assert (found.id, found.author.id) == ("x:123", "x:42")
    assert (found.conversation_id, found.parent_id) == ("x:100", "x:122")
    assert found.created_at == datetime(2026, 11, 23, 8, 2, 10, tzinfo=UTC)
    assert found.created_at.utcoffset() == timedelta(0)
    assert (found.brand, found.found_by, found.seen_at) == ("larch", "replay", NOW)


def test_an_id_that_is_global_already_stays_as_it_is() -> None:
    assert message(line(id="x:123")).id == "x:123"


@pytest.mark.parametrize(
    ("author", "author_id", "handle"),
    [
        ({"handle": "Ada"}, "x:@ada", "Ada"),
        ({"handle": "@Ada"}, "x:@ada", "Ada"),
        ({"id": "", "handle": "ada"}, "x:@ada", "ada"),
        ({"id": "42"}, "x:42", ""),
        ({"id": "42", "handle": None, "name": None, "followers": None}, "x:42", ""),
    ],
)
def test_an_author_is_known_by_id_or_else_by_handle(
    author: dict[str, object], author_id: str, handle: str
) -> None:
    found = message(line(author=author)).author
    assert (found.id, found.handle) == (author_id, handle)


@pytest.mark.parametrize(
    ("changes", "kind", "conversation_id"),
    [
        ({}, MessageType.POST, ""),
        # a post with a parent is a reply, and belongs where its parent is
        ({"parent_id": "122"}, MessageType.REPLY, "x:122"),
        # a quote begins a conversation of its own
        ({"parent_id": "122", "type": "quote"}, MessageType.QUOTE, ""),
        ({"parent_id": "122", "conversation_id": ""}, MessageType.REPLY, ""),
        ({"parent_id": "122", "conversation_id": "9"}, MessageType.REPLY, "x:9"),
    ],
)
def test_what_is_left_out_is_what_a_reader_would_take_it_for(
    changes: dict[str, object], kind: MessageType, conversation_id: str
) -> None:
    found = message(line(**changes))
    assert (found.type, found.conversation_id) == (kind, conversation_id)


def test_a_direct_message_addresses_us() -> None:
    assert message(line(type="direct_message")).addressed
    assert not message(line(type="direct_message", addressed=False)).addressed
    assert not message(line()).addressed


def test_an_edit_without_a_number_is_the_second_version() -> None:
    assert message(line(edited_at="2026-11-23T10:00:00Z")).version == 2
    assert message(line(edited_at="2026-11-23T10:00:00Z", version=5)).version == 5
    assert message(line()).version == 1


def test_a_deletion_needs_no_text() -> None:
    found = message(line(text=..., deleted_at="2026-11-23T10:00:00Z"))
    assert found.text == ""
    assert arrival(found) == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        line(gold_sentiment=-0.8, note={"deep": [1, 2]}),
        # half a character under a key that nobody reads
        line(note="\ud800"),
        # not JSON by the letter, but Python writes it
        line(score=float("nan")),
        # saved by a Windows editor
        b"\xef\xbb\xbf" + line() + b"\r\n",
    ],
)
def test_what_nobody_reads_does_no_harm(raw: bytes) -> None:
    assert message(raw) == message(line())


def test_text_that_only_looks_like_an_escape_is_text() -> None:
    assert message(line(text="\\u0000")).text == "\\u0000"


@pytest.mark.parametrize("platform", ["x", "threads", "my-forum", "web2"])
def test_a_platform_is_any_lower_case_word(platform: str) -> None:
    assert message(line(platform=platform)).id == f"{platform}:123"


# ---------------------------------------------------------------- what cannot be used


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": 5}, "`text` should be a text, not a whole number"),
        ({"text": "a" * 100_001}, "`text` is longer than any platform allows"),
        ({"text": "a\x00b"}, "`text` holds a NUL, which no platform sends"),
        ({"text": "\ud800"}, "`text` holds half of a character (an unpaired surrogate)"),
        ({"text": "\udc00 after"}, "`text` holds half of a character (an unpaired surrogate)"),
        ({"text": None}, "`text` is missing"),
        ({"id": ...}, "`id` is missing"),
        ({"id": 123}, "`id` should be a text, not a whole number"),
        ({"id": ""}, "`id` is empty"),
        ({"platform": "X"}, "`platform` should be a lower-case word, such as `x` or `mastodon`"),
        ({"author": ...}, "`author` is missing"),
        ({"author": {}}, "`author` has neither `id` nor `handle`"),
        ({"author": "ada"}, "`author` should be an object in braces, not a text"),
        (
            {"author": {"id": "4", "name": "\ud800"}},
            "`author.name` holds half of a character (an unpaired surrogate)",
        ),
        ({"author": {"id": "4", "followers": -1}}, "`author.followers` is out of range"),
        ({"author": {"id": "4", "followers": 10**12}}, "`author.followers` is out of range"),
        (
            {"author": {"id": "4", "followers": "many"}},
            "`author.followers` should be a whole number, not a text",
        ),
        ({"type": "toot"}, "`type` should be one of post, reply, quote, direct_message"),
        ({"addressed": "yes"}, "`addressed` should be true or false, not a text"),
        ({"media": [{"kind": "image"}]}, "`media[0].url` is missing"),
        ({"created_at": ...}, "`created_at` is missing"),
        (
            {"created_at": "2026-11-23T09:02:10"},
            "`created_at` has no time zone; write it like 2026-11-23T09:02:10+01:00",
        ),
        (
            {"created_at": "yesterday"},
            "`created_at` is not a moment; write it like 2026-11-23T09:02:10+01:00",
        ),
        ({"created_at": "1970-01-01T00:00:00Z"}, "`created_at` lies before 2000 or after 2100"),
        ({"created_at": "9999-12-31T23:59:59Z"}, "`created_at` lies before 2000 or after 2100"),
        (
            {"created_at": "0001-01-01T00:00:00+14:00"},
            "`created_at` lies before 2000 or after 2100",
        ),
        # 2000 there, 1999 in UTC
        (
            {"created_at": "2000-01-01T00:00:00+14:00"},
            "`created_at` lies before 2000 or after 2100",
        ),
        (
            {"deleted_at": "soon"},
            "`deleted_at` is not a moment; write it like 2026-11-23T09:02:10+01:00",
        ),
        # relative, and nobody said to what
        (
            {"created_at": ..., "at": "0 09:02:10"},
            "`at` is not a moment; write it like 2026-11-23T09:02:10+01:00",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_set_aside_with_its_reason(
    changes: dict[str, object], expected: str
) -> None:
    assert reason(line(**changes)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "not JSON: expecting value, at character 1"),
        (
            b'{"platform": "x",',
            "not JSON: expecting property name enclosed in double quotes, at character 18",
        ),
        (b"[]", "the line should be an object in braces, not a list"),
        (b"null", "the line should be an object in braces, not null"),
        (b"NaN", "the line should be an object in braces, not a number with a fraction"),
        (line().replace(b"order", b"\xff\xfe"), "the line is not UTF-8 text"),
        ("{\udcff}", "the line is not UTF-8 text"),
        (
            line(note=1).replace(b"1}", b"[" * 100_000 + b"]" * 100_000 + b"}"),
            "the line is nested too deeply",
        ),
        (line(text="a" * 10_000_000), "the line is longer than any platform allows"),
        (
            line(note=float("nan"), score=1).replace(b"1}", b"9" * 5_000 + b"}"),
            "the line holds a number that is too long",
        ),
    ],
    ids=["empty", "cut", "list", "null", "nan", "latin", "str", "deep", "10 MB", "digits"],
)
def test_what_is_not_a_line_is_set_aside_with_its_reason(raw: str | bytes, expected: str) -> None:
    assert reason(raw) == expected


def test_what_was_set_aside_is_kept_short_and_can_be_stored() -> None:
    found = read(b'{"text": "\x00\xff' + "ü".encode() * 5_000)
    assert isinstance(found, SetAside)
    assert len(found.raw) == LONGEST_RAW
    assert "\x00" not in found.raw
    found.raw.encode()


# ---------------------------------------------------------------- relative moments


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("0 09:02:10", datetime(2026, 10, 19, 7, 2, 10, tzinfo=UTC)),
        ("5 09:00:00", datetime(2026, 10, 24, 7, 0, tzinfo=UTC)),
        # clocks fall back on Sunday: nine on the wall is an hour later
        ("6 09:00:00", datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
        ("7 09:00:00", datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_relative_moment_is_read_off_the_wall_clock(at: str, expected: datetime) -> None:
    week = WeekStart(monday=date(2026, 10, 19), zone=ZoneInfo("Europe/Berlin"))
    assert message(line(created_at=..., at=at), week).created_at == expected


def test_an_edit_and_a_deletion_may_be_relative_too() -> None:
    week = WeekStart(monday=date(2026, 11, 23), zone=UTC)
    found = message(line(created_at=..., at="0 09:00:00", deleted_at="2 11:02:19"), week)
    assert found.deleted_at == datetime(2026, 11, 25, 11, 2, 19, tzinfo=UTC)


def test_a_week_does_not_forbid_absolute_moments() -> None:
    week = WeekStart(monday=date(2026, 11, 23), zone=UTC)
    assert message(line(), week) == message(line())


# ---------------------------------------------------------------- a whole file


def test_a_file_gives_its_messages_by_arrival_and_the_numbers_of_its_broken_lines() -> None:
    early = line(id="1", created_at="2026-11-23T08:00:00Z")
    late = line(id="2", created_at="2026-11-23T09:00:00Z")
    edit = line(
        id="1", created_at="2026-11-23T08:00:00Z", edited_at="2026-11-23T10:00:00Z", text="milder"
    )
    loaded = read_lines([edit, b"\n", late, b"{", early], brand="larch")
    assert [(each.id, each.version) for each in loaded.messages] == [
        ("x:1", 1),
        ("x:2", 1),
        ("x:1", 2),
    ]
    assert all(each.seen_at == arrival(each) for each in loaded.messages)
    assert [broken.where for broken in loaded.set_aside] == ["line 4"]
    assert loaded.lines == 4


def test_a_chain_of_replies_is_one_conversation() -> None:
    lines = [
        line(id="1"),
        line(id="2", parent_id="1"),
        line(id="3", parent_id="2"),
        line(id="4", parent_id="3"),
    ]
    loaded = read_lines(lines, brand="larch")
    assert {each.conversation for each in loaded.messages} == {"x:1"}


def test_a_line_that_was_written_is_as_an_owner_would_write_it() -> None:
    written = write_line(message(line(text="Grüße 🌾")))
    assert "Grüße 🌾" in written
    assert json.loads(written)["id"] == "123"
    assert "\n" not in written
