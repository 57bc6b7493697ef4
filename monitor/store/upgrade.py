"""Opening a store: made when it is new, checked and brought up to date when it is not.

A new store is made from the tables, an older one by its missing migrations; a test holds the two
ways to the same schema. So Alembic, 10 MB of it, loads only for an older store.

Invariants: an empty store is made only where there is no file at all, and appears under its name
only when it is complete; a damaged one is never replaced by an empty one, which would answer
everything again; an older one is copied before it is changed; a newer one, and what is no store of
ours or lacks a part of one, is left alone.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, Engine, insert, text
from sqlalchemy.engine import make_url

from monitor.domain.values import Value
from monitor.errors import StoreError, StoreTooNew
from monitor.store.engine import engine_for, is_in_memory, looker_at
from monitor.store.errors import corrupt, place_of, reported
from monitor.store.files import FAMILY, copy_to, looks_like_sqlite
from monitor.store.shape import VERSION_TABLE, gaps_in, is_ours, parts_of, told
from monitor.store.tables import EVERYONE, HEAD, counter, metadata
from monitor.store.unit_of_work import SqlStore

if TYPE_CHECKING:
    from alembic.config import Config

log = logging.getLogger(__name__)

#: any number, the same for every monitor: two must not migrate at once
_MIGRATING = 11_235_813
#: as Alembic makes it
_VERSION_TABLE = """
CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)
"""


class Schema(Value):
    """A history of the schema: where its migrations are, and the newest."""

    folder: Path
    head: str


OURS = Schema(folder=Path(__file__).parent / "migrations", head=HEAD)


def open_store(url: str | URL, *, temporary: bool = False, schema: Schema = OURS) -> SqlStore:
    """The store at this URL, ready.

    `temporary` is for stores that are thrown away: a commit does not wait for the disk.
    Raises StoreCorrupt, StoreTooNew, StoreReadOnly, StoreLocked, StoreFull, or StoreError.
    """
    made = make_url(url)
    if is_in_memory(made):
        return memory_store()
    if made.get_backend_name() == "sqlite":
        path = Path(made.database or "")
        if not _exists(path, made):
            _create(path, made, schema, temporary=temporary)
    engine = engine_for(made, temporary=temporary)
    try:
        with reported(made):
            _make_ready(engine, schema)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine)


def memory_store() -> SqlStore:
    """A new store in memory, empty."""
    engine = engine_for("sqlite://")
    with engine.begin() as connection:
        create_at_once(connection)
    return SqlStore(engine)


def create_at_once(connection: Connection) -> None:
    """The schema as the tables say, without its history, in the transaction of this connection."""
    metadata.create_all(connection, checkfirst=False)
    connection.execute(text(_VERSION_TABLE))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
    seed(connection)


def migrate(connection: Connection, schema: Schema = OURS) -> None:
    """Every migration that is missing, in the transaction of this connection."""
    from alembic import command

    command.upgrade(_alembic(schema, connection), schema.head)


def revision_of(connection: Connection) -> str | None:
    """Which migration the database is at; None when it holds no table at all.

    Raises StoreError for a database that is not the monitor's, StoreCorrupt for one that was.
    """
    parts = parts_of(connection)
    if not parts:
        return None
    if not is_ours(parts):
        raise StoreError(
            f"the database `{place_of(connection.engine.url)}` is not one of the monitor's",
            hint="name another file or database in `[store]`; this one is left as it is",
        )
    if ("table", VERSION_TABLE) not in parts:
        raise corrupt(connection.engine.url, told((f"the table `{VERSION_TABLE}`",)))
    found = written_revision(connection)
    if found is None:
        raise corrupt(connection.engine.url, "it does not say which version it is")
    return found


def written_revision(connection: Connection) -> str | None:
    """What stands in the version table."""
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def seed(connection: Connection) -> None:
    """The rows a new store begins with."""
    counted = ("message", "case", "effect")
    names = [{"brand": EVERYONE, "name": name, "value": 0} for name in counted]
    connection.execute(insert(counter), names)


def is_known(revision: str, schema: Schema = OURS) -> bool:
    """We have the migration that leads there."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_alembic(schema)).walk_revisions()
    return revision in {script.revision for script in scripts}


