"""Mailbox: the mails by which Google, Yelp, Trustpilot, Tripadvisor and Facebook tell of reviews.

Read only, over IMAP: the mailbox stays as it is, nothing is marked as read, no link is opened. A
mail that no table knows is shown with its first words. The guide: docs/platforms/mailbox.md.
"""

from collections.abc import Iterable

from connectors._mailbox import account as read
from connectors._mailbox.account import PORTS, Account
from connectors._mailbox.check import check
from connectors._mailbox.message import PLATFORM
from connectors._mailbox.pull import Pull
from connectors._mailbox.setup import PASSWORD, SETUP
from monitor.domain.account import Checked
from monitor.domain.mail_server import Encryption, password_of
from monitor.domain.message import Page
from monitor.domain.ports import Clock
from monitor.domain.settings import Settings

__all__ = ["SETUP", "Mailbox", "connect"]

NAME = "mailbox"
INBOX = "INBOX"


def connect(settings: Settings) -> "Mailbox":
    """The connector of one folder. Raises ConfigError with every problem.

    `server`: its name, with its port where that is not the usual one. `user`: the mail address.
    `folder`: "INBOX" unless set. `encryption`: "tls" or "starttls". `password`: the name of the
    secret.
    """
    host, port = settings.value(
        "server", read.server, ("", 0), example="imap.gmail.com", is_needed=True
    )
    how = settings.value("encryption", read.encryption, Encryption.TLS, example="tls")
    user = settings.value(
        "user", read.one_line("`user`"), "", example="reviews@larch.example", is_needed=True
    )
    folder = settings.value("folder", read.one_line("`folder`"), INBOX, example="Reviews")
    password = settings.secret("password", PASSWORD)
    if any(sign < " " or sign == "\x7f" for sign in password):
        settings.wrong("the password holds a line break", "`monitor login mailbox` asks again")
    if host and read.needs_encryption(host, how):
        settings.wrong(
            f"without encryption the password to `{host}` could be read on its way",
            'write `encryption = "tls"`',
        )
    settings.done()
    account = Account(
        host=host,
        port=port or PORTS[how],
        encryption=how,
        user=user,
        password=password_of(password),
        folder=folder,
    )
    return Mailbox(account, settings.brand, settings.clock)


class Mailbox:
    """The folder with a brand's reviews."""

    name = NAME
    platforms: tuple[str, ...] = (PLATFORM,)

    def __init__(self, account: Account, brand: str, clock: Clock) -> None:
        self._account = account
        self._pull = Pull(account, brand, clock)

    def fetch(self, cursor: str) -> Page:
        return self._pull.fetch(cursor)

    def check(self) -> Iterable[Checked]:
        return check(self._account)
