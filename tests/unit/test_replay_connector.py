"""The replay connector: the sample week, its pace, its settings, and words that go nowhere."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.replay import Replay, connect, load
from monitor.domain.message import Message
from monitor.domain.message_file import WeekStart, arrival
from monitor.domain.platform import PLATFORMS
from monitor.domain.settings import Settings
from monitor.errors import ConfigError, ConnectorError
from monitor.testing import MONDAY_MORNING, FakeClock

SECOND = timedelta(seconds=1)
SAMPLE_LINES = 225


def replay(clock: FakeClock, folder: Path, **settings: object) -> Replay:
    return connect(Settings("replay", settings, brand="larch", clock=clock, folder=folder))


def line(native: str, at: str, **more: object) -> str:
    author = {"id": "42", "handle": "ada"}
    return json.dumps(
        {"platform": "x", "id": native, "text": "hm", "created_at": at} | more | {"author": author}
    )


def everything(source: Replay, cursor: str = "") -> tuple[list[Message], str]:
    found: list[Message] = []
    while True:
        page = source.fetch(cursor)
        found.extend(page.messages)
        cursor = page.cursor
        if not page.more:
            return found, cursor


# ---------------------------------------------------------------- the sample


def test_the_sample_loads_whole(tmp_path: Path) -> None:
    sample = replay(FakeClock(), tmp_path, file="sample")
    assert sample.loaded.lines == len(sample.loaded.messages) == SAMPLE_LINES
    assert sample.loaded.set_aside == ()
    assert sample.platforms == tuple(platform.name for platform in PLATFORMS)


def test_the_sample_lies_in_this_week_on_the_wall_clock_of_its_bakery(tmp_path: Path) -> None:
    # clocks fall back on the Sunday of this week
    clock = FakeClock(datetime(2026, 10, 21, 12, 0, tzinfo=UTC))
    first, *_, last = replay(clock, tmp_path, file="sample").loaded.messages
    assert first.created_at == datetime(2026, 10, 19, 7, 2, 10, tzinfo=UTC)
    assert last.created_at.day == 25
    assert last.created_at > datetime(2026, 10, 25, 1, 0, tzinfo=UTC)
    assert last.created_at.astimezone(ZoneInfo("Europe/Berlin")).hour == 22


def test_a_week_of_ones_own_may_be_named(tmp_path: Path) -> None:
    sample = replay(FakeClock(), tmp_path, file="sample", week="2026-W02", time_zone="UTC")
    assert sample.loaded.messages[0].created_at == datetime(2026, 1, 5, 9, 2, 10, tzinfo=UTC)


# ---------------------------------------------------------------- by arrival


def test_a_message_appears_when_the_clock_reaches_it(tmp_path: Path) -> None:
    clock = FakeClock(datetime(2026, 11, 23, 8, 3, 5, tzinfo=UTC))
    sample = replay(clock, tmp_path, file="sample")
    page = sample.fetch("")
    assert [message.author.handle for message in page.messages] == ["adaquill.example", "crumbfan"]
    assert {message.seen_at for message in page.messages} == {clock.now()}
    assert sample.fetch(page.cursor).messages == ()
    assert sample.fetch(page.cursor).cursor == page.cursor
    clock.advance(timedelta(minutes=1))
    assert [message.author.handle for message in sample.fetch(page.cursor).messages] == [
        "flatwhite22",
        "b.okoro@social.example",
    ]


def test_a_week_that_began_goes_on_after_a_restart_in_the_next_week(tmp_path: Path) -> None:
    clock = FakeClock(datetime(2026, 11, 23, 8, 3, 5, tzinfo=UTC))
    cursor = replay(clock, tmp_path, file="sample").fetch("").cursor
    clock.advance(timedelta(days=9))
    rest, cursor = everything(replay(clock, tmp_path, file="sample"), cursor)
    assert len(rest) == SAMPLE_LINES - 2
    assert rest[0].created_at == datetime(2026, 11, 23, 8, 3, 40, tzinfo=UTC)
    assert everything(replay(clock, tmp_path, file="sample"), cursor) == ([], cursor)


# ---------------------------------------------------------------- with a pace


def test_with_a_pace_the_sample_comes_one_by_one_and_is_written_now(tmp_path: Path) -> None:
    clock = FakeClock()
    sample = replay(clock, tmp_path, file="sample", pace="1 s")
    page = sample.fetch("")
    assert [message.created_at for message in page.messages] == [MONDAY_MORNING]
    assert sample.fetch(page.cursor).messages == ()
    clock.advance(2 * SECOND)
    page = sample.fetch(page.cursor)
    assert [message.created_at for message in page.messages] == [
        MONDAY_MORNING + SECOND,
        MONDAY_MORNING + 2 * SECOND,
    ]
    clock.advance(timedelta(hours=1))
    rest, cursor = everything(sample, page.cursor)
    assert len(rest) == SAMPLE_LINES - 3
    assert everything(sample, cursor) == ([], cursor)


def test_an_edit_comes_later_and_keeps_the_moment_of_its_first_version(tmp_path: Path) -> None:
    clock = FakeClock()
    sample = replay(clock, tmp_path, file="sample", pace="1 s")
    sample.fetch("")
    clock.advance(timedelta(hours=1))
    found, _ = everything(sample)
    (changed,) = [message for message in found if message.edited_at]
    (gone,) = [message for message in found if message.deleted_at]
    for later in (changed, gone):
        first = next(message for message in found if message.id == later.id)
        assert first.created_at == later.created_at == arrival(first) < arrival(later)
    assert [arrival(message) for message in found] == [
        MONDAY_MORNING + place * SECOND for place in range(SAMPLE_LINES)
    ]


def test_after_a_stop_the_sample_goes_on_one_by_one(tmp_path: Path) -> None:
    clock = FakeClock()
    sample = replay(clock, tmp_path, file="sample", pace="1 s")
    clock.advance(9 * SECOND)
    cursor = everything(sample)[1]
    clock.advance(timedelta(hours=1))
    again = replay(clock, tmp_path, file="sample", pace="1 s")
    page = again.fetch(cursor)
    assert [message.created_at for message in page.messages] == [clock.now()]
    assert again.fetch(page.cursor).messages == ()


def test_a_sample_that_was_seen_to_its_end_starts_no_second_time(tmp_path: Path) -> None:
    clock = FakeClock()
    sample = replay(clock, tmp_path, file="sample", pace="1 s")
    sample.fetch("")
    clock.advance(timedelta(hours=1))
    _, cursor = everything(sample)
    for _ in range(3):
        clock.advance(timedelta(days=1))
        found, cursor = everything(replay(clock, tmp_path, file="sample", pace="1 s"), cursor)
        assert found == []


# ---------------------------------------------------------------- a file of one's own


def test_pages_hold_a_hundred_lines_and_broken_ones_come_first(tmp_path: Path) -> None:
    good = [line(str(number), "2026-11-22T09:00:00Z") for number in range(250)]
    bad = ["{"] * 130
    (tmp_path / "mine.jsonl").write_text("\n".join([*good, "", *bad]), encoding="utf-8")
    mine = replay(FakeClock(), tmp_path, file="mine.jsonl")
    sizes, cursor = [], ""
    for _ in range(4):
        page = mine.fetch(cursor)
        sizes.append((len(page.set_aside), len(page.messages), page.more))
        cursor = page.cursor
    assert sizes == [(100, 0, True), (30, 70, True), (0, 100, True), (0, 80, False)]
    assert mine.fetch("").set_aside[0].where == "line 252"


def test_a_platform_nobody_knows_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text(line("1", "2026-11-22T09:00:00Z", platform="threads"))
    assert replay(FakeClock(), tmp_path, file="mine.jsonl").platforms[-1] == "threads"


def test_a_file_that_changed_is_read_again_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(line("1", "2026-11-22T09:00:00Z") + "\n")
    cursor = replay(FakeClock(), tmp_path, file="mine.jsonl").fetch("").cursor
    with path.open("a") as file:
        file.write(line("2", "2026-11-21T09:00:00Z") + "\n")
    found, _ = everything(replay(FakeClock(), tmp_path, file="mine.jsonl"), cursor)
    assert [message.id for message in found] == ["x:2", "x:1"]


def test_a_line_without_end_is_set_aside_and_the_next_one_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    huge = line("1", "2026-11-22T09:00:00Z", note="a" * 9_000_000)
    path.write_text(huge + "\n" + line("2", "2026-11-22T09:00:00Z"))
    loaded = load(path, brand="larch")
    assert [message.id for message in loaded.messages] == ["x:2"]
    assert [broken.where for broken in loaded.set_aside] == ["line 1"]


def test_lines_may_be_given_instead_of_a_path() -> None:
    week = WeekStart(monday=MONDAY_MORNING.date(), zone=UTC)
    sample = files("monitor.shipped") / "sample.jsonl"
    lines = sample.read_bytes().splitlines(keepends=True)
    assert load(lines, brand="larch", week=week) == load(sample, brand="larch", week=week)
    counts = Counter(message.platform for message in load(lines, brand="b", week=week).messages)
    assert counts.keys() == {"x", "reddit", "bluesky", "mastodon"}


@pytest.mark.parametrize(
    "cursor", ["x", "5", "5 today 00000000", "5 2026-11-23T09:00 0", "a b c d"]
)
def test_a_cursor_that_is_none_is_told(tmp_path: Path, cursor: str) -> None:
    with pytest.raises(ConnectorError) as raised:
        replay(FakeClock(), tmp_path, file="sample").fetch(cursor)
    assert raised.value.permanent


# ---------------------------------------------------------------- settings


def test_every_problem_of_the_settings_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        replay(FakeClock(), tmp_path, fil="sample", pace="soon", week="next", time_zone="Berlin")
    assert [problem.message for problem in raised.value.problems] == [
        "unknown key `fil`",
        "`file` is missing",
        "`soon` is not a length of time",
        "`next` is not a week",
        "unknown time zone `Berlin`",
    ]
    assert raised.value.problems[0].hint == "did you mean `file`?"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"file": 5}, "`file` should be a text"),
        ({"file": "sample", "pace": 1}, "`pace` should be a text"),
        ({"file": "gone.jsonl"}, "the message file `{folder}/gone.jsonl` is not there"),
        ({"file": "."}, "the message file `{folder}` is a folder"),
        ({"file": "sample", "week": "2026-W60"}, "`2026-W60` is not a week"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(
    tmp_path: Path, settings: dict[str, object], expected: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        replay(FakeClock(), tmp_path, **settings)
    assert [problem.message for problem in raised.value.problems] == [
        expected.format(folder=tmp_path)
    ]
