"""`monitor cases`: filters that narrow the list, its order, and what is said when none is left."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import LATE, Shop, a_monday, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

BIG = an_author("Big Ben", id="x:big", handle="bigben", followers=44_000)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Monday's four cases, and one of somebody with many followers."""
    made = Shop(tmp_path)
    a_monday(made)
    made.hears((said("the rolls were stale", id="x:20", author=BIG), a_reading()))
    made.run("case", "tag", "1", "+regular")
    made.run("case", "assign", "4", "Sam")
    made.run("case", "note", "4", "rang her about the birthday cake")
    yield made


def numbers(shop: Shop, *filters: str) -> list[int]:
    answer = shop.run("cases", *filters, "--json")
    assert answer.code == 0
    return [int(case["case"][1:]) for case in json.loads(answer.out)]


def test_the_list_says_why(shop: Shop) -> None:
    assert_message("cli/cases_why", shop.run("cases").said)
    assert_message("cli/case_of_many_followers", shop.run("case", "5").said)


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (("--platform", "x"), [5, 1, 4]),
        (("--platform", "x", "--platform", "Reddit"), [5, 1, 4, 3]),
        (("--topic", "late"), [1]),
        (("--person", "sam"), [4]),
        (("--tag", "#Regular"), [1]),
        (("--priority", "high"), [5]),
        (("--priority", "high", "--priority", "urgent"), [2, 5]),
        (("--status", "new"), [2, 5, 1, 4, 3]),
        (("--waiting",), []),
        (("--overdue",), []),
        (("--since", "1 h"), [2, 5, 1, 4, 3]),
        (("--search", "birthday CAKE"), [4]),
        (("--search", "bigben"), [5]),
        (("--search", "stale"), [5]),
        (("--search", "c1"), [1]),
        # together
        (("--platform", "x", "--tag", "regular", "--topic", "late"), [1]),
        (("--platform", "x", "--search", "coffees"), [1]),
        (("--platform", "reddit", "--tag", "regular"), []),
    ],
)
def test_filters_narrow_the_list(shop: Shop, filters: tuple[str, ...], wanted: list[int]) -> None:
    assert numbers(shop, *filters) == wanted


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ("priority", [2, 5, 1, 4, 3]),
        # the earliest deadline first
        ("due", [2, 5, 1, 4, 3]),
        # by name; nameless ones by their handle
        ("customer", [3, 1, 2, 5, 4]),
        ("opened", [2, 5, 1, 4, 3]),
    ],
)
def test_the_order_is_asked_for(shop: Shop, order: str, wanted: list[int]) -> None:
    assert numbers(shop, "--sort", order) == wanted


def test_what_is_late_is_high_and_overdue(shop: Shop) -> None:
    shop.clock.advance(timedelta(hours=7))
    assert numbers(shop, "--overdue", "--priority", "high") == [5, 1, 4]
    told = json.loads(shop.run("cases", "--json").out)
    reasons = {case["case"]: case["priority_reasons"] for case in told}
    assert reasons["c1"] == ["the next step is late"]


def test_ended_cases_are_found_by_their_status(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "solved")
    assert numbers(shop, "--status", "resolved") == [1]
    assert numbers(shop, "--status", "resolved", "--topic", "late") == [1]
    assert 1 not in numbers(shop)


def test_a_second_case_is_high_because_it_is_the_second(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "solved")
    shop.clock.advance(timedelta(hours=1))
    shop.hears((said("late again", id="x:31", minutes_ago=-60), LATE))
    told = {case["case"]: case for case in json.loads(shop.run("cases", "--json").out)}
    assert told["c6"]["priority"] == "high"
    assert told["c6"]["priority_reasons"] == ["case 2 of this customer within 90 days"]
    # it is due as soon as a case that was high from the start: 2 office hours
    assert told["c6"]["deadline_at"] == "2026-11-23T12:00:00+00:00"


def test_writing_again_and_again_raises_what_is_stored(shop: Shop) -> None:
    for number in range(3):
        shop.clock.advance(timedelta(minutes=5))
        angry = a_reading(compound_used=-0.95)
        shop.hears((said("and now", id=f"x:4{number}", minutes_ago=-5 * number), angry))
    page = shop.run("case", "1", "--json").out
    assert json.loads(page)["priority_reasons"] == [
        "what was written makes it high",
        "wrote 4 times",
    ]
    store = shop.open()
    with store.read() as tx:
        case = tx.cases.get(1)
    store.close()
    assert case is not None
    assert case.priority.value == "high"


@pytest.mark.parametrize(
    ("name", "filters"),
    [
        ("one", ("--waiting",)),
        ("two", ("--platform", "x", "--search", "allergy")),
        ("unknown_topic", ("--topic", "lat")),
        ("unknown_person", ("--person", "Nobody")),
        ("search", ("--search", "\x1b[31mcake of gold")),
    ],
)
def test_an_empty_list_says_which_filter_left_nothing(
    shop: Shop, name: str, filters: tuple[str, ...]
) -> None:
    assert_message(f"cli/cases_none_{name}", shop.run("cases", *filters).said)


def test_a_day_that_is_none_is_refused(shop: Shop) -> None:
    assert_message("cli/cases_no_day", shop.run("cases", "--since", "soon").said)
