"""A Slack workspace: its people, its channels with what stands in them, and the app in it.

Everything here can be pickled, so that a simulator that was restarted goes on where it was.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.simulators.server import Fields

#: what the app's bot may do unless a test takes something away
SCOPES = (
    "app_mentions:read channels:history channels:join channels:read chat:write commands "
    "files:write groups:history groups:read im:history im:write reactions:write users:read"
)


class SlackError(Exception):
    """A method says no: the code Slack gives, and what else stands in its answer."""

    def __init__(self, code: str, **more: object) -> None:
        super().__init__(code)
        self.code = code
        self.more = more


@dataclass(kw_only=True)
class User:
    """Somebody in the workspace, or the app's bot."""

    id: str
    team_id: str
    #: as in `@bo`
    name: str
    real_name: str
    is_bot: bool = False
    is_deactivated: bool = False
    is_guest: bool = False
    is_single_channel_guest: bool = False

    def as_json(self) -> Fields:
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.is_deactivated,
            "real_name": self.real_name,
            "tz": "Europe/Berlin",
            "profile": {"real_name": self.real_name, "display_name": self.name},
            "is_admin": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_restricted": self.is_guest or self.is_single_channel_guest,
            "is_ultra_restricted": self.is_single_channel_guest,
        }


@dataclass(kw_only=True)
class Message:
    """One message as it stands; `versions` has what stood there before, oldest first."""

    ts: str
    channel_id: str
    team_id: str
    user_id: str
    text: str = ""
    blocks: list[Fields] = field(default_factory=list)
    metadata: Fields | None = None
    thread_ts: str = ""
    bot_id: str = ""
    app_id: str = ""
    #: shown to this user alone; empty: to everybody
    only_for: str = ""
    #: `unfurl_links`, `link_names` and the like, as they came
    asked: Fields = field(default_factory=dict)
    #: how it came: `bot`, `webhook`, `response_url`, `person`
    came_by: str = "bot"
    edited_ts: str = ""
    is_gone: bool = False
    versions: list[Fields] = field(default_factory=list)
    reactions: list[Fields] = field(default_factory=list)
    files: list[Fields] = field(default_factory=list)
    is_broadcast: bool = False

    def as_json(self, *, with_metadata: bool = True) -> Fields:
        """As Slack shows it to the app."""
        told: Fields = {"type": "message", "user": self.user_id, "ts": self.ts, "text": self.text}
        told["team"] = self.team_id
        if self.bot_id:
            told |= {"bot_id": self.bot_id, "app_id": self.app_id}
        if self.came_by == "webhook":
            told["subtype"] = "bot_message"
        for key in ("blocks", "reactions", "files"):
            if getattr(self, key):
                told[key] = getattr(self, key)
        if self.thread_ts:
            told["thread_ts"] = self.thread_ts
        if self.edited_ts:
            told["edited"] = {"user": self.user_id, "ts": self.edited_ts}
        if self.metadata is not None:
            whole = self.metadata
            told["metadata"] = whole if with_metadata else {"event_type": whole["event_type"]}
        return told

    def change(self, at: str, **fields: Any) -> None:
        """It reads differently from now on; what it was is kept."""
        before = {key: getattr(self, key) for key in fields}
        self.versions.append({**before, "until": at})
        for key, value in fields.items():
            setattr(self, key, value)
        if not self.blocks:
            # Slack does not show that blocks were changed
            self.edited_ts = at


@dataclass(kw_only=True)
class Channel:
    """A channel, or the conversation of the bot with one user."""

    id: str
    name: str
    is_private: bool = False
    is_im: bool = False
    is_archived: bool = False
    members: list[str] = field(default_factory=list)
    #: everything that was ever said, in order; ephemeral words too
    messages: list[Message] = field(default_factory=list)

    def message(self, ts: str) -> Message | None:
        """One that is there, for everybody."""
        found = (one for one in self.messages if one.ts == ts and not one.is_gone)
        return next((one for one in found if not one.only_for), None)

    def as_json(self) -> Fields:
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": not self.is_private and not self.is_im,
            "is_group": self.is_private,
            "is_im": self.is_im,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "num_members": len(self.members),
        }


