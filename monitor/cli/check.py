"""`monitor check`: everything that could be wrong, at once, each with the fix."""

from pathlib import Path

import click

from monitor.cli.ability_findings import about_abilities
from monitor.cli.account_findings import about_accounts, look_at_accounts
from monitor.cli.alert_findings import about_alerts
from monitor.cli.as_json import Keys
from monitor.cli.common import (
    desk_options,
    say,
    say_error,
    say_json,
    say_sample,
    store_url_of,
)
from monitor.cli.cost_findings import about_sweeps
from monitor.cli.desk import current_clock
from monitor.cli.door_findings import about_doors
from monitor.cli.finding import Finding, Grade, ok, problem
from monitor.cli.findings import (
    about_brand,
    about_connectors,
    about_customers,
    about_folders,
    about_hours,
    about_keyring,
    about_playbook,
    about_store,
)
from monitor.cli.lines import count_of, hang, pad, width
from monitor.cli.price_findings import about_prices
from monitor.domain.connectors import Connector
from monitor.domain.inert import for_terminal
from monitor.errors import ConfigError, MonitorError, Problem

CHECK_KEYS: Keys = {
    "is_fine": "nothing is wrong (warnings are allowed)",
    "checks[].check": "what was looked at",
    "checks[].grade": "ok, note (good to know, nothing to mend), warning or problem",
    "checks[].words": "in a sentence",
    "checks[].problems[].message": "what is wrong",
    "checks[].problems[].file": "in which file; may be empty",
    "checks[].problems[].line": "in which line, or null",
    "checks[].problems[].where": "where in the file; may be empty",
    "checks[].problems[].hint": "what to do; may be empty",
}
JSON_KEYS: dict[str, dict[str, Keys]] = {"check": {"the answer": CHECK_KEYS}}
LABEL, GRADE = 21, 9


@click.command("check")
@click.option("--offline", is_flag=True, help="Ask no platform: only what is on this machine.")
@click.option("--send-test", is_flag=True, help="Send a test message over each alert channel.")
@click.option("--notes", is_flag=True, help="With what can be done about each note.")
@desk_options
def check_command(
    config_path: Path | None,
    store_url: str | None,
    *,
    offline: bool,
    send_test: bool,
    notes: bool,
    as_json: bool,
) -> int:
    """Check config, playbook, database, accounts, alerts and hours: all problems at once.

    Each account is tested on its platform: whether we may read and write there, and whether
    customers can write to you. Each alert channel is connected to, and logged in to. Nothing is
    posted, unless you ask for a test message (--send-test). What a platform is like and nobody
    can change stands at the end as a note.

    Exit code 0: fine; 1: something on this machine is wrong; 2: one of your files is wrong.

    \b
    Example:
      monitor check
      monitor check --notes
      monitor check --send-test
      monitor check --config shop.toml --json
    """
    findings = look(config_path, store_url, quiet=as_json, offline=offline, send_test=send_test)
    if as_json:
        say_json(findings_json(findings))
    else:
        for line in finding_lines(findings, width()):
            say(line)
        for line in note_lines(findings, width(), with_hints=notes):
            say(line)
        say()
        for finding in findings:
            if finding.grade is Grade.PROBLEM:
                for told in finding.problems:
                    say_error(told.for_person() + "\n")
        say(summary(findings))
    return exit_code(findings)


