"""The session that Mastodon.py speaks through: one request a call, over soon, and never too big.

The library is good at the API and careless at the wire: it waits 300 seconds, follows redirects
(a POST becomes a GET), raises for a warning in a header of an answer that did arrive, and has no
argument for `include_filtered`. All that is settled here. What an answer's headers said is kept
for the thread that asked, because the library's errors do not tell.
"""

import json
import threading
import time
from collections.abc import Mapping
from typing import Any

import requests
from mastodon import Mastodon

from monitor.domain.values import Value, replace
from monitor.http import TIMEOUT, USER_AGENT, storable

#: bytes; a page of forty statuses with all their extras is a tenth of it
LARGEST_ANSWER = 8_000_000
#: seconds until an answer has to be whole, however steadily it drips
LONGEST_ANSWER = 60.0
LONGEST_WORDS = 200
NEWEST = "99.0.0"
NOTIFICATIONS = "/api/v1/notifications"
#: the library acts upon these, and what it makes of odd ones is an error after the fact
_KEPT_FROM_LIBRARY = (
    "Deprecation",
    "Link",
    "Mastodon-Async-Refresh",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
)


class Elsewhere(Exception):
    """The server sends us to another address."""


class TooMuch(Exception):
    """An answer without end."""


class Answered(Value):
    """What the last answer was, beside its body."""

    status: int
    retry_after: str = ""
    reset: str = ""
    #: the server's own words about a failure; of a list's failure the library loses them
    said: str = ""
    #: the body was a list; the library makes a list of whatever comes where one belongs
    is_list: bool = False


class Session(requests.Session):
    """One attempt for each call."""

    def __init__(self) -> None:
        super().__init__()
        #: seconds to connect, seconds without a byte
        self.timeout = TIMEOUT
        self._heard = threading.local()

    def forget(self) -> None:
        """A new call begins: what was answered before is over."""
        self._heard.answered, self._heard.was_asked = None, False

    @property
    def was_asked(self) -> bool:
        """A request was begun since."""
        return getattr(self._heard, "was_asked", False) is True

    @property
    def answered(self) -> Answered | None:
        """The last answer to this thread; None when there was none."""
        found: Answered | None = getattr(self._heard, "answered", None)
        return found

    # Any: the library passes on whatever requests takes
    def request(self, method: Any, url: Any, *args: Any, **options: Any) -> requests.Response:
        self._heard.answered, self._heard.was_asked = None, True
        options |= {"allow_redirects": False, "stream": True, "timeout": self.timeout}
        if method == "GET" and str(url).endswith(NOTIFICATIONS):
            # what the server filters out of the owner's own app may still be a complaint
            options["params"] = {**options.get("params", {}), "include_filtered": "true"}
        response = super().request(method, url, *args, **options)
        self._heard.answered = answered = _answered(response.status_code, response.headers)
        if response.is_redirect:
            response.close()
            raise Elsewhere(response.headers.get("Location", ""))
        _read(response)
        self._heard.answered = replace(
            answered,
            said="" if response.ok else _said(response.content),
            is_list=response.content[:100].lstrip()[:1] == b"[",
        )
        for name in _KEPT_FROM_LIBRARY:
            response.headers.pop(name, None)
        return response


def library(server: str, token: str, session: Session) -> Mastodon:
    """Mastodon.py, kept from sleeping, retrying and asking for the server's version.

    Told no version, it asks for it at odd moments, and where `/api/v1/instance` fails it calls
    itself without end. Told one without a check mode it takes the server for Mastodon 1.0 and
    refuses to search. So it is told the newest; what a server does not have, it says itself.
    """
    api = Mastodon(
        api_base_url=server,
        ratelimit_method="throw",
        version_check_mode="created",
        mastodon_version=NEWEST,
        session=session,
        user_agent=USER_AGENT,
    )
    # not by the constructor: it opens a file that happens to be called like the token
    api.access_token = token
    return api


def _answered(status: int, headers: Mapping[str, str]) -> Answered:
    return Answered(
        status=status,
        retry_after=headers.get("Retry-After", ""),
        reset=headers.get("X-RateLimit-Reset", ""),
    )


def _said(body: bytes) -> str:
    """What stands as `error` in an answer; empty when there is no such thing."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    words = found.get("error") if isinstance(found, dict) else None
    return storable(words)[:LONGEST_WORDS] if isinstance(words, str) else ""


def _read(response: requests.Response) -> None:
    """The whole body, unless it is too large or too slow."""
    parts, size, until = [], 0, time.monotonic() + LONGEST_ANSWER
    for part in response.iter_content(65_536):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER or time.monotonic() > until:
            response.close()
            raise TooMuch(f"more than {size} bytes")
    # where requests keeps what it has read itself
    response._content = b"".join(parts)
