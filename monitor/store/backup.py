"""Backups of an SQLite store: whole copies, checked, kept for two weeks; and the way back.

Invariants: a backup that fails its check never takes the name of one; what stood in the place of a
restored store is kept aside; a restored store holds its sending until somebody has reconciled it
with what the public saw.
"""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from glob import escape as glob_escape
from pathlib import Path

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.engine import make_url

from monitor.domain.audit import MACHINE, RESTORED, AuditAction, AuditEntry, Head
from monitor.domain.values import replace
from monitor.errors import InputError, StoreCorrupt, StoreError, StoreLocked, StoreTooNew
from monitor.store.engine import engine_for, is_in_memory
from monitor.store.errors import redacted, reported, translated
from monitor.store.files import FAMILY, checked, copy_to, looks_like_sqlite
from monitor.store.head_file import ENDING, HeadFile
from monitor.store.shape import VERSION_TABLE, gaps_in, is_ours, parts_of, told
from monitor.store.tables import EVERYONE, HEAD
from monitor.store.tombstone_file import ENDING as TOMBSTONES
from monitor.store.tombstone_file import TombstoneFile
from monitor.store.unit_of_work import SqlStore
from monitor.store.upgrade import is_known, migrate, written_revision

KEPT_FOR = timedelta(days=14)
#: a copy that a death left half made is of no use; none takes so long to make
HALF_KEPT_FOR = timedelta(days=1)
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
    dated = [(made, path) for path in Path(folder).glob("monitor-*.db") if (made := made_at(path))]
    return [path for _, path in sorted(dated, reverse=True)]


def drop_old_copies(url: str | URL, folder: Path | str, now: datetime) -> list[Path]:
    """Backups and what was put aside beside an SQLite store go after two weeks: what was erased
    must not live on in them. Those that went; one that cannot go is left for the next time."""
    gone = []
    whole = [*backups(folder), *_beside(make_url(url), "before-*")]
    half = [
        *Path(folder).glob("monitor-*.db.part*"),
        *_beside(make_url(url), "restoring*", "new-*"),
    ]
    for paths, kept_for in ((whole, KEPT_FOR), (half, HALF_KEPT_FOR)):
        for path in paths:
            with suppress(OSError):
                made = made_at(path) or datetime.fromtimestamp(path.stat().st_mtime, UTC)
                if now - made > kept_for:
                    path.unlink()
                    gone.append(path)
    return gone


def _beside(url: URL, *endings: str) -> list[Path]:
    """Copies beside the store that a restore, an upgrade or a first start left there."""
    if url.get_backend_name() != "sqlite" or is_in_memory(url):
        return []
    place = Path(url.database or "")
    name = glob_escape(place.name)
    return sorted(path for each in endings for path in place.parent.glob(f"{name}.{each}"))


def restore(
    backup: Path | str,
    url: str | URL,
    *,
    now: datetime | None = None,
    folder: Path | None = None,
) -> Path | None:
    """Puts a backup in the place of the store; where the file that stood there is kept.

    1.  Check the backup; refuse what is none.
    2.  Prepare it under another name, with the switch that holds sending, and without the people
        who were erased since.
    3.  Put the present file aside, which fails while another program has it open.
    4.  Give the prepared one its name.

    `folder` is where backups are: an error names the newest. Raises InputError, StoreCorrupt,
    StoreTooNew, StoreLocked, or another MonitorError; then everything is as it was.
    """
    at = (now or datetime.now(UTC)).astimezone(UTC)
    source, place = Path(backup), _path_of(make_url(url))
    hint = _others(folder, source)
    with reported(url, files=True):
        _look_at(source, place, hint)
        heads = HeadFile(place.with_name(place.name + ENDING))
        heads.must_be_open()
        ready = place.with_name(place.name + ".restoring")
        try:
            head = _prepare(source, ready, at, hint, _tombstones_beside(place))
            kept = _put_aside(place, at)
            ready.replace(place)
            heads.append(head)
        finally:
            for ending in FAMILY:
                ready.with_name(ready.name + ending).unlink(missing_ok=True)
    return kept


def _others(folder: Path | None, source: Path) -> str:
    """What to do when a file is no backup: which one to take instead."""
    if folder is None:
        return "`monitor backup` tells where they are"
    newest = next((path for path in backups(folder) if path.resolve() != source.resolve()), None)
    if newest is None:
        return f"there is no other backup in `{folder}`; `monitor backup` makes one of what is now"
    return f"the newest in `{folder}`: monitor restore {newest}"


