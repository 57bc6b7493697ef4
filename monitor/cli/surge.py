"""`monitor surge`: how a surge stands, and the owner's word that ends it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import by_option, person
from monitor.cli.as_json import MESSAGE_KEYS, Keys, message_json, moment
from monitor.cli.common import config_option, desk_options, say, say_json, store_option
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import count_of, hang, keep, pad, quoted, who, width
from monitor.domain.causes import Cause
from monitor.domain.message import Message
from monitor.domain.moments import when
from monitor.domain.surge import Surge, SurgeEnd
from monitor.domain.values import Value

if TYPE_CHECKING:
    from monitor.services.surges import Surges, SurgeView

LABEL = 12

SURGE_KEYS: Keys = {
    "is_on": "no machine speaks",
    "since": "when it began, or null",
    "complaints": "in the last hour",
    "people": "by so many people",
    "normal": "how many are usual at this hour",
    "is_quiet": "the last hour was about as usual",
    "causes[]": "what they have in common, the largest first",
    "drafts": "replies that wait for your yes",
    "ended_at": "when the last one ended, or null",
    "ended_by": "who ended it; empty when there was none",
    "ended_as": "resumed or false_alarm, or null",
}
CAUSE_KEYS: Keys = {
    "words": "the words they share; may be empty",
    "topic": "what most of them are about; may be empty",
    "complaints": "how many of the newest 1,000",
    "people": "by how many people",
    "examples[]": "some of them, as messages",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "surge": {
        "the answer": SURGE_KEYS,
        "each cause": CAUSE_KEYS,
        "each example": MESSAGE_KEYS,
    }
}


class Seen(Value):
    """A cause with some of its complaints."""

    cause: Cause
    examples: tuple[Message, ...]


@click.group("surge", invoke_without_command=True)
@desk_options
@click.pass_context
def surge_command(
    ctx: click.Context, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Show whether far more complaints than usual are coming in, and what they share.

    While a surge is on no reply goes out without your yes. It ends only when you say so.

    \b
    Example:
      monitor surge
      monitor surge resume
      monitor surge false-alarm
    """
    if ctx.invoked_subcommand is not None:
        return
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        with desk.store.read() as tx:
            view = _surges(desk).view(tx)
            seen = tuple(
                Seen(
                    cause=cause,
                    examples=tuple(
                        message
                        for message in (
                            tx.messages.get(one, desk.config.brand.name) for one in cause.examples
                        )
                        if message is not None
                    ),
                )
                for cause in view.causes
            )
        if as_json:
            say_json(_json(view, seen))
            return
        for line in _lines(view, seen, desk, width()):
            say(line)


@surge_command.command("resume")
@click.option("--anyway", is_flag=True, help="Although it is not quiet yet.")
@by_option
@config_option
@store_option
def resume_command(
    by: str | None, config_path: Path | None, store_url: str | None, *, anyway: bool
) -> None:
    """Let machines speak again, as far as they may. What became a draft stays one.

    \b
    Example:
      monitor surge resume
    """
    _end(SurgeEnd.RESUMED, by, config_path, store_url, anyway=anyway)


@surge_command.command("false-alarm")
@by_option
@config_option
@store_option
def false_alarm_command(by: str | None, config_path: Path | None, store_url: str | None) -> None:
    """Say that it was no surge. For a day it takes twice as many complaints to begin one.

    \b
    Example:
      monitor surge false-alarm
    """
    _end(SurgeEnd.FALSE_ALARM, by, config_path, store_url, anyway=True)


def _end(
    end: SurgeEnd,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    anyway: bool,
) -> None:
    with opened_desk(config_path, store_url) as desk:
        surges = _surges(desk)
        ended = surges.end(end, by=person(desk.config, by), anyway=anyway)
        with desk.store.read() as tx:
            drafts = surges.view(tx).drafts
        for line in _ended_lines(ended, drafts, desk, width()):
            say(line)


def _surges(desk: Desk) -> "Surges":
    from monitor.scoring.for_brand import idle_words
    from monitor.services.surges import Surges

    return Surges(
        desk.store,
        desk.clock,
        desk.playbook,
        desk.policy,
        idle_words(desk.config),
        brand=desk.config.brand.name,
    )