@dataclass(kw_only=True)
class App:
    """An app as its owner registered it: one for one workspace, or the same in several."""

    id: str
    token: str
    #: of the app-level token
    scopes: list[str] = field(default_factory=lambda: ["connections:write"])
    is_revoked: bool = False


@dataclass(kw_only=True)
class Workspace:
    """A team, and the app in it."""

    id: str
    #: as in `larch.slack.com`
    domain: str
    name: str
    app: App
    bot_token: str
    bot: User
    bot_id: str
    scopes: list[str] = field(default_factory=SCOPES.split)
    is_revoked: bool = False
    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    #: path of an incoming webhook → its channel's id
    webhooks: dict[str, str] = field(default_factory=dict)

    def channel(self, asked: object) -> Channel:
        """By id, by `#name`, or by a user's id: the conversation with them."""
        wanted = str(asked or "")
        if wanted in self.users and wanted != self.bot.id:
            return self._conversation_with(self.users[wanted])
        for channel in self.channels.values():
            if wanted == channel.id or wanted.removeprefix("#") == channel.name:
                if channel.is_private and self.bot.id not in channel.members:
                    break
                return channel
        raise SlackError("channel_not_found")

    def _conversation_with(self, user: User) -> Channel:
        if user.is_deactivated:
            raise SlackError("user_disabled")
        made = Channel(id=f"D{user.id[1:]}", name="", is_im=True, members=[user.id, self.bot.id])
        return self.channels.setdefault(made.id, made)

    def user(self, asked: object) -> User:
        """By id."""
        if str(asked or "") not in self.users:
            raise SlackError("user_not_found")
        return self.users[str(asked)]


@dataclass(kw_only=True)
class Slack:
    """Everything Slack knows: workspaces, and what is promised to whom for a while."""

    #: what the clock says, for this request
    at: datetime
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    apps: dict[str, App] = field(default_factory=dict)
    #: trigger id → whose, and when it was given
    triggers: dict[str, Fields] = field(default_factory=dict)
    #: path of a response URL → what it answers
    response_urls: dict[str, Fields] = field(default_factory=dict)
    #: modals by id; also those that were closed
    views: dict[str, Fields] = field(default_factory=dict)
    #: files that are being uploaded, and those that were
    files: dict[str, Fields] = field(default_factory=dict)
    #: channel id → when the last word was taken, while posting is limited
    last_posts: dict[str, datetime] = field(default_factory=dict)
    #: a word a second and channel
    limits_posting: bool = False
    #: envelopes that were made, in order, with what came back
    envelopes: dict[str, Fields] = field(default_factory=dict)
    #: what people saw since the last look, for the log
    news: list[Fields] = field(default_factory=list)
    address: str = ""
    count: int = 0

    def next(self) -> int:
        """A number nobody had before."""
        self.count += 1
        return self.count

    def stamp(self) -> str:
        """A moment, as Slack names messages by it: no other has the same."""
        return f"{int(self.at.timestamp())}.{self.next() % 1_000_000:06d}"

    def of_token(self, token: str) -> Workspace:
        """The workspace of a bot token; raises as Slack does."""
        if not token:
            raise SlackError("not_authed")
        if any(token == app.token for app in self.apps.values()):
            raise SlackError("not_allowed_token_type")
        for workspace in self.workspaces.values():
            if token == workspace.bot_token:
                if workspace.is_revoked:
                    raise SlackError("token_revoked")
                return workspace
        raise SlackError("invalid_auth")

    def app_of_token(self, token: str) -> App:
        """The app of an app-level token; raises as Slack does."""
        if not token:
            raise SlackError("not_authed")
        if any(token == one.bot_token for one in self.workspaces.values()):
            raise SlackError("not_allowed_token_type")
        for app in self.apps.values():
            if token == app.token:
                if app.is_revoked:
                    raise SlackError("token_revoked")
                return app
        raise SlackError("invalid_auth")

    def tell(self, did: str, message: Message) -> None:
        """Something became different for the people in a channel."""
        line = {"did": did, "team": message.team_id, "channel": message.channel_id}
        self.news.append(
            {**line, "ts": message.ts, "only_for": message.only_for, "text": message.text}
        )
