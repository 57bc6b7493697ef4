"""Mastodon: what each failure means, and that nothing waits or tries again inside a call."""

import time
from datetime import datetime, timedelta

import pytest
import requests
from mastodon.errors import MastodonNetworkError
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

from connectors._mastodon.errors import Failed, Failing, failed
from connectors._mastodon.session import Answered
from connectors.mastodon import connect
from monitor.errors import ConnectorError
from monitor.http import TIMEOUT
from monitor.testing import MONDAY_MORNING
from tests.contract.connectors.mastodon_steps import asked, server
from tests.contract.connectors.steps import read
from tests.simulators.mastodon_rig import READ, MastodonRig
from tests.simulators.server import Fault, Fields

__all__ = ["server"]

NOW = MONDAY_MORNING
IN_A_MINUTE = NOW + timedelta(minutes=1)
#: what the server says → what it means, and in which of its words
ANSWERS: list[tuple[Fields, Failing, str]] = [
    # the token was revoked
    ({"status": 401, "body": {"error": "revoked"}}, Failing.AUTH, "refused the token: revoked"),
    # a scope is missing: the words are Mastodon's own
    (
        {"status": 403, "body": {"error": "This action is outside the authorized scopes"}},
        Failing.AUTH,
        "outside the authorized scopes",
    ),
    # our account was suspended, or never confirmed its address
    (
        {"status": 403, "body": {"error": "Your login is currently disabled"}},
        Failing.AUTH,
        "does not let us",
    ),
    # this one post
    ({"status": 403, "body": {"error": "This action is not allowed"}}, Failing.REFUSED, "403"),
    # no Mastodon server, or an old one
    ({"status": 404, "body": {"error": "Record not found"}}, Failing.GONE, "not there"),
    ({"status": 410, "body": {"error": "gone"}}, Failing.GONE, "not there"),
    # a proxy's page: no deletion, and no refusal of ours
    ({"status": 404, "raw": "<html>"}, Failing.UNHEARD, "something else than Mastodon"),
    ({"status": 403, "raw": "<html>are you human?"}, Failing.UNHEARD, "something else"),
    ({"status": 422, "body": {"error": "too long"}}, Failing.REFUSED, "422: too long"),
    ({"status": 429, "body": {"error": "wait"}}, Failing.TOO_MANY, "too many requests"),
    # the library has classes for these four, and none for what a proxy may say
    ({"status": 500, "raw": "oops"}, Failing.UNHEARD, "500"),
    ({"status": 502, "raw": "<html>"}, Failing.UNHEARD, "502"),
    ({"status": 503, "body": {"error": "busy"}}, Failing.UNHEARD, "503: busy"),
    ({"status": 504, "raw": ""}, Failing.UNHEARD, "504"),
    ({"status": 520, "raw": ""}, Failing.UNHEARD, "520"),
    # a page of somebody else's, with every sign of success
    ({"status": 200, "raw": "<html>welcome</html>"}, Failing.UNHEARD, "cannot be understood"),
    ({"status": 200, "body": {"error": "none"}}, Failing.UNHEARD, "no list"),
    ({"status": 200, "body": None}, Failing.UNHEARD, "cannot be understood"),
    # deeper than the library can follow
    ({"status": 200, "raw": "[" * 100_000}, Failing.UNHEARD, "cannot be understood"),
    # without end
    ({"status": 200, "raw": "x" * 9_000_000}, Failing.TOO_LARGE, "too large"),
    (
        {"status": 302, "raw": "", "headers": {"Location": "https://login.example/"}},
        Failing.ELSEWHERE,
        "sends us elsewhere: `https://login.example/`",
    ),
]


@pytest.mark.parametrize(
    ("answer", "failing", "words"),
    ANSWERS,
    ids=[f"{answer['status']} {words[:30]}" for answer, _, words in ANSWERS],
)
def test_what_an_answer_means(
    server: MastodonRig, answer: Fields, failing: Failing, words: str
) -> None:
    server.is_like(answers={READ: answer})
    with pytest.raises(Failed) as caught:
        read(server.connector())
    assert caught.value.failing is failing
    assert words in caught.value.message
    assert caught.value.is_auth == (failing is Failing.AUTH)
    assert caught.value.permanent == (failing in (Failing.AUTH, Failing.ELSEWHERE))
    # a "no" is asked once more without quotes, which older servers do not know; what is too large
    # for ever smaller pages
    again = {Failing.REFUSED: 1, Failing.TOO_LARGE: 2}
    assert asked(server, READ) == 1 + again.get(failing, 0)


