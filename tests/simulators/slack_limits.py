"""Block Kit's limits: what Slack would refuse, told with the place where it stands.

Our own table says what may stand where, how long and how many; slack-sdk's models are asked too,
where they have a rule. A key that nobody knows is a problem: Slack refuses it.
"""

import json
import logging
from collections.abc import Mapping

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.simulators.server import Fields
from tests.simulators.slack_shapes import (
    BLOCKS,
    CONFIRM,
    ELEMENTS,
    OPTION,
    OPTION_GROUP,
    VIEW,
    Any_,
    Confirm,
    Element,
    Flag,
    Kind,
    Many,
    Number,
    Option,
    OptionGroup,
    Shape,
    String,
    Text,
)

#: blocks of a message, of a modal
MOST_IN_MESSAGE, MOST_IN_VIEW = 50, 100
#: characters of all blocks together, as they go over the wire: 13,200 were refused where nothing
#: else was too long
MOST_TOGETHER = 13_200
#: the same for a view, in bytes
LARGEST_VIEW = 250_000

Blocks = list[Fields]


def block_problems(blocks: Blocks, at: str = "/blocks", most: int = MOST_IN_MESSAGE) -> list[str]:
    """What is wrong with the blocks of a message; empty when Slack would take them."""
    if len(blocks) > most:
        return [f"no more than {most} items allowed [json-pointer:{at}]"]
    found: list[str] = []
    for number, block in enumerate(blocks):
        found += _block_problems(block, f"{at}/{number}")
    found += _twice([_id(block, "block_id") for block in blocks], "block_id", at)
    return found or _library_problems(blocks, at)


def is_too_long(blocks: Blocks) -> bool:
    """All blocks together; of each alone `block_problems` tells."""
    return len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > MOST_TOGETHER


def view_problems(view: Fields) -> list[str]:
    """What is wrong with a modal."""
    found = _shape_problems(view, VIEW, "/view")
    blocks = view.get("blocks")
    if isinstance(blocks, list) and not found:
        found = block_problems(blocks, "/view/blocks", MOST_IN_VIEW)
        has_input = any(isinstance(one, dict) and one.get("type") == "input" for one in blocks)
        if has_input and "submit" not in view:
            found.append("a view with an input needs `submit` [json-pointer:/view/submit]")
    if not found:
        found = _asked_library(lambda: View(**view).to_dict(), "/view")
    return found


def _block_problems(block: object, at: str) -> list[str]:
    if not isinstance(block, dict):
        return [f"must be an object [json-pointer:{at}]"]
    shape = BLOCKS.get(str(block.get("type")))
    if shape is None:
        return [f"unsupported type: {block.get('type')} [json-pointer:{at}/type]"]
    found = _shape_problems(block, shape, at)
    if block["type"] == "section" and not ("text" in block or block.get("fields")):
        found.append(f"needs text or fields [json-pointer:{at}]")
    listed = block.get("elements")
    elements = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return found + _twice([_id(one, "action_id") for one in elements], "action_id", at)


def _shape_problems(value: Fields, shape: Shape, at: str) -> list[str]:
    found = [
        f"missing required field: {key} [json-pointer:{at}]"
        for key in shape.required
        if key not in value
    ]
    for key, part in value.items():
        if key == "type":
            continue
        kind = shape.fields.get(key)
        if kind is None:
            found.append(f"invalid additional property: {key} [json-pointer:{at}]")
        else:
            found += _problems(part, kind, f"{at}/{key}")
    for keys in shape.one_of:
        if sum(key in value for key in keys) != 1:
            found.append(f"needs exactly one of {', '.join(keys)} [json-pointer:{at}]")
    return found


