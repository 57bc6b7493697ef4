"""What a person says in a case: one public answer, private messages, one closing line."""

import io
import json
from datetime import timedelta
from unittest.mock import patch

import pytest

from monitor.domain.effect import Action, Effect, State
from monitor.domain.message import MessageType
from monitor.domain.permission import Reason
from monitor.testing import a_reading, an_author
from tests.messages import assert_message
from tests.unit.cli_shop import BRAND, LATE, Answer, Shop, came_to_dm, said

pytestmark = pytest.mark.usefixtures("a_wide_screen")

BEA = an_author("Bea", id="x:bea")
CALM = "Hi Ada, we bake it again today and bring it to you. – Jo"
LINKED = "And it is on its way: https://parcel.example/1"
ANGRY = "Hi Ada, as I said, READ THE form. It is not our fault."


@pytest.fixture(autouse=True)
def _words_of_temper(shop: Shop) -> None:
    path = shop.folder / "playbooks" / "words.toml"
    path.write_text(
        'refuse = ["liar"]\nask = ["unfortunately"]\ntemper = ["as i said", "not our fault"]\n',
        encoding="utf-8",
    )
    families = shop.folder / "playbooks" / "acknowledgements.toml"
    with families.open("a", encoding="utf-8") as file:
        file.write('\n[closing]\na = "{hello}glad that this is put right.{sign}"\n')


class _Terminal(io.StringIO):
    """Somebody types."""

    def isatty(self) -> bool:
        return True


def at_terminal(shop: Shop, *arguments: str, types: str) -> Answer:
    with patch("tests.unit.cli_shop._Typed", _Terminal):
        return shop.run(*arguments, stdin=types)


def effects(shop: Shop, action: Action) -> list[Effect]:
    store = shop.open()
    try:
        with store.read() as tx:
            every = [one for number in range(1, 60) if (one := tx.outbox.get(number)) is not None]
    finally:
        store.close()
    return [one for one in every if one.action is action]


def page(shop: Shop, number: int = 1) -> dict[str, object]:
    told: dict[str, object] = json.loads(shop.run("case", str(number), "--json").out)
    return told


# ---------------------------------------------------------------- in public


def test_an_answer_in_public_is_sent_once_and_counts_as_the_first_answer(shop: Shop) -> None:
    shop.sends(1)
    shop.clock.advance(timedelta(minutes=20))
    assert_message("cli/case_reply", shop.run("case", "reply", "1", CALM).said)
    shop.delivers()
    assert [posted.outgoing.text for posted in shop.platform.public][1:] == [CALM]
    told = page(shop)
    assert told["status"] == "waiting"
    assert told["first_response_at"] == "2026-11-23T09:20:00+00:00"
    assert [promise["state"] for promise in told["promises"]] == ["kept"]  # type: ignore[attr-defined]
    assert_message("cli/case_reply_page", shop.run("case", "1").said)
    again = shop.run("case", "reply", "1", "One thing more.")
    assert_message("cli/case_reply_again", again.said)


def test_explain_tells_of_a_persons_answer(shop: Shop) -> None:
    shop.run("case", "reply", "1", CALM)
    assert (
        "e8 answer: approved, a person's own words (owner_asked)" in shop.run("explain", "x:1").out
    )


def test_an_answer_takes_the_place_of_the_draft_that_waits(shop: Shop) -> None:
    shop.run("case", "reply", "1", CALM)
    assert shop.state_of(1) is State.CANCELLED
    shop.delivers()
    assert [posted.outgoing.text for posted in shop.platform.public] == [CALM]


def test_another_answer_takes_the_place_of_one_that_waits(shop: Shop) -> None:
    shop.run("case", "reply", "1", ANGRY)
    shop.run("case", "reply", "1", CALM)
    shop.clock.advance(timedelta(hours=1))
    shop.delivers()
    assert [posted.outgoing.text for posted in shop.platform.public] == [CALM]


def test_who_moved_to_direct_messages_is_answered_there(shop: Shop) -> None:
    came_to_dm(shop)
    assert_message("cli/case_reply_in_dm", shop.run("case", "reply", "1", CALM).said)
    assert effects(shop, Action.ANSWER) == []
    anyway = shop.run("case", "reply", "1", CALM, "--anyway", "she asked us to say it here")
    assert anyway.code == 0
    shop.delivers()
    assert [posted.outgoing.text for posted in shop.platform.public] == [CALM]
    assert "anyway, because she asked us to say it here  (Jo)" in shop.run("case", "1").out


