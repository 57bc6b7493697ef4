"""The rig of Reddit: people in r/larchtown, whose moderators let our program answer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from connectors.reddit import Reddit, connect
from monitor.domain.effect import Action
from monitor.domain.message import Message
from monitor.domain.settings import Settings
from monitor.testing import FakeClock
from tests.simulators.reddit_login import CLIENT, PASSWORD, SECRET, US
from tests.simulators.rig import Rig, Seen, SharedClock, platform_at
from tests.simulators.server import Fault, Fields
from tests.simulators.simulator import Simulator

SUBREDDIT = "larchtown"
PERMISSION = "https://www.reddit.com/r/larchtown/comments/abc/may_we_answer/"
SECRETS = {
    "REDDIT_CLIENT_ID": CLIENT,
    "REDDIT_CLIENT_SECRET": SECRET,
    "REDDIT_USERNAME": US,
    "REDDIT_PASSWORD": PASSWORD,
}


class RedditRig:
    """Implements `Rig`."""

    platform = "reddit"
    abilities = frozenset({Action.ACKNOWLEDGE, Action.DIRECT_MESSAGE, Action.BLOCK, Action.RETRACT})

    #: we look before we send; a listing that lags may still make it two
    is_idempotent = False
    has_quotes = False

    def __init__(self, simulator: Simulator, clock: FakeClock, folder: Path) -> None:
        self.simulator = simulator
        self.clock: FakeClock = clock
        self.folder = folder

    # --- the monitor's side -------------------------------------------------------------------

    def settings(self, **changes: object) -> Settings:
        return self.settings_with(SECRETS, US, **changes)

    def settings_with(
        self, secrets: Mapping[str, str] = SECRETS, account: str = US, **changes: object
    ) -> Settings:
        """The same for another account; a change to None leaves the key out."""
        written = {
            "base_url": self.simulator.url,
            "permitted": {SUBREDDIT: PERMISSION},
            **changes,
        }
        return Settings(
            "reddit",
            {key: value for key, value in written.items() if value is not None},
            brand="larch",
            clock=self.clock,
            folder=self.folder,
            account=account,
            secrets=secrets.get,
        )

    def connector(self, **changes: object) -> Reddit:
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
        title: str = "",
        subreddit: str = SUBREDDIT,
    ) -> str:
        """A comment in the thread of the town; with a title, a post of its own."""
        if mentions_us and f"u/{US}" not in text:
            text = f"u/{US} {text}"
        name = self._tell(
            "post",
            {
                "by": by,
                "text": text,
                "to": _native(parent_id),
                "title": title,
                "subreddit": subreddit,
                "at": at.timestamp() if at else None,
            },
        )
        return f"reddit:{name}"

    def post_many(self, count: int) -> list[str]:
        """So many comments that name us, a second apart, the last of them now."""
        made = self._tell("many", {"count": count, "subreddit": SUBREDDIT})
        return [f"reddit:{name}" for name in made]

    def rename(self, name: str, *, by: str = "ada") -> None:
        """Reddit knows no names beside the handle, which never changes."""

    def quote(self, text: str, quoted_id: str, *, by: str = "ada") -> str:
        """Reddit has no quotes: a comment under ours with a line of it is the nearest."""
        said = f"> {quoted_id}\n\n{text}"
        return self.post(said, by=by, mentions_us=False, parent_id=quoted_id)

    def edit(self, message_id: str, text: str) -> None:
        self._tell("edit", {"name": _native(message_id), "text": text})

    def delete(self, message_id: str) -> None:
        self._tell("delete", _native(message_id))

    def remove(self, message_id: str) -> None:
        """The moderators take it away."""
        self._tell("remove", _native(message_id))

    def write_privately(self, text: str, *, by: str = "ada", subject: str = "re: bread") -> str:
        return f"reddit:{self._tell('letter', {'by': by, 'subject': subject, 'text': text})}"

    def answer_natively(self, text: str, parent_id: str) -> str:
        return f"reddit:{self._tell('by_us', {'to': _native(parent_id), 'text': text})}"

    def close_replies(self, message_id: str) -> None:
        self.mark(message_id, locked=True)

    def mark(self, message_id: str, **data: object) -> None:
        """Other facts about a thing."""
        self._tell("mark", {"name": _native(message_id), "data": data})

    # --- what is there ------------------------------------------------------------------------

    def seen(self) -> list[Seen]:
        return [
            Seen(
                id=f"reddit:{one['name']}",
                text=one["body"],
                parent_id=f"reddit:{one['parent_id']}" if one.get("parent_id") else "",
                to=f"reddit:{one['dest']}" if one.get("dest") else "",
            )
            for one in self._tell("seen")
        ]

    def mention(self, message_id: str) -> Message:
        page = self.connector().refresh([message_id])
        if page.messages:
            return page.messages[0]
        found = self.connector().fetch("").messages
        return next(one for one in found if one.id == message_id)

    # --- faults -------------------------------------------------------------------------------

    def fail_writes(self, *faults: Fault | str) -> None:
        self.simulator.fail_next(*faults, on="POST /api/comment")

    def fail_reads(self, *faults: Fault | str) -> None:
        self.simulator.fail_next(*faults, on="GET /message/inbox")

    def fail(self, on: str, *faults: Fault | str) -> None:
        self.simulator.fail_next(*faults, on=on)

    def refuse_writes(self, *errors: Fields) -> None:
        """The next words are answered by a 200 that says no."""
        self._tell("set", {"errors": list(errors)})

    def answer_oddly(self, on: str, status: int, body: str, **headers: str) -> None:
        """The next such request is answered like that, word by word."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self._tell("set", {"odd": [(on, {"status": status, "body": body, "headers": told})]})

    def set(self, **facts: object) -> None:
        """Other facts about the platform."""
        self._tell("set", facts)

    def subreddit(self, name: str = SUBREDDIT, **facts: object) -> None:
        self._tell("subreddit", {"name": name, **facts})

    def grant(self, scopes: str) -> None:
        """What the next token of ours is good for."""
        self._tell("scopes", scopes)

    def revoke(self) -> None:
        """The app is thrown out."""
        self._tell("revoke")

    def requests(self, on: str = "") -> list[str]:
        """Every request that began like that."""
        told = [hit["request"] for hit in self.simulator.hits()]
        return [one for one in told if one.startswith(on)]

    def stop(self) -> None:
        self.simulator.__exit__(None, None, None)

    def set_ours(self, count: int) -> None:
        """So many comments of ours, a second apart, the last of them a quarter of an hour ago."""
        self._tell("ours", {"count": count, "subreddit": SUBREDDIT})

    def subjects(self) -> list[str]:
        """Those of our private messages."""
        return [one["subject"] for one in self._tell("seen") if one.get("subject")]

    def press(self, url: str, button: str = "allow") -> str:
        """The owner on Reddit's page; the address they are sent back to."""
        return str(self._tell("press", {"url": url, "button": button}))

    def blocked(self) -> list[str]:
        return list(self._tell("blocked"))

    def writes(self) -> int:
        return len(self.requests("POST /api/comment"))

    # Any: what the simulator answers
    def _tell(self, what: str, asked: object = None) -> Any:
        return self.simulator.tell(what, asked)


def _native(message_id: str) -> str:
    return message_id.removeprefix("reddit:")


@contextmanager
def rig(clock: SharedClock, folder: Path) -> Iterator[Rig]:
    """Reddit as long as the context lasts."""
    with reddit(clock, folder) as made:
        yield made


@contextmanager
def reddit(clock: SharedClock, folder: Path) -> Iterator[RedditRig]:
    """The same, for tests that know which platform it is."""
    with platform_at("tests.simulators.reddit", folder, clock) as simulator:
        yield RedditRig(simulator, clock, folder)
