"""`monitor replay`: a message file through the whole pipeline, as live traffic, nothing leaves."""

import heapq
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from monitor.cli.common import config_option, json_line, read_config, say_error, store_url_of
from monitor.cli.files import can_be_written, kept, whole_file
from monitor.cli.progress import progress
from monitor.cli.recording import Recording, recording
from monitor.domain.inert import for_terminal
from monitor.domain.message import Message, SetAside
from monitor.domain.permission import Verdict
from monitor.domain.policy import Mode
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Decided

if TYPE_CHECKING:
    from monitor.config import Config

SHOWN = 20
#: what a replay takes for given
COUNTED = ", counted as unlocked and every door as open"
#: why nothing was decided on a mention
DELETED, SET_ASIDE = "deleted", "set_aside"


@click.command("replay")
@click.argument("file", type=click.Path(path_type=Path))
@config_option
@click.option("--json", "out", metavar="OUT", help="A line for each mention; `-` is the output.")
@click.option("--store", "store_url", metavar="URL", help="Keep the result in this database.")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    default=Mode.APPROVE.value,
    show_default=True,
    help="What the monitor may do by itself; automatic counts as unlocked here, doors as open.",
)
def replay_command(
    file: Path, config_path: Path | None, out: str | None, store_url: str | None, mode: str
) -> int:
    """Play a message file through the whole pipeline, in virtual time, as if it were live.

    Nothing leaves this machine: what would be sent is only written down. The file's format is in
    docs/commands.md; `-` is the standard input. Lines that cannot be read are told with their
    number, the others are processed, and the exit code is 1.

    \b
    Example:
      monitor replay week.jsonl --mode automatic --json out.jsonl
      monitor replay week.jsonl --store week.db && monitor report --store week.db --week 2026-W47
    """
    from monitor.report import last_full_week
    from monitor.services.clocks import SystemClock
    from monitor.store import open_store

    config = read_config(config_path)
    if out is not None:
        can_be_written(out, file)
    zone = config.hours_table.time_zone
    # where moments without a date lie, such as those of the sample
    week = {"week": last_full_week(SystemClock().now(), zone).name, "time_zone": zone}
    with kept(file) as path, _url(config, store_url) as url:
        store = open_store(url, temporary=store_url is None)
        try:
            play = recording(config, {"file": str(path), **week}, store, Mode(mode))
            say_error(
                f"{len(play.messages)} messages, {mode} mode"
                + (COUNTED if mode == Mode.AUTOMATIC.value else "")
                + ": nothing leaves this machine"
            )
            new, surges = _play(play)
            with store.begin() as tx:
                tx.messages.set_aside(play.set_aside, play.clock.now())
            if out is not None:
                _write(play, out)
            summary = _summary(play, new) + _surges(surges)
        finally:
            store.close()
    say_error(summary)
    for line in set_aside_lines(play.set_aside, store_url):
        say_error(line)
    return 1 if play.set_aside else 0


@contextmanager
def _url(config: "Config", given: str | None) -> Iterator[str]:
    """The store that was asked for, or one for this run only."""
    if given is not None:
        yield store_url_of(config, given)
        return
    with tempfile.TemporaryDirectory(prefix="monitor-replay-") as folder:
        yield f"sqlite:///{Path(folder) / 'replay.db'}"


def _play(play: Recording) -> tuple[int, int]:
    """How many messages were new, and how many surges there were."""
    run = play.app.virtual_run()
    with progress(len(play.messages), "replaying") as advanced:
        return run.play(play.messages, advanced=advanced), run.surges


def _surges(count: int) -> str:
    if not count:
        return ""
    surges = "1 surge" if count == 1 else f"{count} surges"
    return f"; {surges}, in which nothing was sent for an hour"


def _write(play: Recording, out: str) -> None:
    if out == "-":
        _lines(play, sys.stdout)
        return
    with whole_file(Path(out)) as file:
        _lines(play, file)


def _lines(play: Recording, file: TextIO) -> None:
    for mention in _mentions(play):
        line = mention_line(mention) if isinstance(mention, Decided) else undecided_line(mention)
        file.write(json_line(line, file) + "\n")


