"""The case desk: notes, whose a case is, until when it is put off, tags, and how it ended."""

import io
import json
from datetime import timedelta
from unittest.mock import patch

import pytest

from monitor.domain.case import PromiseState
from monitor.domain.effect import Action, Effect
from monitor.domain.message import Media
from monitor.domain.moments import parse_moment
from monitor.errors import InputError
from monitor.testing import MONDAY_MORNING, a_reading
from tests.messages import assert_message
from tests.unit.cli_shop import LATE, Shop, came_to_dm, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")


class Terminal(io.StringIO):
    """Somebody types."""

    def isatty(self) -> bool:
        return True


def alerts(shop: Shop, template: str) -> list[Effect]:
    store = shop.open()
    try:
        with store.read() as tx:
            every = [one for number in range(1, 60) if (one := tx.outbox.get(number)) is not None]
    finally:
        store.close()
    return [one for one in every if one.action is Action.ALERT and one.template == template]


def wakes(shop: Shop) -> int:
    store = shop.open()
    try:
        return shop.case_moments(store).due()
    finally:
        store.close()


# ---------------------------------------------------------------- notes, tags, whose it is


def test_a_note_stands_in_the_timeline_with_who_wrote_it(shop: Shop) -> None:
    answer = shop.run("case", "note", "1", "rang her,\nshe wants it\x1b[2J again", "--by", "Sam")
    assert_message("cli/case_note", answer.said)
    page = shop.run("case", "1").out
    assert "rang her, she wants it" in page
    assert "(Sam)" in page
    assert "\x1b" not in page


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("note_empty", ("note", "1", "  ")),
        ("note_long", ("note", "1", "x" * 2001)),
        ("note_no_case", ("note", "77", "hello")),
        ("assign_stranger", ("assign", "1", "Rex")),
        ("assign_already", ("assign", "1", "jo")),
        ("tag_no_sign", ("tag", "1", "late")),
        ("tag_no_tag", ("tag", "1", "+la te")),
        ("tag_not_there", ("tag", "1", "-late")),
        ("snooze_no_moment", ("snooze", "1", "until", "soonish")),
        ("snooze_past", ("snooze", "1", "until", "2026-11-22")),
        ("snooze_urgent", ("snooze", "2", "until", "11:00")),
        ("snooze_beyond", ("snooze", "1", "until", "tomorrow")),
        ("wake_awake", ("wake", "1")),
        ("came_not_asked", ("came", "1", "--not")),
    ],
)
def test_what_cannot_be_done_at_the_desk_says_why(
    shop: Shop, name: str, arguments: tuple[str, ...]
) -> None:
    answer = shop.run("case", *arguments)
    assert answer.code in (1, 2)
    assert_message(f"cli/case_refused_{name}", answer.said)


def test_a_case_is_given_to_somebody_who_is_told(shop: Shop) -> None:
    assert_message("cli/case_assign", shop.run("case", "assign", "1", "sam").said)
    assert json.loads(shop.run("case", "1", "--json").out)["assignee"] == "Sam"
    assert [one.slots.note for one in alerts(shop, "case-given")] == [
        "Sam, this is yours now: Jo gave it to you. monitor case 1"
    ]
    # back and forth: each is told
    shop.run("case", "assign", "1", "Jo", "--by", "Sam")
    shop.run("case", "assign", "1", "Sam", "--by", "Sam")
    assert [one.slots.note for one in alerts(shop, "case-given")][1:] == [
        "Jo, this is yours now: Sam gave it to you. monitor case 1",
        "Sam has taken this over. monitor case 1",
    ]


def test_tags_come_and_go(shop: Shop) -> None:
    assert_message("cli/case_tag", shop.run("case", "tag", "1", "+Late", "+hot", "+late").said)
    assert "tags       late, hot" in shop.run("case", "1").out
    assert json.loads(shop.run("case", "tag", "1", "-hot", "--json").out)["tags"] == ["late"]
    assert_message("cli/case_tag_none", shop.run("case", "tag", "1", "-late").said)


def test_more_tags_than_a_case_takes_are_refused(shop: Shop) -> None:
    every = [f"+t{number}" for number in range(13)]
    assert_message("cli/case_refused_tag_many", shop.run("case", "tag", "1", *every).said)


# ---------------------------------------------------------------- put off


