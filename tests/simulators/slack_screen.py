"""A message or modal of Slack drawn as plain lines, as a person would see it: for snapshots.

    # A complaint waits
    *Ada* wrote: my bread was stale
    (small) by 15:30 today · 2 promises are open
    [+ Send] [Edit] [⋯ Later / Why]

`+` stands on the button that is recommended, `!` on one that is dangerous; what asks once more says
so in the next line. Addresses follow their label in ‹›.
"""

import re

from tests.simulators.server import Fields

_CONTROL = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_MARKS = {"primary": "+ ", "danger": "! "}
_SIGNS = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def screen(blocks: list[Fields], text: str = "") -> str:
    """Every block in its order; without any, the text."""
    if not blocks:
        return _words({"type": "mrkdwn", "text": text})
    return "\n".join(line for block in blocks for line in _lines(block))


def view_screen(view: Fields) -> str:
    """A modal: its title, its blocks, and the buttons below."""
    named = [(view.get("close"), ""), (view.get("submit"), "+ ")]
    buttons = [f"[{mark}{_words(one)}]" for one, mark in named if one]
    return "\n".join([f"== {_words(view['title'])} ==", screen(view["blocks"]), " ".join(buttons)])


def _lines(block: Fields) -> list[str]:
    match block["type"]:
        case "header":
            return [f"# {_words(block['text'])}"]
        case "section":
            return _section(block)
        case "context":
            return ["(small) " + " · ".join(_words(one) for one in block["elements"])]
        case "actions":
            return _actions(block["elements"])
        case "divider":
            return ["----"]
        case "image":
            return [f"(picture: {_words(block)})"]
        case "input":
            is_optional = " (optional)" if block.get("optional") else ""
            hint = [f"  {_words(block['hint'])}"] if block.get("hint") else []
            asked = f"{_words(block['label'])}{is_optional}: {_element(block['element'])}"
            return [asked, *hint]
        case "markdown":
            return str(block["text"]).split("\n")
        case kind:
            return [f"({kind})"]


def _section(block: Fields) -> list[str]:
    lines = _words(block["text"]).split("\n") if block.get("text") else []
    lines += ["| " + _words(one).replace("\n", " / ") for one in block.get("fields", [])]
    return lines + (_actions([block["accessory"]]) if block.get("accessory") else [])


def _actions(elements: list[Fields]) -> list[str]:
    lines = [" ".join(_element(one) for one in elements)]
    for one in elements:
        if asks := one.get("confirm"):
            answers = f"[{_words(asks['confirm'])}] [{_words(asks['deny'])}]"
            words = f"{_words(asks['title'])} {_words(asks['text'])} {answers}"
            lines.append(f"  {_element(one)} asks: {words}")
    return lines


def _element(element: Fields) -> str:
    match element["type"]:
        case "button":
            address = f" ‹{element['url']}›" if element.get("url") else ""
            return f"[{_MARKS.get(element.get('style', ''), '')}{_words(element['text'])}{address}]"
        case "overflow":
            return f"[⋯ {_options(element)}]"
        case "image":
            return f"(picture: {_words(element)})"
        case "plain_text_input":
            typed = element.get("initial_value") or _words(element.get("placeholder") or {})
            return f"[{typed}_]"
        case _:
            option: Fields = element.get("initial_option") or {}
            shown: Fields = option.get("text") or element.get("placeholder") or {}
            return f"[{_words(shown)} ▾ {_options(element)}]"


def _options(element: Fields) -> str:
    return " / ".join(_words(one["text"]) for one in element.get("options", []))


def _words(part: Fields) -> str:
    """What is read: labels with their address, and no entities."""
    text = str(part.get("text", part.get("alt_text", "")))
    if part.get("type") == "plain_text":
        return text
    text = _CONTROL.sub(_control, text)
    for written, sign in _SIGNS:
        text = text.replace(written, sign)
    return text


def _control(found: re.Match[str]) -> str:
    said, label = found[1], found[2] or ""
    if said[:1] in "@#!":
        return label or f"‹{said}›"
    return f"{label} ‹{said}›" if label else f"‹{said}›"
