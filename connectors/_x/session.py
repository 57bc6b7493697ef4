"""A session: tweepy's client for one account, with our timeouts, our address and no patience.

tweepy knows one host and no timeout; both are put right in the adapter of its session. Nothing
waits or tries again here. Every failure leaves as a `Failure`.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import (
    ChunkedEncodingError,
    ConnectTimeout,
    JSONDecodeError,
    ProxyError,
    SSLError,
    Timeout,
    TooManyRedirects,
)
from requests.exceptions import ConnectionError as RequestsConnectionError
from urllib3.exceptions import MaxRetryError, NewConnectionError

from connectors._x.failures import Failure, Said, Sort, answered, broken_off
from connectors._x.fields import Fields, storable
from connectors._x.options import HOST, Keys
from monitor import http
from monitor.domain.ports import Clock
from monitor.http import USER_AGENT


class TooLarge(RequestException):
    """An answer that would not end."""


#: bytes; a hundred long posts with their authors are a twentieth of it
LARGEST_ANSWER = 8_000_000
#: seconds for a whole answer, however it trickles in
LONGEST_ANSWER = 60.0
#: they write tokens and people's words into the log
_TALKATIVE = ("tweepy", "oauthlib", "requests_oauthlib", "urllib3")

_WORDS: tuple[tuple[type[RequestException], str], ...] = (
    (ConnectTimeout, "nobody answers there"),
    (Timeout, "nothing came in time"),
    (ProxyError, "the proxy does not answer"),
    (SSLError, "the connection is not safe"),
    (TooManyRedirects, "it sends us elsewhere"),
    (JSONDecodeError, "an answer that is no JSON"),
    (RequestsConnectionError, "there is no connection, or it broke off"),
    (ChunkedEncodingError, "the answer broke off"),
    (TooLarge, "the answer is too large, or too slow"),
    (RequestException, "the request could not be made"),
)


class Door(HTTPAdapter):
    """Where all requests go through: another address, a timeout, and what came back last.

    Each request has a connection of its own: a kept one may be dead before we write, and then
    nobody knows what became of it. tweepy signs for the host that it knows, so a proxy has to pass
    requests on to that one.
    """

    def __init__(self, base: str) -> None:
        super().__init__(max_retries=0)
        self._base = base
        self._kept = threading.local()

    @property
    def last(self) -> Response | None:
        """The answer that this thread got last."""
        return getattr(self._kept, "answer", None)

    def forget(self) -> None:
        """Whatever comes now is new."""
        self._kept.answer = None

    # Any: requests passes on what its own adapter takes
    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        request.url = self._base + (request.url or "").removeprefix(HOST)
        if self._base != HOST:
            # a proxy for the whole machine is not for an address of the owner's own
            kwargs["proxies"] = {}
        kwargs |= {"timeout": http.TIMEOUT, "stream": True}
        with closing(HTTPAdapter(max_retries=0)) as once:
            answer = once.send(request, *args, **kwargs)
            self._kept.answer = answer
            _read(answer)
        return answer


class Session:
    """One account's way to X."""

    def __init__(self, keys: Keys, base: str, clock: Clock) -> None:
        import tweepy

        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._http_error = tweepy.HTTPException
        self._clock = clock
        self._door = Door(base)
        #: tweepy's client; its methods are given to `ask`
        self.client = tweepy.Client(
            consumer_key=keys.api_key,
            consumer_secret=keys.api_secret,
            access_token=keys.access_token,
            access_token_secret=keys.access_secret,
            return_type=dict,
            wait_on_rate_limit=False,
        )
        self.client.user_agent = USER_AGENT
        self.client.session.mount(HOST, self._door)
        # a redirected POST would be sent twice
        self.client.session.max_redirects = 0

    # Any: every method of tweepy's takes arguments of its own
    def ask(self, method: Callable[..., object], *args: Any, **params: Any) -> Fields:
        """One request and its answer. Raises Failure."""
        now = self._clock.now()
        self._door.forget()
        try:
            answer = method(*args, user_auth=True, **params)
        except self._http_error as error:
            raise self._answered(now) from error
        except RequestException as error:
            raise broken_off(_sort_of(error), _words_for(error), now) from error
        except (AttributeError, TypeError, ValueError, RecursionError) as error:
            # tweepy stumbles over errors that are no objects, and over odd headers
            raise self._stumbled(error, now) from error
        if not isinstance(answer, dict):
            raise broken_off(Sort.NO_ANSWER, "an answer of another shape", now)
        return answer

    def header(self, name: str) -> str:
        """A header of the last answer; empty when it had none."""
        last = self._door.last
        return "" if last is None else last.headers.get(name, "")

    def _answered(self, now: datetime) -> Failure:
        last = self._door.last
        assert last is not None  # tweepy raised for an answer
        return answered(_said(last), now)

    def _stumbled(self, error: Exception, now: datetime) -> Exception:
        last = self._door.last
        if last is None:
            return error
        if last.status_code >= 300:
            return answered(_said(last), now)
        if isinstance(error, ValueError | RecursionError):
            return broken_off(Sort.NO_ANSWER, "an answer that is no JSON", now)
        return error


def _read(answer: Response) -> None:
    """The whole body, unless it is too large or too slow."""
    parts, size, until = [], 0, time.monotonic() + LONGEST_ANSWER
    for part in answer.iter_content(65_536):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER or time.monotonic() > until:
            answer.close()
            raise TooLarge
    # where requests keeps what it has read itself
    answer._content = b"".join(parts)


def _words_for(error: RequestException) -> str:
    """What happened, for the owner; the first that fits."""
    return next(words for kind, words in _WORDS if isinstance(error, kind))


def _sort_of(error: RequestException) -> Sort:
    """Whether anything can have left this machine."""
    if isinstance(error, ConnectTimeout | ProxyError):
        return Sort.NOT_REACHED
    if isinstance(error, SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error):
        return Sort.NOT_REACHED
    if isinstance(error, RequestsConnectionError) and error.args:
        inner = error.args[0]
        if isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError):
            return Sort.NOT_REACHED
    return Sort.NO_ANSWER


def _said(answer: Response) -> Said:
    """X's own words for an error, whatever shape they have."""
    words: list[str] = []
    types: list[str] = []
    try:
        body = json.loads(answer.content)
    except (ValueError, RecursionError):
        body = None
    if isinstance(body, dict):
        errors = body.get("errors")
        for one in (body, *(errors if isinstance(errors, list) else ())):
            if not isinstance(one, dict):
                continue
            found = one.get("detail") or one.get("message")
            if isinstance(found, str) and found not in words:
                words.append(found)
            if isinstance(one.get("type"), str):
                types.append(one["type"].rpartition("/")[2])
    return Said(
        status=answer.status_code,
        words=storable("; ".join(words))[:500],
        types=tuple(types),
        headers={name.lower(): value for name, value in answer.headers.items()},
        is_from_x=isinstance(body, dict),
    )
