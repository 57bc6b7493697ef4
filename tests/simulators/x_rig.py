"""X's rig: the fake X, its people, and connectors to it through tweepy."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.x import X, connect
from monitor.domain.effect import Action
from monitor.domain.message import Message
from monitor.domain.settings import Settings
from monitor.testing import FakeClock
from tests.simulators import x_oauth
from tests.simulators.rig import Rig, Seen, SharedClock, platform_at
from tests.simulators.server import Fault, Fields
from tests.simulators.simulator import Simulator
from tests.simulators.x_state import OUR_HANDLE

SECRETS = {
    "X_API_KEY": x_oauth.API_KEY,
    "X_API_SECRET": x_oauth.API_SECRET,
    "X_ACCESS_TOKEN": x_oauth.ACCESS_TOKEN,
    "X_ACCESS_SECRET": x_oauth.ACCESS_SECRET,
}


@dataclass(frozen=True, kw_only=True)
class SeenOnX(Seen):
    """One word of ours."""

    #: as X shows it, with names and short links; empty for private ones
    shown: str = ""


class XRig:
    """Implements `Rig`."""

    platform = "x"
    abilities = frozenset(
        {Action.ACKNOWLEDGE, Action.DIRECT_MESSAGE, Action.RETRACT, Action.MUTE, Action.HIDE}
    )

    is_idempotent = False
    has_quotes = True

    def __init__(self, simulator: Simulator, clock: SharedClock, folder: Path) -> None:
        self.simulator = simulator
        self.clock: FakeClock = clock
        self._folder = folder

    # --- the monitor's side -------------------------------------------------------------------

    def settings(self, **changes: object) -> Settings:
        account = changes.pop("account", f"@{OUR_HANDLE}")
        secrets = changes.pop("secrets", SECRETS)
        assert isinstance(secrets, dict)
        return Settings(
            "x",
            {"base_url": self.simulator.url, **changes},
            brand="larch",
            clock=self.clock,
            folder=self._folder,
            account=str(account),
            secrets=secrets.get,
        )

    def connector(self, **changes: object) -> X:
        return connect(self.settings(**changes))

    # --- people -------------------------------------------------------------------------------

    def tell(self, what: str, asked: object = None) -> Any:
        """What the crowd does. Any: each does something else."""
        return self.simulator.tell(what, asked)

    def post(
        self,
        text: str,
        *,
        by: str = "ada",
        mentions_us: bool = True,
        parent_id: str = "",
        at: datetime | None = None,
        **more: object,
    ) -> str:
        if mentions_us and f"@{OUR_HANDLE}" not in text:
            text = f"@{OUR_HANDLE} {text}"
        asked: Fields = {"text": text, "by": by, "parent": _native(parent_id), **more}
        if at is not None:
            asked["at"] = at.isoformat()
        return f"x:{self.tell('post', asked)}"

    def rename(self, name: str, *, by: str = "ada") -> None:
        self.tell("person", {"handle": by, "fields": {"name": name}})

    def quote(self, text: str, quoted_id: str, *, by: str = "ada") -> str:
        asked = {"text": text, "by": by, "quoted": _native(quoted_id)}
        return f"x:{self.tell('post', asked)}"

    def edit(self, message_id: str, text: str) -> None:
        self.tell("edit", {"id": _native(message_id), "text": text})

    def delete(self, message_id: str) -> None:
        self.tell("delete", _native(message_id))

    def write_privately(self, text: str, *, by: str = "ada") -> str:
        return f"x:dm-{self.tell('write_privately', {'text': text, 'by': by})}"

    def answer_natively(self, text: str, parent_id: str) -> str:
        asked = {"text": text, "by": OUR_HANDLE, "parent": _native(parent_id)}
        return f"x:{self.tell('post', asked)}"

    def close_replies(self, message_id: str) -> None:
        self.tell("close", _native(message_id))

    # --- what is there ------------------------------------------------------------------------

    def seen(self) -> list[Seen]:
        return [
            SeenOnX(
                id=f"x:dm-{word['id']}" if word["to"] else f"x:{word['id']}",
                text=word["text"],
                parent_id=word["parent"] and f"x:{word['parent']}",
                to=word["to"] and f"x:{word['to']}",
                shown=word.get("shown", ""),
            )
            for word in self.tell("ours")
        ]

    def mention(self, message_id: str) -> Message:
        connector, cursor = self.connector(), ""
        while True:
            page = connector.fetch(cursor)
            for message in page.messages:
                if message.id == message_id:
                    return message
            cursor = page.cursor
            assert page.more, f"{message_id} is not there"

    # --- faults -------------------------------------------------------------------------------

    def fail_writes(self, *faults: Fault | str) -> None:
        self.simulator.fail_next(*faults, on="POST /2/tweets")

    def fail_reads(self, *faults: Fault | str) -> None:
        self.simulator.fail_next(*faults, on="GET /2/users/")

    def answer_next(
        self, on: str, status: int, body: object, headers: dict[str, str] | None = None
    ) -> None:
        """The next request that begins like `on` is answered like that, and does nothing."""
        asked = {"on": on, "status": status, "body": body, "headers": headers or {}}
        self.simulator.tell("answer", asked)

    def writes(self) -> int:
        return len(self.requests("POST /2/tweets"))

    def requests(self, on: str = "") -> list[Fields]:
        """Every request that began like that."""
        return [hit for hit in self.simulator.hits() if hit["request"].startswith(on)]

    def stop(self) -> None:
        self.simulator.stop()


@contextmanager
def rig(clock: SharedClock, folder: Path) -> Iterator[Rig]:
    """A fake X in another process, with nobody on it but us."""
    with x_rig(clock, folder) as made:
        yield made


@contextmanager
def x_rig(clock: SharedClock, folder: Path) -> Iterator[XRig]:
    """The same, for tests that know which platform it is."""
    with platform_at("tests.simulators.x", folder, clock) as simulator:
        yield XRig(simulator, clock, folder)


def _native(message_id: str) -> str:
    return message_id.removeprefix("x:")
