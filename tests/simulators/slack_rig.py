"""Slack's rig: a simulated Slack in another process, its people, and the real libraries.

    with slack_rig(tmp_path) as slack:           # or slack_rig(tmp_path, clock): a shared clock
        bo = slack.person("bo", real_name="Bo Baker")
        alerts = slack.channel("alerts")         # the bot is in it; is_private=, is_archived=
        web = slack.web()                        # WebClient(token=slack.bot_token, base_url=…)
        app = App(client=web)                    # of slack_bolt
        with slack.connected(app):               # SocketModeHandler, connected
            ts = web.chat_postMessage(channel=alerts, text="…", blocks=[…])["ts"]
            click = slack.press("send", by="bo", ts=ts)
            slack.until_acknowledged(click)
            slack.messages("alerts")[-1].text

**The monitor's side**: `base_url`, `bot_token`, `app_token`, `app_id`, `team_id`, `web()`,
`connected(app)`, `webhook("alerts")` (a URL).

**People**: `person(name, is_deactivated=, is_guest=, is_bot=)`, `write(text, by=, channel=)`,
`press(action_id, by=, ts=, choice=, values=, block_id=)`, without `ts` in the topmost modal;
`submit(by=, values={action_id: …})`, `close(by=)`, `command("/monitor", "status", by=, channel=)`,
`shortcut(callback_id, by=, ts=)`. Each returns an `Envelope`: `is_delivered` is False where no
connection was open (Slack forgets such a click).

**Twice, late, in another order, elsewhere**: `press(…, is_held=True)` makes an envelope and keeps
it; `deliver(*envelopes, to=1)` sends what is given, as often as it is asked to. Without `to` the
newest open connection gets it.

**What is there**: `messages(channel)`: what everybody sees, oldest first, as `Post` with text,
blocks, metadata, thread_ts, versions, `words` (all text in it), `buttons`, `screen` (drawn as
lines, for snapshots), `pings`, `links`, `problems`; `private_words(channel, user)`: what only that
user saw; `everything(channel)`: also what is gone; `read_everything()`: pings, links and problems
of every word ever said, so that a test can hold "nobody was pinged"; `views(user)`: the modals
before somebody, the topmost last, with `errors` (`view_screen` draws one); `files()`;
`calls(method)`: every call with its arguments and error; `acks(envelope)`; `simulator.public()`:
every change that people saw, in order.

**Faults**: `fail("chat.postMessage", Fault.TIMEOUT_AFTER_ACCEPTANCE, "not_in_channel", …)`: the
next calls, in order; words are Slack's own errors. `fail(…, "429", retry_after=2)`. Also
`fail("apps.connections.open", …)`, `fail_webhooks(…)`, `fail_responses(…)`.
`limit_posting()`: one word a second and channel. `take_scopes("chat:write")`, `revoke()`,
`leave(channel)`.

**The socket**: `links()`, `drop("cut" | "half" | "silent" | "closed", to=)`,
`ask_to_reconnect("refresh_requested" | "warning" | "link_disabled")`, `ping()`.

**Slack goes away**: `stop()`; `restart()` comes back at the same address with everything that was
there, without connections; `freeze()` and `thaw()`: the whole process stands still, so that nothing
answers and nothing is closed.

**More workspaces**: `slack.workspace("ash")` gives another rig on the same simulator, with tokens
of its own; `slack.workspace("ash", app="larch")` has the same app, so the same sockets.

Limits that hold without being asked for: Block Kit's (see `slack_limits.py`), a text of at most
4,000 characters in an update, 13,200 in all blocks together, scopes, membership, `trigger_id` for
three seconds, `response_url` five times within half an hour (by the platform's clock).
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import SHUT_RDWR

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient

from tests.simulators.rig import SharedClock
from tests.simulators.server import Fields
from tests.simulators.simulator import Simulator
from tests.simulators.slack_mrkdwn import Read
from tests.simulators.slack_post import Envelope, Post
from tests.simulators.slack_trouble import SlackTrouble

MODULE = "tests.simulators.slack"


class SlackRig(SlackTrouble):
    """One workspace of a simulated Slack."""

    def __init__(self, simulator: Simulator, domain: str = "larch", app: str = "") -> None:
        made = simulator.tell("workspace", {"domain": domain, "app": app})
        super().__init__(simulator, made["id"], made["app_id"])
        self.app_token: str = made["app_token"]
        self.bot_token: str = made["bot_token"]
        self.bot_user_id: str = made["bot_user_id"]

    def workspace(self, domain: str, app: str = "") -> "SlackRig":
        """Another workspace, with an app of its own unless one is named."""
        return SlackRig(self.simulator, domain, app)

    # --- the monitor's side -------------------------------------------------------------------

    @property
    def base_url(self) -> str:
        return f"{self.simulator.url}/api/"

    def web(self, token: str = "", timeout: int = 2) -> WebClient:
        """The library's client, which does not send anything again by itself."""
        return WebClient(
            token=token or self.bot_token,
            base_url=self.base_url,
            timeout=timeout,
            retry_handlers=[],
        )

    @contextmanager
    def connected(self, app: App, ping_interval: float = 1.0) -> Iterator[SocketModeHandler]:
        """The app listens on a websocket for as long as the context lasts."""
        open_before = len(self.links())
        handler = SocketModeHandler(app, self.app_token, ping_interval=ping_interval)
        handler.connect()  # type: ignore[no-untyped-call]  # bolt says nothing of it
        try:
            self.until(lambda: len(self.links()) > open_before)
            yield handler
        finally:
            _hang_up(handler.client)
            handler.close()  # type: ignore[no-untyped-call]  # bolt says nothing of it

    def webhook(self, channel: str) -> str:
        """The address of an incoming webhook for that channel."""
        return f"{self.simulator.url}{self._tell('webhook', channel=channel)}"

    def unhook(self, url: str) -> None:
        """The owner takes the webhook away."""
        self._tell("unhook", path=url.removeprefix(self.simulator.url))

    # --- people -------------------------------------------------------------------------------

    def person(self, name: str, **fields: object) -> str:
        """Somebody new or somebody who becomes different; their id."""
        return str(self._tell("person", **{"is": {"name": name, **fields}}))

    def channel(self, name: str, *, members: tuple[str, ...] = (), **fields: object) -> str:
        """A channel that is new or becomes different, with the bot and those members; its id."""
        inside = [self.bot_user_id, *map(_user, members)]
        return str(self._tell("channel", **{"is": {"name": name, "members": inside, **fields}}))

    def write(self, text: str, *, by: str, channel: str, thread_ts: str = "") -> str:
        asked = {"by": _user(by), "channel": channel, "text": text, "thread_ts": thread_ts}
        return str(self._tell("write", **asked))

    def press(
        self,
        action_id: str,
        *,
        by: str,
        ts: str = "",
        block_id: str = "",
        choice: object = None,
        values: Mapping[str, object] | None = None,
        is_held: bool = False,
        to: int | None = None,
    ) -> Envelope:
        """Somebody presses a button or chooses; without `ts` in the modal before them."""
        return self._envelope(
            "press",
            action_id=action_id,
            by=_user(by),
            ts=ts,
            block_id=block_id,
            choice=choice,
            values=dict(values or {}),
            is_held=is_held,
            to=to,
        )

    def submit(
        self, *, by: str, values: Mapping[str, object] | None = None, is_held: bool = False
    ) -> Envelope:
        """Somebody fills the modal before them in and submits it."""
        asked = {"by": _user(by), "values": dict(values or {}), "is_held": is_held}
        return self._envelope("submit", **asked)

    def close(self, *, by: str) -> Envelope | None:
        """Somebody closes the modal before them; None where the app does not want to hear it."""
        made = self._tell("close", by=_user(by))
        return None if made is None else Envelope(made)

    def command(
        self, command: str, text: str = "", *, by: str, channel: str, is_held: bool = False
    ) -> Envelope:
        asked = {"by": _user(by), "channel": channel, "command": command, "text": text}
        return self._envelope("command", **asked, is_held=is_held)

    def shortcut(self, callback_id: str, *, by: str, ts: str, is_held: bool = False) -> Envelope:
        asked = {"callback_id": callback_id, "by": _user(by), "ts": ts, "is_held": is_held}
        return self._envelope("shortcut", **asked)

    def deliver(self, *envelopes: Envelope, to: int | None = None) -> None:
        """Sends those envelopes, in this order; again if they were sent before."""
        self.simulator.tell("redeliver", {"ids": [one.id for one in envelopes], "to": to})

    # --- what is there ------------------------------------------------------------------------

    def everything(self, channel: str) -> list[Post]:
        """Every word that was ever said there; those that are gone, and private ones."""
        return [Post(one) for one in self._tell("messages", channel=channel)]

    def messages(self, channel: str) -> list[Post]:
        """What everybody in the channel sees now, oldest first."""
        return [one for one in self.everything(channel) if not one.is_gone and not one.only_for]

    def message(self, channel: str, ts: str) -> Post:
        return next(one for one in self.everything(channel) if one.ts == ts)

    def private_words(self, channel: str, by: str) -> list[Post]:
        """What only that user sees there now."""
        there = [one for one in self.everything(channel) if not one.is_gone]
        return [one for one in there if one.only_for == _user(by)]

    def read_everything(self) -> Read:
        """What every word would do that ever stood anywhere in this workspace, private ones too."""
        found = Read()
        for channel in self._tell("channels"):
            for post in self.everything(channel):
                found += post.ever
        return found

    def views(self, by: str) -> list[Fields]:
        """The modals that stand before somebody, the topmost last."""
        return list(self._tell("views", by=_user(by)))

    def files(self) -> list[Fields]:
        """Every file, with `content` as bytes."""
        found = self._tell("files")
        return [{**one, "content": bytes.fromhex(one["content"])} for one in found]

    def calls(self, method: str = "") -> list[Fields]:
        """Every call that reached Slack: at, method, args, error."""
        path = self.simulator.folder / "calls.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        return [one for one in map(json.loads, lines) if method in ("", one["method"])]

    def _envelope(self, what: str, **asked: object) -> Envelope:
        made = self._tell(what, **asked)
        assert isinstance(made, dict)
        return Envelope(made)


@contextmanager
def slack_rig(
    folder: Path, clock: SharedClock | None = None, domain: str = "larch"
) -> Iterator[SlackRig]:
    """A simulated Slack for as long as the context lasts; without a clock its own goes on."""
    home = folder / "slack"
    home.mkdir()
    with Simulator(MODULE, home) as simulator:
        if clock is not None:
            clock.share_with(simulator)
        yield SlackRig(simulator, domain)


def _user(name: str) -> str:
    """A name or an id becomes an id."""
    return name if name.startswith("U0") else f"U0{name.upper()}"


def _hang_up(client: SocketModeClient) -> None:
    """Ends the socket first: to close one that is silent takes the library three seconds."""
    client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
    session = client.current_session
    raw = session.sock if session is not None else None
    if raw is not None:
        with suppress(OSError):
            raw.shutdown(SHUT_RDWR)
