"""The tables of `config.toml` about where alerts go; secrets stand there by name only.

A table is needed only for a channel that `channels` or `fallback` names. `LACKING` tells what a
named channel cannot do without.
"""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from monitor.config.table import Key, Table, each, written
from monitor.config.written import (
    at_least_one,
    line,
    lines,
    maybe_line,
    one_of,
    secret_name,
    text_of,
    yes_or_no,
)
from monitor.config.written_times import duration, maybe_time_of_day
from monitor.domain.mail_server import Encryption, server_of
from monitor.http import is_loopback, web_address

_MAILBOX = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


def mail_server(value: object) -> str:
    """`smtp.example` or `smtp.example:587`, or nothing."""
    written = text_of(value, '"smtp.shop.example"').strip()
    if written:
        server_of(written, example="smtp.shop.example")
    return written


def mail_address(value: object) -> str:
    """`jo@shop.example`, or nothing."""
    written = text_of(value, '"jo@shop.example"').strip()
    if written and not _MAILBOX.fullmatch(written):
        raise ValueError(f"`{written}` is no mail address; write it like `jo@shop.example`")
    return written


def mail_addresses(value: object) -> tuple[str, ...]:
    """A list of them."""
    return tuple(mail_address(each) for each in lines(value))


def maybe_address(value: object) -> str:
    """`https://shop.example/hook`, or nothing."""
    written = text_of(value, '"https://shop.example/hook"').strip()
    return web_address(written) if written else ""


def secret_names(value: object) -> tuple[str, ...]:
    """A list of names of secrets."""
    names = at_least_one(value)
    for name in names:
        secret_name(name)
    return names


class EmailTable(Table):
    """Alerts by e-mail, over your mail provider (docs/alerts.md)."""

    server = written(
        mail_server,
        "",
        "The mail server for sending, like `smtp.shop.example`; a port may stand behind a colon.",
    )
    encryption = written(
        one_of(Encryption),
        "tls",
        "`tls` from the first byte (port 465), `starttls` (port 587), or `none`, to this machine "
        "only.",
    )
    user = written(maybe_line, "", "Who logs in; empty: nobody, for a server that asks nobody.")
    password = written(
        secret_name, "SMTP_PASSWORD", "The name of the secret that holds the password."
    )
    sender = Key(
        mail_address,
        default="",
        name="from",
        meaning="The address they come from, one that may send over this server.",
    )
    recipients = Key(
        mail_addresses, default=[], name="to", meaning="Who gets them, such as `jo@shop.example`."
    )
    quiet = written(yes_or_no, False, "`true` sends also what can wait, with no sound elsewhere.")


class WebhookTable(Table):
    """Alerts as signed JSON to a program of yours (docs/alerts.md)."""

    url = written(maybe_address, "", "Where they are posted to; https.")
    url_secret = written(
        secret_name, "", "Instead: the name of the secret that holds it, where it has a token."
    )
    secret = written(
        secret_name, "WEBHOOK_SECRET", "The name of the secret that they are signed with."
    )
    allow_private = written(
        yes_or_no,
        False,
        "`true` lets them go to this machine and your own network, there also without https.",
    )
    quiet = written(yes_or_no, True, "`false` leaves out what can wait.")


class AppriseTable(Table):
    """Alerts to whatever the library Apprise reaches: Teams, Discord, ntfy … (docs/alerts.md)."""

    secrets = written(
        secret_names, ["APPRISE_URL"], "Names of secrets, each with one of Apprise's addresses."
    )
    quiet = written(yes_or_no, False, "`true` sends also what can wait.")


class SlackWebhookTable(Table):
    """Alerts in a Slack channel, only to be read (docs/alerts.md)."""

    secret = written(
        secret_name,
        "SLACK_WEBHOOK_URL",
        "The name of the secret that holds the address of Slack's incoming webhook.",
    )
    quiet = written(yes_or_no, True, "`false` leaves out what can wait.")


def loopback_address(value: object) -> str:
    """`http://127.0.0.1:8080/api/`, or nothing: only this machine, for tests."""
    written = text_of(value, '"http://127.0.0.1:8080/api/"').strip()
    if written and not is_loopback(urlsplit(written).hostname or ""):
        raise ValueError(f"`{written}` is not this machine; leave it out")
    return written


def slack_id(begins: str, example: str) -> Callable[[object], str]:
    """An id as Slack gives it, or nothing."""
    known = re.compile(rf"[{begins}][A-Z0-9]{{2,30}}")

    def read(value: object) -> str:
        written = text_of(value, f'"{example}"').strip()
        if written and not known.fullmatch(written):
            raise ValueError(f"`{written}` is no id of Slack's; it looks like `{example}`")
        return written

    return read