def test_who_comes_while_the_answer_is_kept_is_shown_to_a_person(shop: Shop) -> None:
    shop.run("case", "reply", "1", ANGRY)
    shop.clock.advance(timedelta(minutes=5))
    came = said("here", id="x:9", type=MessageType.DIRECT_MESSAGE, minutes_ago=-5)
    shop.hears((came, a_reading()))
    shop.clock.advance(timedelta(minutes=30))
    shop.delivers()
    [answer] = effects(shop, Action.ANSWER)
    assert (answer.state, answer.reason) == (State.PROPOSED, Reason.ALREADY_IN_DM)
    assert shop.platform.public == []
    refused = shop.run("approve", str(answer.number))
    assert_message("cli/case_reply_refused_in_dm", refused.said)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        # Reddit, and they did not address us
        ("reply_not_addressed", "3"),
        ("reply_unknown", "77"),
    ],
)
def test_where_a_person_cannot_be_answered_by_program_it_says_where_by_hand(
    shop: Shop, name: str, number: str
) -> None:
    assert_message(f"cli/case_refused_{name}", shop.run("case", "reply", number, CALM).said)


def test_who_asked_for_no_machine_is_not_answered_in_public_by_one(shop: Shop) -> None:
    store = shop.open()
    with store.begin() as tx:
        tx.authors.opt_out(BRAND, "x:ada", shop.clock.now(), "asked for it")
    store.close()
    answer = shop.run("case", "reply", "1", CALM, "--anyway", "I want to")
    assert_message("cli/case_refused_reply_opted_out", answer.said)


def test_the_newest_post_that_addressed_us_is_answered(shop: Shop) -> None:
    shop.hears((said("still waiting", id="x:30", minutes_ago=0), LATE))
    later = said("so rude of them", id="x:31", minutes_ago=-1, addressed=False)
    shop.hears((later, a_reading()))
    shop.run("case", "reply", "1", CALM)
    assert [one.message_id for one in effects(shop, Action.ANSWER)] == ["x:30"]


def test_an_answer_of_another_hand_keeps_the_typed_one_back(shop: Shop) -> None:
    shop.run("case", "reply", "1", ANGRY)
    shop.clock.advance(timedelta(minutes=5))
    shop.run("case", "answered", "1", "--by", "Sam")
    shop.clock.advance(timedelta(hours=1))
    shop.delivers()
    assert shop.platform.public == []
    assert [one.state for one in effects(shop, Action.ANSWER)] == [State.CANCELLED]


# ---------------------------------------------------------------- what is looked at first


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("refused", "You are a liar, Ada."),
        ("asked", "Unfortunately we cannot do that today."),
        ("link", "Look here: https://shop.example/form"),
        ("private_data", "Call Jo on 020 7946 0142, please."),
        ("long", "so sorry " * 40),
        ("somebody_else", "Ask @bo about it."),
        ("empty", "  "),
    ],
)
def test_words_that_want_something_first_say_what(shop: Shop, name: str, text: str) -> None:
    answer = shop.run("case", "reply", "1", text)
    assert answer.code == 2
    assert_message(f"cli/case_words_{name}", answer.said)
    assert effects(shop, Action.ANSWER) == []
    assert shop.state_of(1) is State.PROPOSED


def test_refused_words_are_said_with_a_reason_that_is_kept(shop: Shop) -> None:
    text = "Nobody here is a liar, Ada."
    why = ("--anyway", "she used the word", "--now", "she waits")
    assert shop.run("case", "reply", "1", text, *why).code == 0
    shop.delivers()
    assert [posted.outgoing.text for posted in shop.platform.public] == [text]
    [answer] = effects(shop, Action.ANSWER)
    # other words need a reason of their own
    assert answer.slots.anyway == "she used the word"


def test_other_words_need_a_reason_of_their_own(shop: Shop) -> None:
    shop.run("case", "reply", "1", f"{ANGRY} You liar.", "--anyway", "so there")
    [answer] = effects(shop, Action.ANSWER)
    edited = shop.run("edit", str(answer.number), "Still a liar.")
    assert edited.code == 1
    assert "`liar` is on the list of refused words" in edited.err


