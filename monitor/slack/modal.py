"""Forms as Slack's modals, and what was filled in there."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from monitor.domain.cutting import cut
from monitor.domain.press import Act, Field, Form, Press
from monitor.domain.sheet import Button, Sheet
from monitor.domain.values import Value
from monitor.slack.blocks import blocks_of
from monitor.slack.buttons import Json
from monitor.slack.limits import (
    HINT,
    INPUT,
    INPUT_LABEL,
    MODAL_SUBMIT,
    MODAL_TITLE,
    OPTION_VALUE,
    OPTIONS,
    SECTION,
)
from monitor.slack.words import escaped, plain_object, text_object

CALLBACK: Final = "monitor:form"
#: the same modal asks a press of a menu once more
SURE: Final = "monitor:sure"
_FIELD: Final = "field:"
#: blocks in a modal, less some for what is said above
FIELDS: Final = 90


class Kept(Value):
    """What a modal remembers of the form it shows, unseen."""

    act: str
    subject: str
    version: int = 0
    seal: str = ""
    #: names of the fields, in order; a block's id is its place among them
    fields: tuple[str, ...] = ()
    #: the channel from which it was opened, where a word about it can be said
    channel: str = ""


_write = msgspec.json.Encoder().encode
_read = msgspec.json.Decoder(Kept).decode


def view_of(form: Form, channel: str) -> Json:
    """The modal that asks for it."""
    fields = form.fields[:FIELDS]
    kept = Kept(
        act=form.act.value,
        subject=form.subject,
        version=form.version,
        seal=form.seal,
        fields=tuple(field.name for field in fields),
        channel=channel,
    )
    blocks = [_says(said) for said in form.says if said.strip()]
    general = [said for name, said in form.problems.items() if name not in kept.fields]
    blocks += [_says(said, sign=":warning: ") for said in general]
    blocks += [
        _input(field, at, form.problems.get(field.name, "")) for at, field in enumerate(fields)
    ]
    return _modal(form.title, CALLBACK, kept, blocks, form.submit)


def sure_view(button: Button, channel: str) -> Json:
    """Asks once more, where a menu cannot."""
    kept = Kept(
        act=button.act.value,
        subject=button.subject,
        version=button.version,
        seal=button.seal,
        channel=channel,
    )
    return _modal(button.label, SURE, kept, [_says(button.asks)], "Yes")


def told_view(title: str, words: str) -> Json:
    """What came of it; there is nothing more to do."""
    return _closing(title, [_says(words)])


def sheet_view(title: str, sheet: Sheet, users: Mapping[str, str]) -> Json:
    """A sheet, to be read."""
    return _closing(title, blocks_of(sheet, users))


def waiting_view(title: str) -> Json:
    """Until the answer is there."""
    return told_view(title, "One moment …")


def press_of(view: Json, by: str) -> Press | None:
    """What was submitted; None: it is no modal of ours."""
    kept = kept_of(view)
    if kept is None or kept.act not in set(Act):
        return None
    values = (view.get("state") or {}).get("values") or {}
    filled = {}
    for at, name in enumerate(kept.fields):
        for element in (values.get(f"{_FIELD}{at}") or {}).values():
            filled[name] = _value_of(element)
    return Press(
        act=Act(kept.act),
        subject=kept.subject,
        version=kept.version,
        seal=kept.seal,
        by=by,
        filled=filled,
    )


def kept_of(view: Json) -> Kept | None:
    """What the modal remembers; None: it is none of ours."""
    if view.get("callback_id") not in (CALLBACK, SURE):
        return None
    try:
        return _read(str(view.get("private_metadata", "")).encode())
    except msgspec.DecodeError:
        return None


def asks_the_same(kept: Kept, form: Form) -> bool:
    """The form is the one that the modal shows, with what was filled in."""
    names = tuple(field.name for field in form.fields[:FIELDS])
    asked = (kept.act, kept.subject, kept.version, kept.seal, kept.fields)
    return asked == (form.act.value, form.subject, form.version, form.seal, names)


def errors_of(form: Form) -> dict[str, str]:
    """What is wrong under its fields; empty when something is wrong elsewhere, too: then the whole
    modal is shown again."""
    names = [field.name for field in form.fields[:FIELDS]]
    if any(name not in names for name in form.problems):
        return {}
    return {f"{_FIELD}{names.index(name)}": cut(said, HINT) for name, said in form.problems.items()}


def _input(field: Field, at: int, problem: str) -> Json:
    made: Json = {
        "type": "input",
        "block_id": f"{_FIELD}{at}",
        "label": plain_object(field.label, INPUT_LABEL),
        "element": _select(field) if field.choices else _text(field),
        "optional": not field.is_needed,
    }
    hint = " ".join(part for part in (problem, field.hint) if part)
    if hint:
        made["hint"] = plain_object(hint, HINT)
    return made


def _text(field: Field) -> Json:
    longest = min(field.longest or INPUT, INPUT)
    made: Json = {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": field.is_long,
        # by another counting than Slack's the desk tells it afterwards
        "max_length": INPUT if field.platform else longest,
    }
    if field.text:
        made["initial_value"] = field.text[: made["max_length"]]
    return made


def _select(field: Field) -> Json:
    options = [
        {"text": plain_object(one.label, 75), "value": one.value[:OPTION_VALUE]}
        for one in field.choices[:OPTIONS]
    ]
    made: Json = {"type": "static_select", "action_id": "choice", "options": options}
    chosen = [option for option in options if option["value"] == field.text]
    return made | ({"initial_option": chosen[0]} if chosen else {})


def _value_of(element: Json) -> str:
    chosen = element.get("selected_option")
    if isinstance(chosen, dict):
        return str(chosen.get("value", ""))
    return str(element.get("value") or "")


def _says(text: str, sign: str = "") -> Json:
    lines = "\n".join(map(escaped, text.splitlines()))
    return {"type": "section", "text": text_object(f"{sign}{lines}".strip() or "…", SECTION)}


def _modal(title: str, callback: str, kept: Kept, blocks: list[Json], submit: str) -> Json:
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": _write(kept).decode(),
        "title": plain_object(title, MODAL_TITLE),
        "submit": plain_object(submit, MODAL_SUBMIT),
        "close": plain_object("Cancel", MODAL_SUBMIT),
        "blocks": blocks,
    }


def _closing(title: str, blocks: list[Json]) -> Json:
    return {
        "type": "modal",
        "title": plain_object(title, MODAL_TITLE),
        "close": plain_object("Close", MODAL_SUBMIT),
        "blocks": blocks,
    }


# Any: JSON of Slack
def opened(body: dict[str, Any]) -> str:
    """The modal's id, after it was opened."""
    return str((body.get("view") or {}).get("id", ""))
