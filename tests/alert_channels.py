"""The owner's channels with somebody at their other end, for tests."""

from collections.abc import Callable
from email.message import EmailMessage

from monitor.alerts.apprise import AppriseChannel
from monitor.alerts.email import Email
from monitor.alerts.mail import Envelope
from monitor.alerts.mail_line import MailAccount
from monitor.alerts.sheets import Sheets
from monitor.alerts.slack_webhook import SlackWebhook
from monitor.alerts.webhook import Webhook
from monitor.domain.mail_server import Encryption
from monitor.domain.ports import AlertChannel
from monitor.testing import FakeClock
from tests.shop import config
from tests.simulators.recipient import HOOK, PASSWORD, SLACK, USER, Recipient

KEY = b"twenty-four signs or more"
ENVELOPE = Envelope(sender=USER, recipients=("jo@larch.example", "sam@larch.example"))


def sheets() -> Sheets:
    return Sheets(config().hours())


def an_email(
    there: Recipient,
    *,
    encryption: Encryption = Encryption.NONE,
    password: str = PASSWORD,
    port: int = 0,
) -> Email:
    port = port or (there.smtps_port if encryption is Encryption.TLS else there.smtp_port)
    account = MailAccount(
        host="127.0.0.1",
        port=port,
        encryption=encryption,
        user=USER,
        password=password,
        hello=ENVELOPE.domain,
    )
    return Email(account, ENVELOPE, sheets(), FakeClock())


def a_webhook(there: Recipient, *, allow_private: bool = True, url: str = "") -> Webhook:
    return Webhook(url or there.hook, KEY, sheets(), FakeClock(), allow_private=allow_private)


def a_slack_webhook(there: Recipient) -> SlackWebhook:
    return SlackWebhook(there.slack, sheets(), FakeClock(), allow_private=True)


def an_apprise(there: Recipient) -> AppriseChannel:
    return AppriseChannel((f"json://127.0.0.1:{there.port}{HOOK}",), sheets())


MAKERS: dict[str, Callable[[Recipient], AlertChannel]] = {
    "email": an_email,
    "webhook": a_webhook,
    "slack_webhook": a_slack_webhook,
    "apprise": an_apprise,
}


def arrived(there: Recipient, name: str) -> list[str]:
    """What its readers have, as one text each."""
    if name == "email":
        return [whole(mail) for mail in there.mails()]
    return [line["body"] for line in there.posts(SLACK if name == "slack_webhook" else HOOK)]


def whole(mail: EmailMessage) -> str:
    """Subject and both halves."""
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    return "\n".join([str(mail["Subject"]), *parts])
