"""Why it was decided so: rule by rule, word by word, and in words that people use."""

import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from monitor.domain import permission
from monitor.domain.decide import decide
from monitor.domain.door import DoorState
from monitor.domain.facts import Facts
from monitor.domain.may_reply import GATES
from monitor.domain.permission import Reason, allow, deny, wait
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.reading import Evidence, Kind
from monitor.domain.reason_words import REASON_SENTENCES, in_words, person_in_words
from monitor.domain.stored import Decided
from monitor.domain.unlock import Turn
from monitor.domain.values import replace
from monitor.rules.example_facts import NOW
from monitor.rules.explain import Explanation, Outcome, explain
from monitor.rules.gates import BY_THE_RULE, GateState, kept_by
from tests.messages import assert_message
from tests.unit.playbook_parts import (
    APPROVE,
    AUTOMATIC,
    FAMILIES,
    HOURS,
    facts,
    playbook,
    rule,
    shipped,
)


def explained(
    found: Facts, policy: Policy = APPROVE, one: Playbook | None = None, now: Playbook | None = None
) -> Explanation:
    """Decided under one playbook, explained with the same or with another."""
    one = one or shipped()
    decided = Decided(
        message=found.message,
        reading=found.reading,
        circumstances=found.circumstances,
        decision=decide(found, one, policy, NOW),
        effects=(),
        decided_at=NOW,
    )
    return explain(decided, now or one, policy)


STORIES: dict[str, tuple[dict[str, object], Policy]] = {
    "explain-complaint": ({"kind": "complaint", "topic": "late", "sentiment": -0.4}, AUTOMATIC),
    "explain-danger": ({"kind": "complaint", "sensitive": ("allergy",)}, APPROVE),
    "explain-overheard": (
        {"kind": "complaint", "addressed": False, "platform": "reddit"},
        APPROVE,
    ),
    "explain-our-own": ({"from_brand": True}, APPROVE),
    "explain-open-case": (
        {"kind": "complaint", "has_open_case": True, "promise_is_late": True},
        APPROVE,
    ),
}
WORDS = (
    Evidence(list="complaint.strong.late", phrase="hours late"),
    Evidence(list="complaint.strong.general", phrase="never again"),
)


@pytest.mark.parametrize("name", STORIES)
def test_a_decision_is_explained_as_agreed(name: str) -> None:
    given, policy = STORIES[name]
    found = facts(**given)
    found = replace(found, reading=replace(found.reading, evidence=WORDS))
    assert_message(f"playbook/{name}", "\n".join(explained(found, policy).lines()))


def test_every_gate_is_shown_also_behind_a_closed_one() -> None:
    found = facts(kind="complaint", sensitive=("allergy",), is_quiet=True, language="de")
    gates = explained(found).gates
    assert [gate.when_open for gate in gates] == [*(one.when_open for one in GATES), BY_THE_RULE]
    assert [gate.reason for gate in gates if gate.state is GateState.CLOSED] == [
        "quiet",
        "language_not_covered",
        "sensitive",
        "not_unlocked",
        "no_reply_wanted",
    ]


UNSURE = "not sure enough for a machine, read as sure complaint"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sensitive": ("fire", "lawyer")}, "a topic where a person answers, fire, lawyer"),
        ({"language": "de"}, "a language the texts are not written in, read as de"),
        ({"p_abuse": 0.8}, "it insults or threatens: a person looks first, abuse 0.80, below 0.50"),
        ({"kind": Kind.ABUSE}, "it insults or threatens: a person looks first"),
        (
            {"p_spam": 0.7},
            "nothing went wrong for them, read as sure complaint, advertising 0.70, below 0.50",
        ),
        ({"kind": Kind.PRAISE}, "nothing went wrong for them, read as sure praise"),
        ({"p_praise": 0.31}, "it reads happy: never an apology, praise 0.31, below 0.30"),
        ({"compound_used": 0.4}, "it reads happy: never an apology, sentiment 0.40, at most 0.30"),
        ({"p_complaint": 0.62}, f"{UNSURE}, complaint 0.62, from 0.90"),
        ({"p_question": 0.95}, f"{UNSURE}, question 0.95, below 0.90"),
        ({"signs": ("irony",)}, f"{UNSURE}, irony"),
        ({"marks": ("hardship",)}, f"{UNSURE}, hardship"),
    ],
)
def test_a_closed_gate_tells_what_was_found(changes: dict[str, object], why: str) -> None:
    found = facts(kind="complaint", topic="late", sentiment=-0.4)
    found = replace(found, reading=replace(found.reading, **changes))
    assert next(gate.why for gate in explained(found, AUTOMATIC).gates if gate.why) == why


@pytest.mark.parametrize(
    ("score", "turn", "why"),
    [
        (
            None,
            Turn.PERSON,
            "automatic sending is not unlocked: a person decides, no complaint model has read it",
        ),
        (0.97, Turn.PERSON, "automatic sending is not unlocked: a person decides"),
        (
            0.97,
            Turn.HELD_BACK,
            "one in ten waits for a person, so that it stays known how good the machine is",
        ),
        (0.97, Turn.MACHINE, ""),
    ],
)
def test_it_tells_why_it_is_a_person_s_turn(score: float | None, turn: Turn, why: str) -> None:
    found = facts(kind="complaint", topic="late", sentiment=-0.4)
    found = replace(
        found,
        reading=replace(found.reading, p_complaint=score),
        circumstances=replace(found.circumstances, turn=turn),
    )
    for_real = replace(AUTOMATIC, is_unlocked=False, needs_score=True)
    gates = explained(found, for_real).gates
    (gate,) = (one for one in gates if one.when_open == "automatic sending is on, and unlocked")
    assert gate.why == why


