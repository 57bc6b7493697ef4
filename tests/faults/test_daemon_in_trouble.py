"""The running daemon whose database is full, held, or gone: it rests, says so, and goes on alone.

Daemon, judge and whoever does the harm are processes of their own.
"""

import resource
import sqlite3
import time
from contextlib import closing

import pytest

from monitor.domain.effect import State
from tests.faults.holding import FOR_ITSELF, WRITING, held, told_of
from tests.faults.home import ONCE, Home, complaint
from tests.outside import eventually
from tests.simulators.judge import Judge

#: long enough for several rounds of every job
A_WHILE_S = 3.0
TOLD = "Nothing is read or sent"


@pytest.fixture
def waiting(home: Home, judge: Judge) -> Home:
    """One word has its yes; the pause file keeps it until it is taken away."""
    judge.add_mentions([complaint(1)])
    home.once()
    home.pause_file.touch()
    assert home.approve_all() == 1
    return home


def looks(judge: Judge) -> int:
    return sum(hit["request"] == "GET /mentions" for hit in judge.hits())


def test_a_full_disk_stops_pulling_and_sending_and_status_goes_on(
    waiting: Home, judge: Judge
) -> None:
    home = waiting
    with home.start() as running:
        running.wait_for("Approve mode")
        pid = running.process.pid
        _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, most))
        judge.add_mentions([complaint(2)])
        running.wait_for(TOLD)
        home.pause_file.unlink()
        before = looks(judge)
        time.sleep(A_WHILE_S)
        # the first look found out; after that hardly anybody asks
        assert looks(judge) - before <= 2
        assert judge.posts() == []
        status = home.status()
        assert (status["pid"], status["approved"]) == (pid, 1)
        assert "the disk refused" in status["trouble"]
        assert running.text.count(TOLD) == 1
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))
        assert eventually(lambda: len(judge.posts()) == 1)
        assert eventually(lambda: any(word.message_id == "x:2" for word in home.words()))
        assert home.status()["trouble"] == ""
        code, _ = running.stop()
    assert code == 0
    assert [word.state for word in home.words()] == [State.SENT, State.PROPOSED]
    # one alert, and one line in the log
    assert running.text.count(TOLD) == 1
    assert "".join(running.complained).count("nothing is read or sent") == 1


def test_while_another_program_holds_the_database_nothing_is_sent(
    waiting: Home, judge: Judge
) -> None:
    home = waiting
    looked_at = home.looked_at()
    with home.start() as running:
        # in the midst of its work, not while it starts
        assert eventually(lambda: home.looked_at() != looked_at)
        with held(home.database):
            home.pause_file.unlink()
            time.sleep(2 * A_WHILE_S)
            # no word without a claim on the disk
            assert judge.posts() == []
            assert running.process.poll() is None, running.all_of_it
        assert eventually(lambda: len(judge.posts()) == 1), running.all_of_it
        code, _ = running.stop()
    assert code == 0
    assert len(judge.posts()) == 1
    # a while is no news for the owner
    assert TOLD not in running.text


@pytest.mark.parametrize("how", [WRITING, FOR_ITSELF])
def test_a_database_that_is_held_at_the_start_is_waited_for(
    waiting: Home, judge: Judge, how: str
) -> None:
    home = waiting
    home.pause_file.unlink()
    with held(home.database, how) as holder:
        running = home.start()
        # it says who holds it, as far as it can be known
        told = told_of(holder)
        assert eventually(lambda: told in running.all_of_it), running.all_of_it
        time.sleep(A_WHILE_S)
        assert judge.posts() == []
        assert running.process.poll() is None, running.all_of_it
        if how == WRITING:
            assert told in home.status()["trouble"]
    with running:
        assert eventually(lambda: len(judge.posts()) == 1), running.all_of_it
        assert eventually(lambda: home.status()["trouble"] == "")
        code, _ = running.stop()
    assert code == 0
    assert [word.state for word in home.words()] == [State.SENT]
    assert running.all_of_it.count(told) == 1


def test_who_waits_for_a_held_database_can_be_stopped(waiting: Home, judge: Judge) -> None:
    home = waiting
    home.pause_file.unlink()
    with held(home.database), home.start() as running:
        assert eventually(lambda: "is held by another program" in running.all_of_it)
        code, _ = running.stop()
    assert code == 0
    assert judge.posts() == []
    assert [word.state for word in home.words()] == [State.APPROVED]


def test_one_cycle_does_not_wait_for_a_held_database(waiting: Home, judge: Judge) -> None:
    # whoever starts one cycle every minute does not want a hundred of them to wait
    home = waiting
    home.pause_file.unlink()
    with held(home.database) as holder:
        ended = home.program.run(*ONCE)
        told = told_of(holder)
    assert ended.returncode == 1
    assert told in " ".join(ended.stderr.split())
    assert judge.posts() == []


def test_a_database_that_is_taken_away_stops_sending_and_comes_back(
    waiting: Home, judge: Judge
) -> None:
    home = waiting
    away = home.database.with_name("elsewhere.db")
    looked_at = home.looked_at()
    with home.start() as running:
        running.wait_for("Approve mode")
        assert eventually(lambda: home.looked_at() != looked_at)
        home.database.rename(away)
        home.pause_file.unlink()
        running.wait_for(TOLD)
        time.sleep(A_WHILE_S)
        assert judge.posts() == []
        assert not home.database.exists()
        away.rename(home.database)
        assert eventually(lambda: len(judge.posts()) == 1)
        running.stop()
    assert [word.state for word in home.words()] == [State.SENT]


def test_a_database_that_is_replaced_while_it_runs_sends_nothing(
    waiting: Home, judge: Judge
) -> None:
    home = waiting
    looked_at = home.looked_at()
    with home.start() as running:
        running.wait_for("Approve mode")
        assert eventually(lambda: home.looked_at() != looked_at)
        copy = home.database.with_name("copy.db")
        with closing(sqlite3.connect(home.database)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
        copy.rename(home.database)
        home.pause_file.unlink()
        running.wait_for("was replaced by another file")
        time.sleep(A_WHILE_S)
        assert judge.posts() == []
        running.stop()


def test_a_database_that_is_gone_is_not_begun_anew(waiting: Home, judge: Judge) -> None:
    home = waiting
    home.do("run", "--once")
    for path in home.database.parent.glob("monitor.db*"):
        if path != home.lock:
            path.unlink()
    refused = home.program.run("run", "--config", "config.toml")
    assert refused.returncode == 1
    assert "is gone, and a monitor ran on it before" in refused.stderr
    assert not home.database.exists()
    # who means it says so
    home.lock.unlink()
    home.do("run", "--once")
    assert judge.posts() == []
