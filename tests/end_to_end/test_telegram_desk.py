"""The owner's desk in Telegram: a complaint arrives, a person decides, the card tells."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.telegram_shop import TelegramShop, telegram_shop
from tests.simulators.server import Fault
from tests.simulators.telegram_rig import JO, SAM, STRANGER, telegram

WORDS = "Hi Ada, that is not good enough. Please send us a direct message. - Jo"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TelegramShop]:
    with telegram(tmp_path) as rig, telegram_shop(tmp_path, rig, monkeypatch) as made:
        yield made


def test_a_complaint_lays_a_card_and_send_says_exactly_one_word(shop: TelegramShop) -> None:
    shop.complains()
    assert "Complaint on X" in shop.card["text"]

    shop.press("Send")
    shop.until(lambda: "Sent" in shop.card["text"])
    shop.work()

    assert len(shop.public) == 1
    assert "by Jo" in shop.card["text"]
    assert not shop.has_button("Send")


def test_pressed_twice_by_two_people_says_one_word_and_tells_the_second(shop: TelegramShop) -> None:
    shop.complains()
    message = shop.card["message_id"]
    for by in (JO, SAM, JO):
        shop.rig.press("Send", by=by, message=message, data=_data(shop, "Send"))
    shop.heard()
    shop.until(lambda: shop.public)
    shop.work()

    assert len(shop.public) == 1
    assert "Jo" in shop.rig.popups()[1]["text"]
    assert shop.rig.popups()[1]["is_alert"]


def test_a_stranger_is_refused_alone_and_nothing_is_done(shop: TelegramShop) -> None:
    shop.complains()

    shop.press("Send", by=STRANGER)
    shop.work()

    assert shop.popup() == "Only Jo and Sam can decide here. I have told nobody else."
    assert len(shop.rig.messages()) == 1
    assert not shop.public
    assert "send refused" in shop.reasons()


#: how somebody may look like Jo and is not, or writes where it does not count
OTHERS: list[dict[str, Any]] = [
    {"person": {"is_bot": True}},
    {"chat": {"id": -100999, "type": "supergroup", "title": "elsewhere"}},
    {"chat": {"id": JO, "type": "private"}},
]


@pytest.mark.parametrize("asked", OTHERS)
def test_neither_a_bot_nor_a_press_in_another_chat_decides(
    shop: TelegramShop, asked: dict[str, Any]
) -> None:
    shop.complains()

    shop.press("Send", **asked)
    shop.work()

    assert not shop.public
    assert "send refused" in shop.reasons()


#: what comes with a message of which nobody knows who wrote it
NOBODY: list[dict[str, Any]] = [
    {"sender_chat": {"id": -100200300, "type": "supergroup", "title": "Larch desk"}},
    {"forward_origin": {"type": "hidden_user", "sender_user_name": "Jo", "date": 1}},
    {"via_bot": {"id": 5, "is_bot": True, "first_name": "other"}},
]


@pytest.mark.parametrize("extra", NOBODY)
def test_anonymous_forwarded_and_foreign_words_do_nothing(
    shop: TelegramShop, extra: dict[str, Any]
) -> None:
    shop.say("/pause", extra=extra)

    assert "Only Jo and Sam" in shop.rig.last["text"]
    with shop.app.store.read() as tx:
        assert tx.switches.get("paused") is None


def test_other_words_are_written_as_an_answer_and_sent(shop: TelegramShop) -> None:
    shop.complains()
    shop.press("Edit")
    assert shop.question["asks"]

    shop.say(WORDS, answers=shop.question["message_id"])
    shop.until(lambda: WORDS in shop.card["text"])
    assert "❓" not in str(shop.rig.messages())
    shop.press("Send")
    shop.until(lambda: shop.public)

    assert shop.public == [WORDS]


def test_a_question_is_for_the_one_who_pressed(shop: TelegramShop) -> None:
    shop.complains()
    shop.press("Edit", by=JO)

    shop.say("Hi, words of somebody else.", by=SAM, answers=shop.question["message_id"])
    shop.say("Hi, words of a stranger.", by=STRANGER, answers=shop.question["message_id"])

    assert "somebody else" not in shop.card["text"]
    assert "❓" in shop.question["text"]


def test_talk_below_a_card_is_no_answer(shop: TelegramShop) -> None:
    shop.complains()
    shop.press("Edit")

    shop.say("I think we should call her", answers=shop.card["message_id"])

    assert "call her" not in shop.card["text"]
    assert "❓" in shop.question["text"]


def test_never_mind_leaves_everything_as_it_was(shop: TelegramShop) -> None:
    shop.complains()
    before = shop.card["text"]
    shop.press("Edit")

    shop.say("/cancel@larch_desk_bot")

    assert "Nothing was done." in shop.rig.last["text"]
    assert shop.card["text"] == before
    assert not any("❓" in one["text"] for one in shop.rig.messages())


def test_a_question_runs_out_after_a_quarter_of_an_hour(shop: TelegramShop) -> None:
    shop.complains()
    shop.press("Edit")
    question = shop.question["message_id"]
    shop.clock.advance(timedelta(minutes=16))

    shop.say(WORDS, answers=question)

    assert "15 minutes" in shop.rig.last["text"]
    assert WORDS not in shop.card["text"]


def test_a_question_is_asked_again_after_a_restart(shop: TelegramShop) -> None:
    shop.complains()
    shop.press("Edit")
    question = shop.question["message_id"]
    shop.restart()

    shop.say(WORDS, answers=question)
    assert "answer once more" in shop.question["text"]
    shop.say(WORDS, answers=shop.question["message_id"])

    shop.until(lambda: WORDS in shop.card["text"])


def test_no_word_of_a_question_is_kept_in_the_store(shop: TelegramShop) -> None:
    shop.complains()
    shop.press("Edit")

    with shop.app.store.read() as tx:
        name = f"telegram_question {shop.app.config.brand.name} {shop.rig.chat} {JO}"
        kept = tx.switches.get(name)
    assert kept is not None
    assert "Hi" not in kept


def test_a_press_on_words_that_have_changed_since_is_refused(shop: TelegramShop) -> None:
    shop.complains()
    stale = _data(shop, "Send")
    shop.press("Edit")
    shop.say(WORDS, answers=shop.question["message_id"])
    shop.until(lambda: WORDS in shop.card["text"])

    shop.press("Send", by=SAM, message=shop.card["message_id"], data=stale)
    shop.work()

    assert not shop.public
    assert "changed" in str(shop.rig.popups()[-1]) + shop.rig.last["text"]


@pytest.mark.parametrize("data", ["", "p|send|e1|1|", "p|send|e1|x|00", "z|1", "p|nothing|e1|1|00"])
def test_what_is_none_of_our_buttons_does_nothing(shop: TelegramShop, data: str) -> None:
    shop.complains()

    shop.press("Send", message=shop.card["message_id"], data=data or "|")
    shop.work()

    if data != "p|send|e1|1|":
        assert not shop.public


def test_i_answered_it_ends_the_draft_and_the_card_says_so(shop: TelegramShop) -> None:
    shop.complains()

    shop.press("I answered it")
    shop.until(lambda: not shop.has_button("Send"))
    shop.work()

    assert "nswered" in shop.card["text"]
    assert not shop.public


def test_what_stands_behind_more_is_shown_and_done(shop: TelegramShop) -> None:
    shop.complains()
    shop.press("More …")
    assert shop.has_button("Less")

    shop.press("Not a complaint")
    shop.until(lambda: not shop.has_button("Send"))
    shop.work()

    assert not shop.public


def test_later_offers_moments_to_choose(shop: TelegramShop) -> None:
    shop.complains()
    shop.press("Later")
    first = shop.rig.labels(shop.question)[0]

    shop.press(first, message=shop.question["message_id"])
    shop.until(lambda: not any("❓" in one["text"] for one in shop.rig.messages()))

    assert "later done" in shop.reasons()


def test_take_it_back_deletes_the_word_and_no_second_one_follows(shop: TelegramShop) -> None:
    shop.complains()
    shop.press("Send")
    shop.until(lambda: "Sent" in shop.card["text"])

    shop.press("Take it back")
    if not shop.has_button("Take it back") or "Yes: Take it back" in str(shop.rig.messages()):
        _yes(shop)
    shop.until(lambda: "aken back" in shop.card["text"])
    shop.complains(id="x:2")

    assert len(shop.public) == 1
    assert shop.platform.taken_back == {shop.platform.public[0].posted_id}


def test_what_was_pressed_while_nobody_listened_is_done_after_the_start(
    shop: TelegramShop,
) -> None:
    shop.complains()
    shop.stop()
    shop.rig.press("Send")
    shop.app = shop.open()
    shop.start()

    shop.until(lambda: shop.public)
    shop.restart()
    shop.work()

    assert len(shop.public) == 1


def test_telegram_that_is_away_holds_up_nothing_and_is_heard_again(shop: TelegramShop) -> None:
    shop.complains()
    shop.rig.fail("getUpdates", *[Fault.UNAVAILABLE_BEFORE] * 2)
    shop.press("Send")

    shop.until(lambda: shop.public)
    assert len(shop.public) == 1


def test_a_second_reader_is_told_in_words_once(shop: TelegramShop) -> None:
    shop.rig.simulator.tell("set", {"webhook": "https://other.example/hook"})

    shop.until(lambda: _notices(shop))
    assert "webhook" in _notices(shop)[0]
    shop.rig.simulator.tell("set", {"webhook": ""})
    shop.until(lambda: not _notices(shop))


def test_commands_answer_whoever_may_ask(shop: TelegramShop) -> None:
    shop.complains()

    for text in ("/status", "/inbox@larch_desk_bot", "/case 1", "/monitor cases", "/start"):
        shop.say(text)
        assert shop.rig.last["answers"], text
        assert shop.rig.last["found"] == [], text


def test_a_command_to_another_bot_is_none_of_ours(shop: TelegramShop) -> None:
    shop.say("/status")
    before = len(shop.rig.messages())

    shop.say("/status@other_bot")

    assert len(shop.rig.messages()) == before


def _data(shop: TelegramShop, label: str) -> str:
    """What that button of the card sends back."""
    keys = [key for row in shop.card["keys"] for key in row if key["text"] == label]
    return str(keys[0]["callback_data"])


def _yes(shop: TelegramShop) -> None:
    labels = [label for one in shop.rig.messages() for label in shop.rig.labels(one)]
    shop.press(next(label for label in labels if label.startswith("Yes")))


def _notices(shop: TelegramShop) -> list[str]:
    with shop.app.store.read() as tx:
        found = [one for one in tx.notices.listed() if one.key == "presses telegram"]
        return [one.text for one in found if not one.is_over]
