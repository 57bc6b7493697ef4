"""Backups: whole, checked, rotated; and a restore that holds its sending."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import InputError, StoreCorrupt, StoreError, StoreLocked, StoreTooNew
from monitor.store import SqlStore, backup, drop_old_copies, memory_store, open_store, restore
from tests.contract.stores import NOW, a_message, opened, stored


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = open_store(_url(tmp_path), temporary=True)
    stored(made, a_message("x:1"), a_message("x:2"))
    yield made
    made.close()


def test_a_backup_is_a_whole_store(store: SqlStore, tmp_path: Path) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    assert made == tmp_path / "backups" / "monitor-20261123T080000Z.db"
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    # strangers' words: for nobody but us
    assert made.stat().st_mode & 0o077 == 0
    with opened(f"sqlite:///{made}") as again, again.read() as tx:
        assert tx.messages.get("x:2") == a_message("x:2")


def test_a_backup_holds_what_was_committed_and_nothing_else(
    store: SqlStore, tmp_path: Path
) -> None:
    with opened(_url(tmp_path)) as second, second.begin() as tx:
        tx.switches.put("pause", "by Bo", NOW)
        made = backup(store, tmp_path / "backups", now=NOW)
    with closing(sqlite3.connect(made)) as connection:
        assert connection.execute("SELECT count(*) FROM switch").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM message").fetchone() == (2,)


def test_backups_live_two_weeks(store: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    for days in (20, 15, 14, 1):
        backup(store, folder, now=NOW - timedelta(days=days))
    (folder / "monitor-notes.db").write_text("not ours")
    backup(store, folder, now=NOW)
    assert sorted(path.name for path in folder.iterdir()) == [
        "monitor-20261109T080000Z.db",
        "monitor-20261122T080000Z.db",
        "monitor-20261123T080000Z.db",
        "monitor-notes.db",
    ]


def test_a_store_in_memory_cannot_be_backed_up(tmp_path: Path) -> None:
    store = memory_store()
    with pytest.raises(StoreError, match="is not a file"):
        backup(store, tmp_path)
    store.close()


def test_a_restored_store_is_as_then_and_holds_its_sending(store: SqlStore, tmp_path: Path) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    stored(store, a_message("x:3"))
    store.close()
    kept = restore(made, _url(tmp_path), now=NOW + timedelta(hours=1))
    with opened(_url(tmp_path)) as again, again.read() as tx:
        assert tx.messages.get("x:2") == a_message("x:2")
        assert tx.messages.get("x:3") is None
        why = "restored 2026-11-23 09:00 UTC from monitor-20261123T080000Z.db"
        assert tx.switches.get("reconcile") == why
    # what stood there is kept aside, whole
    assert kept == tmp_path / "monitor.db.before-restore-20261123T090000Z"
    with opened(f"sqlite:///{kept}") as again, again.read() as tx:
        assert tx.messages.get("x:3") == a_message("x:3")
        assert tx.switches.get("reconcile") is None


def test_a_restore_where_nothing_is(store: SqlStore, tmp_path: Path) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    url = f"sqlite:///{tmp_path / 'elsewhere' / 'monitor.db'}"
    assert restore(made, url, now=NOW) is None
    with opened(url) as again, again.read() as tx:
        assert tx.messages.get("x:1") == a_message("x:1")


def test_a_damaged_backup_is_refused_and_the_store_stays(store: SqlStore, tmp_path: Path) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    store.close()
    content = bytearray(made.read_bytes())
    content[8192:16384] = b"\x55" * 8192
    made.write_bytes(content)
    before = (tmp_path / "monitor.db").read_bytes()
    with pytest.raises(
        StoreCorrupt, match=r"the backup `.*monitor-20261123T080000Z\.db` is damaged"
    ):
        restore(made, _url(tmp_path))
    assert (tmp_path / "monitor.db").read_bytes() == before


def _text(path: Path) -> None:
    path.write_text("my shopping list")


def _of_another_program(path: Path) -> None:
    _sql(path, "CREATE TABLE photo (name)")


def _of_another_program_with_alembic(path: Path) -> None:
    _sql(path, "CREATE TABLE photo (name)", "CREATE TABLE alembic_version (version_num)")
    _sql(path, "INSERT INTO alembic_version VALUES ('0001')")


def _without_tables(path: Path) -> None:
    _sql(path, "CREATE TABLE once (was)", "DROP TABLE once")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (Path.mkdir, "it is a folder"),
        (Path.touch, "it is empty"),
        (_text, "it does not begin as a database does"),
        (_of_another_program, "another program wrote this database"),
        (_of_another_program_with_alembic, "another program wrote this database"),
        (_without_tables, "it holds no tables"),
    ],
)
def test_what_is_no_backup_is_refused_and_the_store_stays(
    store: SqlStore, tmp_path: Path, make: Callable[[Path], None], why: str
) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    store.close()
    make(tmp_path / "thing")
    before = _files_of(tmp_path)
    with pytest.raises(InputError) as caught:
        restore(tmp_path / "thing", _url(tmp_path), folder=made.parent)
    assert caught.value.for_person() == (
        f"error: `{tmp_path / 'thing'}` is no backup of the monitor: {why}\n"
        f" hint: the newest in `{made.parent}`: monitor restore {made}"
    )
    assert _files_of(tmp_path) == before


def test_a_backup_that_lacks_a_part_is_refused(store: SqlStore, tmp_path: Path) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    store.close()
    _sql(made, "DROP TABLE acknowledgement_slot")
    before = _files_of(tmp_path)
    with pytest.raises(StoreCorrupt) as caught:
        restore(made, _url(tmp_path), folder=made.parent)
    assert caught.value.for_person() == (
        f"error: the backup `{made}` is damaged: the table `acknowledgement_slot` is missing\n"
        f" hint: there is no other backup in `{made.parent}`; `monitor backup` makes one of what is"
        " now"
    )
    assert _files_of(tmp_path) == before


def test_a_backup_of_a_newer_monitor_is_refused(store: SqlStore, tmp_path: Path) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    _sql(made, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="is of a newer monitor: version 9999"):
        restore(made, _url(tmp_path))


def test_a_store_is_no_backup_of_itself(store: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is the database itself"):
        restore(tmp_path / "monitor.db", _url(tmp_path))


def test_a_log_that_was_left_alone_is_not_read_into_the_restored_store(
    store: SqlStore, tmp_path: Path
) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    stored(store, *(a_message(f"x:{number}") for number in range(10, 60)))
    log = tmp_path / "monitor.db-wal"
    kept_log = log.read_bytes()
    store.close()
    # the file is lost, and its log is left
    (tmp_path / "monitor.db").unlink()
    log.write_bytes(kept_log)
    kept = restore(made, _url(tmp_path), now=NOW)
    with opened(_url(tmp_path)) as again, again.read() as tx:
        assert tx.messages.get("x:1") == a_message("x:1")
        assert tx.messages.get("x:59") is None
    assert kept == tmp_path / "monitor.db.before-restore-20261123T080000Z-wal"
    assert kept.read_bytes() == kept_log


def test_a_store_in_use_is_not_replaced(store: SqlStore, tmp_path: Path) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    with store.read(), pytest.raises(StoreLocked):
        restore(made, _url(tmp_path))
    assert (tmp_path / "monitor.db").exists()


def test_a_damaged_store_is_kept_aside_as_it_is(store: SqlStore, tmp_path: Path) -> None:
    made = backup(store, tmp_path / "backups", now=NOW)
    store.close()
    (tmp_path / "monitor.db").write_bytes(b"ruined")
    kept = restore(made, _url(tmp_path), now=NOW)
    assert kept is not None
    assert kept.read_bytes() == b"ruined"
    with opened(_url(tmp_path)) as again, again.read() as tx:
        assert tx.messages.get("x:1") == a_message("x:1")


def test_a_backup_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no backup"):
        restore(tmp_path / "nothing.db", _url(tmp_path))


def _sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def _files_of(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'monitor.db'}"


def test_copies_older_than_two_weeks_go(store: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    old = backup(store, folder, now=NOW - timedelta(days=15))
    young = backup(store, folder, now=NOW - timedelta(days=13))
    # a backup of today would have let the old one go by itself: it is put back
    old.write_bytes(young.read_bytes())
    aside = tmp_path / "monitor.db.before-restore-20261101T080000Z"
    upgraded = tmp_path / "monitor.db.before-0004"
    for path, days in ((aside, 22), (upgraded, 15)):
        path.write_bytes(b"old")
        then = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (then, then))
    (tmp_path / "monitor.db.before-0005").write_bytes(b"new")
    (tmp_path / "notes.db").write_bytes(b"mine")
    gone = drop_old_copies(_url(tmp_path), folder, NOW)
    assert gone == [old, upgraded, aside]
    left = {path.name for path in (*tmp_path.iterdir(), *folder.iterdir())}
    assert left >= {young.name, "monitor.db", "monitor.db.before-0005", "notes.db"}
    assert not {path.name for path in gone} & left


def test_a_server_has_no_copies_beside_it(tmp_path: Path) -> None:
    assert drop_old_copies("postgresql://monitor@localhost/monitor", tmp_path / "none", NOW) == []


def test_what_a_death_left_half_made_goes_after_a_day(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    half = [
        folder / "monitor-20261101T020000Z.db.part",
        folder / "monitor-20261101T020000Z.db.part-wal",
        tmp_path / "monitor.db.restoring",
        tmp_path / "monitor.db.restoring-journal",
        tmp_path / "monitor.db.new-4711",
    ]
    others = [
        folder / "notes.part",
        tmp_path / "other.db.restoring",
        tmp_path / "monitor.db.erased",
    ]
    for path in [*half, *others]:
        path.write_text("QUOTED", encoding="utf-8")
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    young, old = NOW + timedelta(hours=23), NOW + timedelta(days=1, seconds=1)
    assert drop_old_copies(_url(tmp_path), folder, young) == []
    assert sorted(drop_old_copies(_url(tmp_path), folder, old)) == sorted(half)
    assert all(path.exists() for path in others)
