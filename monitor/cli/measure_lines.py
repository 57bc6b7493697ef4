"""Measures as lines: what they mean before they are taken, and how they stand."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.cli.desk import RESUME, Desk
from monitor.cli.lines import hang, keep, link, pad, title, who
from monitor.domain.case import Case
from monitor.domain.clock import Hours
from monitor.domain.effect import Action, Effect, State
from monitor.domain.inert import for_terminal
from monitor.domain.measure import BY_HAND, PRETENDED, TAKEN, Stage, stage_of, target_of, until_of
from monitor.domain.message import Author
from monitor.domain.moments import when
from monitor.domain.platform import platform_named
from monitor.domain.policy import Policy
from monitor.domain.values import Value

LABEL = 13
#: what the owner would no longer see (owner policy, 1.8)
BLINDS = "you will no longer see their apologies or real complaints"


class Circumstances(Value):
    """What surrounds a measure on a screen."""

    now: datetime
    hours: Hours
    #: the command that lets things leave again; empty when nothing keeps them
    stop: str = ""
    is_running: bool = True


def around(desk: Desk) -> Circumstances:
    """What surrounds the measures on this screen."""
    is_running = desk.daemon is not None
    return Circumstances(now=desk.now, hours=desk.hours, stop=desk.stop, is_running=is_running)


def owed_line(case: Case, here: Circumstances) -> str:
    """Whoever waits for our answer comes first."""
    since = when(case.opened_at, here.now, here.hours)
    command = keep(f"monitor case {case.number}")
    return f"You still owe this person an answer, since {since}. Do that first: {command}"


def before_lines(
    action: Action, whom: str, platform: str, policy: Policy, lasts: timedelta | None
) -> Iterator[str]:
    """What it means, before it is done."""
    on = title(platform)
    match action:
        case Action.MUTE:
            end = f"It ends by itself after {days(lasts or policy.mute_for)}."
            yield f"If you mute {whom} on {on}, {BLINDS}. They do not notice. {end}"
        case Action.BLOCK:
            seen_by = "everybody" if platform_named(platform).shows_blocks else "they"
            yield (
                f"If you block {whom} on {on}, {BLINDS}. They can no longer write to you, and "
                f"{seen_by} can see that you blocked them. It stays until you undo it; after "
                f"{days(policy.block_review_after)} you are asked whether it is still right."
            )
        case _:
            yield (
                f"If you hide {whom}, whoever reads your post sees that something is hidden, and a "
                "real complaint looks silenced. The post itself stays, for its author too."
            )


def days(lasts: timedelta) -> str:
    """`30 days`, `12 h`."""
    if lasts % timedelta(days=1):
        return f"{lasts.total_seconds() / 3600:g} h"
    return f"{lasts.days} day{'s' if lasts.days != 1 else ''}"


def whom_of(measure: Effect) -> str:
    """`Cy @cy`, or `the post x:9 of Cy @cy`."""
    name = who(_author(measure), measure.author_id)
    if measure.action is not Action.HIDE:
        return name
    return f"the post {for_terminal(measure.message_id, 80)} of {name}"


def how_it_stands(measure: Effect, here: Circumstances) -> str:
    """One sentence for every state."""
    whom = whom_of(measure)
    taken, on = TAKEN[measure.action], title(measure.platform)
    subject = f"{whom[:1].upper()}{whom[1:]}" if measure.action is Action.HIDE else whom
    pretended = f" ({PRETENDED})" if measure.remark == PRETENDED else ""
    match stage_of(measure):
        case Stage.STANDS:
            since = when(measure.sent_at or measure.created_at, here.now, here.hours)
            until = until_of(measure)
            end = f", until {when(until, here.now, here.hours)}" if until is not None else ""
            hand = ", by hand" if measure.remark == BY_HAND else ""
            return f"{subject} has been {taken} on {on} since {since}{hand}{end}{pretended}."
        case Stage.COMING:
            return f"{subject} is to be {taken} on {on}. {_coming(measure, here)}"
        case Stage.ENDING:
            return f"{subject} is still {taken} on {on}. {_ending(measure, here)}"
        case Stage.BY_HAND:
            return f"{subject} is to be {taken} on {on}, by your own hand.{_remark(measure)}"
        case Stage.UNDO_BY_HAND:
            return (
                f"{subject} is still {taken} on {on}: undo it by your own hand.{_remark(measure)}"
            )
        case Stage.OVER:
            return _over(measure, subject, taken, on, pretended)


def _over(measure: Effect, subject: str, taken: str, on: str, pretended: str) -> str:
    match measure.state:
        case State.RETRACTED:
            return f"{subject} is not {taken} on {on} any more{pretended}."
        case State.CANCELLED:
            return f"{subject} is not {taken} on {on} after all."
        case _:
            return f"{subject} is not {taken} on {on}: {for_terminal(measure.remark, 200)}"


def then_lines(measure: Effect) -> Iterator[str]:
    """What to open and to type next."""
    command = f"monitor {measure.action.value} {for_terminal(target_of(measure), 200)}"
    stage = stage_of(measure)
    if stage in (Stage.BY_HAND, Stage.UNDO_BY_HAND):
        if measure.posted_url:
            yield link("There: ", measure.posted_url)
        undo = " --undo" if stage is Stage.UNDO_BY_HAND else ""
        yield f"Then tick it: {command}{undo} --done"
    if stage in (Stage.COMING, Stage.STANDS, Stage.BY_HAND):
        yield f"To undo it: {command} --undo"


def measure_lines(measure: Effect, here: Circumstances, room: int) -> list[str]:
    """A measure in a list: its number, how it stands, what to type."""
    label = f"  {pad(f'{measure.action.value} {measure.number}', LABEL)}"
    lines = hang(label, how_it_stands(measure, here), room)
    if measure.slots.note:
        why = f"why: {for_terminal(measure.slots.note, 200)}"
        lines += hang(" " * len(label), why, room)
    return lines + [" " * len(label) + line for line in then_lines(measure)]


def _coming(measure: Effect, here: Circumstances) -> str:
    if measure.state in (State.SENDING, State.UNKNOWN):
        return "It may be so already: the monitor looks."
    until = ""
    if measure.not_after is not None:
        until = f", at the latest by {when(measure.not_after, here.now, here.hours)}"
    return _when_it_leaves(here, until) + _remark(measure)


def _ending(measure: Effect, here: Circumstances) -> str:
    return "To be undone. " + _when_it_leaves(here) + _remark(measure)


def _when_it_leaves(here: Circumstances, until: str = "") -> str:
    if here.stop == RESUME:
        return f"Sending is paused: it waits until `{here.stop}`."
    if here.stop:
        return f"Sending is on hold after a restore: it waits until `{here.stop}`."
    if here.is_running:
        return "It is done within seconds."
    return (
        "The monitor does not run on this machine now. It is done within seconds while "
        f"`monitor run` runs{until}."
    )


def _remark(measure: Effect) -> str:
    """What the platform said last."""
    if measure.remark in (PRETENDED, BY_HAND):
        return ""
    return f" Last: {for_terminal(measure.remark, 200)}" if measure.remark else ""


def _author(measure: Effect) -> Author:
    return Author(
        id=measure.author_id,
        platform=measure.platform,
        handle=measure.slots.handle,
        name=measure.slots.name,
    )
