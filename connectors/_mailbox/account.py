"""Where the mailbox is and how to get in; the password shows in no message and no traceback."""

from collections.abc import Callable
from dataclasses import dataclass, field

from monitor.domain.mail_server import Encryption, server_of
from monitor.http import is_loopback

PORTS = {"tls": 993, "starttls": 143, "none": 143}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One folder of one mailbox."""

    host: str
    port: int
    encryption: Encryption
    user: str
    password: str = field(repr=False)
    folder: str


def server(written: str) -> tuple[str, int]:
    """`imap.example`, or with its port `imap.example:1993`; 0 is the usual port.

    Raises ValueError: what is wrong, and after "; " what to write.
    """
    return server_of(written, "imap.gmail.com")


def encryption(written: str) -> Encryption:
    """Raises ValueError."""
    try:
        return Encryption(written.lower())
    except ValueError:
        raise ValueError(f"`encryption` cannot be `{written}`; write `tls` or `starttls`") from None


def one_line(what: str) -> Callable[[str], str]:
    """A text that a command to the server can hold. Raises ValueError."""

    def read(written: str) -> str:
        if any(sign < " " or sign == "\x7f" for sign in written):
            raise ValueError(f"{what} holds a line break or a control character; copy it again")
        return written

    return read


def needs_encryption(host: str, how: Encryption) -> bool:
    """Others could read the password on its way."""
    return how is Encryption.NONE and not is_loopback(host)