def test_a_second_thought_is_told_with_sure(shop: Shop) -> None:
    text = "Unfortunately we cannot do that today. – Jo"
    assert shop.run("case", "reply", "1", text, "--sure").code == 0
    assert len(effects(shop, Action.ANSWER)) == 1


def test_no_reason_passes_what_is_forbidden(shop: Shop) -> None:
    answer = shop.run("case", "reply", "1", "so sorry " * 40, "--anyway", "x", "--sure")
    assert answer.code == 2
    assert "too long" in answer.err


# ---------------------------------------------------------------- sleep on it


def test_what_reads_heated_is_kept_for_half_an_hour(shop: Shop) -> None:
    assert_message("cli/case_reply_kept", shop.run("case", "reply", "1", ANGRY).said)
    assert_message("cli/case_reply_kept_page", shop.run("case", "1").said)
    assert "kept for half an hour" in shop.run("inbox").out
    shop.clock.advance(timedelta(minutes=29))
    shop.delivers()
    assert shop.platform.public == []
    shop.clock.advance(timedelta(minutes=1))
    shop.delivers()
    assert [posted.outgoing.text for posted in shop.platform.public] == [ANGRY]


def test_what_is_kept_can_be_stopped(shop: Shop) -> None:
    kept = json.loads(shop.run("case", "reply", "1", ANGRY, "--json").out)
    assert kept["kept_until"] == "2026-11-23T09:30:00+00:00"
    assert kept["heated"] == ["`as i said`", "`not our fault`", "2 words in capitals"]
    assert shop.run("reject", kept["effect"]).code == 0
    shop.clock.advance(timedelta(hours=1))
    shop.delivers()
    assert shop.platform.public == []
    # and something better said
    assert shop.run("case", "reply", "1", CALM).code == 0


def test_what_is_kept_goes_out_at_once_with_a_yes(shop: Shop) -> None:
    kept = json.loads(shop.run("case", "reply", "1", ANGRY, "--json").out)
    assert shop.run("approve", kept["effect"]).code == 0
    shop.delivers()
    assert len(shop.platform.public) == 1


def test_heated_words_go_out_at_once_with_a_reason(shop: Shop) -> None:
    assert shop.run("case", "reply", "1", ANGRY, "--now", "the shop is on fire").code == 0
    shop.delivers()
    assert len(shop.platform.public) == 1
    assert "at once, because the shop is on fire" in shop.run("case", "1").out


def test_late_at_night_calm_words_are_kept_too(shop: Shop) -> None:
    shop.clock.advance(timedelta(hours=13, minutes=30))
    kept = json.loads(shop.run("case", "reply", "1", CALM, "--json").out)
    assert kept["heated"] == ["it is late"]


def test_angry_words_are_heard_without_any_list(shop: Shop) -> None:
    text = "This is ridiculous, your lies are disgusting and we hate dealing with people like you"
    kept = json.loads(shop.run("case", "reply", "1", text, "--json").out)
    assert kept["heated"] == ["it sounds angry"]


def test_other_words_for_a_draft_are_looked_at_too(shop: Shop) -> None:
    assert "This reads heated (`as i said`)" in shop.run("edit", "1", "As I said, Ada. – Jo").out
    assert "heated" not in shop.run("edit", "1", CALM).out


# ---------------------------------------------------------------- at a terminal it is asked


def test_at_a_terminal_everything_is_asked(shop: Shop) -> None:
    text = "Unfortunately, as I said, Ada, you are a liar."
    answer = at_terminal(
        shop, "case", "reply", "1", text, types="she used the word\ny\nn\nit is urgent\n"
    )
    assert_message("cli/case_reply_asked", answer.said)
    shop.delivers()
    assert [posted.outgoing.text for posted in shop.platform.public] == [text]


@pytest.mark.parametrize("types", ["\n", "because\nn\n", "because\n\n"])
def test_at_a_terminal_no_answer_is_a_no(shop: Shop, types: str) -> None:
    text = "Unfortunately, Ada, you are a liar."
    assert at_terminal(shop, "case", "reply", "1", text, types=types).code == 2
    assert effects(shop, Action.ANSWER) == []


