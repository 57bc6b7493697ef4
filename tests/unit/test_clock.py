"""The brand's clock: openings, deadlines and how the owner writes them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.clock import (
    Hours,
    Lasting,
    due,
    parse_duration,
    parse_hours,
    parse_lasting,
    zone_named,
)
from monitor.domain.opening_hours import hours_words

NINE_TO_FIVE = ((time(9), time(17)),)
OFFICE = "Mon-Fri 09:00-17:00"
SEEN = "daily 07:00-22:00"


def hours_in(
    zone: str, office: str = OFFICE, *, seen: str = SEEN, closed: frozenset[date] = frozenset()
) -> Hours:
    return Hours(
        time_zone=zone,
        office=parse_hours(office),
        acknowledge=parse_hours(seen),
        closed_on=closed,
    )


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"))


BERLIN = hours_in("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("Mon-Fri 09:00-17:00", dict.fromkeys(range(5), NINE_TO_FIVE)),
        ("monday - friday 9:00 – 17:00", dict.fromkeys(range(5), NINE_TO_FIVE)),
        ("daily 09:00-17:00", dict.fromkeys(range(7), NINE_TO_FIVE)),
        ("Mon, Wed 09:00-17:00", {0: NINE_TO_FIVE, 2: NINE_TO_FIVE}),
        # a range of days may cross the week's end
        ("Sat-Mon 09:00-17:00", {0: NINE_TO_FIVE, 5: NINE_TO_FIVE, 6: NINE_TO_FIVE}),
        ("Mon 09:00-17:00; Sun closed", {0: NINE_TO_FIVE}),
        ("Fri 18:00-24:00", {4: ((time(18), time(0)),)}),
        (
            "Thu 13:30-18:00, 09:00-12:30, Sat 10:00-14:00",
            {
                3: ((time(9), time(12, 30)), (time(13, 30), time(18))),
                5: ((time(10), time(14)),),
            },
        ),
    ],
)
def test_hours_are_read_as_the_owner_writes_them(
    text: str, week: dict[int, tuple[tuple[time, time], ...]]
) -> None:
    assert parse_hours(text) == week


@pytest.mark.parametrize(
    "text",
    [
        "Mon-Fri 09:00-17:00",
        "Mon 09:00-12:30, 13:30-18:00; Wed-Thu 10:00-14:00; Sun 10:00-14:00",
        # midnight is the end of a day, and its beginning
        "Mon-Sun 00:00-24:00",
        "Fri 18:00-24:00; Sat 00:00-02:00",
    ],
)
def test_hours_are_told_as_they_are_written(text: str) -> None:
    assert hours_words(parse_hours(text)) == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no opening hours"),
        ("Sun closed", "no opening hours"),
        ("Mon-Fri", "not a day with hours"),
        ("09:00-17:00", "not a day with hours"),
        ("Moonday 09:00-17:00", "`Moonday` is not a day"),
        ("Mo 09:00-17:00", "`Mo` is not a day"),
        ("Mon 9-17", "`9` in `9-17` is not a time"),
        ("Mon 09:00-25:00", "`25:00`"),
        ("Mon 09:60-17:00", "`09:60`"),
        ("Mon 09:00", "not a time from and a time to"),
        ("Fri 18:00-02:00", "two openings"),
        ("Mon 09:00-09:00", "ends before it begins"),
        ("Mon 09:05-09:25", "shorter than half an hour"),
        ("Mon 09:00-13:00, 12:00-17:00", "of Monday overlap"),
        ("Mon-Wed-Fri 09:00-17:00", "not a range of days"),
    ],
)
def test_wrong_hours_are_refused_with_what_is_wrong_and_an_example(text: str, says: str) -> None:
    with pytest.raises(ValueError) as refusal:
        parse_hours(text)
    assert says in str(refusal.value)
    assert "00-" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "lasting"),
    [
        ("4 office hours", Lasting(amount=4, unit="office hours")),
        ("1 office day", Lasting(amount=1, unit="office days")),
        ("30 min", Lasting(amount=30, unit="minutes")),
        ("30 minutes, any hour", Lasting(amount=30, unit="minutes")),
        ("6 h", Lasting(amount=6, unit="hours")),
        ("3 days", Lasting(amount=3, unit="days")),
    ],
)
def test_a_length_of_time_is_read(text: str, lasting: Lasting) -> None:
    assert parse_lasting(text) == lasting


@pytest.mark.parametrize("text", ["", "soon", "0 min", "-1 day", "4 office minutes", "90 s", "4"])
def test_another_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write it like `4 office hours`"):
        parse_lasting(text)


def test_a_duration_knows_seconds_and_no_office() -> None:
    assert parse_duration("90 s") == timedelta(seconds=90)
    assert parse_duration("3 min") == timedelta(minutes=3)
    assert parse_duration("6 h") == timedelta(hours=6)
    assert parse_duration("30 days") == timedelta(days=30)
    for text in ("1 office day", "", "min", "3 weeks", "1.5 h"):
        with pytest.raises(ValueError, match="write it like `90 s`"):
            parse_duration(text)


def test_an_unknown_time_zone_is_refused_with_the_likely_one() -> None:
    with pytest.raises(ValueError, match="did you mean `Europe/Berlin`"):
        hours_in("Europe/Berln")
    for name in ("", "Europe", "../etc/passwd"):
        with pytest.raises(ValueError, match="unknown time zone"):
            zone_named(name)


@pytest.mark.parametrize(
    ("now", "office", "acknowledge"),
    [
        ("2026-03-02T08:59:59", False, True),
        ("2026-03-02T09:00", True, True),
        # the closing minute is closed
        ("2026-03-02T17:00", False, True),
        ("2026-03-07T10:00", False, True),
        ("2026-03-07T06:59", False, False),
        ("2026-03-02T22:00", False, False),
    ],
)
def test_it_knows_whether_it_is_open(now: str, office: bool, acknowledge: bool) -> None:
    assert BERLIN.is_office_open(berlin(now)) is office
    assert BERLIN.may_acknowledge(berlin(now)) is acknowledge


def test_a_holiday_closes_the_office_and_lets_the_machine_say_seen() -> None:
    hours = hours_in("Europe/Berlin", closed=frozenset({date(2026, 5, 1)}))
    holiday = berlin("2026-05-01T10:00")
    assert not hours.is_office_open(holiday)
    assert hours.may_acknowledge(holiday)
    assert hours.next_office_opening(holiday) == berlin("2026-05-04T09:00")
    assert hours.next_acknowledge_opening(holiday) == holiday


def test_the_next_opening_is_now_when_it_is_open() -> None:
    assert BERLIN.next_office_opening(berlin("2026-03-02T10:00")) == berlin("2026-03-02T10:00")
    assert BERLIN.next_office_opening(berlin("2026-03-06T17:00")) == berlin("2026-03-09T09:00")
    assert BERLIN.next_acknowledge_opening(berlin("2026-03-02T23:00")) == berlin("2026-03-03T07:00")
    assert BERLIN.next_acknowledge_opening(berlin("2026-03-02T03:00")) == berlin("2026-03-02T07:00")


def test_closing_is_the_end_of_the_last_opening_of_the_day() -> None:
    lunch = hours_in("Europe/Berlin", "Mon-Thu 09:00-12:30, 13:30-18:00; Sat 10:00-14:00")
    assert lunch.closing(berlin("2026-03-02T10:00")) == berlin("2026-03-02T18:00")
    assert lunch.closing(berlin("2026-03-02T18:00")) == berlin("2026-03-03T18:00")
    assert lunch.closing(berlin("2026-03-06T10:00")) == berlin("2026-03-07T14:00")


@pytest.mark.parametrize(
    ("now", "minutes", "then"),
    [
        ("2026-03-02T10:00", 240, "2026-03-02T14:00"),
        # to the very end of the day, not to the next morning
        ("2026-03-02T13:00", 240, "2026-03-02T17:00"),
        ("2026-03-02T16:00", 240, "2026-03-03T12:00"),
        ("2026-03-06T16:59", 2, "2026-03-09T09:01"),
        ("2026-03-07T12:00", 60, "2026-03-09T10:00"),
        ("2026-03-07T12:00", 0, "2026-03-07T12:00"),
        # over the clock change of 29 March
        ("2026-03-27T16:00", 120, "2026-03-30T10:00"),
    ],
)
def test_office_time_passes_only_while_the_office_is_open(
    now: str, minutes: int, then: str
) -> None:
    lasting = timedelta(minutes=minutes)
    assert BERLIN.add_office_time(berlin(now), lasting) == berlin(then)
    assert BERLIN.office_time_between(berlin(now), berlin(then)) == lasting


@pytest.mark.parametrize(
    ("now", "days", "then"),
    [
        ("2026-03-02T10:20", 1, "2026-03-03T10:20"),
        ("2026-03-06T10:20", 1, "2026-03-09T10:20"),
        # counted from the next opening
        ("2026-03-07T12:00", 1, "2026-03-10T09:00"),
        ("2026-03-02T20:00", 2, "2026-03-05T09:00"),
        ("2026-03-02T20:00", 0, "2026-03-03T09:00"),
    ],
)
def test_office_days_skip_closed_days(now: str, days: int, then: str) -> None:
    assert BERLIN.add_office_days(berlin(now), days) == berlin(then)


def test_an_office_day_later_stays_inside_the_hours_of_that_day() -> None:
    hours = hours_in("Europe/Berlin", "Thu 09:00-18:00; Fri 10:00-12:00, 14:00-16:00")
    assert hours.add_office_days(berlin("2026-03-05T09:00"), 1) == berlin("2026-03-06T10:00")
    assert hours.add_office_days(berlin("2026-03-05T13:00"), 1) == berlin("2026-03-06T14:00")
    assert hours.add_office_days(berlin("2026-03-05T17:00"), 1) == berlin("2026-03-06T16:00")


def test_due_follows_the_unit() -> None:
    now = berlin("2026-03-06T16:00")
    assert due(now, parse_lasting("30 min"), BERLIN) == berlin("2026-03-06T16:30")
    assert due(now, parse_lasting("3 days"), BERLIN) == berlin("2026-03-09T16:00")
    assert due(now, parse_lasting("4 office hours"), BERLIN) == berlin("2026-03-09T12:00")
    assert due(now, parse_lasting("1 office day"), BERLIN) == berlin("2026-03-09T16:00")


def test_moments_come_back_in_utc() -> None:
    now = berlin("2026-03-02T10:00")
    assert BERLIN.next_office_opening(now).tzinfo is UTC
    assert BERLIN.add_office_time(now, timedelta(hours=1)).tzinfo is UTC
    assert due(now, parse_lasting("30 min"), BERLIN).tzinfo is UTC


def test_a_night_with_a_clock_change_counts_its_real_hours() -> None:
    always = hours_in("Europe/Berlin", "daily 00:00-24:00")
    spring = berlin("2026-03-29T00:00"), berlin("2026-03-30T00:00")
    autumn = berlin("2026-10-25T00:00"), berlin("2026-10-26T00:00")
    assert always.office_time_between(*spring) == timedelta(hours=23)
    assert always.office_time_between(*autumn) == timedelta(hours=25)
    assert always.is_office_open(berlin("2026-10-25T02:30"))


def test_an_opening_in_the_skipped_hour_begins_with_the_clock_change() -> None:
    bakery = hours_in("Europe/Berlin", "Sun 02:30-06:00")
    change = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert bakery.next_office_opening(berlin("2026-03-28T12:00")) == change
    swallowed = hours_in("Europe/Berlin", "Sun 02:00-03:00")
    assert not swallowed.is_office_day(date(2026, 3, 29))


@pytest.mark.parametrize(
    ("zone", "opening"),
    [
        ("Europe/Berlin", "2026-03-30T07:00+00:00"),
        ("America/New_York", "2026-03-30T13:00+00:00"),
        # half an hour of summer time, until 5 April
        ("Australia/Lord_Howe", "2026-03-29T22:00+00:00"),
        ("Asia/Kathmandu", "2026-03-30T03:15+00:00"),
        ("Pacific/Apia", "2026-03-29T20:00+00:00"),
    ],
)
def test_it_opens_by_the_local_clock_everywhere(zone: str, opening: str) -> None:
    sunday = datetime(2026, 3, 29, 14, 30, tzinfo=ZoneInfo(zone))
    assert hours_in(zone).next_office_opening(sunday) == datetime.fromisoformat(opening)


def test_a_day_that_never_was_has_no_office_hours() -> None:
    apia = hours_in("Pacific/Apia", "daily 09:00-17:00")
    assert not apia.is_office_day(date(2011, 12, 30))
    thursday_evening = datetime(2011, 12, 29, 18, 0, tzinfo=ZoneInfo("Pacific/Apia"))
    assert apia.local(apia.next_office_opening(thursday_evening)).date() == date(2011, 12, 31)


def test_hours_that_never_come_end_in_a_sentence_not_in_a_loop() -> None:
    never = Hours(time_zone="Europe/Berlin", office={}, acknowledge={})
    now = berlin("2026-03-02T10:00")
    assert not never.is_office_open(now)
    assert not never.may_acknowledge(now)
    assert never.office_time_between(now, now + timedelta(days=9)) == timedelta(0)
    for ask in (never.next_office_opening, never.next_acknowledge_opening, never.closing):
        with pytest.raises(ValueError, match="within 400 days"):
            ask(now)
    with pytest.raises(ValueError, match="within 400 days"):
        never.add_office_time(now, timedelta(hours=1))
    with pytest.raises(ValueError, match="900 office days within 400 days"):
        BERLIN.add_office_days(now, 900)


def test_a_naive_moment_is_refused_everywhere() -> None:
    naive = berlin("2026-03-02T10:00").replace(tzinfo=None)
    hour = timedelta(hours=1)
    for ask in (
        BERLIN.is_office_open,
        BERLIN.may_acknowledge,
        BERLIN.next_office_opening,
        BERLIN.next_acknowledge_opening,
        BERLIN.closing,
        BERLIN.local,
        BERLIN.day_of,
    ):
        with pytest.raises(ValueError, match="no time zone"):
            ask(naive)
    with pytest.raises(ValueError, match="no time zone"):
        BERLIN.add_office_time(naive, hour)
    with pytest.raises(ValueError, match="no time zone"):
        BERLIN.office_time_between(berlin("2026-03-02T10:00"), naive)
    with pytest.raises(ValueError, match="no time zone"):
        due(naive, parse_lasting("3 days"), BERLIN)
