"""What is wrong with the file, told to its owner: where, what, and what to write instead.

`complaints` turns what pydantic found into problems; `second_look` finds what the types cannot
see: names that nobody knows, and keys that do not fit each other.
"""

import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError

from monitor.config.model import REPLAY, SAMPLE, Config
from monitor.config.written import did_you_mean, kind_of, nearest
from monitor.domain.platform import PLATFORMS
from monitor.toml_places import Path

#: a sentence of a reader: what is wrong; then, after the first `; ` outside back-ticks, the hint
_SENTENCE = re.compile(r"((?:[^`;]|;(?! )|`[^`]*`)*)(?:; (.*))?", re.DOTALL)
_WANTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "dict_type": "a table",
    "model_type": "a table",
    "string_type": "a text",
    "bool_type": "true or false",
}

_PLATFORMS = tuple(platform.name for platform in PLATFORMS)

#: a table as tomllib gives it. Any: the types come with the model
Raw = dict[str, Any]


class Complaint(NamedTuple):
    """A problem by its path; its line is found later."""

    path: Path
    message: str
    hint: str = ""


def complaints(error: ValidationError) -> Iterator[Complaint]:
    """Every problem pydantic found, in the owner's words."""
    details = error.errors(include_url=False)
    misspelt = {
        (*path[:-1], nearest(str(path[-1]), _keys_of(path[:-1])))
        for path in (tuple(each["loc"]) for each in details if each["type"] == "extra_forbidden")
    }
    for detail in details:
        path: Path = tuple(detail["loc"])
        if detail["type"] == "missing" and path in misspelt:
            continue  # said once, where the misspelt key stands
        yield _complaint(path, detail["type"], detail["msg"], detail["input"], detail.get("ctx"))


def second_look(
    raw: Raw, connectors: Collection[str] | None, channels: Collection[str] | None
) -> Iterator[Complaint]:
    """What the types cannot see. Skips what has the wrong type: that is a problem already."""
    configured = _table(raw, "connectors")
    if connectors is not None:
        for name in configured:
            if name not in connectors:
                yield Complaint(
                    ("connectors", name),
                    f"unknown connector `{name}`",
                    did_you_mean(name, sorted(connectors)),
                )
    # a misspelt connector is no platform; without the list, one that is configured counts
    platforms = {*_PLATFORMS, *(configured if connectors is None else connectors)}
    handles, modes = _table(raw, "brand", "handles"), _table(raw, "policy", "platforms")
    for path, names in ((("brand", "handles"), handles), (("policy", "platforms"), modes)):
        for name in names:
            if name not in platforms:
                yield Complaint(
                    (*path, name),
                    f"unknown platform `{name}`",
                    did_you_mean(name, sorted(platforms - {REPLAY})),
                )
    yield from _incomplete_handles(handles)
    yield from _unknown_channels(raw, channels)
    yield from _contradictions(raw, configured)


def _incomplete_handles(handles: Raw) -> Iterator[Complaint]:
    for name, inside, example in (
        ("mastodon", "@", "larchandloaf@social.example"),
        ("bluesky", ".", "larchandloaf.bsky.social"),
    ):
        handle = handles.get(name)
        if isinstance(handle, str) and handle.strip() and inside not in handle.lstrip("@"):
            yield Complaint(
                ("brand", "handles", name),
                f"`{handle}` is only half a handle",
                f"write it with its server, like `{example}`",
            )


def _unknown_channels(raw: Raw, channels: Collection[str] | None) -> Iterator[Complaint]:
    written = _table(raw, "alerts").get("channels")
    if channels is None or not isinstance(written, list):
        return
    for index, name in enumerate(written):
        if isinstance(name, str) and name not in channels:
            yield Complaint(
                ("alerts", "channels", index),
                f"unknown alert channel `{name}`",
                did_you_mean(name, sorted(channels)),
            )


