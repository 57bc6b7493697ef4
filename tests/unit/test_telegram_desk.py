"""The desk in Telegram: real library, simulated Telegram."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.delivery import Delivered, NotVisible, Refused, Unknown
from monitor.domain.press import Act
from monitor.domain.sheet import Button, Buttons, Draft, Quote, Sheet, Sign, line, strong, theirs
from monitor.telegram.client import TelegramClient
from monitor.telegram.desk import TelegramDesk
from monitor.testing import MONDAY_MORNING, FakeClock
from tests.simulators.server import Fault
from tests.simulators.telegram_rig import USERS, TelegramRig, telegram

SEND = Button(label="Send", act=Act.SEND, subject="e12", version=3, seal="0123456789ab")
WHY = Button(label="Why this?", act=Act.WHY, subject="e12")
SHEET = Sheet(
    sign=Sign.ASKS,
    title=(strong("Complaint"), theirs(" of @ada_quill #cold")),
    due="decide by 11:30",
    calls=("Jo",),
    parts=(
        Quote(text="Wake up @jo /start see evil.example & <b>pay</b>", beside="1 photo, not shown"),
        line("Your rule: remake it."),
        Draft(above="Would be posted as @yourshop", text="Hi @ada_quill, sorry <3"),
        Buttons(row=(SEND,), more=(WHY,)),
    ),
)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[TelegramRig]:
    with telegram(tmp_path) as made:
        yield made


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(MONDAY_MORNING)


@pytest.fixture
def client(rig: TelegramRig, clock: FakeClock) -> Iterator[TelegramClient]:
    with rig.client(clock) as made:
        yield made


@pytest.fixture
def desk(rig: TelegramRig, client: TelegramClient) -> TelegramDesk:
    return TelegramDesk(client, rig.chat, USERS)


def test_a_card_shows_everything_and_only_our_people_are_called(
    rig: TelegramRig, desk: TelegramDesk
) -> None:
    outcome = desk.show(SHEET, "token")

    message = rig.last
    assert outcome == Delivered(posted_id=f"{rig.chat}:{message['message_id']}")
    assert "decide by 11:30" in message["text"]
    assert "Hi @ada_quill, sorry <3" in message["text"]
    assert message["found"] == []
    links = [one[3] for one in message["formats"] if one[0] == "text_link"]
    assert links == ["tg://user?id=100011"]
    assert not message["has_preview"]
    assert rig.labels(message) == ["Send", "More …"]


def test_what_changed_is_changed_in_its_place_and_twice_does_no_harm(
    rig: TelegramRig, desk: TelegramDesk
) -> None:
    shown = desk.show(SHEET, "token")
    assert isinstance(shown, Delivered)
    after = Sheet(sign=Sign.SENT, title=(strong("Sent 11:22 by Jo"),))

    outcomes = [desk.change(shown.posted_id, after) for _ in range(2)]

    assert outcomes == [shown, shown]
    (message,) = rig.messages()
    assert message["text"] == "✅ Sent 11:22 by Jo"
    assert message["keys"] == []


def test_a_line_answers_the_card_and_is_silent_unless_it_is_loud(
    rig: TelegramRig, desk: TelegramDesk
) -> None:
    shown = desk.show(SHEET, "token")
    assert isinstance(shown, Delivered)
    news = Sheet(sign=Sign.WAITS, title=(strong("half time"),))

    desk.add(shown.posted_id, news, "t2", is_loud=False)
    desk.add(shown.posted_id, news, "t3", is_loud=True)

    card, quiet, loud = rig.messages()
    assert [quiet["answers"], loud["answers"]] == [card["message_id"]] * 2
    assert [quiet["is_silent"], loud["is_silent"]] == [True, False]


def test_a_line_to_a_card_that_was_deleted_there_is_told_all_the_same(
    rig: TelegramRig, desk: TelegramDesk
) -> None:
    shown = desk.show(SHEET, "token")
    assert isinstance(shown, Delivered)
    rig.simulator.tell("forget", rig.last["message_id"])

    outcome = desk.add(shown.posted_id, SHEET, "t2", is_loud=True)

    assert isinstance(outcome, Delivered)
    assert isinstance(desk.change(shown.posted_id, SHEET), Refused)


def test_a_chat_cannot_be_looked_through(desk: TelegramDesk) -> None:
    assert isinstance(desk.find("token", "", MONDAY_MORNING), NotVisible)


def test_an_erased_card_is_deleted_also_when_it_is_gone_already(
    rig: TelegramRig, desk: TelegramDesk
) -> None:
    shown = desk.show(SHEET, "token")
    assert isinstance(shown, Delivered)

    outcomes = [desk.erase(shown.posted_id) for _ in range(2)]

    assert outcomes == [shown, shown]
    assert rig.messages() == []


def test_a_card_too_old_to_be_deleted_loses_its_words(
    rig: TelegramRig, desk: TelegramDesk, clock: FakeClock
) -> None:
    rig.simulator.stop_clock(clock.now())
    shown = desk.show(SHEET, "token")
    assert isinstance(shown, Delivered)
    rig.simulator.stop_clock(clock.now() + timedelta(days=3))

    outcome = desk.erase(shown.posted_id)

    assert outcome == shown
    assert "ada" not in rig.last["text"]
    assert rig.last["keys"] == []


def test_a_card_that_telegram_finds_too_long_is_shown_short_with_its_buttons(
    rig: TelegramRig, desk: TelegramDesk
) -> None:
    rig.fail("sendMessage", Fault.DUPLICATE)

    outcome = desk.show(SHEET, "token")

    assert isinstance(outcome, Delivered)
    assert rig.labels(rig.last) == ["Send", "More …"]
    assert "evil" not in rig.last["text"]


#: what the call meets, how it ends, and how many messages stand there afterwards
ENDS = [
    (Fault.TOO_MANY, Refused, 0),
    (Fault.REVOKED, Refused, 0),
    (Fault.FORBIDDEN, Refused, 0),
    (Fault.GONE, Refused, 0),
    (Fault.TIMEOUT_BEFORE, Unknown, 0),
    (Fault.TIMEOUT_AFTER_ACCEPTANCE, Unknown, 1),
    (Fault.SILENCE_AFTER_ACCEPTANCE, Unknown, 1),
    (Fault.HALF_AFTER_ACCEPTANCE, Unknown, 1),
    (Fault.UNAVAILABLE_AFTER_ACCEPTANCE, Unknown, 1),
]


@pytest.mark.parametrize(("fault", "ends", "there"), ENDS)
def test_each_call_is_made_once_and_ends_as_it_did(
    rig: TelegramRig, desk: TelegramDesk, fault: Fault, ends: type, there: int
) -> None:
    rig.fail("sendMessage", fault)

    outcome = desk.show(SHEET, "token")

    assert isinstance(outcome, ends), outcome
    assert rig.calls("sendMessage") == 1
    assert len(rig.messages()) == there
    assert rig.token not in repr(outcome)


def test_too_many_requests_say_until_when(
    rig: TelegramRig, desk: TelegramDesk, clock: FakeClock
) -> None:
    rig.fail("sendMessage", Fault.TOO_MANY)

    outcome = desk.show(SHEET, "token")

    assert isinstance(outcome, Refused)
    assert outcome.retry_at == clock.now() + timedelta(seconds=2)
    assert not outcome.permanent


def test_a_token_that_is_no_longer_good_says_what_helps(rig: TelegramRig, clock: FakeClock) -> None:
    with rig.client(clock, token="8:another") as client:
        outcome = TelegramDesk(client, rig.chat, USERS).show(SHEET, "token")

    assert isinstance(outcome, Refused)
    assert outcome.is_auth
    assert "monitor login telegram" in outcome.why
    assert "8:another" not in repr(outcome)


def test_nobody_there_means_that_nothing_was_sent(rig: TelegramRig, desk: TelegramDesk) -> None:
    rig.simulator.stop()

    outcome = desk.show(SHEET, "token")

    assert outcome == Refused(why="Telegram cannot be reached", permanent=False)
