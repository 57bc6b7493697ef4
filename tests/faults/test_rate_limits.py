"""429: an account that is told to slow down is left alone until then, and only that account.

The judges count the requests that come before their time.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.effect import State
from monitor.services.claims import CLAIM_LASTS
from monitor.testing import RETRY_AFTER, FakeClock
from tests.faults.judged import STEP, JudgedShop, account, asked, judges
from tests.shop import Shop
from tests.simulators.server import RETRY_AFTER as JUDGE_SAYS

#: what the judge names in Retry-After
WINDOW = timedelta(seconds=JUDGE_SAYS)


def test_after_a_429_no_word_comes_before_its_time_and_other_accounts_go_on(
    tmp_path: Path,
) -> None:
    clock = FakeClock()
    with judges(tmp_path, "x", "bluesky") as (busy, free):
        shop = JudgedShop(
            clock=clock, accounts=(account(busy, clock), account(free, clock, "bluesky"))
        )
        shop.approved("x", 1, 2, 3)
        shop.approved("bluesky", 4, 5)
        busy.fail_next("429")
        told_at = clock.now()
        while clock.now() < told_at + WINDOW:
            shop.work()
            clock.advance(min(STEP, WINDOW / 5))
        assert len(asked(busy, "POST /posts", told_at, told_at + WINDOW)) == 1
        assert len(free.posts()) == 2
        shop.work()
        assert len(busy.posts()) == 3


def test_a_restart_in_between_asks_no_earlier(tmp_path: Path) -> None:
    clock = FakeClock()
    with judges(tmp_path, "x") as (busy,):
        shop = JudgedShop(clock=clock, accounts=(account(busy, clock),))
        shop.approved("x", 1, 2)
        busy.fail_next("429")
        told_at = clock.now()
        shop.work()
        clock.advance(WINDOW / 2)
        shop.open()
        shop.work()
        assert len(asked(busy, "POST /posts", told_at, told_at + WINDOW)) == 1
        clock.move_to(told_at + WINDOW)
        shop.work()
        assert len(busy.posts()) == 2


def test_reading_comes_again_when_the_platform_said(tmp_path: Path) -> None:
    clock = FakeClock()
    with judges(tmp_path, "x", "bluesky") as (busy, free):
        both = (account(busy, clock), account(free, clock, "bluesky"))
        shop = JudgedShop(clock=clock, accounts=both)
        daemon = shop.daemon()
        busy.fail_next("429", on="GET /mentions")
        busy.add_mentions([shop.line(1)])
        told_at = clock.now()
        while clock.now() < told_at + WINDOW:
            for connector in both:
                daemon.poll(connector)
            clock.advance(WINDOW / 5)
        assert len(asked(busy, "GET /mentions", told_at, told_at + WINDOW)) == 1
        assert len(asked(free, "GET /mentions", told_at, told_at + WINDOW)) >= 5
        for connector in both:
            daemon.poll(connector)
        assert shop.word("x:1").state is State.PROPOSED


def test_looking_and_taking_back_wait_as_long_as_they_are_told(tmp_path: Path) -> None:
    clock = FakeClock()
    with judges(tmp_path, "x") as (busy,):
        shop = JudgedShop(clock=clock, accounts=(account(busy, clock),))
        shop.approved("x", 1, 2)
        busy.fail_next("timeout_after_acceptance", "timeout_after_acceptance")
        busy.fail_next("429", on="GET /posts")
        told_at = clock.now()
        while clock.now() < told_at + WINDOW:
            shop.work()
            clock.advance(WINDOW / 5)
        assert len(asked(busy, "GET /posts", told_at, told_at + WINDOW)) == 1
        shop.work()
        assert shop.word("x:1").state is State.SENT
        busy.fail_next("429", on="DELETE /posts")
        shop.review.retract(shop.word("x:1").number, by="Jo")
        told_at = clock.now()
        while clock.now() < told_at + WINDOW:
            shop.work()
            clock.advance(WINDOW / 5)
        assert len(asked(busy, "DELETE /posts", told_at, told_at + WINDOW)) == 1
        shop.work_for(WINDOW)
        assert shop.word("x:1").state is State.RETRACTED
        assert len(busy.posts()) == 2


def test_many_words_of_a_busy_account_stand_in_nobody_s_way(tmp_path: Path) -> None:
    clock = FakeClock()
    with judges(tmp_path, "x", "bluesky") as (busy, free):
        both = (account(busy, clock), account(free, clock, "bluesky"))
        shop = JudgedShop(clock=clock, accounts=both)
        shop.approved("x", *range(1, 6))
        shop.approved("bluesky", 9)
        busy.fail_next("429")
        shop.deliver.due(limit=1)
        shop.deliver.due(limit=1)
        assert (len(busy.posts()), len(free.posts())) == (0, 1)


@pytest.mark.parametrize("passed", [CLAIM_LASTS, timedelta(days=3), timedelta(hours=-1)])
def test_a_claim_that_grew_old_before_the_send_is_dropped_and_asked_anew(
    passed: timedelta,
) -> None:
    """The machine slept, or its clock was set, between the claim and the send."""
    shop = Shop()
    draft = shop.complaint()
    shop.review.approve(draft.number, by="Jo")

    def sleep(name: str) -> None:
        if name == "deliver.after_claim":
            shop.failpoint = lambda _name: None
            shop.clock.advance(passed)

    shop.failpoint = sleep
    shop.deliver.due()
    assert shop.x.sends == 0
    assert shop.effect(draft.number).state is State.PENDING
    shop.work_for(RETRY_AFTER)
    late = passed > timedelta(days=1)
    assert shop.effect(draft.number).state is (State.EXPIRED if late else State.SENT)
    assert len(shop.x.public) == (0 if late else 1)
