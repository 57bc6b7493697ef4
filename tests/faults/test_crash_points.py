"""A process that is gone at any statement, commit, failpoint or send: every promise holds.

A few lives here; `make bench-faults` dies ten thousand times.
"""

import pytest

from tests.faults.crash_points import HALF, Explorer
from tests.faults.failpoints import without_a_desk
from tests.faults.life import life_of

#: in these lives every failpoint is passed
SEEDS = (35, 86)


@pytest.fixture(scope="module")
def explored() -> list[Explorer]:
    explorers = [Explorer(life_of(seed), every=50) for seed in SEEDS]
    for explorer in explorers:
        explorer.explore()
    return explorers


def test_no_promise_is_broken_wherever_a_process_dies(explored: list[Explorer]) -> None:
    assert {e.life.seed: e.broken for e in explored if e.broken} == {}


def test_each_death_is_followed_by_an_end(explored: list[Explorer]) -> None:
    """A finding that was swallowed would be a death without one."""
    assert all(each.ends == each.deaths.total() + 1 for each in explored)
    assert sum(each.deaths.total() for each in explored) > 100


def test_they_die_at_every_failpoint_at_sends_and_in_the_middle_of_commits(
    explored: list[Explorer],
) -> None:
    places = {place for each in explored for place in each.deaths}
    # nobody is muted in a life; `test_kill` dies there
    named = {name for name in without_a_desk() if not name.startswith("measures.")}
    assert places >= {*named, "platform.before_send", "platform.after_send", "commit", HALF}
