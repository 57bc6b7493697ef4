"""Whether a mail comes from whom it says: what the owner's own mail server found out on arrival.

The server writes `Authentication-Results` on top; what stands further down a stranger may have
written. So the newest header with a verdict counts, and only if it is of the server on top.
"""

import re
from enum import Enum, auto

from connectors._mailbox.mail import Mail

_METHOD = re.compile(r"(?:^|;)\s*(dkim|spf|dmarc)\s*=\s*([a-z]+)([^;]*)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
#: whom a verdict is about: the signer, the envelope's sender, the sender that is shown
_ABOUT = {
    "dkim": re.compile(r"header\.(?:d|i)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE),
    "spf": re.compile(r"smtp\.mailfrom\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE),
    "dmarc": re.compile(r"header\.from\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE),
}


class Sender(Enum):
    """What is known of the sender."""

    #: the server has checked, and it is true
    CONFIRMED = auto()
    #: the server has checked, and could not confirm it
    DOUBTFUL = auto()
    #: the server says nothing
    UNCHECKED = auto()


def belongs(domain: str, to: tuple[str, ...]) -> bool:
    """The domain is one of these, or below one of them."""
    name = domain.lower().rstrip(".")
    return any(name == one or name.endswith(f".{one}") for one in to)


def verdict(mail: Mail, domains: tuple[str, ...]) -> Sender:
    """Whether it was really sent by one of these domains."""
    if not mail.sender:
        return Sender.DOUBTFUL
    if not mail.results:
        return Sender.UNCHECKED
    server = _server(mail.results[0])
    said: set[str] = set()
    for result in mail.results:
        if _server(result) != server:
            continue
        found = _METHOD.findall(_bare(result))
        fresh = [one for one in found if one[0].lower() not in said]
        if any(_passes(method.lower(), how, whom, domains) for method, how, whom in fresh):
            return Sender.CONFIRMED
        said |= {method.lower() for method, _, _ in found}
    return Sender.DOUBTFUL


def _bare(result: str) -> str:
    """Without what stands in brackets, and in brackets within them."""
    return _COMMENT.sub(" ", _COMMENT.sub(" ", result))


def _server(result: str) -> str:
    return _bare(result).partition(";")[0].strip().split(" ")[0].lower()


def _passes(method: str, outcome: str, about: str, domains: tuple[str, ...]) -> bool:
    whom = _ABOUT[method].search(about)
    if outcome.lower() != "pass" or whom is None:
        return False
    return belongs(whom[1].rpartition("@")[2], domains)
