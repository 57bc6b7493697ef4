"""`monitor cases`: the cases, as a list."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli.arguments import Hyphened
from monitor.cli.as_json import ASSESSED_KEYS, CASE_ROW_KEYS, Keys, assessed_json, platform_of
from monitor.cli.case_choice import Asked, filters, listed, none_left
from monitor.cli.case_words import due_words
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import opened_desk
from monitor.cli.lines import count_of, hang, in_words, table, title, who, width
from monitor.domain.case import CaseStatus, Priority, Resolution
from monitor.domain.case_filter import Listed, Order, in_order, narrow
from monitor.domain.clock import Hours
from monitor.domain.inert import for_terminal
from monitor.services.waiting import CaseRow

HEAD = ("case", "customer", "on", "about", "status", "priority", "person", "due", "why")
#: as much of the strongest reason as a line takes
REASON = 44
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "cases": {"each case of the list": {**CASE_ROW_KEYS, **ASSESSED_KEYS}}
}


@click.command("cases")
@click.option("--all", "show_all", is_flag=True, help="Those that have ended, too.")
@click.option("--status", "statuses", multiple=True, type=Hyphened(list(CaseStatus)))
@click.option(
    "--priority",
    "priorities",
    multiple=True,
    type=Hyphened(list(Priority)),
    help="As it is now, waiting time counted.",
)
@click.option("--topic", "topics", multiple=True, metavar="TOPIC", help="Such as `wrong item`.")
@click.option("--platform", "platforms", multiple=True, metavar="NAME", help="Where it began.")
@click.option("--person", "people", multiple=True, metavar="NAME", help="Who has it.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Your own words for it.")
@click.option("--overdue", is_flag=True, help="The next step is ours, and late.")
@click.option("--waiting", is_flag=True, help="The customer has the next step.")
@click.option("--since", metavar="DAY", help="Opened since `2026-11-20`, `yesterday`, `7 days`.")
@click.option(
    "--search", metavar="TEXT", help="In names, what was written, notes, tags and causes."
)
@click.option(
    "--sort",
    "order",
    type=Hyphened(list(Order)),
    default=Order.PRIORITY,
    show_default="priority",
    help="What is equal goes by its deadline.",
)
@desk_options
def cases_command(
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
    order: Order,
    **typed: Any,  # Any: the filters, as Asked names them
) -> None:
    """List the open cases, the most pressing first, with why they are.

    Filters narrow the list one after the other; one that is given twice keeps either.

    \b
    Example:
      monitor cases
      monitor cases --overdue --platform x --sort due
      monitor cases --topic late --topic broken --since "7 days"
      monitor cases --all --search "birthday cake" --json
    """
    asked = Asked(**typed)
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        now = desk.now
        with desk.store.read() as tx:
            wanted = filters(asked, desk)
            found = [
                listed(tx, desk, case, with_words=asked.search is not None)
                for case in tx.cases.listed(only_open=asked.only_open)
                if case.resolution is not Resolution.JOINED
            ]
        rows = {one.case.number: row for one, row in found}
        narrowed = narrow([one for one, _ in found], wanted)
        sorted_ = in_order(narrowed.left, order)
        if as_json:
            say_json([assessed_json(rows[one.case.number], one.assessed) for one in sorted_])
            return
        if not sorted_:
            for line in none_left(asked, [one for one, _ in found], narrowed):
                for part in hang("", line, width()):
                    say(part)
            return
        _say_table([cells(one, rows[one.case.number], now, desk.hours) for one in sorted_])
        say()
        of = f" of {len(found)}" if wanted else ""
        first = sorted_[0].case.number
        say(f"{count_of(len(sorted_), 'case')}{of}. One of them: monitor case {first}")


def cells(one: Listed, row: CaseRow, now: datetime, hours: Hours) -> tuple[str, ...]:
    """A case as a row of the list."""
    case = row.case
    return (
        str(case.number),
        who(row.author, case.author_id),
        title(platform_of(row)),
        in_words(case.topic) or "–",
        case.status.value,
        one.assessed.priority.value,
        for_terminal(case.assignee, 20),
        due_words(case, now, hours),
        for_terminal(one.assessed.told_first, REASON),
    )


def _say_table(rows: list[tuple[str, ...]]) -> None:
    if not sys.stdout.isatty():
        for line in table(HEAD, rows):
            say(line)
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for name in HEAD:
        drawn.add_column(name, no_wrap=name in ("case", "on", "status", "priority"))
    for row in rows:
        # Text, not str: strangers' names hold no markup
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)
