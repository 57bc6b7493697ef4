"""Advice: what we would do about a flag, in words, with the reasons. The owner decides.

Quiet first: it costs the person nothing, and a real complaint is still heard. What keeps somebody
away comes only after quiet was tried, or where people of ours have to be protected.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.flag import FlagState, StepKind, choice_of, state_of
from monitor.domain.promise import MONTHS, WEEKDAYS
from monitor.domain.standing import Decided, Missing, Standing
from monitor.domain.standing_limits import Limits
from monitor.domain.strike import StrikeKind
from monitor.domain.track import GoodKind
from monitor.domain.values import Value

#: what each choice means, as a thing to do
DOES = {
    StepKind.DISMISS: "nothing",
    StepKind.WATCH: "watch",
    StepKind.QUIET: "quiet",
    StepKind.MUTE: "mute",
    StepKind.HIDE: "hide",
    StepKind.BLOCK: "block",
}
_DAYS_A_WEEKDAY_TELLS = 6
_MISSING = {
    Missing.POINTS: "the points are not enough any more",
    Missing.DAYS: "it was on too few days",
    Missing.MENTIONS: "it was in too few mentions",
    Missing.ANSWER: "no person of yours had answered before",
    Missing.FIRM: "only the model tells of what would decide",
    Missing.REST: "you dismissed a flag of theirs not long ago",
}


class Advice(Value):
    """What we would do, and why."""

    #: None: nothing is to be decided yet
    choice: StepKind | None
    #: "quiet for 30 days (you still see real complaints)"
    words: str
    reasons: tuple[str, ...]
    #: what speaks for doing nothing, always
    nothing: str


def advise(
    standing: Standing,
    flags: Iterable[Decided],
    limits: Limits,
    quiet_days: int,
    mute_days: int,
) -> Advice:
    """For one person, by how they stand and what was decided before."""
    before = [choice.kind for one in flags if (choice := choice_of(one.steps)) is not None]
    counted = [one for one in standing.weighed if one.points > 0]
    kinds = {one.strike.kind for one in counted}
    nothing = (
        "Doing nothing is a choice too: "
        f"undecided, the flag is over after {limits.times.lapse.days} days, and what was done up "
        "to then never counts again."
    )
    if standing.owed_since is not None:
        owed = "You owe this person an answer. Who waits may be cross."
        return Advice(choice=None, words="answer them first", reasons=(owed,), nothing=nothing)
    if not standing.needs_a_look:
        lacks = tuple(_sentence(_MISSING[one]) for one in sorted(standing.missing))
        return Advice(choice=StepKind.DISMISS, words="nothing", reasons=lacks, nothing=nothing)
    reasons = list(_against(standing))
    if StrikeKind.THREAT in kinds:
        words = "block, and keep the evidence"
        reasons.append("A threat is a matter for the police, not for a conversation.")
        return Advice(choice=StepKind.BLOCK, words=words, reasons=tuple(reasons), nothing=nothing)
    if standing.good:
        reasons.append("Something speaks for them: " + good_words(standing) + ".")
        words = f"watch for {limits.times.watch.days} days"
        return Advice(choice=StepKind.WATCH, words=words, reasons=tuple(reasons), nothing=nothing)
    if StepKind.MUTE in before:
        reasons.append("They were muted before, and went on.")
        return Advice(choice=StepKind.BLOCK, words="block", reasons=tuple(reasons), nothing=nothing)
    if StepKind.QUIET in before or kinds & {StrikeKind.SLUR, StrikeKind.HARASSMENT}:
        reasons.append(
            "Quiet was tried before, and they went on."
            if StepKind.QUIET in before
            else "Nobody of yours has to read that."
        )
        words = f"mute for {mute_days} days (you would no longer see their apologies or complaints)"
        return Advice(choice=StepKind.MUTE, words=words, reasons=tuple(reasons), nothing=nothing)
    reasons.append("Quiet comes first: it ends by itself, and they do not notice.")
    words = f"quiet for {quiet_days} days (you still see real complaints)"
    return Advice(choice=StepKind.QUIET, words=words, reasons=tuple(reasons), nothing=nothing)


def card_words(standing: Standing, advice: Advice, hours: Hours, now: datetime, flag: str) -> str:
    """What the owner is told; no word of theirs, and no name."""
    parts = []
    if standing.owed_since is not None:
        since = day_words(standing.owed_since, hours, now)
        parts.append(f"you still owe this person an answer since {since}. Do that first. And:")
    parts.append(f"somebody needs a look. {_sentence(counted_words(standing, hours, now))}")
    parts.append(f"For them: {good_words(standing) or 'nothing known'}.")
    if standing.owed_since is None:
        parts.append(f"I would: {advice.words}.")
    parts.append(f"The evidence: monitor flag {flag}")
    return " ".join(parts)


def counted_words(standing: Standing, hours: Hours, now: datetime) -> str:
    """`5 points in 21 days on 4 days, no complaint in any of them, answered by you on 3 May`."""
    counted = [one for one in standing.weighed if one.points > 0]
    if not counted:
        return "nothing counts against them now"
    spread = (counted[-1].strike.at - counted[0].strike.at).days + 1
    words = [f"{points(standing.balance)} in {days(spread)} on {days(standing.days)}"]
    complaints = sum(one.strike.in_complaint for one in counted)
    words.append(
        f"a complaint in {complaints} of them" if complaints else "no complaint in any of them"
    )
    if standing.answered_at is not None:
        words.append(f"answered by you {on_day(standing.answered_at, hours, now)}")
    return ", ".join(words)


def good_words(standing: Standing) -> str:
    """What speaks for them; empty: nothing is known."""
    counts = {kind: sum(one.kind is kind for one in standing.good) for kind in GoodKind}
    words = []
    if counts[GoodKind.PRAISE]:
        words.append(
            "they praised you"
            + (f" on {counts[GoodKind.PRAISE]} days" if counts[GoodKind.PRAISE] > 1 else "")
        )
    if counts[GoodKind.RESOLVED_CASE]:
        number = counts[GoodKind.RESOLVED_CASE]
        words.append(f"{number} case{'s' if number > 1 else ''} of theirs put right")
    if counts[GoodKind.KNOWN_CUSTOMER]:
        words.append("they are a customer")
    return ", ".join(words)


def points(number: float) -> str:
    """`5 points`, `1 point`, `4.5 points`."""
    return f"{number:g} point{'' if number == 1 else 's'}"


def days(number: int) -> str:
    """`1 day`, `4 days`."""
    return f"{number} day{'' if number == 1 else 's'}"


def on_day(moment: datetime, hours: Hours, now: datetime) -> str:
    """`today`, `on 3 May`."""
    words = day_words(moment, hours, now)
    return words if words == "today" else f"on {words}"


def day_words(moment: datetime, hours: Hours, now: datetime) -> str:
    """`today`, `Tuesday`, `3 May`, `3 May 2025`."""
    day, today = hours.day_of(moment), hours.day_of(now)
    if day == today:
        return "today"
    if 0 < (today - day).days <= _DAYS_A_WEEKDAY_TELLS:
        return WEEKDAYS[day.weekday()]
    year = f" {day.year}" if day.year != today.year else ""
    return f"{day.day} {MONTHS[day.month - 1]}{year}"


def live(flags: Sequence[Decided], limits: Limits, now: datetime) -> list[Decided]:
    """Those that a person has to look at, or goes on looking at."""
    wanted = (FlagState.OPEN, FlagState.WATCHED)
    return [one for one in flags if state_of(one.flag, one.steps, limits.times, now) in wanted]


def _against(standing: Standing) -> Iterable[str]:
    """What they did, counted."""
    counted = [one for one in standing.weighed if one.points > 0]
    for kind in StrikeKind:
        number = sum(one.strike.kind is kind for one in counted)
        if number:
            words = next(one.strike.words for one in counted if one.strike.kind is kind)
            yield _sentence(f"{words}{f', {number} times' if number > 1 else ''}")


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "."
