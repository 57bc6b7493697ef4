"""`monitor case resolve`: how a case ended, what went wrong, what was given and what that cost."""

import sys
from collections.abc import Iterator
from datetime import datetime

import click

from monitor.cli.arguments import CASE, ResolutionName
from monitor.cli.as_json import CASE_KEYS, Keys, case_json
from monitor.cli.at_the_desk import At, at_the_desk
from monitor.cli.common import say
from monitor.cli.lines import hang, in_words, width
from monitor.cli.replies import let_go_lines, wanted_in
from monitor.domain.case import Case, Resolution, TimelineEntry, TimelineKind
from monitor.domain.inert import for_terminal
from monitor.domain.make_good import Cost, parse_cost
from monitor.domain.moments import when
from monitor.errors import InputError, NotFound

JSON_KEYS: dict[str, dict[str, Keys]] = {"case resolve": {"the case": CASE_KEYS}}
#: what of a timeline tells that something was tried
TRIED = (TimelineKind.SENT, TimelineKind.OUR_WORDS, TimelineKind.NOTE)
#: so many lines of it are shown
SHOWN = 12


@click.command("resolve")
@click.argument("case", metavar="C", type=CASE)
@click.option("--as", "resolution", type=ResolutionName(), required=True, help="How it ended.")
@click.option("--cause", default="", metavar="TEXT", help="What went wrong, for the report.")
@click.option("--make-good", default="", metavar="TEXT", help="What you gave to put it right.")
@click.option("--cost", default="", metavar="AMOUNT", help="What that cost you, such as 18.00.")
@click.option("--tried", default="", metavar="TEXT", help="For could-not-please: what you tried.")
@at_the_desk
def resolve_command(
    at: At,
    case: int,
    resolution: Resolution,
    cause: str,
    make_good: str,
    cost: str,
    tried: str,
) -> None:
    """End a case. Its promises end with it, and its drafts are withdrawn.

    Cause and cost are summed in the weekly report. Some working days after a case was put right
    you get a draft that asks whether all is well (`[follow_up]` in the config).

    \b
    Example:
      monitor case resolve 7 --as solved --cause "order form" --make-good "remade" --cost 18.00
      monitor case resolve 7 --as could-not-please --tried "remade twice, then refunded"
      monitor case resolve 7 --as not-a-complaint
    """
    from monitor.services.casework import Ending, resolve

    desk = at.desk
    spent = _cost(cost, desk.policy.currency)
    words = " ".join(tried.split())
    if resolution is Resolution.COULD_NOT_PLEASE and not words:
        words = _what_was_tried(at, case)
    ending = Ending(
        cause=" ".join(cause.split()),
        make_good=" ".join(make_good.split()),
        cost=spent,
        tried=words,
    )
    wanted = wanted_in(desk, case)
    ended = resolve(
        desk.store,
        desk.clock,
        case,
        resolution,
        at.by,
        ending,
        follow_up_at=_follow_up_at(at),
    )
    desk.judge.case_ended(ended, by=at.by)
    at.tell(
        case_json(ended),
        f"Case {case} is resolved: {in_words(resolution.value)}.",
        *let_go_lines(desk, wanted),
        *_next(ended, at),
        f"Not done after all: monitor case reopen {case}",
    )


def _cost(written: str, currency: str) -> Cost | None:
    if not written.strip():
        return None
    try:
        return parse_cost(written, currency)
    except ValueError as problem:
        raise InputError(str(problem)) from None


def _follow_up_at(at: At) -> datetime | None:
    from monitor.domain.clock import due, parse_lasting

    desk = at.desk
    after = desk.policy.follow_up_after
    return due(desk.now, parse_lasting(after), desk.hours) if after else None


def _next(ended: Case, at: At) -> Iterator[str]:
    if ended.follow_up_at is not None:
        moment = when(ended.follow_up_at, at.desk.now, at.desk.hours)
        yield f"At {moment} you are reminded to ask whether all is well."


# --- somebody whom nothing pleased ----------------------------------------------------------------


def _what_was_tried(at: At, number: int) -> str:
    """Asks on a terminal, with what the case tells of it; else says which option it is."""
    lines = list(_told(at, number))
    if at.as_json or not sys.stdin.isatty():
        done = "; ".join(lines) or "nothing is noted"
        raise InputError(
            f"what was tried for this customer? The case tells: {done}",
            hint=f'monitor case resolve {number} --as could-not-please --tried "..."',
        )
    say("What the case tells of what was tried:")
    for line in lines or ["nothing is noted"]:
        for part in hang("  ", line, width()):
            say(part)
    return " ".join(str(click.prompt("What was tried, in a sentence")).split())


def _told(at: At, number: int) -> Iterator[str]:
    """What was said and noted, the newest last. Raises NotFound."""
    desk = at.desk
    with desk.store.read() as tx:
        if tx.cases.get(number) is None:
            raise NotFound(f"there is no case {number}", hint="monitor cases --all shows every one")
        entries = [entry for entry in tx.cases.timeline(number) if entry.kind in TRIED]
    for entry in entries[-SHOWN:]:
        yield f"{when(entry.at, desk.now, desk.hours)} {_words(entry)}"


def _words(entry: TimelineEntry) -> str:
    words = for_terminal(entry.words, 120)
    by = for_terminal(entry.by, 30)
    return f'we said "{words}"' if entry.kind is TimelineKind.SENT else f"{words} ({by})"


COMMANDS = (resolve_command,)
