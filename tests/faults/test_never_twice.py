"""One public word, whatever breaks in between; and the tests that say so can fail."""

import pytest

from monitor.app import App
from monitor.domain.effect import State
from monitor.domain.ports import Failpoint
from monitor.services.deliver import Deliver
from tests.faults.mutants import BlindRetry, DeliverThenStore
from tests.faults.world import STORIES, Story, outcome


def _with(kind: type[Deliver]) -> "Builder":
    return Builder(kind)


class Builder:
    """Makes one kind of Deliver from an app."""

    def __init__(self, kind: type[Deliver]) -> None:
        self.kind = kind

    def __call__(self, app: App, failpoint: Failpoint) -> Deliver:
        return self.kind(
            app.store,
            app.clock,
            app.playbook,
            app.policy,
            app.deliver.senders,
            app.observer,
            failpoint=failpoint,
        )


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_public_sees_one_acknowledgement(story: Story) -> None:
    ending = outcome(story, _with(Deliver))
    assert ending.public == 1
    assert ending.state is State.SENT


@pytest.mark.parametrize(
    "story",
    [story for story in STORIES if story.dies_at == "deliver.after_send" or "accepted" in story.name],
    ids=lambda story: story.name,
)
def test_a_platform_that_cannot_be_asked_leaves_it_to_a_person(story: Story) -> None:
    ending = outcome(story, _with(Deliver), can_be_asked=False)
    assert ending.public == 1
    assert ending.state is State.NEEDS_PERSON


@pytest.mark.parametrize("mutant", [DeliverThenStore, BlindRetry])
def test_a_mutant_is_caught(mutant: type[Deliver]) -> None:
    endings = {story.name: outcome(story, _with(mutant)) for story in STORIES}
    doubled = [name for name, ending in endings.items() if ending.public > 1]
    assert doubled, f"{mutant.__name__} came through every story: the stories are too kind"
