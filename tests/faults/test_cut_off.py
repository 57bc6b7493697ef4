"""Timeout, reset, half a body: a proxy cuts a send at each point, and the public sees one word.

What reached the platform only in part was not said; what reached it whole was. Either way it is
looked for before anything is said again.
"""

import json
from pathlib import Path

import pytest

from monitor.domain.delivery import Delivered, Refused, Unknown, Wire
from monitor.domain.effect import State
from monitor.testing import FakeClock
from tests.faults.judged import STEP, JudgedShop, account, judges
from tests.simulators.proxy import Cut, Proxy

#: after so many bytes of one direction: nothing, in the first line, in the head, and in the body,
#: shortly before its end
POINTS = (0, 9, 60, -7)
CUTS = [
    Cut(of, after, is_reset)
    for of in ("request", "answer")
    for after in POINTS
    for is_reset in (False, True)
]


@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_a_send_that_is_cut_off_is_looked_for_and_said_once(tmp_path: Path, cut: Cut) -> None:
    clock = FakeClock()
    with judges(tmp_path, "x") as (judge,), Proxy(judge.port) as proxy:
        account_behind = account(judge, clock)
        account_behind.port = proxy.port
        shop = JudgedShop(clock=clock, accounts=(account_behind,))
        (word,) = shop.approved("x", 1)
        proxy.cuts = [cut]
        shop.deliver.due()
        assert shop.effect(word.number).state is State.UNKNOWN
        assert len(judge.posts()) == (1 if cut.of == "answer" else 0)
        shop.work_for(4 * STEP, STEP)
        assert shop.effect(word.number).state is State.SENT
        assert len(judge.posts()) == 1


def test_many_cuts_in_a_row_are_one_word_in_the_end(tmp_path: Path) -> None:
    clock = FakeClock()
    with judges(tmp_path, "x") as (judge,), Proxy(judge.port) as proxy:
        account_behind = account(judge, clock)
        account_behind.port = proxy.port
        shop = JudgedShop(clock=clock, accounts=(account_behind,))
        words = shop.approved("x", 1, 2, 3)
        proxy.cuts = list(CUTS)
        shop.work_for(60 * STEP, STEP)
        assert {shop.effect(word.number).state for word in words} == {State.SENT}
        assert sorted(post["in_reply_to"] for post in judge.posts()) == ["1", "2", "3"]


def test_a_connection_that_was_never_made_is_no_unknown_end(tmp_path: Path) -> None:
    """Nothing was written: the same words may go out again without a look."""
    clock = FakeClock()
    with judges(tmp_path, "x") as (judge,):
        connector = account(judge, clock)
        with Proxy(judge.port) as proxy:
            closed = proxy.port
        connector.port = closed
        written = {"text": "a", "in_reply_to": "1", "to": "ada", "direct": False}
        ended = connector.send(Wire(payload=json.dumps(written).encode()))
    assert isinstance(ended, Refused)
    assert not ended.permanent
    assert not isinstance(ended, Delivered | Unknown)
    assert judge.posts() == []
