"""Bluesky, our words: one record under one key, whatever happens and whoever tries again."""

import json
from datetime import timedelta

from connectors._bluesky import names
from connectors._bluesky.replies import prepare
from monitor.domain.delivery import Absent, Delivered, Found, Refused, Unknown
from monitor.domain.effect import Action
from monitor.domain.values import replace
from tests.contract.connectors.bluesky_steps import rig
from tests.contract.connectors.steps import A_LITTLE_BEFORE, WORDS, an_answer, how
from tests.simulators.bluesky_network import OUR_DID, OUR_HANDLE
from tests.simulators.bluesky_rig import BlueskyRig
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault

__all__ = ["rig"]

A_MINUTE = timedelta(minutes=1)


def our_records(rig: BlueskyRig) -> dict[str, dict[str, object]]:
    return {uri: v for uri, v in rig.records().items() if uri.startswith(f"at://{OUR_DID}/")}


# ---------------------------------------------------------------- the key and the record


def test_a_key_is_a_tid_and_of_the_answered_post_alone(
    rig: BlueskyRig, clock: SharedClock, complaint: str
) -> None:
    """A server refuses a key that is no TID."""
    outgoing = an_answer(rig, complaint)
    other = rig.post("nor did mine", by="ben")

    def key(**changes: object) -> str:
        return str(json.loads(prepare(replace(outgoing, **changes)).payload)["key"])

    assert names.is_tid(key())
    later = {"effect_id": "e99", "text": "other words", "at": clock.now() + timedelta(days=9)}
    assert key(**later) == key()
    assert key(message_id=other) != key()
    assert names.is_tid(key(message_id="bluesky:at://did:plc:ada/app.bsky.feed.post/no-tid"))


def test_the_key_stands_beside_the_moment_of_what_it_answers() -> None:
    answered = f"at://did:plc:ada/app.bsky.feed.post/{names.tid(1_795_000_000_000_000 << 10)}"
    written = names.tid_moment(answered.rpartition("/")[2])
    ours = names.tid_moment(names.reply_key(answered))
    assert written is not None and ours is not None
    assert abs(ours - written) < timedelta(seconds=2)
    assert names.reply_key(answered) != answered.rpartition("/")[2]


def test_the_wire_holds_the_whole_record(rig: BlueskyRig, complaint: str) -> None:
    """All but the hashes of what it answers, which the look at the parent brings."""
    outgoing = an_answer(rig, complaint)
    connector = rig.connector()
    wire = connector.prepare(outgoing)
    connector.send(wire)
    (written,) = our_records(rig).values()
    reply = written.pop("reply")
    assert written == json.loads(wire.payload)["record"]
    assert written["createdAt"] == "2026-11-23T09:01:00.000Z"
    assert reply["parent"] == reply["root"]  # type: ignore[index]


def test_root_is_taken_from_the_post_that_is_answered(
    rig: BlueskyRig, clock: SharedClock, complaint: str
) -> None:
    below = rig.post("and another thing", parent_id=complaint)
    connector = rig.connector()
    connector.send(connector.prepare(an_answer(rig, below)))
    (written,) = our_records(rig).values()
    reply = written["reply"]
    assert isinstance(reply, dict)
    assert f"bluesky:{reply['root']['uri']}" == complaint
    assert f"bluesky:{reply['parent']['uri']}" == below
    assert reply["root"]["cid"] != reply["parent"]["cid"]


def test_links_and_the_name_can_be_clicked(rig: BlueskyRig, complaint: str) -> None:
    """Places are counted in bytes of UTF-8."""
    text = "Grüße @ada.example 🌾, see https://larch.example/sorry. Not @ada.examples."
    connector = rig.connector()
    assert how(connector.send(connector.prepare(an_answer(rig, complaint, text)))) == "delivered"
    (written,) = our_records(rig).values()
    marks = written["facets"]
    assert isinstance(marks, list)
    found = {}
    for mark in marks:
        place = mark["index"]
        shown = text.encode()[place["byteStart"] : place["byteEnd"]].decode()
        found[shown] = mark["features"][0]
    assert found["@ada.example"]["did"] == "did:plc:ada"
    assert found["https://larch.example/sorry"]["uri"] == "https://larch.example/sorry"
    assert len(found) == 2


def test_words_that_are_too_long_are_refused_by_the_server(rig: BlueskyRig, complaint: str) -> None:
    """The library takes 301 graphemes; the server does not."""
    connector = rig.connector()
    outcome = connector.send(connector.prepare(an_answer(rig, complaint, "x" * 301)))
    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert "maximum 300" in outcome.why


# ---------------------------------------------------------------- never twice, never overwritten


