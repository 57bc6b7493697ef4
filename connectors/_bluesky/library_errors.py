"""The library's errors as ours. Imported with the library, on first use."""

from datetime import datetime, timedelta

import httpx
from atproto_client.exceptions import LoginRequiredError, RateLimitExceededError, RequestErrorBase
from atproto_core.exceptions import AtProtocolError
from atproto_server.exceptions import TokenDecodeError

from connectors._bluesky.errors import Trouble

#: everything that a call may raise; ValueError: half of an answer, or no JSON
LIBRARY_ERRORS = (AtProtocolError, httpx.HTTPError, httpx.InvalidURL, ValueError)
#: these come before a request leaves
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
#: a header may hold any number
LONGEST_WAIT_S = 7 * 24 * 3600.0


def trouble_of(error: Exception) -> Trouble:
    """What a call raised, understood."""
    if isinstance(error, RequestErrorBase) and error.response is not None:
        return _answered(error, error.response.status_code, error.response.content)
    if isinstance(error, TokenDecodeError | LoginRequiredError):
        return Trouble("the session was over", status=401, name="InvalidToken", was_sent=False)
    cause = error.__cause__ if isinstance(error, RequestErrorBase) else error
    if isinstance(cause, httpx.HTTPError):
        return _unanswered(cause)
    if isinstance(error, httpx.InvalidURL):
        return Trouble("the server's address cannot be used", status=400, was_sent=False)
    return Trouble("the answer cannot be read", status=200)


def _answered(error: RequestErrorBase, status: int, content: object) -> Trouble:
    # without a message the library gives its own kind of dict
    name, why = _text(content, "error"), _text(content, "message")
    wait = retry_at = None
    if isinstance(error, RateLimitExceededError):
        seconds = error.retry_after
        if seconds is not None and 0 <= seconds < LONGEST_WAIT_S:
            wait = timedelta(seconds=seconds)
        retry_at = _reset_at(error)
    return Trouble(
        why or name or f"answer {status}", status=status, name=name, wait=wait, retry_at=retry_at
    )


def _reset_at(error: RateLimitExceededError) -> datetime | None:
    try:
        # the library is not typed
        reset_at: datetime | None = error.reset_at
    except (OverflowError, OSError, ValueError):
        return None
    return reset_at


def _unanswered(cause: httpx.HTTPError) -> Trouble:
    was_sent = not isinstance(cause, NOT_SENT)
    if isinstance(cause, httpx.TimeoutException):
        why = "Bluesky did not answer in time" if was_sent else "Bluesky cannot be reached in time"
    elif was_sent:
        why = "the connection broke off"
    else:
        why = "Bluesky cannot be reached"
    return Trouble(why, was_sent=was_sent)


def _text(content: object, key: str) -> str:
    found = None if isinstance(content, bytes) else getattr(content, key, None)
    return found if isinstance(found, str) else ""
