"""The watchdog: who moves is left alone, who does not is told and ended."""

import logging
import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from monitor.daemon import Daemon
from monitor.lock import Said, holder, only_one
from monitor.testing import FakeClock, FakeObserver
from monitor.watchdog import IDLE, PATIENCE, ROUND, Moving, Watchdog
from tests.app import app_of
from tests.shop import Shop

#: more rounds than a job, or a pause between jobs, may take
TOO_MANY = PATIENCE // ROUND + 1
TOO_IDLE = IDLE // ROUND + 1


class Watched:
    """A watchdog, and what it did."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.ticked = 0.0
        self.ended = self.moved = self.set_back = 0
        self.dog = Watchdog(
            self.clock,
            moved=self._moved,
            was_set_back=self._set_back,
            end=self._end,
            ticks=lambda: self.ticked,
        )

    def rounds(self, count: int) -> None:
        for _ in range(count):
            self.clock.advance(ROUND)
            self.ticked += ROUND.total_seconds()
            self.dog.round()

    def _moved(self) -> None:
        self.moved += 1

    def _set_back(self) -> None:
        self.set_back += 1

    def _end(self) -> None:
        self.ended += 1


def test_a_job_that_does_not_move_ends_the_process(caplog: pytest.LogCaptureFixture) -> None:
    watched = Watched()
    with watched.dog.job("outbox"):
        watched.rounds(TOO_MANY - 1)
        assert (watched.ended, watched.moved) == (0, TOO_MANY - 1)
        watched.rounds(1)
    assert (watched.ended, watched.moved) == (1, TOO_MANY - 1)
    (said,) = [line for line in caplog.records if line.levelno == logging.CRITICAL]
    assert "`outbox` has not moved for 15 min" in said.getMessage()


def test_a_job_that_moves_may_take_its_time() -> None:
    watched = Watched()
    observer = FakeObserver()
    moving = Moving(watched.dog, observer)
    shop = Shop()
    word = shop.complaint()
    with watched.dog.job("poll x"):
        for _ in range(3):
            watched.rounds(TOO_MANY - 1)
            moving.effect_moved(word)
    assert watched.ended == 0
    assert observer.moved == [word] * 3


def test_one_job_that_moves_does_not_hide_one_that_does_not() -> None:
    watched = Watched()
    entered, leave = threading.Event(), threading.Event()

    def hang() -> None:
        with watched.dog.job("poll x"):
            entered.set()
            leave.wait()

    thread = threading.Thread(target=hang)
    thread.start()
    entered.wait()
    for _ in range(TOO_MANY):
        with watched.dog.job("outbox"):
            watched.rounds(1)
    leave.set()
    thread.join()
    assert watched.ended == 1


def test_when_no_job_begins_the_process_ends() -> None:
    watched = Watched()
    watched.rounds(TOO_IDLE - 1)
    assert watched.ended == 0
    with watched.dog.job("outbox"):
        pass
    watched.rounds(TOO_IDLE - 1)
    assert watched.ended == 0
    watched.rounds(1)
    assert watched.ended == 1


def test_a_machine_that_slept_has_missed_nothing() -> None:
    watched = Watched()
    with watched.dog.job("poll x"):
        watched.clock.advance(timedelta(days=2))
        watched.rounds(1)
    assert (watched.ended, watched.set_back) == (0, 0)


def test_a_clock_that_was_set_back_is_noticed_once() -> None:
    watched = Watched()
    with watched.dog.job("outbox"):
        watched.clock.advance(-timedelta(hours=1))
        watched.rounds(3)
    assert (watched.ended, watched.set_back) == (0, 1)


def test_after_the_clock_was_set_back_every_job_comes_at_once() -> None:
    """The scheduler would have waited for the old time: an hour in which nothing is sent."""
    shop = Shop()
    app = app_of(shop)
    daemon = Daemon(type(app)(**{**vars(app), "connectors": ()}))
    table = daemon._timetable()
    scheduler: BackgroundScheduler = table.scheduler
    scheduler.start(paused=True)
    later = shop.clock.now()
    shop.clock.advance(-timedelta(hours=1))
    table.come_again()
    due = {job.id: job.next_run_time for job in scheduler.get_jobs()}
    scheduler.shutdown(wait=False)
    assert {"outbox", "alerts", "deadlines"} <= set(due)
    assert set(due.values()) == {shop.clock.now()}
    assert shop.clock.now() < later


def test_the_lock_tells_who_holds_it_and_since_when_it_is_still(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db.lock"
    assert holder(path) is None
    with only_one(path) as lock:
        found = holder(path)
        assert found is not None
        assert found.still_for < timedelta(minutes=1)
        assert lock.is_ours()
        assert not lock.had_store
        lock.has_store()
        path.unlink()
        assert not lock.is_ours()
        with only_one(path) as other:
            assert not lock.is_ours()
            assert other.is_ours()
            other.has_store()
    assert holder(path) is None
    with only_one(path) as again:
        assert again.had_store


def test_a_lock_on_a_full_disk_keeps_what_it_knows(tmp_path: Path) -> None:
    path = tmp_path / "monitor.db.lock"
    with only_one(path) as lock:
        lock.has_store()
        lock.said(Said(brand="Lärche & Laib", posted_id="x:77"))
        lock.has_trouble("no room left")
        found = holder(path)
        assert found is not None
        assert (found.pid, found.trouble) == (os.getpid(), "no room left")
        lock.has_trouble("")
    with only_one(path) as again:
        assert (again.had_store, again.last_said) == (True, ("Lärche & Laib", "x:77"))
        found = holder(path)
        assert found is not None
        assert found.trouble == ""


@pytest.mark.parametrize("written", ["", "4711", "[1, 2]", "{}", "not json", "[[], [], [], []]"])
def test_a_lock_file_that_says_nothing_useful_is_a_new_one(tmp_path: Path, written: str) -> None:
    path = tmp_path / "monitor.db.lock"
    path.write_text(written, encoding="utf-8")
    with only_one(path) as lock:
        assert (lock.had_store, lock.last_said) == (False, None)
        found = holder(path)
        assert found is not None
        assert found.pid == os.getpid()
