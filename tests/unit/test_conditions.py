"""Every condition does what the reference says, quickly, and can be negated where it says so."""

import timeit
import tomllib

import pytest

from monitor.domain.decide import matching
from monitor.domain.facts import Facts
from monitor.domain.playbook import Playbook, Then
from monitor.domain.reading import Kind
from monitor.rules.actions import ACTIONS, ActionSpec
from monitor.rules.conditions import BY_NAME, CONDITIONS, Spec
from monitor.rules.example_facts import FACTS, build_facts, read_fact
from monitor.rules.takes import MARKS, MORNING, TOPICS, WAKE, Vocabulary
from monitor.scoring import phrase_lists
from monitor.scoring.marks import MARK_LISTS
from tests.unit.playbook_parts import PlainReader, facts, playbook, reader, rule, shipped

KNOWN = Vocabulary()


def stated(written: str) -> Facts:
    """Facts as the reference writes them: `kind = "complaint"`."""
    given = tomllib.loads(written)
    text = given.pop("text", "hm")
    read = {name: read_fact(name, value, KNOWN) for name, value in given.items()}
    return build_facts(text, read, PlainReader())


def holds(when: str, found: Facts) -> bool:
    """Whether the conditions of a `when` hold."""
    return playbook(rule(when)).rules[0].matches(found)


@pytest.mark.parametrize("spec", CONDITIONS, ids=lambda spec: spec.name)
def test_the_example_of_a_condition_holds_where_the_reference_says_so(spec: Spec) -> None:
    when = f"{{ {spec.name} = {spec.example} }}"
    assert holds(when, stated(spec.holds))
    assert not holds(when, stated(spec.fails))


@pytest.mark.parametrize(
    "spec", [one for one in CONDITIONS if one.may_be_negated], ids=lambda spec: spec.name
)
def test_the_not_form_says_the_opposite(spec: Spec) -> None:
    when = f"{{ not_{spec.name} = {spec.example} }}"
    assert not holds(when, stated(spec.holds))
    assert holds(when, stated(spec.fails))


@pytest.mark.parametrize(
    "spec", [one for one in CONDITIONS if one.example == "true"], ids=lambda spec: spec.name
)
def test_a_yes_or_no_can_be_asked_both_ways(spec: Spec) -> None:
    assert holds(f"{{ {spec.name} = false }}", stated(spec.fails))
    assert not holds(f"{{ {spec.name} = false }}", stated(spec.holds))


@pytest.mark.parametrize("spec", CONDITIONS, ids=lambda spec: spec.name)
def test_what_was_found_is_told_in_words(spec: Spec) -> None:
    assert spec.found(stated(spec.holds))
    assert spec.found(facts())


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_the_example_of_an_action_can_be_written(action: ActionSpec) -> None:
    one = playbook(
        rule(then=f"{{ {action.name} = {action.example} }}"),
        acknowledgements='[general]\na = "{hello}Please {dm}; we answer {by}."\n'
        '[again]\na = "{hello}Please {dm}; we answer {by}."\n[receipt]\na = "We answer {by}."\n',
    ).rules[0]
    assert getattr(one.then, action.name) != getattr(Then(), action.name)


def test_names_are_told_once() -> None:
    assert len(BY_NAME) == len(CONDITIONS)
    assert len({fact.name for fact in FACTS}) == len(FACTS)


def test_the_names_are_those_of_the_phrases() -> None:
    assert (TOPICS, WAKE, MORNING) == (
        phrase_lists.TOPICS,
        phrase_lists.WAKE,
        phrase_lists.MORNING,
    )
    assert set(MARK_LISTS) <= set(MARKS)


