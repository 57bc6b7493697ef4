"""Cases: the list, the page, and what a person does with a case."""

import json
from datetime import timedelta

import pytest

from monitor.cli import case_reading
from monitor.cli.as_json import CASE_KEYS
from monitor.domain.case import PromiseState
from monitor.domain.effect import State
from monitor.testing import a_reading
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, EVE, Shop, came_to_dm, keys_of, said, without

pytestmark = pytest.mark.usefixtures("a_wide_screen")


def promises_of(shop: Shop, number: int) -> list[PromiseState]:
    store = shop.open()
    try:
        with store.read() as tx:
            return [promise.state for promise in tx.cases.promises(case_number=number)]
    finally:
        store.close()


def test_the_list_has_the_most_pressing_first(shop: Shop) -> None:
    assert_message("cli/cases", shop.run("cases").said)


def test_ended_cases_are_listed_only_when_asked_for(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "solved")
    assert "Ada Quill" not in shop.run("cases").out
    assert "Ada Quill" in shop.run("cases", "--all").out


def test_the_page_tells_everything_said_and_done(shop: Shop) -> None:
    shop.sends(1)
    shop.clock.advance(timedelta(minutes=20))
    came_to_dm(shop)
    assert_message("cli/case", shop.run("case", "1").said)


def test_the_page_of_an_urgent_case_shows_what_to_do(shop: Shop) -> None:
    assert_message("cli/case_urgent", shop.run("case", "c2").said)


def test_the_page_tells_in_plain_words_what_was_not_said_and_what_was_taken_back(
    shop: Shop,
) -> None:
    shop.sends(1)
    shop.run("retract", "1")
    shop.takes_back()
    page = shop.run("case", "1").out
    assert "asked to have our reply deleted  (Jo)" in page
    assert "our reply was deleted, and is seen to be gone  (Jo)" in page
    shop.clock.advance(timedelta(days=2))
    shop.looks_at_deadlines()
    assert "draft 6 was not sent: nobody decided on it in time" in shop.run("case", "4").out


def test_the_page_tells_a_refusal_as_a_sentence(shop: Shop) -> None:
    shop.run("approve", "6")
    store = shop.open()
    with store.begin() as tx:
        tx.authors.opt_out(BRAND, "x:eve", shop.clock.now(), "asked for it")
    store.close()
    shop.delivers()
    page = shop.run("case", "4").out
    assert "draft 6 was not sent: they asked for no automatic words  (Jo)" in page


def test_a_number_alone_is_the_page_and_nothing_is_the_help(shop: Shop) -> None:
    assert shop.run("case", "1").out == shop.run("case", "show", "1").out
    assert "monitor case 7" in shop.run("case", "--help").out


def test_resolving_ends_promises_and_withdraws_drafts(shop: Shop) -> None:
    answer = shop.run("case", "resolve", "1", "--as", "solved", "--cause", "two ill")
    assert_message("cli/case_resolved", answer.said)
    assert shop.state_of(1) is State.CANCELLED
    assert_message("cli/case_resolved_page", shop.run("case", "1").said)


@pytest.mark.parametrize(
    ("resolution", "minutes", "state"),
    [
        # in time, and a person dealt with it
        ("solved", 30, PromiseState.KEPT),
        # dealt with too late
        ("solved", 600, PromiseState.BROKEN),
        # nobody owed an answer after all
        ("not-a-complaint", 30, PromiseState.CANCELLED),
    ],
)
def test_what_resolving_makes_of_a_promise(
    shop: Shop, resolution: str, minutes: int, state: PromiseState
) -> None:
    shop.sends(1)
    shop.clock.advance(timedelta(minutes=minutes))
    assert shop.run("case", "resolve", "1", "--as", resolution).code == 0
    assert promises_of(shop, 1) == [state]


def test_answered_by_hand_keeps_the_promise_and_waits_for_the_customer(shop: Shop) -> None:
    shop.sends(1)
    assert_message("cli/case_answered", shop.run("case", "answered", "1", "--by", "Sam").said)
    assert promises_of(shop, 1) == [PromiseState.KEPT]
    assert shop.run("status", "--json").out.count('"late": 0') == 1


def test_a_case_is_opened_again(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "no_answer")
    assert_message("cli/case_reopened", shop.run("case", "reopen", "1").said)


def test_a_second_case_of_the_same_customer_is_not_opened(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "spam")
    came_to_dm(shop)
    assert_message("cli/refused_second_case", shop.run("case", "reopen", "1").said)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("unknown_case", ("case", "77")),
        ("no_case_number", ("case", "ada")),
        ("no_resolution", ("case", "resolve", "1")),
        ("unknown_resolution", ("case", "resolve", "1", "--as", "gone")),
        ("open_already", ("case", "reopen", "1")),
    ],
)
def test_what_cannot_be_done_says_why(shop: Shop, name: str, arguments: tuple[str, ...]) -> None:
    answer = shop.run(*arguments)
    assert answer.code in (1, 2)
    assert_message(f"cli/refused_{name}", answer.said)


