"""Where the mailbox is and how to get in; the password shows in no message and no traceback."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.http import is_loopback

PORTS = {"tls": 993, "starttls": 143, "none": 143}
#: as Google shows an app password; the spaces are there to be read
_IN_FOURS = re.compile(r"[a-z]{4}(?: [a-z]{4}){3}")


class Encryption(StrEnum):
    """How the connection is kept from others."""

    #: from its first byte
    TLS = "tls"
    #: begins in the open, and is encrypted before the password
    STARTTLS = "starttls"
    #: not at all; to this machine only
    NONE = "none"


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
    found = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^\s:/@]+)(?::(\d{1,5}))?", written)
    if found is None or int(found[2] or 1) not in range(1, 65_536):
        raise ValueError(f"`{written}` is no mail server; write it like `imap.gmail.com`")
    return found[1].strip("[]").lower(), int(found[2] or 0)


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


def password_of(written: str) -> str:
    """As the server wants it."""
    return written.replace(" ", "") if _IN_FOURS.fullmatch(written) else written


def needs_encryption(host: str, how: Encryption) -> bool:
    """Others could read the password on its way."""
    return how is Encryption.NONE and not is_loopback(host)
