"""The kill switch: within a second nothing more is said, also with the database held or gone.

A proxy makes every word take a while, so that the pause falls between two of many.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime

import pytest

from monitor.domain.effect import State
from tests.faults.home import Home, complaint
from tests.outside import eventually
from tests.program import Program
from tests.simulators.judge import Judge
from tests.simulators.proxy import Proxy

MANY = 12
#: each word takes so long
EACH_S = 0.4
#: what the owner is promised
A_SECOND_S = 1.0


@pytest.fixture
def talking(home: Home, judge: Judge) -> Iterator[Home]:
    """A dozen words with their yes, in a shop whose platform is slow."""
    with Proxy(judge.port) as proxy:
        proxy.delay_s = EACH_S
        judge.add_mentions([complaint(number) for number in range(MANY)])
        home.once()
        assert home.approve_all() == MANY
        home.point_at(proxy.port)
        yield home


def stays_silent(judge: Judge, paused_at: datetime) -> None:
    """Nothing is said later than a second after the pause, and not everything was said before."""
    time.sleep(3 * A_SECOND_S)
    said = [datetime.fromisoformat(post["at"]) for post in judge.posts()]
    # as the daemon's clock had it when it began to send
    assert (max(said) - paused_at).total_seconds() <= A_SECOND_S
    assert len(said) < MANY


def by_command(home: Home) -> None:
    home.do("pause")


def with_the_database_held(home: Home, held: ExitStack) -> None:
    other = held.enter_context(closing(sqlite3.connect(home.database, timeout=30.0)))
    other.isolation_level = None
    other.execute("BEGIN IMMEDIATE")
    home.pause_file.touch()


def with_the_database_gone(home: Home) -> None:
    home.database.rename(home.database.with_name("gone.db"))
    said = home.program.run("pause", "--config", "config.toml")
    assert said.returncode == 0
    assert "paused on this machine only" in said.stderr


def from_another_machine(home: Home) -> None:
    """No file there: the row on the database is enough."""
    other = home.folder / "other"
    other.mkdir()
    (other / "config.toml").write_text(
        (home.folder / "config.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    Program(other, home.folder / "installed").do(
        "pause", "--store", str(home.database), "--config", "config.toml"
    )
    assert not home.pause_file.exists()


WAYS: list[Callable[[Home], None]] = [
    by_command,
    with_the_database_gone,
    from_another_machine,
]


@pytest.mark.parametrize("pause", WAYS, ids=lambda way: way.__name__)
def test_a_pause_in_mid_run_ends_it_within_a_second(
    talking: Home, judge: Judge, pause: Callable[[Home], None]
) -> None:
    with talking.start() as running:
        assert eventually(lambda: len(judge.posts()) >= 2)
        pause(talking)
        paused_at = datetime.now(UTC)
        stays_silent(judge, paused_at)
        running.stop()


def test_a_pause_while_another_program_holds_the_database(talking: Home, judge: Judge) -> None:
    with talking.start() as running, ExitStack() as held:
        assert eventually(lambda: len(judge.posts()) >= 2)
        with_the_database_held(talking, held)
        stays_silent(judge, datetime.now(UTC))
        held.close()
        # the other one is done, and the pause holds
        stays_silent(judge, datetime.now(UTC))
        said = len(judge.posts())
        talking.pause_file.unlink()
        assert eventually(lambda: len(judge.posts()) == MANY)
        running.stop()
    assert said < MANY
    assert {word.state for word in talking.words()} == {State.SENT}
    answered = [post["in_reply_to"] for post in judge.posts()]
    assert len(set(answered)) == len(answered) == MANY
