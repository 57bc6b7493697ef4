"""Messages and decisions in the store."""

import pytest

from monitor.domain.case import Priority
from monitor.domain.decision import (
    CancelDrafts,
    Decision,
    JoinCase,
    MarkAnswered,
    OpenCase,
    OptOut,
    Recovered,
)
from monitor.domain.facts import Circumstances
from monitor.domain.permission import Permission, Reason, Verdict
from monitor.domain.reading import Certainty, Evidence, Kind, Reading, Topic
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.errors import Bug
from monitor.store.triage_rows import READING, reading_from, reading_text
from tests.contract.stores import (
    BRAND,
    CY,
    NOW,
    a_decided,
    a_message,
    a_page,
    an_effect,
    at,
    stored,
)

FULL_READING = Reading(
    compound=-0.8316,
    pos=0.05,
    neu=0.55,
    neg=0.4,
    compound_used=-0.75,
    p_complaint=0.97,
    p_praise=0.01,
    p_question=0.125,
    p_spam=0.0,
    p_abuse=0.25,
    kind=Kind.COMPLAINT,
    certainty=Certainty.SURE,
    language="en",
    topics=(Topic(name="late", confidence=0.9), Topic(name="money", confidence=0.1)),
    sensitive=("lawyer",),
    signs=("irony", "mixed"),
    marks=("press",),
    questions=("where is my box?",),
    evidence=(Evidence(list="late", phrase="three weeks"),),
    words=9,
    scorers="vader 3.3.2, complaint 1",
)
FULL_DECISION = Decision(
    rule="complaint",
    permission=Permission(verdict=Verdict.WAIT, reason=Reason.SETTLING, until=at(3)),
    records=(
        OpenCase(topic="late", priority=Priority.HIGH, deadline_at=at(240), note="soon"),
        JoinCase(raise_priority=True, came_to_dm=True, deadline_at=at(60), note="again"),
        OptOut(),
        MarkAnswered(),
        Recovered(),
        CancelDrafts(why="they came"),
    ),
    shadows=("trial",),
    also=("private-data", "press"),
    playbook="default 3",
)
FULL_CIRCUMSTANCES = Circumstances(
    open_case=4, slot_until=at(5), is_flagged=True, conversation_replies=2, sent_today=7
)


def test_every_score_has_a_place() -> None:
    # A new score is appended to READING, never put between: stored arrays are read by place.
    assert {*READING, "kind"} == set(Reading.__struct_fields__)
    assert READING[:5] == ("compound", "pos", "neu", "neg", "compound_used")


@pytest.mark.parametrize("name", READING)
def test_a_score_comes_back_that_is_there_alone(name: str) -> None:
    nothing = Reading(compound=0.0, pos=0.0, neu=1.0, neg=0.0, compound_used=0.0)
    alone = replace(nothing, **{name: getattr(FULL_READING, name)})
    assert reading_from(alone.kind.value, reading_text(alone)) == alone


def test_a_decision_comes_back_as_it_was(store: Store) -> None:
    message = a_message()
    effect = an_effect(1, message_id="x:1")
    decided = a_decided(
        message,
        reading=FULL_READING,
        circumstances=FULL_CIRCUMSTANCES,
        decision=FULL_DECISION,
        effects=(effect,),
        case_number=4,
        decided_at=at(0.5),
    )
    stored(store, message)
    with store.begin() as tx:
        tx.messages.record([decided])
        tx.outbox.add([effect])
    with store.read() as tx:
        assert tx.messages.decided("x:1") == decided
        assert tx.messages.decided("x:1", BRAND) == decided
        assert tx.messages.decided("x:1", "other") is None
        assert tx.messages.reading(message) == FULL_READING
        assert list(tx.messages.all_decided()) == [replace(decided, effects=())]


def test_a_plain_decision_comes_back_as_it_was(store: Store) -> None:
    decided = a_decided(a_message())
    stored(store, decided.message)
    with store.begin() as tx:
        tx.messages.record([decided])
        assert tx.messages.decided("x:1") == decided


def test_effects_are_as_they_are_now(store: Store) -> None:
    stored(store, a_message())
    proposed = an_effect(1, message_id="x:1")
    with store.begin() as tx:
        tx.messages.record([a_decided(a_message(), effects=(proposed,))])
        tx.outbox.add([proposed, an_effect(2, message_id="x:1", brand="other")])
        sent = replace(proposed, remark="changed", version=2)
        assert tx.outbox.move(proposed, sent) is True
        decided = tx.messages.decided("x:1")
        assert decided is not None
        assert decided.effects == (sent,)


