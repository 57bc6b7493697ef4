"""`monitor audit`: who decided what, and whether anybody tampered with it."""

from collections.abc import Iterator
from pathlib import Path

import click

from monitor.cli.arguments import PageGroup
from monitor.cli.as_json import Keys, moment
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.lines import count_of, hang, in_words, link, table, width
from monitor.domain.audit import AuditProblem, AuditRow, Head, problems_of, replaced_by_restore
from monitor.domain.inert import for_terminal
from monitor.services.housekeeping import LAST_RUN

ROW_KEYS: Keys = {
    "number": "of the row, from 1 on, without gaps",
    "brand": "its brand; empty: for everyone on this database",
    "at": "when",
    "actor": "who: one of your people, or `monitor`",
    "action": "approved, edited, rejected, retract, settled, sent, not_sent, unknown, retracted, "
    "paused, resumed, away, back, opted_out, opted_in, marked, unmarked, held, hold_ended, erased, "
    "exported, retention, changed, restored, reconciled, surge, surge_ended, incident, kept_away, "
    "let_be, pressed or secret",
    "subject": "what: `e12`, `c7`, a file, the name of a secret",
    "reason": "one word of a fixed set, a version or a day",
    "about": "whom, as a hash that says nothing once they are erased; empty: nobody",
    "words": "a hash of what was given as the reason; empty: nothing was",
    "hash": "of this row and the one before it",
}
VERIFY_KEYS: Keys = {
    "is_whole": "nothing was changed, removed, put in another order or cut off",
    "rows": "how many there are",
    "head": "the hash of the newest, or null",
    "last_logged_at": "when a head was last written down outside the database, or null",
    "last_logged_row": "of which row, or null",
    "replaced_by_restore": "rows that went with a database that a restore put aside",
    "problems[].number": "the row where it shows; 0: none",
    "problems[].words": "what is wrong",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "audit show": {"each row": ROW_KEYS},
    "audit verify": {"the answer": VERIFY_KEYS},
}


#: what was done, where the word of the code says it badly; the subject follows
DONE = {
    "pressed": "pressed at a desk, about",
    "edited": "wrote other words for",
    "retract": "wants back",
    "settled": "looked for",
    "not_sent": "did not send",
    "unknown": "does not know the end of",
    "retracted": "took back",
    "away": "went away",
    "back": "came back",
    "opted_out": "opted somebody out",
    "opted_in": "opted somebody in",
    "marked": "marked somebody",
    "unmarked": "took a mark from somebody",
    "kept_away": "kept somebody away with",
    "let_be": "let somebody be, and ended",
    "held": "keeps the evidence of",
    "hold_ended": "lets go of the evidence of",
    "erased": "erased somebody",
    "retention": "let go of what is old",
    "changed": "started with a new setup",
    "surge": "saw a surge begin",
    "surge_ended": "ended a surge:",
    "secret": "kept the secret",
}


class ListGroup(PageGroup):
    """A group that lists when nothing is asked for."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """With `show` put in for nothing at all."""
        return super().parse_args(ctx, args or [self.unnamed])


@click.group("audit", cls=ListGroup, subcommand_metavar="[COMMAND] [ARGS]...")
def audit_command() -> None:
    """Show who decided what, and whether the record is whole.

    It holds ids, reasons and hashes, never a customer's words or name.

    \b
    Example:
      monitor audit
      monitor audit --last 100
      monitor audit verify
    """


@audit_command.command("show")
@click.option("--last", type=click.IntRange(1, 100_000), default=20, help="So many rows.")
@desk_options
def show_command(
    last: int, config_path: Path | None, store_url: str | None, *, as_json: bool
) -> None:
    """List what was decided, the newest last.

    \b
    Example:
      monitor audit
      monitor audit show --last 100
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        with desk.store.read() as tx:
            rows = tx.audit.newest(last)
        if as_json:
            say_json([_row_json(row) for row in rows])
            return
        for line in _rows(rows, desk):
            say(line)


