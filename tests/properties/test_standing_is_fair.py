"""Standing depends on evidence, time and the owner's decisions, and on nothing else."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.flag import CHOICES, Flag, Step, StepKind
from monitor.domain.standing import Decided, Standing, standing_of
from monitor.domain.standing_limits import Limits
from monitor.domain.strike import Judged, Strike, StrikeKind
from monitor.domain.track import Good, GoodKind, Span, Track
from monitor.domain.values import replace
from tests.shop import policy

T = TypeVar("T")
HOURS = policy().hours
LIMITS = Limits()
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
#: hours before now, up to four months
HOURS_AGO = st.integers(1, 24 * 120).map(lambda hours: NOW - timedelta(hours=hours))


def _span(pair: tuple[datetime, datetime], *, is_open: bool) -> Span:
    return Span(since=min(pair), until=None if is_open else max(pair))


spans = st.lists(
    st.builds(
        lambda pair, is_open: _span(pair, is_open=is_open),
        st.tuples(HOURS_AGO, HOURS_AGO),
        st.booleans(),
    ),
    max_size=3,
).map(tuple)
strikes = st.builds(
    lambda number, kind, at, is_firm, in_complaint, first_at, judged: Strike(
        brand="Larch & Loaf",
        author_id="x:77",
        message_id=f"x:{number}",
        kind=kind,
        at=at,
        seen_at=at,
        is_firm=is_firm,
        in_complaint=in_complaint,
        first_at=first_at,
        judged=judged,
    ),
    st.integers(1, 40),
    st.sampled_from(StrikeKind),
    HOURS_AGO,
    st.booleans(),
    st.booleans(),
    HOURS_AGO,
    st.sampled_from([None, None, *Judged]),
)
#: a message was written once
of_a_track = st.lists(strikes, max_size=12, unique_by=lambda one: one.message_id)
goods = st.builds(
    lambda kind, at, about: Good(kind=kind, at=at, about=f"x:good{about}"),
    st.sampled_from(GoodKind),
    HOURS_AGO,
    st.integers(1, 99),
)
tracks = st.builds(
    lambda strikes, goodwill, answers, cases, owed: Track(
        strikes=tuple(strikes),
        goodwill=tuple(goodwill),
        answers=tuple(answers),
        cases=cases,
        owed=owed,
    ),
    of_a_track,
    st.lists(goods, max_size=6),
    st.lists(HOURS_AGO, max_size=4),
    spans,
    spans,
)


@st.composite
def flags(draw: st.DrawFn) -> list[Decided]:
    """Flags one after the other, each with what was decided."""
    found = []
    for number in range(1, draw(st.integers(0, 3)) + 1):
        opened_at = draw(HOURS_AGO)
        flag = Flag(
            number=number,
            brand="Larch & Loaf",
            author_id="x:77",
            opened_at=opened_at,
            message_id="x:1",
        )
        kinds = draw(
            st.lists(st.sampled_from([*sorted(CHOICES), StepKind.UNDO, StepKind.REMINDED]))
        )
        steps = tuple(
            Step(
                number=10 * number + place,
                brand="Larch & Loaf",
                flag_number=number,
                at=opened_at + timedelta(hours=place),
                kind=kind,
            )
            for place, kind in enumerate(kinds, 1)
        )
        found.append(Decided(flag=flag, steps=steps))
    return found


def stand(track: Track, decided: list[Decided], at: datetime = NOW) -> Standing:
    """How they stand."""
    return standing_of(track, decided, LIMITS, HOURS, at)


@settings(max_examples=100)
@given(tracks, flags(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    track: Track, decided: list[Decided], random: Random
) -> None:
    def shuffled(values: Iterable[T]) -> list[T]:
        mixed = list(values)
        random.shuffle(mixed)
        return mixed

    mixed = Track(
        strikes=tuple(shuffled(track.strikes)),
        goodwill=tuple(shuffled(track.goodwill)),
        answers=tuple(shuffled(track.answers)),
        cases=tuple(shuffled(track.cases)),
        owed=tuple(shuffled(track.owed)),
    )
    flags = [replace(one, steps=tuple(shuffled(one.steps))) for one in shuffled(decided)]

    assert stand(mixed, flags) == stand(track, decided)


@settings(max_examples=100)
@given(tracks, flags(), goods)
def test_more_goodwill_never_hurts(track: Track, decided: list[Decided], more: Good) -> None:
    before = stand(track, decided)

    after = stand(replace(track, goodwill=(*track.goodwill, more)), decided)

    assert after.balance <= before.balance
    assert before.needs_a_look or not after.needs_a_look


@settings(max_examples=100)
@given(tracks, flags(), strikes)
def test_a_strike_more_never_lowers(track: Track, decided: list[Decided], more: Strike) -> None:
    before = stand(track, decided)
    more = replace(more, message_id="x:more")

    after = stand(replace(track, strikes=(*track.strikes, more)), decided)

    assert after.points >= before.points
    assert after.needs_a_look or not before.needs_a_look


@settings(max_examples=100)
@given(tracks, flags(), st.lists(HOURS_AGO, min_size=1, max_size=3))
def test_owing_somebody_more_never_hurts_them(
    track: Track, decided: list[Decided], since: list[datetime]
) -> None:
    owed = (*track.owed, *[Span(since=one) for one in since])

    assert stand(replace(track, owed=owed), decided).points <= stand(track, decided).points


@settings(max_examples=80)
@given(tracks, flags())
def test_everything_expires(track: Track, decided: list[Decided]) -> None:
    later = NOW + LIMITS.goodwill_lasts + timedelta(days=1)

    standing = stand(track, decided, later)

    assert (standing.weighed, standing.points) == ((), 0)
    assert standing.rests_until is None
    assert {one.kind for one in standing.good} <= {GoodKind.KNOWN_CUSTOMER}


@settings(max_examples=100)
@given(tracks, flags(), st.sampled_from(sorted(CHOICES)))
def test_an_undo_restores(track: Track, decided: list[Decided], kind: StepKind) -> None:
    flag = Flag(
        number=9,
        brand="Larch & Loaf",
        author_id="x:77",
        opened_at=NOW - timedelta(days=2),
        message_id="x:1",
    )
    choice = Step(
        number=91, brand="Larch & Loaf", flag_number=9, at=NOW - timedelta(days=1), kind=kind
    )
    undo = Step(
        number=92,
        brand="Larch & Loaf",
        flag_number=9,
        at=NOW - timedelta(hours=1),
        kind=StepKind.UNDO,
    )

    before = stand(track, [*decided, Decided(flag=flag)])
    after = stand(track, [*decided, Decided(flag=flag, steps=(choice, undo))])

    assert after == before


@settings(max_examples=80)
@given(tracks)
def test_nobody_needs_a_look_for_what_is_no_more_than_a_heated_complaint(track: Track) -> None:
    harmless = {StrikeKind.INSULT, StrikeKind.SPAM, StrikeKind.BAIT}
    heated = tuple(replace(one, in_complaint=True) for one in track.strikes if one.kind in harmless)

    standing = stand(replace(track, strikes=heated), [])

    assert standing.points == 0
    assert not standing.needs_a_look
