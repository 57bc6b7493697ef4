"""Solving: by when a case is to be put right, and when the owner is told that it is time."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.case import Case, TimelineEntry, TimelineKind
from monitor.domain.clock import Hours, parse_hours
from monitor.domain.policy import Policy
from monitor.domain.solving import began_at, is_near, solve_by
from tests.messages import assert_message
from tests.unit.cli_shop import Shop

HOURS = Hours(
    time_zone="UTC",
    office=parse_hours("Mon-Fri 09:00-17:00"),
    acknowledge=parse_hours("daily 07:00-22:00"),
)
POLICY = Policy(hours=HOURS)
#: a Monday
OPENED = datetime(2026, 11, 23, 10, tzinfo=UTC)


def a_case(topic: str = "", reopened: int = 0) -> Case:
    return Case(
        number=1,
        brand="b",
        author_id="x:1",
        topic=topic,
        assignee="Jo",
        opened_at=OPENED,
        deadline_at=None,
        first_message_id="x:1",
        reopened=reopened,
    )


def told(words: str, at: datetime) -> TimelineEntry:
    return TimelineEntry(
        brand="b", case_number=1, at=at, kind=TimelineKind.STATUS, by="Jo", words=words
    )


@pytest.mark.parametrize(
    ("topic", "by"),
    [
        # three office days
        ("late", datetime(2026, 11, 26, 10, tzinfo=UTC)),
        # there is no reason for days of waiting for one's money
        ("money", datetime(2026, 11, 24, 10, tzinfo=UTC)),
    ],
)
def test_a_case_is_to_be_put_right_by_a_time(topic: str, by: datetime) -> None:
    assert solve_by(a_case(topic), OPENED, POLICY) == by


def test_a_case_that_was_opened_again_has_its_time_anew() -> None:
    again = OPENED + timedelta(days=7)
    timeline = [told("opened again: it broke once more", again), told("resolved: solved", OPENED)]
    assert began_at(a_case(reopened=1), timeline) == again
    assert began_at(a_case(), []) == OPENED


@pytest.mark.parametrize(
    ("hours", "is_so"), [(timedelta(hours=5), False), (timedelta(hours=23, minutes=30), True)]
)
def test_its_end_is_near_when_most_of_its_office_time_is_over(
    hours: timedelta, is_so: bool
) -> None:
    assert is_near(a_case("money"), OPENED, POLICY, OPENED + hours) is is_so


def test_what_was_answered_and_not_solved_comes_up(shop: Shop, a_wide_screen: None) -> None:
    shop.sends(1)
    shop.run("case", "answered", "1")
    assert "TO PUT RIGHT" not in shop.run("inbox").out
    shop.clock.advance(timedelta(days=4))
    inbox = shop.run("inbox").out
    section = inbox[inbox.index("TO PUT RIGHT") :].split("\n\n")[0]
    assert_message("cli/inbox_to_solve", section)
    (one,) = json.loads(shop.run("inbox", "--json").out)["to_solve"]
    assert (one["case"], one["solve_by"]) == ("c1", "2026-11-26T09:00:00+00:00")
    assert "solve by   LATE, " in shop.run("case", "1").out


def test_what_is_solved_does_not(shop: Shop, a_wide_screen: None) -> None:
    shop.sends(1)
    shop.run("case", "resolve", "1", "--as", "solved")
    shop.clock.advance(timedelta(days=4))
    assert "TO PUT RIGHT" not in shop.run("inbox").out
    assert "solve by" not in shop.run("case", "1").out