def test_where_a_rule_wants_a_draft_nothing_waits() -> None:
    later = replace(AUTOMATIC, settle_for=timedelta(minutes=3))
    explanation = explained(facts(kind="complaint", certainty="sure", case_days=95), later)
    assert kept_by(explanation.gates) == explanation.reason == "settling"
    text = rule(then='{ acknowledge = "draft" }')
    explanation = explained(facts(kind="complaint"), later, playbook(text))
    assert kept_by(explanation.gates) == explanation.reason == "rule_asks_for_draft"


def test_words_that_invite_nobody_need_no_door() -> None:
    texts = FAMILIES + '[incident]\na = "{hello}sorry. {note} The next news comes {by}.{sign}"\n'
    then = '{ acknowledge = "automatic", family = "incident" }'
    one = playbook(rule(then=then), acknowledgements=texts)
    found = facts(kind="complaint")
    closed = replace(found, circumstances=replace(found.circumstances, door=DoorState.CLOSED))
    assert kept_by(explained(closed, AUTOMATIC, one).gates) == "addressed_us"
    assert kept_by(explained(closed, AUTOMATIC).gates) == "door_closed"


def test_every_rule_has_its_outcome() -> None:
    text = (
        rule(name="tried", more='mode = "shadow"')
        + rule(name="gone", more='mode = "off"')
        + rule(then='{ alert = "now" }', name="tells", more="also = true")
        + rule('{ kind = "spam", addressed = true }', name="noise")
        + rule('{ kind = "complaint" }', name="complaint")
        + rule("{ addressed = true }", name="behind")
    )
    seen = explained(facts(kind="complaint"), one=playbook(text)).rules
    assert {one.name: one.outcome for one in seen} == {
        "tried": Outcome.SHADOW,
        "gone": Outcome.OFF,
        "tells": Outcome.ADDS,
        "noise": Outcome.NO,
        "complaint": Outcome.DECIDES,
        "behind": Outcome.NOT_ASKED,
    }
    noise = next(one for one in seen if one.name == "noise")
    assert [(one.name, one.wanted, one.found) for one in noise.conditions] == [
        ("kind", '"spam"', "complaint")
    ]


def test_any_tells_what_was_there_for_each_alternative() -> None:
    text = rule('{ any = [{ kind = "spam" }, { followers_at_least = 9, not_kind = "abuse" }] }')
    (one,) = explained(facts(kind="praise", followers=3), one=playbook(text)).rules
    assert one.conditions[0].found == "kind = praise, followers_at_least = 3"


def test_a_changed_playbook_is_told() -> None:
    other = playbook(rule('{ kind = "complaint" }', name="mine"))
    explanation = explained(facts(kind="complaint"), now=other)
    assert (explanation.rule, explanation.rule_now) == ("complaint", "mine")
    assert explanation.is_changed
    assert explanation.lines()[-1] == (
        "  The playbook has changed since. Then `complaint` decided; now it would be `mine`."
    )


def test_strangers_words_are_inert() -> None:
    text = rule('{ any_phrase = "cake", handle = "bo" }') + rule('{ handle = "ada" }', name="two")
    found = facts("\x1b[31mbread\u202e", handle="bo")
    other = facts("cake", handle="\x1b]0;x\x07ada\n")
    for one in (found, other):
        printed = "\n".join(explained(one, one=playbook(text)).lines())
        assert "\x1b" not in printed
        assert "\u202e" not in printed


def test_nothing_done_is_said() -> None:
    explanation = explained(facts("hm", addressed=False))
    assert "  nothing was done" in explanation.lines()


# --- reasons --------------------------------------------------------------------------------------


def test_every_reason_has_the_sentence_that_stands_beside_it() -> None:
    source = Path(permission.__file__).read_text(encoding="utf-8")
    body = source.split("class Reason(StrEnum)")[1].split("\nclass ")[0]
    written = {name: words for words, name in re.findall(r"    #: (.+)\n    ([A-Z_]+) = ", body)}
    assert {reason.name: words for reason, words in REASON_SENTENCES.items()} == written
    assert set(REASON_SENTENCES) == set(Reason)


def test_a_permission_is_told_in_a_sentence() -> None:
    machine, person = partial(in_words, hours=HOURS), partial(person_in_words, hours=HOURS)
    assert machine(allow()) == "a machine may say one word: they named, answered or quoted us"
    assert machine(deny(Reason.PAUSED)) == "no word by a machine: the owner paused all sending"
    assert machine(wait(Reason.SETTLING, NOW)) == (
        "a machine waits until 11:00 on Mon 23 Nov 2026: they may still be writing"
    )
    assert machine(wait(Reason.PAUSED)) == "a machine waits: the owner paused all sending"
    assert person(allow()) == "a person may say one word"
    assert person(deny(Reason.OPTED_OUT)) == (
        "no word by a person either: they asked for no automatic words"
    )
    assert person(wait(Reason.PAUSED)) == "a person waits: the owner paused all sending"
