"""The desk: an opened store with what the owner's commands need beside it.

The clock comes from click's context object (`obj`) when there is one, so that a test can stop it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from monitor.cli.common import opened_store, read_config, say_sample, store_url_of
from monitor.domain.policy import NOBODY_NAMED
from monitor.domain.ports import Clock
from monitor.domain.values import replace
from monitor.errors import StoreError, StoreReadOnly
from monitor.lock import Holder, had_store, holder

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.domain.clock import Hours
    from monitor.domain.customer_file import CustomerFile
    from monitor.domain.playbook import Playbook
    from monitor.domain.policy import Policy
    from monitor.services.incidents import Incidents
    from monitor.services.judging import Judge
    from monitor.services.review import Review
    from monitor.store import SqlStore

#: the commands that let words go out again
RESUME, RECONCILE = "monitor resume", "monitor reconcile"
SQLITE, IN_MEMORY = "sqlite:///", "sqlite:///:memory:"


class Desk:
    """One brand's config, store and clock."""

    def __init__(self, config: "Config", store: "SqlStore", clock: Clock, store_url: str) -> None:
        self.config = config
        self.store = store
        self.clock = clock
        self.store_url = store_url

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.clock.now()

    @cached_property
    def hours(self) -> "Hours":
        """The clock of the brand."""
        return self.config.hours()

    @cached_property
    def policy(self) -> "Policy":
        """The limits of a real run."""
        from monitor.app import for_real
        from monitor.configured import prices_of
        from monitor.scoring.for_brand import policy_for

        policy = for_real(policy_for(self.config))
        return replace(policy, prices=prices_of(self.config, self.clock))

    @cached_property
    def customer_file(self) -> "CustomerFile":
        """The owner's own list of orders; empty where there is none, or it has mistakes."""
        from monitor.config.customer_file import CustomerFileReader

        return CustomerFileReader.of(self.config).now()

    @cached_property
    def playbook(self) -> "Playbook":
        """The rules and texts. Raises PlaybookError."""
        from monitor.rules.parse import load_playbook

        return load_playbook(self.config.playbook_folder, self.policy.languages)

    @cached_property
    def review(self) -> "Review":
        """What a person may do with a draft; nothing here connects to a platform."""
        from monitor.app import NobodyWatches
        from monitor.services.review import Review

        return Review(self.store, self.clock, self.playbook, self.policy, NobodyWatches())

    @cached_property
    def judge(self) -> "Judge":
        """What a person says about a word afterwards."""
        from monitor.services.judging import Judge

        return Judge(self.store, self.clock, self.playbook, self.policy)

    @cached_property
    def incidents(self) -> "Incidents":
        """One sentence of the owner's for many."""
        from monitor.services.incidents import Incidents

        return Incidents(
            self.store, self.clock, self.playbook, self.policy, brand=self.config.brand.name
        )

    @property
    def stop(self) -> str:
        """The command that lets words go out again; empty when nothing keeps them."""
        from monitor.config.places import pause_path
        from monitor.services import switches

        with self.store.read() as tx:
            hold, written = tx.switches.get(switches.RECONCILE), tx.switches.get(switches.PAUSED)
        if hold is not None:
            return RECONCILE
        pauses = [switches.PauseFile(pause_path(self.config), self.clock).read()]
        if written is not None:
            pauses.append(switches.Pause.read(written))
        is_paused = any(pause and not pause.is_over(self.now) for pause in pauses)
        return RESUME if is_paused else ""

    @property
    def signer(self) -> str:
        """Whose name will stand under a draft; empty when the config names nobody."""
        first = self.config.brand.people[0]
        return "" if first == NOBODY_NAMED else first

    @property
    def daemon(self) -> Holder | None:
        """Who runs on this store; None: nobody."""
        return holder(lock_of(self.config, self.store_url))


@contextmanager
def opened_desk(
    config_path: Path | None, store_url: str | None, *, quiet: bool = False
) -> Iterator[Desk]:
    """The desk; says SAMPLE first, unless `quiet`. Raises ConfigError, StoreError."""
    config = read_config(config_path)
    url = store_url_of(config, store_url)
    must_be_there(url)
    with opened_store(config, store_url) as store:
        if not quiet:
            say_sample(config, store)
        yield Desk(config, store, current_clock(), url)


def current_clock() -> Clock:
    """The machine's clock, or the one this command was called with."""
    from monitor.services.clocks import SystemClock

    context = click.get_current_context(silent=True)
    given = context.find_root().obj if context is not None else None
    # whoever calls the command with an object gives a clock
    return cast("Clock", given) if given is not None else SystemClock()


def must_be_there(store_url: str) -> None:
    """A command that reads never makes an empty database. Raises StoreError."""
    path = path_of(store_url)
    if path is None:
        return
    try:
        path.stat()
        if path.is_dir():
            raise StoreError(
                f"`{path}` is a folder, not a database",
                hint="name the file in it; a config has it in `url` under [store]",
            )
    except PermissionError:
        raise StoreReadOnly(
            f"the folder `{path.parent}` of the database cannot be entered",
            hint="run this as the user that runs the monitor",
        ) from None
    except NotADirectoryError:
        raise StoreError(
            f"there is no database at `{path}`: a file stands where its folder should be",
            hint="check the path in `[store]`",
        ) from None
    except FileNotFoundError:
        lock = lock_beside(path)
        if had_store(lock):
            raise lost(path, lock) from None
        raise StoreError(
            f"there is no database at `{path}` yet",
            hint="`monitor run` makes it; `monitor demo` shows what it will look like",
        ) from None


def lost(path: Path, lock: Path) -> StoreError:
    """An empty database in the place of one that is gone would know nobody."""
    return StoreError(
        f"the database `{path}` is gone, and a monitor ran on it before",
        hint="a new one would not know who was answered, nor who asked for silence."
        f" Restore it: monitor restore BACKUP. To begin anew: delete `{lock}` first",
    )


def path_of(store_url: str) -> Path | None:
    """The file of an SQLite database; None for any other."""
    if not store_url.startswith(SQLITE) or store_url == IN_MEMORY:
        return None
    return Path(store_url.removeprefix(SQLITE))


def lock_of(config: "Config", store_url: str) -> Path:
    """The file that the one daemon on this store and machine holds."""
    from monitor.config.places import lock_path

    path = path_of(store_url)
    return lock_path(config) if path is None else lock_beside(path)


def lock_beside(path: Path) -> Path:
    """The lock of the database in this file."""
    return path.with_name(f"{path.name}.lock")
