"""`conversations.*`: channels, who is in them, and what was said."""

from decimal import Decimal

from tests.simulators.server import Fields
from tests.simulators.slack_call import Call, page
from tests.simulators.slack_workspace import Channel, Message, Slack, SlackError

#: most messages of one page
MOST = 999


def about(_slack: Slack, call: Call) -> Fields:
    channel = call.workspace.channel(call.get("channel"))
    is_member = call.workspace.bot.id in channel.members
    return {"channel": {**channel.as_json(), "is_member": is_member}}


def listed(_slack: Slack, call: Call) -> Fields:
    """Public ones, and the private ones the bot is in."""
    bot = call.workspace.bot.id
    rows = [
        {**one.as_json(), "is_member": bot in one.members}
        for one in call.workspace.channels.values()
        if not one.is_im and (not one.is_private or bot in one.members)
    ]
    shown, following = page(rows, call, default=100, most=1000)
    return {"channels": shown, "response_metadata": {"next_cursor": following}}


def members(_slack: Slack, call: Call) -> Fields:
    channel = call.workspace.channel(call.get("channel"))
    rows = [{"id": one} for one in channel.members]
    shown, following = page(rows, call, default=100, most=1000)
    ids = [one["id"] for one in shown]
    return {"members": ids, "response_metadata": {"next_cursor": following}}


def join(_slack: Slack, call: Call) -> Fields:
    """Only into public ones; into a private one the bot is invited."""
    channel = call.workspace.channel(call.get("channel"))
    if channel.is_private or channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    told: Fields = {"channel": {**channel.as_json(), "is_member": True}}
    if call.workspace.bot.id in channel.members:
        return {**told, "warning": "already_in_channel"}
    channel.members.append(call.workspace.bot.id)
    return told


def opened(_slack: Slack, call: Call) -> Fields:
    """The conversation with one user."""
    user = call.workspace.user(call.text("users"))
    return {"channel": {"id": call.workspace.channel(user.id).id}}


def history(_slack: Slack, call: Call) -> Fields:
    """Newest first, without the answers inside threads."""
    channel = _readable(call)
    found = [one for one in _shown(channel, call) if one.thread_ts in ("", one.ts)]
    found += [one for one in _shown(channel, call) if one.thread_ts != one.ts and one.is_broadcast]
    found.sort(key=lambda one: Decimal(one.ts), reverse=True)
    return _told(channel, found, call, default=100)


def replies(_slack: Slack, call: Call) -> Fields:
    """A thread, oldest first, beginning with what it is about."""
    channel, ts = _readable(call), call.text("ts")
    root = channel.message(ts)
    if root is None:
        raise SlackError("thread_not_found")
    rest = [one for one in _shown(channel, call) if one.thread_ts == ts and one is not root]
    return _told(channel, [root, *rest], call, default=1000)


def _readable(call: Call) -> Channel:
    channel = call.workspace.channel(call.get("channel"))
    if call.workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    needed = (
        "im:history"
        if channel.is_im
        else "groups:history"
        if channel.is_private
        else "channels:history"
    )
    if needed not in call.workspace.scopes:
        provided = ",".join(call.workspace.scopes)
        raise SlackError("missing_scope", needed=needed, provided=provided)
    return channel


def _shown(channel: Channel, call: Call) -> list[Message]:
    """What is there between `oldest` and `latest`; what is ephemeral never is."""
    oldest, latest = call.text("oldest"), call.text("latest")
    is_inclusive = call.flag("inclusive")

    def is_within(ts: str) -> bool:
        after = not oldest or Decimal(ts) > Decimal(oldest) or (is_inclusive and ts == oldest)
        before = not latest or Decimal(ts) < Decimal(latest) or (is_inclusive and ts == latest)
        return after and before

    there = [one for one in channel.messages if not one.is_gone and not one.only_for]
    return [one for one in there if is_within(one.ts)]


def _told(channel: Channel, found: list[Message], call: Call, *, default: int) -> Fields:
    with_metadata = call.flag("include_all_metadata")
    rows = [_with_replies(channel, one, with_metadata=with_metadata) for one in found]
    shown, following = page(rows, call, default=default, most=MOST)
    told: Fields = {"messages": shown, "has_more": bool(following)}
    if following:
        told["response_metadata"] = {"next_cursor": following}
    return told


def _with_replies(channel: Channel, message: Message, *, with_metadata: bool) -> Fields:
    there = [one for one in channel.messages if not one.is_gone and not one.only_for]
    below = [one for one in there if one.thread_ts == message.ts and one is not message]
    told = message.as_json(with_metadata=with_metadata)
    if below:
        told |= {
            "thread_ts": message.ts,
            "reply_count": len(below),
            "latest_reply": below[-1].ts,
            "reply_users": sorted({one.user_id for one in below}),
        }
    return told
