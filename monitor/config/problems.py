"""What is wrong with the file, told to its owner: where, what, and what to write instead.

`complaints` turns what the tables found into problems; `second_look` finds what the types cannot
see: names that nobody knows, and keys that do not fit each other.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple, assert_never

from monitor.config.alert_problems import about_channels
from monitor.config.alert_tables import CHANNELS
from monitor.config.house_tables import RetentionTable
from monitor.config.model import REPLAY, SAMPLE, Config
from monitor.config.table import Fault, Finding, Key
from monitor.config.written import did_you_mean, nearest_in_any_case
from monitor.domain.platform import PLATFORMS
from monitor.toml_places import Path

#: a sentence of a reader: what is wrong; then, after the first `; ` outside back-ticks, the hint
_SENTENCE = re.compile(r"((?:[^`;]|;(?! )|`[^`]*`)*)(?:; (.*))?", re.DOTALL)
_PLATFORMS = tuple(platform.name for platform in PLATFORMS)

#: a table as tomllib gives it. Any: the types come with the model
Raw = dict[str, Any]


class Complaint(NamedTuple):
    """A problem by its path; its line is found later."""

    path: Path
    message: str
    hint: str = ""


def complaints(raw: Raw, findings: Sequence[Finding]) -> Iterator[Complaint]:
    """Everything the tables found, in the owner's words."""
    misspelt = {
        (*path[:-1], nearest_in_any_case(str(path[-1]), _keys_of(path[:-1])))
        for path, fault, _ in findings
        if fault is Fault.UNKNOWN
    }
    for path, fault, told in findings:
        key = str(path[-1])
        match fault:
            case Fault.UNKNOWN:
                yield _unknown_key(path, key, is_table=isinstance(raw.get(key), dict))
            case Fault.MISSING if path in misspelt:
                pass  # said once, where the misspelt key stands
            case Fault.MISSING:
                name = f"[{key}]" if len(path) == 1 else key
                yield Complaint(path, f"`{name}` is missing", _example(path))
            case Fault.REFUSED:
                yield _refused(path, key, told)
            case _:
                assert_never(fault)


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
    named = (
        (("brand", "handles"), handles),
        (("policy", "platforms"), modes),
        (("budget",), _table(raw, "budget")),
    )
    for path, names in named:
        for name in names:
            if name not in platforms:
                yield Complaint(
                    (*path, name),
                    f"unknown platform `{name}`",
                    did_you_mean(name, sorted(platforms - {REPLAY})),
                )
    yield from _incomplete_handles(handles)
    yield from _unknown_people(raw)
    for told in about_channels(_table(raw, "alerts"), channels):
        yield Complaint(*told)
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


def _unknown_people(raw: Raw) -> Iterator[Complaint]:
    people = _table(raw, "brand").get("people", [])
    known = [name for name in people if isinstance(name, str)] if isinstance(people, list) else []
    for name in _table(raw, "hours", "shifts"):
        if name not in known:
            yield Complaint(
                ("hours", "shifts", name),
                f"`{name}` has a shift and is not among your people",
                did_you_mean(name, known) if known else f'write people = ["{name}"] under [brand]',
            )


def _contradictions(raw: Raw, configured: Raw) -> Iterator[Complaint]:
    store = _table(raw, "store")
    if "url" in store and "secret" in store:
        yield Complaint(
            ("store", "secret"), "`url` and `secret` both name a database", "keep one of the two"
        )
    yield from _short_lives(_table(raw, "retention"))
    replay = configured.get(REPLAY)
    if isinstance(replay, dict) and replay.get("file") == SAMPLE and len(configured) > 1:
        yield Complaint(
            ("connectors", REPLAY),
            "the sample week would be mixed with real mentions",
            "delete `[connectors.replay]`, or all the other connectors",
        )


def _short_lives(written: Raw) -> Iterator[Complaint]:
    """What is made of something cannot go before it."""
    kept = {}
    for name, key in RetentionTable.keys.items():
        try:
            kept[name] = key.read(written.get(name, key.default))
        except ValueError:
            return
    for first, then in pairwise(kept):
        if kept[then] < kept[first]:
            yield Complaint(
                ("retention", then if then in written else first),
                f"`{then}` is shorter than `{first}`",
                f"keep `{then}` at least as long: words go first, then people, then numbers",
            )


def _refused(path: Path, key: str, told: str) -> Complaint:
    parts = _SENTENCE.fullmatch(told)
    first, hint = (parts[1], parts[2] or "") if parts else (told, "")
    if first.startswith("this "):
        first = f"`{key}` " + first.removeprefix("this ")
    return Complaint(path, first, hint or _example(path))


def _unknown_key(path: Path, key: str, *, is_table: bool) -> Complaint:
    sections = [name for name in Config.keys if name not in ("connectors", "budget")]
    owner = next((name for name in sections if key in _keys_of((name,))), None)
    if len(path) == 1 and key in (*_PLATFORMS, REPLAY):
        return Complaint(path, f"unknown table `[{key}]`", f"write `[connectors.{key}]`")
    if len(path) == 1 and key in CHANNELS:
        return Complaint(path, f"unknown table `[{key}]`", f"write `[alerts.{key}]`")
    if len(path) == 1 and is_table:
        return Complaint(path, f"unknown table `[{key}]`", did_you_mean(key, Config.keys))
    if len(path) == 1 and owner is not None:
        return Complaint(path, f"`{key}` stands alone", f"it belongs under `[{owner}]`")
    here = _keys_of(path[:-1])
    if owner is not None and nearest_in_any_case(key, here) is None:
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


def _keys_of(path: Path) -> tuple[str, ...]:
    """The keys that a table may have; the tables of the file for the empty path."""
    if not path:
        return tuple(Config.keys)
    keys: Mapping[str, Key[Any]] = Config.keys
    below: tuple[str, ...] = ()
    for name in path:
        key = keys.get(str(name))
        if key is not None and key.table is not None:
            # below a name that the owner chooses stand the keys of each
            keys = key.table.keys
            below = tuple(keys)
    return below


def _table(raw: Raw, *keys: str) -> Raw:
    """A table of the file; empty when it is missing or something else."""
    here: object = raw
    for key in keys:
        here = here.get(key) if isinstance(here, dict) else None
    return here if isinstance(here, dict) else {}
