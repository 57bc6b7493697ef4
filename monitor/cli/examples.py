"""The examples of a playbook, tried: for `playbook test`, and for `monitor check`.

Examples go wrong where a rule was changed, and where a newer version of the monitor reads a text
otherwise than the one the playbook came with. The second is nobody's mistake, and is told so.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.finding import Finding, Grade, ok, warning
from monitor.cli.lines import count_of
from monitor.errors import MonitorError, Problem

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.domain.playbook import Playbook
    from monitor.rules.examples import ExampleResult

#: (rule, text) → what it expects
Expected = Mapping[tuple[str, str], str]

RUNS_ALL_THE_SAME = "The monitor runs all the same."
WHAT_TO_DO = (
    "Where what decides now is right, write its name after `expect`; where it is not, change the "
    "rule or the phrases."
)


def run_examples_of(config: "Config", folder: Path, playbook: "Playbook") -> list["ExampleResult"]:
    """Every example, read with the phrases of its own folder."""
    from monitor.app import for_real
    from monitor.rules.examples import run_examples
    from monitor.scoring.for_brand import policy_for, reader_for

    return run_examples(
        playbook, reader_for(config.with_playbook(folder)), for_real(policy_for(config))
    )


def example_problems(folder: Path, results: Sequence["ExampleResult"]) -> list[Problem]:
    """The examples that went wrong, with their lines."""
    from monitor.rules.examples import problems_of
    from monitor.rules.parse import RULES, shown_in

    wrong = [result for result in results if not result.is_right]
    newer = _expected_now() if wrong else {}
    problems = problems_of(wrong, f"{shown_in(folder)}/{RULES}")
    for told, result in zip(problems, wrong, strict=True):
        if _is_older(result, newer):
            expected = newer[result.rule, result.example.text]
            told.hint += f'; the playbook of this version has `expect = "{expected}"` here'
    return problems


def about_examples(folder: Path, rules: int, results: Sequence["ExampleResult"]) -> Finding:
    """Whether they pass. What only the version reads otherwise is worth a look, and no problem."""
    examples = count_of(len(results), "example")
    wrong = [result for result in results if not result.is_right]
    if not wrong:
        return ok("playbook", f"{count_of(rules, 'rule')}, {examples} pass")
    words = f"{len(wrong)} of {examples} went wrong"
    newer = _expected_now()
    if all(_is_older(result, newer) for result in wrong):
        them = "it" if len(wrong) == 1 else "them"
        return warning(
            "playbook",
            f"{words}: this version of the monitor reads {them} otherwise. {RUNS_ALL_THE_SAME}",
            "`monitor playbook test` shows what to write instead",
        )
    return Finding(
        check="playbook",
        grade=Grade.PROBLEM,
        words=words,
        problems=tuple(example_problems(folder, results)),
        is_config=True,
    )


def _expected_now() -> Expected:
    """By the playbook that came with this version; nothing where it cannot be read."""
    from monitor.config.places import shipped_playbooks
    from monitor.rules.parse import load_playbook

    try:
        playbook = load_playbook(shipped_playbooks(), ("en",))
    except MonitorError:
        return {}
    return {
        (rule.name, example.text): example.expect
        for rule in playbook.rules
        for example in rule.examples
    }


def _is_older(result: "ExampleResult", newer: Expected) -> bool:
    """This version's own playbook has the same example, and expects what happened."""
    expected = newer.get((result.rule, result.example.text))
    return expected is not None and expected == _happened(result, expected)


def _happened(result: "ExampleResult", expected: str) -> str:
    from monitor.rules.read_rules import MATCHES, NO_MATCH

    if expected in (MATCHES, NO_MATCH):
        return MATCHES if result.is_matched else NO_MATCH
    return result.decided_by
