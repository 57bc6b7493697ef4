"""Clocks that jump: a slot of the schedule fires once for each local date, whatever the clock does.

The scheduler's own trigger says when the job comes; the slot in the database says whether it runs.
"""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.clock import Hours
from monitor.domain.effect import State
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.services.weekly_report import WeeklyReport
from monitor.store import memory_store
from monitor.testing import FakeClock
from tests.shop import Shop, config, policy

#: half an hour, a whole one, and two; by day, at midnight, and where there is none
ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "Asia/Kathmandu",
)
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def fires(
    zone: str, start: datetime, days: int, weekday: int, hour: int, minute: int
) -> list[datetime]:
    """When APScheduler lets the job of the weekly report come."""
    trigger = CronTrigger(day_of_week=weekday, hour=hour, minute=minute, timezone=zone)
    moments: list[datetime] = []
    last, now = None, start
    while True:
        moment = trigger.get_next_fire_time(last, now)
        if moment is None or moment > start + timedelta(days=days):
            return moments
        moments.append(moment.astimezone(UTC))
        last, now = moment, moment.astimezone(UTC) + timedelta(seconds=1)


def written(zone: str, moments: list[datetime], weekday: int, hour: int, minute: int) -> list[str]:
    """The weeks that are reported when the job comes at these moments, by two daemons at once."""
    base = config().hours()
    hours = Hours(time_zone=zone, office=base.office, acknowledge=base.acknowledge)
    clock, store = FakeClock(moments[0]), memory_store()
    weeks: list[str] = []
    reports = [
        WeeklyReport(
            store, clock, hours, weekday=weekday, hour=hour, minute=minute, write=weeks.append
        )
        for _ in range(2)
    ]
    for moment in moments:
        clock.move_to(moment)
        for report in reports:
            report.due()
    store.close()
    return weeks


@settings(max_examples=60)
@given(
    zone=st.sampled_from(ZONES),
    day=st.integers(0, 365),
    hour=st.integers(0, 23) | st.sampled_from([0, 1, 2, 3]),
    minute=st.sampled_from([0, 1, 15, 29, 30, 31, 45, 59]),
)
def test_a_slot_fires_once_for_each_local_date(zone: str, day: int, hour: int, minute: int) -> None:
    start = FIRST_DAY + timedelta(days=day)
    weekday = (start + timedelta(days=1)).astimezone(ZoneInfo(zone)).weekday()
    moments = fires(zone, start, 16, weekday, hour, minute)
    assert 1 <= len({moment.astimezone(ZoneInfo(zone)).date() for moment in moments}) <= 3
    weeks = written(zone, moments, weekday, hour, minute)
    assert max(Counter(weeks).values()) == 1
    assert weeks == sorted(weeks)


def test_the_scheduler_alone_would_have_fired_twice() -> None:
    """Shows that the slot is needed: half past two comes twice on that day in Berlin."""
    moments = fires("Europe/Berlin", datetime(2026, 10, 24, tzinfo=UTC), 2, 6, 2, 30)
    assert len(moments) == 2
    assert len(written("Europe/Berlin", moments, 6, 2, 30)) == 1


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-2)])
def test_a_clock_that_jumps_says_nothing_twice_and_loses_nothing(jump: timedelta) -> None:
    shop = Shop(policy=policy(Mode.AUTOMATIC))
    word = shop.complaint()
    assert shop.effect(word.number).reason in (Reason.SETTLING, Reason.ADDRESSED_US)
    shop.work_for(timedelta(minutes=1))
    shop.clock.advance(jump)
    shop.work_for(timedelta(hours=2) + abs(jump), timedelta(minutes=20))
    assert len(shop.x.public) == 1
    assert shop.effect(word.number).state is State.SENT
    # the case keeps its deadline, a moment in UTC
    assert word.case_number is not None
    with shop.store.read() as tx:
        case = tx.cases.get(word.case_number)
    assert case is not None
    assert case.deadline_at is not None
    assert case.deadline_at.utcoffset() == timedelta(0)
