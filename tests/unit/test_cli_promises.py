"""`monitor promises`: what was promised this week, and what became of it."""

import json
from datetime import timedelta

import pytest

from monitor.cli.promises import ACCOUNT_KEYS, ENTRY_KEYS
from monitor.domain.case import PromiseState
from tests.messages import assert_message
from tests.unit.cli_shop import Shop, came_to_dm, keys_of

pytestmark = pytest.mark.usefixtures("a_wide_screen")


@pytest.fixture
def busy(shop: Shop) -> Shop:
    """One promise was moved, one is kept."""
    shop.sends(1, 6)
    came_to_dm(shop)
    shop.clock.advance(timedelta(minutes=30))
    shop.run("case", "more-time", "1", "You hear from us {by}.")
    shop.sends(9)
    shop.run("case", "answered", "4")
    return shop


def test_the_week_is_told_with_its_sums(busy: Shop) -> None:
    assert_message("cli/promises", busy.run("promises").said)


def test_a_promise_that_nobody_kept_is_shown_as_broken(busy: Shop) -> None:
    busy.clock.advance(timedelta(hours=6))
    busy.looks_at_deadlines()
    assert_message("cli/promises_broken", busy.run("promises").said)


def test_an_empty_week_says_so(busy: Shop) -> None:
    assert_message("cli/promises_none", busy.run("promises", "--week", "2026-W20").said)


def test_what_was_open_is_carried_into_the_next_week(busy: Shop) -> None:
    busy.clock.advance(timedelta(days=7))
    told = json.loads(busy.run("promises", "--json").out)
    assert (told["carried"], told["made"], told["open"]) == (1, 0, 1)


def test_the_keys_are_those_that_are_told(busy: Shop) -> None:
    told = json.loads(busy.run("promises", "--json").out)
    entries = told.pop("promises")
    assert keys_of(told) | {"promises[]"} == set(ACCOUNT_KEYS)
    assert keys_of(entries[0]) == set(ENTRY_KEYS)
    assert told["adds_up"]


def test_what_does_not_add_up_is_told_and_fails(busy: Shop) -> None:
    store = busy.open()
    with store.begin() as tx:
        (promise,) = tx.cases.promises(state=PromiseState.OPEN)
        tx.cases.end_promise(promise.number, PromiseState.KEPT, busy.clock.now())
    store.close()
    answer = busy.run("promises")
    assert answer.code == 1
    assert_message("cli/promises_differ", answer.err)


def test_another_brand_has_promises_of_its_own(busy: Shop) -> None:
    everything = json.loads(busy.run("promises", "--json").out)
    ours = json.loads(busy.run("promises", "--brand", "Larch & Loaf", "--json").out)
    theirs = json.loads(busy.run("promises", "--brand", "Mulch & Co", "--json").out)
    assert everything == ours
    assert ours["promises"]
    assert not theirs["promises"]
