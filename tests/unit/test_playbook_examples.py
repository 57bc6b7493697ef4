"""The examples inside the playbook pass, and the reference is what the code says."""

import os
from pathlib import Path

import pytest

from monitor.domain.playbook import Rule
from monitor.errors import ConfigError
from monitor.rules.example_facts import FACTS
from monitor.rules.examples import ExampleResult, problems_of, run_examples
from monitor.rules.reference import reference
from tests.messages import assert_message
from tests.unit.playbook_parts import APPROVE, PlainReader, facts, playbook, reader, rule, shipped

REFERENCE = Path(__file__).parents[2] / "docs" / "playbook-reference.md"
#: an example that states one of these does not ask the reader
UNDERSTOOD = {"kind", "certainty", "topic", "sensitive", "mark", "sign"}

EXAMPLES = [(one, number) for one in shipped().rules for number in range(len(one.examples))]


@pytest.fixture(scope="module")
def results() -> dict[tuple[str, str], ExampleResult]:
    """Every shipped example, by rule and text."""
    found = run_examples(shipped(), reader(), APPROVE)
    return {(result.rule, f"{result.example.line}"): result for result in found}


@pytest.mark.parametrize(
    ("one", "number"), EXAMPLES, ids=[f"{one.name}-{number}" for one, number in EXAMPLES]
)
def test_a_shipped_example_passes(
    one: Rule, number: int, results: dict[tuple[str, str], ExampleResult]
) -> None:
    result = results[one.name, f"{one.examples[number].line}"]
    assert result.is_right, problems_of([result], "playbooks/default.toml")[0].for_person()


def test_at_least_half_of_the_examples_run_on_the_text_alone() -> None:
    plain = [one for one, number in EXAMPLES if not UNDERSTOOD & set(one.examples[number].facts)]
    assert len(plain) * 2 >= len(EXAMPLES)


def test_every_rule_that_decides_does_so_for_one_of_its_examples() -> None:
    results = run_examples(shipped(), reader(), APPROVE)
    deciding = {one.name for one in shipped().rules if not one.also}
    assert {result.decided_by for result in results} == deciding


# --- how examples run -----------------------------------------------------------------------------


def run(text: str) -> list[ExampleResult]:
    return run_examples(playbook(text), PlainReader(), APPROVE)


def examples(*written: str) -> str:
    return f"examples = [{', '.join(written)}]"


def test_an_example_expects_the_rule_it_stands_under_to_decide() -> None:
    text = rule(
        '{ kind = "spam" }', more=examples('{ text = "a", kind = "spam" }', '{ text = "b" }')
    )
    assert [result.is_right for result in run(text)] == [True, False]
    assert run(text)[1].problem == "no rule decides, not `one`"


def test_an_example_may_expect_another_rule() -> None:
    text = rule(
        '{ kind = "spam" }', name="noise", more=examples('{ text = "a", expect = "rest" }')
    ) + rule(name="rest")
    assert run(text)[0].is_right


def test_matches_asks_only_about_the_rule_it_stands_under() -> None:
    text = rule('{ kind = "spam" }', name="first") + rule(
        "{ addressed = true }",
        name="second",
        more=examples(
            '{ text = "a", kind = "spam", expect = "matches" }',
            '{ text = "b", addressed = false, expect = "!matches" }',
            '{ text = "c", expect = "!matches" }',
            '{ text = "d", addressed = false, expect = "matches" }',
        ),
    )
    assert [result.problem for result in run(text)] == [
        "",
        "",
        "`second` matches",
        "`second` does not match",
    ]


def test_a_shadow_rule_can_be_tried_with_examples() -> None:
    text = rule(more='mode = "shadow"\n' + examples('{ text = "a" }')) + rule(name="rest")
    assert [result.is_right for result in run(text)] == [True]


def test_examples_that_go_wrong_are_told_with_what_was_read() -> None:
    text = rule(
        '{ kind = "spam" }',
        more="examples = [\n"
        '    { text = "my cake is late", kind = "complaint", topic = "late", sign = "irony" },\n'
        '    { text = "hm", mark = "news", sensitive = "fire", expect = "matches" },\n]',
    )
    problems = problems_of(run(text), "playbooks/default.toml")
    assert_message("playbook/wrong-examples", ConfigError(problems=tuple(problems)).for_person())


def test_a_stated_kind_is_sure_unless_the_example_says_otherwise() -> None:
    assert facts(kind="complaint").reading.certainty == "sure"
    assert facts(kind="complaint", certainty="likely").reading.certainty == "likely"


def test_a_stated_case_is_known_everywhere() -> None:
    found = facts(has_open_case=True).circumstances
    assert (found.open_case, found.had_case) == (1, True)
    assert facts(case_days=3).circumstances.had_case
    assert facts(type="reply").circumstances.replies_to_us


def test_our_own_words_address_nobody() -> None:
    assert not facts(from_brand=True).message.addressed


# --- the reference --------------------------------------------------------------------------------


def test_the_reference_is_written_from_the_lists() -> None:
    if os.environ.get("UPDATE_MESSAGES") == "1":
        REFERENCE.write_text(reference(), encoding="utf-8")
    assert REFERENCE.read_text(encoding="utf-8") == reference(), (
        "docs/playbook-reference.md is out of date: UPDATE_MESSAGES=1 writes it"
    )


def test_the_reference_names_everything() -> None:
    page = reference()
    for fact in FACTS:
        assert f"| `{fact.name}` |" in page


def test_the_example_in_the_reference_can_be_used() -> None:
    block = reference().split("```toml\n")[1].split("```")[0]
    one = playbook(block)
    results = run_examples(one, reader(), APPROVE)
    assert [result.problem for result in results] == ["", ""]
