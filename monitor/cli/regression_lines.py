"""How `monitor playbook test` shows what is no longer decided as the owner decided it."""

from collections.abc import Iterator, Sequence

from monitor.cli.lines import count_of, hang
from monitor.domain.correction import Expected
from monitor.domain.inert import for_terminal
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.rules.answer import Answer, Answered
from monitor.rules.examples import read_as
from monitor.rules.regressions import RegressionResult

_WANTED = {
    Expected.REPLY: "a reply, or a draft of one",
    Expected.PERSON: "a person hears of it",
    Expected.NOT_BY_MACHINE: "no machine answers",
    Expected.NO_REPLY: "no reply, not even a draft",
}
_NOW = {
    Answer.AUTOMATIC: "a machine answers",
    Answer.DRAFT: "a draft",
    Answer.PERSON: "a person is told, without words",
    Answer.NOTHING: "it is only counted",
}
#: how much of a text is shown
SHOWN = 300


def regression_lines(results: Sequence[RegressionResult], room: int) -> Iterator[str]:
    """Those that would go otherwise, as a difference."""
    for one in results:
        if one.is_right:
            continue
        regression = one.regression
        yield for_terminal(f"{regression.file}:{regression.line}", 200)
        yield from hang("    ", f'"{for_terminal(regression.mention.text, SHOWN)}"', room)
        yield from hang("  - ", _wanted(one), room)
        yield from hang("  + ", _would(one.answered), room)
        yield from hang("    ", f"read as {for_terminal(read_as(one.answered.facts), 300)}", room)


def regression_summary(results: Sequence[RegressionResult]) -> str:
    """One line for all of them."""
    failed = sum(not one.is_right for one in results)
    if failed:
        return f"{failed} of {count_of(len(results), 'correction')} would be decided otherwise"
    return f"{count_of(len(results), 'correction')} would still be decided as you did."


def _wanted(result: RegressionResult) -> str:
    regression = result.regression
    why = for_terminal(regression.why, 100)
    on = f" ({for_terminal(regression.decided_on, 20)})" if regression.decided_on else ""
    return _WANTED[regression.expected] + (f": {why}{on}" if why else "")


def _would(answered: Answered) -> str:
    rule = answered.decision.rule
    by = f"rule `{rule}`" if rule else "no rule"
    why = ""
    if answered.answer is not Answer.AUTOMATIC:
        why = f"; no machine, because: {REASON_SENTENCES[answered.decision.permission.reason]}"
    return f"{_NOW[answered.answer]} ({by}){why}"
