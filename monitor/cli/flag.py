"""`monitor flag F`: the evidence about one person, and what the owner decides."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click

from monitor.cli.arguments import Length, by_option
from monitor.cli.as_json import Keys
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.flag_acts import ACT_KEYS, Told, decide, judge, undo
from monitor.cli.flag_asked import FLAG, JUDGES, Asked
from monitor.cli.flag_export import EXPORT_KEYS, write_export
from monitor.cli.flag_json import HAPPENING_KEYS, PAGE_KEYS, happening_json, row_json
from monitor.cli.flag_page import FlagPage, page_lines, page_of
from monitor.cli.flags import author_of, flags_of
from monitor.cli.lines import hang, width
from monitor.cli.measure_json import MEASURE_KEYS
from monitor.cli.measure_lines import around
from monitor.cli.whom import owed_case
from monitor.domain.flag import StepKind
from monitor.errors import InputError

SHOW, EXPORT = "show", "export"
VERBS = (SHOW, *(kind.value for kind in StepKind if kind in Told.KINDS), *JUDGES, EXPORT)
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "flag": {
        "the page": PAGE_KEYS,
        "each thing of the story": HAPPENING_KEYS,
        "a decision": ACT_KEYS,
        "its measure": MEASURE_KEYS,
        "`export`": EXPORT_KEYS,
    }
}
Act = Callable[[Desk, Asked], Told]


@click.command("flag")
@click.argument("flag", metavar="F", type=FLAG)
@click.argument("verb", metavar="[VERB]", type=click.Choice(VERBS), default=SHOW)
@click.option("--why", "--reason", "why", default="", metavar="TEXT", help="For whoever reads it.")
@click.option("--for", "lasts", type=Length(), help="How long: of watch, quiet and mute.")
@click.option("--message", "message_id", metavar="ID", help="Of hide, confirm, drop: which post.")
@click.option("--done", is_flag=True, help="You did it by hand, with undo: undid it.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Of export: where the files go.",
)
@by_option
@desk_options
def flag_command(
    flag: int,
    verb: str,
    why: str,
    lasts: timedelta | None,
    message_id: str | None,
    folder: Path | None,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    done: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Show the evidence about somebody, and decide: strikes against goodwill, on a line of time.

    VERB is `dismiss` (nothing is to be done; no new flag for 60 days), `watch`, `quiet` (our own
    mute), `mute`, `hide`, `block` (the platform's means), `undo` or `export`; or, of one post,
    `confirm` or `drop` what was noted of it. Nothing is decided by itself: undecided, a flag is
    over after 14 days. F is its number, `3` or `f3`.

    \b
    Example:
      monitor flag 3
      monitor flag 3 dismiss --why "he is harmless"
      monitor flag 3 quiet --for "30 days" --by Sam
      monitor flag 3 hide --message x:1978312345678901234
      monitor flag 3 undo
      monitor flag 3 drop --message x:1978312345678901234 --why "he quotes a film"
      monitor flag 3 export --to evidence
    """
    asked = Asked(
        number=flag,
        verb=verb,
        why=" ".join(why.split()),
        lasts=lasts,
        message_id=message_id,
        done=done,
        yes=yes,
        by=by,
        as_json=as_json,
    )
    asked.check()
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        if verb == SHOW:
            _show(desk, asked)
            return
        if verb == EXPORT:
            if folder is None:
                raise InputError(
                    "say where the files go", hint=f"monitor flag {flag} export --to ."
                )
            write_export(desk, _page(desk, flag), folder, as_json=as_json)
            return
        if verb in JUDGES:
            judge(desk, asked)
            _show(desk, asked)
            return
        told = undo(desk, asked) if verb == StepKind.UNDO.value else decide(desk, asked)
        if as_json:
            say_json(told.as_json())
            return
        for paragraph in told.paragraphs:
            for line in hang("", paragraph, width()):
                say(line)
        for line in told.lines:
            say(line)


def _page(desk: Desk, number: int) -> FlagPage:
    flags = flags_of(desk)
    with desk.store.read() as tx:
        look = flags.look(tx, number)
        author = author_of(tx, look.flag.author_id)
        owed = owed_case(tx, desk, author) if look.standing.owed_since is not None else None
    return page_of(desk, look, author, owed, around(desk))


def _show(desk: Desk, asked: Asked) -> None:
    page = _page(desk, asked.number)
    if not asked.as_json:
        for line in page_lines(page, width()):
            say(line)
        return
    look = page.look
    say_json(
        {
            **row_json(look, page.author, page.owed.id if page.owed is not None else None),
            "reasons": list(look.advice.reasons),
            "nothing": look.advice.nothing,
            "tried": list(page.tried),
            "allowed": list(page.allowed),
            "story": [happening_json(one) for one in page.happened],
        }
    )
