"""`chat.*`: the bot speaks, changes what it said, takes it away."""

import copy
import re
from datetime import timedelta

from tests.simulators.server import Fields
from tests.simulators.slack_call import Call
from tests.simulators.slack_limits import block_problems, is_too_long
from tests.simulators.slack_workspace import Channel, Message, Slack, SlackError

#: characters; what is longer is cut off silently when it is posted, and refused when it is changed
LONGEST_POST = 40_000
LONGEST_UPDATE = 4_000
#: between two words in one channel, while posting is limited
PAUSE = timedelta(seconds=1)
#: how a message may be asked for, beside what it says
ASKED = ("unfurl_links", "unfurl_media", "link_names", "parse", "mrkdwn", "username", "icon_emoji")
#: of these, what holds for one version only
AGAIN = ("link_names", "parse")
#: what Slack would take and nobody here reads: loud, so that no word goes unseen
NOT_SIMULATED = ("attachments", "markdown_text")
_EVENT_TYPE = re.compile(r"[A-Za-z0-9_.:-]{1,255}")


def post(slack: Slack, call: Call) -> Fields:
    """`chat.postMessage`."""
    channel = _writable(slack, call)
    message = said(slack, call, channel)
    thread_ts = call.text("thread_ts")
    if thread_ts and channel.message(thread_ts) is None:
        raise SlackError("thread_not_found")
    message.thread_ts = thread_ts
    message.is_broadcast = call.flag("reply_broadcast")
    channel.messages.append(message)
    slack.tell("posted", message)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}


def post_ephemeral(slack: Slack, call: Call) -> Fields:
    """`chat.postEphemeral`: for one user, who has to be in the channel."""
    channel = _writable(slack, call)
    user = call.text("user")
    if user not in call.workspace.users:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = said(slack, call, channel)
    message.only_for, message.thread_ts = user, call.text("thread_ts")
    channel.messages.append(message)
    slack.tell("posted", message)
    return {"message_ts": message.ts}


def update(slack: Slack, call: Call) -> Fields:
    """`chat.update`: what is not said again stays, but for blocks beside a new text."""
    channel, message = _own(call, "cant_update_message")
    if channel.is_archived:
        raise SlackError("is_inactive")
    if len(call.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    new = said(slack, call, channel)
    changes: Fields = {"text": new.text, "blocks": new.blocks}
    if "text" not in call.args:
        changes["text"] = message.text
    if "blocks" not in call.args and "text" not in call.args:
        changes["blocks"] = message.blocks
    if "metadata" in call.args:
        # an empty one takes away what was there
        changes["metadata"] = new.metadata or None
    message.change(slack.stamp(), **changes)
    # unlike the rest, these two fall back to how Slack would take them
    kept = {key: value for key, value in message.asked.items() if key not in AGAIN}
    message.asked = {**kept, **new.asked}
    slack.tell("changed", message)
    told = {"channel": channel.id, "ts": message.ts, "text": message.text}
    return {**told, "message": message.as_json()}


def delete(slack: Slack, call: Call) -> Fields:
    """`chat.delete`."""
    channel, message = _own(call, "cant_delete_message")
    message.is_gone = True
    slack.tell("deleted", message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(_slack: Slack, call: Call) -> Fields:
    """`chat.getPermalink`."""
    channel = call.workspace.channel(call.get("channel"))
    message = channel.message(call.text("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    path = f"archives/{channel.id}/p{message.ts.replace('.', '')}"
    link = f"https://{call.workspace.domain}.slack.com/{path}"
    return {"channel": channel.id, "permalink": link}


def react(_slack: Slack, call: Call) -> Fields:
    """`reactions.add`."""
    channel = call.workspace.channel(call.get("channel"))
    message = channel.message(call.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    mine = {"name": call.text("name"), "users": [call.workspace.bot.id], "count": 1}
    if mine in message.reactions:
        raise SlackError("already_reacted")
    message.reactions.append(mine)
    return {}


def said(slack: Slack, call: Call, channel: Channel) -> Message:
    """What a call wants to say, checked as strictly as Slack does; stands nowhere yet."""
    for key in NOT_SIMULATED:
        if call.get(key):
            raise SlackError("not_simulated", argument=key)
    blocks = _blocks(call)
    metadata = call.get("metadata")
    if metadata:
        _check_metadata(metadata)
    if not call.text("text").strip() and not blocks:
        raise SlackError("no_text")
    workspace = call.workspace
    return Message(
        ts=slack.stamp(),
        channel_id=channel.id,
        team_id=workspace.id,
        user_id=workspace.bot.id,
        bot_id=workspace.bot_id,
        app_id=workspace.app.id,
        text=call.text("text")[:LONGEST_POST],
        blocks=completed(slack, blocks),
        metadata=metadata,
        asked={key: call.get(key) for key in ASKED if key in call.args},
    )


def completed(slack: Slack, blocks: list[Fields]) -> list[Fields]:
    """As Slack gives blocks back: with the ids and flags that were left out."""
    made = copy.deepcopy(blocks)
    for block in made:
        block.setdefault("block_id", f"b{slack.next():04d}")
        for part in _parts(block):
            if part.get("type") == "plain_text":
                part.setdefault("emoji", True)
            elif part.get("type") == "mrkdwn":
                part.setdefault("verbatim", False)
            elif part.get("type") == "button":
                part.setdefault("action_id", f"a{slack.next():04d}")
    return made


def _parts(value: object) -> list[Fields]:
    if isinstance(value, list):
        return [part for one in value for part in _parts(one)]
    if isinstance(value, dict):
        return [value, *(part for one in value.values() for part in _parts(one))]
    return []


def _blocks(call: Call) -> list[Fields]:
    blocks = call.get("blocks")
    if "blocks" not in call.args:
        return []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    problems = block_problems(blocks)
    if problems:
        told = {"messages": [f"[ERROR] {one}" for one in problems]}
        raise SlackError("invalid_blocks", errors=problems, response_metadata=told)
    if is_too_long(blocks):
        raise SlackError("msg_blocks_too_long")
    return blocks


def _check_metadata(metadata: object) -> None:
    if not isinstance(metadata, dict) or set(metadata) - {
        "event_type",
        "event_payload",
        "entities",
    }:
        raise SlackError("invalid_metadata_format")
    if not _EVENT_TYPE.fullmatch(str(metadata.get("event_type") or "")):
        raise SlackError("invalid_metadata_schema")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")


def _writable(slack: Slack, call: Call) -> Channel:
    workspace = call.workspace
    channel = workspace.channel(call.get("channel"))
    if channel.is_archived:
        raise SlackError("is_archived")
    is_open = not channel.is_private and "chat:write.public" in workspace.scopes
    if workspace.bot.id not in channel.members and not is_open:
        raise SlackError("not_in_channel")
    last = slack.last_posts.get(channel.id)
    if slack.limits_posting and last is not None and slack.at - last < PAUSE:
        raise SlackError("ratelimited", retry_after=1)
    slack.last_posts[channel.id] = slack.at
    return channel


def _own(call: Call, refusal: str) -> tuple[Channel, Message]:
    """A message of the bot's own."""
    if call.text("channel") not in call.workspace.channels:
        # neither a name nor a user's id will do, as it does for a new message
        raise SlackError("channel_not_found")
    channel = call.workspace.channel(call.get("channel"))
    message = channel.message(call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user_id != call.workspace.bot.id or message.came_by == "webhook":
        raise SlackError(refusal)
    return channel, message
