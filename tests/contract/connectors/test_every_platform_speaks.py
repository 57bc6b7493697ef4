"""What every connector of a platform promises about our words: once, found, taken back."""

from datetime import timedelta

import pytest

from monitor.domain.delivery import Absent, Delivered, Found, NotVisible, Refused
from monitor.domain.effect import Action
from monitor.domain.values import replace
from tests.contract.connectors.steps import A_LITTLE_BEFORE, WORDS, an_answer, connect, how, read
from tests.simulators.rig import Rig, SharedClock
from tests.simulators.server import Fault

#: how a write may fail: what it has to end as, and whether it is there
WRITES = {
    Fault.TIMEOUT_BEFORE: ("unknown", False),
    Fault.TIMEOUT_AFTER_ACCEPTANCE: ("unknown", True),
    Fault.SILENCE_AFTER_ACCEPTANCE: ("unknown", True),
    Fault.HALF_AFTER_ACCEPTANCE: ("unknown", True),
    Fault.UNAVAILABLE_BEFORE: ("unknown", False),
    Fault.UNAVAILABLE_AFTER_ACCEPTANCE: ("unknown", True),
    Fault.TOO_MANY: ("later", False),
    Fault.FORBIDDEN: ("refused", False),
    Fault.GONE: ("refused", False),
    Fault.REVOKED: ("locked out", False),
}
A_MINUTE = timedelta(minutes=1)


# ---------------------------------------------------------------- say


def test_a_reply_answers_with_exactly_these_words(rig: Rig, complaint: str) -> None:
    text = "Hi Ada, we're sorry — “really” & <truly>. Grüße, 雪 🌾\n\nYou will hear from us."
    connector = connect(rig)
    sent = connector.send(connector.prepare(an_answer(rig, complaint, text)))
    assert isinstance(sent, Delivered), sent
    (seen,) = rig.seen()
    assert (seen.id, seen.text, seen.parent_id) == (sent.posted_id, text, complaint)
    assert not seen.to
    assert sent.url.startswith("http")
    assert rig.writes() == 1


def test_to_prepare_is_to_say_nothing(rig: Rig, clock: SharedClock, complaint: str) -> None:
    connector, outgoing = connect(rig), an_answer(rig, complaint)
    wire = connector.prepare(outgoing)
    assert connect(rig).prepare(outgoing) == wire
    clock.advance(A_MINUTE)
    assert connector.prepare(outgoing) == wire
    assert connector.prepare(an_answer(rig, complaint, "other words")) != wire
    assert (rig.seen(), rig.writes()) == ([], 0)


def test_our_reply_comes_back_as_ours(rig: Rig, clock: SharedClock, complaint: str) -> None:
    connector = connect(rig)
    outgoing = an_answer(rig, complaint)
    sent = connector.send(connector.prepare(outgoing))
    assert isinstance(sent, Delivered)
    clock.advance(A_MINUTE)
    found = read(connect(rig))[0]
    assert found[sent.posted_id].from_brand
    assert found[sent.posted_id].parent_id == complaint
    # by these two a machine's words are told from a person's
    assert found[sent.posted_id].text == outgoing.text
    assert found[sent.posted_id].conversation == found[complaint].conversation


def test_a_reply_to_a_reply_answers_that_one(rig: Rig, clock: SharedClock, complaint: str) -> None:
    ours = rig.answer_natively("which number?", complaint)
    clock.advance(A_MINUTE)
    answer = rig.post("number 12", parent_id=ours)
    connector = connect(rig)
    sent = connector.send(connector.prepare(an_answer(rig, answer)))
    assert isinstance(sent, Delivered), sent
    assert rig.seen()[-1].parent_id == answer
    clock.advance(A_MINUTE)
    found = read(connect(rig))[0]
    conversations = {found[each].conversation for each in (complaint, ours, answer, sent.posted_id)}
    assert len(conversations) == 1


def test_a_reply_with_a_link_is_found_and_comes_back_whole(
    rig: Rig, clock: SharedClock, complaint: str
) -> None:
    text = "We are sorry. How it goes on: https://larch.example/help?from=reply. Write to us."
    connector, since = connect(rig), clock.now()
    outgoing = an_answer(rig, complaint, text)
    wire = connector.prepare(outgoing)
    sent = connector.send(wire)
    assert isinstance(sent, Delivered), sent
    clock.advance(A_MINUTE)
    found = connector.find(wire, since - A_LITTLE_BEFORE)
    assert isinstance(found, Found)
    assert found.posted_id == sent.posted_id
    # by its words a machine's post is told from a person's
    assert read(connect(rig))[0][sent.posted_id].text == text


@pytest.mark.parametrize("fault", WRITES)
def test_a_send_that_fails_is_tried_once_and_found_out(
    rig: Rig, clock: SharedClock, complaint: str, fault: Fault
) -> None:
    expected, is_there = WRITES[fault]
    connector = connect(rig)
    wire = connector.prepare(an_answer(rig, complaint))
    rig.fail_writes(fault)
    since = clock.now()
    outcome = connector.send(wire)
    assert how(outcome) == expected, outcome
    assert rig.writes() == 1
    assert len(rig.seen()) == is_there
    if isinstance(outcome, Refused) and fault is Fault.TOO_MANY:
        assert outcome.retry_at is not None
        assert clock.now() < outcome.retry_at <= clock.now() + timedelta(hours=24)

    clock.advance(A_MINUTE)
    sighting = connect(rig).find(wire, since - A_LITTLE_BEFORE)
    if isinstance(sighting, NotVisible):
        assert sighting.why
    elif is_there:
        assert isinstance(sighting, Found), sighting
        assert sighting.posted_id == rig.seen()[0].id
    else:
        assert sighting == Absent(looked_at=clock.now())
        # nothing stands in its way afterwards
        assert how(connect(rig).send(wire)) == "delivered"
        assert len(rig.seen()) == 1


