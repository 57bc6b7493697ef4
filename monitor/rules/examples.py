"""Examples: the texts inside a playbook, run through all of its rules."""

from collections.abc import Sequence
from datetime import datetime

from monitor.domain.decide import decide, matching
from monitor.domain.decision import Decision
from monitor.domain.facts import Facts
from monitor.domain.playbook import Example, Playbook, Rule
from monitor.domain.policy import Policy
from monitor.domain.values import Value
from monitor.errors import Problem
from monitor.rules.example_facts import NOW, Reader, build_facts
from monitor.rules.read_rules import MATCHES, NO_MATCH

__all__ = ["ExampleResult", "Reader", "problems_of", "run_example", "run_examples"]


class ExampleResult(Value):
    """How one example went."""

    #: the rule it stands under
    rule: str
    example: Example
    is_right: bool
    #: the rule that decided; empty when none did
    decided_by: str
    #: the rule it stands under matches, whether or not it decides
    is_matched: bool
    facts: Facts
    decision: Decision

    @property
    def problem(self) -> str:
        """What went otherwise than expected, in a sentence; empty when nothing did."""
        if self.is_right:
            return ""
        match self.example.expect:
            case "matches":
                return f"`{self.rule}` does not match"
            case "!matches":
                return f"`{self.rule}` matches"
            case expected:
                decided_by = f"`{self.decided_by}`" if self.decided_by else "no rule"
                return f"{decided_by} decides, not `{expected}`"


def run_examples(
    playbook: Playbook, reader: Reader, policy: Policy, now: datetime = NOW
) -> list[ExampleResult]:
    """Every example of every rule, in the order of the file."""
    return [
        run_example(rule, example, playbook, reader, policy, now)
        for rule in playbook.rules
        for example in rule.examples
    ]


def run_example(
    rule: Rule,
    example: Example,
    playbook: Playbook,
    reader: Reader,
    policy: Policy,
    now: datetime = NOW,
) -> ExampleResult:
    """One example, through the whole playbook."""
    facts = build_facts(example.text, example.facts, reader)
    decided, _, _ = matching(facts, playbook)
    decided_by = decided.name if decided is not None else ""
    is_matched = rule.matches(facts)
    match example.expect:
        case name if name == MATCHES:
            is_right = is_matched
        case name if name == NO_MATCH:
            is_right = not is_matched
        case name:
            is_right = decided_by == name
    return ExampleResult(
        rule=rule.name,
        example=example,
        is_right=is_right,
        decided_by=decided_by,
        is_matched=is_matched,
        facts=facts,
        decision=decide(facts, playbook, policy, now),
    )


def problems_of(results: Sequence[ExampleResult], file: str) -> list[Problem]:
    """The examples that went wrong, as problems of the file they stand in."""
    return [
        Problem(
            f"this example went wrong: {result.problem}",
            file=file,
            line=result.example.line or None,
            where=f"rule `{result.rule}`",
            source=f'"{result.example.text}"',
            hint=f"read as {read_as(result.facts)}",
        )
        for result in results
        if not result.is_right
    ]


def read_as(facts: Facts) -> str:
    """What was understood of a text, in a few words."""
    reading = facts.reading
    words = [f"{reading.certainty} {reading.kind}"]
    if reading.topic is not None:
        words.append(f"topic {reading.topic.name}")
    for name, found in (
        ("sensitive", reading.sensitive),
        ("signs", reading.signs),
        ("marks", reading.marks),
    ):
        if found:
            words.append(f"{name} {', '.join(found)}")
    words.append(f"sentiment {reading.compound_used:.2f}")
    if reading.p_complaint is not None:
        words.append(f"complaint {reading.p_complaint:.2f}")
    return ", ".join(words)
