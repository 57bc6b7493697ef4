"""A database that is damaged, strange, locked, or not ours to write: every command says so with the
way back, leaves the file as it is, and never starts empty in its place."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest

from monitor.store.tables import HEAD
from tests.end_to_end.shop_folder import CHECKOUT, FAILED, FINE, WRONG, ShopFolder, standing_in

SAMPLE = str(files("monitor.shipped") / "sample.jsonl")
#: every command that opens the store
COMMANDS = [
    ("run", "--once"),
    ("report",),
    ("cases",),
    ("status",),
    ("inbox",),
    ("approve", "1"),
    ("replay", SAMPLE, "--store", "data/sample.db"),
    ("backup",),
    ("export",),
    ("explain", "e1"),
    ("check",),
    ("resume",),
]


@pytest.fixture(scope="module")
def lived_in() -> Iterator[ShopFolder]:
    """A shop with a history and a backup, in a place that every user may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        with standing_in(folder):
            shop = ShopFolder(folder)
            assert shop.run("run", "--once").code == FINE
            assert shop.run("backup", "--to", "copies").code == FINE
            yield shop


@pytest.fixture
def shop(lived_in: ShopFolder) -> Iterator[ShopFolder]:
    """The same with its database whole."""
    (backup,) = (lived_in.folder / "copies").glob("*.db")
    data = lived_in.database.parent
    if data.is_dir():
        shutil.rmtree(data)
    data.unlink(missing_ok=True)
    data.mkdir()
    shutil.copy(backup, lived_in.database)
    # as every opened store is
    sql("PRAGMA journal_mode=WAL")(lived_in.database)
    yield lived_in
    lived_in.folder.chmod(0o755)
    if data.is_dir():
        data.chmod(0o755)


