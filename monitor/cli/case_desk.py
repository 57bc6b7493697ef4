"""`monitor case note`, `assign`, `snooze`, `tag`, `came`: what a person does with one case."""

from typing import TYPE_CHECKING

import click

from monitor.cli.arguments import CASE, person
from monitor.cli.as_json import CASE_KEYS, Keys, case_json
from monitor.cli.at_the_desk import At, at_the_desk
from monitor.domain.inert import for_terminal
from monitor.domain.moments import parse_moment, when
from monitor.domain.policy import NOBODY_NAMED
from monitor.errors import InputError

if TYPE_CHECKING:
    from monitor.services.case_desk import CaseDesk

JSON_KEYS: dict[str, dict[str, Keys]] = {
    f"case {name}": {"the case": CASE_KEYS}
    for name in ("note", "assign", "snooze", "wake", "tag", "came")
}


@click.command("note")
@click.argument("case", metavar="C", type=CASE)
@click.argument("text", metavar="TEXT")
@at_the_desk
def note_command(at: At, case: int, text: str) -> None:
    """Keep a note with a case, for your own people.

    \b
    Example:
      monitor case note 7 "rang her, she wants the cake again on Friday"
    """
    noted = desk_of(at).note(case, text, at.by)
    at.tell(case_json(noted), f"Noted with case {case}.")


@click.command("assign")
@click.argument("case", metavar="C", type=CASE)
@click.argument("name", metavar="NAME")
@at_the_desk
def assign_command(at: At, case: int, name: str) -> None:
    """Give a case to somebody of yours; they are told.

    NAME stands in `people` under [brand] in the config.

    \b
    Example:
      monitor case assign 7 Sam
    """
    config = at.desk.config
    if config.brand.people == (NOBODY_NAMED,):
        raise InputError(
            "the config names nobody yet to whom a case could be given",
            hint='write people = ["Jo", "Sam"] under [brand]',
        )
    given = desk_of(at).assign(case, person(config, name), at.by)
    at.tell(
        case_json(given), f"Case {case} is {given.assignee}'s now, and {given.assignee} is told."
    )


@click.command("snooze")
@click.argument("case", metavar="C", type=CASE)
@click.argument("until", metavar="until WHEN", nargs=-1, required=True)
@at_the_desk
def snooze_command(at: At, case: int, until: tuple[str, ...]) -> None:
    """Put a case off: the inbox hides it until then, and nobody is reminded.

    It comes back by itself, or earlier when the customer writes. What was promised, or is due,
    cannot be put off.

    \b
    Example:
      monitor case snooze 7 until 14:00
      monitor case snooze 7 until Thu 10:00
      monitor case snooze 7 for 2 h
    """
    now, hours = at.desk.now, at.desk.hours
    moment = parse_moment(" ".join(until), now, hours)
    put_off = desk_of(at).snooze(case, moment, at.by)
    at.tell(
        case_json(put_off),
        f"Case {case} is put off until {when(moment, now, hours)}.",
        f"Sooner after all: monitor case wake {case}",
    )


@click.command("wake")
@click.argument("case", metavar="C", type=CASE)
@at_the_desk
def wake_command(at: At, case: int) -> None:
    """Take up again a case that was put off.

    \b
    Example:
      monitor case wake 7
    """
    awake = desk_of(at).wake(case, at.by)
    at.tell(case_json(awake), f"Case {case} is in the inbox again: monitor case {case}")


@click.command(
    "tag",
    # `-late` is a tag that goes, no option
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
)
@click.argument("case", metavar="C", type=CASE)
@click.argument("tags", metavar="+TAG -TAG...", nargs=-1, required=True, type=click.UNPROCESSED)
@at_the_desk
def tag_command(at: At, case: int, tags: tuple[str, ...]) -> None:
    """Give a case tags of your own, or take them away.

    \b
    Example:
      monitor case tag 7 +late +regular
      monitor case tag 7 -late
    """
    tagged = desk_of(at).tag(case, tags, at.by)
    now = ", ".join(for_terminal(tag, 40) for tag in tagged.tags)
    at.tell(case_json(tagged), f"Case {case}: {now}." if now else f"Case {case} has no tags.")


@click.command("came")
@click.argument("case", metavar="C", type=CASE)
@click.option("--not", "never", is_flag=True, help="They have not written to you.")
@at_the_desk
def came_command(at: At, case: int, *, never: bool) -> None:
    """Say that the customer wrote to you where the monitor cannot see it, or did not.

    Not every private message shows here (X has encrypted chats, Reddit has chats). If they came,
    the clock for your answer runs from now; if not, the case waits for them.

    \b
    Example:
      monitor case came 7
      monitor case came 7 --not
    """
    from monitor.domain.clock import due, parse_lasting

    desk = at.desk
    if never:
        waiting = desk_of(at).never_came(case, at.by)
        at.tell(
            case_json(waiting),
            f"Case {case} waits for the customer.",
            f"Done with it: monitor case resolve {case} --as no-answer",
        )
        return
    deadline_at = due(desk.now, parse_lasting(desk.policy.first_answer), desk.hours)
    came = desk_of(at).came(case, deadline_at, at.by)
    at.tell(
        case_json(came),
        f"Case {case}: they came to direct messages. Answer by "
        f"{when(deadline_at, desk.now, desk.hours)}.",
        f"Answered: monitor case answered {case}",
    )


def desk_of(at: At) -> "CaseDesk":
    """What a person does with a case."""
    from monitor.services.case_desk import CaseDesk

    return CaseDesk(at.desk.store, at.desk.clock, at.desk.hours)


COMMANDS = (note_command, assign_command, snooze_command, wake_command, tag_command, came_command)
