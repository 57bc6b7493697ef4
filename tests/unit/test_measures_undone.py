"""Mute, block, hide: paused, undone once, at an end, and by the owner's hand."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.effect import Action, State
from monitor.domain.measure import Stage, stage_of
from monitor.domain.permission import Reason
from monitor.services.measures import FROM_BEFORE
from monitor.services.outbox import wake
from monitor.services.switches import PAUSED, RECONCILE, RESTORED, PauseFile
from monitor.testing import an_author
from tests.shop import Shop
from tests.unit.measure_steps import ask, fake, is_marked, muted, shop, told, wish

__all__ = ["shop"]

A_MONTH = timedelta(days=30)
LINK = "https://x.example/cy"


# --- pause, hold --------------------------------------------------------------------------------


def test_nothing_is_taken_or_undone_while_paused(shop: Shop) -> None:
    there = muted(shop)
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, "press call", shop.clock.now())
    shop.keeping_away.undo(wish())
    blocked = ask(shop, Action.BLOCK)
    shop.work_for(timedelta(minutes=5))
    assert fake(shop).log == [("do", "x:cy")]
    assert fake(shop, Action.BLOCK).log == []
    held = shop.effect(blocked.number)
    assert (held.state, held.reason) == (State.HELD, Reason.PAUSED)
    with shop.store.begin() as tx:
        tx.switches.put(PAUSED, None, shop.clock.now())
        wake(tx, Reason.PAUSED, shop.clock.now())
    shop.measures.due()
    assert shop.effect(blocked.number).state is State.SENT
    assert shop.effect(there.number).state is State.RETRACTED


def test_the_file_of_this_machine_pauses_it_too(tmp_path: Path) -> None:
    shop = Shop(pause_file=PauseFile(tmp_path / "PAUSED"))
    assert shop.pause_file is not None
    shop.pause_file.put("now")
    asked = ask(shop)
    assert shop.measures.due() == 0
    assert shop.effect(asked.number).state is State.APPROVED
    shop.pause_file.remove()
    shop.measures.due()
    assert shop.effect(asked.number).state is State.SENT


@pytest.mark.parametrize("is_on", [True, False])
def test_what_was_asked_for_before_a_restore_is_looked_at_first(shop: Shop, is_on: bool) -> None:
    """It may have been taken, and undone, by the database that is gone."""
    asked = ask(shop)
    if is_on:
        shop.x.measures[Action.MUTE].do("x:cy")
    shop.clock.advance(timedelta(hours=1))
    at = shop.clock.now()
    with shop.store.begin() as tx:
        tx.switches.put(RECONCILE, "restored", at)
    shop.measures.due()
    assert shop.effect(asked.number).reason is Reason.RECONCILING
    with shop.store.begin() as tx:
        tx.switches.put(RECONCILE, None, at)
        tx.switches.put(RESTORED, at.isoformat(), at)
        wake(tx, Reason.RECONCILING, at)
    shop.work_for(timedelta(minutes=2))
    ended = shop.effect(asked.number)
    assert fake(shop).log == [("do", "x:cy")] * is_on
    if is_on:
        assert ended.state is State.SENT
        return
    assert (ended.state, ended.remark) == (State.NEEDS_PERSON, FROM_BEFORE)
    # asked for anew, it is a new one
    shop.clock.advance(timedelta(minutes=1))
    again = ask(shop)
    shop.measures.due()
    assert shop.effect(ended.number).state is State.CANCELLED
    assert shop.effect(again.number).state is State.SENT


# --- undone -------------------------------------------------------------------------------------


def test_undone_it_is_off_and_may_be_taken_again(shop: Shop) -> None:
    first = muted(shop)
    for _ in range(2):
        shop.keeping_away.undo(wish())
    shop.measures.due()
    assert shop.effect(first.number).state is State.RETRACTED
    assert not is_marked(shop)
    second = muted(shop)
    assert second.number != first.number
    assert is_marked(shop)
    assert fake(shop).log == [("do", "x:cy"), ("undo", "x:cy"), ("do", "x:cy")]


def test_what_is_off_already_is_not_undone(shop: Shop) -> None:
    there = muted(shop)
    fake(shop)._on.clear()  # somebody of ours did it in the app
    shop.keeping_away.undo(wish())
    shop.measures.due()
    assert shop.effect(there.number).state is State.RETRACTED
    assert fake(shop).log == [("do", "x:cy")]


@pytest.mark.parametrize("fault", ["timeout_after_acceptance", "crash_after_acceptance", "429"])
def test_an_undoing_that_breaks_is_done_to_the_end(shop: Shop, fault: str) -> None:
    there = muted(shop)
    shop.x.fail_next(fault)
    shop.keeping_away.undo(wish())
    shop.work_for(timedelta(minutes=20))
    assert shop.effect(there.number).state is State.RETRACTED
    assert fake(shop).log == [("do", "x:cy"), ("undo", "x:cy")]


def test_what_is_not_taken_yet_is_dropped(shop: Shop) -> None:
    asked = ask(shop)
    shop.keeping_away.undo(wish())
    shop.measures.due()
    assert shop.effect(asked.number).state is State.CANCELLED
    assert fake(shop).log == []
    assert not is_marked(shop)


def test_undoing_what_may_be_on_by_now_undoes_it(shop: Shop) -> None:
    shop.x.fail_next("timeout_after_acceptance")
    there = muted(shop)
    shop.keeping_away.undo(wish())
    shop.measures.due()
    assert shop.effect(there.number).state is State.RETRACTED
    assert fake(shop).log == [("do", "x:cy"), ("undo", "x:cy")]


def test_the_mark_stays_while_another_measure_stands(shop: Shop) -> None:
    muted(shop)
    ask(shop, Action.BLOCK)
    shop.measures.due()
    shop.keeping_away.undo(wish())
    shop.measures.due()
    assert is_marked(shop)
    shop.keeping_away.undo(wish(Action.BLOCK))
    shop.measures.due()
    assert not is_marked(shop)


# --- its end ------------------------------------------------------------------------------------


def test_a_mute_ends_by_itself_and_a_block_does_not(shop: Shop) -> None:
    there = muted(shop)
    block = ask(shop, Action.BLOCK)
    shop.measures.due()
    shop.clock.advance(A_MONTH - timedelta(seconds=1))
    shop.measures.due()
    assert shop.effect(there.number).state is State.SENT
    shop.clock.advance(timedelta(seconds=1))
    shop.work()
    shop.work()
    assert shop.effect(there.number).state is State.RETRACTED
    assert shop.effect(block.number).state is State.SENT
    assert is_marked(shop)


def test_a_block_is_asked_about_once_after_half_a_year(shop: Shop) -> None:
    ask(shop, Action.BLOCK)
    shop.measures.due()
    shop.clock.advance(timedelta(days=179))
    shop.measures.due()
    assert told(shop) == []
    shop.clock.advance(timedelta(days=1))
    shop.measures.due()
    shop.measures.due()
    assert told(shop) == [
        "you blocked them on X 180 days ago. Is that still right? "
        "To undo it: monitor block x:cy --undo"
    ]


# --- by hand ------------------------------------------------------------------------------------


def test_a_platform_without_the_means_leaves_it_to_the_owner(shop: Shop) -> None:
    del shop.x.measures[Action.BLOCK]
    asked = ask(shop, Action.BLOCK)
    shop.measures.due()
    there = shop.effect(asked.number)
    assert (stage_of(there), there.posted_url) == (Stage.BY_HAND, "https://x.example/cy")
    assert told(shop) == [
        "they are not blocked on X yet, and your hand is needed. https://x.example/cy "
        "Done? monitor block x:cy --done"
    ]
    assert is_marked(shop)
    ticked = shop.keeping_away.tick(wish(Action.BLOCK, link=LINK)).measure
    assert (ticked.state, ticked.remark) == (State.SENT, "by hand")
    undoing = shop.keeping_away.undo(wish(Action.BLOCK, link=LINK)).measure
    assert (stage_of(undoing), undoing.posted_url) == (Stage.UNDO_BY_HAND, LINK)
    assert is_marked(shop)
    ended = shop.keeping_away.undo(wish(Action.BLOCK, link=LINK), is_done=True).measure
    assert ended.state is State.RETRACTED
    assert not is_marked(shop)


def test_what_is_by_hand_from_the_start_can_be_dropped(shop: Shop) -> None:
    asked = ask(shop, Action.BLOCK, link=LINK)
    assert stage_of(asked) is Stage.BY_HAND
    shop.keeping_away.undo(wish(Action.BLOCK, link=LINK))
    assert shop.effect(asked.number).state is State.CANCELLED


def test_what_the_owner_did_in_the_app_is_ticked_without_asking_first(shop: Shop) -> None:
    answer = shop.keeping_away.tick(wish())
    assert (answer.measure.state, answer.measure.sent_at) == (State.SENT, shop.clock.now())
    shop.measures.due()
    assert fake(shop).log == []
    assert is_marked(shop)


def test_a_mute_by_hand_that_is_over_asks_for_the_hand_again(shop: Shop) -> None:
    del shop.x.measures[Action.MUTE]
    shop.keeping_away.tick(wish(link=LINK))
    shop.clock.advance(A_MONTH)
    shop.work()
    shop.work()
    assert told(shop) == [
        "they are still muted on X, and your hand is needed to undo it. https://x.example/cy "
        "Done? monitor mute x:cy --undo --done"
    ]
    # we would not see their answer
    assert is_marked(shop)


def test_a_platform_that_is_not_configured_is_the_owner_s(shop: Shop) -> None:
    elsewhere = an_author("Flo", platform="reddit")
    asked = ask(shop, Action.BLOCK, author=elsewhere)
    shop.measures.due()
    there = shop.effect(asked.number)
    assert (there.state, there.posted_url) == (
        State.NEEDS_PERSON,
        "https://www.reddit.com/user/flo",
    )
