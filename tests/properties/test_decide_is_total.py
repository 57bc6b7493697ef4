"""Whatever the facts: a decision, a case for every complaint, no word where none may be said."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.decide import decide, matching
from monitor.domain.decision import Decision, JoinCase, OpenCase
from monitor.domain.door import DoorState
from monitor.domain.effect import Action, State
from monitor.domain.facts import Circumstances, Facts
from monitor.domain.permission import Verdict
from monitor.domain.playbook import RuleMode
from monitor.domain.policy import Mode, Policy
from monitor.domain.reading import Certainty, Kind
from monitor.domain.stored import Decided
from monitor.domain.unlock import Turn
from monitor.domain.values import replace
from monitor.rules.explain import explain
from monitor.rules.takes import WAKE
from monitor.rules.trial import backtest
from monitor.testing import a_message, a_reading, an_author
from tests.properties.any_facts import (
    NOON,
    all_facts,
    circumstances,
    moments,
    ordinary,
    policies,
    readings,
)
from tests.unit.playbook_parts import AUTOMATIC, playbook, shipped


def words_of(decision: Decision) -> list[State]:
    """States of the public words in a decision."""
    return [one.state for one in decision.effects if one.action is Action.ACKNOWLEDGE]


@given(all_facts, policies, moments)
def test_every_mention_gets_one_decision_and_always_the_same(
    facts: Facts, policy: Policy, now: datetime
) -> None:
    decision = decide(facts, shipped(), policy, now)
    assert decision.rule
    assert decision == decide(facts, shipped(), policy, now)


@given(all_facts, policies, moments)
def test_every_complaint_has_a_case_and_a_deadline(
    facts: Facts, policy: Policy, now: datetime
) -> None:
    decision = decide(facts, shipped(), policy, now)
    if (
        facts.reading.kind is not Kind.COMPLAINT
        or facts.message.from_brand
        or not facts.message.is_live
        or decision.rule == "not-about-us"
    ):
        return
    opened = [one for one in decision.records if isinstance(one, OpenCase)]
    joined = [one for one in decision.records if isinstance(one, JoinCase)]
    assert len(opened) + len(joined) == 1
    # a joined case is there to be joined, and has its deadline
    assert opened or facts.circumstances.open_case is not None
    assert all(one.deadline_at > now for one in opened)


@given(all_facts, policies, moments)
def test_no_word_where_none_may_be_said(facts: Facts, policy: Policy, now: datetime) -> None:
    words = words_of(decide(facts, shipped(), policy, now))
    message, known = facts.message, facts.circumstances
    is_slot_taken = known.slot_until is not None and known.slot_until > now
    if (
        not message.addressed
        or message.from_brand
        or message.author.is_bot
        or message.is_direct
        or message.deleted_at is not None
        or not message.is_live
        or known.is_opted_out
        or is_slot_taken
        or known.open_case is not None
    ):
        assert words == []
    assert len(words) <= 1


@given(all_facts, policies, moments)
def test_a_machine_speaks_only_with_every_permission(
    facts: Facts, policy: Policy, now: datetime
) -> None:
    decision = decide(facts, shipped(), policy, now)
    for state in words_of(decision):
        if state is State.PROPOSED:
            continue
        assert decision.permission.verdict is not Verdict.DENY
        # a pause holds everything, and is asked before the rest
        if not facts.circumstances.is_paused and not facts.circumstances.is_reconciling:
            assert facts.reading.kind is Kind.COMPLAINT
            assert facts.reading.certainty is Certainty.SURE
            assert not facts.reading.sensitive
            assert not facts.circumstances.is_flagged
            assert policy.mode is Mode.AUTOMATIC
            assert policy.is_unlocked or facts.circumstances.turn is Turn.MACHINE


#: what a machine answers by itself, as far as nothing else keeps it
answerable = st.builds(
    lambda author, topics, known, door: Facts(
        message=a_message(author=author, at=NOON),
        reading=a_reading(topics=topics),
        circumstances=replace(known, door=door),
    ),
    author=st.builds(an_author, st.sampled_from(["Ada", "Bo"])),
    topics=readings.map(lambda reading: reading.topics),
    known=ordinary | ordinary | circumstances,
    door=st.sampled_from(DoorState),
)


@given(answerable | all_facts, st.just(AUTOMATIC) | policies, st.just(NOON) | moments)
def test_no_machine_invites_where_the_door_is_not_open(
    facts: Facts, policy: Policy, now: datetime
) -> None:
    decision = decide(facts, shipped(), policy, now)
    for effect in decision.effects:
        if effect.action is not Action.ACKNOWLEDGE or effect.state is State.PROPOSED:
            continue
        # a pause holds everything, and is asked before the rest
        if not facts.circumstances.is_paused and not facts.circumstances.is_reconciling:
            is_open = facts.circumstances.door is DoorState.OPEN
            assert is_open or not shipped().invites(effect.template)


def test_a_machine_answers_what_is_answerable_where_the_door_is_open() -> None:
    states = {
        door: words_of(decide(facts, shipped(), AUTOMATIC, NOON))
        for door in DoorState
        for facts in [
            Facts(
                message=a_message(at=NOON),
                reading=a_reading(),
                circumstances=Circumstances(door=door),
            )
        ]
    }
    assert states == {
        DoorState.OPEN: [State.APPROVED],
        DoorState.CLOSED: [State.PROPOSED],
        DoorState.UNKNOWN: [State.PROPOSED],
    }


@given(all_facts, policies, moments)
def test_danger_reaches_a_person_at_any_hour(facts: Facts, policy: Policy, now: datetime) -> None:
    message = facts.message
    if message.from_brand or not message.is_live or set(WAKE).isdisjoint(facts.reading.sensitive):
        return
    decision = decide(facts, shipped(), policy, now)
    assert [one.not_before for one in decision.effects] == [now]
    assert decision.effects[0].action is Action.ALERT


@given(all_facts)
def test_asking_fewer_rules_gives_the_same_rule(facts: Facts) -> None:
    found, _, _ = matching(facts, shipped())
    in_turn = next(
        one
        for one in shipped().rules
        if one.mode is RuleMode.LIVE and not one.also and one.matches(facts)
    )
    assert found is in_turn


@given(all_facts, moments)
def test_every_decision_can_be_explained_and_tried_again(facts: Facts, now: datetime) -> None:
    decided = Decided(
        message=facts.message,
        reading=facts.reading,
        circumstances=facts.circumstances,
        decision=decide(facts, shipped(), AUTOMATIC, now),
        effects=(),
        decided_at=now,
    )
    explanation = explain(decided, shipped(), AUTOMATIC)
    assert explanation.rule == explanation.rule_now
    assert all("\n" not in line and "\x1b" not in line for line in explanation.lines())
    assert backtest(shipped(), shipped(), [decided], AUTOMATIC).changes == ()
    assert backtest(shipped(), playbook(), [decided], AUTOMATIC).decided == 1