class SlackTable(Table):
    """The desk in Slack: a card for each case, with buttons (docs/slack.md)."""

    channel = written(
        slack_id("CGD", "C0123ABCD"), "", "The id of the channel, where the app has to be a member."
    )
    team = written(
        slack_id("TE", "T0123ABCD"), "", "The id of your workspace; only its people may decide."
    )
    approvers = written(
        each(line),
        {},
        "Who may decide: the id of each member (`U0123ABCD`), and their name in `[brand] people`.",
    )
    bot_token = written(
        secret_name, "SLACK_BOT_TOKEN", "The name of the secret with the bot token (`xoxb-…`)."
    )
    app_token = written(
        secret_name, "SLACK_APP_TOKEN", "The name of the secret with the app token (`xapp-…`)."
    )
    api_url = written(loopback_address, "", "Another Slack, on this machine; for tests.")


def chat_number(value: object) -> int:
    """`-1001234567890`, or 0 for none."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 1 << 52:
        raise ValueError(f"`{value}` is no number of a chat; write it like `-1001234567890`")
    return value


def telegram_people(value: object) -> dict[str, str]:
    """Numbers of accounts → names."""
    people = each(line)(value)
    for number in people:
        if not re.fullmatch(r"[1-9][0-9]{3,15}", number):
            raise ValueError(
                f'`{number}` is no number of an account; write `{{ 123456789 = "Jo" }}`'
            )
    return people


class TelegramTable(Table):
    """The desk in Telegram: a card for each case, with buttons (docs/telegram.md)."""

    chat = written(
        chat_number, 0, "The number of the chat: of a group that the bot is in, or your own."
    )
    approvers = written(
        telegram_people,
        {},
        "Who may decide: the number of each account (`123456789`), and their name in "
        "`[brand] people`.",
    )
    token = written(secret_name, "TELEGRAM_TOKEN", "The name of the secret with the bot's token.")
    api_url = written(loopback_address, "", "Another Telegram, on this machine; for tests.")


class AlertsTable(Table):
    """How you are told. Each channel but the console has a table of its own."""

    channels = written(
        at_least_one,
        ["console"],
        "Where alerts go, all of them at once: `console`, `slack`, `telegram`, `email`, `webhook`, "
        "`apprise`, `slack_webhook`.",
    )
    morning_digest = written(
        maybe_time_of_day,
        "09:00",
        "When a desk gets the digest of an office day, with what was quiet; empty: never.",
    )
    fallback = written(
        lines,
        [],
        "Channels that are told only when another one does not take an alert, and of a draft "
        "that nobody decides on.",
    )
    fallback_after = written(
        duration, "10 min", "For how long a channel may not take an alert before the others do."
    )
    email = Key(EmailTable.read, default={}, table=EmailTable)
    webhook = Key(WebhookTable.read, default={}, table=WebhookTable)
    apprise = Key(AppriseTable.read, default={}, table=AppriseTable)
    slack = Key(SlackTable.read, default={}, table=SlackTable)
    telegram = Key(TelegramTable.read, default={}, table=TelegramTable)
    slack_webhook = Key(SlackWebhookTable.read, default={}, table=SlackWebhookTable)

    @property
    def named(self) -> tuple[str, ...]:
        """Every channel that is told of something."""
        return tuple(dict.fromkeys((*self.channels, *self.fallback)))

    @property
    def described(self) -> tuple[str, ...]:
        """Channels of which it is written where they lead, whether or not they are told."""
        leads = {
            "email": self.email.server,
            "webhook": self.webhook.url or self.webhook.url_secret,
        }
        return tuple(name for name, where in leads.items() if where)

    def wants_quiet(self, channel: str) -> bool:
        """It is told of what can wait, too."""
        key = self.keys.get(channel)
        if key is None or key.table is None:
            return True
        # a desk lays no card for it, and adds a line where one lies
        return bool(getattr(getattr(self, channel), "quiet", True))


#: where alerts can go
CHANNELS: Final = (
    "console",
    "slack",
    "telegram",
    "email",
    "webhook",
    "apprise",
    "slack_webhook",
)
#: what a channel cannot do without, by its table: one of each of these keys, and how it is written
LACKING: Final[dict[str, tuple[tuple[tuple[str, ...], str], ...]]] = {
    "email": (
        (("server",), 'server = "smtp.shop.example"'),
        (("from",), 'from = "monitor@shop.example"'),
        (("to",), 'to = ["jo@shop.example"]'),
    ),
    "slack": (
        (("channel",), 'channel = "C0123ABCD"'),
        (("team",), 'team = "T0123ABCD"'),
        (("approvers",), 'approvers = { U0123ABCD = "Jo" }'),
    ),
    "telegram": (
        (("chat",), "chat = -1001234567890"),
        (("approvers",), 'approvers = { 123456789 = "Jo" }'),
    ),
    "webhook": ((("url", "url_secret"), 'url = "https://shop.example/hook"'),),
}
