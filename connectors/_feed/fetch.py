"""One look at one feed over HTTP: conditional, bounded in time and size, careful where it goes.

The library would fetch too, but without a timeout, without a limit, and wherever it is led.
"""

import gzip
import http.client
import io
import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from connectors._feed.address import addresses_of, as_asked, redirected
from monitor import http as monitor_http
from monitor.domain.ports import Clock
from monitor.domain.values import Value
from monitor.errors import ConnectorError
from monitor.http import look_up
from monitor.http.connection import Connection

#: bytes, unpacked
LARGEST = 4_000_000
MOST_REDIRECTS = 5
#: a platform that says more is asked again tomorrow
LONGEST_WAIT = timedelta(days=1)
#: when it says nothing
ORDINARY_WAIT = timedelta(minutes=30)
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PLAIN = re.compile(r"[\x20-\x7e]{1,500}")


class Fetched(Value):
    """What came."""

    #: where it came from in the end
    url: str
    #: nothing has changed since the last look
    is_unchanged: bool = False
    body: bytes = b""
    content_type: str = ""
    etag: str = ""
    modified: str = ""


def fetch(url: str, clock: Clock, *, etag: str = "", modified: str = "") -> Fetched:
    """One look. Raises ConnectorError, its message the end of "… could not be read: "."""
    asked = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in asked.items() if _PLAIN.fullmatch(value)}
    ends_at = time.monotonic() + monitor_http.DEADLINE
    at = url
    try:
        for _hop in range(MOST_REDIRECTS + 1):
            addresses = addresses_of(at, url, look_up)
            answer = _ask(at, addresses, headers, ends_at, clock)
            if isinstance(answer, Fetched):
                return answer
            at = redirected(at, answer, url)
    except (OSError, http.client.HTTPException, EOFError, zlib.error, ValueError) as error:
        raise ConnectorError(_in_words(error)) from error
    raise ConnectorError("it leads from one address to the next without an end")


# --- one request ------------------------------------------------------------------------------


def _ask(
    url: str, addresses: list[str], headers: dict[str, str], ends_at: float, clock: Clock
) -> Fetched | str:
    """The answer, or where it leads."""
    connection = Connection(url, addresses, ends_at)
    try:
        said = {"User-Agent": monitor_http.USER_AGENT, "Accept": ACCEPT, "Accept-Encoding": "gzip"}
        connection.request("GET", as_asked(url), headers={**said, **headers})
        with connection.getresponse() as answer:
            location = answer.getheader("Location")
            if answer.status in _REDIRECTS and location:
                return location
            fetched = _understood(url, answer, lambda: _body(answer), clock)
        if connection.is_over:
            # without a length an answer that broke off looks like a whole one
            raise TimeoutError
        return fetched
    except (OSError, http.client.HTTPException) as error:
        if connection.is_over:
            raise TimeoutError from error
        raise
    finally:
        connection.finish()


def _understood(
    url: str, answer: http.client.HTTPResponse, body: Callable[[], bytes], clock: Clock
) -> Fetched:
    etag, modified = answer.getheader("ETag") or "", answer.getheader("Last-Modified") or ""
    match answer.status:
        case 304:
            return Fetched(url=url, is_unchanged=True)
        case 200:
            kind = answer.getheader("Content-Type") or ""
            return Fetched(url=url, body=body(), content_type=kind, etag=etag, modified=modified)
        case 429 | 503:
            why = f"the site wants to be left alone for a while ({answer.status})"
            retry_at = _retry_at(answer.getheader("Retry-After"), clock.now())
            raise ConnectorError(why, retry_at=retry_at)
        case 401 | 403:
            raise ConnectorError(f"the site does not let us ({answer.status})")
        case 404 | 410:
            raise ConnectorError(
                f"there is no feed at that address any more ({answer.status})",
                permanent=answer.status == 410,
                hint="look for its new address, or take it out of `urls`",
            )
        case status:
            raise ConnectorError(f"the site answered {status}")


def _body(answer: http.client.HTTPResponse) -> bytes:
    """All of it, unpacked. Raises ConnectorError where it is larger than any feed."""
    packed = answer.read(LARGEST + 1)
    if len(packed) <= LARGEST and answer.length:
        raise http.client.IncompleteRead(b"")
    if len(packed) <= LARGEST and "gzip" in (answer.getheader("Content-Encoding") or ""):
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as unpacked:
            packed = unpacked.read(LARGEST + 1)
    if len(packed) > LARGEST:
        raise ConnectorError(f"it is larger than {LARGEST // 1_000_000} MB, which no feed is")
    return packed


def _retry_at(written: str | None, now: datetime) -> datetime:
    """When we may come again: seconds, or a moment."""
    text = (written or "").strip()
    wait = ORDINARY_WAIT
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), LONGEST_WAIT.total_seconds()))
    elif text:
        try:
            moment = parsedate_to_datetime(text)
            wait = moment.replace(tzinfo=moment.tzinfo or UTC) - now
        except (ValueError, TypeError, OverflowError):
            wait = ORDINARY_WAIT
    return now + min(max(wait, timedelta(0)), LONGEST_WAIT)


def _in_words(error: Exception) -> str:
    """What went wrong, for an owner."""
    match error:
        case ssl.SSLCertVerificationError():
            return "its certificate is not valid, so somebody else may be answering"
        case ssl.SSLError():
            return "no encrypted connection could be made"
        case socket.gaierror():
            return "there is no site of that name"
        case TimeoutError():
            return "it did not answer in time"
        case ConnectionRefusedError():
            return "nobody answers there"
        case http.client.IncompleteRead():
            return "the answer broke off"
        case EOFError() | zlib.error() | gzip.BadGzipFile():
            return "the answer could not be unpacked"
        case http.client.HTTPException() | ValueError():
            return "the answer is not what a web site sends"
        case _:
            return "the connection broke off"
