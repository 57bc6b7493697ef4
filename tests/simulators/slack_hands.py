"""What people do in Slack: they press, submit, close, ask, type; each becomes an envelope.

An envelope that is made is not sent yet; `slack.py` sends it, once or as often as it is asked to.
Somebody who cannot see a channel can do nothing in it: that raises, for it is the test's mistake.
"""

import uuid

from tests.simulators import slack_payloads as payloads
from tests.simulators.server import Fields
from tests.simulators.slack_views import stack
from tests.simulators.slack_workspace import Message, Slack, SlackError, User, Workspace


def press(slack: Slack, workspace: Workspace, asked: Fields) -> Fields:
    """A button, a menu or a choice: by its action id, in that block where several have it.

    `asked`: by, action_id, ts or nothing for a modal, block_id?, choice? (an option's value, or
    what was picked), values? of other elements by action id.
    """
    user = _person(workspace, asked["by"])
    if not asked.get("ts"):
        view = _topmost(slack, workspace, user)
        element = _chosen(_element(view["blocks"], asked), asked)
        view["state"] = {"values": payloads.state_of(view["blocks"], _values(view, asked))}
        told = payloads.pressed_in_view(slack, workspace, user, view, element)
        return _envelope(slack, workspace, "interactive", told)
    message = _message(workspace, user, asked)
    element = _chosen(_element(message.blocks, asked), asked)
    state = payloads.state_of(message.blocks, _typed(message.blocks, asked.get("values") or {}))
    told = payloads.pressed(slack, workspace, user, message, element, state)
    return _envelope(slack, workspace, "interactive", told)


def submit(slack: Slack, workspace: Workspace, asked: Fields) -> Fields:
    """The topmost modal of somebody, with those values by action id; the rest as it was."""
    user = _person(workspace, asked["by"])
    view = _topmost(slack, workspace, user)
    if view["submit"] is None:
        raise SlackError("this modal has no button to submit it")
    view["errors"] = {}
    view["state"] = {"values": payloads.state_of(view["blocks"], _values(view, asked))}
    _require(view)
    told = payloads.submitted(slack, workspace, user, view)
    return _envelope(slack, workspace, "interactive", told, takes_answer=True, view=view["id"])


def close(slack: Slack, workspace: Workspace, asked: Fields) -> Fields | None:
    """The topmost modal goes away; the app hears of it only if it asked for that."""
    user = _person(workspace, asked["by"])
    view = _topmost(slack, workspace, user)
    view["is_open"] = False
    if not view["notify_on_close"]:
        return None
    told = payloads.closed(slack, workspace, user, view, is_cleared=False)
    return _envelope(slack, workspace, "interactive", told)


def command(slack: Slack, workspace: Workspace, asked: Fields) -> Fields:
    """`/monitor status`, typed in a channel."""
    user, channel = _person(workspace, asked["by"]), workspace.channel(asked["channel"])
    told = payloads.typed(slack, workspace, user, channel, asked["command"], asked["text"])
    return _envelope(slack, workspace, "slash_commands", told, takes_answer=True)


def shortcut(slack: Slack, workspace: Workspace, asked: Fields) -> Fields:
    """The app's entry in the menu of a message."""
    user = _person(workspace, asked["by"])
    message = _message(workspace, user, asked)
    told = payloads.asked_about(slack, workspace, user, message, asked["callback_id"])
    return _envelope(slack, workspace, "interactive", told)


def write(slack: Slack, workspace: Workspace, asked: Fields) -> str:
    """Somebody writes in a channel; the id of their message."""
    user, channel = _person(workspace, asked["by"]), workspace.channel(asked["channel"])
    message = Message(
        ts=slack.stamp(),
        channel_id=channel.id,
        team_id=workspace.id,
        user_id=user.id,
        text=asked["text"],
        thread_ts=asked.get("thread_ts") or "",
        came_by="person",
    )
    channel.messages.append(message)
    slack.tell("posted", message)
    return message.ts


