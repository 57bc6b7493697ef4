"""What is decided: the order of rules, who speaks, and that every complaint has a case."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.case import Priority
from monitor.domain.decide import decide, matching
from monitor.domain.decision import (
    AddStrike,
    CancelDrafts,
    Decision,
    JoinCase,
    MarkAnswered,
    OpenCase,
    OptOut,
    Recovered,
)
from monitor.domain.effect import Action, Effect, State, Urgency
from monitor.domain.facts import Facts
from monitor.domain.permission import Reason, Verdict
from monitor.domain.policy import Mode, Policy
from monitor.domain.values import replace
from monitor.rules.example_facts import NOW
from tests.unit.playbook_parts import (
    APPROVE,
    AUTOMATIC,
    FAMILIES,
    facts,
    playbook,
    rule,
    shipped,
)

NIGHT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OBSERVE = replace(APPROVE, mode=Mode.OBSERVE)


def decided(policy: Policy = APPROVE, now: datetime = NOW, /, **given: object) -> Decision:
    """What the shipped playbook makes of it."""
    return decide(facts(**given), shipped(), policy, now)


def one_of(decision: Decision, action: Action) -> Effect | None:
    """The effect of that action, if there is one; never two."""
    found = [effect for effect in decision.effects if effect.action is action]
    assert len(found) <= 1
    return found[0] if found else None


def at(found: Facts, **changes: object) -> Facts:
    """The same facts with other circumstances."""
    return replace(found, circumstances=replace(found.circumstances, **changes))


# --- the order of the rules -----------------------------------------------------------------------

COMPLAINT: dict[str, object] = {"kind": "complaint"}
ORDER: list[tuple[dict[str, object], str]] = [
    # our own words come before everything
    ({"from_brand": True, "kind": "complaint", "sensitive": ("fire",)}, "our-own-words"),
    # danger comes before what is private, ours, or noise
    ({"sensitive": ("allergy",), "mark": ("private_data", "not_us")}, "danger-to-people"),
    ({"sensitive": ("allergy",), "type": "direct_message"}, "danger-to-people"),
    ({"sensitive": ("fire", "lawyer")}, "danger-to-people"),
    # ... and before a "stop"
    ({"mark": ("opt_out",), "sensitive": ("injury",), "words": 3}, "danger-to-people"),
    ({"mark": ("opt_out",), "sensitive": ("lawyer",), **COMPLAINT}, "serious"),
    ({"mark": ("opt_out",), "words": 3}, "stop"),
    ({"mark": ("opt_out",), "words": 30}, "stop"),
    ({"mark": ("opt_out",), "type": "direct_message", "has_open_case": True}, "stop"),
    ({"mark": ("opt_out",), "addressed": False, "replies_to_us": True}, "stop"),
    # who has a complaint beside it gets a person
    ({"mark": ("opt_out",), "words": 30, **COMPLAINT}, "stop-with-complaint"),
    ({"mark": ("opt_out",), "kind": "spam"}, "noise"),
    # somebody else's "stop" to somebody else
    ({"mark": ("opt_out",), "words": 3, "addressed": False}, "the-rest"),
    # praise about the police is praise, praise with an injury is danger
    ({"sensitive": ("police",), "kind": "praise"}, "praise"),
    ({"sensitive": ("injury",), "kind": "praise"}, "danger-to-people"),
    # private data in private is not public
    ({"mark": ("private_data",), "type": "direct_message"}, "dm-first"),
    ({"mark": ("private_data",), "kind": "spam"}, "noise"),
    ({"mark": ("private_data",), "addressed": False}, "the-rest"),
    # a namesake's complaint is not ours
    ({"mark": ("not_us",), **COMPLAINT}, "not-about-us"),
    # a complaint is no noise, whatever lists match
    ({"mark": ("news", "giveaway"), **COMPLAINT}, "complaint"),
    # insults: only as long as nothing is owed
    ({"kind": "abuse"}, "abuse-only"),
    ({"kind": "abuse", "promise_is_late": True}, "the-rest"),
    ({"kind": "abuse", "has_open_case": True}, "already-open"),
    # under review: in public only; in private they came to us
    ({"is_flagged": True, "has_open_case": True, **COMPLAINT}, "looked-at-person"),
    (
        {"is_flagged": True, "has_open_case": True, "type": "direct_message", **COMPLAINT},
        "came-to-dm",
    ),
    # praise in private with a case open is still somebody who came
    ({"type": "direct_message", "has_open_case": True, "kind": "praise"}, "came-to-dm"),
    ({"type": "direct_message", "kind": "praise", "had_case": True}, "won-back"),
    # an open case comes before the topic
    ({"topic": "no_answer", "has_open_case": True, **COMPLAINT}, "already-open"),
    ({"has_open_case": True, "addressed": False, **COMPLAINT}, "already-open"),
    # a guess at praise is no reconciliation
    ({"kind": "praise", "certainty": "unsure", "had_case": True}, "praise"),
    # a crowd comes before the tone, the tone before the history
    ({"tagged_accounts": 3, "sign": ("irony",), **COMPLAINT}, "crowded"),
    ({"sign": ("irony",), "incident": True, **COMPLAINT}, "unsure-tone"),
    ({"incident": True, "case_days": 10, **COMPLAINT}, "incident"),
    ({"case_days": 10, "topic": "no_answer", **COMPLAINT}, "again"),
    ({"topic": "no_answer", "certainty": "likely", **COMPLAINT}, "no-answer"),
    (COMPLAINT, "complaint"),
    ({"certainty": "likely", **COMPLAINT}, "maybe"),
    # not addressed: nothing of the above, but overheard
    ({"addressed": False, "tagged_accounts": 9, "case_days": 3, **COMPLAINT}, "overheard"),
    # another language: nothing that needs our words
    ({"language": "es", "case_days": 3, **COMPLAINT}, "other-language"),
    ({"language": "und", "kind": "praise"}, "other-language"),
    ({"language": "es", "addressed": False, "kind": "other"}, "the-rest"),
    ({}, "the-rest"),
]


@pytest.mark.parametrize(("given", "expected"), ORDER)
def test_the_first_rule_that_matches_decides(given: dict[str, object], expected: str) -> None:
    assert decided(**given).rule == expected


# --- who speaks -----------------------------------------------------------------------------------

WORDS = [
    # (policy, facts) → state of the acknowledgement and its reason; None: there is none
    (APPROVE, COMPLAINT, (State.PROPOSED, Reason.NOT_UNLOCKED)),
    (AUTOMATIC, COMPLAINT, (State.APPROVED, Reason.ADDRESSED_US)),
    (OBSERVE, COMPLAINT, None),
    (AUTOMATIC, {**COMPLAINT, "certainty": "likely"}, (State.PROPOSED, Reason.LOW_CONFIDENCE)),
    (AUTOMATIC, {**COMPLAINT, "sentiment": 0.6}, (State.PROPOSED, Reason.PRAISE_VETO)),
    (AUTOMATIC, {**COMPLAINT, "case_days": 40}, (State.PROPOSED, Reason.AUTHOR_CAP)),
    (AUTOMATIC, {**COMPLAINT, "is_flagged": True}, (State.PROPOSED, Reason.FLAGGED)),
    (AUTOMATIC, {**COMPLAINT, "incident": True}, (State.PROPOSED, Reason.INCIDENT)),
    (AUTOMATIC, {**COMPLAINT, "surge": True}, (State.PROPOSED, Reason.SURGE)),
    (AUTOMATIC, {**COMPLAINT, "is_away": True}, (State.PROPOSED, Reason.AWAY)),
    (AUTOMATIC, {**COMPLAINT, "followers": 50_000}, (State.PROPOSED, Reason.HOT_THREAD)),
    # Reddit: a draft for a person, never a machine; a feed: nobody can reply there
    (AUTOMATIC, {**COMPLAINT, "platform": "reddit"}, (State.PROPOSED, Reason.PLATFORM_FORBIDS)),
    (AUTOMATIC, {**COMPLAINT, "platform": "feed"}, None),
    # nobody at all may say a second word, or a word where none is wanted
    (AUTOMATIC, {**COMPLAINT, "addressed": False}, None),
    (AUTOMATIC, {**COMPLAINT, "has_open_case": True}, None),
    (AUTOMATIC, {**COMPLAINT, "is_answered": True}, None),
    (AUTOMATIC, {**COMPLAINT, "came_to_dm": True}, None),
    (AUTOMATIC, {**COMPLAINT, "is_quiet": True}, None),
    (AUTOMATIC, {**COMPLAINT, "is_muted": True}, None),
    (AUTOMATIC, {**COMPLAINT, "is_opted_out": True}, None),
    (AUTOMATIC, {**COMPLAINT, "is_bot": True}, None),
    (AUTOMATIC, {**COMPLAINT, "type": "direct_message"}, None),
    # happy, curious or in danger: no canned word
    (AUTOMATIC, {"kind": "praise"}, None),
    (AUTOMATIC, {"kind": "question"}, None),
    (AUTOMATIC, {**COMPLAINT, "sensitive": ("injury",)}, None),
    (AUTOMATIC, {**COMPLAINT, "sensitive": ("lawyer",)}, None),
    (AUTOMATIC, {**COMPLAINT, "language": "es"}, None),
]


@pytest.mark.parametrize(("policy", "given", "expected"), WORDS)
def test_who_may_say_the_public_word(
    policy: Policy, given: dict[str, object], expected: tuple[State, Reason] | None
) -> None:
    word = one_of(decided(policy, **given), Action.ACKNOWLEDGE)
    assert (None if word is None else (word.state, word.reason)) == expected


def test_a_taken_slot_is_the_end_of_public_words() -> None:
    found = at(facts(**COMPLAINT), slot_until=NOW + timedelta(days=1))
    decision = decide(found, shipped(), AUTOMATIC, NOW)
    assert one_of(decision, Action.ACKNOWLEDGE) is None
    assert decision.permission.reason is Reason.ALREADY_ACKNOWLEDGED
    # it frees itself
    later = decide(found, shipped(), AUTOMATIC, NOW + timedelta(days=2))
    assert later.permission.reason is not Reason.ALREADY_ACKNOWLEDGED


def test_they_are_let_finish_before_a_machine_speaks() -> None:
    settling = replace(AUTOMATIC, settle_for=timedelta(minutes=3))
    word = one_of(decided(settling, **COMPLAINT), Action.ACKNOWLEDGE)
    assert word is not None
    assert (word.state, word.reason) == (State.HELD, Reason.SETTLING)
    assert word.not_before == NOW + timedelta(minutes=3)


def test_at_night_the_word_waits_for_the_morning() -> None:
    found = facts(**COMPLAINT)
    found = replace(found, message=replace(found.message, created_at=NIGHT, seen_at=NIGHT))
    decision = decide(found, shipped(), AUTOMATIC, NIGHT)
    word, alert = one_of(decision, Action.ACKNOWLEDGE), one_of(decision, Action.ALERT)
    assert word is not None
    assert alert is not None
    # 07:00 and 09:00 in Berlin
    assert (word.state, word.not_before) == (State.HELD, NIGHT.replace(hour=6))
    assert word.not_after == NIGHT.replace(hour=8)
    assert (alert.state, alert.not_before) == (State.HELD, NIGHT.replace(hour=8))


def test_a_rule_that_asks_for_a_draft_gets_no_more_than_a_draft() -> None:
    decision = decided(AUTOMATIC, kind="complaint", sign=("irony",))
    word = one_of(decision, Action.ACKNOWLEDGE)
    assert decision.permission.verdict is Verdict.DENY
    assert word is not None
    assert word.state is State.PROPOSED


def test_a_rule_that_says_nothing_says_so() -> None:
    decision = decided(AUTOMATIC, kind="complaint", topic="money", has_open_case=False)
    assert decision.permission.is_allowed
    one = playbook(rule(then='{ case = "open" }'))
    assert decide(facts(**COMPLAINT), one, AUTOMATIC, NOW).permission.reason is (
        Reason.NO_REPLY_WANTED
    )


# --- which words ----------------------------------------------------------------------------------

FAMILY = [
    ({**COMPLAINT, "topic": "late"}, "late"),
    (COMPLAINT, "general"),
    ({**COMPLAINT, "topic": "no_answer"}, "no_answer"),
    ({**COMPLAINT, "case_days": 3}, "again"),
    ({**COMPLAINT, "incident": True}, "incident"),
    ({**COMPLAINT, "mark": ("private_data",)}, "private_data"),
]


@pytest.mark.parametrize(("given", "expected"), FAMILY)
def test_the_family_of_the_words(given: dict[str, object], expected: str) -> None:
    word = one_of(decided(**given), Action.ACKNOWLEDGE)
    assert word is not None
    assert word.template == expected


def test_thanks_are_an_answer_and_no_second_canned_word() -> None:
    found = at(facts(kind="praise", had_case=True), slot_until=NOW + timedelta(days=1))
    word = one_of(decide(found, shipped(), APPROVE, NOW), Action.ANSWER)
    assert word is not None
    assert (word.template, word.state) == ("won_back", State.PROPOSED)


SPECIAL = FAMILIES + "".join(
    f'[{name}]\na = "{{hello}}Please {{dm}}; we answer {{by}}.{{sign}}"\n'
    for name in ("late_bluesky", "general_es", "late_es", "general_mastodon")
)
ANSWERS = rule('{ kind = "complaint" }', '{ acknowledge = "draft", promise = "1 office day" }')
SPECIALS = [
    ({"topic": "late"}, "late"),
    ({"topic": "late", "platform": "bluesky"}, "late_bluesky"),
    ({"topic": "late", "language": "es"}, "late_es"),
    ({"topic": "late", "language": "es", "platform": "bluesky"}, "late_es"),
    ({"language": "es"}, "general_es"),
    # a topic without a family of its own
    ({"topic": "money"}, "general"),
    ({"topic": "money", "language": "es"}, "general_es"),
    # nothing to say it with
    ({"topic": "late", "language": "fr"}, None),
    # a platform with texts of its own: there a topic is said like that, or not at all
    ({"topic": "late", "platform": "mastodon"}, "general_mastodon"),
    ({"topic": "late", "platform": "mastodon", "language": "es"}, "late_es"),
]


@pytest.mark.parametrize(("given", "expected"), SPECIALS)
def test_a_family_for_a_platform_or_a_language_comes_first(
    given: dict[str, object], expected: str | None
) -> None:
    one = playbook(ANSWERS, acknowledgements=SPECIAL)
    word = one_of(decide(facts(kind="complaint", **given), one, APPROVE, NOW), Action.ACKNOWLEDGE)
    assert (None if word is None else word.template) == expected


def test_a_topic_that_is_not_sure_enough_gets_the_general_words() -> None:
    found = facts(kind="complaint", topic="late")
    topics = (replace(found.reading.topics[0], confidence=0.69),)
    unsure = replace(found, reading=replace(found.reading, topics=topics))
    word = one_of(decide(unsure, shipped(), APPROVE, NOW), Action.ACKNOWLEDGE)
    assert word is not None
    assert word.template == "general"


def test_overheard_shows_words_to_post_by_hand() -> None:
    for platform, card in (("bluesky", "overheard"), ("reddit", "overheard_reddit")):
        decision = decided(kind="complaint", addressed=False, platform=platform)
        alert = one_of(decision, Action.ALERT)
        assert alert is not None
        assert alert.template == card
        assert len(decision.effects) == 1


BY_HAND = [
    # Reddit wants to know who speaks
    ({"topic": "late"}, "general_reddit"),
    ({"topic": "no_answer"}, "no_answer_reddit"),
    ({"topic": "late", "platform": "x"}, "late"),
    # nothing they could read
    ({"topic": "late", "language": "fr"}, "other_language"),
]


def where_it_is_forbidden(**given: object) -> Facts:
    """A complaint to us, in a place where nothing may be posted from here."""
    found = facts(**{"kind": "complaint", "platform": "reddit", **given})
    return replace(found, circumstances=replace(found.circumstances, platform_forbids=True))


@pytest.mark.parametrize(("given", "card"), BY_HAND)
def test_where_the_platform_forbids_it_the_alert_holds_the_words(
    given: dict[str, object], card: str
) -> None:
    decision = decide(where_it_is_forbidden(**given), shipped(), APPROVE, NOW)
    alert = one_of(decision, Action.ALERT)
    assert alert is not None
    assert alert.template == card
    assert one_of(decision, Action.ACKNOWLEDGE) is None


def test_there_are_no_words_to_post_by_hand_in_a_language_without_texts() -> None:
    """Whatever rule decides: a playbook of the owner's may have no `other-language`."""
    alerting = rule('{ kind = "complaint" }', '{ acknowledge = "draft", alert = "now" }')
    found = where_it_is_forbidden(language="fr")
    alert = one_of(decide(found, playbook(alerting), APPROVE, NOW), Action.ALERT)
    assert alert is not None
    assert alert.template == "mention"


