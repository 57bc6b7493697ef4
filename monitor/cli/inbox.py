"""`monitor inbox`: what waits for the owner."""

from pathlib import Path

import click

from monitor.cli.as_json import (
    CASE_ROW_KEYS,
    DRAFT_KEYS,
    PROMISE_KEYS,
    Keys,
    case_row_json,
    draft_json,
    moment,
    promise_json,
)
from monitor.cli.before_start import BEFORE_KEYS, before_start_line, say_before_start
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.flag_json import WAITING_KEYS, waiting_flag_json
from monitor.cli.inbox_lines import inbox_lines, set_aside_lines
from monitor.cli.lines import count_of, width
from monitor.cli.measure_json import MEASURE_KEYS, measure_json
from monitor.cli.measure_lines import around
from monitor.cli.notice_lines import NOTICE_KEYS, notice_json
from monitor.domain.store_ports import Tx
from monitor.services.waiting import gather

INBOX_KEYS: Keys = {
    "notices[]": "what is wrong with the monitor itself",
    "urgent[]": "cases that a person answers now",
    "late[]": "cases in which we owe an answer since a while",
    "drafts[]": "replies that wait for a yes or a no",
    "needs_person[]": "replies of which nobody knows whether they were posted",
    "to_solve[]": "cases that were answered and are to be put right: soon, or since a while",
    "by_hand[]": "other cases whose next word is yours",
    "on_the_way[]": "replies that were said yes to and are not known to be out; `reason` says why",
    "promises[]": "promises that run, the next one first",
    "by_own_hand[]": "mutes, blocks and hides that you do, or undo, on the platform",
    "measures_coming[]": "those that the monitor does, or undoes, by itself",
    "flags[]": "who needs a look",
    "put_off[]": "cases that somebody put off: hidden until `snoozed_until`",
    "ran_out": "drafts that ran out of time undecided: `monitor practice`; 0 where the config lets "
    "nothing be earned",
    "before": "unanswered complaints and questions from before the first start: `inbox --before`",
    "is_running": "the daemon runs on this machine",
}
SET_ASIDE_KEYS: Keys = {
    "connector": "which one brought it",
    "where": "the line, or the message",
    "reason": "why it could not be read",
    "raw": "how it began; may be empty",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "inbox": {
        "the inbox": INBOX_KEYS,
        "each case of it": CASE_ROW_KEYS,
        "each case to put right has also": {"solve_by": "by when"},
        "each draft of it": DRAFT_KEYS,
        "each promise": PROMISE_KEYS,
        "each notice": NOTICE_KEYS,
        "each measure": MEASURE_KEYS,
        "each flag": WAITING_KEYS,
        "each input of `--set-aside`": SET_ASIDE_KEYS,
        "each message of `--before`": BEFORE_KEYS,
    },
}


@click.command("inbox")
@click.option("--set-aside", is_flag=True, help="Only what could not be read, all of it.")
@click.option("--before", is_flag=True, help="Only what nobody answered before the first start.")
@desk_options
def inbox_command(
    config_path: Path | None, store_url: str | None, *, set_aside: bool, before: bool, as_json: bool
) -> None:
    """Show what waits for you: urgent cases, late promises, drafts, what is on its way.

    A draft is shown as it would read if it were sent now.

    \b
    Example:
      monitor inbox
      monitor inbox --set-aside
      monitor inbox --json | jq '.drafts[].effect'
    """
    from monitor.services.unanswered import unanswered_before_start

    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        now = desk.now
        if set_aside:
            _say_set_aside(desk, as_json=as_json)
            return
        if before:
            say_before_start(desk, as_json=as_json)
            return
        with desk.store.read() as tx:
            waiting = gather(tx, desk.review, now, desk.signer, brand=desk.config.brand.name)
            unanswered = len(unanswered_before_start(tx, desk.config.brand.name))
            ran_out = _ran_out(tx, desk)
        if as_json:
            say_json(
                {
                    "notices": [notice_json(notice) for notice in waiting.notices],
                    "urgent": [case_row_json(row) for row in waiting.urgent],
                    "late": [case_row_json(row) for row in waiting.late],
                    "to_solve": [
                        {**case_row_json(one.row), "solve_by": moment(one.solve_by)}
                        for one in waiting.to_solve
                    ],
                    "drafts": [draft_json(draft) for draft in waiting.drafts],
                    "needs_person": [draft_json(draft) for draft in waiting.needs_person],
                    "by_hand": [case_row_json(row) for row in waiting.by_hand],
                    "on_the_way": [draft_json(draft) for draft in waiting.on_the_way],
                    "promises": [promise_json(promise) for promise in waiting.promises],
                    "by_own_hand": [measure_json(one) for one in waiting.by_own_hand],
                    "measures_coming": [measure_json(one) for one in waiting.measures_coming],
                    "flags": [waiting_flag_json(*one) for one in waiting.flags],
                    "put_off": [case_row_json(row) for row in waiting.put_off],
                    "ran_out": ran_out,
                    "before": unanswered,
                    "is_running": desk.daemon is not None,
                }
            )
            return
        here = around(desk)
        for line in inbox_lines(waiting, here, width()):
            say(line)
        if unanswered:
            say(before_start_line(unanswered))
        if ran_out:
            found = count_of(ran_out, "draft")
            say(f"Ran out of time before you decided: {found} (monitor practice)")
        if not here.is_running:
            say("The monitor does not run on this machine now: monitor run")


def _ran_out(tx: Tx, desk: Desk) -> int:
    """They count as mistakes toward the unlock, where it can be earned."""
    if not desk.policy.may_be_earned:
        return 0
    labels = tx.labels.since(desk.config.brand.name, desk.now - desk.policy.unlock.lasts)
    return sum(label.wants_a_word for label in labels)


def _say_set_aside(desk: Desk, *, as_json: bool) -> None:
    with desk.store.read() as tx:
        found = tx.messages.quarantined()
    if as_json:
        say_json(
            [
                {
                    "connector": one.connector,
                    "where": one.where,
                    "reason": one.reason,
                    "raw": one.raw,
                }
                for one in found
            ]
        )
        return
    for line in set_aside_lines(found, width()):
        say(line)