def test_a_decision_on_a_new_version_replaces_the_one_before(store: Store) -> None:
    stored(store, a_message())
    with store.begin() as tx:
        tx.messages.record([a_decided(a_message())])
    (newer,) = stored(store, a_message(text="all is well now", version=2)).fresh
    with store.begin() as tx:
        # read, but not this version
        assert tx.messages.reading(newer) is None
        praise = replace(FULL_READING, kind=Kind.PRAISE)
        tx.messages.record([a_decided(newer, reading=praise)])
        assert tx.messages.reading(newer) == praise
        assert tx.messages.reading(a_message()) is None
        decided = tx.messages.decided("x:1")
        assert decided is not None
        assert (decided.message, decided.reading.kind) == (newer, Kind.PRAISE)
        assert len(list(tx.messages.all_decided())) == 1


def test_a_decision_about_nothing_is_a_bug(store: Store) -> None:
    with pytest.raises(Bug, match="1 decisions are about messages"), store.begin() as tx:
        tx.messages.record([a_decided(a_message("x:404"))])


def test_a_message_without_a_decision_is_not_decided(store: Store) -> None:
    stored(store, a_message())
    with store.read() as tx:
        assert tx.messages.decided("x:1") is None
        assert tx.messages.reading(a_message()) is None
        assert list(tx.messages.all_decided()) == []


def test_a_conversation_begins_with_its_post(store: Store) -> None:
    stored(
        store,
        a_message("x:3", conversation_id="x:1", created_at=at(3)),
        a_message("x:2", conversation_id="x:1", created_at=at(2), author=CY),
        a_message("x:1", conversation_id="x:1"),
        a_message("x:9", conversation_id="x:8"),
        a_message("x:10"),
    )
    with store.read() as tx:
        found = tx.messages.in_conversation(BRAND, "x:1")
        assert [message.id for message in found] == ["x:1", "x:2", "x:3"]
        assert [m.id for m in tx.messages.in_conversation(BRAND, "x:10")] == ["x:10"]
        assert tx.messages.in_conversation(BRAND, "x:404") == []
        assert tx.messages.in_conversation("other", "x:1") == []


def test_an_author_s_messages_come_newest_first(store: Store) -> None:
    stored(
        store,
        a_message("x:1", created_at=at(1)),
        a_message("x:2", created_at=at(2)),
        a_message("x:3", created_at=at(3), author=CY),
    )
    with store.read() as tx:
        assert [m.id for m in tx.messages.by_author(BRAND, "x:ada")] == ["x:2", "x:1"]
        assert [m.id for m in tx.messages.by_author(BRAND, "x:ada", limit=1)] == ["x:2"]


def test_between_tells_what_was_decided_by_time(store: Store) -> None:
    # from the first moment on, up to the last and without it
    times = {"x:1": 0, "x:2": 5, "x:3": 10, "x:4": -1, "x:5": 7, "x:6": 7}
    page = stored(store, *(a_message(id_, created_at=at(minute)) for id_, minute in times.items()))
    other = a_message("x:7", created_at=at(1), brand="other")
    effect = an_effect(2, message_id="x:2")
    with store.begin() as tx:
        tx.pages.store("other", "x", a_page(other), NOW)
        tx.messages.record([a_decided(m) for m in page.fresh if m.id != "x:6"])
        tx.messages.record([a_decided(other)])
        tx.outbox.add([effect])
    with store.read() as tx:
        found = list(tx.messages.between(NOW, at(10), BRAND))
        assert [one.message.id for one in found] == ["x:1", "x:2", "x:5"]
        assert [one.effects for one in found] == [(), (effect,), ()]
        every = [one.message.id for one in tx.messages.between(NOW, at(10))]
        assert every == ["x:1", "x:7", "x:2", "x:5"]
        assert [one.message.id for one in tx.messages.all_decided(BRAND)] == [
            "x:4",
            "x:1",
            "x:2",
            "x:5",
            "x:3",
        ]


def test_a_long_history_streams_whole(store: Store) -> None:
    # More than two chunks, all at one moment: the chunk must not end inside a tie.
    messages = [a_message(f"x:{number}") for number in range(1_200)]
    page = stored(store, *messages)
    with store.begin() as tx:
        tx.messages.record([a_decided(message) for message in page.fresh])
    with store.read() as tx:
        assert len({one.message.id for one in tx.messages.all_decided()}) == 1_200
        assert len({one.message.id for one in tx.messages.between(NOW, at(1))}) == 1_200
