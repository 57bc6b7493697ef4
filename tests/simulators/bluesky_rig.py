"""The rig of Bluesky: its simulator, its people, and connectors through the real library."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.bluesky import Bluesky, connect
from monitor.domain.effect import Action
from monitor.domain.message import Message
from monitor.domain.settings import Settings
from monitor.testing import FakeClock
from tests.simulators.bluesky_network import OUR_HANDLE, iso
from tests.simulators.bluesky_server import PASSWORD
from tests.simulators.rig import Rig, Seen, SharedClock, platform_at
from tests.simulators.server import Fault, Fields
from tests.simulators.simulator import Simulator

PUT = "POST /xrpc/com.atproto.repo.putRecord"
NOTIFICATIONS = "GET /xrpc/app.bsky.notification.listNotifications"


class BlueskyRig:
    """Bluesky in another process."""

    platform = "bluesky"
    abilities = frozenset(
        {Action.ACKNOWLEDGE, Action.DIRECT_MESSAGE, Action.MUTE, Action.BLOCK, Action.HIDE}
    )
    is_idempotent = True
    has_quotes = True

    def __init__(self, simulator: Simulator, clock: SharedClock, folder: Path) -> None:
        self.simulator = simulator
        self.clock: FakeClock = clock
        self.folder = folder
        self.secrets = {"BLUESKY_APP_PASSWORD": PASSWORD}
        self.server = simulator.url

    # --- the monitor's side -------------------------------------------------------------------

    def settings(self, **changes: object) -> Settings:
        written = {"server": self.server, **changes}
        return Settings(
            "bluesky",
            written,
            brand="larch",
            clock=self.clock,
            folder=self.folder,
            account=f"@{OUR_HANDLE}",
            secrets=self.secrets.get,
        )

    def connector(self, **changes: object) -> Bluesky:
        return connect(self.settings(**changes))

    # --- people -------------------------------------------------------------------------------

    def post(
        self,
        text: str,
        *,
        by: str = "ada",
        mentions_us: bool = True,
        parent_id: str = "",
        at: datetime | None = None,
        **more: Any,
    ) -> str:
        written = f"@{OUR_HANDLE} {text}" if mentions_us else text
        asked = {"by": by, "text": written, "mentions_us": mentions_us, **more}
        asked |= {"parent": _native(parent_id), "at": iso(at) if at else ""}
        return f"bluesky:{self.simulator.tell('post', asked)}"

    def rename(self, name: str, *, by: str = "ada") -> None:
        self.change_account(by, displayName=name)

    def quote(self, text: str, quoted_id: str, *, by: str = "ada") -> str:
        asked = {"by": by, "text": text, "quoted": _native(quoted_id)}
        return f"bluesky:{self.simulator.tell('post', asked)}"

    def edit(self, message_id: str, text: str) -> None:
        self.simulator.tell("edit", {"uri": _native(message_id), "text": text})

    def delete(self, message_id: str) -> None:
        self.simulator.tell("delete", _native(message_id))

    def write_privately(self, text: str, *, by: str = "ada") -> str:
        return str(self.simulator.tell("private", {"by": by, "text": text}))

    def answer_natively(self, text: str, parent_id: str) -> str:
        return self.post(text, by=OUR_HANDLE, mentions_us=False, parent_id=parent_id)

    def close_replies(self, message_id: str) -> None:
        self.simulator.tell("close_replies", _native(message_id))

    def change_account(self, of: str, **changes: object) -> None:
        """How somebody's account is from now on."""
        self.simulator.tell("account", {"of": of, "changes": changes})

    # --- what is there ------------------------------------------------------------------------

    def seen(self) -> list[Seen]:
        return [
            Seen(id=one["id"], text=one["text"], parent_id=one["parent_id"], to=one["to"])
            for one in self.simulator.tell("ours")
        ]

    def records(self) -> dict[str, Fields]:
        """Every record of everybody, by its address."""
        found: dict[str, Fields] = self.simulator.tell("records")
        return found

    def mention(self, message_id: str) -> Message:
        cursor = ""
        for _ in range(100):
            page = self.connector().fetch(cursor)
            for message in page.messages:
                if message.id == message_id:
                    return message
            cursor = page.cursor
            if not page.more:
                break
        raise AssertionError(f"{message_id} is not there")

    # --- faults -------------------------------------------------------------------------------

    def fail_writes(self, *faults: Fault | str) -> None:
        self.simulator.fail_next(*faults, on=PUT)

    def fail_reads(self, *faults: Fault | str) -> None:
        self.simulator.fail_next(*faults, on=NOTIFICATIONS)

    def writes(self) -> int:
        return self.calls(PUT)

    def calls(self, request: str) -> int:
        """How many requests of that kind came in."""
        return sum(hit["request"] == request for hit in self.simulator.hits())

    def answer_instead(self, method: str, body: str = "", **more: Any) -> None:
        """The next request for that method gets these bytes."""
        self.simulator.tell("instead", {"method": method, "body": body, **more})

    def stop(self) -> None:
        self.simulator.__exit__(None, None, None)


def _native(global_id: str) -> str:
    return global_id.removeprefix("bluesky:")


@contextmanager
def rig(clock: SharedClock, folder: Path) -> Iterator[Rig]:
    """Bluesky as long as the context lasts."""
    with bluesky(clock, folder) as made:
        yield made


@contextmanager
def bluesky(clock: SharedClock, folder: Path) -> Iterator[BlueskyRig]:
    """The same, for tests that know which platform it is."""
    with platform_at("tests.simulators.bluesky", folder, clock) as simulator:
        yield BlueskyRig(simulator, clock, folder)
