"""An owner with an account on each of the four platforms: the program, and the people there.

Four simulators in processes of their own, whose clocks go like everybody's.
"""

import io
import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, chdir, contextmanager, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from monitor.cli import run
from monitor.domain.effect import DUE_STATES, Action, Effect, State
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.services.outbox import move
from monitor.store import open_store
from tests.end_to_end.four_config import PLATFORMS, furnish
from tests.program import KILLED, Program
from tests.simulators import bluesky_rig, mastodon_rig, reddit_rig, x_rig
from tests.simulators.rig import Rig, SharedClock
from tests.simulators.simulator import Simulator

COMPLAINT: Final = "the cake arrived broken and the box was damaged"
CONFIG: Final = ("--config", "config.toml")
ONCE: Final = ("run", "--once", *CONFIG)
#: cycles until nothing is left to do
CYCLES: Final = 8
#: every connector's `read_delay`, and a little
A_WHILE: Final = timedelta(seconds=31)
ON_THE_WAY: Final = frozenset({*DUE_STATES, State.SENDING, State.UNKNOWN, State.RETRACTING})

MAKES: Final[Mapping[str, Callable[[SharedClock, Path], AbstractContextManager[Rig]]]] = {
    "bluesky": bluesky_rig.rig,
    "mastodon": mastodon_rig.rig,
    "reddit": reddit_rig.rig,
    "x": x_rig.rig,
}


class WallClock(SharedClock):
    """The time of day, here and on the platforms."""

    def __init__(self) -> None:
        super().__init__(datetime.now(UTC))

    def share_with(self, simulator: Simulator) -> None:
        """Nothing to share: a simulator that nobody stops has the same."""


class FourAccounts:
    """One owner, four platforms."""

    # Any: a rig has its simulator, which `Rig` does not tell of
    def __init__(self, folder: Path, rigs: Mapping[str, Any]) -> None:
        self.rigs: Mapping[str, Any] = rigs
        self.folder = folder
        furnish(folder, {platform: rig.simulator.url for platform, rig in rigs.items()})
        self.program = Program(folder)

    # --- people -------------------------------------------------------------------------------

    def complaints(self, by: str = "ada", ago: timedelta = timedelta(0)) -> dict[str, str]:
        """Somebody complains on each platform; the messages."""
        posted = {}
        for platform, rig in self.rigs.items():
            if ago:
                rig.simulator.stop_clock(datetime.now(UTC) - ago)
            posted[platform] = rig.post(COMPLAINT, by=by)
            if ago:
                rig.simulator.tell("clock")
        return posted

    # --- the monitor --------------------------------------------------------------------------

    def once(self) -> str:
        """One cycle, in a process of its own; what it said."""
        return self.program.do(*ONCE)

    def die_at(self, failpoint: str) -> None:
        """One cycle, which ends there."""
        ended = self.program.run(*ONCE, failpoint=failpoint)
        assert ended.returncode == KILLED, f"{failpoint} was not reached: {ended.stderr}"

    def go_on(self) -> None:
        """Cycles until nothing is left to do; the owner says yes to whatever is asked."""
        for _ in range(CYCLES):
            self.once()
            self.approve_all()
            words = self.words()
            if words and not any(word.state in {*ON_THE_WAY, State.PROPOSED} for word in words):
                return
            self.a_while_later()
        raise AssertionError(f"it comes to no end: {self.words()}")

    def a_while_later(self) -> None:
        """Half a minute goes by for words that are looked for: the store's moments go back."""
        with self._store() as store, store.begin() as tx:
            for word in tx.outbox.in_state(State.UNKNOWN):
                earlier = replace(
                    word,
                    not_before=word.not_before - A_WHILE,
                    missed_at=word.missed_at and word.missed_at - A_WHILE,
                )
                assert move(tx, word, earlier)

    # --- the owner ----------------------------------------------------------------------------

    def do(self, *arguments: str) -> str:
        """A command of the owner's, which has to go well; what it said."""
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        with chdir(self.folder), redirect_stdout(said):
            code = run([*arguments, *CONFIG])
        said.seek(0)
        words = said.read()
        assert code == 0, words
        return words

    def approve_all(self) -> None:
        """Yes to every draft."""
        for draft in json.loads(self.do("inbox", "--json"))["drafts"]:
            self.do("approve", draft["effect"])

    # --- what came of it ----------------------------------------------------------------------

    def words(self) -> list[Effect]:
        """Every reply there is or was to be."""
        with self._store() as store, store.read() as tx:
            every = tx.outbox.in_state(*State)
        return [effect for effect in every if effect.action is Action.ACKNOWLEDGE]

    def word(self, message_id: str) -> Effect:
        """The one to this message."""
        (found,) = [word for word in self.words() if word.message_id == message_id]
        return found

    def public(self, platform: str) -> list[str]:
        """What the public ever saw us do there, in order: posted, deleted, overwritten."""
        return [str(line["did"]) for line in self.rigs[platform].simulator.public()]

    @contextmanager
    def _store(self) -> Iterator[Store]:
        store = open_store(f"sqlite:///{self.folder / 'data' / 'monitor.db'}")
        try:
            yield store
        finally:
            store.close()


@contextmanager
def four_accounts(folder: Path, started: Path | None = None) -> Iterator[FourAccounts]:
    """As long as the context lasts. `started`: a shop whose first start is over, to copy."""
    clock = WallClock()
    with ExitStack() as stack:
        rigs = {}
        for platform in PLATFORMS:
            home = folder / platform
            home.mkdir(parents=True)
            rigs[platform] = stack.enter_context(MAKES[platform](clock, home))
        shop = folder / "shop"
        if started is None:
            shop.mkdir()
        else:
            shutil.copytree(started, shop)
        yield FourAccounts(shop, rigs)
