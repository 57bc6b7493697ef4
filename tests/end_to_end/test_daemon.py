"""`monitor run` as a process on the shipped config: it starts, speaks, stops, and goes on."""

import shutil
import signal
import time
from pathlib import Path

import pytest

from monitor.domain.effect import Effect, State
from tests.outside import eventually, words_in
from tests.people import CONFIG
from tests.program import ROOT, Program

RUN = ("run", "--config", "config.toml")
#: what a stop may take, in seconds
SOON_S = 10.0
#: the daemon looks at its outbox every second
A_SECOND_S = 1.0


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """A copy of the shipped config and playbooks, in a folder of its own."""
    shutil.copy(CONFIG, tmp_path / "config.toml")
    shutil.copytree(ROOT / "playbooks", tmp_path / "playbooks")
    return Program(tmp_path)


def words(program: Program) -> list[Effect]:
    """Every acknowledgement there is."""
    return words_in(program.folder / "data" / "sample.db")


def wait_for_state(program: Program, state: State, within_s: float) -> bool:
    """The first acknowledgement comes into this state in time."""
    return eventually(lambda: any(word.state is state for word in words(program)), within_s)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_what_is_on_and_stops_cleanly(program: Program, number: signal.Signals) -> None:
    with program.start(*RUN) as running:
        running.wait_for("Checking config ok")
        running.wait_for("SAMPLE DATA")
        running.wait_for("Approve mode")
        # the first mention at once, with its decision
        running.wait_for("50 minutes for two coffees", within_s=20)
        running.wait_for("COMPLAINT", within_s=20)
        code, took = running.stop(number)
    assert code == 0, running.complained
    assert took <= SOON_S
    assert "Stopped. Nothing was being sent." in running.text
    assert running.complained == []


def test_two_signals_are_one_stop(program: Program) -> None:
    with program.start(*RUN) as running:
        running.wait_for("COMPLAINT", within_s=20)
        running.process.send_signal(signal.SIGINT)
        code, took = running.stop(signal.SIGINT)
    assert (code, running.complained) == (0, [])
    assert took <= SOON_S
    assert running.text.count("Stopped.") == 1


@pytest.fixture
def approved(program: Program) -> Program:
    """A daemon was here, is gone, and left a draft."""
    with program.start(*RUN) as running:
        running.wait_for("draft 1", within_s=20)
        running.stop()
    return program


def test_a_second_daemon_is_refused_and_a_new_start_goes_on(approved: Program) -> None:
    program = approved
    with program.start(*RUN) as running:
        running.wait_for("store ok")
        running.wait_for("Approve mode")
        refused = program.run(*RUN)
        assert refused.returncode == 1
        assert "another monitor is running" in refused.stderr
        assert str(running.process.pid) in refused.stderr
        # a yes by another process is carried out within seconds
        program.do("approve", "1", "--config", "config.toml")
        assert wait_for_state(program, State.SENT, within_s=10)
        # a pause stops the next one, and its end lets it go
        program.do("pause", "--config", "config.toml")
        before = [word.state for word in words(program)].count(State.SENT)
        time.sleep(2 * A_SECOND_S)
        assert [word.state for word in words(program)].count(State.SENT) == before
        program.do("resume", "--config", "config.toml")
        code, _ = running.stop()
    assert code == 0
    assert running.complained == []
    # nobody has two words, and a card that was not posted before is posted now, once
    assert running.text.count("50 minutes for two coffees") <= 1
    by_author = [word.author_id for word in words(program)]
    assert len(by_author) == len(set(by_author))


def test_a_paused_daemon_sends_nothing_until_it_may(approved: Program) -> None:
    program = approved
    program.do("pause", "--config", "config.toml")
    with program.start(*RUN) as running:
        running.wait_for("PAUSED")
        program.do("approve", "1", "--config", "config.toml")
        assert not wait_for_state(program, State.SENT, within_s=3 * A_SECOND_S)
        program.do("resume", "--config", "config.toml")
        assert wait_for_state(program, State.SENT, within_s=20)
        code, _ = running.stop()
    assert code == 0
