"""The stores that the contract is asked of."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from monitor.store import SqlStore, memory_store, open_store
from tests.contract import servers


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server that lives as long as the tests; skips where there can be none."""
    why_not = servers.why_not()
    if why_not:
        pytest.skip(why_not)
    # A short path of its own: a socket's name may have 107 characters, and root's are closed.
    with tempfile.TemporaryDirectory(prefix="larch-") as folder:
        Path(folder).chmod(0o755)
        with servers.server(Path(folder) / "server") as url:
            yield url


@pytest.fixture
def empty_database(postgresql: str) -> Iterator[str]:
    """The URL of a database that was made for this test."""
    server = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS monitor"))
        connection.execute(text("CREATE DATABASE monitor"))
    server.dispose()
    yield make_url(postgresql).set(database="monitor").render_as_string(hide_password=False)


@pytest.fixture(params=["file", "memory", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """Each store there is, empty."""
    if request.param == "memory":
        made = memory_store()
    elif request.param == "file":
        made = open_store(f"sqlite:///{tmp_path / 'monitor.db'}", temporary=True)
    else:
        made = open_store(request.getfixturevalue("empty_database"))
    yield made
    made.close()