def test_who_wrote_to_us_first_gets_a_receipt_from_a_person() -> None:
    decision = decided(AUTOMATIC, kind="complaint", type="direct_message")
    receipt = one_of(decision, Action.DIRECT_MESSAGE)
    assert receipt is not None
    assert (receipt.state, receipt.template) == (State.PROPOSED, "receipt")


# --- records --------------------------------------------------------------------------------------


def kinds_of(decision: Decision) -> list[type]:
    return [type(record) for record in decision.records]


RECORDS: list[tuple[dict[str, object], list[type]]] = [
    (COMPLAINT, [OpenCase]),
    ({**COMPLAINT, "has_open_case": True}, [JoinCase]),
    ({"from_brand": True}, [MarkAnswered]),
    ({"mark": ("opt_out",), "words": 1}, [OptOut, CancelDrafts]),
    ({"mark": ("opt_out",), "words": 1, "has_open_case": True}, [JoinCase, OptOut, CancelDrafts]),
    # a complaint with "stop" in it: both
    ({**COMPLAINT, "mark": ("opt_out",)}, [OpenCase, OptOut, CancelDrafts]),
    # danger or the law with "stop" in it: both as well
    ({"mark": ("opt_out",), "sensitive": ("fire",)}, [OpenCase, CancelDrafts, OptOut]),
    ({"mark": ("opt_out",), "sensitive": ("lawyer",)}, [OpenCase, CancelDrafts, OptOut]),
    ({"type": "direct_message", "has_open_case": True}, [JoinCase, CancelDrafts]),
    ({"type": "direct_message"}, [OpenCase]),
    ({"kind": "praise", "had_case": True}, [Recovered, CancelDrafts]),
    ({"kind": "praise", "has_open_case": True}, [JoinCase, Recovered, CancelDrafts]),
    ({"kind": "praise"}, []),
    ({"kind": "question"}, []),
    ({"kind": "question", "has_open_case": True}, [JoinCase]),
    ({"kind": "spam"}, [AddStrike]),
    ({"kind": "abuse"}, [AddStrike]),
    ({**COMPLAINT, "mark": ("not_us",)}, []),
    ({**COMPLAINT, "mark": ("private_data",)}, [OpenCase]),
    ({**COMPLAINT, "mark": ("private_data",), "has_open_case": True}, [JoinCase]),
    ({}, []),
]


