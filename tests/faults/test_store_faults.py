"""What happens to the store, and what it says: locked, full, read-only, damaged, killed."""

import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import (
    Bug,
    InputError,
    MonitorError,
    StoreCorrupt,
    StoreError,
    StoreFull,
    StoreLocked,
)
from monitor.store import SqlStore, backup
from monitor.store.errors import redacted
from monitor.store.tables import HEAD
from monitor.store.upgrade import OURS, Schema
from tests.contract.stores import BRAND, NOW, a_message, opened, stored
from tests.faults.holding import held, told_of

CANARY = "a-canary-nobody-may-see"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with two messages, closed."""
    made = tmp_path / "monitor.db"
    with opened(_url(made)) as store:
        stored(store, a_message("x:1"), a_message("x:2"))
    return made


# --- locked -----------------------------------------------------------------------------------


def test_a_store_held_by_another_program_is_locked_and_can_be_read(path: Path) -> None:
    with opened(_url(path)) as store:
        _say(store, "PRAGMA busy_timeout=50")
        with held(path) as holder:
            who = told_of(holder)
            with pytest.raises(StoreLocked) as caught, store.begin() as tx:
                tx.switches.put("pause", "by Bo", NOW)
            with store.read() as tx:
                assert tx.messages.get("x:1") == a_message("x:1")
        with store.begin() as tx:
            tx.switches.put("pause", "by Bo", NOW)
    assert caught.value.for_person() == (
        f"error: the database `{path}` {who}database is locked\n"
        " hint: it goes on by itself when the other one is done; `monitor status` shows what runs"
    )


# --- full -------------------------------------------------------------------------------------


def test_a_full_disk_loses_nothing_and_goes_on_alone(path: Path) -> None:
    many = [a_message(f"x:{number}", text="long " * 200) for number in range(10, 200)]
    with opened(_url(path)) as store:
        pages = _say(store, "PRAGMA page_count")
        _say(store, f"PRAGMA max_page_count={pages + 2}")
        with pytest.raises(StoreFull) as caught:
            stored(store, *many)
        with store.read() as tx:
            assert tx.messages.get("x:1") == a_message("x:1")
            assert tx.messages.get("x:10") is None
            assert tx.pages.cursor(BRAND, "x") == "next"
        _say(store, "PRAGMA max_page_count=1000000")
        assert len(stored(store, *many).fresh) == 190
    assert caught.value.for_person() == (
        f"error: no room left for the database `{path}`: database or disk is full\n"
        " hint: make room on that disk; nothing is fetched or sent until then, and nothing is lost"
    )


# --- no store can be there ----------------------------------------------------------------------


def test_a_path_through_a_file_is_told(path: Path) -> None:
    with (
        pytest.raises(StoreError, match="a file stands where its folder should be"),
        opened(_url(path / "monitor.db")),
    ):
        pass


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with (
        pytest.raises(StoreError, match=f"the database `{tmp_path}` is a folder"),
        opened(_url(tmp_path)),
    ):
        pass


def test_a_link_to_nothing_makes_no_store(tmp_path: Path) -> None:
    # a disk that is not connected: the store on it knows who was answered
    path = tmp_path / "monitor.db"
    path.symlink_to(tmp_path / "disk" / "monitor.db")
    (tmp_path / "disk").mkdir()
    with pytest.raises(StoreError, match="and nothing is there") as caught, opened(_url(path)):
        pass
    assert "is that disk connected?" in caught.value.for_person()
    assert list((tmp_path / "disk").iterdir()) == []


# --- damaged ----------------------------------------------------------------------------------


def _flip_the_header(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[:16] = bytes(byte ^ 0xFF for byte in content[:16])
    path.write_bytes(content)


def _flip_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(byte ^ 0x55 for byte in content[4096:])
    path.write_bytes(content)


def _cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _cut_to_the_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:16])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _overwrite(path: Path) -> None:
    path.write_text("<!doctype html>")


def _lose_all_but_the_log(path: Path) -> None:
    path.rename(path.with_name("monitor.db-wal"))


@pytest.mark.parametrize(
    "damage",
    [
        _flip_the_header,
        _flip_pages,
        _cut_in_half,
        _cut_to_the_header,
        _empty,
        _overwrite,
        _lose_all_but_the_log,
    ],
)
def test_a_damaged_store_is_never_replaced_by_an_empty_one(
    path: Path, damage: Callable[[Path], None]
) -> None:
    damage(path)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(StoreCorrupt) as caught, opened(_url(path)):
        pass
    told = caught.value.for_person()
    assert told.startswith(f"error: the database `{path}` is damaged: ")
    assert told.endswith(
        "\n hint: stop the monitor, then `monitor restore BACKUP` with the newest file of"
        f" `{path.parent / 'backups'}`; the damaged file is kept aside"
    )
    after = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert {name: after.get(name) for name in before} == before


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP TABLE acknowledgement_slot", "the table `acknowledgement_slot` is missing"),
        ("DROP TABLE alembic_version", "the table `alembic_version` is missing"),
        ("DELETE FROM alembic_version", "it does not say which version it is"),
        ("ALTER TABLE switch RENAME TO mine", "the table `switch` is missing"),
        ("ALTER TABLE message DROP COLUMN url", "the column `message.url` is missing"),
    ],
)
def test_a_store_that_lacks_a_part_is_left_alone(path: Path, statement: str, told: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    before = path.read_bytes()
    with pytest.raises(StoreCorrupt) as caught, opened(_url(path)):
        pass
    assert caught.value.message == f"the database `{path}` is damaged: {told}"
    assert "monitor restore BACKUP" in (caught.value.hint or "")
    assert path.read_bytes() == before


def test_a_store_without_the_index_that_keeps_a_promise_is_left_alone(path: Path) -> None:
    # one draft a mention, one word a person: the database holds that, and not an `if`
    with closing(sqlite3.connect(path)) as connection, connection:
        every = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '%UNIQUE%'"
        names = [name for (name,) in connection.execute(every)]
        connection.execute(f"DROP INDEX {names[0]}")
    with (
        pytest.raises(StoreCorrupt, match=f"the index `{names[0]}` is missing"),
        opened(_url(path)),
    ):
        pass


def test_what_somebody_added_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE my_notes (text)")
        connection.execute("CREATE INDEX my_index ON message (text)")
    with opened(_url(path)) as store, store.read() as tx:
        assert tx.messages.get("x:1") == a_message("x:1")


def test_damage_while_running_is_told(path: Path) -> None:
    with opened(_url(path)) as store:
        _flip_pages(path)
        with pytest.raises(StoreCorrupt), store.read() as tx:
            tx.messages.get("x:1")


# --- killed -----------------------------------------------------------------------------------


def test_a_kill_in_a_transaction_leaves_the_old_state(path: Path) -> None:
    _killed(
        path,
        """
        with store.begin() as tx:
            tx.pages.store(BRAND, "x", a_page(a_message("x:3"), cursor="later"), NOW)
            tx.switches.put("pause", "by Bo", NOW)
            tx.cases.next_number()
            die()
        """,
    )
    with opened(_url(path)) as store, store.begin() as tx:
        assert tx.messages.get("x:3") is None
        assert tx.pages.cursor(BRAND, "x") == "next"
        assert tx.switches.get("pause") is None
        assert tx.cases.next_number() == 1
        assert len(tx.pages.untriaged()) == 1


def test_a_kill_after_the_commit_leaves_the_new_state(path: Path) -> None:
    _killed(
        path,
        """
        with store.begin() as tx:
            tx.pages.store(BRAND, "x", a_page(a_message("x:3"), cursor="later"), NOW)
        die()
        """,
    )
    with opened(_url(path)) as store, store.read() as tx:
        assert tx.messages.get("x:3") == a_message("x:3")
        assert tx.pages.cursor(BRAND, "x") == "later"
        assert len(tx.pages.untriaged()) == 2


def test_the_log_of_a_killed_process_is_read_and_nothing_in_it_is_lost(path: Path) -> None:
    _killed(
        path,
        """
        stored(store, *(a_message(f"x:{number}") for number in range(10, 40)))
        die()
        """,
    )
    assert path.with_name("monitor.db-wal").stat().st_size > 0
    with opened(_url(path)) as store:
        made = backup(store, path.parent / "backups")
        with store.read() as tx:
            assert tx.messages.get("x:39") == a_message("x:39")
    with opened(_url(made)) as copy, copy.read() as tx:
        assert tx.messages.get("x:39") == a_message("x:39")


def test_a_kill_while_a_store_is_made_leaves_none(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    _killed(path, "", schema=_deadly_schema(tmp_path))
    assert not path.exists()
    with opened(_url(path)) as store:
        assert len(stored(store, a_message()).fresh) == 1


def test_a_kill_in_a_migration_leaves_the_old_schema(tmp_path: Path, path: Path) -> None:
    _killed(path, "", schema=_deadly_schema(tmp_path))
    with opened(_url(path)) as store, store.read() as tx:
        assert tx.messages.get("x:1") == a_message("x:1")


# --- words --------------------------------------------------------------------------------------


def test_what_was_taken_away_is_in_no_byte_of_the_files(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    with opened(_url(path)) as store:
        stored(store, a_message("x:1", text=CANARY), a_message("x:2"))
        stored(store, a_message("x:1", text=f"{CANARY} again", version=2))
        assert CANARY.encode() in _bytes_of(path)
        stored(store, a_message("x:1", deleted_at=NOW))
        store.flush()
        assert CANARY.encode() not in _bytes_of(path)
        with store.read() as tx:
            assert tx.messages.get("x:2") == a_message("x:2")


def test_half_a_character_is_an_error_of_input(path: Path) -> None:
    with (
        opened(_url(path)) as store,
        pytest.raises(InputError, match="half a character"),
        store.begin() as tx,
    ):
        tx.switches.put("away", "until \udcff", NOW)


def test_errors_of_others_pass_through(path: Path) -> None:
    with opened(_url(path)) as store:
        with pytest.raises(ConnectionResetError), store.begin():
            raise ConnectionResetError
        with pytest.raises(Bug, match="used wrongly"), store.begin() as tx:
            tx.switches.put("away", object(), NOW)  # type: ignore[arg-type]


def test_a_password_is_never_told() -> None:
    url = f"postgresql+psycopg://larch:{CANARY}@127.0.0.1:1/monitor?connect_timeout=1"
    assert redacted(url) == ("postgresql+psycopg://larch:***@127.0.0.1:1/monitor?connect_timeout=1")
    with pytest.raises(MonitorError) as caught, opened(url):
        pass
    assert CANARY not in caught.value.for_person()
    assert "larch:***@127.0.0.1" in caught.value.for_person()


def test_a_backup_of_a_damaged_store_takes_no_name(path: Path) -> None:
    with opened(_url(path)) as store:
        _flip_pages(path)
        with pytest.raises(StoreCorrupt):
            backup(store, path.parent / "backups")
        assert list((path.parent / "backups").iterdir()) == []


# --- helpers ----------------------------------------------------------------------------------


def _url(path: Path) -> str:
    return f"sqlite:///{path}"


def _say(store: SqlStore, pragma: str) -> int:
    """Tells the one connection of the writing engine; what it answers."""
    with store.engine.begin() as connection:
        return int(connection.exec_driver_sql(pragma).scalar() or 0)


def _bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob("monitor.db*")))


def _killed(path: Path, what: str, schema: Schema = OURS) -> None:
    """Another process opens the store, does this, and is killed on the way."""
    code = f"""
import os, pathlib, signal
from monitor.store import open_store
from monitor.store.upgrade import Schema
from tests.contract.stores import BRAND, NOW, a_message, a_page, stored

def die():
    os.kill(os.getpid(), signal.SIGKILL)

schema = Schema(folder=pathlib.Path({str(schema.folder)!r}), head={schema.head!r})
store = open_store({_url(path)!r}, schema=schema)
{textwrap.dedent(what)}
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == -signal.SIGKILL


def _deadly_schema(tmp_path: Path) -> Schema:
    """Our migrations, and one that kills the process that runs it, half way."""
    folder = tmp_path / "migrations"
    shutil.copytree(OURS.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9000_deadly.py").write_text(
        textwrap.dedent(
            f"""
            import os
            from alembic import op
            revision, down_revision = "9000", "{HEAD}"
            def upgrade():
                op.execute("DROP TABLE triage")
                os.kill(os.getpid(), 9)
            """
        )
    )
    return Schema(folder=folder, head="9000")


def test_sqlite_would_have_started_empty(tmp_path: Path) -> None:
    # Shows that the refusals above are needed: SQLite itself takes an empty file for a new store.
    path = tmp_path / "monitor.db"
    path.write_bytes(b"")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