def _alembic(schema: Schema, connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(schema.folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _exists(path: Path, url: URL) -> bool:
    """There is a store; raises StoreCorrupt for what is left of one, StoreError for no file."""
    with reported(url, files=True):
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "no file"
            raise StoreError(
                f"the database `{path}` is {what}",
                hint="`[store]` has to name a file in a folder, such as sqlite:///data/monitor.db",
            )
        if not path.exists() and path.is_symlink():
            raise StoreError(
                f"the database `{path}` is a link to `{path.readlink()}`, and nothing is there",
                hint="is that disk connected? a new database would not know who was answered",
            )
        if not path.exists():
            if path.with_name(path.name + "-wal").exists():
                raise corrupt(url, "the file is gone, and only its log (`-wal`) is left")
            return False
        if path.stat().st_size == 0:
            raise corrupt(url, "the file is empty")
        if not looks_like_sqlite(path):
            raise corrupt(url, "it does not begin as an SQLite file does")
        return True


def _create(path: Path, url: URL, schema: Schema, *, temporary: bool) -> None:
    """A new store under another name first: a half-made one is never taken for a whole one."""
    new = path.with_name(f"{path.name}.new-{os.getpid()}")
    with reported(url, files=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Strangers' words: for nobody but us.
        os.close(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        try:
            engine = engine_for(url.set(database=str(new)), temporary=temporary)
            with engine.begin() as connection:
                _make(connection, schema)
            engine.dispose()
            # Somebody else may have been quicker; then theirs counts.
            with suppress(FileExistsError):
                os.link(new, path)
        finally:
            for ending in FAMILY:
                new.with_name(new.name + ending).unlink(missing_ok=True)
    log.info("made a new store", extra={"action": "store_made", "store": place_of(url)})


def _make(connection: Connection, schema: Schema) -> None:
    """The whole schema, in an empty database."""
    # Another history than ours has no tables of its own to be made from.
    if schema is OURS:
        create_at_once(connection)
    else:
        migrate(connection, schema)


def _make_ready(engine: Engine, schema: Schema) -> None:
    """Checks an existing store and brings it up to date."""
    is_sqlite = engine.dialect.name == "sqlite"
    looker = looker_at(engine)
    try:
        with looker.begin() as connection:
            if is_sqlite:
                _check(connection)
            revision = revision_of(connection)
            if revision == HEAD:
                _find_gaps(connection)
    finally:
        if looker.pool is not engine.pool:
            looker.dispose()
    if revision == schema.head:
        return
    if revision is None and is_sqlite:
        raise corrupt(engine.url, "it holds no tables")
    if revision is not None and not is_known(revision, schema):
        raise StoreTooNew(
            f"the database `{place_of(engine.url)}` is at version {revision},"
            f" and this monitor knows it up to {schema.head}",
            hint="install the newer monitor again, or restore a backup of before",
        )
    if revision is not None and is_sqlite:
        _copy_before(engine, schema)
    with engine.begin() as connection:
        if not is_sqlite:  # there a writing transaction is alone by itself
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
        # Somebody else may have been quicker.
        if revision_of(connection) is None:
            _make(connection, schema)
        else:
            migrate(connection, schema)
    told = {"action": "store_upgraded", "from": revision, "to": schema.head}
    log.info("the store is at version %s", schema.head, extra=told)


def _check(connection: Connection) -> None:
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if found != "ok":
        raise corrupt(connection.engine.url, str(found))


def _find_gaps(connection: Connection) -> None:
    """Raises StoreCorrupt when the newest version lacks something: it was changed by hand."""
    gaps = gaps_in(parts_of(connection))
    if gaps:
        raise corrupt(connection.engine.url, told(gaps))


def _copy_before(engine: Engine, schema: Schema) -> None:
    """A copy beside the store, before its schema changes."""
    path = Path(engine.url.database or "")
    copy = path.with_name(f"{path.name}.before-{schema.head}")
    copy_to(engine, copy)
    log.info("copied the store", extra={"action": "store_copied", "copy": str(copy)})
