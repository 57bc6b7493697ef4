"""One POST: to an address that was judged, with no redirect, bounded in time and size."""

import http.client
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit

from monitor import http as monitor_http
from monitor.alerts.destination import addresses_of
from monitor.domain.inert import shortened
from monitor.domain.ports import Clock
from monitor.domain.values import Value
from monitor.errors import ChannelError
from monitor.http import look_up
from monitor.http.connection import Connection

#: bytes of an answer that are read
LARGEST_ANSWER = 10_000
#: whoever says more is asked again then
LONGEST_WAIT = timedelta(hours=6)
ORDINARY_WAIT = timedelta(minutes=1)
_SAFE = "%/:=&?~+!$,;'@()*[]"


class Answer(Value):
    """What came back."""

    status: int
    #: its beginning, in plain words
    words: str
    #: when we may come again, if it said so
    retry_at: datetime | None = None


def post(
    url: str, body: bytes, headers: dict[str, str], clock: Clock, *, allow_private: bool = False
) -> Answer:
    """Whatever is answered. Raises ChannelError where nothing was."""
    connection = None
    try:
        addresses = addresses_of(url, look_up, allow_private=allow_private)
        connection = Connection(url, addresses, time.monotonic() + monitor_http.DEADLINE)
        return _answered(connection, url, body, headers, clock)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _failed(error, connection) from error
    finally:
        if connection is not None:
            connection.finish()


def reach(url: str, *, allow_private: bool = False) -> str:
    """Connects, and says nothing; the name that answers. Raises ChannelError."""
    connection = None
    try:
        addresses = addresses_of(url, look_up, allow_private=allow_private)
        connection = Connection(url, addresses, time.monotonic() + monitor_http.DEADLINE)
        connection.connect()
    except (OSError, ValueError) as error:
        raise _failed(error, None) from error
    finally:
        if connection is not None:
            connection.finish()
    return connection.host


def _answered(
    connection: Connection, url: str, body: bytes, headers: dict[str, str], clock: Clock
) -> Answer:
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe=_SAFE) + (
        f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    )
    ours = {"User-Agent": monitor_http.USER_AGENT, "Accept-Encoding": "identity"}
    connection.request("POST", path, body, {**ours, **headers})
    with connection.getresponse() as answer:
        said = answer.read(LARGEST_ANSWER)
        return Answer(
            status=answer.status,
            words=shortened(said.decode(errors="replace"), 200),
            retry_at=_retry_at(answer.getheader("Retry-After"), clock.now()),
        )


def _retry_at(written: str | None, now: datetime) -> datetime | None:
    """Seconds, or a moment; None: it said nothing that can be read."""
    text = (written or "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), LONGEST_WAIT.total_seconds()))
    else:
        try:
            moment = parsedate_to_datetime(text)
            wait = moment.replace(tzinfo=moment.tzinfo or UTC) - now
        except (ValueError, TypeError, OverflowError):
            return None
    return now + min(max(wait, timedelta(0)), LONGEST_WAIT)


def _failed(error: Exception, connection: Connection | None) -> ChannelError:
    """In words; whether it may have been taken all the same depends on how far we came."""
    is_written = connection is not None and connection.sock is not None
    match error:
        case _ if connection is not None and connection.is_over:
            return ChannelError("it did not answer in time", is_unknown=True)
        case ssl.SSLCertVerificationError():
            return ChannelError("its certificate is not valid, so somebody else may be answering")
        case ssl.SSLError():
            return ChannelError("no encrypted connection could be made")
        case socket.gaierror():
            return ChannelError("there is no server of that name")
        case TimeoutError():
            return ChannelError("it did not answer in time", is_unknown=is_written)
        case ConnectionRefusedError():
            return ChannelError("nobody answers there")
        case http.client.HTTPException() | ValueError():
            return ChannelError("its answer is not what a web server sends", is_unknown=is_written)
        case _:
            return ChannelError("the connection broke off", is_unknown=is_written)
