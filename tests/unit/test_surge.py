"""When it is a surge, when it is quiet again, and what it is about."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.causes import Heard, causes_of
from monitor.domain.surge import (
    Surge,
    SurgeEnd,
    SurgeLimits,
    Volume,
    counted_from,
    is_quiet,
    normal_of,
    same_hours,
    trips,
)
from monitor.domain.values import replace
from monitor.testing import MONDAY_MORNING
from tests.shop import policy

NOW = MONDAY_MORNING
LIMITS = SurgeLimits()
ENDED = Surge(
    brand="larch",
    began_at=NOW - timedelta(hours=3),
    complaints=30,
    people=20,
    normal=1.0,
    ended_at=NOW - timedelta(minutes=20),
    ended_by="Jo",
    end=SurgeEnd.FALSE_ALARM,
)


@pytest.mark.parametrize(
    ("complaints", "people", "normal", "is_surge"),
    [
        (8, 6, 1.0, True),
        # one fewer of either
        (7, 6, 1.0, False),
        (8, 5, 1.0, False),
        # one angry person is no surge
        (40, 1, 1.0, False),
        # four times as many as usual
        (11, 11, 3.0, False),
        (12, 12, 3.0, True),
        (400, 300, 101.0, False),
    ],
)
def test_it_is_a_surge_from_these_numbers_on(
    complaints: int, people: int, normal: float, is_surge: bool
) -> None:
    volume = Volume(complaints=complaints, people=people)
    assert trips(volume, normal, LIMITS, None, NOW) is is_surge


def test_after_a_false_alarm_it_takes_twice_as_many_for_a_day() -> None:
    def is_surge(complaints: int, at: datetime) -> bool:
        return trips(Volume(complaints=complaints, people=complaints), 1.0, LIMITS, ENDED, at)

    assert not is_surge(59, NOW)
    assert is_surge(60, NOW)
    assert is_surge(8, NOW + timedelta(days=1))


def test_after_the_owner_resumed_only_what_comes_then_counts() -> None:
    resumed = replace(ENDED, end=SurgeEnd.RESUMED)
    assert counted_from(LIMITS, resumed, NOW) == ENDED.ended_at
    assert counted_from(LIMITS, ENDED, NOW) == NOW - timedelta(minutes=60)
    assert counted_from(LIMITS, None, NOW) == NOW - timedelta(minutes=60)


@pytest.mark.parametrize(
    ("complaints", "normal", "quiet"), [(0, 1.0, True), (1, 1.0, True), (2, 1.0, False)]
)
def test_it_is_quiet_below_twice_the_usual(complaints: int, normal: float, quiet: bool) -> None:
    assert is_quiet(Volume(complaints=complaints, people=complaints), normal, LIMITS) is quiet


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=6))
def test_usual_is_never_less_than_one(counts: list[int]) -> None:
    assert normal_of(counts) >= 1.0


def test_usual_is_the_mean_of_the_weeks() -> None:
    assert normal_of([4, 8, 0, 4]) == 4.0


def test_the_same_hour_is_that_of_the_wall_clock() -> None:
    """In Berlin the clocks went back on 25 October 2026: ten was 08:00 UTC before."""
    hours = policy().hours
    now = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    spans = same_hours(now, hours, LIMITS, NOW - timedelta(days=365))
    assert [until for _, until in spans] == [
        datetime(2026, 11, 9, 9, 0, tzinfo=UTC),
        datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
        datetime(2026, 10, 26, 9, 0, tzinfo=UTC),
        datetime(2026, 10, 19, 8, 0, tzinfo=UTC),
    ]
    assert all(until - since == timedelta(hours=1) for since, until in spans)


def test_weeks_before_the_first_message_say_nothing() -> None:
    hours = policy().hours
    assert len(same_hours(NOW, hours, LIMITS, NOW - timedelta(days=15))) == 2
    assert same_hours(NOW, hours, LIMITS, None) == []


# --- what it is about -----------------------------------------------------------------------------


IDLE = frozenset(("the", "your", "has", "been", "down", "since", "ten", "again", "terrible"))


def heard(number: int, text: str, topic: str = "", author: str = "") -> Heard:
    return Heard(
        message_id=f"x:{number}", author_id=author or f"x:p{number}", topic=topic, text=text
    )


def test_a_cause_has_the_words_that_people_share() -> None:
    texts = (
        "@larchandloaf your payment page has been down since ten",
        "The payment page is broken AGAIN",
        "cannot use the payment page. terrible",
        "payments fail, payment page error",
        "my cake was late",
    )
    found = causes_of(
        [heard(number, text, "access") for number, text in enumerate(texts, 1)],
        IDLE.__contains__,
    )
    assert (found[0].words, found[0].topic, found[0].complaints) == ("payment page", "access", 4)
    assert found[0].examples == ("x:1", "x:2", "x:3")


def test_one_person_has_one_vote() -> None:
    flood = [heard(number, "croissant scandal", author="x:cy") for number in range(20)]
    rest = [heard(100 + number, "payment page", "money") for number in range(4)]
    assert [cause.words for cause in causes_of([*flood, *rest], IDLE.__contains__)] == [
        "payment page"
    ]


def test_what_shares_no_words_is_grouped_by_topic() -> None:
    texts = ("waited an hour", "order overdue", "courier came tomorrow")
    found = causes_of([heard(n, text, "late") for n, text in enumerate(texts)], IDLE.__contains__)
    assert [(cause.words, cause.topic, cause.people) for cause in found] == [("", "late", 3)]


@given(
    st.lists(
        st.builds(
            Heard,
            message_id=st.uuids().map(str),
            author_id=st.sampled_from(("x:1", "x:2", "x:3", "x:4", "x:5")),
            topic=st.sampled_from(("", "late", "money")),
            text=st.text(max_size=80),
        ),
        max_size=12,
        unique_by=lambda one: one.message_id,
    )
)
def test_whatever_people_write_the_causes_add_up(complaints: list[Heard]) -> None:
    causes = causes_of(complaints, IDLE.__contains__)
    assert sum(cause.complaints for cause in causes) <= len(complaints)
    examples = [example for cause in causes for example in cause.examples]
    assert len(examples) == len(set(examples))
    for cause in causes:
        assert all(sign.isalpha() or sign == " " for sign in cause.words)
