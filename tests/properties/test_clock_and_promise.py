"""Whatever the hours, the zone and the moment: deadlines add up, and promises can be kept."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given
from hypothesis import strategies as st

from monitor.domain.clock import Hours, Week, parse_hours
from monitor.domain.nudges import nudges_of
from monitor.domain.promise import MONTHS, WEEKDAYS, promise

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
)
SPECS = ("30 min", "2 office hours", "4 office hours", "9 office hours", "1 office day", "2 days")
MINUTE = timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)

#: moments of three years, and many near the clock changes of them
CHANGES = (
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
)
anywhen = st.integers(0, 3 * 365 * 86_400).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
near_change = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-4000, 4000),
)
moments = st.one_of(anywhen, near_change)


@st.composite
def openings(draw: st.DrawFn) -> tuple[tuple[time, time], ...]:
    """Up to two openings of a day, each at least half an hour, the last perhaps to midnight."""
    marks = draw(st.lists(st.integers(0, 96), min_size=2, max_size=4, unique=True).map(sorted))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    kept = [(start * 15, end * 15) for start, end in pairs if end - start >= 2]
    assume(kept)
    return tuple(
        (time(start // 60, start % 60), time(end // 60 % 24, end % 60)) for start, end in kept
    )


weeks: st.SearchStrategy[Week] = st.dictionaries(
    st.integers(0, 6), openings(), min_size=1, max_size=7
)
all_hours = st.builds(
    Hours,
    time_zone=st.sampled_from(ZONES),
    office=weeks,
    acknowledge=weeks,
    closed_on=st.frozensets(st.dates(date(2025, 1, 1), date(2028, 1, 31)), max_size=5),
)
#: half an hour a week makes twenty hours in less than 400 days
lengths = st.integers(1, 20 * 60).map(lambda minutes: minutes * MINUTE)


@given(hours=all_hours, now=moments, lasting=lengths)
def test_office_time_added_is_the_office_time_between(
    hours: Hours, now: datetime, lasting: timedelta
) -> None:
    then = hours.add_office_time(now, lasting)
    assert hours.office_time_between(now, then) == lasting
    # and it is the first such moment
    assert hours.office_time_between(now, then - INSTANT) < lasting


@given(hours=all_hours, now=moments, earlier=lengths, lasting=lengths)
def test_who_comes_later_is_due_later(
    hours: Hours, now: datetime, earlier: timedelta, lasting: timedelta
) -> None:
    assert hours.add_office_time(now - earlier, lasting) <= hours.add_office_time(now, lasting)


@given(hours=all_hours, now=moments)
def test_the_next_opening_is_open_and_nothing_is_open_before_it(
    hours: Hours, now: datetime
) -> None:
    opening = hours.next_office_opening(now)
    assert opening >= now
    assert hours.is_office_open(opening)
    assert hours.office_time_between(now, opening) == timedelta(0)
    assert hours.may_acknowledge(hours.next_acknowledge_opening(now))


@given(hours=all_hours, now=moments)
def test_just_before_closing_it_is_open_and_at_closing_the_day_is_over(
    hours: Hours, now: datetime
) -> None:
    closing = hours.closing(now)
    assert closing > now
    assert hours.is_office_open(closing - INSTANT)


@given(hours=all_hours, now=moments)
def test_open_means_what_the_wall_clock_says(hours: Hours, now: datetime) -> None:
    wall = hours.local(now)
    # the second pass of an hour that comes twice belongs to whatever follows
    assume(wall.fold == 0)
    spans = () if wall.date() in hours.closed_on else hours.office.get(wall.weekday(), ())
    says = any(
        start <= wall.time() and (end == time(0) or wall.time() < end) for start, end in spans
    )
    assert hours.is_office_open(now) is says


@given(hours=all_hours, now=moments, days=st.integers(0, 20))
def test_office_days_end_in_office_hours_of_an_office_day(
    hours: Hours, now: datetime, days: int
) -> None:
    then = hours.add_office_days(now, days)
    assert then >= now
    assert hours.is_office_open(then) or hours.is_office_open(then - INSTANT)


def is_the_day(
    day: date, weekday: str, number: str | None, month: str | None, year: str | None
) -> bool:
    return (
        WEEKDAYS[day.weekday()] == weekday
        and number in (None, str(day.day))
        and month in (None, MONTHS[day.month - 1])
        and year in (None, str(day.year))
    )


def moment_said(words: str, now: datetime, hours: Hours) -> datetime:
    """The promise read back from its words, as a customer would read them now."""
    match = re.fullmatch(
        r"by (\d\d):(\d\d) (today|tomorrow|on ([A-Z][a-z]+)(?: (\d+) ([A-Z][a-z]+)(?: (\d{4}))?)?)"
        r"(?: \([A-Za-z0-9:+ ]+\))?",
        words,
    )
    assert match, words
    hour, minute, day_words, weekday, number, month, year = match.groups()
    day = hours.day_of(now) + timedelta(days=day_words == "tomorrow")
    if weekday is not None:
        day += timedelta(days=number is None)
        while not is_the_day(day, weekday, number, month, year):
            day += timedelta(days=1)
    return datetime.combine(day, time(int(hour), int(minute)), ZoneInfo(hours.time_zone))


promise_asks = {
    "hours": all_hours,
    "now": moments,
    "spec": st.sampled_from(SPECS),
    "open_promises": st.sampled_from([0, 14, 15, 40]),
    "away_for": st.none() | st.integers(-3, 120),
    "name_zone": st.booleans(),
}


@given(**promise_asks)
@example(
    hours=Hours(
        time_zone="Europe/Berlin",
        office=parse_hours("Fri 18:00-24:00"),
        acknowledge=parse_hours("daily 07:00-22:00"),
    ),
    now=datetime(2026, 3, 6, 19, tzinfo=UTC),
    spec="4 office hours",
    open_promises=0,
    away_for=None,
    name_zone=False,
)
def test_a_promise_can_be_kept_and_its_words_say_when(
    hours: Hours,
    now: datetime,
    spec: str,
    open_promises: int,
    away_for: int | None,
    name_zone: bool,
) -> None:
    today = hours.day_of(now)
    away_until = None if away_for is None else today + timedelta(days=away_for)
    made = promise(
        now,
        spec,
        hours,
        open_promises=open_promises,
        away_until=away_until,
        name_zone=name_zone,
    )
    wall = hours.local(made.until)

    assert made.until > now
    assert hours.is_office_open(made.until) or hours.is_office_open(made.until - INSTANT)
    assert (wall.minute % 30, wall.second, wall.microsecond) == (0, 0, 0)
    assert not re.search(r"soon|shortly|as .+ as|within|hours", made.words)
    if away_until is not None and away_until > today:
        assert hours.day_of(made.until) >= away_until
    # of an hour that comes twice the words cannot say which
    said = moment_said(made.words, now, hours)
    assert said.replace(tzinfo=None) == wall.replace(tzinfo=None)
    if wall.fold == 0:
        assert said.astimezone(UTC) == made.until


@given(hours=all_hours, now=moments, spec=st.sampled_from(SPECS))
def test_more_open_promises_never_mean_an_earlier_one(
    hours: Hours, now: datetime, spec: str
) -> None:
    usual = promise(now, spec, hours)
    later = promise(now, spec, hours, open_promises=15)
    assert later.until > usual.until


@given(hours=all_hours, now=moments)
def test_four_office_hours_are_never_promised_for_less_than_two_unless_the_day_ends(
    hours: Hours, now: datetime
) -> None:
    until = promise(now, "4 office hours", hours).until
    given_time = hours.office_time_between(now, until)
    the_day = hours.office_time_between(until - timedelta(days=1), until)
    assert given_time >= min(timedelta(hours=2), the_day)


@given(moment=st.datetimes(timezones=st.just(UTC)), zone=st.sampled_from(ZONES))
@example(moment=datetime.min.replace(tzinfo=UTC), zone="America/New_York")
@example(moment=datetime.max.replace(tzinfo=UTC), zone="Europe/Berlin")
def test_a_moment_that_a_stranger_made_up_has_a_local_time(moment: datetime, zone: str) -> None:
    office = parse_hours("Mon-Fri 09:00-17:00")
    local = Hours(time_zone=zone, office=office, acknowledge=office).local(moment)
    assert local == moment


@given(hours=all_hours, now=moments, spec=st.sampled_from(SPECS), shares=st.just((0.5, 0.8)))
@example(
    hours=Hours(
        time_zone="Europe/Berlin",
        office=parse_hours("Mon-Wed 00:00-00:30, Wed 01:30-02:00"),
        acknowledge=parse_hours("daily 00:00-00:30"),
    ),
    now=datetime(2025, 1, 1, tzinfo=UTC),
    spec="30 min",
    shares=(0.5, 0.8),
)
def test_nudges_come_in_order_before_the_end_and_while_somebody_is_there(
    hours: Hours, now: datetime, spec: str, shares: tuple[float, float]
) -> None:
    due_at = promise(now, spec, hours).until
    first, second = nudges_of(now, due_at, shares, hours)
    assert now <= first <= second <= due_at
    # a moment at which the office closes still counts as one with people in it; "30 min" may all
    # lie in a break, and whoever promised that is reminded in it
    assert hours.office_time_between(now, due_at) == timedelta(0) or all(
        hours.is_office_open(each) or hours.is_office_open(each - INSTANT)
        for each in (first, second)
    )
