"""Backups of an SQLite store: whole copies, checked, kept for two weeks; and the way back.

Invariants: a backup that fails its check never takes the name of one; what stood in the place of a
restored store is kept aside; a restored store holds its sending until somebody has reconciled it
with what the public saw.
"""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import URL, Engine
from sqlalchemy.engine import make_url

from monitor.errors import InputError, StoreError, StoreLocked
from monitor.store.engine import engine_for, is_in_memory
from monitor.store.errors import redacted, reported, translated
from monitor.store.files import FAMILY, checked, copy_to
from monitor.store.tables import HEAD
from monitor.store.unit_of_work import SqlStore
from monitor.store.upgrade import is_known, revision_of

KEPT_FOR = timedelta(days=14)
#: the switch that holds all sending after a restore
RECONCILE = "reconcile"

_NAME = "monitor-%Y%m%dT%H%M%SZ.db"


def backup(store: SqlStore, folder: Path | str, *, now: datetime | None = None) -> Path:
    """A new backup in this folder; those older than two weeks go. Raises StoreError."""
    at = now or datetime.now(UTC)
    target = Path(folder) / at.astimezone(UTC).strftime(_NAME)
    engine = _file_engine(store)
    with reported(engine.url, files=True):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        copy_to(engine, target)
        _rotate(target, at)
    return target


def backups(folder: Path | str) -> list[Path]:
    """What can be restored, newest first."""
    dated = [(made, path) for path in Path(folder).glob("monitor-*.db") if (made := _made_at(path))]
    return [path for _, path in sorted(dated, reverse=True)]


def restore(backup: Path | str, url: str | URL, *, now: datetime | None = None) -> Path | None:
    """Puts a backup in the place of the store; where the file that stood there is kept.

    1.  Check the backup; refuse one of a newer monitor.
    2.  Prepare it under another name, with the switch that holds sending.
    3.  Put the present file aside, which fails while another program has it open.
    4.  Give the prepared one its name.

    Raises InputError, StoreCorrupt, StoreLocked, or another StoreError.
    """
    at = (now or datetime.now(UTC)).astimezone(UTC)
    source, place = Path(backup), _path_of(make_url(url))
    with reported(url, files=True):
        if not source.is_file():
            raise InputError(
                f"there is no backup `{source}`", hint="`monitor backup` tells where they are"
            )
        checked(source)
        ready = _prepare(source, place, at)
        kept = _put_aside(place, at)
        ready.replace(place)
    return kept


def _file_engine(store: SqlStore) -> Engine:
    url = store.engine.url
    if url.get_backend_name() != "sqlite" or is_in_memory(url):
        raise StoreError(
            f"the store `{redacted(url)}` is not a file",
            hint="back up a PostgreSQL server with its own means (`pg_dump`)",
        )
    return store.reader


def _path_of(url: URL) -> Path:
    if url.get_backend_name() != "sqlite" or is_in_memory(url):
        raise InputError(
            f"the store `{redacted(url)}` is not a file",
            hint="restore a PostgreSQL server with its own means (`pg_restore`)",
        )
    return Path(url.database or "")


def _made_at(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _rotate(newest: Path, now: datetime) -> None:
    """Backups live two weeks: what was erased must not come back from an older one."""
    for path in backups(newest.parent):
        made = _made_at(path)
        if path != newest and made is not None and now - made > KEPT_FOR:
            path.unlink()


def _prepare(source: Path, place: Path, at: datetime) -> Path:
    """A copy of the backup beside the store, on hold."""
    place.parent.mkdir(parents=True, exist_ok=True)
    ready = place.with_name(place.name + ".restoring")
    os.close(os.open(ready, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(ready)) as new:
        old.backup(new)
    engine = engine_for(URL.create("sqlite", database=str(ready)))
    store = SqlStore(engine)
    try:
        with engine.begin() as connection:
            revision = revision_of(connection)
        if revision != HEAD and not is_known(revision or ""):
            raise InputError(f"the backup `{source}` is of a newer monitor, version {revision}")
        with store.begin() as tx:
            why = f"restored {at:%Y-%m-%d %H:%M} UTC from {source.name}"
            tx.switches.put(RECONCILE, why, at)
    finally:
        store.close()
    return ready


def _put_aside(place: Path, at: datetime) -> Path | None:
    """The present file, and what belongs to it, under another name."""
    if not place.exists():
        return None
    _close_log(place)
    kept = place.with_name(f"{place.name}.before-restore-{at:%Y%m%dT%H%M%SZ}")
    for ending in FAMILY:
        part = place.with_name(place.name + ending)
        if part.exists():
            part.replace(kept.with_name(kept.name + ending))
    return kept


def _close_log(place: Path) -> None:
    """Brings the log into the file. Raises StoreLocked while anybody else has the store open."""
    try:
        with closing(sqlite3.connect(place, timeout=1.0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").close()
    except sqlite3.Error as error:
        told = translated(error, f"sqlite:///{place}")
        if isinstance(told, StoreLocked):
            raise told from error
        # It is damaged, which is why somebody restores: its files go aside as they are.
