"""What a platform says to a word: gone, forbidden, revoked; and words that had to wait too long.

The judges count what they were asked, and log what the public saw.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.case import TimelineKind
from monitor.domain.effect import Action, State
from monitor.domain.notice import NoticeKind
from monitor.domain.permission import Reason
from monitor.domain.policy import Mode
from monitor.services.rests import LOCKED_OUT_FOR
from monitor.testing import FakeClock
from tests.faults.judged import JudgedShop, account, judges
from tests.shop import policy
from tests.simulators.judge import Judge

A_DAY = timedelta(days=1)
#: of mentions that nobody read for days
LATE_IDS = {f"x:{number}" for number in range(2, 6)}


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Judge, Judge]]:
    """Two platforms."""
    with judges(tmp_path, "x", "bluesky") as (first, second):
        yield first, second


def shop_on(two: tuple[Judge, Judge], **changes: object) -> JudgedShop:
    clock = FakeClock()
    accounts = (account(two[0], clock), account(two[1], clock, "bluesky"))
    shop = JudgedShop(clock=clock, accounts=accounts)
    if changes:
        shop.policy = policy(**changes)  # type: ignore[arg-type]  # as the test names them
        shop.open()
    return shop


def sends(judge: Judge) -> int:
    return sum(hit["request"] == "POST /posts" for hit in judge.hits())


@pytest.mark.parametrize("fault", ["404", "403"])
def test_gone_or_forbidden_is_refused_noted_and_never_tried_again(
    two: tuple[Judge, Judge], fault: str
) -> None:
    shop = shop_on(two)
    (word,) = shop.approved("x", 1)
    two[0].fail_next(fault)
    shop.work_for(A_DAY, timedelta(minutes=10))
    ended = shop.effect(word.number)
    assert (ended.state, ended.reason) == (State.REFUSED, Reason.PLATFORM_FORBIDS)
    assert (sends(two[0]), two[0].posts()) == (1, [])
    assert word.case_number is not None
    with shop.store.read() as tx:
        timeline = tx.cases.timeline(word.case_number)
    (note,) = [entry for entry in timeline if entry.kind is TimelineKind.NOT_SENT]
    assert note.words == fault


def test_a_revoked_token_pauses_that_account_with_one_alert_and_keeps_its_words(
    two: tuple[Judge, Judge],
) -> None:
    shop = shop_on(two)
    daemon = shop.daemon()
    words = shop.approved("x", 1, 2)
    shop.approved("bluesky", 3)
    # reading and writing are refused alike, time and again
    two[0].fail_next(*["401"] * 50)
    two[0].fail_next(*["401"] * 200, on="GET /mentions")
    began_at = shop.clock.now()
    while shop.clock.now() < began_at + 2 * LOCKED_OUT_FOR:
        for connector in shop.accounts:
            daemon.poll(connector)
        shop.work()
        daemon.tell()
        shop.clock.advance(timedelta(minutes=1))
    assert len(two[1].posts()) == 1
    assert two[0].posts() == []
    assert sends(two[0]) <= 3
    assert [shop.effect(word.number).state for word in words] == [State.PENDING, State.PENDING]
    told = [notice for notice in shop.channel.notices if notice.kind is NoticeKind.LOGIN]
    assert [notice.fix for notice in told] == ["monitor login x"]


def test_words_that_wait_for_a_login_expire_and_are_not_said_late(
    two: tuple[Judge, Judge],
) -> None:
    shop = shop_on(two)
    (word,) = shop.approved("x", 1)
    two[0].fail_next(*["401"] * 30)
    shop.work_for(timedelta(hours=3), LOCKED_OUT_FOR)
    assert shop.effect(word.number).state is State.PENDING
    shop.clock.advance(timedelta(days=3))
    # the token is good again
    with judges(two[0].folder.parent / "again", "x") as (mended,):
        shop.accounts = (account(mended, shop.clock),)
        shop.open()
        shop.work_for(timedelta(minutes=30), timedelta(minutes=1))
        assert mended.posts() == []
    assert shop.effect(word.number).state is State.EXPIRED


def test_after_three_days_without_a_monitor_nothing_is_answered_late(
    two: tuple[Judge, Judge],
) -> None:
    shop = shop_on(two, mode=Mode.AUTOMATIC)
    (word,) = shop.approved("bluesky", 1)
    old = [shop.line(number) for number in range(2, 6)]
    # nobody runs; then everything comes at once
    shop.clock.advance(timedelta(days=3))
    two[0].add_mentions(old)
    two[0].add_mentions([shop.line(9)])
    shop.open()
    daemon = shop.daemon()
    daemon.poll(shop.accounts[0])
    shop.work_for(timedelta(hours=2), timedelta(minutes=1))
    assert two[1].posts() == []
    assert shop.effect(word.number).state is State.EXPIRED
    # the fresh one is answered, the old ones have their case and are left to a person
    assert [post["in_reply_to"] for post in two[0].posts()] == ["9"]
    late = [one for one in shop.effects(Action.ACKNOWLEDGE) if one.message_id in LATE_IDS]
    assert all(one.state is not State.SENT for one in late)
    with shop.store.read() as tx:
        cases = tx.cases.listed()
    assert len(cases) == 6
    assert all(case.assignee and case.deadline_at is not None for case in cases)
