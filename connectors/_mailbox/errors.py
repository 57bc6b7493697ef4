"""What goes wrong with a mail server, in words for the owner."""

import imaplib
import re
import socket
import ssl

from connectors._mailbox.account import Account
from monitor.errors import ConnectorError

LOGIN = "`monitor login mailbox` asks for it again"
#: a login that is refused for now, not for its password (RFC 5530)
_FOR_NOW = re.compile(
    r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]|too many|try again|temporar",
    re.IGNORECASE,
)
#: these let nobody in with a password any more
_NO_PASSWORDS = re.compile(r"(?:^|\.)(?:outlook|office365|hotmail|live)\.(?:com|de|fr|co\.uk)$")


class Refused(Exception):
    """The server let us not in; its words."""


def failed(error: Exception, account: Account, *, is_late: bool = False) -> ConnectorError:
    """One failure as the daemon takes it."""
    where = f"the mail server `{account.host}`"
    match error:
        case Refused():
            return _refused(str(error), account, where)
        case _ if is_late:
            return ConnectorError(f"{where} did not answer in time")
        case ssl.SSLCertVerificationError():
            return ConnectorError(
                f"the certificate of `{account.host}` is not valid, so somebody else may be "
                "answering; the password was not sent",
                hint="look at the server's name in `server`",
            )
        case ssl.SSLError():
            return ConnectorError(
                f"{where} and we found no encryption in common",
                hint='some servers want `encryption = "starttls"`',
            )
        case socket.gaierror():
            return ConnectorError(f"there is no server of the name `{account.host}`")
        case TimeoutError():
            return ConnectorError(f"{where} did not answer in time")
        case ConnectionRefusedError():
            return ConnectorError(f"nobody answers at `{account.host}`, port {account.port}")
        case imaplib.IMAP4.error() if "TLS not supported" in str(error):
            return ConnectorError(
                f"{where} does not offer encryption that way; the password was not sent",
                hint='try `encryption = "tls"`',
            )
        case imaplib.IMAP4.error() if not isinstance(error, imaplib.IMAP4.abort):
            return ConnectorError(f"{where} said: {_words(error)}")
        case _:
            return ConnectorError(f"the connection to `{account.host}` broke off")


def _refused(words: str, account: Account, where: str) -> ConnectorError:
    if is_for_now(words):
        return ConnectorError(f"{where} lets nobody in for now: {words}")
    hint = f"an app password is needed, not the one you log in with; {LOGIN}"
    if _NO_PASSWORDS.search(account.host):
        hint = "Outlook takes no passwords from programs: let it redirect to another mailbox"
    return ConnectorError(
        f"{where} refused `{account.user}` or the password, and says: {words}",
        permanent=True,
        is_auth=True,
        hint=hint,
    )


def _words(error: Exception) -> str:
    """What the server said, short and on one line."""
    said = error.args[0] if error.args else ""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.split())[:200] or "no"


def is_for_now(words: str) -> bool:
    """The server may think otherwise later."""
    return _FOR_NOW.search(words) is not None


def words_of(answer: object) -> str:
    """The words of an answer of imaplib's: a list of bytes."""
    if isinstance(answer, list | tuple) and answer:
        return _words(Exception(answer[-1]))
    return "no"
