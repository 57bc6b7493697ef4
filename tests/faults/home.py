"""A folder with a shop in it, its daemon as a process, and judges as its platforms.

What the daemon may do is given in time: the clock here is the real one.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from monitor.app import App, build
from monitor.config import Config, load_config
from monitor.configured import settings_of
from monitor.daemon import Daemon
from monitor.domain.connectors import Connector
from monitor.domain.effect import Effect, State
from monitor.domain.message_file import write_line
from monitor.services.clocks import SystemClock
from monitor.services.review import Review
from monitor.testing import a_message, an_author
from tests.faults.town import BRAND, furnish
from tests.outside import PATIENCE_S, words_in
from tests.program import Program, Running
from tests.simulators.judge_connector import connect

BROKEN: Final = "@larchandloaf the cake arrived broken and the box was damaged"
CONFIG: Final = ("--config", "config.toml")
RUN: Final = ("run", *CONFIG)
ONCE: Final = ("run", "--once", *CONFIG)
#: the clock is the real one: it looks each second
OFTEN: Final = 'every = "1 s"\njitter = "0 s"'


class Home:
    """One shop on one machine."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.database = folder / "data" / "monitor.db"
        self.lock = folder / "data" / "monitor.db.lock"
        self.pause_file = folder / "data" / "PAUSED"
        self.point_at(port)
        self.program = Program(folder, folder / "installed")

    def point_at(self, port: int) -> None:
        """Its platform is there."""
        furnish(self.folder, port, OFTEN)

    def do(self, *arguments: str) -> str:
        """A command that goes well."""
        return self.program.do(*arguments, *CONFIG)

    def looked_at(self) -> object:
        """When the first connector was tried last."""
        return self.status()["connectors"][0]["last_try_at"]

    def start(self, **environment: str) -> Running:
        """The daemon."""
        return self.program.start(*RUN, **environment)

    def status(self) -> dict[str, Any]:  # Any: what JSON gives
        """What `monitor status` tells, whatever its exit code."""
        said: dict[str, Any] = json.loads(self.program.run("status", "--json", *CONFIG).stdout)
        return said

    @contextmanager
    def app(self) -> Iterator[App]:
        """The services of this shop in this process, while no daemon runs."""
        config = load_config(self.folder / "config.toml", connectors=("judge",))
        app = build(config, connectors=connectors_here(config))
        try:
            yield app
        finally:
            app.close()

    def once(self) -> None:
        """One whole cycle, here."""
        with self.app() as app:
            Daemon(app).once()

    @property
    def is_on_hold(self) -> bool:
        """Nothing is sent until somebody has looked."""
        asked = "SELECT count(*) FROM switch WHERE name = 'reconcile'"
        with closing(sqlite3.connect(self.database, timeout=PATIENCE_S)) as connection:
            return bool(connection.execute(asked).fetchone()[0])

    def words(self) -> list[Effect]:
        """Every acknowledgement there is."""
        return words_in(self.database)

    def approve_all(self) -> int:
        """Jo says yes to every draft; how many there were."""
        drafts = [word for word in self.words() if word.state is State.PROPOSED]
        with self.app() as app:
            review = Review(app.store, app.clock, app.playbook, app.policy, app.observer)
            for draft in drafts:
                review.approve(draft.number, by="Jo")
        return len(drafts)


def connectors_here(config: Config) -> list[Connector]:
    """What the entry point would have found."""
    return [connect(settings_of(config, name, SystemClock())) for name in config.connectors]


def complaint(number: int, text: str = BROKEN, **changes: object) -> str:
    """A mention of this moment, each by somebody else."""
    return write_line(
        a_message(
            text,
            id=f"x:{number}",
            author=an_author(f"Person {number}"),
            at=datetime.now(UTC),
            brand=BRAND,
            **changes,
        )
    )
