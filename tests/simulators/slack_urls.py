"""The addresses that need no token: incoming webhooks, and response URLs of what people did."""

from datetime import timedelta

from tests.simulators.server import Answer, Fields, Request
from tests.simulators.slack_call import Call
from tests.simulators.slack_chat import said
from tests.simulators.slack_web import arguments
from tests.simulators.slack_workspace import Channel, Message, Slack, SlackError, Workspace

#: how often, and how long, a response URL works
USES, USE_FOR = 5, timedelta(minutes=30)
GOOD = Answer(200, b"ok", {"Content-Type": "text/html"})


def incoming(slack: Slack, request: Request) -> Answer:
    """An incoming webhook: says one word in its channel, and answers a word of text."""
    for workspace in slack.workspaces.values():
        channel_id = workspace.webhooks.get(request.path)
        if channel_id is None:
            continue
        channel = workspace.channels[channel_id]
        if channel.is_archived:
            return _no(410, "channel_is_archived")
        try:
            message = _said(slack, workspace, channel, request)
        except SlackError as error:
            known = ("no_text", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")
            return _no(400, error.code if error.code in known else "invalid_payload")
        message.came_by = "webhook"
        channel.messages.append(message)
        slack.tell("posted", message)
        return GOOD
    return _no(404, "no_service")


def respond(slack: Slack, request: Request) -> Answer:
    """A response URL: a word to whoever acted, or another content of what they acted upon."""
    promise = slack.response_urls.get(request.path)
    if promise is None:
        return _no(404, "invalid_url")
    if slack.at - promise["at"] > USE_FOR:
        return _no(410, "expired_url")
    if promise["uses"] >= USES:
        return Answer(404, {"ok": False, "error": "used_url"})
    promise["uses"] += 1
    workspace = slack.workspaces[promise["team"]]
    channel = workspace.channels[promise["channel"]]
    asked = arguments(request)
    source = next((one for one in channel.messages if one.ts == promise["ts"]), None)
    if asked.get("delete_original") and source is not None:
        source.is_gone = True
        slack.tell("deleted", source)
        return GOOD
    try:
        message = _said(slack, workspace, channel, request)
    except SlackError as error:
        return Answer(400, {"ok": False, "error": error.code, **error.more})
    message.came_by = "response_url"
    if asked.get("replace_original") and source is not None:
        source.change(slack.stamp(), text=message.text, blocks=message.blocks)
        slack.tell("changed", source)
        return GOOD
    _post(slack, channel, message, asked, promise)
    return GOOD


def _post(slack: Slack, channel: Channel, message: Message, asked: Fields, promise: Fields) -> None:
    is_for_all = asked.get("response_type") == "in_channel"
    message.only_for = "" if is_for_all else promise["user"]
    message.thread_ts = str(asked.get("thread_ts") or "")
    channel.messages.append(message)
    slack.tell("posted", message)


def _said(slack: Slack, workspace: Workspace, channel: Channel, request: Request) -> Message:
    asked = arguments(request)
    if "" in asked or not asked:
        raise SlackError("invalid_payload")
    return said(slack, Call(workspace, asked), channel)


def _no(status: int, code: str) -> Answer:
    return Answer(status, code.encode(), {"Content-Type": "text/html"})
