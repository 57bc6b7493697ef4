"""What a test asks of the simulated Slack: people and channels, what they do, and what is there."""

from typing import TYPE_CHECKING, Any

from tests.simulators import slack_hands
from tests.simulators.server import Fields
from tests.simulators.slack_call import Call
from tests.simulators.slack_chat import said
from tests.simulators.slack_views import shown, stack
from tests.simulators.slack_workspace import App, Channel, Message, Slack, User, Workspace

if TYPE_CHECKING:
    from tests.simulators.slack import SlackWorld

#: each makes an envelope, or nothing
HANDS = {
    "press": slack_hands.press,
    "submit": slack_hands.submit,
    "close": slack_hands.close,
    "command": slack_hands.command,
    "shortcut": slack_hands.shortcut,
}


# Any: what a test asks with and what it is told, as JSON
def controlled(world: "SlackWorld", what: str, asked: Any) -> object:
    """`/control/…`; the answer goes back as JSON."""
    slack = world.slack
    match what:
        case "workspace":
            return _workspace(slack, asked)
        case "script":
            world.scripted.extend((one["on"], one["answer"]) for one in asked)
        case "retry_after":
            world.retry_after = asked
        case "limit_posting":
            slack.limits_posting = asked
        case "redeliver":
            return [world.deliver(one, asked.get("to")) for one in asked["ids"]]
        case "links":
            return [one.as_json() for one in world.socket.links]
        case "drop":
            world.socket.drop(asked["app"], how=asked["how"], to=asked.get("to"))
        case "disconnect":
            world.socket.disconnect(asked["app"], asked["reason"], asked.get("to"))
        case "ping":
            return world.socket.ping(asked["app"], asked["seconds"])
        case "envelope":
            return slack.envelopes[asked]
        case "envelopes":
            return list(slack.envelopes.values())
        case _:
            return _in_workspace(world, what, asked)
    return None


# Any: as above
def _in_workspace(world: "SlackWorld", what: str, asked: Any) -> object:
    slack = world.slack
    workspace = slack.workspaces[asked["team"]]
    if what in HANDS:
        envelope = HANDS[what](slack, workspace, asked)
        if envelope is None:
            return None
        if not asked.get("is_held"):
            world.deliver(envelope["id"], asked.get("to"))
        return envelope
    match what:
        case "person":
            return _person(workspace, asked["is"])
        case "channel":
            return _channel(workspace, asked["is"])
        case "webhook":
            path = f"/services/{workspace.id}/B{slack.next():06d}/{slack.next()}"
            workspace.webhooks[path] = workspace.channel(asked["channel"]).id
            return path
        case "unhook":
            del workspace.webhooks[asked["path"]]
        case "write":
            return slack_hands.write(slack, workspace, asked)
        case "set":
            for key, value in asked["is"].items():
                setattr(workspace, key, value)
        case "app":
            for key, value in asked["is"].items():
                setattr(workspace.app, key, value)
        case "messages":
            return [_shown(one) for one in workspace.channel(asked["channel"]).messages]
        case "channels":
            return list(workspace.channels)
        case "views":
            return [_view(one) for one in stack(slack, workspace.id, asked["by"])]
        case "files":
            files = [one for one in slack.files.values() if one["team"] == workspace.id]
            return [{**one, "content": (one["content"] or b"").hex()} for one in files]
        case _:
            raise ValueError(f"nobody knows how to {what}")
    return None


def say_to_command(slack: Slack, envelope: Fields, payload: Fields) -> None:
    """What came back with the acknowledgement of a command is shown to whoever typed it."""
    workspace, typed = slack.workspaces[envelope["team"]], envelope["said"]["payload"]
    channel = workspace.channels[typed["channel_id"]]
    message = said(slack, Call(workspace, payload), channel)
    is_for_all = payload.get("response_type") == "in_channel"
    message.only_for = "" if is_for_all else typed["user_id"]
    message.came_by = "response_url"
    channel.messages.append(message)
    slack.tell("posted", message)


def _workspace(slack: Slack, asked: Fields) -> Fields:
    """A new team with the app in it, or what is known of one that is there."""
    domain = asked["domain"]
    team_id = f"T0{_id(domain)}"
    if team_id not in slack.workspaces:
        app_id = f"A0{_id(asked.get('app') or domain)}"
        app = slack.apps.setdefault(app_id, App(id=app_id, token=f"xapp-1-{app_id}-secret"))
        bot = User(
            id=f"U0{_id(domain)}BOT",
            team_id=team_id,
            name="monitor",
            real_name="Complaint monitor",
            is_bot=True,
        )
        slack.workspaces[team_id] = Workspace(
            id=team_id,
            domain=domain,
            name=asked.get("name") or domain.capitalize(),
            app=app,
            bot_token=f"xoxb-{team_id}-secret",
            bot=bot,
            bot_id=f"B0{_id(domain)}BOT",
            users={bot.id: bot},
        )
    made = slack.workspaces[team_id]
    return {
        "id": made.id,
        "app_id": made.app.id,
        "app_token": made.app.token,
        "bot_token": made.bot_token,
        "bot_user_id": made.bot.id,
        "bot_id": made.bot_id,
    }


def _person(workspace: Workspace, asked: Fields) -> str:
    """Somebody new, or somebody who becomes different; their id."""
    user_id = f"U0{_id(asked['name'])}"
    if user_id not in workspace.users:
        workspace.users[user_id] = User(
            id=user_id,
            team_id=workspace.id,
            name=asked["name"],
            real_name=asked["name"].capitalize(),
        )
    for key, value in asked.items():
        setattr(workspace.users[user_id], key, value)
    return user_id


def _channel(workspace: Workspace, asked: Fields) -> str:
    """A new channel, or one that becomes different; its id."""
    channel_id = f"C0{_id(asked['name'])}"
    made = Channel(id=channel_id, name=asked["name"])
    channel = workspace.channels.setdefault(channel_id, made)
    for key, value in asked.items():
        setattr(channel, key, value)
    return channel_id


def _shown(message: Message) -> Fields:
    """All that is known of a message, also what Slack tells nobody."""
    own = ("only_for", "asked", "came_by", "is_gone", "versions", "metadata", "thread_ts", "blocks")
    return {**message.as_json(), **{key: getattr(message, key) for key in own}}


def _view(view: Fields) -> Fields:
    return {**shown(view), "errors": view["errors"]}


def _id(name: str) -> str:
    return "".join(sign for sign in name.upper() if sign.isascii() and sign.isalnum())
