"""Bluesky, in private: what is read of it, and what is said, where the other one lets us."""

import json
from datetime import timedelta

import pytest

from connectors._bluesky.words import CLOSED
from monitor.domain.delivery import Absent, Found, NotVisible, Refused, Unknown
from monitor.domain.effect import Action
from tests.contract.connectors.bluesky_steps import rig
from tests.contract.connectors.steps import (
    A_LITTLE_BEFORE,
    WORDS,
    an_answer,
    how,
    mentions,
    pages,
    read,
)
from tests.simulators.bluesky_network import OUR_DID
from tests.simulators.bluesky_rig import BlueskyRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["rig"]

A_MINUTE = timedelta(minutes=1)
CONVOS = "GET /xrpc/chat.bsky.convo.listConvos"
SEND = "POST /xrpc/chat.bsky.convo.sendMessage"


# ---------------------------------------------------------------- read


def test_private_messages_come_once_and_ours_too(rig: BlueskyRig, clock: SharedClock) -> None:
    asked = rig.write_privately("can you help?")
    found, cursor = read(rig.connector())
    assert set(found) == {asked}
    assert found[asked].author.id == "bluesky:did:plc:ada"
    clock.advance(A_MINUTE)
    again = rig.write_privately("hello?")
    ours = rig.simulator.tell("private", {"by": OUR_DID, "to": "ada", "text": "we are on it"})
    found, cursor = read(rig.connector(), cursor)
    assert set(found) == {again, ours}
    assert found[ours].from_brand
    assert not found[ours].addressed
    assert found[ours].conversation == found[again].conversation
    assert read(rig.connector(), cursor)[0] == {}


def test_many_conversations_are_all_read(rig: BlueskyRig, clock: SharedClock) -> None:
    asked = set()
    for number in range(55):
        asked.add(rig.write_privately("hello?", by=f"person{number}"))
        clock.advance(timedelta(seconds=1))
    assert mentions(rig.connector()) == asked


def test_a_password_without_that_right_leaves_us_blind_there_only(
    rig: BlueskyRig, clock: SharedClock
) -> None:
    rig.simulator.tell("session", {"is_privileged": False})
    post, _ = rig.post("my order never came"), rig.write_privately("hello?")
    every = pages(rig.connector())
    assert {one.id for page in every for one in page.messages} == {post}
    (blind,) = [one for page in every for one in page.blind]
    assert blind.why == "private: this app password does not allow it"
    # told once an hour, not with every poll
    again = pages(rig.connector(), every[-1].cursor)
    assert [one for page in again for one in page.blind] == []


def test_private_messages_can_be_left_alone(rig: BlueskyRig) -> None:
    rig.write_privately("hello?")
    assert read(rig.connector(direct_messages=False))[0] == {}
    assert rig.calls(CONVOS) == 0


# ---------------------------------------------------------------- said


def test_a_closed_door_is_a_refusal(rig: BlueskyRig, complaint: str) -> None:
    rig.change_account("ada", chat="following")
    connector = rig.connector()
    wire = connector.prepare_direct(an_answer(rig, complaint))
    outcome = connector.send_direct(wire)
    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert "takes no private messages" in outcome.why
    assert rig.calls(SEND) == 0
    assert rig.seen() == []


#: Bluesky's names for a refusal → what is told
REFUSALS = {
    "MessagesDisabled": CLOSED,
    "NotFollowedBySender": CLOSED,
    "BlockedActor": CLOSED,
    "BlockedSubject": CLOSED,
    "RecipientNotFound": CLOSED,
    "ConvoLocked": CLOSED,
    "InvalidConvo": "InvalidConvo",
}


@pytest.mark.parametrize(("name", "told"), REFUSALS.items())
def test_every_refusal_of_a_private_message_is_a_result(
    rig: BlueskyRig, complaint: str, name: str, told: str
) -> None:
    connector = rig.connector()
    wire = connector.prepare_direct(an_answer(rig, complaint))
    body = json.dumps({"error": name, "message": name})
    rig.answer_instead("chat.bsky.convo.sendMessage", body, status=400)
    outcome = connector.send_direct(wire)
    assert isinstance(outcome, Refused)
    assert (outcome.permanent, outcome.is_auth) == (True, False)
    assert told in outcome.why
    assert rig.seen() == []


def test_a_suspended_account_is_told_as_ours(rig: BlueskyRig, complaint: str) -> None:
    connector = rig.connector()
    wire = connector.prepare_direct(an_answer(rig, complaint))
    body = json.dumps({"error": "AccountSuspended", "message": "suspended"})
    rig.answer_instead("chat.bsky.convo.sendMessage", body, status=400)
    assert how(connector.send_direct(wire)) == "locked out"


def test_private_words_are_sent_once_and_looked_for(
    rig: BlueskyRig, clock: SharedClock, complaint: str
) -> None:
    """There is no key for them: a second send would be a second message."""
    connector, since = rig.connector(), clock.now() - A_LITTLE_BEFORE
    wire = connector.prepare_direct(an_answer(rig, complaint))
    assert isinstance(connector.find_direct(wire, since), Absent)
    rig.simulator.fail_next(Fault.TIMEOUT_AFTER_ACCEPTANCE, on=SEND)
    assert isinstance(connector.send_direct(wire), Unknown)
    assert isinstance(rig.connector().find_direct(wire, since), Found)
    recalled = connector.recall(Action.DIRECT_MESSAGE, complaint, "bluesky:did:plc:ada", since)
    assert isinstance(recalled, Found)
    assert recalled.text == WORDS
    assert rig.calls(SEND) == 1
    clock.advance(timedelta(hours=1))
    assert isinstance(connector.find_direct(wire, clock.now() - A_LITTLE_BEFORE), Absent)


def test_a_conversation_that_is_not_shown_proves_nothing(
    rig: BlueskyRig, clock: SharedClock, complaint: str
) -> None:
    connector = rig.connector()
    wire = connector.prepare_direct(an_answer(rig, complaint))
    connector.send_direct(wire)
    rig.change_account("ada", chat="none")
    assert isinstance(connector.find_direct(wire, clock.now() - A_LITTLE_BEFORE), NotVisible)


def test_without_the_right_to_private_messages_nothing_is_sent(
    rig: BlueskyRig, complaint: str
) -> None:
    rig.simulator.tell("session", {"is_privileged": False})
    connector = rig.connector()
    outcome = connector.send_direct(connector.prepare_direct(an_answer(rig, complaint)))
    assert isinstance(outcome, Refused)
    assert (outcome.permanent, outcome.is_auth) == (True, False)
    assert outcome.why == "this app password does not allow it"
    left_alone = rig.connector(direct_messages=False)
    assert how(left_alone.send_direct(left_alone.prepare_direct(an_answer(rig, complaint)))) == (
        "refused"
    )