@audit_command.command("verify")
@desk_options
def verify_command(config_path: Path | None, store_url: str | None, *, as_json: bool) -> int:
    """Find rows that were changed, removed, put in another order, or cut off at the end.

    The end is held against the heads that the monitor writes down every day in a file beside
    the database, and in its log. Copy that file elsewhere now and then: who can change both can
    hide what they did.

    \b
    Example:
      monitor audit verify
    """
    from monitor.app import heads_of

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        log = heads_of(desk.config, desk.store_url)
        heads, unreadable = log.read(), log.unreadable()
        with desk.store.read() as tx:
            problems = list(problems_of(tx.audit.rows(), heads, tx.audit.written()))
            head = tx.audit.head()
            written_at = tx.switches.get(LAST_RUN)
        if written_at and not heads:
            problems.append(_no_heads(written_at))
        if as_json:
            say_json(_verified_json(head, heads, problems))
        else:
            for line in _verified(head, heads, problems, unreadable):
                for part in hang("", line, width()):
                    say(part)
            if problems:
                say(link("The heads: ", str(log.path)))
    return 1 if problems else 0


def _no_heads(written_at: str) -> AuditProblem:
    return AuditProblem(
        number=0,
        words=f"the file with the heads is gone or empty: on {written_at[:10]} there was one,"
        " and without it nobody can tell whether the end was cut off",
    )


def _rows(rows: list[AuditRow], desk: Desk) -> Iterator[str]:
    if not rows:
        yield "Nothing was decided yet."
        return
    head = ("row", "when", "who", "what", "")
    yield from table(
        head,
        [
            (
                str(row.number),
                f"{desk.hours.local(row.at):%Y-%m-%d %H:%M}",
                for_terminal(row.actor, 24),
                f"{DONE.get(row.action, row.action)} {for_terminal(row.subject, 60)}".rstrip(),
                for_terminal(in_words(row.reason), 60),
            )
            for row in rows
        ],
    )


def _verified(
    head: Head | None, heads: list[Head], problems: list[AuditProblem], unreadable: int
) -> Iterator[str]:
    if unreadable:
        lines = count_of(unreadable, "line")
        yield f"In the file with the heads {lines} cannot be read: somebody or a crash spoiled it."
    rows = head.number if head is not None else 0
    if problems:
        yield f"The audit log is NOT whole: {count_of(len(problems), 'problem')}."
        for problem in problems[:20]:
            yield f"- {problem.words}"
        if len(problems) > 20:
            yield f"- and {len(problems) - 20:,} more"
        yield (
            "Somebody changed the database, or put another one in its place by hand. Keep a copy "
            "of it and of the file with the heads, and look at who can reach this machine."
        )
        return
    if head is None:
        yield "The audit log is empty, and nothing says that it ever held more."
        return
    yield f"The audit log is whole: {count_of(rows, 'row')}, none changed, removed or cut off."
    if heads:
        last = heads[-1]
        yield f"Last written down outside the database: row {last.number}, {last.at:%Y-%m-%d}."
        if last.number < rows:
            yield "For the rows behind it there is only the database's own word until the next one."
    else:
        yield "No head was written down outside the database yet; the daemon does that once a day."
    gone = replaced_by_restore(heads)
    if gone:
        yield f"{count_of(gone, 'row')} went with the database that a restore put aside."


def _row_json(row: AuditRow) -> dict[str, object]:
    """The keys of ROW_KEYS."""
    return {
        "number": row.number,
        "brand": row.brand,
        "at": moment(row.at),
        "actor": row.actor,
        "action": row.action,
        "subject": row.subject,
        "reason": row.reason,
        "about": row.about,
        "words": row.words,
        "hash": row.hash,
    }


def _verified_json(
    head: Head | None, heads: list[Head], problems: list[AuditProblem]
) -> dict[str, object]:
    """The keys of VERIFY_KEYS."""
    last = heads[-1] if heads else None
    return {
        "is_whole": not problems,
        "rows": head.number if head is not None else 0,
        "head": head.hash if head is not None else None,
        "last_logged_at": moment(last.at) if last is not None else None,
        "last_logged_row": last.number if last is not None else None,
        "replaced_by_restore": replaced_by_restore(heads),
        "problems": [{"number": each.number, "words": each.words} for each in problems],
    }
