"""X: what is said once, to whom, and how it is found again."""

from datetime import timedelta

import pytest

from monitor.domain.delivery import Absent, Delivered, Found, NotVisible, Outgoing, Refused, Unknown
from monitor.domain.effect import Action
from monitor.errors import ConnectorError
from monitor.testing import an_outgoing
from tests.contract.connectors.steps import A_LITTLE_BEFORE, WORDS, an_answer, how, read
from tests.contract.connectors.x_steps import LOOK, OWN, POST, answered, said, server
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault
from tests.simulators.x_rig import XRig

__all__ = ["server"]

A_MINUTE = timedelta(minutes=1)
LETTERS = "GET /2/dm_conversations/with/2001/dm_events"


# ---------------------------------------------------------------- the public reply


def test_a_duplicate_means_probably_already_sent(server: XRig, clock: SharedClock) -> None:
    connector, since = server.connector(), clock.now() - A_LITTLE_BEFORE
    wire = connector.prepare(an_answer(server, server.post("my order never came")))
    once = connector.send(wire)
    again = connector.send(wire)
    assert isinstance(once, Delivered)
    assert isinstance(again, Unknown)
    assert again.why.startswith("probably already sent: X says")
    found = connector.find(wire, since)
    assert found == Found(posted_id=once.posted_id, url=once.url)
    assert len(server.seen()) == 1


def test_who_did_not_summon_us_is_never_written_to(server: XRig) -> None:
    post = server.post("larch bakery was closed", mentions_us=False)
    connector = server.connector()
    outcome = connector.send(connector.prepare(an_outgoing(message_id=post, author_id="x:2001")))
    assert outcome == Refused(
        why="X lets a program answer only people who name or quote the account"
    )
    assert server.writes() == 0


def test_what_x_itself_refuses_is_refused_for_good(server: XRig) -> None:
    words = "Reply to this conversation is not allowed because you have not been mentioned"
    server.answer_next(POST, 403, said(words))
    outcome = answered(server)
    assert how(outcome) == "refused"
    assert words in str(outcome)


def test_nobody_but_the_author_is_named(server: XRig) -> None:
    post = server.post("@larchandloaf @ben @carla my order never came")
    connector = server.connector()
    connector.send(connector.prepare(an_answer(server, post)))
    (seen,) = server.seen()
    assert getattr(seen, "shown") == f"@ada {WORDS}"  # noqa: B009 - only X's has it


def test_an_edited_post_is_answered_in_its_newest_version(server: XRig, clock: SharedClock) -> None:
    post = server.post("my order never came")
    connector, since = server.connector(), clock.now() - A_LITTLE_BEFORE
    wire = connector.prepare(an_answer(server, post))
    clock.advance(A_MINUTE)
    server.edit(post, "@larchandloaf my order never came, since Monday")
    sent = connector.send(wire)
    assert isinstance(sent, Delivered)
    (seen,) = server.seen()
    assert seen.parent_id != post
    # and it is found by the number that we know
    assert connector.find(wire, since) == Found(posted_id=sent.posted_id, url=sent.url)
    recalled = connector.recall(Action.ACKNOWLEDGE, post, "x:2001", since)
    assert recalled == Found(posted_id=sent.posted_id, url=sent.url, text=WORDS)


def test_the_same_words_to_another_post_of_theirs_are_not_it(
    server: XRig, clock: SharedClock
) -> None:
    one, two = server.post("my order never came"), server.post("hello?")
    connector, since = server.connector(), clock.now() - A_LITTLE_BEFORE
    assert how(connector.send(connector.prepare(an_answer(server, one)))) == "delivered"
    assert isinstance(connector.find(connector.prepare(an_answer(server, two)), since), Absent)


@pytest.mark.parametrize(
    "text",
    [
        "we are sorry, see https://larch.example/help?a=1&b=2 for <more>",
        "we are sorry, write to larch.example please",
        "we are\nsorry,  Grüße",
    ],
)
def test_words_are_found_however_x_shows_them(server: XRig, clock: SharedClock, text: str) -> None:
    connector, since = server.connector(), clock.now() - A_LITTLE_BEFORE
    wire = connector.prepare(an_answer(server, server.post("my order never came"), text))
    server.fail_writes(Fault.TIMEOUT_AFTER_ACCEPTANCE)
    assert how(connector.send(wire)) == "unknown"
    assert isinstance(connector.find(wire, since), Found)


