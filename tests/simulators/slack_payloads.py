"""What Slack tells an app when somebody presses, submits, closes, asks or types a command."""

from tests.simulators.server import Fields
from tests.simulators.slack_views import shown
from tests.simulators.slack_workspace import Channel, Message, Slack, User, Workspace

#: what an element says of the choice that was made, by its type
CHOICES = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "checkboxes": "selected_options",
    "multi_static_select": "selected_options",
    "users_select": "selected_user",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
#: what they say before anybody chose
INITIAL = {
    **{type_: f"initial_{key.removeprefix('selected_')}" for type_, key in CHOICES.items()},
    "plain_text_input": "initial_value",
    "email_text_input": "initial_value",
    "url_text_input": "initial_value",
    "number_input": "initial_value",
}


def pressed(
    slack: Slack,
    workspace: Workspace,
    user: User,
    message: Message,
    element: Fields,
    state: Fields,
) -> Fields:
    """`block_actions` in a message; of an ephemeral one Slack gives no content."""
    channel = workspace.channels[message.channel_id]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.only_for),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    told = {
        **_interaction(slack, workspace, user, "block_actions"),
        "container": container,
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "state": {"values": state},
        "response_url": response_url(slack, workspace, channel, user, message.ts),
        "actions": [{**element, "action_ts": slack.stamp()}],
    }
    return told if message.only_for else {**told, "message": message.as_json()}


def pressed_in_view(
    slack: Slack, workspace: Workspace, user: User, view: Fields, element: Fields
) -> Fields:
    """`block_actions` in a modal: with the view, without a message and a response URL."""
    return {
        **_interaction(slack, workspace, user, "block_actions"),
        "container": {"type": "view", "view_id": view["id"]},
        "view": shown(view),
        "actions": [{**element, "action_ts": slack.stamp()}],
    }


def submitted(slack: Slack, workspace: Workspace, user: User, view: Fields) -> Fields:
    """`view_submission`."""
    told = _interaction(slack, workspace, user, "view_submission")
    return {**told, "view": shown(view), "response_urls": []}


def closed(
    slack: Slack, workspace: Workspace, user: User, view: Fields, *, is_cleared: bool
) -> Fields:
    """`view_closed`."""
    told = _interaction(slack, workspace, user, "view_closed")
    del told["trigger_id"]
    return {**told, "view": shown(view), "is_cleared": is_cleared}


def asked_about(
    slack: Slack, workspace: Workspace, user: User, message: Message, callback_id: str
) -> Fields:
    """`message_action`: a shortcut on a message."""
    channel = workspace.channels[message.channel_id]
    return {
        **_interaction(slack, workspace, user, "message_action"),
        "callback_id": callback_id,
        "action_ts": slack.stamp(),
        "channel": {"id": channel.id, "name": channel.name or "directmessage"},
        "message_ts": message.ts,
        "message": message.as_json(),
        "response_url": response_url(slack, workspace, channel, user, message.ts),
    }


def typed(
    slack: Slack, workspace: Workspace, user: User, channel: Channel, command: str, text: str
) -> Fields:
    """A slash command: flat, unlike everything else."""
    return {
        "token": "verification-token",
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": channel.name or "directmessage",
        "user_id": user.id,
        "user_name": user.name,
        "command": command,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": response_url(slack, workspace, channel, user, ""),
        "trigger_id": trigger(slack, workspace, user),
    }


def state_of(blocks: list[Fields], chosen: dict[str, Fields]) -> Fields:
    """What every element that keeps a value has, by block and action; `chosen` by action."""
    values: Fields = {}
    for block in blocks:
        elements = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        for element in elements:
            if not isinstance(element, dict) or element.get("type") not in INITIAL:
                continue
            if element["type"] == "overflow":
                continue
            action_id = element.get("action_id", "")
            told = {"type": element["type"], **_initial(element), **chosen.get(action_id, {})}
            values.setdefault(block["block_id"], {})[action_id] = told
    return values


def _initial(element: Fields) -> Fields:
    key = CHOICES.get(element["type"], "value")
    return {key: element.get(INITIAL[element["type"]])}


def response_url(slack: Slack, workspace: Workspace, channel: Channel, user: User, ts: str) -> str:
    """Works a few times, for half an hour."""
    path = f"/actions/{workspace.id}/{slack.next()}/response"
    promise = {"team": workspace.id, "channel": channel.id, "user": user.id, "ts": ts}
    slack.response_urls[path] = {**promise, "at": slack.at, "uses": 0}
    return f"{slack.address}{path}"


def trigger(slack: Slack, workspace: Workspace, user: User) -> str:
    """May be exchanged for a modal once, within seconds."""
    made = f"{slack.next()}.{workspace.id}.abcdef"
    slack.triggers[made] = {
        "team": workspace.id,
        "user": user.id,
        "at": slack.at,
        "is_used": False,
    }
    return made


def _interaction(slack: Slack, workspace: Workspace, user: User, kind: str) -> Fields:
    return {
        "type": kind,
        "token": "verification-token",
        "api_app_id": workspace.app.id,
        "team": {"id": workspace.id, "domain": workspace.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {
            "id": user.id,
            "username": user.name,
            "name": user.name,
            "team_id": workspace.id,
        },
        "trigger_id": trigger(slack, workspace, user),
    }
