"""The line to the mail server that sends: encrypted before anything is said, with an end."""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from monitor import http
from monitor.domain.inert import shortened
from monitor.domain.mail_server import Encryption
from monitor.errors import ChannelError

PORTS = {Encryption.TLS: 465, Encryption.STARTTLS: 587, Encryption.NONE: 25}
#: smtplib raises these and OSError; ValueError: what it cannot put on the line
PROBLEMS = (OSError, smtplib.SMTPException, ValueError, EOFError)
_LATER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class MailAccount:
    """Where mails are handed in; the password shows in no message and no traceback."""

    host: str
    port: int
    encryption: Encryption
    user: str
    password: str = field(repr=False)
    #: how we say hello: a name, never this machine's own
    hello: str


class Bounded(smtplib.SMTP):
    """A line that hangs up in the end."""

    hang_up: http.HangUp | None = None
    #: a mail is being handed over: without an answer nobody knows whether it was taken
    is_handing_over = False

    # the library's own hook: it has no other place for a socket of ours
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]
        made.settimeout(http.TIMEOUT[1])
        self.hang_up = http.HangUp(made)
        return made

    # Any: the library's own hints say no more
    def data(self, msg: Any) -> tuple[int, bytes]:
        self.is_handing_over = True
        answer = super().data(msg)
        self.is_handing_over = False
        return answer

    def close(self) -> None:
        if self.hang_up is not None:
            self.hang_up.cancel()
        super().close()


class Encrypted(Bounded, smtplib.SMTP_SSL):
    """The same, encrypted from its first byte."""


@contextlib.contextmanager
def line_to(account: MailAccount) -> Iterator[Bounded]:
    """Logs in and, whatever happens, out again. Raises ChannelError, from inside too."""
    client: Bounded | None = None
    try:
        client = _connected(account)
        if account.user:
            client.login(account.user, account.password)
        yield client
    except PROBLEMS as error:
        is_late = client is not None and client.hang_up is not None and client.hang_up.is_over
        told = failed(error, account, is_late=is_late)
        told.is_unknown = client is not None and client.is_handing_over
        raise told from error
    finally:
        if client is not None:
            with contextlib.suppress(*PROBLEMS):
                client.quit()
            with contextlib.suppress(*PROBLEMS):
                client.close()


def _connected(account: MailAccount) -> Bounded:
    where = (account.host, account.port, account.hello)
    context = ssl.create_default_context()
    if account.encryption is Encryption.TLS:
        return Encrypted(*where, timeout=http.TIMEOUT[0], context=context)
    with contextlib.ExitStack() as opened:
        client = Bounded(*where, timeout=http.TIMEOUT[0])
        opened.callback(client.close)
        if account.encryption is Encryption.STARTTLS:
            client.starttls(context=context)
        opened.pop_all()
    return client


def failed(error: Exception, account: MailAccount, *, is_late: bool = False) -> ChannelError:
    """One failure in words for the owner."""
    where = f"the mail server `{account.host}`"
    match error:
        case smtplib.SMTPAuthenticationError():
            return ChannelError(
                f"{where} refused `{account.user}` or the password, and says: "
                f"{_words(error.smtp_error)}",
                is_auth=error.smtp_code >= _LATER,
                hint="most providers want an app password, made under “Security”, not the one you "
                "log in with",
            )
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()), (0, b""))
            return ChannelError(
                f"{where} takes no mail for {', '.join(error.recipients)}, and says: "
                f"{code} {_words(said)}",
                hint="look at `to` under [alerts.email]",
            )
        case smtplib.SMTPSenderRefused():
            return ChannelError(
                f"{where} takes no mail from {error.sender}, and says: {_words(error.smtp_error)}",
                hint="`from` under [alerts.email] has to be an address that may send there",
            )
        case smtplib.SMTPDataError():
            return ChannelError(
                f"{where} did not take this mail, and says: {_words(error.smtp_error)}",
                is_of_alert=error.smtp_code >= _LATER,
            )
        case smtplib.SMTPNotSupportedError() if account.encryption is Encryption.STARTTLS:
            return ChannelError(
                f"{where} does not offer encryption that way; the password was not sent",
                hint='try `encryption = "tls"`',
            )
        case smtplib.SMTPServerDisconnected() | TimeoutError() if is_late:
            return ChannelError(f"{where} did not answer in time")
        case smtplib.SMTPResponseException():
            return ChannelError(f"{where} said: {error.smtp_code} {_words(error.smtp_error)}")
        case smtplib.SMTPNotSupportedError():
            return ChannelError(
                f"{where} lets nobody log in that way", hint="leave `user` out, or ask its owner"
            )
        case smtplib.SMTPServerDisconnected():
            return ChannelError(f"the connection to `{account.host}` broke off")
        case UnicodeError():
            return ChannelError(
                "`user` or the password has signs that mail servers cannot take",
                is_auth=True,
                hint="make an app password of plain letters and digits",
            )
        case _:
            return _no_line(error, account, where)


def _no_line(error: Exception, account: MailAccount, where: str) -> ChannelError:
    match error:
        case ssl.SSLCertVerificationError():
            return ChannelError(
                f"the certificate of `{account.host}` is not valid, so somebody else may be "
                "answering; the password was not sent",
                hint="look at the server's name in `server`",
            )
        case ssl.SSLError():
            other = "starttls" if account.encryption is Encryption.TLS else "tls"
            return ChannelError(
                f"{where} and we found no encryption in common",
                hint=f'some servers want `encryption = "{other}"`',
            )
        case socket.gaierror():
            return ChannelError(f"there is no server of the name `{account.host}`")
        case TimeoutError():
            return ChannelError(f"{where} did not answer in time")
        case ConnectionRefusedError():
            return ChannelError(f"nobody answers at `{account.host}`, port {account.port}")
        case _:
            return ChannelError(f"the connection to `{account.host}` broke off")


def _words(said: bytes | str) -> str:
    """What the server said, short and on one line."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return shortened(text, 200) or "no"
