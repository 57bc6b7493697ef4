"""A rig: one platform's simulator, its people, and connectors to it through the real library.

What every platform's tests have in common is written against this; ids are global (`x:123`).
"""

from datetime import datetime
from typing import Protocol

from monitor.domain.effect import Action
from monitor.domain.message import Message
from monitor.domain.settings import Settings
from monitor.testing import FakeClock
from tests.simulators.server import Fault


class Seen(Protocol):
    """One word of ours, as the platform shows it."""

    #: the post's id, global form
    id: str
    text: str
    #: what it answers, global form; empty for none
    parent_id: str
    #: to whom, for private words; empty for public ones
    to: str


class Rig(Protocol):
    """A platform in another process."""

    platform: str
    #: shared with the platform: its clock stands where this one stands
    clock: FakeClock
    #: what this platform takes from us, beside reading
    abilities: frozenset[Action]

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
