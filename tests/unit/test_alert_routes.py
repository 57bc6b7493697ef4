"""Which channel is told of what: each once, fallbacks when others fail, quiet ones to who wants."""

from datetime import timedelta

import pytest

from monitor.domain.delivery import Delivered, Outcome, Refused
from monitor.domain.effect import Urgency
from monitor.domain.ports import Card
from monitor.domain.values import replace
from monitor.services.cards import CardErasure
from monitor.services.channels import GIVE_UP_AFTER, Routes
from monitor.testing import FakeChannel
from tests.alert_cards import a_card, a_notice, raised_card
from tests.shop import BRAND, Shop

TEN_MINUTES, ONE_MINUTE = timedelta(minutes=10), timedelta(minutes=1)
DOWN = Refused(why="nobody answers there", permanent=False)
LOGIN = Refused(why="the password is wrong", permanent=False, is_auth=True)
NEVER = Refused(why="too large")


class Desk:
    """Two channels and a fallback, and what they were told."""

    def __init__(self) -> None:
        self.shop = Shop()
        self.one, self.two = FakeChannel("one"), FakeChannel("two")
        self.spare = FakeChannel("spare")
        self.deaf: set[str] = set()
        self.open()

    def open(self) -> None:
        """As after a restart."""
        self.routes = Routes(
            [self.one, self.two],
            [self.spare],
            self.shop.store,
            self.shop.clock,
            brand=BRAND,
            fallback_after=TEN_MINUTES,
            wants_quiet=lambda name: name not in self.deaf,
        )

    def post(self, card: Card, times: int = 1) -> Outcome:
        """As Notify does: again a minute later, as long as it was not taken."""
        outcome: Outcome = DOWN
        for _ in range(times):
            outcome = self.routes.post(card)
            if isinstance(outcome, Delivered):
                break
            self.shop.clock.advance(ONE_MINUTE)
        return outcome

    def told(self) -> list[int]:
        return [len(each.cards) for each in (self.one, self.two, self.spare)]

    def notices(self) -> list[str]:
        with self.shop.store.read() as tx:
            return [notice.key for notice in tx.notices.listed(BRAND)]


def test_every_channel_is_told_once_and_the_fallback_is_not() -> None:
    desk = Desk()
    assert isinstance(desk.post(a_card()), Delivered)
    assert desk.told() == [1, 1, 0]


def test_who_took_it_is_not_told_again_while_another_one_is_down() -> None:
    desk = Desk()
    desk.two.answer_next(*[DOWN] * 3)
    assert isinstance(desk.post(a_card(), times=20), Delivered)
    assert desk.told() == [1, 1, 0]


def test_the_fallback_is_told_after_the_time_of_the_config_and_not_before() -> None:
    desk, card = Desk(), a_card()
    desk.two.answer_next(*[DOWN] * 100)
    assert isinstance(desk.post(card, times=10), Refused)
    assert desk.told() == [1, 0, 0]
    desk.post(card)
    assert desk.told() == [1, 0, 1]


def test_a_start_anew_does_not_put_the_fallback_off() -> None:
    desk, card = Desk(), a_card()
    desk.two.answer_next(*[DOWN] * 100)
    desk.post(replace(card, effect=replace(card.effect, attempts=11)))
    assert desk.told() == [1, 0, 1]


def test_what_one_channel_missed_reaches_it_when_it_is_back() -> None:
    desk, card = Desk(), a_card()
    desk.two.answer_next(*[DOWN] * 12)
    assert isinstance(desk.post(card, times=200), Delivered)
    assert desk.told() == [1, 1, 1]


def test_a_channel_that_never_comes_back_is_given_up_where_another_one_was_told() -> None:
    desk, card = Desk(), a_card()
    desk.two.answer_next(*[DOWN] * 5_000)
    assert isinstance(desk.post(card), Refused)
    desk.shop.clock.advance(GIVE_UP_AFTER)
    assert isinstance(desk.post(card), Delivered)


def test_nothing_is_given_up_that_nobody_was_told_of() -> None:
    desk, card = Desk(), a_card()
    for each in (desk.one, desk.two, desk.spare):
        each.answer_next(*[DOWN] * 5_000)
    desk.post(card)
    desk.shop.clock.advance(2 * GIVE_UP_AFTER)
    assert isinstance(desk.post(card), Refused)


def test_an_alert_that_one_channel_never_takes_goes_to_the_fallback_at_once() -> None:
    desk = Desk()
    desk.two.answer_next(NEVER)
    assert isinstance(desk.post(a_card()), Delivered)
    assert desk.told() == [1, 0, 1]


