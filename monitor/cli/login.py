"""`monitor login`: one account on one platform, from its pages to a tested connection."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import config_option, read_config, say
from monitor.cli.fresh_config import toml_text
from monitor.cli.lines import hang, width
from monitor.cli.login_asking import (
    answers_of,
    names_of_secrets,
    secrets_in,
    settings_in,
    settings_with,
)
from monitor.cli.login_door import about_our_door
from monitor.domain.account import Checked, Level, Setup, Topic
from monitor.domain.connectors import AccountCheck
from monitor.errors import ConfigError, InputError, MonitorError
from monitor.redaction import remember_named

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.domain.settings import Settings

#: how a finding begins
MARKS = {
    Level.FINE: "ok",
    Level.NOTE: "note",
    Level.WARNING: "note",
    Level.BROKEN: "WRONG",
    Level.ASK: "look",
}


@click.command("login")
@click.argument("platform")
@click.option("--keep", is_flag=True, help="Keep the secrets even when the test fails.")
@config_option
def login_command(platform: str, config_path: Path | None, *, keep: bool) -> int:
    """Connect an account: which page to open, what to copy, and a test at the end.

    Secrets go into `secrets.toml` beside the config, for your eyes only, and never into the config
    itself. Nothing is posted. Enter keeps what is there already.

    \b
    Example:
      monitor login bluesky
      monitor login mastodon
      monitor login slack
      monitor login telegram
    """
    from monitor.cli.desk import current_clock
    from monitor.discovery import introduce_platforms, setup_of

    config = read_config(config_path)
    if platform == "slack":
        from monitor.cli.login_slack import login_slack

        return login_slack(config, current_clock(), keep=keep)
    if platform == "telegram":
        from monitor.cli.login_telegram import login_telegram

        return login_telegram(config, current_clock(), keep=keep)
    introduce_platforms([platform])
    setup = setup_of(platform)
    if setup is None:
        raise InputError(
            f"`{platform}` needs no login",
            hint=f"write its settings under [connectors.{platform}], then: monitor check",
        )
    if config.is_sample:
        raise InputError(
            "this config plays the sample", hint="start your own first: monitor init myshop"
        )
    names = names_of_secrets(config, platform)
    _say_before(setup)
    answers = answers_of(config, platform, setup, names)
    secrets, settings = secrets_in(setup, answers, names), settings_in(setup, answers)
    for name, secret in secrets.items():
        remember_named(name, secret)
    findings = list(_tested(settings_with(config, platform, settings, secrets, current_clock())))
    say()
    say_findings(findings)
    works = not any(found.level is Level.BROKEN for found in findings)
    now = current_clock().now()
    _keep(config, platform, settings, secrets, now, works=works, keep=keep)
    if works:
        about_our_door(config, platform, findings)
    if works or keep:
        say("Then: monitor check")
    return 0 if works else 1


# --- asking -----------------------------------------------------------------------------------


def _say_before(setup: Setup) -> None:
    say(f"{setup.title}: about {setup.minutes} minutes.")
    for words in setup.before:
        for line in hang("  ", words, width()):
            say(line)


# --- testing ----------------------------------------------------------------------------------


def _tested(settings: "Settings") -> Iterator[Checked]:
    from monitor.discovery import connect

    try:
        connector: object = connect(settings)
    except MonitorError as error:
        problems = error.problems if isinstance(error, ConfigError) else ()
        told = [(one.message, one.hint) for one in problems] or [(error.message, error.hint or "")]
        for words, hint in told:
            yield Checked(topic=Topic.CREDENTIALS, level=Level.BROKEN, words=words, hint=hint)
        return
    if isinstance(connector, AccountCheck):
        yield from connector.check()


def say_findings(findings: list[Checked]) -> None:
    for found in findings:
        for line in hang(f"{MARKS[found.level]:6}", found.words, width()):
            say(line)
        if found.hint:
            for line in hang(" " * 6, found.hint, width()):
                say(line)


# --- keeping ----------------------------------------------------------------------------------


def _keep(
    config: "Config",
    platform: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    now: datetime,
    *,
    works: bool,
    keep: bool,
) -> None:
    from monitor.config.keep_secret import keep_secrets

    say()
    if not works and not keep:
        say("Nothing was kept. Mend what is WRONG and run it again, or keep it with --keep.")
        return
    if secrets:
        say(f"Kept in {keep_secrets(config.folder, secrets)}, readable by you alone.")
        write_down(config, secrets, now)
    table = config.connectors.get(platform)
    lines = [f"{name} = {toml_text(text)}" for name, text in settings.items()]
    if table is None or any(table.settings.get(name) != text for name, text in settings.items()):
        say(f"Now write into {config.path}:")
        say()
        for line in (f"[connectors.{platform}]", *lines):
            say(f"  {line}")
        say()


def write_down(config: "Config", secrets: Mapping[str, str], now: datetime) -> None:
    """The names of the secrets in the audit log, where there is a database already."""
    from monitor.cli.arguments import person
    from monitor.cli.common import opened_store
    from monitor.cli.desk import must_be_there
    from monitor.domain.audit import AuditAction, AuditEntry

    try:
        must_be_there(config.store_url())
        with opened_store(config, None) as store, store.begin() as tx:
            for name in sorted(secrets):
                tx.audit.write(
                    AuditEntry(
                        brand="",
                        at=now,
                        actor=person(config, None),
                        action=AuditAction.SECRET,
                        subject=name,
                    )
                )
    except MonitorError:
        # the account works all the same; a database that cannot be used is told by `check`
        return