def test_words_from_before_are_not_taken_for_it(server: XRig, clock: SharedClock) -> None:
    connector = server.connector()
    wire = connector.prepare(an_answer(server, server.post("my order never came")))
    connector.send(wire)
    clock.advance(timedelta(hours=1))
    assert isinstance(connector.find(wire, clock.now() - A_LITTLE_BEFORE), Absent)


def test_absence_needs_a_listing_that_can_be_read(server: XRig, clock: SharedClock) -> None:
    connector = server.connector()
    wire = connector.prepare(an_answer(server, server.post("my order never came")))
    # a post of ours that cannot be read may be the one
    for data in ({"data": [{"id": "1"}]}, {"data": "none"}):
        server.answer_next(OWN, 200, data)
        with pytest.raises(ConnectorError):
            connector.find(wire, clock.now())
    server.simulator.fail_next(Fault.TOO_MANY, on=OWN)
    with pytest.raises(ConnectorError) as later:
        connector.find(wire, clock.now())
    assert later.value.retry_at is not None


def test_our_listing_is_read_to_its_end(server: XRig, clock: SharedClock) -> None:
    connector, since = server.connector(), clock.now() - A_LITTLE_BEFORE
    wire = connector.prepare(an_answer(server, server.post("my order never came")))
    connector.send(wire)
    clock.advance(A_MINUTE)
    for number in range(120):
        server.answer_natively(f"news {number}", "")
    before = len(server.requests(OWN))
    assert isinstance(connector.find(wire, since), Found)
    assert len(server.requests(OWN)) == before + 2


def test_only_a_post_that_x_calls_gone_is_gone(server: XRig) -> None:
    connector = server.connector()
    sent = connector.send(connector.prepare(an_answer(server, server.post("hello?"))))
    assert isinstance(sent, Delivered)
    server.answer_next(LOOK, 200, {})
    assert not connector.is_gone(sent.posted_id)
    server.simulator.fail_next(Fault.UNAVAILABLE_BEFORE, on=LOOK)
    with pytest.raises(ConnectorError):
        connector.is_gone(sent.posted_id)


def test_a_post_of_somebody_else_cannot_be_taken_back(server: XRig) -> None:
    assert how(server.connector().retract(server.post("my order never came"))) == "refused"


def test_what_x_did_not_delete_is_tried_again(server: XRig) -> None:
    server.answer_next("DELETE /2/tweets/7", 200, {"data": {"deleted": False}})
    assert how(server.connector().retract("x:7")) == "later"


@pytest.mark.parametrize("message_id", ["x:@ada", "x:", "reddit:abc"])
def test_what_is_no_post_of_x_is_refused(server: XRig, message_id: str) -> None:
    connector = server.connector()
    assert how(connector.send(connector.prepare(an_outgoing(message_id=message_id)))) == "refused"
    assert server.simulator.hits() == []


# ---------------------------------------------------------------- in private


def test_nobody_is_written_to_who_did_not_write_first(server: XRig) -> None:
    server.post("my order never came")
    server.tell("write_privately", {"text": "ours alone", "by": "larchandloaf", "to": "ada"})
    connector = server.connector()
    outcome = connector.send_direct(connector.prepare_direct(a_letter()))
    assert outcome == Refused(why="X lets a program write privately only to people who wrote first")
    assert server.requests("POST") == []


def test_a_refused_letter_is_a_result(server: XRig) -> None:
    server.write_privately("hello?")
    server.tell("no_letters", "ada")
    connector = server.connector()
    outcome = connector.send_direct(connector.prepare_direct(a_letter()))
    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert outcome.why.startswith("they take no private message from us")


