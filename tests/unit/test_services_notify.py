"""Notify: an alert reaches every channel at least once, in its time, whatever breaks."""

from datetime import datetime, timedelta

import pytest

from monitor.domain.delivery import Outcome, Refused, Unknown
from monitor.domain.effect import Action, Effect, State
from monitor.domain.ports import Card
from monitor.testing import FakeChannel, FakeClock
from tests.shop import BROKEN, Shop

NIGHT = datetime.fromisoformat("2026-11-24T02:00+01:00")
DANGER = "@larchandloaf my son has a nut allergy and nobody could tell us what is in it"
ONE_MINUTE = timedelta(minutes=1)


def alert_of(shop: Shop) -> Effect:
    (alert,) = shop.effects(Action.ALERT)
    return alert


def test_a_card_holds_the_mention_the_case_and_the_draft() -> None:
    shop = Shop()
    shop.complaint()
    assert shop.notify.due() == 1
    (card,) = shop.channel.cards
    assert card.message is not None
    assert card.message.text == BROKEN
    assert card.case is not None
    assert card.draft.startswith("Hi Ada, ")
    assert alert_of(shop).state is State.SENT
    assert shop.notify.due() == 0


@pytest.mark.parametrize(
    "outcome",
    [
        Refused(why="429", permanent=False),
        Refused(why="no such channel"),
        Unknown(why="no answer"),
    ],
)
def test_a_channel_that_does_not_take_it_is_asked_again(outcome: Outcome) -> None:
    shop = Shop()
    shop.complaint()
    shop.channel.answer_next(outcome, outcome)
    shop.notify.due()
    assert shop.channel.cards == []
    assert alert_of(shop).state is State.HELD
    shop.work_for(timedelta(minutes=5))
    assert len(shop.channel.cards) == 1
    assert alert_of(shop).state is State.SENT


class BrokenChannel(FakeChannel):
    """Breaks off as often as it is told."""

    breaks = 2

    def post(self, card: Card) -> Outcome:
        self.breaks -= 1
        if self.breaks >= 0:
            raise RuntimeError("a fault of theirs")
        return super().post(card)


def test_one_broken_channel_does_not_silence_the_others() -> None:
    broken, fine = BrokenChannel("broken"), FakeChannel("fine")
    shop = Shop(channels=(broken, fine))
    shop.complaint()
    shop.notify.due()
    assert len(fine.cards) == 1
    shop.work_for(timedelta(minutes=5))
    # at least once: the other may see it again
    assert len(broken.cards) == 1
    assert len(fine.cards) >= 1
    assert alert_of(shop).state is State.SENT


def test_a_death_after_the_post_posts_again_and_never_loses_it() -> None:
    shop = Shop()
    shop.complaint()

    class GoneError(BaseException):
        pass

    def die(name: str) -> None:
        if name == "notify.after_post":
            raise GoneError

    shop.failpoint = die
    with pytest.raises(GoneError):
        shop.notify.due()
    shop.failpoint = lambda _name: None
    shop.open()
    shop.notify.due()
    assert len(shop.channel.cards) == 2
    assert alert_of(shop).state is State.SENT


def test_nobody_is_woken_for_what_can_wait() -> None:
    shop = Shop(clock=FakeClock(NIGHT))
    shop.complaint()
    opening = datetime.fromisoformat("2026-11-24T09:00+01:00")
    shop.clock.move_to(opening - timedelta(minutes=1))
    shop.notify.due()
    assert shop.channel.cards == []
    shop.clock.move_to(opening)
    shop.notify.due()
    assert len(shop.channel.cards) == 1


def test_nobody_is_woken_for_a_draft_that_waits() -> None:
    shop = Shop(clock=FakeClock(NIGHT))
    shop.complaint()
    shop.work_for(timedelta(hours=6, minutes=50), step=timedelta(minutes=10))
    assert shop.channel.cards == []


def test_danger_wakes() -> None:
    shop = Shop(clock=FakeClock(NIGHT))
    shop.hear(shop.says(DANGER))
    shop.notify.due()
    (card,) = shop.channel.cards
    assert card.case is not None
    assert card.draft == ""


def test_a_pause_lets_alerts_through() -> None:
    from monitor.services.switches import PAUSED

    shop = Shop()
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, "press call", shop.clock.now())
    shop.complaint()
    shop.work_for(ONE_MINUTE)
    assert len(shop.channel.cards) == 1