def test_other_words_never_overwrite_the_first(
    rig: BlueskyRig, clock: SharedClock, complaint: str
) -> None:
    """`putRecord` without `swapRecord: null` would, and the library's model leaves that out."""
    connector = rig.connector()
    connector.send(connector.prepare(an_answer(rig, complaint)))
    clock.advance(A_MINUTE)
    other = an_answer(rig, complaint, "Hi Ada, other words.", effect_id="e2")
    outcome = connector.send(connector.prepare(other))
    assert isinstance(outcome, Refused)
    assert "already" in outcome.why
    assert [(seen.text, seen.parent_id) for seen in rig.seen()] == [(WORDS, complaint)]
    assert [line["did"] for line in rig.simulator.public()] == ["posted"]


def test_a_second_database_meets_the_first_ones_answer(
    rig: BlueskyRig, clock: SharedClock, complaint: str
) -> None:
    """A restored backup knows neither the bytes nor the key, and needs none of them."""
    first = rig.connector()
    first.send(first.prepare(an_answer(rig, complaint, effect_id="e7")))
    clock.advance(timedelta(hours=5))
    second = rig.connector()
    outcome = second.send(second.prepare(an_answer(rig, complaint, effect_id="e1")))
    assert isinstance(outcome, Delivered)
    assert len(rig.simulator.public()) == 1


def test_a_late_first_try_is_met_by_the_second(
    rig: BlueskyRig, clock: SharedClock, complaint: str
) -> None:
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, complaint))
    rig.fail_writes(Fault.TIMEOUT_AFTER_ACCEPTANCE)
    assert isinstance(connector.send(wire), Unknown)
    clock.advance(A_MINUTE)
    again = connector.prepare(replace(an_answer(rig, complaint), at=clock.now()))
    assert again != wire
    assert isinstance(rig.connector().send(again), Delivered)
    assert len(rig.simulator.public()) == 1


def test_a_500_is_looked_for(rig: BlueskyRig, clock: SharedClock, complaint: str) -> None:
    """A server says 500 for what it will never do, too: only its repository knows."""
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, complaint))
    rig.fail_writes(Fault.UNAVAILABLE_AFTER_ACCEPTANCE)
    assert isinstance(connector.send(wire), Unknown)
    found = connector.find(wire, clock.now() - A_LITTLE_BEFORE)
    assert isinstance(found, Found)
    assert found.url == f"https://bsky.app/profile/{OUR_DID}/post/{found.posted_id[-13:]}"


# ---------------------------------------------------------------- the look at the parent


def test_no_answer_to_somebody_who_blocked_us(rig: BlueskyRig, complaint: str) -> None:
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, complaint))
    rig.change_account("ada", isBlockingUs=True)
    assert how(connector.send(wire)) == "refused"
    assert rig.writes() == 0


def test_no_answer_to_somebody_whom_we_blocked(rig: BlueskyRig, complaint: str) -> None:
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, complaint))
    connector.measures[Action.BLOCK].do("bluesky:did:plc:ada")
    before = rig.writes()
    assert how(connector.send(wire)) == "refused"
    assert rig.writes() == before


def test_a_look_that_fails_is_for_later(rig: BlueskyRig, complaint: str) -> None:
    connector = rig.connector()
    wire = connector.prepare(an_answer(rig, complaint))
    rig.simulator.fail_next(Fault.UNAVAILABLE_BEFORE, on="GET /xrpc/app.bsky.feed.getPosts")
    assert how(connector.send(wire)) == "later"
    assert rig.writes() == 0
    assert how(connector.send(wire)) == "delivered"


def test_what_is_no_post_of_bluesky_is_refused(rig: BlueskyRig, complaint: str) -> None:
    connector = rig.connector()
    outgoing = replace(an_answer(rig, complaint), message_id="bluesky:1")
    assert how(connector.send(connector.prepare(outgoing))) == "refused"
    assert how(connector.retract("bluesky:1")) == "refused"
    assert how(connector.retract(complaint)) == "refused"  # somebody else's


# ---------------------------------------------------------------- recall


def test_an_answer_from_the_phone_is_recalled(
    rig: BlueskyRig, clock: SharedClock, complaint: str
) -> None:
    ours = rig.answer_natively("we are sorry", complaint)
    for number in range(120):
        rig.post(f"bread of the day {number}", by=OUR_HANDLE, mentions_us=False)
        clock.advance(A_MINUTE)
    found = rig.connector().recall(
        Action.ACKNOWLEDGE, complaint, "bluesky:did:plc:ada", clock.now() - timedelta(days=1)
    )
    assert isinstance(found, Found)
    assert (found.posted_id, found.text) == (ours, "we are sorry")


def test_what_was_taken_back_is_not_recalled(
    rig: BlueskyRig, clock: SharedClock, complaint: str
) -> None:
    connector = rig.connector()
    sent = connector.send(connector.prepare(an_answer(rig, complaint)))
    assert isinstance(sent, Delivered)
    connector.retract(sent.posted_id)
    since = clock.now() - timedelta(days=1)
    ask = (Action.ACKNOWLEDGE, complaint, "bluesky:did:plc:ada", since)
    assert isinstance(connector.recall(*ask), Absent)
