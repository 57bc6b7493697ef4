"""Buttons, and what comes back when one is pressed.

A button carries what it does (`action_id`) and what it is about (`value`: subject, version, seal).
What comes back is read as strictly as anything from outside: the seal and the database decide.
"""

import re
from collections.abc import Sequence
from typing import Any, Final

from monitor.domain.press import Act
from monitor.domain.sheet import Button, Style
from monitor.domain.values import Value
from monitor.slack.limits import CONFIRM, LABEL, OPTIONS, ROW
from monitor.slack.words import plain_object

#: begins each action id of ours
OURS: Final = "monitor"
MORE: Final = "more"
LINK: Final = "link"
_STYLES = {Style.FIRST: "primary", Style.DANGER: "danger"}
_ACTION = re.compile(r"monitor:([a-z_]+):\d+")
_SUBJECT = re.compile(r"[a-z]\d{1,12}")
_SEAL = re.compile(r"[0-9a-f]{0,32}")

# JSON for Slack
Json = dict[str, Any]


class Pressed(Value):
    """What a button said of itself."""

    act: Act
    subject: str
    version: int
    seal: str
    #: it is asked once more before it is done
    asks: bool = False


def action_blocks(row: Sequence[Button], more: Sequence[Button], at: int, mark: str) -> list[Json]:
    """The rows, and what stands behind "More …"; `mark`: makes the block's id a new one, so that
    nothing stays chosen in it."""
    links = [button for button in more if button.url]
    shown = [_button(button, at + n) for n, button in enumerate((*row, *links))]
    behind = [button for button in more if not button.url]
    if behind:
        shown.append(_menu(behind, at + len(shown)))
    rows = [shown[first : first + ROW] for first in range(0, len(shown), ROW)]
    return [
        {"type": "actions", "block_id": f"{OURS}:{at}:{n}:{mark}", "elements": elements}
        for n, elements in enumerate(rows)
    ]


def written(button: Button) -> str:
    """What it is about, for its value; short enough for an option of a menu."""
    asks = "?" if button.asks else "."
    return "|".join((button.act.value, button.subject, str(button.version), button.seal, asks))


def read(value: object) -> Pressed | None:
    """What a value says; None: it is none of ours."""
    parts = value.split("|") if isinstance(value, str) else []
    if len(parts) != 5:
        return None
    act, subject, version, seal, asks = parts
    is_good = version.isdecimal() and len(version) < 10 and _SEAL.fullmatch(seal)
    if act not in set(Act) or not _SUBJECT.fullmatch(subject) or not is_good:
        return None
    return Pressed(act=Act(act), subject=subject, version=int(version), seal=seal, asks=asks == "?")


def pressed(action: Json) -> Pressed | None:
    """What was pressed; None: a link, or nothing of ours."""
    if not _ACTION.fullmatch(str(action.get("action_id", ""))):
        return None
    chosen = action.get("selected_option")
    return read(chosen.get("value") if isinstance(chosen, dict) else action.get("value"))


def _button(button: Button, at: int) -> Json:
    if button.url:
        made: Json = {"action_id": f"{OURS}:{LINK}:{at}", "url": button.url[:3000]}
    else:
        made = {"action_id": f"{OURS}:{button.act.value}:{at}", "value": written(button)}
    made |= {"type": "button", "text": plain_object(button.label, LABEL)}
    if button.style in _STYLES:
        made["style"] = _STYLES[button.style]
    if button.asks and not button.url:
        made["confirm"] = _confirm(button)
    return made


def _menu(buttons: Sequence[Button], at: int) -> Json:
    options = [
        {"text": plain_object(button.label, LABEL), "value": written(button)}
        for button in buttons[:OPTIONS]
    ]
    return {
        "type": "static_select",
        "action_id": f"{OURS}:{MORE}:{at}",
        "placeholder": plain_object("More …", LABEL),
        "options": options,
    }


def _confirm(button: Button) -> Json:
    made: Json = {
        "title": plain_object(button.label, 100),
        "text": plain_object(button.asks, CONFIRM),
        "confirm": plain_object("Yes", 30),
        "deny": plain_object("No", 30),
    }
    if button.style is Style.DANGER:
        made["style"] = "danger"
    return made
