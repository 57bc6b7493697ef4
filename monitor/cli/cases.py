"""`monitor cases`: the cases, as a list."""

import sys
from datetime import datetime
from pathlib import Path

import click

from monitor.cli.as_json import (
    CASE_ROW_KEYS,
    Keys,
    case_row_json,
    platform_of,
)
from monitor.cli.case_reading import (
    row_of,
)
from monitor.cli.case_words import due_words
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import opened_desk
from monitor.cli.lines import count_of, in_words, table, title, who
from monitor.cli.waiting import CaseRow
from monitor.domain.clock import Hours
from monitor.domain.inert import for_terminal

HEAD = ("case", "customer", "on", "about", "status", "priority", "person", "due")
JSON_KEYS: dict[str, dict[str, Keys]] = {"cases": {"each case of the list": CASE_ROW_KEYS}}


@click.command("cases")
@click.option("--all", "show_all", is_flag=True, help="Those that have ended, too.")
@desk_options
def cases_command(
    config_path: Path | None, store_url: str | None, *, show_all: bool, as_json: bool
) -> None:
    """List the open cases, the most pressing first.

    \b
    Example:
      monitor cases
      monitor cases --all --json
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        now = desk.now
        with desk.store.read() as tx:
            rows = [row_of(tx, case) for case in tx.cases.listed(only_open=not show_all)]
        if as_json:
            say_json([case_row_json(row) for row in rows])
            return
        if not rows:
            say("There are no cases yet." if show_all else "No case is open.")
            return
        _say_table([cells(row, now, desk.hours) for row in rows])
        say()
        say(f"{count_of(len(rows), 'case')}. One of them: monitor case {rows[0].case.number}")


def cells(row: CaseRow, now: datetime, hours: Hours) -> tuple[str, ...]:
    """A case as a row of the list."""
    case = row.case
    return (
        str(case.number),
        who(row.author, case.author_id),
        title(platform_of(row)),
        in_words(case.topic) or "–",
        case.status.value,
        case.priority.value,
        for_terminal(case.assignee, 20),
        due_words(case, now, hours),
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