ROWS = [
    # a list means any of them
    ('{ kind = ["praise", "question"] }', {"kind": "question"}, True),
    ('{ kind = ["praise", "question"] }', {"kind": "complaint"}, False),
    # all conditions have to hold
    ('{ kind = "complaint", addressed = true }', {"kind": "complaint", "addressed": False}, False),
    # any: one table is enough, and all of it has to hold
    ('{ any = [{ kind = "spam" }, { kind = "abuse", direct = true }] }', {"kind": "abuse"}, False),
    ('{ any = [{ kind = "spam" }, { addressed = true }] }', {"kind": "abuse"}, True),
    # levels of sensitive topics
    ('{ sensitive = "any" }', {"sensitive": ("lawyer",)}, True),
    ('{ sensitive = "morning" }', {"sensitive": ("fire",)}, False),
    ('{ sensitive = ["fire", "morning"] }', {"sensitive": ("fire",)}, True),
    ('{ not_sensitive = "wake" }', {}, True),
    # the strongest topic counts
    ('{ not_topic = "late" }', {}, True),
    # unknown followers are few, an unknown age is no young account
    ("{ followers_at_least = 1 }", {}, False),
    ("{ account_younger_than_days = 9999 }", {}, False),
    # a missing score never holds
    ("{ complaint_at_least = 0.1 }", {}, False),
    # a text too short to tell is covered
    ("{ language_covered = true }", {"language": "en"}, True),
    ("{ language_covered = false }", {"language": "und"}, True),
    ('{ language = "de" }', {"language": "de"}, True),
    # whole words, any blanks, any apostrophe
    ('{ any_phrase = "don\'t come" }', {"text": "they DON’T  come"}, True),
    ('{ any_phrase = "late" }', {"text": "chocolate"}, False),
    ('{ any_phrase = "c++" }', {"text": "a c++ cake"}, True),
    ('{ all_phrases = ["cake", "late"] }', {"text": "late cake"}, True),
    ('{ not_any_phrase = "cake" }', {"text": "late bread"}, True),
    # a day more is too long ago
    ("{ case_within_days = 90 }", {"case_days": 90}, True),
    ("{ case_within_days = 90 }", {"case_days": 91}, False),
    ('{ platform = "somewhere" }', {"platform": "somewhere"}, True),
    ("{ }", {}, True),
]


@pytest.mark.parametrize(("when", "given", "expected"), ROWS)
def test_conditions(when: str, given: dict[str, object], expected: bool) -> None:
    text = str(given.get("text", "hm"))
    found = facts(text, **{name: value for name, value in given.items() if name != "text"})
    assert holds(when, found) is expected


# --- which rules are asked --------------------------------------------------------------------


def names_asked(one: Playbook, kind: Kind) -> list[str]:
    return [asked.name for asked, _ in one.asked[kind]]


def test_only_rules_that_a_kind_can_match_are_asked() -> None:
    text = (
        rule('{ kind = "spam" }', name="spam")
        + rule('{ not_kind = "spam" }', name="not-spam")
        + rule('{ any = [{ kind = "spam" }, { kind = "abuse", addressed = true }] }', name="any")
        + rule('{ any = [{ kind = "spam" }, { addressed = true }] }', name="either")
        + rule("{ direct = true }", name="off", more='mode = "off"')
        + rule(name="rest")
    )
    one = playbook(text)
    assert names_asked(one, Kind.SPAM) == ["spam", "any", "either", "rest"]
    assert names_asked(one, Kind.ABUSE) == ["not-spam", "any", "either", "rest"]
    assert names_asked(one, Kind.PRAISE) == ["not-spam", "either", "rest"]


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_not_asked_could_not_match(kind: Kind) -> None:
    asked = names_asked(shipped(), kind)
    for one in shipped().rules:
        if one.name not in asked:
            assert not one.matches(facts(kind=kind, addressed=True))


def test_the_rules_cost_less_than_reading_the_text() -> None:
    ordinary = build_facts("two flat whites and a window seat at the corner", {}, reader())
    rules = min(timeit.repeat(lambda: matching(ordinary, shipped()), number=300, repeat=7))
    read = min(timeit.repeat(lambda: reader().read(ordinary.message), number=300, repeat=7))
    assert rules < read / 3
