"""What a whole message or modal of Slack would do: every text in it, read as Slack takes it."""

from tests.simulators.server import Fields
from tests.simulators.slack_mrkdwn import Link, Read, read, unseen

#: parts of a rich text, and under which key they say whom or where
_RICH = {"user": "user_id", "usergroup": "usergroup_id", "broadcast": "range"}


def read_message(text: str, blocks: list[Fields], asked: Fields) -> Read:
    """The text that stands above, which notifications show, and the blocks."""
    finds_names = bool(asked.get("link_names")) or asked.get("parse") == "full"
    if asked.get("mrkdwn") is False:
        above = Read(problems=unseen(text))
    else:
        # beside blocks the text is not shown, so no client looks for addresses in it
        above = read(text, is_verbatim=bool(blocks), finds_names=finds_names)
    return above + read_blocks(blocks)


def read_blocks(blocks: list[Fields]) -> Read:
    """Every text in those blocks, and every address on a button or of a picture."""
    found = Read()
    for block in blocks:
        found += _read_part(block)
    return found


def read_view(view: Fields) -> Read:
    """A modal: its blocks, and what stands on it."""
    found = read_blocks(view["blocks"])
    for key in ("title", "submit", "close"):
        if view.get(key):
            found += _read_part(view[key])
    return found


def _read_part(part: object) -> Read:
    found = Read()
    if isinstance(part, list):
        for one in part:
            found += _read_part(one)
    if not isinstance(part, dict):
        return found
    match part.get("type"):
        case "mrkdwn":
            return read(part["text"], is_verbatim=bool(part.get("verbatim")))
        case "plain_text":
            return Read(problems=unseen(part["text"]))
        case "markdown":
            return read(part["text"])
        case "link":
            return Read(links=[Link(url=part["url"], label=part.get("text", ""))])
        case "user" | "usergroup" | "broadcast" as kind:
            return Read(pings=[part[_RICH[kind]]])
        case "image" if part.get("image_url"):
            found.images.append(part["image_url"])
    if isinstance(part.get("url"), str):
        label = part.get("text", {})
        words = label.get("text", "") if isinstance(label, dict) else ""
        found.links.append(Link(url=part["url"], label=words))
    for one in part.values():
        found += _read_part(one)
    return found
