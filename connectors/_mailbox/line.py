"""The line to the mail server: opens a folder to look at, never to change it.

The folder is opened by EXAMINE and mails are taken by BODY.PEEK, so that nothing is marked as
read. Every line has an end: a timeout for silence, another one for all of it.
"""

import contextlib
import imaplib
import re
import ssl
from collections.abc import Iterator
from datetime import date, datetime

from connectors._mailbox.account import Account
from connectors._mailbox.errors import Refused, failed, is_for_now, words_of
from connectors._mailbox.folder import listed, quoted
from monitor import http
from monitor.domain.mail_server import Encryption
from monitor.domain.values import Value
from monitor.errors import ConnectorError

#: bytes of one mail that are looked at; the rest is pictures and files
LARGEST = 1_000_000
_INTERNAL_DATE = re.compile(
    rb'INTERNALDATE "\s?(\d{1,2})-(\w{3})-(\d{4} \d\d:\d\d:\d\d [+-]\d{4})"'
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: what goes wrong on a line; ValueError: an answer that imaplib cannot take apart
_PROBLEMS = (OSError, EOFError, imaplib.IMAP4.error, Refused, ValueError, LookupError)


class NoFolder(ConnectorError):
    """there is no such folder"""


class NotGiven(Exception):
    """The server does not give a mail, and will not; its words."""


class Folder(Value):
    """A folder as it is opened."""

    #: another number: the folder was made anew, and its mails have other numbers
    validity: int
    count: int
    #: all mails that are there have a smaller one; 0: the server does not say
    next_uid: int


class Taken(Value):
    """One mail."""

    raw: bytes
    arrived_at: datetime | None


class _Bounded(imaplib.IMAP4):
    """A line that hangs up in the end, and takes no text larger than a mail."""

    hang_up: http.HangUp | None = None

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        super().open(host, port, timeout)
        self.sock.settimeout(http.TIMEOUT[1])
        self.hang_up = http.HangUp(self.sock)

    def read(self, size: int) -> bytes:
        if size > LARGEST + 1_000:
            raise self.abort("the server sends more than was asked for")
        return super().read(size)

    def shutdown(self) -> None:
        if self.hang_up is not None:
            self.hang_up.cancel()
        super().shutdown()


class _Encrypted(_Bounded, imaplib.IMAP4_SSL):
    """The same, encrypted from its first byte."""

    def open(self, host: str = "", port: int | None = 993, timeout: float | None = None) -> None:
        _Bounded.open(self, host, port or 993, timeout)


class Line:
    """One conversation with the server, logged in."""

    def __init__(self, client: _Bounded) -> None:
        self._client = client

    def examine(self, folder: str) -> Folder:
        """Opens the folder to look at. Raises NoFolder."""
        outcome, answer = self._client.select(quoted(folder), readonly=True)
        if outcome != "OK":
            raise NoFolder(
                f"the mailbox has no folder `{folder}`: {words_of(answer)}",
                permanent=True,
                hint='write its name as your mail program shows it: `folder = "Reviews"`',
            )
        _name, validity = self._client.response("UIDVALIDITY")
        _name, next_uid = self._client.response("UIDNEXT")
        return Folder(validity=_number(validity), count=_number(answer), next_uid=_number(next_uid))

    def folders(self) -> list[str]:
        """The names of all folders."""
        _outcome, answer = self._client.list()
        return [name for name in map(listed, answer or []) if name]

    def after(self, uid: int, since: date | None = None) -> list[int]:
        """The numbers of the mails after that one, in order; only those that arrived `since`."""
        what = f"UID {uid + 1}:*"
        if since is not None:
            what += f" SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        # "*" is the last one, even where that is not after it
        return [one for one in self._search(what) if one > uid]

    def take(self, uid: int) -> Taken | None:
        """One mail, its beginning if it is large; None where it is gone. Raises NotGiven."""
        wanted = f"(UID INTERNALDATE BODY.PEEK[]<0.{LARGEST}>)"
        return self._taken(uid, wanted)

    def headers(self, uid: int) -> bytes:
        """Who sent it, and what the server found out about that."""
        wanted = "(UID BODY.PEEK[HEADER.FIELDS (FROM AUTHENTICATION-RESULTS)])"
        taken = self._taken(uid, wanted)
        return taken.raw if taken is not None else b""

    def _search(self, what: str) -> list[int]:
        outcome, answer = self._client.uid("SEARCH", what)
        if outcome != "OK":
            raise imaplib.IMAP4.error(words_of(answer))
        words = b" ".join(one for one in answer if isinstance(one, bytes)).split()
        return sorted({int(word) for word in words if word.isdigit()})

    def _taken(self, uid: int, wanted: str) -> Taken | None:
        outcome, answer = self._client.uid("FETCH", str(uid), wanted)
        if outcome != "OK":
            words = words_of(answer)
            raise imaplib.IMAP4.error(words) if is_for_now(words) else NotGiven(words)
        for place, one in enumerate(answer or []):
            # other answers may come in between: new mails, flags that changed
            if isinstance(one, tuple) and b"BODY[" in one[0].upper():
                after = answer[place + 1] if place + 1 < len(answer) else b""
                told = one[0] + (after if isinstance(after, bytes) else b"")
                return Taken(raw=bytes(one[1]), arrived_at=_arrived_at(told))
        return None


@contextlib.contextmanager
def line_to(account: Account) -> Iterator[Line]:
    """Logs in and, whatever happens, out again. Raises ConnectorError, from inside too."""
    client: _Bounded | None = None
    try:
        client = _connected(account)
        _log_in(client, account)
        yield Line(client)
    except _PROBLEMS as error:
        is_late = client is not None and client.hang_up is not None and client.hang_up.is_over
        raise failed(error, account, is_late=is_late) from error
    finally:
        if client is not None:
            _close(client)


def _connected(account: Account) -> _Bounded:
    where = (account.host, account.port)
    context = ssl.create_default_context()
    if account.encryption is Encryption.TLS:
        return _Encrypted(*where, ssl_context=context, timeout=http.TIMEOUT[0])
    with contextlib.ExitStack() as opened:
        client = _Bounded(*where, timeout=http.TIMEOUT[0])
        opened.callback(_close, client)
        if account.encryption is Encryption.STARTTLS:
            client.starttls(ssl_context=context)
        opened.pop_all()
    return client


def _log_in(client: _Bounded, account: Account) -> None:
    """Raises Refused."""
    try:
        if (account.user + account.password).isascii():
            escaped = account.user.replace("\\", "\\\\").replace('"', '\\"')
            client.login(f'"{escaped}"', account.password)
        else:
            # LOGIN knows ASCII only
            secret = f"\0{account.user}\0{account.password}".encode()
            client.authenticate("PLAIN", lambda _challenge: secret)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise Refused(words_of(error.args)) from None


def _close(client: _Bounded) -> None:
    """Says good-bye if anybody listens."""
    with contextlib.suppress(*_PROBLEMS):
        client.logout()
    with contextlib.suppress(*_PROBLEMS):
        client.shutdown()


def _number(answer: object) -> int:
    first = answer[0] if isinstance(answer, list) and answer else None
    return int(first) if isinstance(first, bytes) and first.isdigit() else 0


def _arrived_at(told: bytes) -> datetime | None:
    found = _INTERNAL_DATE.search(told)
    if found is None:
        return None
    day, month, rest = (piece.decode() for piece in found.groups())
    try:
        # not by the name of the month: that follows the machine's language
        number = _MONTHS.index(month.capitalize()) + 1
        return datetime.strptime(f"{day} {number} {rest}", "%d %m %Y %H:%M:%S %z")
    except ValueError:
        return None
