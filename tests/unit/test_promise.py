"""What is promised: the owner's table, row by row, and how it reads."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.clock import Hours, parse_hours
from monitor.domain.promise import LONGEST_WORDS, promise, words_for

#: 1 March 2026 is a Sunday; Easter Monday, 6 April, is a holiday
EASTER_MONDAY = date(2026, 4, 6)
BERLIN = Hours(
    time_zone="Europe/Berlin",
    office=parse_hours("Mon-Fri 09:00-17:00"),
    acknowledge=parse_hours("daily 07:00-22:00"),
    closed_on=frozenset({EASTER_MONDAY, date(2026, 3, 18)}),
)
LUNCH = Hours(
    time_zone="Europe/Berlin",
    office=parse_hours("Mon-Thu 09:00-12:30, 13:30-18:00; Sat 10:00-14:00"),
    acknowledge=parse_hours("daily 07:00-22:00"),
)
QUARTER_PAST = Hours(
    time_zone="Europe/Berlin",
    office=parse_hours("Mon-Fri 09:15-17:15"),
    acknowledge=parse_hours("daily 07:00-22:00"),
)
FOUR = "4 office hours"


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("now", "words", "until"),
    [
        # in hours, four hours left or more: rounded up to the half hour
        ("2026-03-02T11:22", "by 15:30 today", "2026-03-02T15:30"),
        ("2026-03-02T09:00", "by 13:00 today", "2026-03-02T13:00"),
        ("2026-03-02T09:00:01", "by 13:30 today", "2026-03-02T13:30"),
        ("2026-03-02T13:00", "by 17:00 today", "2026-03-02T17:00"),
        # in hours, less than four hours left: the next day, opening + 2 h
        ("2026-03-02T13:00:01", "by 11:00 tomorrow", "2026-03-03T11:00"),
        ("2026-03-02T16:59", "by 11:00 tomorrow", "2026-03-03T11:00"),
        # the night before a working day, before and after midnight
        ("2026-03-02T23:59", "by 11:00 tomorrow", "2026-03-03T11:00"),
        ("2026-03-03T00:01", "by 11:00 today", "2026-03-03T11:00"),
        ("2026-03-03T08:59", "by 11:00 today", "2026-03-03T11:00"),
        # before a weekend: opening + 3 h, and the day is named
        ("2026-03-06T13:30", "by 12:00 on Monday", "2026-03-09T12:00"),
        ("2026-03-06T20:00", "by 12:00 on Monday", "2026-03-09T12:00"),
        ("2026-03-07T10:00", "by 12:00 on Monday", "2026-03-09T12:00"),
        ("2026-03-08T23:30", "by 12:00 on Monday", "2026-03-09T12:00"),
        # before a holiday in the middle of the week, and on it
        ("2026-03-17T15:00", "by 12:00 on Thursday", "2026-03-19T12:00"),
        ("2026-03-18T15:00", "by 12:00 on Thursday", "2026-03-19T12:00"),
        # over Easter
        ("2026-04-03T15:00", "by 12:00 on Tuesday", "2026-04-07T12:00"),
        # over both clock changes
        ("2026-03-27T16:00", "by 12:00 on Monday", "2026-03-30T12:00"),
        ("2026-10-23T16:00", "by 12:00 on Monday", "2026-10-26T12:00"),
    ],
)
def test_the_owners_table(now: str, words: str, until: str) -> None:
    promised = promise(berlin(now), FOUR, BERLIN)
    assert promised.words == words
    assert promised.until == berlin(until)


def test_away_is_promised_for_the_first_day_back_with_its_date() -> None:
    now = berlin("2027-02-22T10:00")
    promised = promise(now, FOUR, BERLIN, away_until=date(2027, 3, 4))
    assert promised.words == "by 12:00 on Thursday 4 March"
    # back on a Saturday means the Monday after
    assert promise(now, FOUR, BERLIN, away_until=date(2027, 3, 6)).words == (
        "by 12:00 on Monday 8 March"
    )
    # the day is named with its date when it is near, too
    assert promise(now, FOUR, BERLIN, away_until=date(2027, 2, 23)).words == (
        "by 12:00 on Tuesday 23 February"
    )


def test_back_from_away_promises_as_always() -> None:
    promised = promise(berlin("2026-03-04T10:00"), FOUR, BERLIN, away_until=date(2026, 3, 4))
    assert promised.words == "by 14:00 today"


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-03-02T11:22", "by 15:30 tomorrow"),
        # a promise to the closing moves to the next closing
        ("2026-03-02T13:00", "by 17:00 tomorrow"),
        ("2026-03-06T10:00", "by 14:00 on Monday"),
        # never in the first hours after closed days
        ("2026-03-05T16:00", "by 12:00 on Monday"),
    ],
)
def test_too_many_open_promises_move_it_by_an_office_day(now: str, words: str) -> None:
    assert promise(berlin(now), FOUR, BERLIN, open_promises=15).words == words
    assert promise(berlin(now), FOUR, BERLIN, open_promises=14).words != words


def test_a_closed_fortnight_is_promised_with_the_date() -> None:
    closed = frozenset(date(2026, 8, 3) + timedelta(days=day) for day in range(14))
    summer = Hours(
        time_zone="Europe/Berlin",
        office=BERLIN.office,
        acknowledge=BERLIN.acknowledge,
        closed_on=closed,
    )
    assert promise(berlin("2026-08-04T10:00"), FOUR, summer).words == "by 12:00 on Monday 17 August"


@pytest.mark.parametrize(
    ("now", "spec", "words"),
    [
        ("2026-03-02T10:00", "2 office hours", "by 12:00 today"),
        ("2026-03-02T15:00", "2 office hours", "by 17:00 today"),
        ("2026-03-02T15:01", "2 office hours", "by 11:00 tomorrow"),
        ("2026-03-06T15:01", "2 office hours", "by 12:00 on Monday"),
        ("2026-03-02T14:20", "1 office day", "by 14:30 tomorrow"),
        # an office day later, but not in the first hours of a day
        ("2026-03-02T09:10", "1 office day", "by 11:00 tomorrow"),
        ("2026-03-06T15:10", "1 office day", "by 15:30 on Monday"),
        # six hours are never cut short to eleven o'clock
        ("2026-03-02T16:00", "6 office hours", "by 14:00 tomorrow"),
        ("2026-03-02T10:00", "30 min", "by 10:30 today"),
        ("2026-03-02T10:01", "30 minutes, any hour", "by 11:00 today"),
        ("2026-03-02T16:45", "30 min", "by 11:00 tomorrow"),
        ("2026-03-07T03:00", "30 min", "by 12:00 on Monday"),
        ("2026-03-02T10:00", "3 days", "by 11:00 on Thursday"),
        ("2026-03-02T10:00", "8 days", "by 11:00 on Tuesday 10 March"),
    ],
)
def test_other_lengths_are_never_promised_earlier_than_the_table(
    now: str, spec: str, words: str
) -> None:
    hours = Hours(time_zone="Europe/Berlin", office=BERLIN.office, acknowledge=BERLIN.acknowledge)
    assert promise(berlin(now), spec, hours).words == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        # four hours with a lunch break between
        ("2026-03-02T09:00", "by 14:00 today"),
        # in the break
        ("2026-03-02T13:00", "by 17:30 today"),
        # Friday is closed; Saturday has four hours
        ("2026-03-05T17:00", "by 13:00 on Saturday"),
        ("2026-03-07T10:00", "by 14:00 today"),
        ("2026-03-07T10:30", "by 12:00 on Monday"),
    ],
)
def test_a_lunch_break_and_a_short_saturday(now: str, words: str) -> None:
    assert promise(berlin(now), FOUR, LUNCH).words == words


def test_a_closing_off_the_half_hour_is_not_overrun() -> None:
    # 13:10 + 4 h = 17:10, rounded up 17:30, and at 17:15 nobody is there any more
    assert promise(berlin("2026-03-02T13:10"), FOUR, QUARTER_PAST).words == "by 11:30 tomorrow"


def test_an_evening_place_may_promise_midnight() -> None:
    bar = Hours(
        time_zone="Europe/Berlin",
        office=parse_hours("Fri 18:00-24:00"),
        acknowledge=parse_hours("daily 07:00-24:00"),
    )
    promised = promise(berlin("2026-03-06T20:00"), FOUR, bar)
    assert promised.words == "by 00:00 tomorrow"
    assert promised.until == berlin("2026-03-07T00:00")
    assert promise(berlin("2026-03-06T20:01"), FOUR, bar).words == "by 21:00 on Friday 13 March"


@pytest.mark.parametrize(
    ("zone", "ending"),
    [
        ("Europe/Berlin", " (Berlin time)"),
        ("America/New_York", " (New York time)"),
        ("America/Argentina/Buenos_Aires", " (Buenos Aires time)"),
        ("UTC", " (UTC)"),
        # the sign of these names is the other way round
        ("Etc/GMT-3", " (UTC+03:00)"),
    ],
)
def test_the_zone_is_named_when_asked(zone: str, ending: str) -> None:
    hours = Hours(time_zone=zone, office=BERLIN.office, acknowledge=BERLIN.acknowledge)
    now = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo(zone))
    assert promise(now, FOUR, hours, name_zone=True).words == f"by 13:30 today{ending}"


def test_words_change_with_the_day_they_are_read_on() -> None:
    until = berlin("2026-03-12T12:00")
    read_on = {
        "2026-03-05": "by 12:00 on Thursday 12 March",
        "2026-03-06": "by 12:00 on Thursday",
        "2026-03-11": "by 12:00 tomorrow",
        "2026-03-12": "by 12:00 today",
    }
    for day, words in read_on.items():
        assert words_for(until, berlin(f"{day}T10:00"), BERLIN, name_zone=False) == words


def test_a_date_of_next_year_that_could_be_misread_has_its_year() -> None:
    words = words_for(
        berlin("2027-03-02T12:00"), berlin("2026-03-02T12:00"), BERLIN, name_zone=False
    )
    assert words == "by 12:00 on Tuesday 2 March 2027"


def test_the_longest_words_are_the_longest_of_a_year() -> None:
    tango = Hours(
        time_zone="America/Argentina/Buenos_Aires",
        office=BERLIN.office,
        acknowledge=BERLIN.acknowledge,
    )
    start = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("America/Argentina/Buenos_Aires"))
    for day in range(300):
        until = start + timedelta(days=day)
        assert len(words_for(until, start, tango, name_zone=True)) <= len(LONGEST_WORDS)


def test_what_cannot_be_promised_is_refused() -> None:
    now = berlin("2026-03-02T10:00")
    with pytest.raises(ValueError, match="not a length of time"):
        promise(now, "soon", BERLIN)
    with pytest.raises(ValueError, match="no time zone"):
        promise(now.replace(tzinfo=None), FOUR, BERLIN)
    never = Hours(time_zone="Europe/Berlin", office={}, acknowledge={})
    with pytest.raises(ValueError, match="within 400 days"):
        promise(now, FOUR, never)
