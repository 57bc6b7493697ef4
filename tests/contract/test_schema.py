"""The schema: the migrations lead where the tables say, and a failed step leaves nothing behind."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_mock_engine, inspect, text
from sqlalchemy.dialects import postgresql

from monitor.errors import StoreCorrupt, StoreError, StoreTooNew
from monitor.store import open_store
from monitor.store.engine import engine_for
from monitor.store.tables import HEAD, metadata
from monitor.store.upgrade import OURS, Schema, create_at_once, migrate
from tests.contract.stores import NOW, opened


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(OURS.folder)).get_heads() == [HEAD]


def test_the_migrations_lead_where_the_tables_say(tmp_path: Path) -> None:
    schemas = []
    for name, build in (("migrated", migrate), ("at_once", create_at_once)):
        path = tmp_path / f"{name}.db"
        path.touch()
        engine = engine_for(f"sqlite:///{path}")
        with engine.begin() as connection:
            build(connection)
            assert _differences(connection) == []
            schemas.append(_sql(connection))
        engine.dispose()
    migrated, at_once = schemas
    assert "CREATE TABLE message" in migrated
    assert migrated == at_once


def test_every_partial_index_is_partial_on_postgresql_too() -> None:
    told: list[str] = []
    speech = postgresql.dialect()  # type: ignore[no-untyped-call]
    server = create_mock_engine(
        "postgresql+psycopg://", lambda sql, *_, **__: told.append(str(sql.compile(dialect=speech)))
    )
    metadata.create_all(server, checkfirst=False)
    partial = {
        index.name
        for table in metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }
    found = {name for name in partial for sql in told if f" {name} " in sql and " WHERE " in sql}
    assert found == partial
    assert len(partial) > 5


@pytest.mark.postgresql
def test_the_migrations_lead_there_on_postgresql(empty_database: str) -> None:
    engine = engine_for(empty_database)
    schemas = []
    for build in (migrate, create_at_once):
        with engine.connect() as connection, connection.begin() as transaction:
            build(connection)
            assert _differences(connection) == []
            schemas.append(_reflected(connection))
            transaction.rollback()
    assert schemas[0] == schemas[1]
    engine.dispose()


def test_every_table_knows_its_brand() -> None:
    without = [table.name for table in metadata.sorted_tables if "brand" not in table.c]
    assert without == []


def test_ddl_rolls_back_with_the_transaction(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db"
    path.touch()
    engine = engine_for(f"sqlite:///{path}")
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        migrate(connection)
        connection.execute(text("ALTER TABLE message ADD COLUMN half_done TEXT"))
        raise ZeroDivisionError
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()


def test_a_failing_migration_leaves_the_old_schema(tmp_path: Path) -> None:
    url = _store_at(tmp_path)
    broken = _next_schema(tmp_path, "UPDATE switch SET value = 'gone'", "UPDATE nowhere SET a = 1")
    with pytest.raises(StoreError, match="no such table: nowhere"), opened(url, broken):
        pass
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as connection:
        columns = connection.execute("SELECT name FROM pragma_table_info('message')").fetchall()
        assert ("text",) in columns
        assert ("later",) not in columns
        assert connection.execute("SELECT value FROM switch").fetchone() == ("by Bo",)
        assert connection.execute("SELECT * FROM alembic_version").fetchone() == (HEAD,)
    # and the monitor of before still opens it
    with opened(url):
        pass


def test_an_older_store_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    url = _store_at(tmp_path)
    newer = _next_schema(tmp_path, "UPDATE switch SET value = 'changed'")
    with opened(url, newer) as store, store.read() as tx:
        assert tx.switches.get("pause") == "changed"
    with closing(sqlite3.connect(tmp_path / "monitor.db.before-9000")) as copy:
        assert copy.execute("SELECT * FROM alembic_version").fetchone() == (HEAD,)
        assert copy.execute("SELECT value FROM switch").fetchone() == ("by Bo",)
    # opening it again has nothing to do, and the monitor of before refuses it
    with opened(url, newer), pytest.raises(StoreTooNew), opened(url):
        pass


def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    url = _store_at(tmp_path, version="9999")
    before = (tmp_path / "monitor.db").read_bytes()
    with pytest.raises(StoreTooNew, match="is at version 9999, and this monitor knows it up to"):
        open_store(url)
    assert (tmp_path / "monitor.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["monitor.db"]


def test_somebody_else_s_database_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "photos.db")) as connection:
        connection.execute("CREATE TABLE photo (name)")
    with pytest.raises(StoreError, match="is not one of the monitor's"):
        open_store(f"sqlite:///{tmp_path / 'photos.db'}")


def test_another_program_s_database_with_the_same_version_is_left_alone(tmp_path: Path) -> None:
    # Alembic is not ours alone
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE photo (name)")
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not one of the monitor's"):
        open_store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_database_without_tables_is_not_filled(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as connection:
        connection.execute("CREATE TABLE once (was)")
        connection.execute("DROP TABLE once")
    with pytest.raises(StoreCorrupt, match="it holds no tables"):
        open_store(f"sqlite:///{tmp_path / 'monitor.db'}")


def test_opening_twice_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'down' / 'monitor.db'}"
    with opened(url) as store, store.begin() as tx:
        tx.switches.put("pause", "by Bo", NOW)
        assert tx.cases.next_number() == 1
    with opened(url) as store, store.begin() as tx:
        assert tx.switches.get("pause") == "by Bo"
        assert tx.cases.next_number() == 2


def test_a_temporary_store_has_the_same_schema(tmp_path: Path) -> None:
    names = []
    for is_temporary in (True, False):
        store = open_store(f"sqlite:///{tmp_path / str(is_temporary)}.db", temporary=is_temporary)
        with store.engine.begin() as connection:
            names.append(_sql(connection))
        store.close()
    assert names[0] == names[1]


def _store_at(tmp_path: Path, version: str = HEAD) -> str:
    """A store of this version, with a switch in it."""
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    with opened(url) as store:
        with store.begin() as tx:
            tx.switches.put("pause", "by Bo", NOW)
        with store.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    return url


def _next_schema(tmp_path: Path, *statements: str) -> Schema:
    """Our migrations, and one more that adds a column and runs these."""
    folder = tmp_path / "migrations"
    shutil.copytree(OURS.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    lines = [
        "from alembic import op",
        f"revision, down_revision = '9000', '{HEAD}'",
        "def upgrade():",
        "    op.execute('ALTER TABLE message ADD COLUMN later TEXT')",
        *(f"    op.execute({statement!r})" for statement in statements),
    ]
    (folder / "versions" / "9000_later.py").write_text("\n".join(lines))
    return Schema(folder=folder, head="9000")


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def _sql(connection: Connection) -> str:
    """The whole schema as SQLite keeps it, white space apart."""
    rows = connection.execute(
        text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    ).scalars()
    return "\n".join(" ".join(sql.split()).replace(" )", ")").replace("( ", "(") for sql in rows)


def _reflected(connection: Connection) -> object:
    """Everything PostgreSQL knows about columns, keys and indexes."""
    found = inspect(connection)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(table)],
            found.get_pk_constraint(table),
            found.get_foreign_keys(table),
            sorted(map(repr, found.get_unique_constraints(table))),
            sorted(map(repr, found.get_indexes(table))),
        )
        for table in sorted(found.get_table_names())
    }