def _lines(view: "SurgeView", seen: tuple[Seen, ...], desk: Desk, room: int) -> Iterator[str]:
    from monitor.services.surges import people_in_words, usually

    volume, limits = view.volume, desk.policy.surge
    counts = (
        f"{count_of(volume.complaints, 'complaint')} by {people_in_words(volume.people)}"
        f" in the last hour, usually {usually(view.normal)}"
    )
    if view.surge is None:
        yield from hang("", f"No surge: {counts}.", room)
        words = f"It would be one from {view.least} complaints by {limits.people} people on"
        if view.last is not None and view.counted_from > desk.now - limits.within:
            at = when(view.counted_from, desk.now, desk.hours)
            words += f", counted from {at}, when the last one ended"
        yield from hang("", f"{words}.", room)
        return
    since = when(view.surge.began_at, desk.now, desk.hours)
    yield from hang("", f"SURGE since {since}: no machine speaks until you say so.", room)
    yield ""
    yield from hang(_label("now"), f"{counts}{'. It is quiet again' * view.is_quiet}", room)
    for one in seen:
        yield from _cause_lines(one, view.looked_at < volume.complaints, room)
    if not seen and volume.complaints:
        yield from hang(_label("cause"), "none that stands out", room)
    if view.drafts:
        replies = count_of(view.drafts, "reply waits", "replies wait")
        yield from hang(_label("drafts"), f"{replies} for your yes: monitor inbox", room)
    yield ""
    yield from _then_lines(view, room)


def _cause_lines(seen: Seen, is_part: bool, room: int) -> Iterator[str]:
    from monitor.services.surges import cause_in_words, people_in_words

    cause = seen.cause
    facts = [cause_in_words(cause), people_in_words(cause.people)]
    if cause.words and cause.topic:
        facts.insert(1, cause.topic.replace("_", " "))
    if is_part:
        facts.append("of the newest 1,000 complaints")
    yield from hang(_label("cause"), " · ".join(facts), room)
    for message in seen.examples:
        yield from hang(_label(""), f"{who(message.author)}: {quoted(message)}", room)


def _then_lines(view: "SurgeView", room: int) -> Iterator[str]:
    from monitor.services.surges import start_command

    if view.causes:
        command = start_command(view.causes[0])
        yield from hang("", f"One sentence to all of them: {keep(command)}", room)
    yield from hang("", f"Machines may speak again: {keep('monitor surge resume')}", room)
    yield from hang("", f"It was none: {keep('monitor surge false-alarm')}", room)
    if not view.is_quiet:
        yield from hang("", "Pause your scheduled posts too.", room)


def _ended_lines(ended: Surge, drafts: int, desk: Desk, room: int) -> Iterator[str]:
    since = when(ended.began_at, desk.now, desk.hours)
    if ended.end is SurgeEnd.FALSE_ALARM:
        text = (
            f"No surge, then: the one since {since} is over. For a day it takes twice as many"
            " complaints to begin one."
        )
    else:
        text = f"The surge since {since} is over: machines may speak again, as far as they may."
    yield from hang("", text, room)
    if drafts:
        replies = count_of(drafts, "reply still waits", "replies still wait")
        yield from hang("", f"{replies} for your yes: monitor inbox", room)


def _label(text: str) -> str:
    return "  " + pad(text, LABEL)


def _json(view: "SurgeView", seen: tuple[Seen, ...]) -> dict[str, object]:
    """The keys of SURGE_KEYS."""
    last, surge = view.last, view.surge
    return {
        "is_on": surge is not None,
        "since": moment(surge.began_at if surge is not None else None),
        "complaints": view.volume.complaints,
        "people": view.volume.people,
        "normal": view.normal,
        "is_quiet": view.is_quiet,
        "causes": [
            {
                "words": one.cause.words,
                "topic": one.cause.topic,
                "complaints": one.cause.complaints,
                "people": one.cause.people,
                "examples": [message_json(message) for message in one.examples],
            }
            for one in seen
        ],
        "drafts": view.drafts,
        "ended_at": moment(last.ended_at if last is not None else None),
        "ended_by": last.ended_by if last is not None else "",
        "ended_as": last.end.value if last is not None and last.end is not None else None,
    }