def test_a_poisoned_alert_does_not_hold_up_the_others() -> None:
    desk, poison = Desk(), a_card()
    desk.two.answer_next(DOWN)
    desk.routes.post(poison)
    assert isinstance(desk.post(raised_card()), Delivered)
    assert len(desk.two.cards) == 1


def test_a_dead_channel_is_left_alone_for_a_while() -> None:
    desk = Desk()
    desk.two.answer_next(*[DOWN] * 3)
    cards = [_numbered(number) for number in range(1, 6)]
    for card in cards:
        desk.routes.post(card)
    # two were tried: the others did not wait for its time-out
    assert len(desk.one.cards) == 5
    desk.shop.clock.advance(ONE_MINUTE)
    for card in cards:
        desk.routes.post(card)
    assert len(desk.one.cards) == 5
    assert len(desk.two.cards) == 4


@pytest.mark.parametrize("urgency", [Urgency.QUIET, Urgency.NOW])
def test_what_can_wait_goes_only_to_who_wants_it(urgency: Urgency) -> None:
    desk, card = Desk(), a_card()
    desk.deaf = {"two"}
    outcome = desk.post(replace(card, effect=replace(card.effect, urgency=urgency)))
    assert isinstance(outcome, Delivered)
    assert desk.told() == [1, 0 if urgency is Urgency.QUIET else 1, 0]


def test_what_can_wait_and_nobody_wants_is_done() -> None:
    desk, card = Desk(), a_card()
    desk.deaf = {"one", "two"}
    quiet = replace(card, effect=replace(card.effect, urgency=Urgency.QUIET))
    assert isinstance(desk.post(quiet), Delivered)
    assert desk.told() == [0, 0, 0]


def test_a_draft_that_nobody_decided_on_reaches_the_fallback_too() -> None:
    desk = Desk()
    assert isinstance(desk.post(raised_card()), Delivered)
    assert desk.told() == [1, 1, 1]


def test_a_notice_takes_the_same_ways() -> None:
    desk = Desk()
    desk.two.answer_next(DOWN)
    assert isinstance(desk.routes.post_notice(a_notice()), Refused)
    assert isinstance(desk.routes.post_notice(a_notice()), Delivered)
    assert [len(each.notices) for each in (desk.one, desk.two, desk.spare)] == [1, 1, 0]


def test_a_refused_login_is_told_on_the_other_channels_and_over_when_it_works() -> None:
    desk, card = Desk(), a_card()
    desk.two.answer_next(LOGIN)
    desk.post(card)
    assert desk.notices() == ["channel two"]
    with desk.shop.store.read() as tx:
        (notice,) = tx.notices.listed(BRAND)
    assert "the password is wrong" in notice.text
    assert isinstance(desk.routes.post_notice(notice), Delivered)
    assert [len(each.notices) for each in (desk.one, desk.two)] == [1, 0]
    desk.shop.clock.advance(timedelta(minutes=16))
    assert isinstance(desk.post(card), Delivered)
    assert desk.notices() == []


def test_a_short_outage_is_no_news() -> None:
    desk, card = Desk(), a_card()
    desk.two.answer_next(DOWN)
    desk.post(card, times=3)
    assert desk.notices() == []


def test_a_channel_that_works_after_a_restart_ends_the_notice_of_before() -> None:
    desk, card = Desk(), a_card()
    desk.two.answer_next(LOGIN)
    desk.post(card)
    desk.open()
    desk.post(card)
    assert desk.notices() == []


class Broken(FakeChannel):
    """A fault of ours."""

    def post(self, card: Card) -> Outcome:
        raise RuntimeError("a fault of ours")


def test_a_channel_that_breaks_silences_nobody() -> None:
    desk = Desk()

    desk.one = Broken("one")
    desk.open()
    assert isinstance(desk.post(a_card()), Refused)
    assert len(desk.two.cards) == 1


class Forgetful(FakeChannel):
    """Can take a card away."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.forgot: list[str] = []

    def erase_card(self, effect: object) -> Outcome:
        self.forgot.append(self.name)
        return Delivered(posted_id="")


def test_who_was_never_told_is_not_asked_to_forget() -> None:
    desk = Desk()
    one, two = Forgetful("one"), Forgetful("two")
    desk.one, desk.two, desk.deaf = one, two, {"two"}
    desk.open()
    card = a_card()
    quiet = replace(card.effect, urgency=Urgency.QUIET)
    for eraser in desk.routes.erasers():
        eraser.erase_card(quiet)
        eraser.erase_card(card.effect)
    assert (len(one.forgot), len(two.forgot)) == (2, 1)
    assert len(CardErasure(desk.shop.store, desk.shop.clock, desk.routes.erasers()).channels) == 2


def _numbered(number: int) -> Card:
    card = a_card()
    return replace(card, effect=replace(card.effect, number=100 + number))
