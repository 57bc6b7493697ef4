"""The weekly report as a file: written by the daemon, and anew when its words have gone."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.errors import InputError
from monitor.report import Report, parse_week, render, weekly_report

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.domain.store_ports import Store


def write_week(config: "Config", store: "Store", week: str, now: datetime) -> Path:
    """The report of a week such as `2026-W47`, into its folder. Raises InputError, OSError."""
    return write_page(config, week, of_week(config, store, week, now))


def write_page(config: "Config", week: str, report: Report) -> Path:
    """The report as the page of its week. Raises OSError."""
    return write_report(config.report_folder / f"{week}.html", render(report, "html"))


def of_week(config: "Config", store: "Store", week: str, now: datetime) -> Report:
    """The report of a week such as `2026-W47`. Raises InputError."""
    return weekly_report(
        store,
        parse_week(week, config.hours_table.time_zone),
        config.hours(),
        sample=config.is_sample,
        now=now,
        budgets=config.budgets(),
    )


def write_report(path: Path, text: str) -> Path:
    """A report into its file, whole or not at all. People's words: for nobody but us."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(text.encode())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def write_old_weeks_anew(config: "Config", store: "Store", now: datetime) -> list[Path]:
    """Reports that quote what is no longer kept, without it: each once.

    A report that was made when the words of its week had gone holds none. What is in the folder and
    is no report of ours is left alone.
    """
    renewed = []
    for path in sorted(config.report_folder.glob("*-W*.html")):
        with suppress(InputError, OSError):
            period = parse_week(path.stem, config.hours_table.time_zone)
            words_gone_at = period.until + config.retention().text
            made_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if made_at <= words_gone_at < now:
                renewed.append(write_week(config, store, path.stem, now))
    return renewed
