"""`monitor login slack`: from the app manifest to a test card."""

import json
import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.common import say
from monitor.cli.login import say_findings, write_down
from monitor.cli.login_desk import card_that_tests, step
from monitor.domain.account import Level
from monitor.domain.ports import Clock
from monitor.errors import InputError
from monitor.redaction import remember_named

if TYPE_CHECKING:
    from monitor.config import Config

APPS = "https://api.slack.com/apps?new_app=1"
LACKING = """[alerts]
channels = ["slack"]

[alerts.slack]
channel = "C0123ABCD"                 # the channel's page, "Copy channel ID"
team = "T0123ABCD"                    # the address of the workspace in a browser: /client/T…
approvers = { U0123ABCD = "Jo" }      # a person's profile, "Copy member ID"
"""


def login_slack(config: "Config", clock: Clock, *, keep: bool) -> int:
    """Asks for the two tokens, tests them, and sends a card that says so. Exit code."""
    from monitor.desks.slack import check as slack_check
    from monitor.slack.manifest import manifest

    table = config.alerts.slack
    step(1, 'Make the app: open this page, choose "From a manifest", and paste what follows.')
    say(f"   {APPS}")
    say()
    # as it is: it is copied
    sys.stdout.write(json.dumps(manifest(config.brand.name), indent=2) + "\n")
    step(2, 'Press "Install to Workspace", and copy the Bot User OAuth Token.')
    bot = _asked(config, table.bot_token, "xoxb-")
    step(
        3,
        'Under "Basic Information", "App-Level Tokens": make one with `connections:write`, and '
        "copy it.",
    )
    app = _asked(config, table.app_token, "xapp-")
    secrets = {
        name: text for name, text in ((table.bot_token, bot), (table.app_token, app)) if text
    }
    for name, text in secrets.items():
        remember_named(name, text)
    if not (table.channel and table.team and table.approvers):
        _keep(config, secrets, clock)
        step(4, f"Write into {config.path}, with the ids of your own workspace:")
        say()
        for line in LACKING.splitlines():
            say(f"  {line}")
        say()
        say("Invite the app there (/invite @Complaint monitor), then: monitor login slack")
        return 1
    step(4, "Invite the app into the channel: /invite @Complaint monitor")
    findings = list(slack_check(config, clock, secrets).check())
    say()
    say_findings(findings)
    works = not any(found.level is Level.BROKEN for found in findings)
    say()
    if not works and not keep:
        say("Nothing was kept. Mend what is WRONG and run it again, or keep it with --keep.")
        return 1
    _keep(config, secrets, clock)
    if works:
        works = _test_card(config, clock, bot)
    if "slack" not in config.alerts.named:
        say('Now name it: channels = ["slack"] under [alerts]')
    say("Then: monitor check")
    return 0 if works else 1


def _test_card(config: "Config", clock: Clock, bot: str) -> bool:
    """A card that only says that cards arrive."""
    from monitor.domain.delivery import Delivered
    from monitor.slack.client import SlackClient, web_client
    from monitor.slack.desk import SlackDesk

    table = config.alerts.slack
    token = bot or config.secret(table.bot_token)
    users = {name: user for user, name in table.approvers.items()}
    desk = SlackDesk(SlackClient(web_client(token, table.api_url), clock), table.channel, users)
    sheet = card_that_tests(config.brand.name, table.approvers.values())
    outcome = desk.show(sheet, f"test {clock.now().isoformat()}")
    if isinstance(outcome, Delivered):
        say("A test card lies in the channel: look there.")
        return True
    say(f"The test card did not arrive: {outcome.why}")
    return False


def _asked(config: "Config", name: str, begins: str) -> str:
    """What was copied; empty keeps what is there."""
    known = config.find_secret(name)
    otherwise = " (Enter keeps what is there)" if known else ""
    while True:
        text: str = click.prompt(
            f"   {begins}…{otherwise}", default="", hide_input=True, show_default=False
        ).strip()
        if text.startswith(begins) or (not text and known):
            return text
        if not text and not sys.stdin.isatty():
            raise InputError(f"no token was given for `{name}`", hint=f"it begins with `{begins}`")
        say(f"   That is another one: it begins with `{begins}`.")


def _keep(config: "Config", secrets: dict[str, str], clock: Clock) -> None:
    from monitor.config.keep_secret import keep_secrets

    if secrets:
        say(f"Kept in {keep_secrets(config.folder, secrets)}, readable by you alone.")
        write_down(config, secrets, clock.now())