@pytest.mark.parametrize(("given", "expected"), RECORDS)
def test_what_is_recorded(given: dict[str, object], expected: list[type]) -> None:
    assert kinds_of(decided(**given)) == expected


def test_danger_is_urgent_at_any_hour() -> None:
    decision = decided(APPROVE, NIGHT, sensitive=("allergy",))
    alert = one_of(decision, Action.ALERT)
    assert alert is not None
    assert (alert.urgency, alert.state, alert.not_before) == (Urgency.WAKE, State.APPROVED, NIGHT)
    case, nothing_canned = decision.records
    assert isinstance(case, OpenCase)
    assert isinstance(nothing_canned, CancelDrafts)
    assert case.priority is Priority.URGENT
    assert case.deadline_at == NIGHT + timedelta(minutes=30)


def test_who_comes_to_direct_messages_starts_a_new_clock() -> None:
    decision = decided(type="direct_message", has_open_case=True)
    joined = decision.records[0]
    assert isinstance(joined, JoinCase)
    assert joined.came_to_dm
    # whoever joins it knows how pressing the case is
    assert joined.deadline_at is None


def test_who_has_to_write_again_moves_up_and_keeps_the_deadline() -> None:
    (joined,) = decided(kind="complaint", has_open_case=True).records
    assert isinstance(joined, JoinCase)
    assert joined.raise_priority
    assert joined.deadline_at is None


