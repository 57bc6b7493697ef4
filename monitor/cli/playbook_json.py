"""What the commands of `monitor playbook` answer in JSON."""

from pathlib import Path
from typing import TYPE_CHECKING

from monitor.cli.as_json import Keys

if TYPE_CHECKING:
    from monitor.rules.examples import ExampleResult
    from monitor.rules.regressions import RegressionResult
    from monitor.rules.trial import Diff

CHECK_KEYS: Keys = {
    "folder": "the playbook's folder",
    "version": "of its files",
    "rules": "how many rules",
    "examples": "how many examples",
}
TEST_KEYS: Keys = {
    "folder": "the playbook's folder",
    "examples": "how many were run",
    "failed": "how many went otherwise than expected",
    "results[].rule": "the rule it stands under",
    "results[].line": "in default.toml",
    "results[].text": "the example",
    "results[].expected": "a rule's name, `matches` or `!matches`",
    "results[].decided_by": "the rule that decided; empty: none",
    "results[].is_right": "it went as expected",
    "corrections": "how many of your decisions were tried",
    "undone": "how many would be decided otherwise",
    "decisions[].file": "the regression set it stands in",
    "decisions[].line": "where",
    "decisions[].text": "the mention",
    "decisions[].expected": "reply, person, not_by_machine or no_reply",
    "decisions[].answer": "automatic, draft, person or nothing",
    "decisions[].rule": "the rule that decides; empty: none",
    "decisions[].reason": "why a machine may speak or not, as one word",
    "decisions[].is_right": "it would still be decided so",
}
BACKTEST_KEYS: Keys = {
    "decided": "mentions that were looked at",
    "changed": "mentions that would be decided otherwise",
    "changes[].id": "the message",
    "changes[].old.rule": "the rule that decides now",
    "changes[].old.permission": "may we, now",
    "changes[].old.does[]": "what is done now",
    "changes[].new.rule": "the rule that would decide",
    "changes[].new.permission": "may we, then",
    "changes[].new.does[]": "what would be done",
    "totals.old": "what is done now → how often",
    "totals.new": "what would be done → how often",
}


def results_json(
    folder: Path, results: list["ExampleResult"], regressions: list["RegressionResult"]
) -> dict[str, object]:
    """The keys of TEST_KEYS."""
    return {
        "folder": str(folder),
        "examples": len(results),
        "failed": sum(not result.is_right for result in results),
        "results": [
            {
                "rule": result.rule,
                "line": result.example.line,
                "text": result.example.text,
                "expected": result.example.expect,
                "decided_by": result.decided_by,
                "is_right": result.is_right,
            }
            for result in results
        ],
        "corrections": len(regressions),
        "undone": sum(not one.is_right for one in regressions),
        "decisions": [
            {
                "file": one.regression.file,
                "line": one.regression.line,
                "text": one.regression.mention.text,
                "expected": one.regression.expected.value,
                "answer": one.answered.answer.value,
                "rule": one.answered.decision.rule,
                "reason": one.answered.decision.permission.reason.value,
                "is_right": one.is_right,
            }
            for one in regressions
        ],
    }


def diff_json(diff: "Diff") -> dict[str, object]:
    """The keys of BACKTEST_KEYS."""
    return {
        "decided": diff.decided,
        "changed": len(diff.changes),
        "changes": [
            {
                "id": change.message_id,
                **{
                    name: {
                        "rule": side.rule,
                        "permission": side.permission,
                        "does": list(side.does),
                    }
                    for name, side in (("old", change.old), ("new", change.new))
                },
            }
            for change in diff.changes
        ],
        "totals": {"old": diff.old_totals, "new": diff.new_totals},
    }
