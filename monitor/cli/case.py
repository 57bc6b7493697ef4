"""`monitor case`: one case, and what a person does with it."""

from datetime import datetime
from pathlib import Path

import click

from monitor.cli import case_desk, case_ending, case_saying, customer_links, more_time
from monitor.cli.arguments import CASE, PageGroup, by_option, person
from monitor.cli.as_json import (
    CASE_KEYS,
    DRAFT_KEYS,
    PROMISE_KEYS,
    Keys,
    case_json,
)
from monitor.cli.case_page import page_lines
from monitor.cli.case_reading import (
    HOLD_KEYS,
    PAGE_KEYS,
    hold_json,
    page_json,
    read_page,
)
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import hang, width
from monitor.cli.measure_json import MEASURE_KEYS
from monitor.cli.more_time import more_time_command
from monitor.cli.replies import let_go_lines, wanted_in
from monitor.domain.case import Case, Evidence
from monitor.domain.moments import when
from monitor.errors import InputError

JSON_KEYS: dict[str, dict[str, Keys]] = {
    "case show": {
        "the page": PAGE_KEYS,
        "each draft of it": DRAFT_KEYS,
        "each measure of it": MEASURE_KEYS,
        "each promise": PROMISE_KEYS,
    },
    "case answered": {"the case": CASE_KEYS},
    "case open": {"the case": CASE_KEYS},
    "case reopen": {"the case": CASE_KEYS},
    "case hold": {"the answer": {"case": "the case, such as `c7`", **HOLD_KEYS}},
    **case_desk.JSON_KEYS,
    **case_ending.JSON_KEYS,
    **more_time.JSON_KEYS,
    **{name: keys for name, keys in customer_links.JSON_KEYS.items() if name.startswith("case ")},
    **case_saying.JSON_KEYS,
}


@click.group("case", cls=PageGroup, subcommand_metavar="C | COMMAND C [ARGS]...")
def case_command() -> None:
    """Show one case, or say what you did about it.

    \b
    Example:
      monitor case 7
      monitor case answered 7
      monitor case resolve 7 --as solved --cause "order form"
      monitor case reopen 7
      monitor case hold 7 --reason "a letter of their lawyer"
    """


@case_command.command("show")
@click.argument("case", metavar="C", type=CASE)
@desk_options
def show_command(
    case: int, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Show one case: who, what is promised, everything said and done, what waits.

    \b
    Example:
      monitor case 7
      monitor case show c7 --json
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        page = read_page(desk, case)
        if as_json:
            say_json(page_json(page))
            return
        for line in page_lines(page, width()):
            say(line)


@case_command.command("answered")
@click.argument("case", metavar="C", type=CASE)
@by_option
@desk_options
def answered_command(
    case: int, by: str | None, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """Say that you answered the customer yourself, where the monitor cannot see it.

    Its promise is kept, its drafts are withdrawn, and the case waits for the customer.

    \b
    Example:
      monitor case answered 7
      monitor case answered 7 --by Sam
    """
    from monitor.services.casework import answered

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        wanted = wanted_in(desk, case)
        waiting = answered(desk.store, desk.clock, case, person(desk.config, by))
        _say_case(
            waiting,
            f"Case {case}: answered. It waits for the customer now.",
            *let_go_lines(desk, wanted),
            f"Done with it: monitor case resolve {case} --as solved",
            as_json=as_json,
        )


@case_command.command("open")
@click.argument("message", metavar="ID")
@by_option
@desk_options
def open_command(
    message: str,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Open a case for a message that has none: one the monitor did not take for a complaint, or
    one from before its first start.

    \b
    Example:
      monitor case open x:1234
    """
    from monitor.services.absence import who_takes
    from monitor.services.casework import take_up

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        name = person(desk.config, by)
        deadline_at = _first_deadline(desk)
        with desk.store.read() as tx:
            assignee = who_takes(tx, desk.policy, desk.now)
        opened = take_up(
            desk.store,
            desk.clock,
            message,
            name,
            brand=desk.config.brand.name,
            assignee=assignee,
            deadline_at=deadline_at,
        )
        _say_case(
            opened,
            f"Case {opened.number} is open, due by {when(deadline_at, desk.now, desk.hours)}.",
            f"Look at it: monitor case {opened.number}",
            as_json=as_json,
        )


@case_command.command("reopen")
@click.argument("case", metavar="C", type=CASE)
@click.option("--why", default="", metavar="TEXT", help="Kept with the case.")
@by_option
@desk_options
def reopen_command(
    case: int,
    why: str,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Open a case again that was ended too early.

    \b
    Example:
      monitor case reopen 7 --why "the second cake was wrong as well"
    """
    from monitor.services.casework import reopen

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        deadline_at = _first_deadline(desk)
        name = person(desk.config, by)
        opened = reopen(desk.store, desk.clock, case, name, deadline_at, why.strip())
        _say_case(
            opened,
            f"Case {case} is open again, due by {when(deadline_at, desk.now, desk.hours)}.",
            f"Look at it: monitor case {case}",
            as_json=as_json,
        )


@case_command.command("hold")
@click.argument("case", metavar="C", type=CASE)
@click.option("--reason", metavar="TEXT", help="Why it is kept; shown with the case.")
@click.option("--end", is_flag=True, help="No longer: what was deleted in the meantime goes now.")
@by_option
@desk_options
def hold_command(
    case: int,
    reason: str | None,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    end: bool,
    as_json: bool,
) -> None:
    """Keep the evidence of a case: what the customer wrote stays, even when they delete it.

    Without it their words go from here as soon as they are deleted on the platform. A hold lasts
    until you end it, and `monitor status` reminds you of it.

    \b
    Example:
      monitor case hold 7 --reason "a letter of their lawyer"
      monitor case hold 7 --end
    """
    from monitor.services.casework import end_hold, hold

    why = " ".join((reason or "").split())
    if end == bool(why):
        raise InputError(
            "a hold wants its reason", hint=f'monitor case hold {case} --reason "..."  or  --end'
        )
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        name = person(desk.config, by)
        kept: Evidence | None = None
        if end:
            end_hold(desk.store, desk.clock, case, name)
        else:
            kept = hold(desk.store, desk.clock, case, name, why)
        if as_json:
            say_json(hold_json(case, kept))
            return
        if kept is None:
            say(f"Case {case} is no longer on hold. What they had deleted is gone here, too.")
            return
        say(f"Case {case} is on hold: what they wrote stays here, even when they delete it.")
        say(f"No longer: monitor case hold {case} --end")


def _first_deadline(desk: Desk) -> datetime:
    """By when a case that begins now wants its answer."""
    from monitor.domain.clock import due, parse_lasting

    return due(desk.now, parse_lasting(desk.policy.first_answer), desk.hours)


def _say_case(case: Case, *lines: str, as_json: bool) -> None:
    if as_json:
        say_json(case_json(case))
        return
    for line in lines:
        for part in hang("", line, width()):
            say(part)


for _one in (
    *case_desk.COMMANDS,
    *case_saying.COMMANDS,
    *case_ending.COMMANDS,
    more_time_command,
    customer_links.link_cases_command,
    customer_links.split_case_command,
):
    case_command.add_command(_one)
