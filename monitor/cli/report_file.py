"""The weekly report as the file that the daemon writes."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.report import parse_week, render, weekly_report

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.domain.store_ports import Store


def write_week(config: "Config", store: "Store", week: str, now: datetime) -> Path:
    """The report of a week such as `2026-W47`, into its folder. Raises InputError, OSError."""
    report = weekly_report(
        store,
        parse_week(week, config.hours_table.time_zone),
        config.hours(),
        sample=config.is_sample,
        now=now,
        budgets=config.budgets(),
    )
    folder = config.report_folder
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{week}.html"
    path.write_text(render(report, "html"), encoding="utf-8")
    return path
