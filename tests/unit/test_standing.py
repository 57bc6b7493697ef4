"""How strikes and goodwill add up, and what it takes for a flag."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.flag import Flag, FlagState, Step, StepKind, state_of
from monitor.domain.standing import Decided, Missing, Standing, Weight, standing_of
from monitor.domain.standing_limits import Limits
from monitor.domain.strike import Judged, Strike, StrikeKind
from monitor.domain.track import Good, GoodKind, Span, Track
from monitor.domain.values import replace
from tests.shop import policy

HOURS = policy().hours
LIMITS = Limits()
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def ago(days: float) -> datetime:
    """So many days before now."""
    return NOW - timedelta(days=days)


def strike(
    days: float, kind: StrikeKind = StrikeKind.INSULT, *, id: str = "", **changes: object
) -> Strike:
    """Of so many days ago, in a message of its own."""
    made = Strike(
        brand="Larch & Loaf",
        author_id="x:77",
        message_id=id or f"x:{days}",
        kind=kind,
        at=ago(days),
        seen_at=ago(days),
    )
    return replace(made, **changes)


#: four insults on four days, and we answered after the first
TROLL = Track(strikes=tuple(strike(days) for days in (20, 15, 10, 5)), answers=(ago(18),))


def stand(track: Track, *flags: Decided, at: datetime = NOW, limits: Limits = LIMITS) -> Standing:
    """How they stand."""
    return standing_of(track, flags, limits, HOURS, at)


def weights(standing: Standing) -> list[Weight]:
    """Oldest first."""
    return [one.weight for one in standing.weighed]


def flag(days: float, *steps: Step) -> Decided:
    """Opened so many days ago."""
    one = Flag(
        number=3, brand="Larch & Loaf", author_id="x:77", opened_at=ago(days), message_id="x:5"
    )
    return Decided(flag=one, steps=steps)


def step(days: float, kind: StepKind, number: int = 1, **changes: object) -> Step:
    """Of so many days ago."""
    made = Step(
        number=number, brand="Larch & Loaf", flag_number=3, at=ago(days), kind=kind, by="Jo"
    )
    return replace(made, **changes)


def test_four_insults_on_four_days_after_an_answer_need_a_look() -> None:
    standing = stand(TROLL)

    assert standing.needs_a_look
    assert (standing.balance, standing.days, standing.mentions) == (4, 4, 4)
    assert standing.answered_at == ago(18)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        # three of them
        ({"strikes": TROLL.strikes[:3]}, Missing.POINTS),
        # all of one evening
        ({"strikes": tuple(strike(5 - part / 100) for part in range(4))}, Missing.DAYS),
        # two messages, each a slur
        ({"strikes": tuple(strike(days, StrikeKind.SLUR) for days in (9, 5))}, Missing.MENTIONS),
        # we never answered
        ({"answers": ()}, Missing.ANSWER),
        # we answered, but only after the last one
        ({"answers": (ago(1),)}, Missing.ANSWER),
        # a solved case speaks for them
        ({"goodwill": (Good(kind=GoodKind.RESOLVED_CASE, at=ago(40)),)}, Missing.POINTS),
    ],
)
def test_every_condition_is_needed(changes: dict[str, object], missing: Missing) -> None:
    standing = stand(replace(TROLL, **changes))

    assert missing in standing.missing
    assert not standing.needs_a_look


@pytest.mark.parametrize(
    ("one", "track", "weight", "points"),
    [
        (strike(5), {}, Weight.COUNTS, 1),
        # a mild insult in a complaint weighs nothing
        (strike(5, in_complaint=True), {}, Weight.HEATED, 0),
        # whoever waits for us may be cross
        (strike(5), {"owed": (Span(since=ago(6)),)}, Weight.OWED, 0),
        # the answer came an hour before
        (strike(5), {"owed": (Span(since=ago(6), until=ago(5) - HOUR),)}, Weight.COUNTS, 1),
        # what is owed because of this very message is no excuse for it
        (strike(5), {"owed": (Span(since=ago(5)),)}, Weight.COUNTS, 1),
        # threats, slurs and going for somebody by name count whatever we owe
        (
            strike(5, StrikeKind.SLUR, in_complaint=True),
            {"owed": (Span(since=ago(6)),)},
            Weight.COUNTS,
            3,
        ),
        (strike(5, StrikeKind.THREAT), {"owed": (Span(since=ago(6)),)}, Weight.COUNTS, 4),
        (strike(5, StrikeKind.HARASSMENT), {"owed": (Span(since=ago(6)),)}, Weight.COUNTS, 3),
        # only the model tells of it: half
        (strike(5, is_firm=False), {}, Weight.MODEL_ONLY, 0.5),
        # baiting counts after an answer
        (strike(5, StrikeKind.BAIT), {"answers": (ago(6),)}, Weight.COUNTS, 1),
        (strike(5, StrikeKind.BAIT), {"answers": (ago(4),)}, Weight.NOT_ANSWERED, 0),
        # and so does the same text again
        (strike(5, StrikeKind.COPY, first_at=ago(9)), {"answers": ()}, Weight.NOT_ANSWERED, 0),
        (strike(5, StrikeKind.COPY, first_at=ago(9)), {}, Weight.COUNTS, 1),
        # … but not within one case
        (
            strike(5, StrikeKind.COPY, first_at=ago(9)),
            {"cases": (Span(since=ago(10)),)},
            Weight.SAME_CASE,
            0,
        ),
        (
            strike(5, StrikeKind.COPY, first_at=ago(9)),
            {"cases": (Span(since=ago(10), until=ago(8)), Span(since=ago(5)))},
            Weight.COUNTS,
            1,
        ),
        # a person looked: it is one, or it is none
        (strike(5, is_firm=False, judged=Judged.CONFIRMED), {}, Weight.COUNTS, 1),
        (strike(5, StrikeKind.THREAT, judged=Judged.DROPPED), {}, Weight.DROPPED, 0),
        # old
        (strike(61), {}, Weight.OLD, 0),
    ],
)
def test_a_strike_weighs_what_the_policy_says(
    one: Strike, track: dict[str, object], weight: Weight, points: float
) -> None:
    standing = stand(replace(Track(strikes=(one,)), **{"answers": (ago(80),)} | track))

    assert [(each.weight, each.points) for each in standing.weighed] == [(weight, points)]


def test_what_expired_is_not_shown() -> None:
    assert stand(Track(strikes=(strike(91),))).weighed == ()


def test_of_one_message_only_the_worst_counts() -> None:
    track = Track(strikes=(strike(5, id="x:1"), strike(5, StrikeKind.SLUR, id="x:1")))

    standing = stand(track)

    assert standing.points == 3
    assert sorted(weights(standing)) == [Weight.COUNTS, Weight.SAME_MESSAGE]


def test_the_model_alone_never_decides() -> None:
    firm = tuple(strike(days) for days in (20, 15, 10))
    half = tuple(strike(days, is_firm=False) for days in (7, 6, 5))

    undecided = stand(Track(strikes=(*firm, *half), answers=(ago(18),)))
    decided = stand(Track(strikes=(*firm, *half, strike(1)), answers=(ago(18),)))

    assert undecided.points == 4.5
    assert set(undecided.missing) == {Missing.FIRM}
    assert decided.needs_a_look
    assert decided.deciding == strike(1)


def test_goodwill_is_capped_and_counts_once_a_day() -> None:
    same_day = [Good(kind=GoodKind.PRAISE, at=ago(3) + part * HOUR) for part in range(3)]
    every_week = [Good(kind=GoodKind.PRAISE, at=ago(7 * week)) for week in range(1, 9)]

    assert stand(replace(TROLL, goodwill=tuple(same_day))).goodwill == 1
    assert stand(replace(TROLL, goodwill=tuple(every_week))).goodwill == 3


def test_a_known_customer_counts_once_and_for_good() -> None:
    known = tuple(Good(kind=GoodKind.KNOWN_CUSTOMER, at=ago(days)) for days in (900, 400))

    assert stand(replace(TROLL, goodwill=known)).goodwill == 1


def test_a_dismissed_flag_settles_what_was_and_rests() -> None:
    dismissed = flag(4, step(3, StepKind.DISMISS))

    standing = stand(TROLL, dismissed)

    assert set(weights(standing)) == {Weight.SETTLED}
    assert standing.rests_until == ago(3) + 60 * DAY
    assert Missing.REST in standing.missing


def test_an_undecided_flag_lapses_and_settles_what_was() -> None:
    standing = stand(TROLL, flag(5), at=NOW + 10 * DAY)

    assert set(weights(standing)) == {Weight.SETTLED}
    assert standing.rests_until is None


def test_an_undo_restores() -> None:
    decided = flag(4, step(3, StepKind.QUIET))
    undone = flag(4, step(3, StepKind.QUIET), step(2, StepKind.UNDO, 2))

    assert stand(TROLL, decided).points == 0
    assert stand(TROLL, undone) == stand(TROLL, flag(4))


@pytest.mark.parametrize(
    ("steps", "days", "state"),
    [
        ((), 13, FlagState.OPEN),
        ((), 14, FlagState.LAPSED),
        ((step(0, StepKind.WATCH),), 29, FlagState.WATCHED),
        ((step(0, StepKind.WATCH),), 30, FlagState.LAPSED),
        ((step(0, StepKind.DISMISS),), 1, FlagState.DISMISSED),
        ((step(0, StepKind.BLOCK),), 400, FlagState.DECIDED),
        # the watch is on again when the block is taken back
        (
            (
                step(0, StepKind.WATCH),
                step(-1, StepKind.BLOCK, 2),
                step(-2, StepKind.UNDO, 3),
            ),
            5,
            FlagState.WATCHED,
        ),
        # nothing to take back
        ((step(0, StepKind.UNDO),), 1, FlagState.OPEN),
    ],
)
def test_where_a_flag_is(steps: tuple[Step, ...], days: int, state: FlagState) -> None:
    one = flag(0, *steps)

    assert state_of(one.flag, one.steps, LIMITS.times, NOW + days * DAY) is state