def _contradictions(raw: Raw, configured: Raw) -> Iterator[Complaint]:
    store = _table(raw, "store")
    if "url" in store and "secret" in store:
        yield Complaint(
            ("store", "secret"), "`url` and `secret` both name a database", "keep one of the two"
        )
    replay = configured.get(REPLAY)
    if isinstance(replay, dict) and replay.get("file") == SAMPLE and len(configured) > 1:
        yield Complaint(
            ("connectors", REPLAY),
            "the sample week would be mixed with real mentions",
            "delete `[connectors.replay]`, or all the other connectors",
        )


def _complaint(path: Path, kind: str, message: str, given: object, context: object) -> Complaint:
    key = str(path[-1]) if path else ""
    match kind:
        case "extra_forbidden":
            return _unknown_key(path, key, given)
        case "missing" if len(path) == 1:
            return Complaint(path, f"`[{key}]` is missing", _example(path))
        case "missing":
            return Complaint(path, f"`{key}` is missing", _example(path))
        case "value_error":
            told = str(context.get("error", message)) if isinstance(context, dict) else message
            parts = _SENTENCE.fullmatch(told)
            first, hint = (parts[1], parts[2] or "") if parts else (told, "")
            if first.startswith("this "):
                first = f"`{key}` " + first.removeprefix("this ")
            return Complaint(path, first, hint)
        case "too_short":
            return Complaint(path, f"`{key}` is empty", "name at least one, or delete the line")
        case "greater_than_equal" | "less_than_equal":
            limits = context if isinstance(context, dict) else {}
            least, most = limits.get("ge"), limits.get("le")
            bound = f"{least:g} is the least" if least is not None else f"{most:g} is the most"
            return Complaint(path, f"`{key}` is {given}, out of range", bound)
    wanted = _WANTED.get(kind)
    if wanted is None:
        return Complaint(path, f"`{key}`: {message[:1].lower()}{message[1:]}")
    return Complaint(path, f"`{key}` should be {wanted}, not {kind_of(given)}", _example(path))


def _unknown_key(path: Path, key: str, given: object) -> Complaint:
    owner = next((name for name in _sections() if key in _keys_of((name,))), None)
    if len(path) == 1 and key in (*_PLATFORMS, REPLAY):
        return Complaint(path, f"unknown table `[{key}]`", f"write `[connectors.{key}]`")
    if len(path) == 1 and isinstance(given, dict):
        return Complaint(path, f"unknown table `[{key}]`", did_you_mean(key, _sections()))
    if len(path) == 1 and owner is not None:
        return Complaint(path, f"`{key}` stands alone", f"it belongs under `[{owner}]`")
    here = _keys_of(path[:-1])
    if owner is not None and nearest(key, here) is None:
        return Complaint(path, f"unknown key `{key}`", f"it belongs under `[{owner}]`")
    return Complaint(path, f"unknown key `{key}`", did_you_mean(key, here))


def _example(path: Path) -> str:
    """How the key is written."""
    if path == ("brand",):
        return 'write `[brand]` and under it `name = "Your Business"`'
    if path == ("brand", "name"):
        return 'write `name = "Your Business"` under `[brand]`'
    if len(path) == 1:
        return f"write `[{path[0]}]` on a line of its own and its keys below"
    if path[0] == "connectors" and len(path) == 2:
        return f"write `[connectors.{path[1]}]` on a line of its own and its keys below"
    return ""


def _sections() -> dict[str, Any]:
    return {field.alias or name: field for name, field in Config.model_fields.items()}


def _keys_of(path: Path) -> tuple[str, ...]:
    """The keys that a table may have; the tables of the file for the empty path."""
    sections = _sections()
    if not path:
        return tuple(sections)
    model = sections[str(path[0])].annotation if path[0] in sections else None
    if isinstance(model, type) and issubclass(model, BaseModel):
        return tuple(model.model_fields)
    return ()


def _table(raw: Raw, *keys: str) -> Raw:
    """A table of the file; empty when it is missing or something else."""
    here: object = raw
    for key in keys:
        here = here.get(key) if isinstance(here, dict) else None
    return here if isinstance(here, dict) else {}
