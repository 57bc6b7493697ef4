"""Corrections as a file: its lines, and what the owner is told beside."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from monitor.cli.as_json import Keys
from monitor.cli.common import json_line
from monitor.cli.desk import Desk
from monitor.cli.lines import count_of, hang, keep, link
from monitor.rules.regressions import FOLDER, regression_json

if TYPE_CHECKING:
    from monitor.services.corrections import Gathered

CORRECTION_KEYS: Keys = {
    "text": "what they wrote; `@somebody` for every handle but yours, one link for all links",
    "label": "complaint, other or spam, or null where the decision does not tell",
    "expect": "reply (a draft at least), person (who hears of it), not_by_machine or no_reply",
    "why": "your decision, in words",
    "decided_on": "its day",
    "platform": "where it was written",
    "type": "post, reply or quote",
    "addressed": "true: it named, answered or quoted your account",
    "has_media": "a picture hung on it",
    "community": "such as `reddit:r/larch`, or empty",
}


def corrections_of(desk: Desk, brand: str | None) -> "Gathered":
    """What the decisions say."""
    from monitor.services.corrections import gather

    table = desk.config.brand
    with desk.store.read() as tx:
        return gather(tx, brand or table.name, table.handles.values(), desk.hours)


def write_corrections(gathered: "Gathered", file: TextIO) -> None:
    """A line of JSON for each."""
    for one in gathered.corrections:
        file.write(json_line(regression_json(one), file) + "\n")


def told_of(gathered: "Gathered", out: Path | None, playbook: Path, room: int) -> Iterator[str]:
    """What was left out, and what to do next."""
    if not gathered.corrections:
        yield from hang(
            "",
            "No decision of yours says yet what a mention was: send, reject and take back replies, "
            f"say why with {keep('--because')}, and end cases with how they ended.",
            room,
        )
    if gathered.private:
        what = count_of(gathered.private, "mention that was private", "mentions that were private")
        yield from hang("", f"Left out: {what}, or had private data in it.", room)
    if gathered.gone:
        yield from hang("", f"Left out: {gathered.gone:,} of which the words are gone.", room)
    if gathered.corrections and out is not None:
        is_kept = out.absolute().parent == (playbook / FOLDER).absolute()
        tried = keep("`monitor playbook test`")
        here = f"{tried} tries it every time."
        if not is_kept:
            here = f"In `{FOLDER}/` of your playbook {tried} tries it every time; from here:"
        yield from hang(
            "",
            "Handles are masked, names in plain words are not: read it before you give it away. "
            + here,
            room,
        )
        if not is_kept:
            yield link("  ", f"monitor playbook test --regressions {out}")
