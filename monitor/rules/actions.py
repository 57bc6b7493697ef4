"""Actions: all that `then` may ask for, as a plain list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from monitor.domain.case import Priority
from monitor.domain.effect import Urgency
from monitor.domain.playbook import CaseAction, Then, Words
from monitor.rules.problems import Report
from monitor.rules.takes import PROMISE, TEXT, YES_NO, BadValue, Takes, Vocabulary, near, one_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One key of `then`."""

    name: str
    # Any: each action takes values of its own type, and reads them itself
    takes: Takes[Any]
    sentence: str
    example: str
    #: from the value as read to the value that `Then` holds
    becomes: Callable[[Any], object] = field(repr=False, default=lambda value: value)


ACTIONS = (
    ActionSpec(
        name="case",
        takes=one_of(*CaseAction),
        sentence="`open` joins the author's open case or opens one, `join` only joins; a complaint "
        "gets a case whatever stands here",
        example='"open"',
        becomes=CaseAction,
    ),
    ActionSpec(
        name="priority",
        takes=one_of(*Priority),
        sentence="how soon the case wants a person; in an open case `high` and `urgent` raise it",
        example='"high"',
        becomes=Priority,
    ),
    ActionSpec(
        name="acknowledge",
        takes=one_of(*Words),
        sentence="the one public word: `automatic` goes out by itself when every permission is "
        "given, else it is a draft; `draft` always waits for a person; `none`",
        example='"draft"',
        becomes=Words,
    ),
    ActionSpec(
        name="direct_message",
        takes=one_of(Words.NONE, Words.DRAFT),
        sentence="a private receipt for somebody who wrote to us privately, for a person to send",
        example='"draft"',
        becomes=Words,
    ),
    ActionSpec(
        name="family",
        takes=TEXT,
        sentence="which texts of acknowledgements.toml: `topic` takes the family of the topic when "
        "that is sure enough, else `general`; the draft on the card uses it too",
        example='"again"',
    ),
    ActionSpec(
        name="promise",
        takes=PROMISE,
        sentence="by when a person answers: the deadline of the case, and `{by}` in the words; "
        "without it `first_answer` of config.toml, or `first_answer_high`",
        example='"4 office hours"',
    ),
    ActionSpec(
        name="alert",
        takes=one_of(*Urgency),
        sentence="tells your people: `wake` at any hour, `morning` first thing in the morning, "
        "`now` in office hours, `quiet` in the list without a sound",
        example='"now"',
        becomes=Urgency,
    ),
    ActionSpec(
        name="card",
        takes=TEXT,
        sentence="which card the alert shows",
        example='"complaint"',
    ),
    ActionSpec(
        name="note",
        takes=TEXT,
        sentence="what you want to read on the card and in the case: what to know or do",
        example='"ask for a way to call"',
    ),
    ActionSpec(
        name="opt_out",
        takes=YES_NO,
        sentence="no automatic words to this author any more",
        example="true",
    ),
    ActionSpec(
        name="mark_answered",
        takes=YES_NO,
        sentence="a person of ours has answered in this conversation",
        example="true",
    ),
    ActionSpec(
        name="recovered",
        takes=YES_NO,
        sentence="the author had a case and is happy again: counted as won back",
        example="true",
    ),
    ActionSpec(
        name="cancel_drafts",
        takes=YES_NO,
        sentence="whatever waits to be said to this author in public is dropped",
        example="true",
    ),
    ActionSpec(
        name="not_ours",
        takes=YES_NO,
        sentence="somebody else's trouble, or none: even a complaint gets no case",
        example="true",
    ),
)
BY_NAME = {action.name: action for action in ACTIONS}

#: what an `also` rule may not do: the rule that decides does it
ONLY_FOR_DECIDING = (
    "case",
    "priority",
    "promise",
    "acknowledge",
    "direct_message",
    "family",
    "not_ours",
)


def read_then(table: Mapping[str, object], known: Vocabulary, report: Report) -> Then:
    """What a rule asks for; what cannot be used is reported and left out."""
    wanted: dict[str, object] = {}
    for name, value in table.items():
        here = report.at(name)
        action = BY_NAME.get(name)
        if action is None:
            here.add(
                f"unknown action `{name}`{near(name, BY_NAME)}",
                hint="docs/playbook-reference.md lists all actions",
            )
            continue
        try:
            wanted[name] = action.becomes(action.takes.read(value, known))
        except BadValue as problem:
            here.add(f"`{name}` {problem}", hint=problem.hint)
    # Any: the values were read by the list above, each with its own type
    return Then(**wanted)  # type: ignore[arg-type]
