"""The weekly mention report: facts → summary and sections → one renderer per form.

    report = weekly_report(store, parse_week("2026-W47", zone), hours, now=now)
    print(render(report, "text"))

Pure but for reading the store through its ports. Every number is defined in docs/report.md.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

from monitor.domain.clock import Hours
from monitor.domain.policy import Budget
from monitor.domain.store_ports import Store
from monitor.report.gather import gather
from monitor.report.period import Period, last_full_week, parse_week, week_around, week_before
from monitor.report.report import Report, report_on

__all__ = [
    "Form",
    "Period",
    "Report",
    "last_full_week",
    "parse_week",
    "render",
    "week_around",
    "week_before",
    "weekly_report",
]

Form = Literal["text", "html", "json", "slack"]


def weekly_report(
    store: Store,
    period: Period,
    hours: Hours,
    *,
    brand: str | None = None,
    sample: bool = False,
    now: datetime,
    rules: Sequence[str] = (),
    budgets: Mapping[str, Budget] | None = None,
) -> Report:
    """The report of one week, of one brand or of all.

    `rules` are the names of the playbook's rules; without them, rules never met are not told.
    `budgets` by connector; without them, costs are told without their caps.
    """
    with store.read() as tx:
        facts = gather(
            tx, period, hours, brand, now=now, sample=sample, rules=rules, budgets=budgets
        )
    return report_on(facts)


def render(report: Report, form: Form) -> str:
    """The report in a form. `slack` is JSON: `{"text": …, "blocks": […]}`."""
    match form:
        case "text":
            from monitor.report.text import as_text

            return as_text(report)
        case "html":
            from monitor.report.html import as_html

            return as_html(report)
        case "json":
            from monitor.report.json import as_json

            return as_json(report)
        case "slack":
            from monitor.report.slack import as_slack

            return as_slack(report)
