"""Clocks: aware, in UTC, and a virtual one never goes back."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest

from monitor.domain.ports import Clock
from monitor.services.clocks import SystemClock, VirtualClock

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_both_are_clocks() -> None:
    clocks: list[Clock] = [SystemClock(), VirtualClock(NINE)]
    assert all(clock.now().tzinfo is UTC for clock in clocks)


def test_the_system_clock_sleeps_as_long_as_asked() -> None:
    clock = SystemClock()
    began = clock.now()
    clock.sleep(timedelta(milliseconds=5))
    assert clock.now() - began >= timedelta(milliseconds=4)


def test_a_negative_sleep_is_none() -> None:
    SystemClock().sleep(timedelta(days=-1))
    clock = VirtualClock(NINE)
    clock.sleep(timedelta(days=-1))
    assert clock.now() == NINE


def test_sleeping_moves_a_virtual_clock_at_once() -> None:
    clock = VirtualClock(NINE)
    clock.sleep(timedelta(days=7))
    assert clock.now() == NINE + timedelta(days=7)


def test_a_virtual_clock_never_goes_back() -> None:
    clock = VirtualClock(NINE)
    clock.move_to(NINE + timedelta(hours=1))
    clock.move_to(NINE)
    assert clock.now() == NINE + timedelta(hours=1)


def test_another_zone_is_turned_into_utc() -> None:
    berlin = timezone(timedelta(hours=1))
    clock = VirtualClock(NINE.astimezone(berlin))
    clock.move_to((NINE + timedelta(hours=1)).astimezone(berlin))
    assert clock.now().isoformat() == "2026-11-23T10:00:00+00:00"


def test_a_naive_moment_is_refused() -> None:
    naive = NINE.replace(tzinfo=None)
    with pytest.raises(ValueError, match="no time zone"):
        VirtualClock(naive)
    with pytest.raises(ValueError, match="no time zone"):
        VirtualClock(NINE).move_to(naive)


def test_no_sleep_is_lost_among_threads() -> None:
    clock = VirtualClock(NINE)

    def doze() -> None:
        for _ in range(500):
            clock.sleep(timedelta(seconds=1))

    threads = [threading.Thread(target=doze) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert clock.now() == NINE + timedelta(seconds=2000)
