"""`monitor approve`, `edit`, `reject`, `retract`, `settle`: the owner's answers to drafts.

The commands decide; the daemon sends.
"""

from pathlib import Path

import click

from monitor.cli.arguments import DRAFT, BecauseName, by_option, person, signer
from monitor.cli.as_json import (
    EFFECT_KEYS,
    Keys,
    effect_json,
)
from monitor.cli.common import desk_options, say, say_json
from monitor.cli.desk import Desk, opened_desk
from monitor.cli.judging import untold_lines
from monitor.cli.lines import hang, title, who, width
from monitor.cli.own_text import heated_lines
from monitor.cli.replies import own_words, second_thoughts, sending_line
from monitor.domain.effect import Effect
from monitor.domain.inert import for_terminal
from monitor.domain.label import Because
from monitor.domain.moments import when
from monitor.services.waiting import Draft, draft_of

DECIDED_KEYS: Keys = {**EFFECT_KEYS, "text": "the words", "is_running": "the daemon runs"}
JSON_KEYS: dict[str, dict[str, Keys]] = {
    "approve": {"the draft": DECIDED_KEYS},
    "edit": {"the draft": DECIDED_KEYS},
    "reject": {"the draft": DECIDED_KEYS},
    "retract": {"the draft": DECIDED_KEYS},
    "settle": {"the draft": DECIDED_KEYS},
}


@click.command("approve")
@click.argument("effect", metavar="E", type=DRAFT)
@click.option("--version", type=int, help="Only if the draft is still at this version.")
@by_option
@desk_options
def approve_command(
    effect: int,
    version: int | None,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Send draft E: your yes, signed with your name.

    The running monitor sends it within seconds. The text is checked again at that moment; if it
    may not be said any more, it comes back to your inbox with the reason.

    \b
    Example:
      monitor approve 12
      monitor approve e12 --by Sam
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        name = signer(desk.config, by)
        approved = desk.review.approve(effect, by=name, version=version)
        draft = _draft(desk, approved)
        if as_json:
            _say_decided(desk, draft)
            return
        say(f"Yes to draft {effect}, {_to(draft)}:")
        _say_words(draft)
        if draft.promised_until is not None:
            say(f"  It promises an answer by {when(draft.promised_until, desk.now, desk.hours)}.")
        for line in untold_lines(desk, approved):
            say(line)
        for line in hang("", sending_line(desk, approved), width()):
            say(line)


@click.command("edit")
@click.argument("effect", metavar="E", type=DRAFT)
@click.argument("text", metavar="TEXT")
@by_option
@desk_options
def edit_command(
    effect: int,
    text: str,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Put your own words into draft E; it still waits for your yes.

    TEXT is the whole reply. A `-` reads it from the standard input.

    \b
    Example:
      monitor edit 12 "Hi Ada, sorry about that. Please message us here. – Jo"
      monitor edit 12 - < reply.txt
    """
    words = own_words(text)
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        edited = desk.review.edit(effect, words, by=person(desk.config, by))
        draft = _draft(desk, edited)
        if as_json:
            _say_decided(desk, draft)
            return
        say(f"Draft {effect}, {_to(draft)}, now reads:")
        _say_words(draft)
        for line in (*second_thoughts(desk, draft), *heated_lines(desk, words, draft.message)):
            say(line)
        say(f"It waits for your yes: monitor approve {effect} --version {edited.version}")


@click.command("reject")
@click.argument("effect", metavar="E", type=DRAFT)
@click.option("--because", type=BecauseName(), help="Which sort of no; it counts for the unlock.")
@click.option("--why", default="", metavar="TEXT", help="In your words; kept with the case.")
@by_option
@desk_options
def reject_command(
    effect: int,
    because: Because | None,
    why: str,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Do not send draft E. Its case stays open.

    With a reason, the monitor knows whether sending it by itself would have been a mistake.

    \b
    Example:
      monitor reject 12 --because not-a-complaint
      monitor reject 12 --because answered --why "we rang her"
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        name = person(desk.config, by)
        rejected = desk.review.reject(effect, by=name, why=why, because=because)
        draft = _draft(desk, rejected)
        if as_json:
            _say_decided(desk, draft)
            return
        say(f"Draft {effect}, {_to(draft)}, is not sent.")
        if rejected.case_number is not None:
            number = rejected.case_number
            say(f"Case {number} stays open: monitor case {number}")
        for line in untold_lines(desk, rejected):
            say(line)


@click.command("retract")
@click.argument("effect", metavar="E", type=DRAFT)
@by_option
@desk_options
def retract_command(
    effect: int,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Take back the public reply E that was sent.

    The post is deleted, and looked for until it is seen to be gone. No other public reply to this
    person follows; the case goes on with a person.

    \b
    Example:
      monitor retract 12
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        retracting = desk.review.retract(effect, by=person(desk.config, by))
        draft = _draft(desk, retracting)
        if as_json:
            _say_decided(desk, draft)
            return
        say(f"Reply {effect}, {_to(draft)}, is being taken back:")
        _say_words(draft)
        if desk.daemon is None:
            say("The monitor does not run on this machine: it is deleted when `monitor run` does.")
            if retracting.posted_url:
                say(f"If it is urgent, delete it yourself: {for_terminal(retracting.posted_url)}")
        else:
            say("The running monitor deletes it within seconds and looks until it is gone.")
        if retracting.case_number is not None:
            say(f"The case is yours now: monitor case {retracting.case_number}")


@click.command("settle")
@click.argument("effect", metavar="E", type=DRAFT)
@click.option("--there/--not-there", "is_there", required=True, help="What you saw there.")
@by_option
@desk_options
def settle_command(
    effect: int,
    is_there: bool,
    by: str | None,
    config_path: Path | None,
    store_url: str | None,
    *,
    as_json: bool,
) -> None:
    """Say whether reply E stands there, when the monitor cannot find out.

    Look at your own account first. A reply that is there counts as said, and its promise runs;
    one that is not there is never sent any more: answer by hand.

    \b
    Example:
      monitor settle 12 --there
      monitor settle 12 --not-there
    """
    with opened_desk(config_path, store_url, quiet=as_json) as desk:
        settled = desk.review.settle(effect, is_there=is_there, by=person(desk.config, by))
        draft = _draft(desk, settled)
        if as_json:
            _say_decided(desk, draft)
            return
        if is_there:
            say(f"Reply {effect}, {_to(draft)}, counts as said.")
        else:
            say(f"Reply {effect}, {_to(draft)}, is not there, and is not sent any more.")
        if settled.case_number is not None:
            say(f"Its case: monitor case {settled.case_number}")


def _draft(desk: Desk, effect: Effect) -> Draft:
    with desk.store.read() as tx:
        return draft_of(tx, desk.review, effect)


def _to(draft: Draft) -> str:
    author = draft.message.author if draft.message is not None else None
    return f"to {who(author, draft.effect.author_id)} on {title(draft.effect.platform)}"


def _say_words(draft: Draft) -> None:
    for line in hang("  ", f'"{for_terminal(draft.text)}"', width()):
        say(line)


def _say_decided(desk: Desk, draft: Draft) -> None:
    say_json(
        {**effect_json(draft.effect), "text": draft.text, "is_running": desk.daemon is not None}
    )