@pytest.mark.parametrize("name", [one.name for one in shipped().rules])
def test_a_complaint_has_a_case_whatever_rule_decides(name: str) -> None:
    """Even when every other rule is gone, and even under a rule that forgot the case."""
    text = rule(then='{ alert = "quiet" }', name=name)
    decision = decide(facts(**COMPLAINT), playbook(text), APPROVE, NOW)
    assert kinds_of(decision) == [OpenCase]


def test_a_complaint_without_any_rule_has_a_case() -> None:
    one = playbook(rule('{ kind = "spam" }'))
    decision = decide(facts(**COMPLAINT), one, APPROVE, NOW)
    assert (decision.rule, kinds_of(decision)) == ("", [OpenCase])


def test_what_was_there_before_the_first_start_is_left_alone() -> None:
    found = facts(**COMPLAINT)
    old = replace(found, message=replace(found.message, is_live=False))
    decision = decide(old, shipped(), AUTOMATIC, NOW)
    assert (decision.rule, decision.records, decision.effects) == ("complaint", (), ())
    assert decision.permission.reason is Reason.IMPORTED


# --- modes of rules -------------------------------------------------------------------------------

LIVE = rule('{ kind = "complaint" }', '{ case = "open" }', name="live")


def test_a_shadow_rule_is_recorded_and_changes_nothing() -> None:
    text = rule(then='{ alert = "wake" }', name="shadow", more='mode = "shadow"') + LIVE
    decision = decide(facts(**COMPLAINT), playbook(text), APPROVE, NOW)
    assert (decision.rule, decision.shadows, decision.effects) == ("live", ("shadow",), ())


