"""`monitor right`, `wrong`, and what a yes or a no without its reason asks."""

import json
from pathlib import Path

import pytest

from monitor.cli import judging
from monitor.domain.label import Judged
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, Shop, a_monday


@pytest.fixture
def monday(tmp_path: Path, a_wide_screen: None) -> Shop:
    shop = Shop(tmp_path)
    a_monday(shop)
    return shop


def judged(shop: Shop, message_id: str = "x:1") -> Judged | None:
    store = shop.open()
    try:
        with store.read() as tx:
            label = tx.labels.get(BRAND, message_id)
    finally:
        store.close()
    return label.judged if label is not None else None


def test_a_no_with_its_reason_says_what_it_says(monday: Shop) -> None:
    answer = monday.run("reject", "1", "--because", "not-a-complaint")
    assert_message("cli/reject_because", answer.said)
    assert judged(monday) is Judged.WRONG


def test_a_no_without_a_reason_can_be_explained(monday: Shop) -> None:
    monday.run("reject", "1")
    assert judged(monday) is Judged.OPEN
    assert_message("cli/wrong", monday.run("wrong", "1", "--because", "not_about_us").said)
    assert judged(monday) is Judged.WRONG
    assert_message("cli/right", monday.run("right", "1", "--by", "Sam").said)
    assert judged(monday) is Judged.RIGHT


def test_own_words_do_not_tell_and_the_command_says_so(monday: Shop) -> None:
    monday.run("edit", "1", "What a mess! We will look into it tonight and write to you.")
    assert_message("cli/approve_rewritten", monday.run("approve", "1").said)
    assert judged(monday) is Judged.OPEN
    assert monday.run("right", "1").code == 0
    assert judged(monday) is Judged.RIGHT


def test_a_wrong_word_that_stands_there_can_be_taken_back(monday: Shop) -> None:
    monday.sends(1)
    assert_message("cli/wrong_sent", monday.run("wrong", "1").said)


def test_a_case_that_was_none_was_a_mistake(monday: Shop) -> None:
    monday.sends(1)
    assert judged(monday) is Judged.RIGHT
    assert monday.run("case", "resolve", "1", "--as", "not-a-complaint").code == 0
    assert judged(monday) is Judged.WRONG


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("waiting", ("right", "1")),
        ("alert", ("wrong", "2")),
        ("no_such", ("right", "99")),
        ("because", ("reject", "1", "--because", "nothing")),
        ("not_wrong", ("wrong", "1", "--because", "answered")),
    ],
)
def test_what_cannot_be_judged_says_why(
    monday: Shop, name: str, arguments: tuple[str, ...]
) -> None:
    answer = monday.run(*arguments)
    assert answer.code in (1, 2)
    assert_message(f"cli/unjudged_{name}", answer.said)
    assert judged(monday) is None


def test_answers_in_json_have_the_documented_keys(monday: Shop) -> None:
    monday.run("reject", "1")
    for command in ("wrong", "right"):
        answer = json.loads(monday.run(command, "1", "--json").out)
        assert set(answer) == set(judging.LABEL_KEYS)
        assert (answer["effect"], answer["judged"]) == ("e1", command)
