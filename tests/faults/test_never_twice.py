"""One public word, whatever breaks in between; and the tests that say so can fail."""

import pytest

from monitor.domain.effect import State
from monitor.domain.values import replace
from monitor.services.deliver import Deliver
from tests.faults.mutants import BlindRetry, DeliverThenStore
from tests.faults.world import STORIES, UNHEARD, Story, outcome


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_the_public_sees_one_acknowledgement(story: Story) -> None:
    ending = outcome(story)
    assert ending.public == 1
    assert ending.state is State.SENT


@pytest.mark.parametrize("story", UNHEARD, ids=lambda story: story.name)
def test_a_platform_that_cannot_be_asked_leaves_it_to_a_person(story: Story) -> None:
    only_the_first = replace(story, dies_at=story.dies_at[:1])
    ending = outcome(only_the_first, can_be_asked=False)
    assert ending.public == (1 if story.is_written else 0)
    assert ending.state is State.NEEDS_PERSON


@pytest.mark.parametrize(
    ("mutant", "caught_by"),
    [
        (DeliverThenStore, "dies after the send, before the record"),
        (BlindRetry, "the answer is lost after the platform accepted"),
    ],
)
def test_a_mutant_is_caught(mutant: type[Deliver], caught_by: str) -> None:
    """By the story that was made for it; a mutant that comes through it shows a story too kind."""
    (story,) = [story for story in STORIES if story.name == caught_by]
    assert outcome(story, mutant).public > 1