def _problems(value: object, kind: Kind, at: str) -> list[str]:
    match kind:
        case Any_():
            return []
        case Flag():
            return [] if isinstance(value, bool) else [f"must be a boolean [json-pointer:{at}]"]
        case Number():
            is_number = isinstance(value, int) and not isinstance(value, bool)
            if is_number and kind.least <= int(str(value)) <= kind.most:
                return []
            return [f"must be a number of {kind.least} to {kind.most} [json-pointer:{at}]"]
        case String():
            return _string_problems(value, kind, at)
        case Text():
            return _text_problems(value, kind, at)
        case Many():
            return _many_problems(value, kind, at)
        case Element():
            return _element_problems(value, kind, at)
        case Confirm():
            return _object_problems(value, CONFIRM, at)
        case Option():
            return _object_problems(value, OPTION, at)
        case OptionGroup():
            return _object_problems(value, OPTION_GROUP, at)


def _string_problems(value: object, kind: String, at: str) -> list[str]:
    if not isinstance(value, str):
        return [f"must be a string [json-pointer:{at}]"]
    if len(value) > kind.most:
        return [f"must be less than {kind.most + 1} characters [json-pointer:{at}]"]
    if len(value) < kind.least:
        return [f"must be more than {kind.least - 1} characters [json-pointer:{at}]"]
    if kind.of and value not in kind.of:
        return [f"must be one of {', '.join(kind.of)} [json-pointer:{at}]"]
    if kind.starts and not value.startswith(kind.starts):
        return [f"must begin with {' or '.join(kind.starts)} [json-pointer:{at}]"]
    return []


def _text_problems(value: object, kind: Text, at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"must be a text object [json-pointer:{at}]"]
    allowed = ("plain_text",) if kind.is_plain else ("plain_text", "mrkdwn")
    if value.get("type") not in allowed:
        return [f"must be {' or '.join(allowed)} [json-pointer:{at}/type]"]
    flag = "emoji" if value["type"] == "plain_text" else "verbatim"
    own = Shape({"text": String(kind.most, least=1), flag: Flag()}, required=("text",))
    return _shape_problems(value, own, at)


def _many_problems(value: object, kind: Many, at: str) -> list[str]:
    if not isinstance(value, list):
        return [f"must be an array [json-pointer:{at}]"]
    if len(value) > kind.most:
        return [f"no more than {kind.most} items allowed [json-pointer:{at}]"]
    if len(value) < kind.least:
        return [f"at least {kind.least} items needed [json-pointer:{at}]"]
    parts = enumerate(value)
    return [said for number, one in parts for said in _problems(one, kind.of, f"{at}/{number}")]


def _element_problems(value: object, kind: Element, at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"must be an object [json-pointer:{at}]"]
    name = str(value.get("type"))
    if name not in kind.types:
        return [f"unsupported type: {name} [json-pointer:{at}/type]"]
    if name in ("plain_text", "mrkdwn"):
        return _text_problems(value, Text(kind.longest_text), at)
    return _shape_problems(value, ELEMENTS[name], at)


def _object_problems(value: object, shape: Shape, at: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"must be an object [json-pointer:{at}]"]
    return _shape_problems(value, shape, at)


def _library_problems(blocks: Blocks, at: str) -> list[str]:
    """What the library's own models say; they are asked only about what passed our table."""
    found: list[str] = []
    for number, block in enumerate(blocks):
        found += _asked_library(lambda block=block: _parsed(block), f"{at}/{number}")
    return found


def _parsed(block: Fields) -> None:
    made = Block.parse(block)
    if made is not None:
        made.to_dict()


def _asked_library(ask: object, at: str) -> list[str]:
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    try:
        assert callable(ask)
        ask()
    except SlackObjectFormationError as error:
        return [f"{error} [json-pointer:{at}]"]
    return []


def _id(value: object, key: str) -> str:
    return str(value.get(key) or "") if isinstance(value, Mapping) else ""


def _twice(ids: list[str], key: str, at: str) -> list[str]:
    repeated = sorted({one for one in ids if one and ids.count(one) > 1})
    return [f"{key} `{one}` stands here twice [json-pointer:{at}]" for one in repeated]