def test_the_same_wire_twice_is_one_post(rig: Rig, clock: SharedClock, complaint: str) -> None:
    if not rig.is_idempotent:
        pytest.skip("this platform takes no key; the monitor looks before it sends again")
    wire = connect(rig).prepare(an_answer(rig, complaint))
    once = connect(rig).send(wire)
    clock.advance(A_MINUTE)
    again = connect(rig).send(wire)
    assert isinstance(once, Delivered)
    assert once == again
    assert len(rig.seen()) == 1


def test_no_answer_where_nobody_listens_is_for_later(rig: Rig, complaint: str) -> None:
    connector = connect(rig)
    wire = connector.prepare(an_answer(rig, complaint))
    rig.stop()
    assert how(connector.send(wire)) == "later"


# ---------------------------------------------------------------- where it may not be said


def test_no_reply_where_replies_are_closed(rig: Rig, complaint: str) -> None:
    connector = connect(rig)
    wire = connector.prepare(an_answer(rig, complaint))
    rig.close_replies(complaint)
    assert how(connector.send(wire)) == "refused"
    assert rig.seen() == []


def test_no_reply_to_what_is_gone(rig: Rig, complaint: str) -> None:
    connector = connect(rig)
    wire = connector.prepare(an_answer(rig, complaint))
    rig.delete(complaint)
    assert how(connector.send(wire)) == "refused"
    assert rig.seen() == []


# ---------------------------------------------------------------- look


def test_what_was_sent_is_found(rig: Rig, clock: SharedClock, complaint: str) -> None:
    connector, since = connect(rig), clock.now() - A_LITTLE_BEFORE
    wire = connector.prepare(an_answer(rig, complaint))
    before = connector.find(wire, since)
    assert isinstance(before, Absent | NotVisible)
    sent = connector.send(wire)
    assert isinstance(sent, Delivered)
    clock.advance(A_MINUTE)
    found = connect(rig).find(wire, since)
    assert isinstance(found, Found | NotVisible)
    if isinstance(found, Found):
        assert found.posted_id == sent.posted_id


def test_words_to_another_are_not_taken_for_it(
    rig: Rig, clock: SharedClock, complaint: str
) -> None:
    other = rig.post("nor did mine", by="ben")
    connector, since = connect(rig), clock.now() - A_LITTLE_BEFORE
    assert how(connector.send(connector.prepare(an_answer(rig, other)))) == "delivered"
    clock.advance(A_MINUTE)
    wire = connector.prepare(an_answer(rig, complaint, effect_id="e2"))
    assert not isinstance(connector.find(wire, since), Found)


def test_a_reply_is_recalled_by_what_it_answers(
    rig: Rig, clock: SharedClock, complaint: str
) -> None:
    other = rig.post("nor did mine", by="ben")
    connector, since = connect(rig), clock.now() - A_LITTLE_BEFORE
    outgoing = an_answer(rig, complaint)
    sent = connector.send(connector.prepare(outgoing))
    assert isinstance(sent, Delivered)
    clock.advance(A_MINUTE)
    found = connect(rig).recall(Action.ACKNOWLEDGE, complaint, outgoing.author_id, since)
    assert isinstance(found, Found)
    assert (found.posted_id, found.text) == (sent.posted_id, WORDS)
    ben = rig.mention(other).author.id
    assert isinstance(connector.recall(Action.ACKNOWLEDGE, other, ben, since), Absent)


# ---------------------------------------------------------------- take back


def test_what_was_taken_back_is_gone(rig: Rig, clock: SharedClock, complaint: str) -> None:
    connector = connect(rig)
    sent = connector.send(connector.prepare(an_answer(rig, complaint)))
    assert isinstance(sent, Delivered)
    assert not connector.is_gone(sent.posted_id)
    assert how(connector.retract(sent.posted_id)) == "delivered"
    assert connect(rig).is_gone(sent.posted_id)
    assert rig.seen() == []
    # and once more does no harm
    assert how(connect(rig).retract(sent.posted_id)) == "delivered"
    assert connector.is_gone(sent.posted_id)


# ---------------------------------------------------------------- keep away


# ---------------------------------------------------------------- a person's own word, after ours


def test_a_persons_answer_is_another_word_under_the_same_post(
    rig: Rig, clock: SharedClock, complaint: str
) -> None:
    connector = connect(rig)
    first = connector.send(connector.prepare(an_answer(rig, complaint)))
    assert isinstance(first, Delivered), first
    clock.advance(A_MINUTE)
    since = clock.now() - A_LITTLE_BEFORE
    answer = replace(
        an_answer(rig, complaint, "We bake it again today. Jo"),
        action=Action.ANSWER,
        effect_id="e77",
        at=clock.now(),
    )
    wire = connector.prepare(answer)
    # the first word is not taken for the second
    assert not isinstance(connector.find(wire, since), Found)
    second = connector.send(wire)
    assert isinstance(second, Delivered), second
    assert second.posted_id != first.posted_id
    assert [seen.text for seen in rig.seen()][1:] == ["We bake it again today. Jo"]
    clock.advance(A_MINUTE)
    assert isinstance(connector.find(wire, since), Found)
