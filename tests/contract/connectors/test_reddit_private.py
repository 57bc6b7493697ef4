"""Private messages on Reddit: found by their subject, for they have no id of their own."""

import pytest

from monitor.domain.delivery import Absent, Delivered, Found, NotVisible, Unknown, Wire
from monitor.domain.effect import Action
from monitor.domain.values import replace
from tests.contract.connectors.reddit_steps import refused, rig, wire
from tests.contract.connectors.steps import A_LITTLE_BEFORE, an_answer, how, read
from tests.simulators.reddit_rig import RedditRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["rig", "wire"]


def a_letter(rig: RedditRig, complaint: str, **changes: object) -> Wire:
    outgoing = an_answer(rig, complaint, "Which number is it?", effect_id="e12")
    outgoing = replace(outgoing, action=Action.DIRECT_MESSAGE, **changes)
    return rig.connector().prepare_direct(outgoing)


def test_a_private_message_is_found_by_its_subject(
    rig: RedditRig, clock: SharedClock, complaint: str
) -> None:
    """It has no id of its own: Reddit answers with nothing."""
    since = clock.now() - A_LITTLE_BEFORE
    wire = a_letter(rig, complaint)
    connector = rig.connector()
    assert isinstance(connector.find_direct(wire, since), Absent)
    sent = connector.send_direct(wire)
    assert isinstance(sent, Delivered)
    (seen,) = rig.seen()
    assert (seen.id, seen.to) == (sent.posted_id, "reddit:ada")
    found = connector.find_direct(wire, since)
    assert isinstance(found, Found)
    assert found.posted_id == sent.posted_id
    another = a_letter(rig, complaint, effect_id="e13")
    assert isinstance(connector.find_direct(another, since), Absent)
    told = connector.recall(Action.DIRECT_MESSAGE, complaint, "reddit:ada", since)
    assert isinstance(told, Found)
    assert told.text == "Which number is it?"
    assert isinstance(
        connector.recall(Action.DIRECT_MESSAGE, complaint, "reddit:ben", since), Absent
    )


@pytest.mark.parametrize(
    ("fault", "is_there"),
    [
        (Fault.TIMEOUT_BEFORE, False),
        (Fault.TIMEOUT_AFTER_ACCEPTANCE, True),
        (Fault.UNAVAILABLE_AFTER_ACCEPTANCE, True),
        (Fault.HALF_AFTER_ACCEPTANCE, True),
    ],
)
def test_a_private_message_is_sent_once_and_found_out(
    rig: RedditRig, clock: SharedClock, complaint: str, fault: Fault, is_there: bool
) -> None:
    since = clock.now() - A_LITTLE_BEFORE
    wire = a_letter(rig, complaint)
    rig.fail("POST /api/compose", fault)
    assert isinstance(rig.connector().send_direct(wire), Unknown)
    assert len(rig.requests("POST /api/compose")) == 1
    found = rig.connector().find_direct(wire, since)
    assert isinstance(found, Found if is_there else Absent)


def test_a_sent_box_that_lags_leaves_it_open(rig: RedditRig, complaint: str) -> None:
    wire = a_letter(rig, complaint)
    rig.answer_oddly("GET /message/sent", 200, '{"data": {"children": [], "after": null}}')
    assert isinstance(rig.connector().send_direct(wire), Unknown)
    rig.fail("GET /message/sent", Fault.UNAVAILABLE_BEFORE)
    assert isinstance(rig.connector().send_direct(wire), Unknown)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (
            "RESTRICTED_TO_PM",
            "they take no private messages, only chats, which no program may send",
        ),
        ("USER_DOESNT_EXIST", "that account does not exist"),
        ("USER_BLOCKED_MESSAGE", "they have blocked us"),
        (
            "NOT_WHITELISTED_BY_USER_MESSAGE",
            "they take private messages only from people they chose",
        ),
    ],
)
def test_a_person_may_take_no_private_messages(
    rig: RedditRig, complaint: str, error: str, why: str
) -> None:
    rig.refuse_writes({"errors": [[error, "no", "to"]]})
    outcome = refused(rig.connector().send_direct(a_letter(rig, complaint)))
    assert (outcome.permanent, outcome.why, outcome.community) == (True, why, "")


def test_the_subject_is_the_owners(rig: RedditRig, complaint: str) -> None:
    connector = rig.connector(subject="Your order at Larch & Loaf")
    outgoing = an_answer(rig, complaint, "Which number?", effect_id="e7")
    connector.send_direct(connector.prepare_direct(outgoing))
    letter = next(one for one in read(connector)[0].values() if one.is_direct)
    assert letter.from_brand
    # by these two a machine's words are told from a person's
    assert (letter.text, letter.conversation) == ("Which number?", letter.id)
    assert rig.subjects() == ["Your order at Larch & Loaf (e7)"]


def test_public_and_private_words_are_not_mixed_up(
    rig: RedditRig, clock: SharedClock, complaint: str, wire: Wire
) -> None:
    letter = a_letter(rig, complaint)
    assert how(rig.connector().send(letter)) == "refused"
    assert isinstance(rig.connector().find(letter, clock.now()), NotVisible)
    assert rig.seen() == []
