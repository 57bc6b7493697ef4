"""`monitor login telegram`: from BotFather's token to a test card."""

import re
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from monitor.cli.common import say
from monitor.cli.fresh_config import toml_text
from monitor.cli.login import say_findings, write_down
from monitor.cli.login_desk import card_that_tests, step
from monitor.domain.account import Level
from monitor.domain.inert import for_terminal
from monitor.domain.ports import Clock
from monitor.errors import InputError
from monitor.redaction import remember_named

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.telegram.check import TelegramCheck

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,}")
LOOKS_LIKE = "123456789:AAF…"


def login_telegram(config: "Config", clock: Clock, *, keep: bool) -> int:
    """Asks for the token, tests it, sets the menu of commands, sends a test card. Exit code."""
    from monitor.desks.telegram import check as telegram_check

    table = config.alerts.telegram
    step(1, "In Telegram write to @BotFather: /newbot. It asks for a name and gives a token.")
    token = _asked(config, table.token)
    secrets = {table.token: token} if token else {}
    for name, text in secrets.items():
        remember_named(name, text)
    with closing(telegram_check(config, clock, secrets)) as check:
        return _tested(config, clock, check, secrets, keep=keep)


def _tested(
    config: "Config", clock: Clock, check: "TelegramCheck", secrets: dict[str, str], *, keep: bool
) -> int:
    table = config.alerts.telegram
    if not (table.chat and table.approvers):
        _keep(config, secrets, clock)
        _tell_numbers(config, check)
        return 1
    findings = list(check.check())
    say()
    say_findings(findings)
    works = not any(found.level is Level.BROKEN for found in findings)
    say()
    if not works and not keep:
        say("Nothing was kept. Mend what is WRONG and run it again, or keep it with --keep.")
        return 1
    _keep(config, secrets, clock)
    if works:
        works = _first_words(config, check)
    if "telegram" not in config.alerts.named:
        say('Now name it: channels = ["telegram"] under [alerts]')
    say("Then: monitor check")
    return 0 if works else 1


def _tell_numbers(config: "Config", check: "TelegramCheck") -> None:
    """Telegram shows nobody the number of a chat: whoever writes to the bot is told theirs."""
    step(2, "Make a group with the people who decide, and add the bot.")
    step(3, "Each of them writes there: /start")
    click.prompt("   Enter, when that is done", default="", show_default=False)
    seen = check.seen()
    if not seen:
        say("   Nobody was seen. Is another monitor running on this bot? Stop it, and try again.")
    else:
        say(f"   Write into {config.path}, if these are your people and your group:")
        for chat in dict.fromkeys(one.chat for one in seen):
            here = [one for one in seen if one.chat == chat]
            people = ", ".join(f"{one.user} = {toml_text(one.name)}" for one in here)
            say()
            say("   [alerts.telegram]")
            say(f"   chat = {chat}    # {for_terminal(here[0].title, 40)}")
            say(f"   approvers = {{ {for_terminal(people)} }}")
    say()
    say("The names have to be those of `people` under [brand]. Then: monitor login telegram")


def _first_words(config: "Config", check: "TelegramCheck") -> bool:
    """The menu, and a card that only says that cards arrive."""
    from monitor.domain.delivery import Delivered
    from monitor.telegram.desk import TelegramDesk
    from monitor.telegram.menu import MENU

    table = config.alerts.telegram
    check.client.set_commands(MENU)
    users = {name: user for user, name in table.approvers.items()}
    sheet = card_that_tests(config.brand.name, table.approvers.values())
    outcome = TelegramDesk(check.client, table.chat, users).show(sheet, "")
    if isinstance(outcome, Delivered):
        say("A test card lies in the chat: look there.")
        return True
    say(f"The test card did not arrive: {outcome.why}")
    return False


def _asked(config: "Config", name: str) -> str:
    """What was copied; empty keeps what is there."""
    known = config.find_secret(name)
    otherwise = " (Enter keeps what is there)" if known else ""
    while True:
        text: str = click.prompt(
            f"   Token{otherwise}", default="", hide_input=True, show_default=False
        ).strip()
        if _TOKEN.fullmatch(text) or (not text and known):
            return text
        if not text and not sys.stdin.isatty():
            raise InputError(
                f"no token was given for `{name}`", hint=f"it looks like `{LOOKS_LIKE}`"
            )
        say(f"   That is no token of a bot: it looks like `{LOOKS_LIKE}`.")


def _keep(config: "Config", secrets: dict[str, str], clock: Clock) -> None:
    from monitor.config.keep_secret import keep_secrets

    if secrets:
        say(f"Kept in {keep_secrets(config.folder, secrets)}, readable by you alone.")
        write_down(config, secrets, clock.now())