def test_resolving_twice_is_refused(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "solved")
    answer = shop.run("case", "resolve", "1", "--as", "solved")
    assert_message("cli/refused_resolved_twice", answer.said)


def test_json_has_the_documented_keys(shop: Shop) -> None:
    shop.sends(1)
    page = json.loads(shop.run("case", "1", "--json").out)
    lists = ("message", "promise", "promises", "drafts", "timeline")
    plain = keys_of(without(page, *lists))
    timeline = {f"timeline[].{key}" for entry in page["timeline"] for key in entry}
    shown = plain | timeline | {"message", "promise", "promises[]", "drafts[]"}
    assert shown == set(case_reading.PAGE_KEYS)
    assert set(json.loads(shop.run("case", "reopen", "1", "--json").out or "{}")) == set()
    resolved = shop.run("case", "resolve", "1", "--as", "solved", "--json").out
    assert keys_of(json.loads(resolved)) == set(CASE_KEYS)
    assert json.loads(shop.run("cases", "--json").out)[0]["case"] == "c2"


# ---------------------------------------------------------------- evidence


def deletes(shop: Shop, message_id: str = "x:1") -> None:
    """Ada takes her post away."""
    gone = said("", id=message_id, deleted_at=shop.clock.now())
    shop.hears((gone, a_reading()))


def words_of(shop: Shop, message_id: str = "x:1") -> str:
    store = shop.open()
    try:
        with store.read() as tx:
            message = tx.messages.get(message_id)
        assert message is not None
        assert message.deleted_at is not None
        return message.text
    finally:
        store.close()


def test_a_deleted_post_loses_its_words(shop: Shop) -> None:
    deletes(shop)
    assert words_of(shop) == ""
    assert "(deleted by its author)" in shop.run("case", "1").out


def test_a_case_on_hold_keeps_what_its_customer_deletes(shop: Shop) -> None:
    assert_message(
        "cli/case_hold", shop.run("case", "hold", "1", "--reason", "a letter of her lawyer").said
    )
    shop.clock.advance(timedelta(minutes=5))
    deletes(shop)
    assert words_of(shop).startswith("50 minutes")
    # nobody answers a post that is gone
    assert shop.state_of(1) is State.CANCELLED
    assert_message("cli/case_held_page", shop.run("case", "1").said)
    assert "of 1 case is kept, whatever they delete: 1" in shop.run("status").out
    assert json.loads(shop.run("status", "--json").out)["evidence_kept"] == ["c1"]
    assert_message("cli/case_hold_end", shop.run("case", "hold", "1", "--end").said)
    assert words_of(shop) == ""
    assert b"50 minutes for two coffees" not in shop.database.read_bytes()
    assert_message("cli/case_hold_ended_twice", shop.run("case", "hold", "1", "--end").said)


def test_a_hold_outlasts_the_case_and_other_people_are_not_kept(shop: Shop) -> None:
    shop.run("case", "hold", "4", "--reason", "press")
    shop.run("case", "hold", "1", "--reason", "press")
    shop.run("case", "hold", "1", "--reason", "the lawyer, too")
    shop.run("case", "hold", "4", "--end")
    shop.run("case", "resolve", "1", "--as", "solved")
    deletes(shop)
    assert words_of(shop).startswith("50 minutes")
    told = json.loads(shop.run("case", "1", "--json").out)
    assert (told["kept_since"], told["kept_why"]) == (
        "2026-11-23T09:00:00+00:00",
        "the lawyer, too",
    )
    deletes_eve = said("", id="x:5", author=EVE, deleted_at=shop.clock.now())
    shop.hears((deletes_eve, a_reading()))
    assert words_of(shop, "x:5") == ""


@pytest.mark.parametrize("arguments", [(), ("--end", "--reason", "why"), ("--reason", " ")])
def test_a_hold_wants_its_reason(shop: Shop, arguments: tuple[str, ...]) -> None:
    answer = shop.run("case", "hold", "1", *arguments)
    assert answer.code == 2
    assert_message("cli/case_hold_no_reason", answer.said)


def test_a_hold_in_json_has_the_documented_keys(shop: Shop) -> None:
    for arguments in (("--reason", "why"), ("--end",)):
        answer = json.loads(shop.run("case", "hold", "1", *arguments, "--json").out)
        assert set(answer) == {"case", *case_reading.HOLD_KEYS}
