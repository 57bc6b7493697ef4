"""Broken message files and texts: what cannot be read is set aside with its line number, the rest
is processed, and the exit code says so."""

import json
import os
import threading
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from tests.end_to_end.shop_folder import FAILED, FINE, WRONG, ShopFolder, a_line, standing_in
from tests.messages import assert_message


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[ShopFolder]:
    folder = tmp_path / "shop"
    folder.mkdir()
    with standing_in(folder):
        yield ShopFolder(folder)


DEEP = "[" * 100_000 + "]" * 100_000
BROKEN: list[bytes | str | dict[str, object]] = [
    '{"broken',
    a_line(1, text="") | {"text": 5},
    a_line(2) | {"author": "bo"},
    a_line(3, text="a\x00b"),
    json.dumps(a_line(4)).replace("still", r"\ud800 still"),
    a_line(5, text="terrible " * 1_200_000),
    DEEP,
    a_line(6, created_at="2026-11-16T10:00:00"),
    a_line(7, created_at="0001-01-01T00:00:00+14:00"),
    a_line(8, created_at="9999-12-31T23:59:59-12:00"),
    a_line(9, created_at="yesterday"),
    a_line(10, created_at="2026-02-30T10:00:00Z"),
    "null",
    "[]",
    "1e999999",
    "9" * 5000,
    b"\xff\xfe\x00",
    a_line(11, platform="X!"),
    a_line(12, id=""),
    json.dumps(a_line(13))[:-1],
]


def test_broken_lines_are_set_aside_with_their_numbers_and_the_others_go_on(
    shop: ShopFolder,
) -> None:
    path = shop.write("week.jsonl", [*BROKEN[:10], a_line(20), *BROKEN[10:], a_line(21)])
    said = shop.run("replay", path.name, "--json", "out.jsonl")
    assert said.code == FAILED
    assert_message("bad_input/lines", said.message)
    out = (shop.folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["id"] for line in out] == ["x:20", "x:21"]


def test_how_lines_end_does_not_matter(shop: ShopFolder) -> None:
    one, two, three = (json.dumps(a_line(number)).encode() for number in (1, 2, 3))
    path = shop.folder / "week.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + one + b"\r\n\r\n   \n" + two + b"\n" + two + b"\n" + three)
    said = shop.run("replay", path.name)
    assert said.code == FINE
    assert "3 mentions (3 messages new to the store)" in said.err


def test_an_empty_file_is_a_quiet_week(shop: ShopFolder) -> None:
    path = shop.write("week.jsonl", [])
    said = shop.run("replay", path.name, "--json", "-")
    assert (said.code, said.out) == (FINE, "")


@pytest.mark.parametrize(
    ("name", "file"), [("missing", "nowhere.jsonl"), ("folder", "."), ("device", os.devnull)]
)
def test_what_is_no_message_file(shop: ShopFolder, name: str, file: str) -> None:
    said = shop.run("replay", file)
    assert said.code == WRONG
    assert_message(f"bad_input/replay_{name}", said.message)


def test_a_binary_file_gives_no_message_and_says_so(shop: ShopFolder) -> None:
    (shop.folder / "week.jsonl").write_bytes(bytes(range(256)) * 500)
    said = shop.run("replay", "week.jsonl")
    assert said.code == FAILED
    assert "0 messages" in said.err
    assert "line 2: the line is not UTF-8 text" in said.err


def test_a_pipe_and_the_standard_input_are_read_too(shop: ShopFolder) -> None:
    lines = shop.write("week.jsonl", [a_line(1), "broken", a_line(2)]).read_bytes()
    said = shop.run("replay", "-", stdin=lines)
    assert said.code == FAILED
    assert "line 2: not JSON" in said.err
    pipe = shop.folder / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(lines,))
    writer.start()
    assert shop.run("replay", pipe.name).err == said.err
    writer.join()


