"""Standing: how somebody has treated us, strikes against goodwill, and whether to look.

`standing_of` is pure. It depends on the evidence, the time and what the owner decided; never on the
order in which anything came in, never on who somebody is. Invariants: more goodwill never hurts, a
strike more never lowers the points, everything expires, an undo restores.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from monitor.domain.clock import Hours
from monitor.domain.flag import Flag, Step, rests_until, settled_at
from monitor.domain.standing_limits import Limits
from monitor.domain.strike import AFTER_AN_ANSWER, ALWAYS, Judged, Strike, StrikeKind
from monitor.domain.track import Good, GoodKind, Span, Track
from monitor.domain.values import Value


class Decided(Value):
    """A flag with its steps."""

    flag: Flag
    steps: tuple[Step, ...] = ()


class Weight(StrEnum):
    """Why a strike weighs what it weighs."""

    #: all of it
    COUNTS = "counts"
    #: half: only the model tells of it
    MODEL_ONLY = "model_only"
    #: an insult in a complaint
    HEATED = "heated"
    #: we owed them an answer
    OWED = "owed"
    #: no person of ours had answered before
    NOT_ANSWERED = "not_answered"
    #: both texts stand in one case
    SAME_CASE = "same_case"
    #: something worse in the same message counts
    SAME_MESSAGE = "same_message"
    #: too old to add up
    OLD = "old"
    #: from before a decision
    SETTLED = "settled"
    #: a person of ours said that it is none
    DROPPED = "dropped"


class Weighed(Value):
    """A strike with what it weighs."""

    strike: Strike
    points: float
    weight: Weight


class Missing(StrEnum):
    """What a flag lacks."""

    POINTS = "points"
    DAYS = "days"
    MENTIONS = "mentions"
    #: no person of ours answered before the last strike
    ANSWER = "answer"
    #: what decides is known from the model alone
    FIRM = "firm"
    #: the owner dismissed it, and let it rest
    REST = "rest"


class Standing(Value):
    """The whole of it at one moment."""

    #: oldest first; what has expired is not among them
    weighed: tuple[Weighed, ...]
    points: float
    #: capped
    goodwill: float
    #: what counted, oldest first
    good: tuple[Good, ...]
    days: int
    mentions: int
    #: none: a person should look
    missing: frozenset[Missing]
    #: the firm strike with which it is decided
    deciding: Strike | None = None
    #: the last time a person of ours answered before that
    answered_at: datetime | None = None
    #: since when we owe them an answer, now
    owed_since: datetime | None = None
    rests_until: datetime | None = None

    @property
    def balance(self) -> float:
        """Points after goodwill."""
        return max(0.0, self.points - self.goodwill)

    @property
    def needs_a_look(self) -> bool:
        """Everything that it takes is there."""
        return not self.missing


def standing_of(
    track: Track,
    decisions: Iterable[Decided],
    limits: Limits,
    hours: Hours,
    now: datetime,
) -> Standing:
    """1. Weigh each strike. 2. Goodwill. 3. Ask for each condition, up to the last firm strike."""
    decisions = tuple(decisions)
    settled = [
        at
        for one in decisions
        if (at := settled_at(one.flag, one.steps, limits.times, now)) is not None
    ]
    weighed = _weighed(track, max(settled, default=None), limits, now)
    counted = [one for one in weighed if one.points > 0]
    good, goodwill = _goodwill(track, limits, now)
    decisive = _up_to_the_last_firm(counted)
    deciding = decisive[-1].strike if decisive else None
    answered = [at for at in track.answers if deciding is not None and at < deciding.at]
    resting = [
        until
        for one in decisions
        if (until := rests_until(one.steps, limits.times)) is not None and now < until
    ]
    days, mentions = _spread(decisive, hours)
    points = sum(one.points for one in counted)
    missing = set()
    if sum(one.points for one in decisive) - goodwill < limits.points:
        missing.add(Missing.FIRM if points - goodwill >= limits.points else Missing.POINTS)
    if days < limits.days:
        missing.add(Missing.DAYS)
    if mentions < limits.mentions:
        missing.add(Missing.MENTIONS)
    if not answered:
        missing.add(Missing.ANSWER)
    if resting:
        missing.add(Missing.REST)
    all_days, all_mentions = _spread(counted, hours)
    owed = [span.since for span in track.owed if span.has(now)]
    return Standing(
        weighed=tuple(weighed),
        points=points,
        goodwill=goodwill,
        good=good,
        days=all_days,
        mentions=all_mentions,
        missing=frozenset(missing),
        deciding=deciding,
        answered_at=max(answered, default=None),
        owed_since=min(owed, default=None),
        rests_until=max(resting, default=None),
    )


def _weighed(
    track: Track, settled: datetime | None, limits: Limits, now: datetime
) -> list[Weighed]:
    """Oldest first; of a message only the worst counts."""
    seen = {(one.message_id, one.kind): one for one in sorted(track.strikes, key=_place)}
    strikes = [one for one in seen.values() if one.at <= now < one.at + limits.expiry]
    found = [_weigh(strike, track, settled, limits, now) for strike in strikes]
    worst: dict[str, Weighed] = {}
    for one in sorted(found, key=lambda one: (-one.points, _place(one.strike))):
        worst.setdefault(one.strike.message_id, one)
    chosen = [
        one
        if one is worst[one.strike.message_id] or one.points == 0
        else Weighed(strike=one.strike, points=0, weight=Weight.SAME_MESSAGE)
        for one in found
    ]
    return sorted(chosen, key=lambda one: _place(one.strike))


def _place(strike: Strike) -> tuple[datetime, str, str]:
    return strike.at, strike.message_id, strike.kind.value


def _weigh(
    strike: Strike, track: Track, settled: datetime | None, limits: Limits, now: datetime
) -> Weighed:
    whole = limits.weights.get(strike.kind, 0)
    share, why = _share(strike, track, settled, limits, now)
    if not strike.is_told and share > 0:
        share *= limits.model_only
        why = Weight.MODEL_ONLY if why is Weight.COUNTS else why
    return Weighed(strike=strike, points=whole * share, weight=why)


def _share(
    strike: Strike, track: Track, settled: datetime | None, limits: Limits, now: datetime
) -> tuple[float, Weight]:
    """How much of its weight counts, and why."""
    if strike.judged is Judged.DROPPED:
        return 0, Weight.DROPPED
    if settled is not None and strike.at <= settled:
        return 0, Weight.SETTLED
    if now - strike.at > limits.window:
        return 0, Weight.OLD
    if strike.kind in ALWAYS:
        return 1, Weight.COUNTS
    if strike.kind in AFTER_AN_ANSWER and not any(at < strike.at for at in track.answers):
        return 0, Weight.NOT_ANSWERED
    if strike.kind is StrikeKind.COPY and _is_in_one_case(strike, track.cases):
        return 0, Weight.SAME_CASE
    share, why = 1.0, Weight.COUNTS
    if strike.in_complaint and strike.kind is not StrikeKind.COPY:
        share, why = limits.heated_complaint, Weight.HEATED
    if _is_owed(strike, track.owed) and limits.while_we_owe < share:
        share, why = limits.while_we_owe, Weight.OWED
    return share, why


def _is_in_one_case(strike: Strike, cases: Sequence[Span]) -> bool:
    """The text came first, and came again, while one and the same case was open."""
    first_at = strike.first_at or strike.at
    return any(case.has(first_at) and case.has(strike.at) for case in cases)


def _is_owed(strike: Strike, owed: Sequence[Span]) -> bool:
    """We owed an answer before they did it; not because of this very message."""
    return any(span.has(strike.at) and span.since < strike.at for span in owed)


def _goodwill(track: Track, limits: Limits, now: datetime) -> tuple[tuple[Good, ...], float]:
    """What speaks for them, once a day for each kind, and what it weighs."""
    once: dict[tuple[GoodKind, object], Good] = {}
    for one in sorted(track.goodwill, key=lambda one: (one.at, one.about)):
        lasts = one.kind is GoodKind.KNOWN_CUSTOMER or now - one.at <= limits.goodwill_lasts
        if one.at <= now and lasts:
            day = None if one.kind is GoodKind.KNOWN_CUSTOMER else one.at.date()
            once.setdefault((one.kind, day), one)
    good = tuple(once.values())
    total = sum(limits.goodwill.get(one.kind, 0) for one in good)
    return good, min(limits.goodwill_at_most, total)


def _up_to_the_last_firm(counted: Sequence[Weighed]) -> list[Weighed]:
    """What the model alone tells of never decides: a phrase has to come after it."""
    last = max((place for place, one in enumerate(counted) if one.strike.is_told), default=-1)
    return list(counted[: last + 1])


def _spread(counted: Sequence[Weighed], hours: Hours) -> tuple[int, int]:
    """On how many days of the brand, in how many mentions."""
    days = {hours.day_of(one.strike.at) for one in counted}
    return len(days), len({one.strike.message_id for one in counted})