def test_what_is_put_off_is_hidden_until_then_and_comes_back_by_itself(shop: Shop) -> None:
    answer = shop.run("case", "snooze", "3", "until", "11:30")
    assert_message("cli/case_snooze", answer.said)
    assert_message("cli/inbox_put_off", shop.run("inbox").said)
    waiting = json.loads(shop.run("inbox", "--json").out)
    assert [case["case"] for case in waiting["put_off"]] == ["c3"]
    assert "c3" not in [case["case"] for case in waiting["by_hand"]]
    assert "put off until 11:30 today" in shop.run("cases").out
    assert wakes(shop) == 0
    shop.clock.advance(timedelta(hours=1, minutes=30))
    assert "case 3" in shop.run("inbox").out
    assert wakes(shop) == 1
    assert wakes(shop) == 0
    assert [one.slots.note for one in alerts(shop, "case-back")] == [
        "Jo, you put this off until now. monitor case 3"
    ]
    assert "no longer put off  (monitor)" in shop.run("case", "3").out


def test_a_draft_of_a_case_that_is_put_off_is_hidden_and_nobody_is_reminded(shop: Shop) -> None:
    shop.run("case", "snooze", "1", "until", "12:00")
    assert "draft 1" not in shop.run("inbox").out
    shop.clock.advance(timedelta(hours=2))
    # half of the promise is over
    shop.looks_at_deadlines()
    assert alerts(shop, "draft-raised") == []
    shop.run("case", "wake", "1")
    assert "draft 1" in shop.run("inbox").out


def test_whoever_writes_again_is_not_put_off_any_more(shop: Shop) -> None:
    shop.run("case", "snooze", "1", "until", "12:00")
    came_to_dm(shop)
    assert json.loads(shop.run("case", "1", "--json").out)["snoozed_until"] is None


def test_a_broken_promise_is_not_put_off(shop: Shop) -> None:
    shop.sends(1)
    shop.clock.advance(timedelta(minutes=10))
    came_to_dm(shop)
    shop.clock.advance(timedelta(days=1))
    shop.looks_at_deadlines()
    answer = shop.run("case", "snooze", "1", "until", "2 h")
    assert_message("cli/case_refused_snooze_late", answer.said)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        # Monday 10:00 in Berlin
        ("14:00", "2026-11-23 14:00"),
        ("until 14:00", "2026-11-23 14:00"),
        # that hour has passed today
        ("09:30", "2026-11-24 09:30"),
        ("tomorrow", "2026-11-24 09:00"),
        ("tomorrow at 8:15", "2026-11-24 08:15"),
        ("Thu 10:00", "2026-11-26 10:00"),
        ("thursday", "2026-11-26 09:00"),
        # the same weekday is the next one
        ("mon", "2026-11-30 09:00"),
        # nobody is there on a Saturday
        ("sat", "2026-11-28 09:00"),
        ("2026-12-01 09:30", "2026-12-01 09:30"),
        ("for 2 h", "2026-11-23 12:00"),
        ("90 min", "2026-11-23 11:30"),
    ],
)
def test_a_moment_is_read_as_people_write_it(shop: Shop, written: str, moment: str) -> None:
    found = parse_moment(written, MONDAY_MORNING, shop.hours)
    assert f"{shop.hours.local(found):%Y-%m-%d %H:%M}" == moment
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "written", ["", "today", "25:00", "until", "x 10:00", "2026-02-30", "m", "10:00 thu", "-2 h"]
)
def test_what_is_no_moment_ahead_is_refused(shop: Shop, written: str) -> None:
    with pytest.raises(InputError):
        parse_moment(written, MONDAY_MORNING, shop.hours)


# ---------------------------------------------------------------- did they write to us?


def test_the_page_asks_whether_they_wrote_where_nobody_could_see_it(shop: Shop) -> None:
    shop.sends(1)
    asks = "They did write:   monitor case came 1"
    assert asks not in shop.run("case", "1").out
    store = shop.open()
    with store.begin() as tx:
        [promise] = tx.cases.promises(case_number=1)
        tx.cases.end_promise(promise.number, PromiseState.UNSEEN, shop.clock.now())
    store.close()
    assert asks in shop.run("case", "1").out
    shop.run("case", "came", "1")
    assert asks not in shop.run("case", "1").out


def test_who_came_where_nobody_sees_it_starts_the_clock(shop: Shop) -> None:
    shop.sends(1)
    assert_message("cli/case_came", shop.run("case", "came", "1").said)
    page = json.loads(shop.run("case", "1", "--json").out)
    assert page["in_dm_at"] == "2026-11-23T09:00:00+00:00"
    assert page["status"] == "open"


