"""Where a platform takes no word of ours, and where a community permits one."""

from datetime import timedelta

import pytest

from monitor.domain.effect import Action, State
from monitor.domain.message import Message
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.domain.values import replace
from monitor.testing import FakeClock, FakePlatform, an_author
from tests.shop import BRAND, BROKEN, Shop, policy

PERMITTED = "reddit:r/larchtown"


def shop_on(name: str) -> Shop:
    clock = FakeClock()
    return Shop(clock=clock, policy=policy(Mode.AUTOMATIC), platform=FakePlatform(clock, name=name))


def complaint(shop: Shop, platform: str, number: int = 1, **changes: object) -> Message:
    author = an_author(f"Person {number}", platform=platform, id=f"{platform}:p{number}")
    return shop.says(BROKEN, id=f"{platform}:{number}", author=author, **changes)


def test_where_replies_are_closed_nobody_is_offered_one() -> None:
    shop = shop_on("x")
    shop.hear(complaint(shop, "x", reply_forbidden="only people they follow may reply"))
    assert shop.effects(Action.ACKNOWLEDGE) == []
    # the case is there, and the alert holds the words for another way
    (alert,) = shop.effects(Action.ALERT)
    assert alert.template == "broken"
    with shop.store.read() as tx:
        (case,) = tx.cases.listed()
        stored = tx.messages.get("x:1", BRAND)
    assert case.deadline_at is not None
    assert stored is not None
    assert stored.reply_forbidden == "only people they follow may reply"


@pytest.mark.parametrize(
    ("community", "forbidden", "is_answered"),
    [(PERMITTED, "", True), (PERMITTED, "not permitted there", False), ("", "", False)],
)
def test_on_reddit_a_machine_answers_where_it_is_permitted(
    community: str, forbidden: str, is_answered: bool
) -> None:
    shop = shop_on("reddit")
    shop.hear(complaint(shop, "reddit", community=community, reply_forbidden=forbidden))
    shop.work_for(timedelta(minutes=6))
    assert len(shop.x.public) == is_answered


def test_a_community_that_was_switched_off_gets_no_word_that_waits() -> None:
    shop = shop_on("reddit")
    shop.hear(complaint(shop, "reddit", community=PERMITTED))
    with shop.store.begin() as tx:
        tx.platforms.switch_off(BRAND, PERMITTED, shop.clock.now(), "we were banned")
    shop.work_for(timedelta(minutes=6))
    (word,) = shop.effects(Action.ACKNOWLEDGE)
    assert (word.state, word.reason) == (State.REFUSED, Reason.PLATFORM_FORBIDS)
    # and the next one there is not even proposed
    shop.hear(complaint(shop, "reddit", 2, community=PERMITTED))
    assert len(shop.effects(Action.ACKNOWLEDGE)) == 1
    assert shop.x.public == []


def test_a_reply_that_is_closed_later_is_known_by_the_edit() -> None:
    shop = shop_on("x")
    message = complaint(shop, "x")
    shop.hear(message)
    shop.hear(replace(message, text=BROKEN + "!", version=2, reply_forbidden="closed"))
    shop.work_for(timedelta(minutes=6))
    assert shop.x.public == []
