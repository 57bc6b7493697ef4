"""Slack's Web API: who asks, what they may do, and which method answers.

A method takes what Slack knows and the call, and gives what stands beside `ok`; it raises
`SlackError` where Slack says no. Unknown ones answer `unknown_method`.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.simulators import slack_chat, slack_conversations, slack_files, slack_people, slack_views
from tests.simulators.server import Answer, Fields, Request
from tests.simulators.slack_call import Call
from tests.simulators.slack_workspace import Slack, SlackError


@dataclass(frozen=True)
class Method:
    """How one method answers, and what a token needs for it: any of the scopes, or none."""

    answer: Callable[[Slack, Call], Fields]
    scopes: tuple[str, ...] = ()


def _test(_slack: Slack, call: Call) -> Fields:
    """Who a token is: `auth.test`."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.bot.name,
        "team_id": workspace.id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


WRITE = ("chat:write",)
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
READ = ("channels:read", "groups:read", "im:read", "mpim:read")
METHODS: Mapping[str, Method] = {
    "auth.test": Method(_test),
    "chat.postMessage": Method(slack_chat.post, WRITE),
    "chat.postEphemeral": Method(slack_chat.post_ephemeral, WRITE),
    "chat.update": Method(slack_chat.update, WRITE),
    "chat.delete": Method(slack_chat.delete, WRITE),
    "chat.getPermalink": Method(slack_chat.permalink),
    "conversations.history": Method(slack_conversations.history, HISTORY),
    "conversations.replies": Method(slack_conversations.replies, HISTORY),
    "conversations.info": Method(slack_conversations.about, READ),
    "conversations.list": Method(slack_conversations.listed, READ),
    "conversations.members": Method(slack_conversations.members, READ),
    "conversations.join": Method(slack_conversations.join, ("channels:join",)),
    "conversations.open": Method(slack_conversations.opened, ("im:write", "mpim:write")),
    "reactions.add": Method(slack_chat.react, ("reactions:write",)),
    "users.info": Method(slack_people.about, ("users:read",)),
    "users.list": Method(slack_people.listed, ("users:read",)),
    "views.open": Method(slack_views.opened),
    "views.push": Method(slack_views.pushed),
    "views.update": Method(slack_views.updated),
    "files.getUploadURLExternal": Method(slack_files.address, ("files:write",)),
    "files.completeUploadExternal": Method(slack_files.complete, ("files:write",)),
}


def answered(slack: Slack, request: Request) -> Answer:
    """A call of a method that a bot makes."""
    name, args = request.path.removeprefix("/api/"), arguments(request)
    headers: dict[str, str] = {}
    try:
        if name not in METHODS:
            raise SlackError("unknown_method", req_method=name)
        method = METHODS[name]
        workspace = slack.of_token(token_of(request, args))
        headers["X-OAuth-Scopes"] = ",".join(workspace.scopes)
        if method.scopes:
            headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
            _require(method.scopes, workspace.scopes)
        return Answer(200, {"ok": True, **method.answer(slack, Call(workspace, args))}, headers)
    except SlackError as error:
        return refused(error, headers)


def refused(error: SlackError, headers: Mapping[str, str]) -> Answer:
    """Slack's no: still a 200, but for those who call too often."""
    if error.code == "ratelimited":
        after = str(error.more.get("retry_after", 1))
        return Answer(429, {"ok": False, "error": error.code}, {**headers, "Retry-After": after})
    return Answer(200, {"ok": False, "error": error.code, **error.more}, headers)


def arguments(request: Request) -> Fields:
    """What a call says: JSON, a form, or the address; what is JSON in a form is read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json":
        try:
            said = json.loads(request.body or b"{}")
        except ValueError:
            said = None
        return said if isinstance(said, dict) else {"": "not json"}
    told: Fields = {**request.query, **request.form()}
    for key in ("blocks", "metadata", "view", "files", "attachments"):
        if key in told:
            try:
                told[key] = json.loads(told[key])
            except ValueError:
                told[key] = None
    return told


def token_of(request: Request, args: Fields) -> str:
    """As a header or among the arguments."""
    header = request.headers.get("authorization", "")
    return header.removeprefix("Bearer ").strip() or str(args.get("token") or "")


def _require(any_of: Iterable[str], given: Iterable[str]) -> None:
    given, any_of = list(given), list(any_of)
    if not set(any_of) & set(given):
        raise SlackError("missing_scope", needed=any_of[0], provided=",".join(given))