def test_an_off_rule_is_not_asked() -> None:
    text = rule(name="off", more='mode = "off"') + LIVE
    assert decide(facts(**COMPLAINT), playbook(text), APPROVE, NOW).rule == "live"


def test_an_also_rule_adds_to_whatever_decides() -> None:
    text = rule(then='{ alert = "wake", opt_out = true }', name="more", more="also = true") + LIVE
    decision = decide(facts(**COMPLAINT), playbook(text), APPROVE, NOW)
    assert (decision.rule, decision.also) == ("live", ("more",))
    assert kinds_of(decision) == [OpenCase, OptOut]
    assert [effect.rule for effect in decision.effects] == ["more"]


def test_an_also_rule_adds_when_nothing_decides() -> None:
    text = rule(then='{ alert = "wake" }', name="more", more="also = true") + LIVE
    decision = decide(facts(kind="praise"), playbook(text), APPROVE, NOW)
    assert (decision.rule, decision.also) == ("", ("more",))
    assert [effect.urgency for effect in decision.effects] == [Urgency.WAKE]


def test_an_also_rule_behind_the_one_that_decides_is_not_asked() -> None:
    text = LIVE + rule(then='{ alert = "wake" }', name="late", more="also = true")
    decision = decide(facts(**COMPLAINT), playbook(text), APPROVE, NOW)
    assert (decision.rule, decision.also, decision.effects) == ("live", (), ())


def test_matching_asks_in_order() -> None:
    found, also, shadows = matching(facts(**COMPLAINT), shipped())
    assert found is not None
    assert (found.name, also, shadows) == ("complaint", (), ())
