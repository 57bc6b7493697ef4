"""Redaction: secrets that were handed out in this process never show in what leaves it.

Whoever reads a secret remembers it here. Logs, screens, errors and whatever is stored of a
platform's words pass through `redacted`; a library that puts a token into its error message puts
it into none of them.
"""

import logging
import re
import traceback
from base64 import b64encode
from urllib.parse import quote, quote_plus

HIDDEN = "…"
#: shorter ones stand in ordinary words
SHORTEST = 6
#: a word of so few letters and nothing else would be hidden everywhere, and protects nothing
SHORTEST_WORD = 12
#: kept beside the secrets, and seen by everybody: our own name, and a part of a login's address
PUBLIC = ("_USERNAME", "_CLIENT_ID")

_PASSWORD = re.compile(r"^[a-z][a-z0-9+.-]*://[^/\s:@]*:([^/\s]+)@", re.IGNORECASE)
#: what an error of HTTP may repeat, whoever's it is: tokens that a platform gave us on the way
_SPOKEN = re.compile(
    r"(?P<before>\b(?:bearer|basic|oauth)\s+(?=\S{0,200}\d)(?=\S{16})|\b(?:access_token|refresh_token|"
    r"oauth_token|api_key|client_secret|password|signature)[\"']?\s*[=:]\s*[\"']?)"
    r"(?P<secret>[^\s\"'&,;…<>]{8,})"
    r"|(?P<token>\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_.-]+)",
    re.IGNORECASE,
)
_secrets: set[str] = set()


def remember(secret: str) -> str:
    """The secret itself; from now on it is hidden wherever text leaves this process."""
    found = {secret, secret.strip()}
    if password := _PASSWORD.match(secret):
        found.add(password[1])
    for one in found:
        if len(one) >= SHORTEST and not (one.isalpha() and len(one) < SHORTEST_WORD):
            _secrets.update(_forms(one))
    return secret


def remember_named(name: str, secret: str) -> str:
    """The same for the value of a secret with this name; what is public anyway is not hidden."""
    return secret if name.endswith(PUBLIC) else remember(secret)


def redacted(text: str) -> str:
    """The text without the secrets that are known."""
    for secret in _secrets:
        if secret in text:
            # the longest first: one may be a part of another
            for each in sorted(_secrets, key=len, reverse=True):
                text = text.replace(each, HIDDEN)
            return text
    return text


def redacted_words(text: str) -> str:
    """The same, and without what sounds like a token in somebody else's error message."""
    return _SPOKEN.sub(_hide, redacted(text))


class RedactingFormatter(logging.Formatter):
    """Writes records, tracebacks too, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be seen."""
        return redacted_words(super().format(record))


def hide_in_unset_logs() -> None:
    """What is logged before anybody set a log up is printed by Python itself: without secrets."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(RedactingFormatter())


def redacted_traceback(error: BaseException) -> str:
    """As Python shows it, without secrets."""
    return redacted_words("".join(traceback.format_exception(error)))


def _hide(found: re.Match[str]) -> str:
    return HIDDEN if found["token"] else f"{found['before']}{HIDDEN}"


def _forms(secret: str) -> set[str]:
    """As it may stand in an address, in JSON, in a header, in Python's own quotes."""
    plain = b64encode(secret.encode()).decode()
    return {
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        secret.encode("unicode_escape").decode(),
        repr(secret)[1:-1],
        plain,
        plain.rstrip("="),
    }