def damaged(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


def sql(*statements: str) -> Callable[[Path], object]:
    def run(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return run


def of_another_program(path: Path) -> None:
    path.unlink()
    sql("PRAGMA journal_mode=WAL", "CREATE TABLE bookmark (url TEXT)")(path)


def of_another_program_with_our_version(path: Path) -> None:
    of_another_program(path)
    version = "CREATE TABLE alembic_version (version_num TEXT)"
    sql(version, f"INSERT INTO alembic_version VALUES ('{HEAD}')")(path)


NOISE = bytes(range(1, 256)) * 65
SPOILED: list[tuple[str, Callable[[Path], object], str]] = [
    ("empty", lambda path: path.write_bytes(b""), "is damaged"),
    ("header", damaged(lambda whole: b"XQLite" + whole[6:]), "is damaged"),
    ("zeros", damaged(lambda whole: bytes(len(whole))), "is damaged"),
    ("half", damaged(lambda whole: whole[: len(whole) // 2]), "is damaged"),
    ("middle", damaged(lambda whole: whole[:8192] + NOISE[:16384] + whole[24576:]), "is damaged"),
    ("newer", sql("UPDATE alembic_version SET version_num = '9999'"), "is at version 9999"),
    ("another", of_another_program, "is not one of the monitor's"),
    ("another_alembic", of_another_program_with_our_version, "is not one of the monitor's"),
    ("dropped", sql("DROP TABLE acknowledgement_slot"), "`acknowledgement_slot` is missing"),
    ("text", lambda path: path.write_text("my shopping list\n" * 50), "is damaged"),
]


@pytest.mark.parametrize(
    ("spoil", "told"), [(s, t) for _, s, t in SPOILED], ids=[n for n, _, _ in SPOILED]
)
def test_a_spoiled_database_is_left_alone_and_can_be_restored(
    shop: ShopFolder, spoil: Callable[[Path], object], told: str
) -> None:
    spoil(shop.database)
    before = shop.database.read_bytes()
    for command in COMMANDS:
        said = shop.run(*command)
        assert said.code == FAILED, (command, said.message)
        assert told in said.err, (command, said.message)
        assert " hint: " in said.err, (command, said.message)
        assert shop.database.read_bytes() == before, command
    # the kill switch works without it
    paused = shop.run("pause")
    assert (paused.code, told in paused.err) == (FINE, True)
    (backup,) = (shop.folder / "copies").glob("*.db")
    restored = shop.run("restore", backup, "--yes")
    assert restored.code == FINE, restored.message
    assert "is kept: " in restored.out
    assert shop.run("cases").code == FINE
    assert "ON HOLD" in shop.run("status").out


def test_what_is_no_backup_is_not_restored(shop: ShopFolder) -> None:
    before = shop.database.read_bytes()
    said = shop.run("restore", "config.toml", "--yes")
    assert said.code == WRONG
    assert "`config.toml` is no backup of the monitor" in said.err
    assert " hint: " in said.err
    assert shop.database.read_bytes() == before


# --- something else in its place ---------------------------------------------------------------


def as_a_file(data: Path) -> None:
    data.write_text("not a folder")


def as_a_link_to_nothing(data: Path) -> None:
    data.symlink_to("/no/such/disk")


@pytest.mark.parametrize("make", [as_a_file, as_a_link_to_nothing])
def test_a_check_sees_that_the_folder_cannot_be_made(
    shop: ShopFolder, make: Callable[[Path], None]
) -> None:
    data = shop.database.parent
    shutil.rmtree(data)
    make(data)
    told = shop.run("check")
    assert (told.code, told.err.count("error: ")) == (FAILED, 1), told.message
    assert f"`{data}` is a" in told.err
    for command in COMMANDS:
        # a database elsewhere is made as ever, and where none is, nothing is paused
        if "--store" not in command and command != ("resume",):
            said = shop.run(*command)
            assert said.code == FAILED, said.message
            assert "BUG" not in said.message
            assert " hint: " in said.err


def test_a_check_looks_at_the_folders_of_reports_and_backups(shop: ShopFolder) -> None:
    for name in ("reports", "backups"):
        (shop.database.parent / name).write_text("not a folder")
    told = shop.run("check")
    assert told.code == FAILED
    for key in ("`folder` under [report]", "`backups` under [store]"):
        assert key in told.err


def test_a_folder_in_the_place_of_the_database(shop: ShopFolder) -> None:
    shop.database.unlink()
    shop.database.mkdir()
    for command in COMMANDS:
        if "--store" not in command and command != ("resume",):
            said = shop.run(*command)
            assert (said.code, "is a folder" in said.err) == (FAILED, True), said.message


# --- other programs and the disk --------------------------------------------------------------


def monitor(
    *arguments: str, folder: Path, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_a_locked_database_is_waited_for_and_then_told(shop: ShopFolder) -> None:
    with closing(sqlite3.connect(shop.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = shop.run("approve", "1")
        assert said.code == FAILED
        assert "is held by another program" in said.err
        other.execute("ROLLBACK")
    assert shop.run("approve", "1").code == FINE


def test_a_disk_without_room(shop: ShopFolder) -> None:
    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    before = shop.database.read_bytes()
    for command in (("run", "--once"), ("backup",), ("replay", SAMPLE, "--store", "new.db")):
        said = monitor(*command, folder=shop.folder, before=no_room)
        assert said.returncode == FAILED, said.stderr
        assert "Traceback" not in said.stderr
        assert " hint: " in said.stderr
    assert not (shop.folder / "new.db").exists()
    assert shop.database.read_bytes() == before
    assert shop.run("cases").code == FINE


@pytest.mark.parametrize(
    ("command", "streams"),
    [
        ("demo", "PYTHONIOENCODING=ascii"),
        ("inbox --json", "PYTHONIOENCODING=ascii"),
        ("inbox", "<&- >&-"),
        ("score", "<&-"),
        ("--version", ">&-"),
    ],
)
def test_streams_that_are_closed_or_narrow(shop: ShopFolder, command: str, streams: str) -> None:
    variable, closed = ("", streams) if streams[0] in "<>" else (f"export {streams}; ", "")
    shell = f"{variable}{sys.executable} -m monitor {command} {closed}"
    said = subprocess.run(
        ["sh", "-c", shell],
        cwd=shop.folder,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (FINE, "")


@pytest.mark.parametrize("command", ["inbox", "export", "--help", "--version"])
def test_whoever_reads_our_output_may_leave(shop: ShopFolder, command: str) -> None:
    shell = f"{sys.executable} -m monitor {command} | true"
    said = subprocess.run(
        ["sh", "-c", shell],
        cwd=shop.folder,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.stderr == ""
