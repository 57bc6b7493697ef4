"""Weeks of the report: names, bounds, clock changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import InputError
from monitor.report.period import (
    Period,
    last_full_week,
    parse_week,
    week_around,
    week_before,
    week_of,
)

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    ("name", "monday"),
    [
        ("2026-W47", date(2026, 11, 16)),
        ("2026-w47", date(2026, 11, 16)),  # as people type it
        ("2026W47", date(2026, 11, 16)),  # ISO's short form
        (" 2026-W1 ", date(2025, 12, 29)),  # the first week begins in the year before
        ("2026-W53", date(2026, 12, 28)),  # a year of 53 weeks
        ("2024-W09", date(2024, 2, 26)),  # with a leap day
    ],
)
def test_a_week_is_found_by_its_name(name: str, monday: date) -> None:
    assert parse_week(name, BERLIN).days[0] == monday


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2025-W53", "2025 has no week 53, its last one is 52"),
        ("2026-W54", "2026 has no week 54, its last one is 53"),
        ("2026-W00", "there is no week 0 of 2026"),
        ("0000-W01", "there is no week 1 of 0"),
        ("2026-11-16", "`2026-11-16` is not a week"),
        ("47", "`47` is not a week"),
        ("", "`` is not a week"),
    ],
)
def test_what_is_not_a_week_is_told_with_an_example(name: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_week(name, BERLIN)
    assert caught.value.message == message
    assert caught.value.hint == "write it like `2026-W47`"


@pytest.mark.parametrize(
    ("name", "zone", "hours"),
    [
        ("2026-W47", BERLIN, 168),
        ("2026-W13", BERLIN, 167),  # the clock goes forward on Sunday 29 March
        ("2026-W43", BERLIN, 169),  # and back on Sunday 25 October
        ("2026-W43", "UTC", 168),
        ("2026-W40", "Australia/Lord_Howe", 167.5),  # half an hour forward
    ],
)
def test_a_week_with_a_clock_change_is_shorter_or_longer(
    name: str, zone: str, hours: float
) -> None:
    assert parse_week(name, zone).hours == hours


def test_bounds_are_midnights_of_the_zone() -> None:
    week = parse_week("2026-W43", BERLIN)
    assert week.since == datetime(2026, 10, 18, 22, tzinfo=UTC)
    assert week.until == datetime(2026, 10, 25, 23, tzinfo=UTC)
    assert week.holds(week.since)
    assert not week.holds(week.until)
    assert not week.holds(None)


@pytest.mark.parametrize(
    ("now", "name"),
    [
        (datetime(2026, 11, 22, 22, 59, tzinfo=UTC), "2026-W46"),  # Sunday 23:59 in Berlin
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), "2026-W47"),  # Monday 00:00 in Berlin
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), "2026-W47"),  # Monday 08:00: the report
        (datetime(2027, 1, 5, 7, 0, tzinfo=UTC), "2026-W53"),
    ],
)
def test_the_last_full_week_is_over(now: datetime, name: str) -> None:
    assert last_full_week(now, BERLIN).name == name


def test_the_week_before_the_first_is_the_last_of_the_year_before() -> None:
    assert week_before(week_of(2027, 1, BERLIN)).name == "2026-W53"
    assert week_before(week_of(2026, 1, BERLIN)).name == "2025-W52"


def test_a_running_week_ends_now() -> None:
    week = parse_week("2026-W47", BERLIN)
    wednesday = week.since + timedelta(days=2)
    assert week.up_to(wednesday).until == wednesday
    assert week.up_to(week.until + timedelta(days=1)) == week
    assert week.up_to(week.since - timedelta(days=1)).hours == 0
    assert week_before(week).first(timedelta(days=2)).hours == 48


@given(st.integers(0, 4_000_000_000), st.sampled_from([BERLIN, "UTC", "America/Havana"]))
def test_every_moment_lies_in_one_week_and_weeks_touch(seconds: int, zone: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    week = week_around(moment, zone)
    assert week.holds(moment)
    before: Period = week_before(week)
    assert before.until == week.since
    assert parse_week(week.name, zone) == week
