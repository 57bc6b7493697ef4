"""A mail server as its owner names it, and how the line to it is kept from others."""

import re
from enum import StrEnum

_SERVER = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\s:/@]+)(?::(\d{1,5}))?")
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


def server_of(written: str, example: str) -> tuple[str, int]:
    """`mail.example`, or with its port `mail.example:1993`; 0 is the usual port.

    Raises ValueError: what is wrong, and after "; " what to write, like `example`.
    """
    found = _SERVER.fullmatch(written)
    if found is None or int(found[2] or 1) not in range(1, 65_536):
        raise ValueError(f"`{written}` is no mail server; write it like `{example}`")
    return found[1].strip("[]").lower(), int(found[2] or 0)


def password_of(written: str) -> str:
    """As the server wants it."""
    return written.replace(" ", "") if _IN_FOURS.fullmatch(written) else written