def _envelope(
    slack: Slack,
    workspace: Workspace,
    kind: str,
    payload: Fields,
    *,
    takes_answer: bool = False,
    view: str = "",
) -> Fields:
    said = {
        "envelope_id": str(uuid.uuid4()),
        "type": kind,
        "payload": payload,
        "accepts_response_payload": takes_answer,
    }
    made: Fields = {"id": said["envelope_id"], "said": said, "app_id": workspace.app.id}
    slack.envelopes[made["id"]] = {
        **made,
        "team": workspace.id,
        "view": view,
        "sent_to": [],
        "acks": [],
        "refused": None,
    }
    return slack.envelopes[made["id"]]


def _person(workspace: Workspace, by: str) -> User:
    user = workspace.user(by)
    if user.is_deactivated:
        raise SlackError(f"{user.name} is deactivated and can do nothing here")
    return user


def _message(workspace: Workspace, user: User, asked: Fields) -> Message:
    for channel in workspace.channels.values():
        for message in channel.messages:
            if message.ts != asked["ts"] or message.is_gone:
                continue
            if message.only_for not in ("", user.id):
                raise SlackError(f"{user.name} does not see that message")
            if channel.is_private and user.id not in channel.members:
                raise SlackError(f"{user.name} is not in that channel")
            return message
    raise SlackError(f"no message {asked['ts']} is there")


def _topmost(slack: Slack, workspace: Workspace, user: User) -> Fields:
    views = stack(slack, workspace.id, user.id)
    if not views:
        raise SlackError(f"no modal stands before {user.name}")
    return views[-1]


def _element(blocks: list[Fields], asked: Fields) -> Fields:
    """With the id of its block, as Slack tells it."""
    found = [
        {**element, "block_id": block["block_id"]}
        for block in blocks
        for element in (block.get("element"), block.get("accessory"), *block.get("elements", []))
        if isinstance(element, dict) and element.get("action_id") == asked["action_id"]
    ]
    if asked.get("block_id"):
        found = [one for one in found if one["block_id"] == asked["block_id"]]
    if len(found) != 1:
        raise SlackError(f"{len(found)} elements are called {asked['action_id']} there")
    return found[0]


def _chosen(element: Fields, asked: Fields) -> Fields:
    """What Slack says of an element that was used: not all that the app gave."""
    kept = ("type", "action_id", "block_id", "text", "value", "style", "placeholder", "url")
    told = {key: element[key] for key in kept if key in element}
    key = payloads.CHOICES.get(element["type"])
    return told if key is None else {**told, key: _choice(element, asked.get("choice"))}


def _choice(element: Fields, chosen: object) -> object:
    """An option's value becomes the option; a list of them, several; anything else is itself."""
    options = [*element.get("options", [])]
    options += [one for group in element.get("option_groups", []) for one in group["options"]]
    if not options:
        return chosen
    if isinstance(chosen, list):
        return [_option(options, one) for one in chosen]
    return None if chosen is None else _option(options, chosen)


def _option(options: list[Fields], value: object) -> Fields:
    found = next((one for one in options if one["value"] == value), None)
    if found is None:
        raise SlackError(f"no option has the value {value}")
    return found


def _values(view: Fields, asked: Fields) -> dict[str, Fields]:
    """What was there already, and what is typed now."""
    kept = {
        action_id: value
        for actions in view["state"]["values"].values()
        for action_id, value in actions.items()
    }
    return {**kept, **_typed(view["blocks"], asked.get("values") or {})}


def _typed(blocks: list[Fields], values: Fields) -> dict[str, Fields]:
    typed: dict[str, Fields] = {}
    for action_id, value in values.items():
        element = _element(blocks, {"action_id": action_id})
        _check_length(element, value)
        key = payloads.CHOICES.get(element["type"], "value")
        typed[action_id] = {key: _choice(element, value)}
    return typed


def _check_length(element: Fields, value: object) -> None:
    if isinstance(value, str) and len(value) > element.get("max_length", 3000):
        raise SlackError(f"{element['action_id']} takes no more than its max_length")


def _require(view: Fields) -> None:
    """Slack itself asks for what is not optional, before the app hears anything."""
    for block in view["blocks"]:
        if block["type"] != "input" or block.get("optional"):
            continue
        values = view["state"]["values"].get(block["block_id"], {})
        if not any(one for value in values.values() for key, one in value.items() if key != "type"):
            raise SlackError(f"{block['label']['text']} has to be filled in")
