"""`users.*`: who is in a workspace."""

from tests.simulators.server import Fields
from tests.simulators.slack_call import Call, page
from tests.simulators.slack_workspace import Slack


def about(_slack: Slack, call: Call) -> Fields:
    return {"user": call.workspace.user(call.get("user")).as_json()}


def listed(_slack: Slack, call: Call) -> Fields:
    """Deactivated ones and bots too, as Slack does."""
    everybody = [one.as_json() for one in call.workspace.users.values()]
    shown, following = page(everybody, call, default=100, most=1000)
    return {"members": shown, "response_metadata": {"next_cursor": following}}
