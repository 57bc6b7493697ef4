"""`monitor practice`: old complaints, one key each. Nothing is sent."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import by_option, person
from monitor.cli.as_json import Keys, moment
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import count_of, hang, title, who, width
from monitor.cli.unlock_lines import unlock_words
from monitor.domain.inert import for_terminal
from monitor.domain.label import Because
from monitor.domain.moments import when
from monitor.services.progress import progress_of

if TYPE_CHECKING:
    from monitor.services.practice import Exercise, Practice

PRACTICE_KEYS: Keys = {
    "id": "the message, such as `x:123`",
    "effect": "the draft that ran out of time, such as `e12`; null: from before the first start",
    "author": "their handle",
    "text": "what they wrote",
    "url": "where it stands",
    "created_at": "when it was written",
    "score": "how sure the machine is, 0 to 1",
    "words": "what the machine would have said",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {"practice": {"each that is left": PRACTICE_KEYS}}
YES, SKIP, QUIT = "y", "s", "q"
NO = {
    "n": Because.NOT_A_COMPLAINT,
    "u": Because.NOT_ABOUT_US,
    "g": Because.SENSITIVE,
    "w": Because.WRONG_WORDS,
}
LEGEND = (
    "y  yes: right to send, as it is",
    "n  no: this is no complaint",
    "u  no: it is not about us",
    "g  no: it is about something grave, where a person answers",
    "w  no: these words do not fit",
    "s  skip it         q  stop; go on another day",
)
ASKED = "Right to send by itself? [y n u g w s q]"


@click.command("practice")
@by_option
@desk_options
def practice_command(
    by: str | None, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Decide on old complaints, one key each. Nothing is sent, to nobody.

    You see what the machine would have said, and say whether that was right. First come drafts that
    ran out of time before you decided: until you say, they count as mistakes. Then up to 30
    complaints from the 30 days before the first start that nobody has answered; the first 15 you
    decide on count toward automatic sending. `monitor status` tells how far you are.

    \b
    Example:
      monitor practice
      monitor practice --json | jq length
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        practice = _practice(desk)
        left = practice.round()
        if as_json:
            say_json([_json(exercise) for exercise in left])
            return
        if not left:
            for line in hang("", NOTHING_LEFT, width()):
                say(line)
            return
        _go_through(desk, practice, left, person(desk.config, by))


NOTHING_LEFT = (
    "There is nothing to practise on: no draft that ran out of time, and no complaint from the 30 "
    "days before the first start that a machine would have answered and nobody has, or you have "
    "been through them. Your decisions on what comes in count in any case."
)


def _practice(desk: Desk) -> "Practice":
    from monitor.scoring.for_brand import reader_for
    from monitor.services.practice import Practice

    return Practice(
        desk.store,
        desk.clock,
        desk.playbook,
        desk.policy,
        reader_for(desk.config),
        brand=desk.config.brand.name,
    )


def _go_through(desk: Desk, practice: "Practice", left: list["Exercise"], by: str) -> None:
    for line in hang("", f"{_found(left)}. Nothing is sent, whatever you say.", width()):
        say(line)
    for line in LEGEND:
        say(f"  {line}")
    right = wrong = 0
    for number, exercise in enumerate(left, start=1):
        say()
        for line in _lines(desk, exercise, f"{number} of {len(left)}"):
            say(line)
        key = _asked()
        if key == QUIT:
            break
        if key == YES:
            practice.right(exercise, by=by)
            right += 1
        elif key in NO:
            practice.wrong(exercise, NO[key], by=by)
            wrong += 1
    say()
    say(f"You decided on {right + wrong}: {right} right, {wrong} wrong.")
    with desk.store.read() as tx:
        progress = progress_of(tx, desk.config.brand.name, desk.policy, desk.now)
    words = unlock_words(desk.policy, progress, desk.now, desk.hours)
    for line in hang("Automatic sending: ", f"{words}.", width()):
        say(line)


def _found(left: list["Exercise"]) -> str:
    """`2 drafts that ran out of time, and 5 complaints from before the first start`."""
    ran_out = sum(exercise.effect_number is not None for exercise in left)
    parts = []
    if ran_out:
        parts.append(f"{count_of(ran_out, 'draft')} that ran out of time before you decided")
    if len(left) > ran_out:
        parts.append(f"{count_of(len(left) - ran_out, 'complaint')} from before the first start")
    return ", and ".join(parts)


def _lines(desk: Desk, exercise: "Exercise", place: str) -> Iterator[str]:
    message = exercise.message
    at = when(message.created_at, desk.now, desk.hours)
    yield f"{place}   {who(message.author)} · {title(message.platform)} · {at}"
    yield from hang("  ", f'"{for_terminal(message.text, 600)}"', width())
    yield from hang("  would be answered: ", f'"{for_terminal(exercise.text)}"', width())


def _asked() -> str:
    """One key on a terminal; else a line of the input. Its end means stop."""
    keys = (YES, *NO, SKIP, QUIT)
    while True:
        click.echo(f"  {ASKED} ", nl=False)
        if sys.stdin.isatty():
            key = _key()
            say(key if key in keys else "")
        else:
            line = sys.stdin.readline()
            key = line.strip().lower()[:1] if line else QUIT
            say(key)
        if key in keys:
            return key


def _key() -> str:
    try:
        return click.getchar().lower()
    except EOFError:
        return QUIT


def _json(exercise: "Exercise") -> dict[str, object]:
    message = exercise.message
    return {
        "id": message.id,
        "effect": f"e{exercise.effect_number}" if exercise.effect_number is not None else None,
        "author": message.author.handle,
        "text": message.text,
        "url": message.url,
        "created_at": moment(message.created_at),
        "score": exercise.reading.p_complaint,
        "words": exercise.text,
    }
