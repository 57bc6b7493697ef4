"""The story of one person and us, on one line of time: strikes against goodwill, and all we did.

Facts and our own words. What they wrote is named by its message; its words are shown only where the
post still lives, or its evidence is kept: then the store has them, and else it has not.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from monitor.domain.advice import good_words
from monitor.domain.case import Case
from monitor.domain.conduct import is_guessed_from_the_tone
from monitor.domain.effect import Action, Effect, State
from monitor.domain.flag import Step, StepKind
from monitor.domain.inert import for_terminal
from monitor.domain.measure import TAKEN
from monitor.domain.message import Message
from monitor.domain.platform import platform_named
from monitor.domain.reading import Kind, Reading
from monitor.domain.standing import Standing, Weighed, Weight
from monitor.domain.track import GoodKind
from monitor.domain.values import Value
from monitor.services.track_record import Record

#: for each reason, in words
WEIGHT_WORDS = {
    Weight.COUNTS: "",
    Weight.MODEL_ONLY: "only the model tells of it: half",
    Weight.HEATED: "heated, in a complaint: weighs nothing",
    Weight.OWED: "you owed them an answer: weighs nothing",
    Weight.NOT_ANSWERED: "nobody of yours had answered: weighs nothing",
    Weight.SAME_CASE: "in one and the same case: weighs nothing",
    Weight.SAME_MESSAGE: "something worse in the same post counts",
    Weight.OLD: "too long ago: weighs nothing",
    Weight.SETTLED: "from before a decision: weighs nothing",
    Weight.DROPPED: "you said that it is none",
}
_GOOD_WORDS = {
    GoodKind.PRAISE: "they praised you",
    GoodKind.RESOLVED_CASE: "a case of theirs was put right",
    GoodKind.KNOWN_CUSTOMER: "they are a customer",
}
_STEP_WORDS = {
    StepKind.OPENED: "flagged: a person is asked to look",
    StepKind.REMINDED: "you were told of it again",
    StepKind.DISMISS: "nothing is to be done",
    StepKind.WATCH: "you go on watching",
    StepKind.QUIET: "quiet",
    StepKind.MUTE: "to be muted",
    StepKind.HIDE: "a post is to be hidden",
    StepKind.BLOCK: "to be blocked",
    StepKind.UNDO: "the decision was taken back",
}
_OUT = frozenset({State.SENT, State.RETRACTING, State.RETRACTED})


class Side(StrEnum):
    """On whose side it weighs."""

    #: against them
    STRIKE = "strike"
    #: for them
    GOODWILL = "goodwill"
    #: what we did
    OURS = "ours"
    #: their complaints, and what they wrote beside that since the flag
    THEIRS = "theirs"


class Happening(Value):
    """One thing on the line of time."""

    at: datetime
    side: Side
    #: our own words
    words: str
    #: what it weighs: against them above zero, for them below
    points: float = 0
    #: why it weighs so; empty: nothing to say
    why: str = ""
    #: what they wrote
    message: Message | None = None
    message_id: str = ""
    #: where it stands, or stood
    url: str = ""
    #: of the text as it was then
    text_hash: str = ""


def story(record: Record, standing: Standing, since: datetime | None = None) -> list[Happening]:
    """Oldest first. `since`: what they wrote from then on is told, whatever it is."""
    found = [
        *_strikes(record, standing),
        *_goodwill(standing),
        *_ours(record),
        *_theirs(record, standing, since),
    ]
    return sorted(found, key=lambda one: (one.at, one.side, one.words, one.message_id))


def tried(record: Record, standing: Standing) -> list[str]:
    """What was done for this person, and about them, counted in words."""
    said = [one for one in record.effects if one.is_public_word and one.state in _OUT]
    measures = [one for one in record.effects if one.is_measure and one.state in _OUT]
    lines = [
        _count(len(record.cases), "case") + _ended(record.cases),
        _count(len(said), "prepared reply", "prepared replies") + " said",
        _count(len(record.track.answers), "answer") + " by a person of yours",
    ]
    if measures:
        lines.append(", ".join(_measure_words(one) for one in measures))
    earlier = len(record.flags) - 1
    if earlier > 0:
        lines.append(_count(earlier, "earlier flag"))
    lines.append("for them: " + (good_words(standing) or "nothing known"))
    return lines


def _strikes(record: Record, standing: Standing) -> Iterator[Happening]:
    """One line for each message: its worst, and what else was seen in it."""
    known = {one.id: one for one in record.messages}
    by_message: dict[str, list[Weighed]] = {}
    for one in standing.weighed:
        by_message.setdefault(one.strike.message_id, []).append(one)
    for found in by_message.values():
        worst, *others = sorted(found, key=lambda one: (-one.points, one.strike.kind))
        strike = worst.strike
        also = "".join(f"; {one.strike.words}" for one in others)
        yield Happening(
            at=strike.at,
            side=Side.STRIKE,
            words=strike.words + also,
            points=worst.points,
            why=WEIGHT_WORDS[worst.weight],
            message=known.get(strike.message_id),
            message_id=strike.message_id,
            url=strike.url,
            text_hash=strike.text_hash,
        )


def _goodwill(standing: Standing) -> Iterator[Happening]:
    for one in standing.good:
        about = one.about if one.kind is GoodKind.PRAISE else ""
        case = f" ({one.about})" if one.kind is GoodKind.RESOLVED_CASE else ""
        yield Happening(
            at=one.at,
            side=Side.GOODWILL,
            words=_GOOD_WORDS[one.kind] + case,
            points=-1,
            message_id=about,
        )


def _ours(record: Record) -> Iterator[Happening]:
    by_hand = {one.created_at: one for one in record.answers}
    for at in record.track.answers:
        post = by_hand.get(at)
        yield Happening(
            at=at,
            side=Side.OURS,
            words="a person of yours answered",
            message=post,
            message_id=post.id if post is not None else "",
            url=post.url if post is not None else "",
        )
    for case in record.cases:
        yield Happening(at=case.opened_at, side=Side.OURS, words=f"case {case.number} began")
        if case.resolved_at is not None:
            how = f": {case.resolution.value.replace('_', ' ')}" if case.resolution else ""
            words = f"case {case.number} ended{how}"
            yield Happening(at=case.resolved_at, side=Side.OURS, words=words)
    for effect in record.effects:
        if effect.sent_at is None or effect.state not in _OUT:
            continue
        words = _measure_words(effect) if effect.is_measure else _said_words(effect)
        yield Happening(at=effect.sent_at, side=Side.OURS, words=words)
    for one in record.flags:
        for step in one.steps:
            yield Happening(at=step.at, side=Side.OURS, words=_step_words(one.flag.id, step))


def _theirs(record: Record, standing: Standing, since: datetime | None) -> Iterator[Happening]:
    """Their complaints, and what they wrote since they were flagged: a "why?", a "sorry"."""
    told = {one.strike.message_id for one in standing.weighed}
    told |= {one.about for one in standing.good}
    for message in record.messages:
        if message.id in told:
            continue
        complains = _complains(record.readings.get(message.id))
        if not complains and (since is None or message.created_at < since):
            continue
        how = "they complained" if complains else "they wrote"
        how += " to you in private" if message.is_direct else ""
        yield Happening(
            at=message.created_at,
            side=Side.THEIRS,
            words=how,
            message=message,
            message_id=message.id,
            url=message.url,
        )


def _complains(reading: Reading | None) -> bool:
    if reading is None or reading.kind is not Kind.COMPLAINT:
        return False
    return not is_guessed_from_the_tone(reading)


def _step_words(flag: str, step: Step) -> str:
    by = f", by {step.by}" if step.by else ""
    why = f": {for_terminal(step.why, 200)}" if step.why else ""
    return f"{flag} {_STEP_WORDS[step.kind]}{by}{why}"


def _said_words(effect: Effect) -> str:
    if effect.action is Action.DIRECT_MESSAGE:
        return "you wrote to them in private"
    by = f", sent by {effect.decided_by}" if effect.decided_by else ""
    return f"the one public reply was said{by}"


def _measure_words(effect: Effect) -> str:
    over = ", and taken back since" if effect.state is not State.SENT else ""
    where = platform_named(effect.platform).title
    return f"{TAKEN[effect.action]} on {where}{over}"


def _ended(cases: tuple[Case, ...]) -> str:
    still = sum(one.is_open for one in cases)
    if still == len(cases):
        return ", open" if still else ""
    return f", {still} of them open" if still else ", ended"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number or 'no'} {one if number < 2 else many or one + 's'}"
