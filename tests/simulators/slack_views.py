"""`views.*`: modals that are open before somebody, and what a submission does to them."""

import copy
import json
from datetime import timedelta
from typing import Any

from tests.simulators.server import Fields
from tests.simulators.slack_call import Call
from tests.simulators.slack_chat import completed
from tests.simulators.slack_limits import LARGEST_VIEW, view_problems
from tests.simulators.slack_workspace import Slack, SlackError, Workspace

#: how long a trigger may be exchanged for a modal
TRIGGER_FOR = timedelta(seconds=3)
#: modals upon each other
DEEPEST = 3


def opened(slack: Slack, call: Call) -> Fields:
    """`views.open`: replaces whatever stood before that user."""
    trigger = _exchanged(slack, call)
    view = _checked(slack, call.get("view"))
    for one in stack(slack, call.workspace.id, trigger["user"]):
        one["is_open"] = False
    return {"view": shown(_made(slack, call.workspace, trigger["user"], view))}


def pushed(slack: Slack, call: Call) -> Fields:
    """`views.push`: upon the one that is open."""
    trigger = _exchanged(slack, call)
    view = _checked(slack, call.get("view"))
    return {"view": shown(_on_top(slack, call.workspace, trigger["user"], view))}


def updated(slack: Slack, call: Call) -> Fields:
    """`views.update`: by id or by the app's own id; a hash that is old is refused."""
    known = [one for one in slack.views.values() if one["team_id"] == call.workspace.id]
    view_id, external_id = call.text("view_id"), call.text("external_id")
    by_id = (one for one in known if view_id and one["id"] == view_id)
    by_own = (one for one in known if external_id and one["external_id"] == external_id)
    found = next((one for one in (*by_id, *by_own) if one["is_open"]), None)
    if found is None:
        raise SlackError("not_found")
    if call.text("hash") and call.text("hash") != found["hash"]:
        raise SlackError("hash_conflict")
    replace(slack, found, _checked(slack, call.get("view")))
    return {"view": shown(found)}


def answer_submission(slack: Slack, view: Fields, payload: Fields | None) -> None:
    """What came back with the acknowledgement of a submission."""
    workspace = slack.workspaces[view["team_id"]]
    match (payload or {}).get("response_action"):
        case "errors":
            view["errors"] = (payload or {}).get("errors")
        case "update":
            replace(slack, view, _checked(slack, (payload or {}).get("view")))
        case "push":
            new = _checked(slack, (payload or {}).get("view"))
            _on_top(slack, workspace, view["user"], new)
        case "clear":
            for one in stack(slack, view["team_id"], view["user"]):
                one["is_open"] = False
        case _:
            view["is_open"] = False


def stack(slack: Slack, team_id: str, user_id: str) -> list[Fields]:
    """The modals that stand before somebody, the topmost last."""
    theirs = [one for one in slack.views.values() if one["team_id"] == team_id]
    return [one for one in theirs if one["user"] == user_id and one["is_open"]]


def shown(view: Fields) -> Fields:
    """As Slack gives it to the app: without what is the simulator's own."""
    return {key: value for key, value in view.items() if key not in ("user", "is_open", "errors")}


def replace(slack: Slack, view: Fields, new: Fields) -> None:
    """Another content in the same place, with another hash."""
    view.update(_content(slack, new))
    view["errors"] = {}


def _content(slack: Slack, asked: Fields) -> Fields:
    defaults: Fields = {
        "submit": None,
        "close": None,
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
    }
    content = {**defaults, **copy.deepcopy(asked)}
    content["blocks"] = completed(slack, content["blocks"])
    content["state"] = {"values": {}}
    content["hash"] = f"{slack.stamp()}.h"
    return content


def _made(slack: Slack, workspace: Workspace, user_id: str, asked: Fields) -> Fields:
    external_id = asked.get("external_id")
    open_ones = [one for one in slack.views.values() if one["is_open"]]
    if external_id and any(one["external_id"] == external_id for one in open_ones):
        raise SlackError("duplicate_external_id")
    view_id = f"V{slack.next():08d}"
    slack.views[view_id] = {
        "id": view_id,
        "team_id": workspace.id,
        "app_id": workspace.app.id,
        "app_installed_team_id": workspace.id,
        "bot_id": workspace.bot_id,
        "root_view_id": view_id,
        "previous_view_id": None,
        **_content(slack, asked),
        "user": user_id,
        "is_open": True,
        "errors": {},
    }
    return slack.views[view_id]


def _on_top(slack: Slack, workspace: Workspace, user_id: str, asked: Fields) -> Fields:
    below = stack(slack, workspace.id, user_id)
    if not below:
        raise SlackError("not_found")
    if len(below) >= DEEPEST:
        raise SlackError("push_limit_reached")
    made = _made(slack, workspace, user_id, asked)
    made["root_view_id"] = below[0]["id"]
    made["previous_view_id"] = below[-1]["id"]
    return made


def _exchanged(slack: Slack, call: Call) -> Fields:
    trigger = slack.triggers.get(call.text("trigger_id"))
    if trigger is None or trigger["team"] != call.workspace.id:
        raise SlackError("invalid_trigger_id")
    if trigger["is_used"]:
        raise SlackError("exchanged_trigger_id")
    if slack.at - trigger["at"] > TRIGGER_FOR:
        raise SlackError("expired_trigger_id")
    trigger["is_used"] = True
    return trigger


# Any: whatever the app gave for a view
def _checked(_slack: Slack, view: Any) -> Fields:
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments")
    if len(json.dumps(view).encode()) > LARGEST_VIEW:
        raise SlackError("view_too_large")
    problems = view_problems(view)
    if problems:
        told = {"messages": [f"[ERROR] {one}" for one in problems]}
        raise SlackError("invalid_arguments", response_metadata=told)
    return view
