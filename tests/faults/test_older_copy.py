"""A database that is an older copy: what it does not know is out already, and is not said again.

Three ways to come by one: `monitor restore`, a file that was copied back, and a whole machine that
was set back. The judge's log says how often the public saw a word.
"""

import shutil
import sqlite3
from contextlib import closing

import pytest

from monitor.domain.effect import State
from tests.faults.home import Home, complaint
from tests.outside import eventually
from tests.simulators.judge import Judge

CONFIG = ("--config", "config.toml")


@pytest.fixture
def sent(home: Home, judge: Judge) -> Home:
    """Two words have their yes; a copy of that moment; then both went out, and nobody runs."""
    judge.behave(is_echoing=True)
    judge.add_mentions([complaint(1), complaint(2)])
    home.once()
    assert home.approve_all() == 2
    copy = home.folder / "older.db"
    with closing(sqlite3.connect(home.database)) as now, closing(sqlite3.connect(copy)) as older:
        now.backup(older)
    home.do("run", "--once")
    assert len(judge.posts()) == 2
    assert [word.state for word in home.words()] == [State.SENT, State.SENT]
    return home


def put_back(home: Home) -> None:
    """The older copy stands where the database was."""
    for ending in ("-wal", "-shm"):
        home.database.with_name(home.database.name + ending).unlink(missing_ok=True)
    shutil.copy(home.folder / "older.db", home.database)


def nobody_is_told_twice(home: Home, judge: Judge) -> None:
    """It starts, holds, and after a look of the owner finds what was said."""
    with home.start() as running:
        running.wait_for("Approve mode")
        assert eventually(lambda: home.is_on_hold)
        # time for many rounds of the outbox
        assert not eventually(lambda: len(judge.posts()) > 2, within_s=4.0)
        home.do("reconcile", "--yes")
        assert eventually(
            lambda: all(word.state in (State.SENT, State.CANCELLED) for word in home.words())
        )
        running.stop()
    assert len(judge.posts()) == 2
    assert not home.is_on_hold


def test_after_a_restore_nothing_is_said_twice(sent: Home, judge: Judge) -> None:
    sent.do("restore", str(sent.folder / "older.db"), "--yes")
    nobody_is_told_twice(sent, judge)


def test_a_file_that_was_copied_back_is_known_by_the_last_word(sent: Home, judge: Judge) -> None:
    put_back(sent)
    nobody_is_told_twice(sent, judge)


def test_a_machine_that_was_set_back_is_known_by_what_comes_back(sent: Home, judge: Judge) -> None:
    put_back(sent)
    sent.lock.unlink()
    nobody_is_told_twice(sent, judge)


def test_the_owner_is_told_once_and_the_notice_ends_with_the_hold(sent: Home, judge: Judge) -> None:
    put_back(sent)
    said = sent.do("run", "--once") + sent.do("run", "--once")
    assert said.count("a word of yours is out that the database does not know") == 1
    (notice,) = sent.status()["notices"]
    assert notice["fix"] == "monitor reconcile"
    assert "monitor reconcile --yes" in sent.do("reconcile")
    sent.do("reconcile", "--yes")
    assert sent.status()["notices"] == []
