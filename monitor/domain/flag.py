"""A flag: a mark on an author that asks a person to look, and what was decided about it.

What becomes of a flag stands in its steps, in the order of time. An undo takes back the newest
decision that still stands. What nobody decides on lapses by itself: time is no decision, so nothing
has to be written for it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.values import Value


class StepKind(StrEnum):
    """What happened to a flag."""

    #: a person is asked to look
    OPENED = "opened"
    #: the owner was told of it again
    REMINDED = "reminded"
    #: nothing is to be done
    DISMISS = "dismiss"
    #: the owner goes on looking
    WATCH = "watch"
    #: our own mute
    QUIET = "quiet"
    #: the platform's means
    MUTE = "mute"
    HIDE = "hide"
    BLOCK = "block"
    #: the newest decision is taken back
    UNDO = "undo"


#: what a person decides
CHOICES = frozenset(
    {
        StepKind.DISMISS,
        StepKind.WATCH,
        StepKind.QUIET,
        StepKind.MUTE,
        StepKind.HIDE,
        StepKind.BLOCK,
    }
)


class FlagState(StrEnum):
    """Where a flag is."""

    #: a person has to look
    OPEN = "open"
    #: a person goes on looking
    WATCHED = "watched"
    #: nothing was to be done
    DISMISSED = "dismissed"
    #: the person was kept away
    DECIDED = "decided"
    #: nobody decided, or nothing came while it was watched
    LAPSED = "lapsed"


class Flag(Value):
    """One of them."""

    #: 0 until stored
    number: int = 0
    brand: str
    author_id: str
    opened_at: datetime
    #: the strike that made it
    message_id: str

    @property
    def id(self) -> str:
        """As people write it: `f3`."""
        return f"f{self.number}"


class Step(Value):
    """One thing that happened to a flag."""

    #: 0 until stored
    number: int = 0
    brand: str
    flag_number: int
    at: datetime
    kind: StepKind
    #: who; empty: the monitor
    by: str = ""
    why: str = ""
    #: when it ends by itself: the rest, the watch, a quiet
    until: datetime | None = None
    #: the measure that was asked for
    effect_number: int | None = None


class FlagTimes(Value):
    """How long things last."""

    reminders: tuple[timedelta, ...] = (timedelta(days=3), timedelta(days=10))
    lapse: timedelta = timedelta(days=14)
    rest: timedelta = timedelta(days=60)
    watch: timedelta = timedelta(days=30)


def in_order(steps: Iterable[Step]) -> list[Step]:
    """As they happened."""
    return sorted(steps, key=lambda step: (step.at, step.number))


def choice_of(steps: Iterable[Step]) -> Step | None:
    """The decision about one flag that stands; None: there is none, or it was taken back."""
    standing: list[Step] = []
    for step in in_order(steps):
        if step.kind in CHOICES:
            standing.append(step)
        elif step.kind is StepKind.UNDO and standing:
            standing.pop()
    return standing[-1] if standing else None


def state_of(flag: Flag, steps: Iterable[Step], times: FlagTimes, now: datetime) -> FlagState:
    """Where it is by now."""
    choice = choice_of(steps)
    if choice is None:
        return FlagState.OPEN if now < flag.opened_at + times.lapse else FlagState.LAPSED
    if choice.kind is StepKind.DISMISS:
        return FlagState.DISMISSED
    if choice.kind is StepKind.WATCH:
        return FlagState.WATCHED if now < watched_until(choice, times) else FlagState.LAPSED
    return FlagState.DECIDED


def settled_at(
    flag: Flag, steps: Iterable[Step], times: FlagTimes, now: datetime
) -> datetime | None:
    """What was done up to then is settled, and never counts again; None: it is not settled."""
    choice = choice_of(steps)
    if choice is None:
        ends_at = flag.opened_at + times.lapse
        return ends_at if ends_at <= now else None
    if choice.kind is StepKind.WATCH:
        ends_at = watched_until(choice, times)
        return ends_at if ends_at <= now else None
    return choice.at


def rests_until(steps: Iterable[Step], times: FlagTimes) -> datetime | None:
    """No new flag is opened before; None: nothing keeps one away."""
    choice = choice_of(steps)
    if choice is None or choice.kind is not StepKind.DISMISS:
        return None
    return choice.until or choice.at + times.rest


def watched_until(choice: Step, times: FlagTimes) -> datetime:
    """When the watching ends."""
    return choice.until or choice.at + times.watch


def reminders_due(flag: Flag, steps: Sequence[Step], times: FlagTimes, now: datetime) -> int:
    """How many reminders should have been told by now, and were not."""
    if state_of(flag, steps, times, now) is not FlagState.OPEN:
        return 0
    told = sum(step.kind is StepKind.REMINDED for step in steps)
    due = sum(flag.opened_at + after <= now for after in times.reminders)
    return max(0, due - told)
