"""Crash points: a process that is gone at any statement, commit, failpoint or send.

A life runs on a real database file. At every point the files are what a killed process would leave:
they are copied, log and all, and another process's worth of services goes on from the copy, in a
copy of the world, to the end. Of some of them a second death is taken on the way. Where a commit
writes, half of what it wrote is tried as well. At each end every promise is asked for.
"""

import random
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import event

from monitor.store import SqlStore, open_store
from tests.faults.life import Life
from tests.faults.living import World
from tests.invariants import ALWAYS, AT_REST, breaches
from tests.shop import Shop

LOG: Final = "-wal"
#: of so many statements one is tried; of commits, failpoints and sends every one
EVERY: Final = 5
#: so much of a log is compared at a time
PAGE: Final = 4096
HALF: Final = "half a commit"
#: how many deaths have a second one on the way
AGAIN: Final = 0.3
#: a second death comes within so many points
SOON: Final = 150


class Explorer:
    """All the deaths of one life; or those at some places only, if at any."""

    def __init__(
        self,
        life: Life,
        *,
        every: int = EVERY,
        only: frozenset[str] | None = None,
        make: Callable[[World, SqlStore], Shop] | None = None,
    ) -> None:
        self.life = life
        self.every = every
        self.only = only
        self.make = make or shop_on
        self.chance = random.Random(life.seed)
        #: deaths by the kind of place
        self.deaths: Counter[str] = Counter()
        #: what was broken, by where the process died
        self.broken: dict[str, dict[str, str]] = {}
        #: words that were public, effects that a person has to look for, lives that came to an end
        self.words = self.needs_person = self.ends = 0

    def explore(self) -> None:
        """Every point of the life, and its own end."""
        with tempfile.TemporaryDirectory(dir=in_memory()) as folder:
            self.desk = Desk(Path(folder))
            try:
                self._run("its own end", World(self.life), self._may_die, self.desk.blank())
            finally:
                self.desk.close()

    # --- one process --------------------------------------------------------------------------

    def _run(
        self, name: str, world: World, reach: "Callable[[Process, str], None]", files: "Files"
    ) -> None:
        process = Process(files, world, reach)
        try:
            process.live(self.make)
            self._judge(name, process)
        except Exception as fault:
            # whatever breaks after a death is a finding, and the other deaths are tried too
            self.broken[name] = {type(fault).__name__: str(fault)}
        finally:
            process.end()
            self.desk.put_back(files)

    def _judge(self, name: str, process: "Process") -> None:
        seen = process.world.seen(process.store)
        self.ends += 1
        self.words += len(seen.words)
        self.needs_person += sum(each.state == "needs_person" for each in seen.effects)
        found = breaches(seen, process.world.model, (*ALWAYS, *AT_REST))
        if found:
            self.broken[name] = found

    # --- deaths -------------------------------------------------------------------------------

    def _may_die(self, process: "Process", place: str) -> None:
        if self.only is not None and place not in self.only:
            return
        torn = process.half_a_commit(self.chance)
        is_statement = place != "commit" and "." not in place
        if is_statement and self.chance.randrange(self.every):
            return
        self._dies(process, place)
        if torn is not None:
            self._dies(process, HALF, torn)

    def _dies(self, process: "Process", place: str, torn: "Torn | None" = None) -> None:
        """Another process goes on from what this one leaves here."""
        self.deaths[place] += 1
        files = self.desk.copy_of(process.files, torn.log if torn is not None else None)
        world = torn.world if torn is not None else process.world.copy()
        left = self.chance.randrange(SOON) if self.chance.random() < AGAIN else -1

        def dies_again(second: Process, then: str) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                self._dies(second, then)

        name = f"death {self.deaths.total()}, at {place}"
        self._run(name, world, dies_again, files)


class Files:
    """A database file with its log, and the store on it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.log = path.with_name(path.name + LOG)
        self.store = open_store(f"sqlite:///{path}", temporary=True)


class Desk:
    """A heap of files. Opening a store costs more than most lives, so files are used again: what
    stands in them is another process's, and no connection of the last one is left."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._free: list[Files] = []
        self._made: list[Files] = []

    def blank(self) -> Files:
        """A new store."""
        files = Files(self.folder / f"{len(self._made)}.db")
        self._made.append(files)
        return files

    def copy_of(self, files: Files, log: bytes | None = None) -> Files:
        """As the files are now, or with another log; the index of the log is made anew."""
        copy = self._free.pop() if self._free else self.blank()
        copy.store.close()
        copy.path.with_name(copy.path.name + "-shm").unlink(missing_ok=True)
        copy.log.unlink(missing_ok=True)
        shutil.copyfile(files.path, copy.path)
        if log is not None:
            copy.log.write_bytes(log)
        elif files.log.exists():
            shutil.copyfile(files.log, copy.log)
        return copy

    def put_back(self, files: Files) -> None:
        """Nobody needs them any more."""
        self._free.append(files)

    def close(self) -> None:
        """Lets go of everything."""
        for files in self._made:
            files.store.close()


class Torn(NamedTuple):
    """A commit in the middle of which the process died."""

    log: bytes
    #: as it was when the commit began
    world: World


class Process:
    """One process's worth of services on its own files."""

    def __init__(self, files: Files, world: World, reach: "Callable[[Process, str], None]") -> None:
        self.files = files
        self.world = world
        self._reach = reach
        self.store = files.store
        #: log and world as they were before the commit that is under way
        self._before: Torn | None = None
        self._fault: Exception | None = None
        event.listen(self.store.engine, "checkout", self._watch)

    def live(self, make: Callable[[World, SqlStore], Shop]) -> None:
        """To the end."""
        self.world.platform.watch = self._at

        def made(world: World) -> Shop:
            shop = make(world, self.store)
            shop.failpoint = self._at
            return shop

        self.world.live(made)
        if self._fault is not None:
            # SQLite swallows what its callback raises
            raise self._fault

    def end(self) -> None:
        """Lets go."""
        event.remove(self.store.engine, "checkout", self._watch)
        self.store.close()

    def half_a_commit(self, chance: random.Random) -> Torn | None:
        """The last commit with a part of its log written; None when there was none just now."""
        before, self._before = self._before, None
        if before is None:
            return None
        after = self.files.log.read_bytes()
        first = 0
        while before.log[first : first + PAGE] == after[first : first + PAGE]:
            first += PAGE
            if first >= len(after):
                return None
        cut = chance.randrange(first, len(after))
        return Torn(after[:cut] + before.log[cut:], before.world)

    def _watch(self, connection: sqlite3.Connection, *_: object) -> None:
        connection.set_trace_callback(self._at)

    def _at(self, place: str) -> None:
        """Before a statement, at a failpoint, or around a send."""
        if "." not in place.partition(" ")[0]:
            place = place.split(maxsplit=1)[0].lower()
        try:
            self._reach(self, place)
            if place == "commit":
                log = self.files.log
                written = log.read_bytes() if log.exists() else b""
                self._before = Torn(written, self.world.copy())
        except Exception as fault:
            self._fault = fault


def shop_on(world: World, store: SqlStore) -> Shop:
    """The real services."""
    return Shop(
        clock=world.clock,
        policy=world.life.policy,
        store=store,
        platform=world.platform,
        is_silent_at_first=True,
    )


def in_memory() -> str | None:
    """A place for files that are thrown away."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None