@pytest.mark.parametrize(
    ("name", "out"), [("folder", "."), ("nowhere", "no/such/out.jsonl"), ("input", "week.jsonl")]
)
def test_where_a_replay_cannot_be_written(shop: ShopFolder, name: str, out: str) -> None:
    path = shop.write("week.jsonl", [a_line(1)])
    before = path.read_bytes()
    said = shop.run("replay", "week.jsonl", "--json", out)
    assert said.code == WRONG
    assert_message(f"bad_input/out_{name}", said.message)
    assert path.read_bytes() == before


def test_the_relative_moments_of_the_sample_can_be_replayed(shop: ShopFolder) -> None:
    said = shop.run("replay", files("monitor.shipped") / "sample.jsonl")
    assert said.code == FINE, said.err
    assert "set aside" not in said.err


def test_score_tells_every_line_that_it_cannot_score(shop: ShopFolder) -> None:
    lines = [
        b'\xef\xbb\xbf{"text": "bad"}\r',
        b"",
        b'{"text": 5}',
        rb'{"text": "\ud800 bad"}',
        rb'{"text": "a\u0000b"}',
        b"\xff\xfe",
        DEEP.encode(),
        b'{"text": ""}',
        b"null",
        b"{}",
        b"9" * 5000,
        b'{"text": "' + b"bad " * 5_000_000 + b'"}',
        b'{"text": "no line end"}',
    ]
    said = shop.run("score", stdin=b"\n".join(lines))
    assert said.code == FAILED
    assert_message("bad_input/score", said.err)
    told = [json.loads(line) for line in said.out.splitlines()]
    # an answer to every line but the empty one
    assert len(told) == len(lines) - 1
    assert told[0]["compound"] < 0
    wrong = [line for line in told if "error" in line]
    assert [line["line"] for line in wrong] == [3, 6, 7, 9, 10, 11, 12]
    assert {value for line in wrong for key, value in line.items() if key[:2] in ("p_", "co")} == {
        None
    }
    assert all(line["error"] for line in wrong)


def test_many_lines_that_were_set_aside_can_all_be_read(shop: ShopFolder) -> None:
    lines = [b"broken %d" % number for number in range(30)]
    shop.write("week.jsonl", [*lines, a_line(1)])
    said = shop.run("replay", "week.jsonl", "--store", "week.db")
    assert said.code == FAILED
    assert "and 10 more" in said.err
    assert "monitor inbox --set-aside --store week.db" in said.err
    told = shop.run("inbox", "--set-aside", "--store", "week.db")
    assert told.code == FINE
    for number in range(30):
        assert f'"broken {number}"' in told.out
    found = json.loads(shop.run("inbox", "--set-aside", "--json", "--store", "week.db").out)
    assert len(found) == 30
    assert set(found[0]) == {"connector", "where", "reason", "raw"}
    unkept = shop.run("replay", "week.jsonl")
    assert "--store replay.db" in unkept.err


def test_a_message_that_was_deleted_before_it_was_read_has_its_line_too(shop: ShopFolder) -> None:
    first, third = a_line(1), a_line(3)
    # between two polls
    second = a_line(2, created_at="2026-11-16T09:21:10+01:00")
    gone = {**second, "text": "", "deleted_at": "2026-11-16T09:21:20+01:00"}
    never_seen = {**a_line(4), "text": "", "deleted_at": "2026-11-16T12:00:00+01:00"}
    shop.write("week.jsonl", [first, second, gone, third, never_seen])
    said = shop.run("replay", "week.jsonl", "--json", "out.jsonl")
    assert said.code == FINE
    assert "2 deleted before they were read" in said.err
    out = (shop.folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    told = {line["id"]: line for line in map(json.loads, out)}
    assert list(told) == ["x:1", "x:2", "x:3", "x:4"]
    assert list(told["x:2"]) == list(told["x:1"])
    assert told["x:2"] | told["x:1"] == told["x:1"]
    assert (told["x:2"]["permission"], told["x:2"]["reason"]) == ("deny", "deleted")
    assert told["x:2"]["kind"] is None
    assert told["x:4"]["reason"] == "deleted"


def test_score_of_nothing_is_nothing(shop: ShopFolder) -> None:
    said = shop.run("score")
    assert (said.code, said.out, said.err) == (FINE, "", "")
