"""kill -9 wherever it may happen: nothing is lost, nothing is said twice, and nothing unapproved.

The daemon, its platform and this test are three processes; the judge's append-only log decides.
Fifty deaths here; `make bench-faults` dies more than five hundred times.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.domain.effect import Action, State
from tests.faults.campaign import BEHAVIOURS, Campaign
from tests.faults.failpoints import failpoints, without_a_desk
from tests.faults.warm import Fresh, Warm

#: deaths during the recovery from a death, and once more
PAIRS = [
    *[("deliver.after_claim", name) for name in failpoints() if name.startswith("deliver.")],
    ("deliver.after_claim", "look.after_find", "deliver.after_send"),
    ("look.after_find", "look.after_find"),
    ("retraction.after_delete", "retraction.after_delete"),
    ("triage.before_commit", "triage.before_decide"),
    *[("measures.after_claim", name) for name in failpoints() if name.startswith("measures.")],
    ("measures.after_look", "measures.after_look"),
    ("measures.after_undo", "measures.after_undo"),
    ("triage.after_commit", "notify.after_post"),
]


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with Warm() as warm:
        yield warm


def test_every_step_of_the_daemon_has_failpoints() -> None:
    steps = {name.partition(".")[0] for name in failpoints()}
    of_platforms = {"triage", "deliver", "look", "retraction", "measures"}
    assert steps == {*of_platforms, "notify", "notices", "desk"}


@pytest.mark.parametrize("can_be_asked", [True, False], ids=["asked", "not-asked"])
def test_a_death_at_every_failpoint_doubles_nothing_and_loses_nothing(
    warm: Warm, tmp_path: Path, can_be_asked: bool
) -> None:
    with Campaign(tmp_path, warm, can_be_asked=can_be_asked) as campaign:
        for number, name in enumerate(without_a_desk()):
            behaviour = list(BEHAVIOURS.values())[number % len(BEHAVIOURS)]
            campaign.dies_at(name, behaviour=behaviour)
            campaign.rest()
        assert campaign.breaches() == {}
        assert campaign.breaches_of_measures() == []
        assert set(campaign.deaths) == set(without_a_desk())
        ends = {each.state for each in campaign.effects(Action.ACKNOWLEDGE)}
    assert (State.NEEDS_PERSON in ends) is not can_be_asked


def test_a_program_started_afresh_dies_and_recovers_like_a_forked_one(tmp_path: Path) -> None:
    with Campaign(tmp_path, Fresh()) as campaign:
        campaign.stock(1)
        campaign.dies_at("deliver.after_send")
        assert campaign.breaches() == {}


def test_deaths_while_recovering_from_a_death(warm: Warm, tmp_path: Path) -> None:
    with Campaign(tmp_path, warm) as campaign:
        for pair in PAIRS:
            campaign.dies_at(*pair)
        assert campaign.breaches() == {}
        assert campaign.breaches_of_measures() == []


def test_deaths_at_any_moment(warm: Warm, tmp_path: Path) -> None:
    with Campaign(tmp_path, warm, seed=1) as campaign:
        while campaign.deaths["some time"] < 12:
            campaign.complains()
            campaign.decides()
            campaign.keeps_away()
            campaign.judge.fail_next(*campaign.trouble())
            campaign.dies_some_time()
        assert campaign.breaches() == {}
        assert campaign.breaches_of_measures() == []