@pytest.mark.parametrize("types", ["\n", "y\n", "n\n\n"])
def test_at_a_terminal_heated_words_are_kept_unless_a_reason_is_given(
    shop: Shop, types: str
) -> None:
    assert at_terminal(shop, "case", "reply", "1", ANGRY, types=types).code == 0
    assert [one.state for one in effects(shop, Action.ANSWER)] == [State.HELD]


# ---------------------------------------------------------------- in private


def test_a_private_message_goes_to_who_wrote_first(shop: Shop) -> None:
    assert_message("cli/case_refused_dm_first", shop.run("case", "dm", "1", CALM).said)
    came_to_dm(shop)
    assert_message("cli/case_dm", shop.run("case", "dm", "1", CALM).said)
    shop.delivers()
    told = page(shop)
    assert (told["status"], told["first_response_at"]) == ("waiting", "2026-11-23T09:00:00+00:00")
    [letter] = effects(shop, Action.DIRECT_MESSAGE)
    assert (letter.state, letter.text, letter.message_id) == (State.SENT, CALM, "x:9")


def test_without_words_it_shows_how_to_begin(shop: Shop) -> None:
    came_to_dm(shop)
    assert_message("cli/case_dm_no_beginning", shop.run("case", "dm", "1").said)
    families = shop.folder / "playbooks" / "acknowledgements.toml"
    with families.open("a", encoding="utf-8") as file:
        file.write(
            '\n[came_over]\na = \'{hello}thank you for coming over. You wrote: "{note}" '
            "One thing would help: [your question]{sign}'\n"
        )
    assert_message("cli/case_dm_beginning", shop.run("case", "dm", "1").said)
    begun = shop.run("case", "dm", "1", "Hi Ada, one thing would help: [your question] – Jo")
    assert_message("cli/case_dm_unfinished", begun.said)
    assert effects(shop, Action.DIRECT_MESSAGE) == []


def test_a_beginning_names_nobody_and_leads_nowhere(shop: Shop) -> None:
    families = shop.folder / "playbooks" / "acknowledgements.toml"
    with families.open("a", encoding="utf-8") as file:
        file.write("\n[came_over]\na = 'You wrote: \"{note}\"{sign}'\n")
    text = "@larchandloaf @bo look https://evil.example \x1b[2Jcold coffee #fail " + "again " * 40
    shop.hears((said(text, id="x:80", author=BEA, minutes_ago=1), a_reading()))
    letter = said("hi", id="x:81", author=BEA, type=MessageType.DIRECT_MESSAGE, minutes_ago=0)
    shop.hears((letter, a_reading()))
    shown = shop.run("case", "dm", "5").out
    assert 'You wrote: "look cold coffee again' in shown
    assert "@" not in shown
    assert "evil" not in shown
    assert "…" in shown


def test_private_messages_go_on(shop: Shop) -> None:
    came_to_dm(shop)
    for text in (CALM, LINKED, "a loaf of rye. " * 25):
        assert shop.run("case", "dm", "1", text).code == 0
    shop.delivers()
    assert [one.state for one in effects(shop, Action.DIRECT_MESSAGE)] == [State.SENT] * 3


def test_a_person_may_write_privately_to_who_wants_no_machine(shop: Shop) -> None:
    came_to_dm(shop)
    store = shop.open()
    with store.begin() as tx:
        tx.authors.opt_out(BRAND, "x:ada", shop.clock.now(), "asked for it")
    store.close()
    assert shop.run("case", "dm", "1", CALM).code == 0
    shop.delivers()
    assert [one.state for one in effects(shop, Action.DIRECT_MESSAGE)] == [State.SENT]


def test_a_pause_stops_a_persons_words_too(shop: Shop) -> None:
    came_to_dm(shop)
    shop.run("pause")
    answer = shop.run("case", "dm", "1", CALM)
    assert "Sending is paused" in answer.out
    shop.delivers()
    assert [one.state for one in effects(shop, Action.DIRECT_MESSAGE)] == [State.HELD]
    shop.run("resume")
    shop.delivers()
    assert [one.state for one in effects(shop, Action.DIRECT_MESSAGE)] == [State.SENT]


# ---------------------------------------------------------------- the closing line


