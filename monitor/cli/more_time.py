"""`monitor case more-time`: a new time for a promise, said before the old one is over."""

from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import CASE
from monitor.cli.as_json import PROMISE_KEYS, Keys, case_id, moment, promise_json
from monitor.cli.at_the_desk import At, at_the_desk
from monitor.domain.inert import for_terminal
from monitor.domain.moments import when
from monitor.errors import InputError

if TYPE_CHECKING:
    from monitor.services.asking_for_time import AskingForTime

JSON_KEYS: dict[str, dict[str, Keys]] = {
    "case more-time": {
        "the answer": {
            "case": "the case, such as `c7`",
            "draft": "the draft that asks for it, such as `e12`, or null: you say it by hand",
            "text": "its words as they would read if they were sent now",
            "until": "the new time, as of now",
            "promise": "the promise that takes longer; with `--said` the new one",
        },
        "the promise": PROMISE_KEYS,
    }
}


@click.command("more-time")
@click.argument("case", metavar="C", type=CASE)
@click.argument("text", metavar="[TEXT]", default="")
@click.option("--said", is_flag=True, help="You told them yourself: the new promise runs from now.")
@at_the_desk
def more_time_command(at: At, case: int, text: str, *, said: bool) -> None:
    """Ask a customer for more time, before the promise is over; twice at most.

    In their private conversation it is a draft that waits for your yes and ends with the promise.
    TEXT are your own words; write {by} where the new time belongs. Who never came to direct
    messages gets no second public word from here: tell them yourself, and note it with --said.

    \b
    Example:
      monitor case more-time 7
      monitor case more-time 7 "We wait for the oven part. You will hear from us {by}. Jo"
      monitor case more-time 7 --said
    """
    if said and text:
        raise InputError("these are two things", hint=f"monitor case more-time {case} --said")
    if said:
        _say_said(at, case)
        return
    asked = _asking(at).ask(case, text, at.by)
    now, hours = at.desk.now, at.desk.hours
    answer: dict[str, object] = {
        "case": case_id(case),
        "draft": asked.draft.id if asked.draft is not None else None,
        "text": asked.words if asked.draft is not None else "",
        "until": moment(asked.until),
        "promise": promise_json(asked.promise),
    }
    was, until = when(asked.promise.due_at, now, hours), when(asked.until, now, hours)
    if asked.draft is None:
        at.tell(
            answer,
            f"They never wrote to you in private, so no machine says it. Promised for {was}; "
            f"the new time would be {until}.",
            f"Tell them yourself where they read it. Done: monitor case more-time {case} --said",
        )
        return
    at.tell(
        answer,
        f'Draft {asked.draft.number}: "{for_terminal(asked.words)}"',
        f"Send it: monitor approve {asked.draft.number}",
        f"Unsent it ends with the promise, at {was}.",
    )


def _say_said(at: At, case: int) -> None:
    new = _asking(at).said(case, by=at.by)
    at.tell(
        {
            "case": case_id(case),
            "draft": None,
            "text": "",
            "until": moment(new.due_at),
            "promise": promise_json(new),
        },
        f"Noted. Case {case} is promised for {when(new.due_at, at.desk.now, at.desk.hours)} now.",
    )


def _asking(at: At) -> "AskingForTime":
    from monitor.services.asking_for_time import AskingForTime

    desk = at.desk
    return AskingForTime(desk.store, desk.clock, desk.playbook, desk.policy, desk.review)