def test_who_did_not_come_is_waited_for_and_the_promise_is_over(shop: Shop) -> None:
    shop.sends(1)
    assert_message("cli/case_came_not", shop.run("case", "came", "1", "--not").said)
    page = json.loads(shop.run("case", "1", "--json").out)
    assert (page["status"], page["deadline_at"]) == ("waiting", None)
    assert [promise["state"] for promise in page["promises"]] == ["not_come"]
    came_to_dm(shop)
    assert_message("cli/case_refused_came", shop.run("case", "came", "1", "--not").said)


# ---------------------------------------------------------------- how it ended


def test_a_make_good_and_its_cost_stand_with_the_case(shop: Shop) -> None:
    ends = ("--cause", "order form", "--make-good", "remade", "--cost", "18")
    answer = shop.run("case", "resolve", "1", "--as", "solved", *ends)
    assert_message("cli/case_resolved_cost", answer.said)
    assert_message("cli/case_resolved_cost_page", shop.run("case", "1").said)
    page = json.loads(shop.run("case", "1", "--json").out)
    assert (page["make_good"], page["cost"], page["currency"]) == ("remade", 18.0, "")


@pytest.mark.parametrize("cost", ["-3", "1,234", "x", "1e9", "18.005", "٣"])
def test_what_costs_nothing_that_could_be_added_up_is_refused(shop: Shop, cost: str) -> None:
    answer = shop.run("case", "resolve", "1", "--as", "solved", f"--cost={cost}")
    assert answer.code == 2
    assert "is not what something costs" in answer.err


def test_who_could_not_be_pleased_has_a_record_of_what_was_tried(shop: Shop) -> None:
    shop.run("case", "note", "1", "offered a new one")
    asks = shop.run("case", "resolve", "1", "--as", "could-not-please")
    assert asks.code == 2
    assert_message("cli/case_what_was_tried", asks.said)
    tried = ("--as", "could-not-please", "--tried", "remade twice")
    assert shop.run("case", "resolve", "1", *tried).code == 0
    assert "resolved: could not please, tried: remade twice" in shop.run("case", "1").out


def test_at_a_terminal_what_was_tried_is_asked_beside_what_the_case_tells(shop: Shop) -> None:
    shop.run("case", "note", "1", "offered a new one")
    with patch("tests.unit.cli_shop._Typed", Terminal):
        ends = ("case", "resolve", "1", "--as", "could-not-please")
        asked = shop.run(*ends, stdin="remade twice\n")
    assert_message("cli/case_what_was_tried_asked", asked.said)
    assert "tried: remade twice" in shop.run("case", "1").out


# ---------------------------------------------------------------- the page


def test_a_question_stands_on_the_page_until_a_person_answers(shop: Shop) -> None:
    asks = a_reading(questions=("do you read the order form?",))
    shop.hears((said("again!! do you read the order form?", id="x:20", minutes_ago=0), asks))
    page = json.loads(shop.run("case", "1", "--json").out)
    assert page["open_questions"] == ["do you read the order form?"]
    shop.clock.advance(timedelta(minutes=5))
    shop.run("case", "answered", "1")
    page = json.loads(shop.run("case", "1", "--json").out)
    assert (page["open_questions"], len(page["questions"])) == ([], 1)
    shop.clock.advance(timedelta(minutes=5))
    again = a_reading(questions=("and when?",))
    shop.hears((said("and when?", id="x:21", minutes_ago=-10), again))
    page = json.loads(shop.run("case", "1", "--json").out)
    assert page["open_questions"] == ["and when?"]


def test_the_owners_policy_and_what_they_showed_stand_on_the_page(shop: Shop) -> None:
    photo = Media(kind="image", url="https://x.example/p.jpg", alt="a \x1b[2Jcake")
    shop.hears((said("look!", id="x:22", minutes_ago=0, media=(photo, photo)), LATE))
    page = shop.run("case", "1").out
    assert "your rule  The drink is on us." in page
    assert 'shows      image "a cake" https://x.example/p.jpg' in page
    told = json.loads(shop.run("case", "1", "--json").out)
    assert told["policy"] == "The drink is on us."
    assert [one["url"] for one in told["media"]] == ["https://x.example/p.jpg"]