def test_a_closing_line_wants_their_yes_and_comes_once(shop: Shop) -> None:
    shop.sends(1)
    closes = ("case", "close-in-public", "1")
    assert_message("cli/case_refused_close_no_consent", shop.run(*closes).said)
    assert_message("cli/case_refused_close_open", shop.run(*closes, "--with-consent").said)
    shop.run("case", "resolve", "1", "--as", "solved")
    assert_message("cli/case_close", shop.run(*closes, "--with-consent").said)
    assert_message("cli/case_refused_close_twice", shop.run(*closes, "--with-consent").said)
    [line] = effects(shop, Action.ANSWER)
    shop.sends(line.number)
    assert [posted.outgoing.text for posted in shop.platform.public][1:] == [
        "Hi Ada, glad that this is put right. – Jo"
    ]
    assert page(shop)["status"] == "resolved"
    assert shop.run(*closes, "--with-consent").code == 1


def test_a_closing_line_that_was_not_wanted_may_be_asked_for_again(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "refunded")
    shop.run("case", "close-in-public", "1", "--with-consent")
    [line] = effects(shop, Action.ANSWER)
    shop.run("reject", str(line.number))
    assert shop.run("case", "close-in-public", "1", "--with-consent").code == 0


def test_a_playbook_without_closing_lines_says_so(shop: Shop) -> None:
    path = shop.folder / "playbooks" / "acknowledgements.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("[closing]", "[closing_de]"))
    shop.run("case", "resolve", "1", "--as", "solved")
    answer = shop.run("case", "close-in-public", "1", "--with-consent")
    assert_message("cli/case_refused_close_no_texts", answer.said)


# ---------------------------------------------------------------- words that are let go


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("answered", ("answered", "1")),
        ("resolved", ("resolve", "1", "--as", "solved")),
        ("replaced", ("reply", "1", CALM)),
    ],
)
def test_a_typed_answer_that_is_let_go_is_told_of(
    shop: Shop, name: str, arguments: tuple[str, ...]
) -> None:
    # kept for half an hour: the person who typed it believes that it goes out
    shop.run("case", "reply", "1", ANGRY)
    (kept,) = effects(shop, Action.ANSWER)
    answer = shop.run("case", *arguments)
    assert_message(f"cli/case_let_go_{name}", answer.said)
    assert effects(shop, Action.ANSWER)[0].state is State.CANCELLED
    assert f"draft {kept.number} was withdrawn, and never sent" in shop.run("case", "1").out


def test_a_draft_that_nobody_wanted_said_is_let_go_without_a_word(shop: Shop) -> None:
    assert "withdrawn" not in shop.run("case", "answered", "1").said


def test_a_case_that_is_opened_again_has_no_closing_line_that_waits(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "solved")
    shop.run("case", "close-in-public", "1", "--with-consent")
    (line,) = effects(shop, Action.ANSWER)
    shop.run("case", "reopen", "1")
    assert effects(shop, Action.ANSWER)[0].state is State.CANCELLED
    assert shop.run("approve", str(line.number)).code == 1
    # once it is solved again they may be asked again
    shop.run("case", "resolve", "1", "--as", "solved")
    assert shop.run("case", "close-in-public", "1", "--with-consent").code == 0


def test_nobody_hears_that_all_is_well_while_they_have_a_new_case(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "solved")
    shop.run("case", "close-in-public", "1", "--with-consent")
    (line,) = effects(shop, Action.ANSWER)
    shop.clock.advance(timedelta(hours=1))
    shop.hears((said("late again", id="x:9", minutes_ago=1), LATE))
    assert_message("cli/case_refused_close_new_case", shop.run("approve", str(line.number)).said)
    assert effects(shop, Action.ANSWER)[0].state is State.PROPOSED


def test_a_closing_line_with_a_yes_is_not_said_once_they_have_a_new_case(shop: Shop) -> None:
    shop.run("case", "resolve", "1", "--as", "solved")
    shop.run("case", "close-in-public", "1", "--with-consent")
    (line,) = effects(shop, Action.ANSWER)
    assert shop.run("approve", str(line.number)).code == 0
    shop.hears((said("late again", id="x:9", minutes_ago=1), LATE))
    shop.delivers()
    assert not shop.platform.public
