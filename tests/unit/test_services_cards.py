"""Cards of erased people: taken away wherever a channel can do that, tried again, or told."""

from collections import deque
from datetime import timedelta

from monitor.domain.delivery import Delivered, Outcome, Refused, Unknown
from monitor.domain.effect import Action, Effect, State
from monitor.domain.notice import NoticeKind
from monitor.domain.ports import Card
from monitor.domain.values import replace
from monitor.services.cards import CardErasure
from monitor.services.erasure import Erasure
from monitor.testing import FakeChannel, FakeTombstones
from tests.people import ADA
from tests.shop import BRAND, Shop


class Pinboard(FakeChannel):
    """A channel that can change its cards."""

    def __init__(self) -> None:
        super().__init__("pinboard")
        self.erased: list[str] = []
        self.answers: deque[Outcome] = deque()

    def erase_card(self, effect: Effect) -> Outcome:
        if self.answers:
            return self.answers.popleft()
        self.erased.append(effect.id)
        return Delivered(posted_id=effect.id)


def told(board: Pinboard) -> tuple[Shop, CardErasure, Effect]:
    """Ada complains, the card is posted, Ada is erased."""
    shop = Shop(channels=(FakeChannel(), board))
    shop.complaint()
    shop.notify.due()
    (card,) = shop.effects(Action.ALERT)
    assert card.state is State.SENT
    Erasure(shop.store, shop.clock, FakeTombstones()).erase(BRAND, ADA.id, by="Jo")
    return shop, CardErasure(shop.store, shop.clock, shop.channels or ()), card


def test_a_card_is_taken_away_once() -> None:
    board = Pinboard()
    shop, cards, card = told(board)
    assert cards.due() == 1
    assert board.erased == [card.id]
    assert shop.effect(card.number).state is State.RETRACTED
    assert cards.due() == 0


def test_nobody_deletes_a_card_as_if_it_were_a_post() -> None:
    shop, _, card = told(Pinboard())
    assert shop.retraction.due() == 0
    assert shop.effect(card.number).state is State.RETRACTING


def test_a_channel_that_is_down_is_asked_again() -> None:
    board = Pinboard()
    board.answers.extend([Unknown(why="no answer"), Refused(why="slow down", permanent=False)])
    shop, cards, card = told(board)
    for _ in range(2):
        cards.due()
        assert shop.effect(card.number).state is State.RETRACTING
        assert cards.due() == 0
        shop.clock.advance(timedelta(minutes=1))
    cards.due()
    assert board.erased == [card.id]
    assert shop.effect(card.number).state is State.RETRACTED


def test_a_channel_that_breaks_is_asked_again() -> None:
    board = Pinboard()
    shop, _, card = told(board)

    class Broken(Pinboard):
        def erase_card(self, effect: Effect) -> Outcome:
            raise RuntimeError("broken")

    CardErasure(shop.store, shop.clock, (Broken(), board)).due()
    assert board.erased == [card.id]
    assert shop.effect(card.number).state is State.RETRACTING


def test_a_card_that_cannot_be_changed_is_the_owner_s_to_delete() -> None:
    board = Pinboard()
    board.answers.append(Refused(why="too old"))
    shop, cards, card = told(board)
    cards.due()
    with shop.store.read() as tx:
        (notice,) = tx.notices.listed()
    assert notice.kind is NoticeKind.CARD
    assert notice.headline == "a card about somebody who was erased still stands in pinboard"
    assert notice.fix == "delete it there by hand"
    assert shop.effect(card.number).state is State.RETRACTED
    # told once, it is over
    with shop.store.begin() as tx:
        tx.notices.told(notice, shop.clock.now())
    cards.due()
    with shop.store.read() as tx:
        assert tx.notices.listed() == []


def test_without_a_channel_that_can_nothing_waits() -> None:
    shop = Shop()
    shop.complaint()
    shop.notify.due()
    Erasure(shop.store, shop.clock, FakeTombstones()).erase(BRAND, ADA.id, by="Jo")
    CardErasure(shop.store, shop.clock, shop.channels or ()).due()
    assert all(card.state is State.RETRACTED for card in shop.effects(Action.ALERT))


def test_a_card_that_is_being_posted_at_this_moment_is_taken_away_too() -> None:
    board = Pinboard()
    shop = Shop(channels=(board,))
    shop.complaint()
    posted = board.post

    def post(card: Card) -> Outcome:
        # another process erases her, between the post and the record of it
        outcome = posted(card)
        Erasure(shop.store, shop.clock, FakeTombstones()).erase(BRAND, ADA.id, by="Jo")
        return outcome

    board.post = post  # type: ignore[method-assign]
    shop.notify.due()
    (card,) = shop.effects(Action.ALERT)
    CardErasure(shop.store, shop.clock, (board,)).due()
    assert board.erased == [card.id]
    assert shop.effect(card.number).state is State.RETRACTED


def test_a_card_that_only_one_of_two_channels_took_is_taken_away_there() -> None:
    board, down = Pinboard(), FakeChannel("down")
    down.answer_next(Refused(why="down", permanent=False))
    shop = Shop(channels=(board, down))
    shop.complaint()
    shop.notify.due()
    (card,) = shop.effects(Action.ALERT)
    assert card.state is State.HELD
    Erasure(shop.store, shop.clock, FakeTombstones()).erase(BRAND, ADA.id, by="Jo")
    shop.clock.advance(timedelta(minutes=5))
    shop.notify.due()
    CardErasure(shop.store, shop.clock, (board, down)).due()
    assert board.erased == [card.id]
    assert len(board.cards) == 1
    assert shop.effect(card.number).state is State.RETRACTED


def test_a_card_whose_time_has_not_come_is_only_dropped() -> None:
    board = Pinboard()
    shop = Shop(channels=(board,))
    shop.complaint()
    (card,) = shop.effects(Action.ALERT)
    with shop.store.begin() as tx:
        later = shop.clock.now() + timedelta(hours=1)
        tx.outbox.move(card, replace(card, not_before=later))
    Erasure(shop.store, shop.clock, FakeTombstones()).erase(BRAND, ADA.id, by="Jo")
    CardErasure(shop.store, shop.clock, (board,)).due()
    assert board.erased == []
    assert shop.effect(card.number).state is State.CANCELLED
