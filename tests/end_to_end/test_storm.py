"""A small storm through the real loop; the large one is `tests/benchmarks/bench_storm.py`."""

import pytest

from monitor.domain.effect import State
from monitor.domain.permission import Reason
from tests.simulators.storm import BEFORE, Figures, storm


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return storm(tmp_path_factory.mktemp("storm"), count=400, lasting_s=4)


def test_everything_is_stored_with_a_case_a_person_and_a_deadline(figures: Figures) -> None:
    assert figures.stored == figures.fed
    assert figures.people == figures.fed
    assert all(case.assignee and case.deadline_at is not None for case in figures.cases)


def test_machines_fall_silent(figures: Figures) -> None:
    assert figures.said_before == BEFORE, "there was nothing to stop"
    assert figures.said_after == 0
    (surge,) = figures.surges
    assert surge.is_on
    drafts = [word for word in figures.words if word.state is State.PROPOSED]
    assert len(drafts) == figures.fed - BEFORE
    assert {draft.reason for draft in drafts} == {Reason.SURGE}


def test_one_alert_tells_of_it_all(figures: Figures) -> None:
    assert figures.told == 1
    assert figures.cards == 0


def test_nothing_went_wrong(figures: Figures) -> None:
    assert "Traceback" not in figures.errors
    assert "failed" not in figures.errors
