"""One public word, whatever breaks in between; and the tests that say so can fail."""

from datetime import timedelta
from unittest import mock

import pytest

from monitor.domain.effect import Effect, State
from monitor.domain.ports import no_failpoint
from monitor.domain.values import replace
from monitor.services.deliver import Deliver
from monitor.store.outbox import SqlOutbox
from tests.faults.mutants import BlindRetry, DeliverThenStore
from tests.faults.world import STORIES, UNHEARD, Story, outcome
from tests.shop import Shop


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


def _stopped_while_sending() -> tuple[int, State]:
    """One process claims a word and is stopped; another one looks, finds nothing and claims it
    anew; then the first one goes on, in the middle of the second one's send."""
    first = Shop()
    number = first.complaint().number
    first.review.approve(number, by="Jo")
    assert first.deliver.rests is not None  # as `due` asks before it claims
    claimed = first.deliver._claim(number)
    assert claimed is not None
    assert claimed.state is State.SENDING
    second = Shop(clock=first.clock, platform=first.x, store=first.store)
    second.look.after_a_stop()
    for _ in range(2):
        second.look.due()
        second.clock.advance(timedelta(minutes=1))

    def goes_on(name: str) -> None:
        if name == "deliver.after_claim":
            outcome = first.deliver._send(claimed)
            with first.store.begin() as tx:
                first.deliver._record(tx, claimed, outcome)

    second.failpoint = goes_on
    second.deliver.due()
    second.failpoint = no_failpoint
    second.work_for(timedelta(minutes=5))
    return len(first.x.public), first.effect(number).state


def test_who_was_stopped_while_sending_ends_nothing_of_who_took_over() -> None:
    assert _stopped_while_sending() == (1, State.SENT)


def test_without_the_fence_the_word_would_be_said_twice() -> None:
    with mock.patch.object(SqlOutbox, "move", _whatever_the_fence):
        public, _ = _stopped_while_sending()
    assert public == 2


def _whatever_the_fence(outbox: SqlOutbox, old: Effect, new: Effect) -> bool:
    there = outbox.get(old.number)
    return _move(outbox, replace(old, fence=there.fence) if there is not None else old, new)


_move = SqlOutbox.move