def _mentions(play: Recording) -> Iterator[Decided | Message]:
    """Every mention of the file with all that became of it, once, by time.

    A message is one that was not decided on: gone before it was read, or set aside.
    """
    if not play.messages:
        return
    with play.app.store.read() as tx:
        decided: Iterable[Decided | Message] = _decided(tx, play)
        undecided: Iterable[Decided | Message] = _undecided(tx, play)
        yield from heapq.merge(decided, undecided, key=_written_at)


def _decided(tx: Tx, play: Recording) -> Iterator[Decided]:
    times = [message.created_at for message in play.messages]
    ids = {(message.brand, message.id) for message in play.messages}
    for decided in tx.messages.between(min(times), max(times) + timedelta(microseconds=1)):
        message = decided.message
        if not message.from_brand and (message.brand, message.id) in ids:
            yield decided


def _undecided(tx: Tx, play: Recording) -> list[Message]:
    """By time; each as it is in the file last, which for a deletion says so."""
    set_aside = {aside.where for aside in tx.messages.quarantined()}
    found: dict[tuple[str, str], Message] = {}
    for message in play.messages:
        is_lost = message.id in set_aside or f"message {message.id}" in set_aside
        if not message.from_brand and (message.deleted_at is not None or is_lost):
            found[message.brand, message.id] = message
    undecided = [
        message
        for message in found.values()
        if tx.messages.decided(message.id, message.brand) is None
    ]
    return sorted(undecided, key=_written_at)


def _written_at(mention: Decided | Message) -> datetime:
    return (mention.message if isinstance(mention, Decided) else mention).created_at


def mention_line(decided: Decided) -> dict[str, object]:
    """The keys of the contract."""
    reading, decision = decided.reading, decided.decision
    case_number = decided.case_number
    return {
        "id": decided.message.id,
        "kind": reading.kind.value,
        "compound": reading.compound,
        "p_complaint": reading.p_complaint,
        "p_abuse": reading.p_abuse,
        "language": reading.language,
        "rule": decision.rule,
        "permission": decision.permission.verdict.value,
        "reason": decision.permission.reason.value,
        "case_id": f"c{case_number}" if case_number is not None else None,
        "effects": [
            {
                "action": effect.action.value,
                "state": effect.state.value,
                "text": effect.text or effect.slots.note,
            }
            for effect in decided.effects
        ],
    }


def undecided_line(message: Message) -> dict[str, object]:
    """The same keys, for a mention that nothing was decided on."""
    return {
        "id": message.id,
        **dict.fromkeys(("kind", "compound", "p_complaint", "p_abuse", "language")),
        "rule": "",
        "permission": Verdict.DENY.value,
        "reason": SET_ASIDE if message.deleted_at is None else DELETED,
        "case_id": None,
        "effects": [],
    }


def _summary(play: Recording, new: int) -> str:
    kinds: Counter[str] = Counter()
    acknowledged = deleted = 0
    for mention in _mentions(play):
        if isinstance(mention, Message):
            deleted += mention.deleted_at is not None
            continue
        kinds[mention.reading.kind.value] += 1
        acknowledged += any(
            effect.action.value == "acknowledge" and effect.state.value == "sent"
            for effect in mention.effects
        )
    with play.app.store.read() as tx:
        cases = len(tx.cases.listed(only_open=False))
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    they = "it was" if deleted == 1 else "they were"
    gone = f", {deleted} deleted before {they} read" if deleted else ""
    mentions = sum(kinds.values())
    return (
        f"{mentions} mentions ({new} messages new to the store): {told or 'none'}{gone}; "
        f"{acknowledged} acknowledged, {cases} cases"
    )


def set_aside_lines(set_aside: tuple[SetAside, ...], store_url: str | None) -> list[str]:
    """What could not be read, with where and why; where to read the rest of many."""
    if not set_aside:
        return []
    count = len(set_aside)
    lines = [f"{count} line{'s' if count != 1 else ''} set aside:"]
    lines += [
        f"  {for_terminal(one.where, 40)}: {for_terminal(one.reason, 160)}"
        for one in set_aside[:SHOWN]
    ]
    if count > SHOWN:
        shown = "replay.db" if store_url is None else for_terminal(store_url, 200)
        keep = f"keep the result with --store {shown}, then " if store_url is None else ""
        lines.append(f"  … and {count - SHOWN} more. All of them:")
        lines.append(f"    {keep}monitor inbox --set-aside --store {shown}")
    return lines