@pytest.mark.parametrize(
    ("fault", "on", "expected"),
    [
        (Fault.UNAVAILABLE_AFTER_ACCEPTANCE, "POST", "unknown"),
        (Fault.TIMEOUT_AFTER_ACCEPTANCE, "POST", "unknown"),
        (Fault.TOO_MANY, "POST", "later"),
        (Fault.REVOKED, "POST", "locked out"),
        # nothing was written yet
        (Fault.TIMEOUT_AFTER_ACCEPTANCE, "GET", "later"),
        (Fault.UNAVAILABLE_BEFORE, "GET", "later"),
        (Fault.REVOKED, "GET", "locked out"),
        (Fault.FORBIDDEN, "GET", "refused"),
    ],
)
def test_how_a_letter_fails(
    server: XRig, clock: SharedClock, fault: Fault, on: str, expected: str
) -> None:
    server.write_privately("hello?")
    connector, since = server.connector(), clock.now() - A_LITTLE_BEFORE
    wire = connector.prepare_direct(a_letter())
    server.simulator.fail_next(fault, on=f"{on} /2/dm_conversations")
    assert how(connector.send_direct(wire)) == expected
    is_there = isinstance(connector.find_direct(wire, since), Found)
    assert is_there == (expected == "unknown") == bool(server.seen())


@pytest.mark.parametrize("on", ["GET", "POST"])
def test_no_right_to_private_messages_stops_nothing_else(server: XRig, on: str) -> None:
    server.write_privately("hello?")
    words = "Your client app is not configured with the appropriate oauth1 app permissions"
    server.answer_next(f"{on} /2/dm_conversations", 403, said(words))
    connector = server.connector()
    assert how(connector.send_direct(connector.prepare_direct(a_letter()))) == "refused"


def test_a_letter_is_found_and_recalled(server: XRig, clock: SharedClock) -> None:
    server.write_privately("hello?")
    connector, since = server.connector(), clock.now() - A_LITTLE_BEFORE
    wire = connector.prepare_direct(a_letter("Bread & butter <soon>"))
    sent = connector.send_direct(wire)
    assert isinstance(sent, Delivered)
    assert sent.url == "https://x.com/messages/1000-2001"
    clock.advance(A_MINUTE)
    for number in range(30):
        server.write_privately(f"and another thing, {number}")
    assert connector.find_direct(wire, since) == Found(posted_id=sent.posted_id, url=sent.url)
    recalled = connector.recall(Action.DIRECT_MESSAGE, "x:1", "x:2001", since)
    assert recalled == Found(posted_id=sent.posted_id, url=sent.url, text="Bread & butter <soon>")
    clock.advance(timedelta(hours=1))
    now = clock.now()
    assert connector.find_direct(wire, now - A_LITTLE_BEFORE) == Absent(looked_at=now)
    clock.advance(timedelta(days=31))
    assert isinstance(connector.find_direct(wire, since), NotVisible)


def test_a_letter_that_cannot_be_read_proves_nothing(server: XRig, clock: SharedClock) -> None:
    connector = server.connector()
    wire = connector.prepare_direct(a_letter())
    server.answer_next(LETTERS, 200, {"data": [{"id": "1", "event_type": "MessageCreate"}]})
    with pytest.raises(ConnectorError):
        connector.find_direct(wire, clock.now())


def test_letters_are_not_longer_than_x_takes(server: XRig) -> None:
    connector = server.connector()
    assert how(connector.send_direct(connector.prepare_direct(a_letter("a" * 10_001)))) == "refused"
    nobody = an_outgoing(author_id="x:@ada", action=Action.DIRECT_MESSAGE)
    assert how(connector.send_direct(connector.prepare_direct(nobody))) == "refused"
    assert server.simulator.hits() == []


def test_our_letter_comes_back_as_ours(server: XRig, clock: SharedClock) -> None:
    letter = server.write_privately("hello?")
    connector = server.connector()
    sent = connector.send_direct(connector.prepare_direct(a_letter()))
    assert isinstance(sent, Delivered)
    found = read(connector)[0]
    assert found[sent.posted_id].from_brand
    assert found[sent.posted_id].text == "Which number is it?"
    assert found[sent.posted_id].conversation == found[letter].conversation


def a_letter(text: str = "Which number is it?") -> Outgoing:
    return an_outgoing(text, action=Action.DIRECT_MESSAGE, author_id="x:2001")
