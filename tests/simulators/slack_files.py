"""`files.*`: an upload in three steps, as `files_upload_v2` does it."""

from tests.simulators.server import Answer, Fields, Request
from tests.simulators.slack_call import Call
from tests.simulators.slack_workspace import Message, Slack, SlackError


def address(slack: Slack, call: Call) -> Fields:
    """`files.getUploadURLExternal`: where to put so many bytes."""
    length, name = call.number("length", 0), call.text("filename")
    if not name or length <= 0:
        raise SlackError("invalid_arguments")
    file_id = f"F{slack.next():08d}"
    slack.files[file_id] = {
        "id": file_id,
        "team": call.workspace.id,
        "name": name,
        "length": length,
        "alt_txt": call.text("alt_txt"),
        "content": None,
    }
    return {"file_id": file_id, "upload_url": f"{slack.address}/upload/v1/{file_id}"}


def upload(slack: Slack, request: Request) -> Answer:
    """The bytes themselves; the address is the only key it needs."""
    file = slack.files.get(request.path.removeprefix("/upload/v1/"))
    if file is None or file["content"] is not None:
        return Answer(404, b"not found")
    if len(request.body) != file["length"]:
        return Answer(400, b"wrong length")
    file["content"] = request.body
    return Answer(200, f"OK - {len(request.body)}".encode(), {"Content-Type": "text/plain"})


def complete(slack: Slack, call: Call) -> Fields:
    """`files.completeUploadExternal`: shown in a channel, with a word."""
    asked = call.get("files")
    if not isinstance(asked, list) or not asked:
        raise SlackError("invalid_arguments")
    done = [_completed(slack, call, one) for one in asked]
    for channel_id in filter(None, [call.text("channel_id"), *call.text("channels").split(",")]):
        _share(slack, call, channel_id, done)
    return {"files": [{key: one[key] for key in ("id", "title", "name")} for one in done]}


def _completed(slack: Slack, call: Call, asked: Fields) -> Fields:
    file = slack.files.get(str(asked.get("id")))
    if file is None or file["team"] != call.workspace.id or file["content"] is None:
        raise SlackError("file_not_found")
    file["title"] = asked.get("title") or file["name"]
    return file


def _share(slack: Slack, call: Call, channel_id: str, files: list[Fields]) -> None:
    workspace = call.workspace
    channel = workspace.channel(channel_id)
    if workspace.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    keys = ("id", "name", "title", "alt_txt", "length")
    message = Message(
        ts=slack.stamp(),
        channel_id=channel.id,
        team_id=workspace.id,
        user_id=workspace.bot.id,
        bot_id=workspace.bot_id,
        app_id=workspace.app.id,
        text=call.text("initial_comment"),
        thread_ts=call.text("thread_ts"),
        files=[{key: one[key] for key in keys} for one in files],
    )
    channel.messages.append(message)
    slack.tell("posted", message)
