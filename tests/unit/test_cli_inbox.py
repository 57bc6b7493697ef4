"""The inbox and the owner's answers: every line that an owner reads, and every key of the JSON."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.cli import deciding, inbox
from monitor.cli.as_json import CASE_ROW_KEYS, DRAFT_KEYS, MESSAGE_KEYS, PROMISE_KEYS
from monitor.domain.effect import State
from monitor.lock import only_one
from monitor.testing import a_reading
from tests.messages import assert_message
from tests.unit.cli_shop import (
    CONFIG,
    FLAT,
    Shop,
    a_monday,
    came_to_dm,
    keys_of,
    said,
    without,
)

pytestmark = pytest.mark.usefixtures("a_wide_screen")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    yield Shop(tmp_path)


@pytest.fixture
def monday(shop: Shop) -> Shop:
    a_monday(shop)
    return shop


def test_inbox_shows_urgent_first_then_drafts_with_text_promise_and_commands(monday: Shop) -> None:
    assert_message("cli/inbox", monday.run("inbox").said)


def test_an_urgent_case_shows_the_words_that_made_it_urgent_and_none_to_post(monday: Shop) -> None:
    burns = said("smoke comes out of your shop", id="reddit:8", author=FLAT, minutes_ago=0)
    monday.hears((burns, a_reading(sensitive=("fire",))))
    inbox_json = json.loads(monday.run("inbox", "--json").out)
    case = next(one for one in inbox_json["urgent"] if one["case"] == "c3")
    assert case["message"]["text"] == "smoke comes out of your shop"
    page = json.loads(monday.run("case", "3", "--json").out)
    assert page["words_by_hand"] == ""


def test_an_empty_inbox_says_so(shop: Shop) -> None:
    shop.hears()
    assert_message("cli/inbox_empty", shop.run("inbox").said)


def test_inbox_without_a_database_makes_none(shop: Shop) -> None:
    assert_message("cli/inbox_no_database", shop.run("inbox").said)
    assert not shop.database.exists()


def test_late_promise_and_words_on_their_way_are_shown(monday: Shop) -> None:
    monday.sends(1)
    monday.clock.advance(timedelta(minutes=5))
    came_to_dm(monday)
    assert monday.run("approve", "6").code == 0
    monday.clock.advance(timedelta(hours=5))
    monday.looks_at_deadlines()
    assert_message("cli/inbox_late", monday.run("inbox").said)


def test_sample_data_is_announced_on_the_screen_and_never_in_json(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CONFIG.replace("mentions.jsonl", "sample"))
    a_monday(shop)
    assert shop.run("inbox").out.startswith("  SAMPLE DATA")
    assert json.loads(shop.run("inbox", "--json").out)["drafts"]


def test_inbox_json_has_the_documented_keys(monday: Shop) -> None:
    monday.sends(6)
    inbox_json = json.loads(monday.run("inbox", "--json").out)
    assert {key.removesuffix("[]") for key in inbox.INBOX_KEYS} == set(inbox_json)
    draft = inbox_json["drafts"][0]
    assert keys_of(without(draft, "message")) | {"message"} == set(DRAFT_KEYS)
    assert keys_of(draft["message"]) == set(MESSAGE_KEYS)
    case = inbox_json["urgent"][0]
    own = keys_of(without(case, "message", "promise"))
    assert own | {"message", "promise"} == set(CASE_ROW_KEYS)
    assert keys_of(inbox_json["promises"][0]) == set(PROMISE_KEYS)
    assert inbox_json["is_running"] is False


@pytest.mark.parametrize("written", ["1", "e1", "E1"])
def test_approve_says_what_goes_out_and_that_nothing_runs(monday: Shop, written: str) -> None:
    answer = monday.run("approve", written)
    if written == "1":
        assert_message("cli/approve", answer.said)
    assert answer.code == 0
    assert monday.state_of(1) is State.APPROVED


def test_approve_while_the_daemon_runs(monday: Shop) -> None:
    with only_one(monday.database.with_name("monitor.db.lock")):
        assert "It goes out within seconds." in monday.run("approve", "1").out


def test_approve_while_paused(monday: Shop) -> None:
    monday.run("pause")
    assert "waits until `monitor resume`" in monday.run("approve", "1").out


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("stale", ("approve", "1", "--version", "7")),
        ("unknown_draft", ("approve", "99")),
        ("no_number", ("approve", "x:1")),
        ("stranger", ("approve", "1", "--by", "Mallory")),
        ("an_alert", ("approve", "2")),
        ("refused_word", ("edit", "1", "you are a liar")),
        ("empty", ("edit", "1", "   ")),
        ("not_sent_yet", ("retract", "1")),
    ],
)
def test_what_cannot_be_done_says_why_and_what_to_do(
    monday: Shop, name: str, arguments: tuple[str, ...]
) -> None:
    answer = monday.run(*arguments)
    assert answer.code in (1, 2)
    assert_message(f"cli/refused_{name}", answer.said)
    assert monday.state_of(1) is State.PROPOSED


def test_whoever_is_not_named_in_the_config_has_to_say_who_signs(tmp_path: Path) -> None:
    shop = Shop(tmp_path, CONFIG.replace('people = ["Jo", "Sam"]\n', ""))
    a_monday(shop)
    assert_message("cli/approve_nobody_named", shop.run("approve", "1").said)
    nobody = shop.run("approve", "1", "--by", "Monitor")
    assert nobody.code == 2
    assert "`Monitor` is what the audit log calls the machine" in nobody.err
    assert "– Kim" in shop.run("approve", "1", "--by", "Kim").out


def test_edit_shows_the_new_words_and_second_thoughts(monday: Shop) -> None:
    answer = monday.run("edit", "1", "Hello, unfortunately we were LATE. Please write to us.")
    assert_message("cli/edit", answer.said)
    assert monday.state_of(1) is State.PROPOSED


def test_edit_reads_the_standard_input(monday: Shop) -> None:
    answer = monday.run("edit", "1", "-", stdin="Hello, please write to us.\n")
    assert '"Hello, please write to us."' in answer.out


def test_reject_leaves_the_case(monday: Shop) -> None:
    assert_message("cli/reject", monday.run("reject", "1", "--why", "a joke").said)
    assert monday.state_of(1) is State.REJECTED


def test_retract_tells_that_nothing_runs_and_where_the_post_is(monday: Shop) -> None:
    monday.sends(1)
    assert_message("cli/retract", monday.run("retract", "1").said)
    assert monday.state_of(1) is State.RETRACTING


@pytest.mark.parametrize("arguments", [("approve", "1"), ("edit", "1", "Hello."), ("reject", "1")])
def test_answers_in_json_have_the_documented_keys(monday: Shop, arguments: tuple[str, ...]) -> None:
    assert set(json.loads(monday.run(*arguments, "--json").out)) == set(deciding.DECIDED_KEYS)


def test_strangers_text_cannot_act_on_the_terminal(monday: Shop) -> None:
    everything = monday.run("inbox").out + monday.run("cases").out + monday.run("case", "4").out
    assert "\x1b" not in everything
    assert "\x07" not in everything
