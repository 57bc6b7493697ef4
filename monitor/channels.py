"""The alert channels that a config names: made, with their secrets; every problem at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.config import Config
from monitor.domain.mail_server import password_of, server_of
from monitor.domain.ports import AlertChannel, Clock
from monitor.errors import ConfigError, Problem
from monitor.http import web_address

if TYPE_CHECKING:
    from monitor.alerts.sheets import Sheets

#: made elsewhere: see `monitor.desks`
DESKS = frozenset({"slack", "telegram"})
#: where Slack takes webhooks; nothing else gets what is meant for it
SLACK_HOSTS = ("hooks.slack.com", "hooks.slack-gov.com")


def channels_of(config: Config, clock: Clock, *ready: AlertChannel) -> tuple[AlertChannel, ...]:
    """Every channel of the config, fallbacks too; those that are `ready` are taken as they are.

    Raises ConfigError with every problem.
    """
    problems: list[Problem] = []
    made: list[AlertChannel] = []
    given = {one.name: one for one in ready}
    for name in config.alerts.named:
        if name in DESKS:
            # laid with the services that stand behind its buttons
            continue
        if name in given:
            made.append(given[name])
            continue
        try:
            made.append(channel_of(config, name, clock))
        except ConfigError as error:
            problems += error.problems or [Problem(error.message, hint=error.hint or "")]
    if problems:
        raise ConfigError(problems=tuple(problems))
    return tuple(made)


def channel_of(config: Config, name: str, clock: Clock) -> AlertChannel:
    """One of them. Raises ConfigError."""
    from monitor.alerts.sheets import Sheets

    sheets = Sheets(config.hours(), is_sample=config.is_sample)
    makers: dict[str, Callable[[Config, Sheets, Clock], AlertChannel]] = {
        "email": _email,
        "webhook": _webhook,
        "apprise": _apprise,
        "slack_webhook": _slack_webhook,
    }
    if name not in makers:
        raise _wrong(config, "channels", f"unknown alert channel `{name}`", "see docs/alerts.md")
    return makers[name](config, sheets, clock)


def _email(config: Config, sheets: "Sheets", clock: Clock) -> AlertChannel:
    from monitor.alerts.email import Email
    from monitor.alerts.mail import Envelope
    from monitor.alerts.mail_line import PORTS, MailAccount

    table = config.alerts.email
    host, port = server_of(table.server, "smtp.shop.example")
    envelope = Envelope(sender=table.sender, recipients=table.recipients)
    account = MailAccount(
        host=host,
        port=port or PORTS[table.encryption],
        encryption=table.encryption,
        user=table.user,
        password=password_of(config.secret(table.password)) if table.user else "",
        hello=envelope.domain,
    )
    return Email(account, envelope, sheets, clock)


def _webhook(config: Config, sheets: "Sheets", clock: Clock) -> AlertChannel:
    from monitor.alerts.webhook import Webhook, key_of

    table = config.alerts.webhook
    problems: list[Problem] = []
    url, key = table.url, b""
    try:
        url = _address(config, table.url_secret) if table.url_secret else url
    except ConfigError as error:
        problems += error.problems or [Problem(error.message, hint=error.hint or "")]
    try:
        key = key_of(config.secret(table.secret))
    except ValueError as error:
        told = f"the secret `{table.secret}` cannot sign alerts: {str(error).partition('; ')[0]}"
        problems.append(Problem(told, hint=MAKE_SECRET))
    except ConfigError as error:
        problems.append(Problem(error.message, hint=f"{MAKE_SECRET}; {error.hint}"))
    if problems:
        raise ConfigError(problems=tuple(problems))
    return Webhook(url, key, sheets, clock, allow_private=table.allow_private)


def _apprise(config: Config, sheets: "Sheets", _clock: Clock) -> AlertChannel:
    from monitor.alerts.apprise import AppriseChannel

    urls = tuple(config.secret(name) for name in config.alerts.apprise.secrets)
    return AppriseChannel(urls, sheets)


def _slack_webhook(config: Config, sheets: "Sheets", clock: Clock) -> AlertChannel:
    from monitor.alerts.slack_webhook import SlackWebhook

    name = config.alerts.slack_webhook.secret
    url = _address(config, name)
    if urlsplit(url).hostname not in SLACK_HOSTS or not url.startswith("https://"):
        raise ConfigError(
            f"the secret `{name}` is not the address of a webhook of Slack's",
            hint=f"it begins with `https://{SLACK_HOSTS[0]}/services/`",
        )
    return SlackWebhook(url, sheets, clock, allow_private=False)


#: how to make a secret that nobody guesses
MAKE_SECRET = "make one: `openssl rand -base64 32`"


def _address(config: Config, name: str) -> str:
    """The address in a secret. Raises ConfigError, which never shows it."""
    try:
        return web_address(config.secret(name))
    except ValueError:
        raise ConfigError(
            f"the secret `{name}` is not a web address", hint="it begins with `https://`"
        ) from None


def _wrong(config: Config, key: str, message: str, hint: str) -> ConfigError:
    told = Problem(message, file=str(config.path), where=f"[alerts] {key}", hint=hint)
    return ConfigError(problems=(told,))