def look(
    config_path: Path | None,
    store_url: str | None,
    *,
    quiet: bool,
    offline: bool = False,
    send_test: bool = False,
) -> list[Finding]:
    """Every check; without a config the others have nothing to look at."""
    from monitor.config import find_config, load_config
    from monitor.config.alert_tables import CHANNELS
    from monitor.configured import prices_of
    from monitor.discovery import connector_names, introduce_platforms

    try:
        path = find_config(config_path)
        config = load_config(path, connectors=connector_names(), channels=CHANNELS)
        introduce_platforms(config.connectors)
    except ConfigError as error:
        return [problem("config", error)]
    if not quiet:
        say_sample(config)
    findings = [ok("config", str(path))]
    findings += about_brand(config)
    findings += about_hours(config, current_clock().now())
    playbook, found = about_playbook(config)
    findings += found
    try:
        store = about_store(store_url_of(config, store_url))
    except MonitorError as error:
        store = problem("store", error)
    findings += [*about_keyring(config), store, *about_folders(config, store)]
    connectors: list[Connector] = []
    findings += about_connectors(config, connectors)
    tests = [] if offline else list(look_at_accounts(connectors))
    findings += about_accounts(tests)
    findings += about_doors(config, store_url, connectors, tests, current_clock().now())
    findings += about_sweeps(config, store_url, connectors)
    if playbook is not None:
        findings += about_abilities(config, playbook, connectors)
        findings += about_prices(playbook, prices_of(config, current_clock()))
    findings += about_alerts(config, current_clock(), offline=offline, send_test=send_test)
    findings.extend(about_customers(config))
    return findings


def finding_lines(findings: list[Finding], room: int) -> list[str]:
    """A line for each thing that was looked at, but for notes; a warning with what to do."""
    lines = []
    for finding in findings:
        if finding.grade is Grade.NOTE:
            continue
        grade = "PROBLEM" if finding.grade is Grade.PROBLEM else finding.grade.value
        head = "  " + pad(grade, GRADE) + pad(finding.check, LABEL)
        words = for_terminal(finding.words)
        # what is fine is short, but for paths, which people copy
        lines += [head + words] if finding.grade is Grade.OK else hang(head, words, room)
        if finding.grade is Grade.WARNING:
            for told in finding.problems:
                lines += hang(" " * len(head), for_terminal(told.hint), room)
    return lines


def note_lines(findings: list[Finding], room: int, *, with_hints: bool) -> list[str]:
    """The notes under a heading of their own: a list of what is to be mended stays short."""
    notes = [finding for finding in findings if finding.grade is Grade.NOTE]
    more = "" if with_hints else " (more of each: monitor check --notes)"
    lines = ["", f"Good to know{more}:"] if notes else []
    for finding in notes:
        words = for_terminal(finding.words)
        lines += hang("  ", f"{finding.check.removeprefix('connector ')}: {words}", room)
        for told in finding.problems if with_hints else ():
            lines += hang("      ", for_terminal(told.hint), room)
    return lines


def summary(findings: list[Finding]) -> str:
    """How it stands, in a line."""
    problems = sum(len(each.problems) for each in findings if each.grade is Grade.PROBLEM)
    warnings = sum(each.grade is Grade.WARNING for each in findings)
    if problems:
        mend = "Mend it" if problems == 1 else "Mend them"
        return f"{count_of(problems, 'problem')} found. {mend}, then: monitor check"
    if warnings:
        return f"It works. {count_of(warnings, 'thing')} to think about. Start: monitor run"
    return "Everything is fine. Start: monitor run"


def exit_code(findings: list[Finding]) -> int:
    """2: one of the owner's files is wrong; 1: something else is; 0: nothing."""
    wrong = [finding for finding in findings if finding.grade is Grade.PROBLEM]
    if not wrong:
        return 0
    return 2 if any(finding.is_config for finding in wrong) else 1


def findings_json(findings: list[Finding]) -> dict[str, object]:
    """The keys of CHECK_KEYS."""
    return {
        "is_fine": exit_code(findings) == 0,
        "checks": [
            {
                "check": finding.check,
                "grade": finding.grade.value,
                "words": finding.words,
                "problems": [_problem_json(told) for told in finding.problems],
            }
            for finding in findings
        ],
    }


def _problem_json(told: Problem) -> dict[str, object]:
    return {
        "message": told.message,
        "file": told.file,
        "line": told.line,
        "where": told.where,
        "hint": told.hint,
    }
