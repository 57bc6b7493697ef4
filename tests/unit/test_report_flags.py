"""Flags and decisions in the weekly report: counted, and nobody named."""

import json

from monitor.domain.audit import AuditAction
from monitor.domain.flag import StepKind
from monitor.report import render
from tests.unit.report_history import NOW, History, at


def a_week() -> History:
    history = History()
    history.audited_as(at(-3), AuditAction.FLAG, StepKind.OPENED.value)
    history.audited_as(at(1), AuditAction.FLAG, StepKind.OPENED.value)
    history.audited_as(at(2), AuditAction.FLAG, StepKind.OPENED.value)
    history.audited_as(at(2), AuditAction.FLAG, StepKind.QUIET.value)
    return history


def test_flags_and_decisions_of_the_week_are_counted() -> None:
    report = a_week().report(now=NOW)

    told = json.loads(render(report, "json"))

    assert told["this"]["care"]["flags"] == {"opened": 2, "quiet": 1}
    assert told["before"]["care"]["flags"] == {"opened": 1}
    text = render(report, "text")
    assert "flags and decisions" in text
    assert "people flagged for a look" in text
    assert "kept quiet" in text


def test_a_week_without_flags_says_nothing_of_them() -> None:
    assert "flags" not in render(History().report(now=NOW), "text")
