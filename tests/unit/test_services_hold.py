"""A word of ours that this database cannot have said: sending is put on hold, and only then."""

from datetime import timedelta

import pytest

from monitor.domain.effect import State
from monitor.domain.message import Message
from monitor.services.switches import RECONCILE, RESTORED
from monitor.testing import FakeClock, an_author
from tests.shop import LATE, Shop, playbook

MINUTE = timedelta(minutes=1)
OURS = an_author("larchandloaf", id="x:own")


@pytest.fixture
def shop() -> Shop:
    """A monitor of a real account, which was started an hour ago."""
    made = Shop(is_silent_at_first=True, clock=FakeClock())
    made.hear()
    made.clock.advance(timedelta(hours=1))
    return made


def canned() -> str:
    """One of the playbook's texts, filled."""
    text = playbook().families["late"].variants["a"]
    filled = {"hello": "Hi Ada, ", "dm": "send us a direct message", "by": "by 15:30 today"}
    for name, value in {**filled, "sign": ""}.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def our_reply(shop: Shop, to: str, text: str = "", **changes: object) -> Message:
    """A post of our account, of this moment."""
    return shop.says(
        text or canned(),
        id=f"{to}9",
        author=OURS,
        **{"parent_id": to, "conversation_id": to, "from_brand": True, **changes},
    )


def is_on_hold(shop: Shop) -> bool:
    with shop.store.read() as tx:
        told = [notice.key for notice in tx.notices.listed()]
        is_held = tx.switches.get(RECONCILE) is not None
    assert told == (["hold"] if is_held else [])
    return is_held


def test_the_answer_to_a_post_that_we_do_not_know(shop: Shop) -> None:
    shop.hear(our_reply(shop, "x:7"))
    assert is_on_hold(shop)
    # nothing goes out, whoever said yes
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.work_for(timedelta(minutes=5))
    assert shop.x.public == []
    assert shop.effect(draft.number).state is State.HELD


def test_the_answer_to_a_post_that_we_read_only_afterwards(shop: Shop) -> None:
    mention, reply = shop.says(LATE), our_reply(shop, "x:1")
    shop.clock.advance(MINUTE)
    shop.hear(mention, reply)
    assert is_on_hold(shop)


def test_a_word_with_a_yes_that_is_out_and_was_not_sent(shop: Shop) -> None:
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")
    shop.clock.advance(MINUTE)
    shop.hear(our_reply(shop, "x:1"))
    assert is_on_hold(shop)
    shop.work_for(timedelta(minutes=5))
    assert shop.x.public == []


def test_a_draft_that_somebody_posted_by_hand(shop: Shop) -> None:
    shop.complaint()
    shop.clock.advance(MINUTE)
    shop.hear(our_reply(shop, "x:1"))
    assert not is_on_hold(shop)


def test_our_own_word_that_comes_back(shop: Shop) -> None:
    word = shop.sent()
    shop.hear(our_reply(shop, "x:1", f"{word.text} "))
    assert not is_on_hold(shop)


def test_a_person_s_own_answer(shop: Shop) -> None:
    shop.hear(our_reply(shop, "x:7", "Sorry about that, come by and we bake you a new one."))
    assert not is_on_hold(shop)


def test_a_text_of_ours_that_answers_nobody(shop: Shop) -> None:
    shop.hear(our_reply(shop, "x:7", parent_id=None))
    assert not is_on_hold(shop)


def test_what_was_said_before_the_first_start(shop: Shop) -> None:
    before = shop.clock.now() - timedelta(days=2)
    shop.hear(our_reply(shop, "x:7", created_at=before))
    assert not is_on_hold(shop)


def test_what_a_person_has_looked_through_already(shop: Shop) -> None:
    with shop.store.begin() as tx:
        tx.switches.put(RESTORED, (shop.clock.now() + MINUTE).isoformat(), shop.clock.now())
    shop.hear(our_reply(shop, "x:7"))
    assert not is_on_hold(shop)


def test_a_replay_is_never_held_up() -> None:
    shop = Shop()
    shop.hear(our_reply(shop, "x:7"))
    assert not is_on_hold(shop)
