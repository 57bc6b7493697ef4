"""A rig: one platform's simulator, its people, and connectors to it through the real library.

What every platform's tests have in common is written against this; ids are global (`x:123`).
A rig's connectors wait a second for an answer at most, so that silence is soon over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from monitor.domain.effect import Action
from monitor.domain.message import Message
from monitor.domain.settings import Settings
from monitor.testing import MONDAY_MORNING, FakeClock
from tests.simulators.server import Fault
from tests.simulators.simulator import Simulator

#: seconds to connect, seconds without a byte
PATIENCE = (1.0, 1.0)


class SharedClock(FakeClock):
    """A clock that simulators stand by: what moves it moves theirs."""

    def __init__(self, at: datetime = MONDAY_MORNING) -> None:
        super().__init__(at)
        self._simulators: list[Simulator] = []

    def share_with(self, simulator: Simulator) -> None:
        """From now on that platform's clock stands where this one does."""
        self._simulators.append(simulator)
        simulator.stop_clock(self.now())

    def advance(self, duration: timedelta) -> None:
        super().advance(duration)
        self._tell()

    def move_to(self, moment: datetime) -> None:
        super().move_to(moment)
        self._tell()

    def _tell(self) -> None:
        for simulator in self._simulators:
            simulator.stop_clock(self.now())


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One word of ours, as the platform shows it."""

    #: the post's id, global form
    id: str
    #: without the address that some platforms want in front
    text: str
    #: what it answers, global form; empty for none
    parent_id: str
    #: to whom, for private words; empty for public ones
    to: str


@contextmanager
def platform_at(module: str, folder: Path, clock: SharedClock) -> Iterator[Simulator]:
    """A simulator by that clock, in a folder of its own."""
    home = folder / "platform"
    home.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.http.TIMEOUT", PATIENCE)
        with Simulator(module, home) as simulator:
            clock.share_with(simulator)
            yield simulator


class Rig(Protocol):
    """A platform in another process."""

    platform: str
    #: shared with the platform: its clock stands where this one stands
    clock: FakeClock
    #: what this platform takes from us, beside reading
    abilities: frozenset[Action]
    #: the same wire sent twice is one post
    is_idempotent: bool
    #: people can show a post of ours to their followers
    has_quotes: bool

    @property
    def simulator(self) -> Simulator:
        """The other process: its requests can be counted, and made to fail."""
        ...

    # --- the monitor's side -------------------------------------------------------------------

    def settings(self, **changes: object) -> Settings:
        """Settings that work, with the address of the simulator."""
        ...

    def connector(self, **changes: object) -> object:
        """A new connector, as after a restart; nothing of an older one is remembered."""
        ...

    # --- people -------------------------------------------------------------------------------

    def post(
        self,
        text: str,
        *,
        by: str = "ada",
        mentions_us: bool = True,
        parent_id: str = "",
        at: datetime | None = None,
    ) -> str:
        """Somebody posts in public; its id. `at`: backdated, where a platform allows it."""
        ...

    def rename(self, name: str, *, by: str = "ada") -> None:
        """Somebody calls themselves like that from now on, where there are display names."""
        ...

    def quote(self, text: str, quoted_id: str, *, by: str = "ada") -> str:
        """Somebody shows a post of ours to their followers."""
        ...

    def edit(self, message_id: str, text: str) -> None: ...

    def delete(self, message_id: str) -> None: ...

    def write_privately(self, text: str, *, by: str = "ada") -> str: ...

    def answer_natively(self, text: str, parent_id: str) -> str:
        """The owner answers from the phone."""
        ...

    def close_replies(self, message_id: str) -> None:
        """From now on the author lets nobody of us reply."""
        ...

    # --- what is there ------------------------------------------------------------------------

    def seen(self) -> list[Seen]:
        """Every word of ours that is there now, oldest first: public, private, native ones."""
        ...

    def mention(self, message_id: str) -> Message:
        """A message as the monitor would have it, to be answered."""
        ...

    # --- faults -------------------------------------------------------------------------------

    def fail_writes(self, *faults: Fault | str) -> None:
        """The next public replies fail like that."""
        ...

    def fail_reads(self, *faults: Fault | str) -> None:
        """The next fetches fail like that."""
        ...

    def writes(self) -> int:
        """How many requests to post a public reply came in, whatever became of them."""
        ...

    def stop(self) -> None:
        """The platform goes away: from now on nobody listens there."""
        ...
