"""Rights: the monitor as a user of its own, to whom a file or a folder of the shop is closed.

Each command is a process of that user. What it says is a reviewed file; nothing that is stored may
have changed, and everything goes on when the rights are back.
"""

import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.another_user import IS_ROOT, THEIR_ID, monitor_as_another, their_python
from tests.end_to_end.shop_folder import FAILED, FINE, WRONG, ShopFolder
from tests.messages import assert_message

ROOT_ID: Final = 0
RUN: Final = ("run", "--once")
_TIME: Final = re.compile(r"^\S+ \d\d:\d\d:\d\d,\d+", re.MULTILINE)
VALUE: Final = "hunter2-of-the-shop"


@pytest.fixture(scope="module")
def lived_in() -> Iterator[Path]:
    """A shop of that user, with a history and a backup, in a place that everybody may enter."""
    if not IS_ROOT:
        pytest.skip("only root can become another user: run the tests as root, as `.ci/run` does")
    if missing := their_python()[1]:
        pytest.skip(missing)
    with tempfile.TemporaryDirectory(prefix="larch-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        shop = folder / "lived-in"
        shop.mkdir()
        ShopFolder(shop)
        _give(shop, THEIR_ID)
        for command in (RUN, ("backup", "--to", "copies")):
            ended = monitor_as_another(shop, *command)
            assert ended.returncode == FINE, ended.stderr
        yield shop


@pytest.fixture
def shop(lived_in: Path) -> Iterator[Path]:
    """One like it, for one test."""
    made = lived_in.with_name("shop")
    shutil.copytree(lived_in, made)
    _give(made, THEIR_ID)
    yield made
    shutil.rmtree(made)


def _give(folder: Path, user: int) -> None:
    for each in (folder, *folder.rglob("*")):
        os.chown(each, user, user)


def _close(path: Path, mode: int = 0o444) -> None:
    """From now on it is root's, with these rights for everybody."""
    os.chown(path, ROOT_ID, ROOT_ID)
    path.chmod(mode)


def _stored(shop: Path) -> list[str]:
    """Everything in the database, read from a copy."""
    with tempfile.TemporaryDirectory() as name:
        for file in (shop / "data").glob("sample.db*"):
            shutil.copy(file, name)
        with closing(sqlite3.connect(Path(name) / "sample.db")) as connection:
            return list(connection.iterdump())


# --- what is closed ---------------------------------------------------------------------------


def the_database(shop: Path) -> None:
    _close(shop / "data" / "sample.db")


def the_folder_of_data(shop: Path) -> None:
    for file in (shop / "data").glob("sample.db*"):
        _close(file)
    _close(shop / "data", 0o555)


def the_config(shop: Path) -> None:
    _close(shop / "config.toml", 0o600)


def the_rules(shop: Path) -> None:
    _close(shop / "playbooks" / "default.toml", 0o600)


def the_playbook(shop: Path) -> None:
    _close(shop / "playbooks", 0o700)


def the_names_of_the_playbook(shop: Path) -> None:
    # its files can be listed, and none of them opened
    _close(shop / "playbooks", 0o744)


def the_heads(shop: Path) -> None:
    _close(shop / "data" / "sample.db.audit")


def the_tombstones(shop: Path) -> None:
    erased = shop / "data" / "sample.db.erased"
    erased.touch()
    _close(erased)


def the_pause_file(shop: Path) -> None:
    paused = shop / "data" / "PAUSED"
    paused.write_text("the owner wants it so\n", encoding="utf-8")
    _close(paused)
    # as in /tmp: only its owner may delete it
    (shop / "data").chmod(0o1777)
    os.chown(shop / "data", ROOT_ID, ROOT_ID)


def _secrets(shop: Path, owner: int, mode: int) -> None:
    config = shop / "config.toml"
    text = config.read_text(encoding="utf-8")
    url = 'url = "sqlite:///data/sample.db"'
    assert url in text
    config.write_text(text.replace(url, 'secret = "SHOP_STORE_URL"'), encoding="utf-8")
    secrets = shop / "secrets.toml"
    secrets.write_text(f'SHOP_STORE_URL = "{VALUE}"\n', encoding="utf-8")
    os.chown(secrets, owner, owner)
    secrets.chmod(mode)


def secrets_of_another_user(shop: Path) -> None:
    _secrets(shop, ROOT_ID, 0o644)


def secrets_closed_to_us(shop: Path) -> None:
    _secrets(shop, ROOT_ID, 0o600)


def secrets_open_to_a_group(shop: Path) -> None:
    _secrets(shop, THEIR_ID, 0o640)


def secrets_open_to_the_world(shop: Path) -> None:
    _secrets(shop, THEIR_ID, 0o604)


class Case(NamedTuple):
    """What is closed, and how each command ends."""

    close: Callable[[Path], None]
    ends: tuple[tuple[tuple[str, ...], int], ...]


CHECK, PAUSE, RESUME, STATUS, APPROVE = (
    ("check",),
    ("pause",),
    ("resume",),
    ("status",),
    (
        "approve",
        "1",
    ),
)
PLAYBOOK: Final = ("playbook", "check")
REFUSED: Final = ((RUN, WRONG), (CHECK, WRONG))
CASES: Final = (
    # the kill switch goes on working through its file
    Case(the_database, ((RUN, FAILED), (APPROVE, FAILED), (CHECK, FAILED), (PAUSE, FINE))),
    Case(
        the_folder_of_data,
        (
            (RUN, FAILED),
            (APPROVE, FAILED),
            (("backup",), FAILED),
            (STATUS, FAILED),
            (CHECK, FAILED),
            # neither the file nor the row: whoever says stop has to know
            (PAUSE, FAILED),
            (RESUME, FAILED),
        ),
    ),
    Case(the_config, (*REFUSED, (APPROVE, WRONG), (PAUSE, FINE))),
    Case(the_rules, (*REFUSED, (PLAYBOOK, WRONG))),
    Case(the_playbook, (*REFUSED, (PLAYBOOK, WRONG))),
    Case(the_names_of_the_playbook, (*REFUSED, (PLAYBOOK, WRONG))),
    Case(secrets_of_another_user, (*REFUSED, (APPROVE, WRONG))),
    Case(secrets_closed_to_us, (*REFUSED, (APPROVE, WRONG))),
    Case(secrets_open_to_a_group, (*REFUSED, (APPROVE, WRONG))),
    Case(secrets_open_to_the_world, (*REFUSED, (APPROVE, WRONG))),
    Case(the_heads, ((CHECK, FAILED),)),
    Case(the_tombstones, ((CHECK, FAILED),)),
    # never less paused than it was
    Case(the_pause_file, ((PAUSE, FINE), (RESUME, FAILED))),
)
#: what pausing and its end write themselves
OWN_WORK: Final = (the_pause_file,)


def _named(case: Case) -> str:
    return case.close.__name__


@pytest.mark.parametrize("case", CASES, ids=_named)
def test_what_may_not_be_used_is_told_and_nothing_is_lost(shop: Path, case: Case) -> None:
    before = _stored(shop)
    case.close(shop)
    told = []
    for command, code in case.ends:
        ended = monitor_as_another(shop, *command)
        said = ended.stderr.replace(str(shop), "SHOP").strip()
        said = _TIME.sub("TIME", said)
        told.append(f"$ monitor {' '.join(command)}\n{said}\nexit {ended.returncode}\n")
        assert ended.returncode == code, told[-1]
        assert code == FINE or " hint: " in said, told[-1]
        assert "Traceback" not in said
        assert "BUG" not in said
        assert VALUE not in ended.stdout + ended.stderr
    assert_message(f"rights/{_named(case)}", "\n".join(told))
    if case.close not in OWN_WORK:
        assert _stored(shop) == before


@pytest.mark.parametrize("close", [the_database, the_folder_of_data, the_playbook, the_heads])
def test_it_goes_on_when_the_rights_are_back(shop: Path, close: Callable[[Path], None]) -> None:
    before = _stored(shop)
    close(shop)
    monitor_as_another(shop, *RUN)
    for folder in (shop / "data", shop / "playbooks"):
        folder.chmod(0o755)
    for file in (shop / "data").glob("sample.db*"):
        file.chmod(0o600)
    _give(shop, THEIR_ID)
    assert monitor_as_another(shop, "check").returncode == FINE
    ended = monitor_as_another(shop, *RUN)
    assert ended.returncode == FINE, ended.stderr
    # what was known is still known, and the next mention came on top
    assert {line for line in before if '"message"' in line} < set(_stored(shop))
    assert monitor_as_another(shop, *APPROVE).returncode == FINE


@pytest.mark.parametrize("command", [RUN, APPROVE, ("cases",), STATUS, ("inbox",), ("report",)])
def test_a_database_in_a_closed_folder_is_not_missing(shop: Path, command: tuple[str, ...]) -> None:
    before = _stored(shop)
    _close(shop / "data", 0o700)
    ended = monitor_as_another(shop, *command)
    assert ended.returncode == FAILED, ended.stderr
    assert any(why in ended.stderr for why in ("cannot be entered", "permission denied"))
    assert "there is no database" not in ended.stdout + ended.stderr
    assert "BUG" not in ended.stderr
    assert _stored(shop) == before


@pytest.mark.parametrize("command", [RUN, CHECK, PAUSE], ids=" ".join)
def test_a_shop_in_which_nothing_can_be_made(shop: Path, command: tuple[str, ...]) -> None:
    shutil.rmtree(shop / "data")
    _close(shop, 0o755)
    ended = monitor_as_another(shop, *command)
    assert ended.returncode == FAILED, ended.stderr
    # once, though three things would stand in it
    said = ended.stderr.replace(str(shop), "SHOP")
    assert said.count("error: ") == 1
    assert_message(f"rights/nothing_can_be_made_{command[0]}", said)
    assert not (shop / "data").exists()


def test_a_pause_that_cannot_be_read_is_a_pause(shop: Path) -> None:
    paused = shop / "data" / "PAUSED"
    paused.write_text("a press call\n", encoding="utf-8")
    _close(paused, 0o600)
    ended = monitor_as_another(shop, *STATUS)
    assert ended.returncode == FINE, ended.stderr
    assert "PAUSED" in ended.stdout
    assert "cannot be read" in ended.stdout


def test_a_day_without_its_head_is_told_and_the_rest_is_done(shop: Path) -> None:
    with closing(sqlite3.connect(shop / "data" / "sample.db")) as connection, connection:
        connection.execute("DELETE FROM schedule_slot WHERE job = 'housekeeping'")
    _give(shop, THEIR_ID)
    the_heads(shop)
    heads = (shop / "data" / "sample.db.audit").read_bytes()
    ended = monitor_as_another(shop, *RUN)
    assert ended.returncode == FINE, ended.stderr
    assert "sample.db.audit` cannot be written: permission denied" in ended.stdout + ended.stderr
    assert (shop / "data" / "sample.db.audit").read_bytes() == heads
    assert monitor_as_another(shop, "audit", "verify").returncode == FINE


def test_a_restore_that_could_not_be_told_changes_nothing(shop: Path) -> None:
    assert monitor_as_another(shop, *APPROVE).returncode == FINE
    before = _stored(shop)
    the_heads(shop)
    (backup,) = (shop / "copies").glob("*.db")
    ended = monitor_as_another(shop, "restore", str(backup), "--yes")
    assert ended.returncode == FAILED
    assert "sample.db.audit` cannot be written: permission denied" in ended.stderr
    assert " hint: " in ended.stderr
    assert _stored(shop) == before
    assert not list((shop / "data").glob("*.restoring*"))
