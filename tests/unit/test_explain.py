"""Why it was decided so: rule by rule, word by word, and in words that people use."""

import re
from functools import partial
from pathlib import Path

import pytest

from monitor.domain import permission
from monitor.domain.decide import decide
from monitor.domain.facts import Facts
from monitor.domain.permission import Reason, allow, deny, wait
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.reading import Evidence
from monitor.domain.reason_words import REASON_SENTENCES, in_words, person_in_words
from monitor.domain.stored import Decided
from monitor.domain.values import replace
from monitor.rules.example_facts import NOW
from monitor.rules.explain import Explanation, Outcome, explain
from tests.messages import assert_message
from tests.unit.playbook_parts import APPROVE, AUTOMATIC, HOURS, facts, playbook, rule, shipped


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