@pytest.mark.parametrize(
    "fault", [Fault.TIMEOUT_BEFORE, Fault.SILENCE_AFTER_ACCEPTANCE, Fault.UNAVAILABLE_BEFORE]
)
def test_nothing_is_asked_twice_and_nothing_waits(server: MastodonRig, fault: Fault) -> None:
    connector = server.connector()
    began = time.monotonic()
    server.fail_reads(fault, fault)
    with pytest.raises(ConnectorError):
        read(connector)
    assert asked(server, READ) == 1
    assert time.monotonic() - began < 5


def test_the_librarys_five_minutes_are_not_ours(server: MastodonRig) -> None:
    assert connect(server.settings()).server.session.timeout == TIMEOUT


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"X-RateLimit-Reset": "2026-11-23T09:01:00.000Z"}, IN_A_MINUTE),
        # GoToSocial counts seconds since 1970
        ({"X-RateLimit-Reset": f"{int(IN_A_MINUTE.timestamp())}"}, IN_A_MINUTE),
        ({"Retry-After": "60"}, IN_A_MINUTE),
        ({"Retry-After": "Mon, 23 Nov 2026 09:01:00 GMT"}, IN_A_MINUTE),
        # nothing that helps: five minutes
        ({}, NOW + timedelta(minutes=5)),
        ({"X-RateLimit-Reset": "soon"}, NOW + timedelta(minutes=5)),
        ({"X-RateLimit-Reset": "2026-11-23T08:00:00Z"}, NOW + timedelta(minutes=5)),
        ({"Retry-After": "9" * 40}, NOW + timedelta(minutes=5)),
        # at most an hour
        ({"Retry-After": "86400"}, NOW + timedelta(hours=1)),
    ],
)
def test_when_to_come_back(
    server: MastodonRig, headers: dict[str, str], expected: datetime
) -> None:
    answer = {"status": 429, "body": {"error": "Too many requests"}, "headers": headers}
    server.is_like(answers={READ: answer})
    with pytest.raises(ConnectorError) as caught:
        read(server.connector())
    assert caught.value.retry_at == expected


CONNECTION = HTTPConnection("mastodon.example")
#: how a request can break without an answer, and whether it left
BREAKS: list[tuple[requests.RequestException, Failing]] = [
    # nobody listens
    (
        requests.ConnectionError(
            MaxRetryError(None, "/", NewConnectionError(CONNECTION, "refused"))  # type: ignore[arg-type] # a pool that nobody looks at
        ),
        Failing.UNSENT,
    ),
    # there is no such name
    (
        requests.ConnectionError(
            MaxRetryError(None, "/", NameResolutionError("mastodon.example", CONNECTION, OSError()))  # type: ignore[arg-type] # the same
        ),
        Failing.UNSENT,
    ),
    (requests.ConnectTimeout(), Failing.UNSENT),
    (requests.exceptions.SSLError(), Failing.UNSENT),
    (requests.exceptions.ProxyError(), Failing.UNSENT),
    (requests.ReadTimeout(), Failing.UNHEARD),
    (requests.ConnectionError("reset"), Failing.UNHEARD),
    (requests.exceptions.ChunkedEncodingError(), Failing.UNHEARD),
]


@pytest.mark.parametrize(("cause", "failing"), BREAKS, ids=lambda value: type(value).__name__)
def test_what_no_answer_means(cause: requests.RequestException, failing: Failing) -> None:
    assert failed(_wrapped(cause), None, lambda: NOW).failing is failing


def test_an_answer_that_broke_off_was_an_answer() -> None:
    cause = requests.exceptions.ChunkedEncodingError()
    answered = Answered(status=200)
    assert failed(_wrapped(cause), answered, lambda: NOW).failing is Failing.UNHEARD


def _wrapped(cause: requests.RequestException) -> Exception:
    """As the library does it: of the cause only the words, and what Python keeps by itself."""
    try:
        try:
            raise cause
        except requests.RequestException as error:
            raise MastodonNetworkError(f"Could not complete request: {error}")  # noqa: B904
    except MastodonNetworkError as error:
        return error