def _look_at(source: Path, place: Path, hint: str) -> None:
    """Raises InputError for what is no backup at all, StoreCorrupt for a damaged one."""
    if not source.exists():
        raise InputError(f"there is no backup `{source}`", hint=hint)
    if not source.is_file():
        raise _no_backup(source, "it is a folder" if source.is_dir() else "it is not a file", hint)
    if place.exists() and source.samefile(place):
        raise InputError(f"`{source}` is the database itself, not a backup of it", hint=hint)
    if source.stat().st_size == 0:
        raise _no_backup(source, "it is empty", hint)
    if not looks_like_sqlite(source):
        raise _no_backup(source, "it does not begin as a database does", hint)
    try:
        checked(source)
    except StoreCorrupt as error:
        raise _damaged(source, error.message.rpartition(" is damaged: ")[2], hint) from error


def _no_backup(source: Path, why: str, hint: str) -> InputError:
    return InputError(f"`{source}` is no backup of the monitor: {why}", hint=hint)


def _damaged(source: Path, why: str, hint: str) -> StoreCorrupt:
    return StoreCorrupt(f"the backup `{source}` is damaged: {why}", hint=hint)


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


def made_at(path: Path) -> datetime | None:
    """When a backup of this name was made; None: it is none."""
    try:
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _rotate(newest: Path, now: datetime) -> None:
    """Backups live two weeks: what was erased must not come back from an older one."""
    for path in backups(newest.parent):
        made = made_at(path)
        if path != newest and made is not None and now - made > KEPT_FOR:
            path.unlink()


def _tombstones_beside(place: Path) -> TombstoneFile:
    """Who was erased from the database that stands or stood there."""
    return TombstoneFile(place.with_name(place.name + TOMBSTONES))


def _prepare(source: Path, ready: Path, at: datetime, hint: str, tombstones: TombstoneFile) -> Head:
    """A copy of the backup beside the store, on hold and without whoever was erased since; the
    head of its audit log."""
    key, stones = tombstones.read()
    ready.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(ready, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(ready)) as new:
        old.backup(new)
    engine = engine_for(URL.create("sqlite", database=str(ready)))
    store = SqlStore(engine)
    try:
        with engine.begin() as connection:
            _fits(connection, source, hint)
            if written_revision(connection) != HEAD:
                migrate(connection)
        with store.begin() as tx:
            why = f"restored {at:%Y-%m-%d %H:%M} UTC from {source.name}"
            tx.switches.put(RECONCILE, why, at)
            gone = tx.erasures.again(key, stones, at) if key is not None else 0
            tx.audit.write(
                AuditEntry(
                    brand=EVERYONE,
                    at=at,
                    actor=MACHINE,
                    action=AuditAction.RESTORED,
                    subject=source.name,
                    reason=f"erased_again {gone}" if gone else "",
                )
            )
            head = tx.audit.head()
            assert head is not None
            return replace(head, at=at, event=RESTORED)
    finally:
        store.close()


def _fits(connection: Connection, source: Path, hint: str) -> None:
    """Raises an error that names the backup, unless this monitor can go on with its copy."""
    parts = parts_of(connection)
    if not is_ours(parts):
        why = "another program wrote this database" if parts else "it holds no tables"
        raise _no_backup(source, why, hint)
    if ("table", VERSION_TABLE) not in parts:
        raise _damaged(source, told((f"the table `{VERSION_TABLE}`",)), hint)
    revision = written_revision(connection)
    if revision is None:
        raise _damaged(source, "it does not say which version it is", hint)
    if revision != HEAD and not is_known(revision):
        raise StoreTooNew(
            f"the backup `{source}` is of a newer monitor: version {revision}, and this one knows"
            f" them up to {HEAD}",
            hint="install the newer monitor again, or restore an older backup",
        )
    gaps = gaps_in(parts) if revision == HEAD else ()
    if gaps:
        raise _damaged(source, told(gaps), hint)


def _put_aside(place: Path, at: datetime) -> Path | None:
    """The present file, and what belongs to it, under another name.

    A log without its database too: SQLite would take it for the log of the restored one.
    """
    parts = [ending for ending in FAMILY if place.with_name(place.name + ending).exists()]
    if not parts:
        return None
    if place.exists():
        _close_log(place)
    kept = place.with_name(f"{place.name}.before-restore-{at:%Y%m%dT%H%M%SZ}")
    for ending in FAMILY:
        part = place.with_name(place.name + ending)
        if part.exists():
            part.replace(kept.with_name(kept.name + ending))
    return kept.with_name(kept.name + parts[0])


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
