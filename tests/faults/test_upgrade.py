"""An upgrade: a copy first, and a kill at any statement of any migration leaves a whole store.

Every death is that of a process of its own, and the store is then opened as if nothing had been.
"""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event

from monitor.store import open_store
from monitor.store.engine import engine_for
from monitor.store.tables import HEAD
from monitor.store.upgrade import OURS, Schema, migrate

FIRST = "0001"
#: what must never be lost: who was answered, and that nothing may be sent
ROWS = (
    "INSERT INTO acknowledgement_slot (author_id, brand, effect, until_at)"
    " VALUES ('x:ada', 'larch', 1, 99)",
    "INSERT INTO switch (brand, name, value, at) VALUES ('', 'paused', 'Bo', 1)",
)
ASKED = "SELECT (SELECT count(*) FROM acknowledgement_slot), (SELECT count(*) FROM switch)"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store as the first monitor left it."""
    path = tmp_path_factory.mktemp("first") / "monitor.db"
    path.touch()
    engine = engine_for(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, Schema(folder=OURS.folder, head=FIRST))
        for row in ROWS:
            connection.exec_driver_sql(row)
    engine.dispose()
    return path


def reach(path: Path, at_statement: Callable[[int, str], None]) -> None:
    """Opens the store, counting the statements of every connection."""
    count = 0

    def before(_c: Any, _k: Any, statement: str, *_: Any) -> None:  # Any: as SQLAlchemy calls it
        nonlocal count
        at_statement(count, statement)
        count += 1

    event.listen(Engine, "before_cursor_execute", before)
    try:
        open_store(f"sqlite:///{path}").close()
    finally:
        event.remove(Engine, "before_cursor_execute", before)


def statements(path: Path) -> list[str]:
    """Every statement of the upgrade."""
    told: list[str] = []
    reach(path, lambda _number, statement: told.append(statement))
    return told


def killed_at(path: Path, number: int) -> None:
    """Another process upgrades it, and is killed before this statement."""

    def die(reached: int, _statement: str) -> None:
        if reached == number:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        try:
            reach(path, die)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"it never came to statement {number}"


def version_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def rows_of(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        found: tuple[int, int] = connection.execute(ASKED).fetchone()
        return found


def points(told: list[str]) -> list[int]:
    """Inside each migration: at its first step, in its middle, and at its last."""
    ends = [
        number
        for number, statement in enumerate(told)
        if "alembic_version" in statement and statement.lstrip().upper().startswith("UPDATE")
    ]
    assert len(ends) == len(list(ScriptDirectory(str(OURS.folder)).walk_revisions())) - 1
    chosen = set()
    begin = next(number for number, one in enumerate(told) if one.lstrip().startswith("CREATE"))
    for end in ends:
        chosen |= {begin, (begin + end) // 2, end}
        begin = min(end + 1, len(told) - 1)
    return sorted(chosen)


def test_a_kill_inside_each_migration_leaves_a_whole_store(first: Path, tmp_path: Path) -> None:
    counted = tmp_path / "counted.db"
    shutil.copy(first, counted)
    every = points(statements(counted))
    assert version_of(counted) == HEAD
    for number in every:
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "monitor.db"
        shutil.copy(first, path)
        killed_at(path, number)
        # all of it or nothing
        assert version_of(path) == FIRST
        assert rows_of(path) == (1, 1)
        # the copy came first, and is a whole store of before
        (copy,) = folder.glob("monitor.db.before-*")
        assert (version_of(copy), rows_of(copy)) == (FIRST, (1, 1))
        # and the next start goes on
        open_store(f"sqlite:///{path}").close()
        assert (version_of(path), rows_of(path)) == (HEAD, (1, 1))


def test_the_store_before_an_upgrade_can_be_opened_by_its_own_monitor(
    first: Path, tmp_path: Path
) -> None:
    path = tmp_path / "monitor.db"
    shutil.copy(first, path)
    open_store(f"sqlite:///{path}").close()
    (copy,) = tmp_path.glob("monitor.db.before-*")
    open_store(f"sqlite:///{copy}", schema=Schema(folder=OURS.folder, head=FIRST)).close()
    assert version_of(copy) == FIRST
