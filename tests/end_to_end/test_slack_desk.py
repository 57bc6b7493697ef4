"""The owner's desk in Slack: a complaint arrives, a person decides on the phone, the card tells."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.end_to_end.slack_shop import CHANNEL, SlackShop, slack_shop
from tests.simulators.server import Fault
from tests.simulators.slack_rig import slack_rig


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SlackShop]:
    with slack_rig(tmp_path) as slack, slack_shop(tmp_path, slack, monkeypatch) as made:
        yield made


def test_a_complaint_lays_a_card_and_send_says_exactly_one_word(shop: SlackShop) -> None:
    shop.complains()
    assert "Complaint on X" in shop.card.words

    shop.press("send")
    shop.until(lambda: bool(shop.public))
    shop.until(lambda: "Sent" in shop.card.words)

    assert len(shop.public) == 1
    assert "by Jo" in shop.card.words
    assert len(shop.slack.messages(CHANNEL)) == 1


def test_pressed_twice_by_two_people_says_one_word_and_tells_the_second(shop: SlackShop) -> None:
    shop.complains()
    late = shop.held("send", by="sam")
    shop.press("send", by="jo")
    shop.slack.deliver(late)
    assert "Jo" in shop.told("sam")

    shop.until(lambda: bool(shop.public))
    shop.slack.deliver(late)
    shop.work()

    assert len(shop.public) == 1


def test_an_envelope_that_comes_twice_does_it_once(shop: SlackShop) -> None:
    shop.complains()
    envelope = shop.press("send")
    shop.slack.deliver(envelope)
    shop.slack.deliver(envelope)
    shop.until(lambda: bool(shop.public))
    shop.work()

    assert len(shop.public) == 1


def test_a_stranger_is_refused_alone_and_nothing_is_done(shop: SlackShop) -> None:
    shop.complains()

    shop.press("send", by="eve")
    told = shop.told("eve")
    shop.work()

    assert told == "Only Jo and Sam can decide here. I have told nobody else."
    assert not shop.public
    with shop.app.store.read() as tx:
        reasons = [row.reason for row in tx.audit.rows()]
    assert "send refused" in reasons


def test_other_words_are_typed_in_a_modal_and_sent(shop: SlackShop) -> None:
    shop.complains()
    shop.press("edit")
    modal = shop.modal()
    assert modal["callback_id"] == "monitor:form"

    words = "Hi Ada, that is not good enough. Please send us a direct message. - Jo"
    shop.slack.until_acknowledged(shop.slack.submit(by="jo", values={"text": words}))
    shop.until(lambda: words in str(shop.card.blocks))
    shop.press("send")
    shop.until(lambda: bool(shop.public))

    assert shop.public == [words]


def test_heated_words_are_asked_about_in_the_same_modal(shop: SlackShop) -> None:
    shop.complains()
    shop.press("edit")
    before = shop.modal()
    words = "AS I SAID, this is RIDICULOUS. You people NEVER read what we write!!! - Jo"

    shop.slack.until_acknowledged(shop.slack.submit(by="jo", values={"text": words}))
    shop.slack.until(lambda: len(shop.modal()["blocks"]) > len(before["blocks"]))

    assert words in str(shop.modal())
    assert not shop.public


def test_a_press_on_words_that_have_changed_since_is_refused(shop: SlackShop) -> None:
    shop.complains()
    stale = shop.held("send", by="sam")
    shop.press("edit")
    shop.modal()
    words = "Hi Ada, please send us a direct message. - Jo"
    shop.slack.until_acknowledged(shop.slack.submit(by="jo", values={"text": words}))
    shop.until(lambda: words in str(shop.card.blocks))

    shop.slack.deliver(stale)
    assert "changed" in shop.told("sam")
    shop.work()

    assert not shop.public


def test_i_answered_it_ends_the_draft_and_the_card_says_so(shop: SlackShop) -> None:
    shop.complains()

    shop.press("answered")
    shop.until(lambda: "nswered" in shop.card.words)
    shop.work()

    assert not shop.public
    assert not any(one.startswith("monitor:send:") for one in shop.card.buttons)


@pytest.mark.parametrize("act", ["not_a_complaint", "not_about_us", "no_reply"])
def test_what_stands_behind_more_is_done_and_nothing_is_said(shop: SlackShop, act: str) -> None:
    shop.complains()

    shop.chooses(act)
    if act == "not_about_us":
        shop.modal()
        shop.slack.until_acknowledged(shop.slack.submit(by="jo"))
    shop.until(lambda: not any(one.startswith("monitor:send:") for one in shop.card.buttons))
    shop.work()

    assert not shop.public


def test_take_it_back_deletes_the_word_and_no_second_one_follows(shop: SlackShop) -> None:
    shop.complains()
    shop.press("send")
    shop.until(lambda: "Sent" in shop.card.words)

    shop.press("take_back")
    shop.until(lambda: "aken back" in shop.card.words)
    shop.complains(id="x:2")

    assert len(shop.public) == 1
    assert shop.platform.taken_back == {shop.platform.public[0].posted_id}


def test_after_a_restart_old_buttons_still_work(shop: SlackShop) -> None:
    shop.complains()
    shop.restart()

    shop.press("send")
    shop.until(lambda: bool(shop.public))

    assert len(shop.public) == 1
    assert len(shop.slack.messages(CHANNEL)) == 1


def test_a_socket_that_is_lost_comes_back(shop: SlackShop) -> None:
    shop.complains()
    (lost,) = shop.slack.open_links()
    shop.slack.drop("cut")
    shop.slack.until(lambda: shop.slack.open_links() not in ([], [lost]), seconds=40)

    shop.press("send")
    shop.until(lambda: bool(shop.public))

    assert len(shop.public) == 1


def test_slack_that_is_gone_stops_nothing_and_gets_the_card_later(shop: SlackShop) -> None:
    shop.slack.fail("chat.postMessage", Fault.TIMEOUT_AFTER_ACCEPTANCE)
    shop.complains()
    shop.clock.advance(timedelta(minutes=2))
    shop.work()

    assert len(shop.slack.messages(CHANNEL)) == 1


def test_an_expired_draft_says_that_it_is_too_late(shop: SlackShop) -> None:
    shop.complains()
    old = shop.card
    shop.clock.advance(timedelta(days=3))
    shop.work()
    shop.until(lambda: "oo late" in shop.card.words)

    assert not any(one.startswith("monitor:send:") for one in shop.card.buttons)
    assert old.ts == shop.card.ts
    assert not shop.public


def test_the_command_tells_how_things_stand_to_who_asked_alone(shop: SlackShop) -> None:
    shop.complains()

    shop.slack.until_acknowledged(
        shop.slack.command("/monitor", "status", by="jo", channel=CHANNEL)
    )
    assert "Waits for you: 1 draft" in shop.told()
    shop.slack.until_acknowledged(
        shop.slack.command("/monitor", "pause 30", by="eve", channel=CHANNEL)
    )

    assert shop.told("eve").startswith("Only Jo and Sam")
    assert len(shop.slack.messages(CHANNEL)) == 1
