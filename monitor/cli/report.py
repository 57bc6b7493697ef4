"""`monitor report`: the weekly mention report."""

from pathlib import Path
from typing import Literal

import click

from monitor.cli.common import (
    config_option,
    is_sample_in,
    opened_store,
    read_config,
    say,
    store_option,
    store_url_of,
)
from monitor.cli.desk import must_be_there
from monitor.cli.files import can_be_written, whole_file

Form = Literal["text", "html", "json", "slack"]


@click.command("report")
@config_option
@store_option
@click.option("--week", metavar="YYYY-Wnn", help="An ISO week; without it the last whole one.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json", "slack"]),
    default="text",
    show_default=True,
)
@click.option("--brand", help="Only this brand.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to a file.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def report_command(
    config_path: Path | None,
    store_url: str | None,
    week: str | None,
    form: Form,
    brand: str | None,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Show the mention report of one week.

    \b
    Example:
      monitor report
      monitor report --week 2026-W47 --format html --out week.html
    """
    from monitor.report import render, weekly_report
    from monitor.report.period import last_full_week, parse_week
    from monitor.rules import load_playbook
    from monitor.services.clocks import SystemClock

    config = read_config(config_path)
    if out is not None:
        can_be_written(str(out))
    now = SystemClock().now()
    zone = config.hours_table.time_zone
    playbook = load_playbook(config.playbook_folder, config.brand.languages)
    period = parse_week(week, zone) if week else last_full_week(now, zone)
    must_be_there(store_url_of(config, store_url))
    with opened_store(config, store_url) as store:
        report = weekly_report(
            store,
            period,
            config.hours(),
            brand=brand,
            sample=is_sample_in(store),
            now=now,
            rules=[rule.name for rule in playbook.rules],
            budgets=config.budgets(),
        )
    text = render(report, "json" if as_json else form)
    if out is None:
        say(text)
        return
    with whole_file(out) as file:
        file.write(text)
    say(f"The report is in {out}")
