"""The middle of `monitor login`: step by step, what the owner copies or says yes to."""

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from monitor.cli.common import say, say_error
from monitor.cli.desk import current_clock
from monitor.cli.lines import hang, width
from monitor.domain.account import Ask, Setup, Step
from monitor.errors import ConfigError, MonitorError

if TYPE_CHECKING:
    from monitor.config import Config
    from monitor.domain.ports import Clock
    from monitor.domain.settings import Settings


#: where the owner names the accounts
HANDLES = "[brand.handles]"
#: usual name of a secret → the one that the config gives it
Names = Mapping[str, str]


def names_of_secrets(config: "Config", platform: str) -> Names:
    """What the connector asks for when it is made without any secret; nothing leaves.

    Raises ConfigError for an account that is not named: better now than after all the questions.
    """
    from monitor.discovery import connect

    settings = settings_with(config, platform, {}, {}, current_clock())
    try:
        connect(settings)
    except ConfigError as error:
        about_handle = tuple(one for one in error.problems if HANDLES in one.hint)
        if about_handle:
            raise ConfigError(problems=about_handle) from None
    except MonitorError:
        # what it is about is found by the test at the end
        pass
    return settings.secret_names


def answers_of(config: "Config", platform: str, setup: Setup, names: Names) -> dict[str, str]:
    """What the owner copied, by its usual name; what is empty is not there."""

    table = config.connectors.get(platform)
    written: Mapping[str, object] = table.settings if table is not None else {}
    answers: dict[str, str] = {}
    number = 0
    for step in setup.steps:
        if step.unless and answers.get(step.unless):
            continue
        number += 1
        say()
        for line in hang(f"{number}. ", step.words, width()):
            say(line)
        if step.url:
            say(f"   {step.url}")
        if step.consent:
            known = config.find_secret(names.get(step.consent, step.consent))
            answers |= _consented(config, platform, setup, step, answers, known or "", names)
        for ask in step.asks:
            known = (
                config.find_secret(names.get(ask.name, ask.name))
                if ask.is_secret
                else str(written.get(ask.name, ""))
            )
            answer = _asked(ask, known or "")
            if answer:
                answers[ask.name] = answer
    return answers


def secrets_in(setup: Setup, answers: Mapping[str, str], names: Names) -> dict[str, str]:
    """Those of the answers that are kept as secrets, by the names that the config gives them."""
    usual = {ask.name for ask in _asks(setup) if ask.is_secret}
    usual |= {step.consent for step in setup.steps if step.consent}
    return {names.get(name, name): answer for name, answer in answers.items() if name in usual}


def settings_in(setup: Setup, answers: Mapping[str, str]) -> dict[str, str]:
    """Those of the answers that stand in the config."""
    return {
        ask.name: answers[ask.name]
        for ask in _asks(setup)
        if not ask.is_secret and ask.name in answers
    }


def settings_with(
    config: "Config",
    platform: str,
    written: Mapping[str, str],
    secrets: Mapping[str, str],
    clock: "Clock",
) -> "Settings":
    """As the daemon would have them, with the new secrets."""
    from monitor.domain.settings import Settings

    table = config.connectors.get(platform)
    before = table.settings if table is not None else {}
    return Settings(
        platform,
        {**before, **written},
        brand=config.brand.name,
        clock=clock,
        folder=config.folder,
        account=config.brand.handles.get(platform, ""),
        secrets=lambda name: secrets.get(name) or config.find_secret(name),
    )


def _consented(
    config: "Config",
    platform: str,
    setup: Setup,
    step: Step,
    answers: Mapping[str, str],
    known: str,
    names: Names,
) -> Mapping[str, str]:
    """What a yes on the platform's page brings; nothing when the owner goes on without."""
    from monitor.discovery import consent_of

    settings = settings_with(
        config,
        platform,
        settings_in(setup, answers),
        secrets_in(setup, answers, names),
        current_clock(),
    )
    consent = consent_of(settings)
    # on one line and as it is: people copy it, and the id of the app has to stand in it
    sys.stdout.write(f"   {consent.url}\n")
    otherwise = "Enter keeps what is there" if known else "Enter goes on without"
    while True:
        address: str = click.prompt(
            f"   The address you were sent back to ({otherwise})",
            default="",
            show_default=False,
            type=str,
        )
        if not address.strip():
            return {step.consent: known} if known else {}
        try:
            return consent.redeem(address)
        except MonitorError as error:
            say_error(error.for_person())


def _asked(ask: Ask, known: str) -> str:
    kept = " (Enter keeps what is there)" if known and ask.is_secret else ""
    optional = " (may stay empty)" if ask.is_optional and not known else ""
    example = f", such as {ask.example}" if ask.example and not known else ""
    while True:
        answer: str = click.prompt(
            f"   {ask.title}{example}{kept}{optional}",
            default="" if ask.is_secret else known,
            show_default=bool(known) and not ask.is_secret,
            hide_input=ask.is_secret and sys.stdin.isatty(),
            type=str,
        )
        answer = answer.strip() or known
        if answer or ask.is_optional:
            return answer
        say("   It is needed; Ctrl-C stops here, and nothing is kept.")


def _asks(setup: Setup) -> Iterator[Ask]:
    for step in setup.steps:
        yield from step.asks
