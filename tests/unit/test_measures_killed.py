"""Mute, block, hide: whoever dies in between, nothing is done twice."""

from datetime import timedelta

import pytest

from monitor.domain.effect import MEASURES, Action, Effect, State
from monitor.domain.measure import target_of
from monitor.domain.values import replace
from monitor.services.keeping_away import Answer
from monitor.services.measures import Measures
from monitor.services.senders import Senders
from monitor.testing import FakeMeasure, FakePlatform
from tests.people import ADA
from tests.shop import Shop
from tests.unit.measure_steps import ask, fake, muted, shop, wish

__all__ = ["shop"]


# --- killed -------------------------------------------------------------------------------------


class Gone(BaseException):
    """The process is dead."""


STEPS = [
    ("measures.after_claim", ["do"]),
    ("measures.after_do", ["do"]),
    ("measures.before_record", ["do"]),
    ("measures.after_record", ["do"]),
]


@pytest.mark.parametrize("action", sorted(MEASURES - {Action.HIDE}))
@pytest.mark.parametrize(("step", "log"), STEPS)
def test_a_death_while_taking_it_takes_it_once(step: str, log: list[str], action: Action) -> None:
    shop = dying(step)
    asked = ask(shop, action)
    with pytest.raises(Gone):
        shop.measures.due()
    restarted(shop)
    assert shop.effect(asked.number).state is State.SENT
    assert [what for what, _ in fake(shop, action).log] == log


@pytest.mark.parametrize("step", ["measures.after_undo", "measures.after_look"])
def test_a_death_while_undoing_or_looking_doubles_nothing(step: str) -> None:
    shop = dying(step)
    if step == "measures.after_look":
        shop.x.fail_next("timeout_after_acceptance")
    there = muted(shop)
    if step == "measures.after_undo":
        shop.keeping_away.undo(wish())
    with pytest.raises(Gone):
        shop.measures.due()
    restarted(shop)
    is_undone = step == "measures.after_undo"
    assert shop.effect(there.number).state is (State.RETRACTED if is_undone else State.SENT)
    assert [what for what, _ in fake(shop).log] == ["do", "undo"][: 1 + is_undone]


def dying(step: str) -> Shop:
    """A shop whose next start dies at that place, once."""
    left = [step]

    def reach(name: str) -> None:
        if name in left:
            left.remove(name)
            raise Gone

    return Shop(failpoint=reach)


def restarted(shop: Shop) -> None:
    shop.open()
    shop.look.after_a_stop()
    shop.work_for(timedelta(minutes=2))


def test_a_claim_that_somebody_else_made_first_is_left_to_them(shop: Shop) -> None:
    asked = ask(shop)
    with shop.store.begin() as tx:
        assert tx.outbox.move(asked, replace(asked, state=State.SENDING, version=2))
    shop.measures._one_of_many(asked)
    assert fake(shop).log == []


def test_one_that_breaks_does_not_stop_the_others(shop: Shop) -> None:
    class Broken(FakeMeasure):
        def is_on(self, target_id: str) -> bool | None:
            raise ValueError(target_id)

    shop.x.measures[Action.MUTE] = Broken(shop.x)
    first, second = ask(shop), ask(shop, Action.BLOCK)
    shop.measures.due()
    assert shop.effect(second.number).state is State.SENT
    assert shop.effect(first.number).state is State.SENDING
    assert isinstance(shop.x, FakePlatform)


def test_answers_tell_what_has_changed(shop: Shop) -> None:
    answer = shop.keeping_away.ask(wish())
    assert answer == Answer(measure=answer.measure)
    assert shop.observer.moved == [answer.measure]


# --- the tests can fail -------------------------------------------------------------------------


class TakesAgainUnseen(Measures):
    """Does not look how it ended."""

    def _look(self, measure: Effect) -> None:
        self.moves.move(measure, replace(measure, state=State.PENDING))


class TakesThenStores(Measures):
    """Does it first, and writes down afterwards that it was claimed."""

    def _take(self, measure: Effect) -> None:
        means = self.senders.measure(measure.platform, measure.action)
        assert means is not None
        means.do(target_of(measure))
        super()._take(measure)


@pytest.mark.parametrize("mutant", [TakesAgainUnseen, TakesThenStores])
def test_a_mutant_is_seen_in_the_log(mutant: type[Measures]) -> None:
    shop = dying("measures.after_do")
    ask(shop)
    with pytest.raises(Gone):
        shop.measures.due()
    shop.open()
    shop.look.after_a_stop()
    shop.measures = mutant(shop.store, shop.clock, shop.policy, Senders((shop.x,)), shop.observer)
    if mutant is TakesThenStores:
        ask(shop, author=ADA)
    shop.work_for(timedelta(minutes=2))
    assert len(fake(shop).log) > len({target for _, target in fake(shop).log})
