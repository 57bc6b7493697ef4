"""`monitor promises`: what was promised, to whom, by when, and what became of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.as_json import PROMISE_KEYS, Keys, author_json, case_id, moment, promise_json
from monitor.cli.common import desk_options, say, say_error, say_json
from monitor.cli.desk import opened_desk
from monitor.cli.lines import count_of, table, who
from monitor.cli.timeline_lines import PROMISE_WORDS
from monitor.domain.case import Case, Promise, PromiseState
from monitor.domain.clock import Hours
from monitor.domain.inert import for_terminal
from monitor.domain.message import Author
from monitor.domain.moments import when
from monitor.domain.promise_account import Account
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value

if TYPE_CHECKING:
    from monitor.report.period import Period

ACCOUNT_KEYS: Keys = {
    "week": "the week, such as `2026-W47`",
    "since": "when it began",
    "until": "when it ended, or now",
    "carried": "promises that were open when it began",
    "made": "promises made in it",
    **{
        state.value: f"how many {words}"
        for state, words in {
            PromiseState.KEPT: "were kept",
            PromiseState.BROKEN: "were broken",
            PromiseState.RENEWED: "got a new time",
            PromiseState.NOT_COME: "ended because the customer did not come",
            PromiseState.UNSEEN: "ended with nobody having written where we can see it",
            PromiseState.CANCELLED: "were no longer needed",
            PromiseState.OPEN: "were open at its end",
        }.items()
    },
    "adds_up": "carried and made are as many as all the others, and the timelines say the same",
    "differences[]": "where they do not",
    "promises[]": "each of them",
}
ENTRY_KEYS: Keys = {
    **PROMISE_KEYS,
    "ended_at": "when it ended, or null",
    "case": "the case, such as `c7`",
    "person": "who owes it",
    "customer.handle": "the account's handle, without `@`",
    "customer.name": "the name they gave themselves",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "promises": {"the answer": ACCOUNT_KEYS, "each promise": ENTRY_KEYS}
}
HEAD = ("case", "customer", "person", "promised for", "what became of it")


class Entry(Value):
    """A promise with whom it is for."""

    promise: Promise
    case: Case | None
    author: Author | None


@click.command("promises")
@click.option("--week", metavar="YYYY-Wnn", help="An ISO week; without it the one that runs.")
@click.option("--brand", help="Only this brand.")
@desk_options
def promises_command(
    config_path: Path | None,
    store_url: str | None,
    *,
    week: str | None,
    brand: str | None,
    as_json: bool,
) -> int:
    """Show every promise of a week, and what became of it.

    What was open before and what was made is as much as what was kept, broken, renewed and so on,
    and what is still open. The timelines of the cases have to say the same: exit code 1 if not.

    \b
    Example:
      monitor promises
      monitor promises --week 2026-W47 --json
    """
    from monitor.report.period import parse_week, week_around
    from monitor.services.promise_book import account_of

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        now, hours = desk.now, desk.hours
        zone = hours.time_zone
        period = parse_week(week, zone) if week else week_around(now, zone)
        # what happened at this moment counts
        period = period.up_to(now + timedelta.resolution)
        with desk.store.read() as tx:
            found = account_of(tx, period.since, period.until, brand=brand)
            entries = [_entry(tx, promise) for promise in found.promises]
        if as_json:
            say_json(_account_json(found, entries, period))
        else:
            for line in _lines(found, entries, period, now, hours):
                say(line)
            for difference in found.differences:
                say_error(f"warning: {difference}")
    return 0 if found.adds_up else 1


def _entry(tx: Tx, promise: Promise) -> Entry:
    case = tx.cases.get(promise.case_number)
    author = tx.authors.get(case.author_id) if case is not None else None
    return Entry(promise=promise, case=case, author=author)


def _lines(
    found: Account, entries: list[Entry], period: "Period", now: datetime, hours: Hours
) -> Iterator[str]:
    yield f"Promises of {period.name}"
    yield ""
    if entries:
        yield from table(HEAD, [_cells(entry, now, hours) for entry in entries])
        yield ""
    yield sums(found)


def _cells(entry: Entry, now: datetime, hours: Hours) -> tuple[str, ...]:
    promise, case = entry.promise, entry.case
    words = PROMISE_WORDS[promise.state]
    if promise.state is PromiseState.OPEN and promise.due_at <= now:
        words = "LATE"
    if promise.renewal:
        words += f" (new time {promise.renewal})"
    return (
        str(promise.case_number),
        who(entry.author, case.author_id) if case is not None else "–",
        for_terminal(case.assignee, 20) if case is not None else "–",
        when(promise.due_at, now, hours),
        words,
    )


def sums(found: Account) -> str:
    """The account in a sentence."""
    ends = [
        f"{found.of(state)} {words}"
        for state, words in (
            (PromiseState.KEPT, "kept"),
            (PromiseState.BROKEN, "BROKEN"),
            (PromiseState.RENEWED, "with a new time"),
            (PromiseState.NOT_COME, "where nobody came"),
            (PromiseState.UNSEEN, "where nobody was seen to come"),
            (PromiseState.CANCELLED, "no longer needed"),
            (PromiseState.OPEN, "open"),
        )
        if found.of(state)
    ]
    if not ends:
        return "Nothing was promised, and nothing was open."
    before = f"{found.carried} from before and " if found.carried else ""
    return f"{before}{count_of(found.made, 'promise')} made: {', '.join(ends)}."


def _account_json(found: Account, entries: list[Entry], period: "Period") -> dict[str, object]:
    return {
        "week": period.name,
        "since": moment(found.since),
        "until": moment(found.until),
        "carried": found.carried,
        "made": found.made,
        **{state.value: found.of(state) for state in PromiseState},
        "adds_up": found.adds_up,
        "differences": list(found.differences),
        "promises": [
            {
                **(promise_json(entry.promise) or {}),
                "ended_at": moment(entry.promise.ended_at),
                "case": case_id(entry.promise.case_number),
                "person": entry.case.assignee if entry.case is not None else "",
                "customer": author_json(entry.author),
            }
            for entry in entries
        ],
    }
