"""Wrong use: what is wrong and what to do, exit code 2; and outputs that cannot be written."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.cli import run
from tests.end_to_end.shop_folder import FAILED, WRONG, ShopFolder, standing_in


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[ShopFolder]:
    folder = tmp_path / "shop"
    folder.mkdir()
    with standing_in(folder):
        yield ShopFolder(folder)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopFolder]:
    """A shop in which something has happened."""
    folder = tmp_path_factory.mktemp("used")
    with standing_in(folder):
        shop = ShopFolder(folder)
        shop.run("run", "--once")
        yield shop


WRONG_USE = [
    ("zap",),
    ("--zap",),
    ("run", "--zap"),
    ("approve",),
    ("approve", "x"),
    ("approve", "99999999999"),
    ("case", "x"),
    ("report", "--week", "2026-W54"),
    ("report", "--week", "9999-W52"),
    ("report", "--format", "zap"),
    ("replay", "week.jsonl", "--mode", "x"),
    ("status", "--config", "nowhere.toml"),
    ("status", "--config", os.devnull),
    ("status", "--store", "postgresql://me:hunter2@db/monitor"),
    ("status", "--store", "postgresql://db/monitor?password=hunter2"),
    ("status", "--store", "sqlite:///"),
    ("status", "--store", ""),
    ("status", "--store", "secret:"),
    ("status", "--store", "secret:NOBODY_SET_THIS"),
    ("status", "--store", "mysql://db/monitor"),
    ("restore", "nowhere.db"),
    ("backup", "--to", os.devnull),
]


@pytest.mark.parametrize("command", WRONG_USE, ids=" ".join)
def test_wrong_use_says_what_is_wrong_and_what_to_do(
    used: ShopFolder, command: tuple[str, ...]
) -> None:
    before = sorted(used.folder.rglob("*.db*"))
    said = used.run(*command)
    assert said.code == WRONG, said.message
    assert said.err.startswith("error: ")
    assert " hint: " in said.err
    assert "hunter2" not in said.message
    assert sorted(used.folder.rglob("*.db*")) == before


@pytest.mark.parametrize(
    "command",
    [
        ("approve", "999"),
        ("reject", "e999"),
        ("retract", "999"),
        ("case", "999"),
        ("explain", "nonsense"),
        ("explain", "x:999"),
    ],
    ids=" ".join,
)
def test_an_id_that_does_not_exist(used: ShopFolder, command: tuple[str, ...]) -> None:
    said = used.run(*command)
    assert said.code == FAILED
    assert said.err.startswith("error: ")
    assert " hint: " in said.err


READING = [("report",), ("cases",), ("inbox",), ("export",), ("backup",), ("explain", "e1")]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_reads_makes_no_database(shop: ShopFolder, command: tuple[str, ...]) -> None:
    said = shop.run(*command)
    assert said.code == FAILED
    assert "there is no database" in said.err
    assert not (shop.folder / "data").exists()


def test_a_fault_of_ours_is_told_without_a_traceback(
    shop: ShopFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("somebody's words")

    monkeypatch.setattr("monitor.cli.score._text", broken)
    said = shop.run("score", stdin=b"{}\n")
    assert said.code == FAILED
    assert said.err.startswith("error: BUG: RuntimeError in ")
    assert "words" not in said.message


class Full(io.StringIO):
    """An output on a full disk."""

    def flush(self) -> None:
        raise OSError(28, "No space left on device")


def test_an_output_on_a_full_disk(
    shop: ShopFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout", Full())
    assert run(["playbook", "check"]) == FAILED
    assert "no space left on device" in capsys.readouterr().err
