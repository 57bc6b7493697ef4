"""Mastodon's rig: the simulated server, its people, and connectors to it through Mastodon.py."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from connectors.mastodon import Mastodon, connect
from monitor.domain.effect import Action
from monitor.domain.message import Message
from monitor.domain.settings import Settings
from monitor.testing import FakeClock
from tests.simulators.mastodon import TOKEN
from tests.simulators.rig import Seen, SharedClock
from tests.simulators.server import Fault, Fields
from tests.simulators.simulator import Simulator

POST = "POST /api/v1/statuses"
READ = "GET /api/v1/notifications"
ACCOUNT = "@larchandloaf@social.example"
#: seconds that a connector waits here
PATIENCE = (1.0, 1.0)


@dataclass(frozen=True, kw_only=True)
class Said(Seen):
    """One status of ours."""

    visibility: str


class MastodonRig:
    """A server with people on it."""

    platform = "mastodon"
    abilities = frozenset(
        {Action.ACKNOWLEDGE, Action.DIRECT_MESSAGE, Action.RETRACT, Action.MUTE, Action.BLOCK}
    )
    is_idempotent = True
    has_quotes = True

    def __init__(self, clock: SharedClock, folder: Path, simulator: Simulator) -> None:
        self.clock: FakeClock = clock
        self.folder = folder
        self.simulator = simulator
        self.patience = PATIENCE
        clock.share_with(simulator)

    # --- the monitor's side -------------------------------------------------------------------

    def settings(self, **changes: object) -> Settings:
        """With `account` and `secrets` beside the keys of the config."""
        account, secrets = changes.pop("account", ACCOUNT), {"MASTODON_TOKEN": TOKEN}
        return Settings(
            "mastodon",
            {"server": self.simulator.url, **changes},
            brand="larch",
            clock=self.clock,
            folder=self.folder,
            account=str(account),
            secrets=secrets.get,
        )

    def connector(self, **changes: object) -> Mastodon:
        made = connect(self.settings(**changes))
        made.server.session.timeout = self.patience
        return made

    # --- people -------------------------------------------------------------------------------

    def post(
        self,
        text: str,
        *,
        by: str = "ada",
        mentions_us: bool = True,
        parent_id: str = "",
        at: datetime | None = None,
        visibility: str = "public",
        warning: str = "",
    ) -> str:
        asked = {
            "text": f"@larchandloaf {text}" if mentions_us else text,
            "by": by,
            "parent": _native(parent_id),
            "at": at and at.isoformat(),
            "visibility": visibility,
            "warning": warning,
        }
        return f"mastodon:{self.simulator.tell('post', asked)}"

    def rename(self, name: str, *, by: str = "ada") -> None:
        self.person(by, name=name)

    def person(self, by: str, **fields: object) -> None:
        """Somebody becomes different."""
        self.simulator.tell("person", {"by": by, "is": fields})

    def quote(self, text: str, quoted_id: str, *, by: str = "ada") -> str:
        asked = {"text": text, "by": by, "quoted": _native(quoted_id)}
        return f"mastodon:{self.simulator.tell('post', asked)}"

    def edit(self, message_id: str, text: str) -> None:
        self.simulator.tell("edit", {"id": _native(message_id), "text": f"@larchandloaf {text}"})

    def delete(self, message_id: str) -> None:
        self.simulator.tell("delete", _native(message_id))

    def write_privately(self, text: str, *, by: str = "ada") -> str:
        return self.post(text, by=by, visibility="direct")

    def answer_natively(self, text: str, parent_id: str) -> str:
        asked = {"text": text, "parent": _native(parent_id)}
        return f"mastodon:{self.simulator.tell('native', asked)}"

    def close_replies(self, message_id: str) -> None:
        """Mastodon has no such switch; somebody may block us, which closes theirs."""
        self.simulator.tell("block_us", _native(message_id))

    # --- what is there ------------------------------------------------------------------------

    def seen(self) -> list[Seen]:
        return [_said(one) for one in self.simulator.tell("seen")]

    def mention(self, message_id: str) -> Message:
        return self.connector().refresh([message_id]).messages[0]

    # --- faults -------------------------------------------------------------------------------

    def fail_writes(self, *faults: Fault | str) -> None:
        self.simulator.fail_next(*faults, on=POST)

    def fail_reads(self, *faults: Fault | str) -> None:
        self.simulator.fail_next(*faults, on=READ)

    def writes(self) -> int:
        return sum(hit["request"] == POST for hit in self.simulator.hits())

    def stop(self) -> None:
        self.simulator.stop()

    def is_like(self, **kind: object) -> None:
        """It becomes another kind of server."""
        self.simulator.tell("set", kind)


@contextmanager
def rig(clock: SharedClock, folder: Path) -> Iterator[MastodonRig]:
    """A server for as long as the context lasts."""
    with Simulator("tests.simulators.mastodon", folder) as simulator:
        yield MastodonRig(clock, folder, simulator)


def _native(message_id: str) -> str:
    return message_id.removeprefix("mastodon:")


def _said(one: Fields) -> Said:
    mentions = one["mentions"]
    is_private = one["visibility"] == "direct" and mentions
    return Said(
        id=f"mastodon:{one['id']}",
        text=re.sub(r"^@\S+ ", "", str(one["text"])),
        parent_id=f"mastodon:{one['in_reply_to_id']}" if one["in_reply_to_id"] else "",
        to=f"mastodon:{mentions[0]['id']}" if is_private else "",
        visibility=str(one["visibility"]),
    )
