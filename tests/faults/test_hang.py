"""A monitor that hangs: it says where everybody stands and ends, and the next start goes on."""

import os
import signal
import sys
import time

from monitor.domain.effect import State
from tests.faults.home import RUN, Home, complaint
from tests.outside import eventually
from tests.program import Program, Running
from tests.simulators.judge import Judge


class Hurried(Program):
    """With a watchdog that waits seconds, not minutes."""

    @staticmethod
    def _command(arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "tests.faults.hurried", *arguments]


def hurried(home: Home, **environment: str) -> Running:
    return Hurried(home.folder, home.folder / "installed").start(*RUN, **environment)


def with_a_yes(home: Home, judge: Judge) -> None:
    judge.add_mentions([complaint(1)])
    home.once()
    assert home.approve_all() == 1


def test_a_deadlock_ends_the_process_and_the_next_start_goes_on(home: Home, judge: Judge) -> None:
    with_a_yes(home, judge)
    with hurried(home, MONITOR_FAILPOINT="deliver.after_claim:1:hang") as stuck:
        code = stuck.process.wait(timeout=60)
        stuck.join()
    told = "".join(stuck.complained)
    assert code == 1
    assert "`outbox` has not moved for" in told
    # where the thread stands that hangs, and the others
    assert "in _claim" not in told
    assert 'deliver.py", line' in told
    assert told.count("Thread 0x") >= 2
    assert judge.posts() == []
    with hurried(home) as again:
        assert eventually(lambda: len(judge.posts()) == 1)
        code, _ = again.stop()
    assert code == 0
    (word,) = home.words()
    assert word.state is State.SENT
    assert len(judge.posts()) == 1


def test_a_process_that_was_stopped_goes_on_where_it_stood(home: Home, judge: Judge) -> None:
    judge.add_mentions([complaint(1)])
    with hurried(home) as running:
        assert eventually(lambda: home.words() != [])
        os.kill(running.process.pid, signal.SIGSTOP)
        # longer than its watchdog's patience, which counts what it sees itself
        time.sleep(4.0)
        home.approve_all()
        os.utime(home.lock, (time.time() - 600, time.time() - 600))
        shown = home.program.run("status", "--config", "config.toml")
        assert shown.returncode == 1
        assert f"HANGS (process {running.process.pid}): it has not moved for 10 min" in shown.stdout
        assert f"kill -9 {running.process.pid}" in shown.stderr
        # nobody takes its place while it stands
        assert "another monitor is running" in home.program.run(*RUN).stderr
        os.kill(running.process.pid, signal.SIGCONT)
        assert eventually(lambda: len(judge.posts()) == 1)
        assert eventually(lambda: time.time() - home.lock.stat().st_mtime < 60)
        code, _ = running.stop()
    assert code == 0
    assert len(judge.posts()) == 1
