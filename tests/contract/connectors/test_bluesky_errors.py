"""Bluesky, the table of errors: what each answer means for a read and for a write."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from connectors._bluesky.errors import Trouble, connector_error, outcome
from connectors._bluesky.library_errors import LIBRARY_ERRORS, trouble_of
from tests.contract.connectors.steps import how

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def said(
    status: int, name: str = "", message: str = "", headers: dict[str, str] | None = None
) -> Trouble:
    """What becomes of an answer, the library in between."""
    body = {"error": name, "message": message} if name else None

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json=body, headers=headers)

    return broken(answer)


def broken(answer: Callable[[httpx.Request], httpx.Response]) -> Trouble:
    """What becomes of whatever the transport does."""
    from atproto_client import Client
    from atproto_client.request import Request

    request = Request(transport=httpx.MockTransport(answer))
    client = Client("https://pds.example", request=request)
    try:
        client.invoke_procedure("com.atproto.repo.putRecord", content=b"{}")
    except LIBRARY_ERRORS as error:
        return trouble_of(error)
    finally:
        request.close()
    raise AssertionError("the library took it for an answer")


#: status, Bluesky's word, its message; how a write ends; whether a read needs a person, or a login
ANSWERS = [
    # an ordinary refusal
    (400, "InvalidRequest", "grapheme too big", "refused", (True, False)),
    # the session is over: a 400, not a 401
    (400, "ExpiredToken", "Token has expired", "later", (False, False)),
    (400, "InvalidToken", "Token could not be verified", "later", (False, False)),
    (401, "InvalidToken", "Token could not be verified", "later", (False, False)),
    # the app password may not do this; it may do other things
    (400, "InvalidToken", "Bad token method", "refused", (True, False)),
    (400, "InvalidToken", "Bad token scope", "refused", (True, False)),
    (403, "ScopeMissingError", "Missing required scope", "refused", (True, False)),
    # somebody has to log in
    (401, "AuthMissing", "Authentication Required", "locked out", (True, True)),
    (401, "AuthFactorTokenRequired", "A sign in code has been sent", "locked out", (True, True)),
    (403, "AccountTakedown", "Account has been taken down", "locked out", (True, True)),
    (400, "AccountDeactivated", "Account is deactivated", "locked out", (True, True)),
    (403, "Forbidden", "not yours", "refused", (True, False)),
    (404, "XRPCNotSupported", "no such method", "refused", (True, False)),
    # the library calls both NetworkError, and waiting mends neither
    (409, "Conflict", "conflict", "refused", (True, False)),
    (413, "PayloadTooLarge", "too large", "refused", (True, False)),
    # it may be there
    (500, "InternalServerError", "Internal Server Error", "unknown", (False, False)),
    (502, "UpstreamFailure", "upstream", "unknown", (False, False)),
    (503, "", "", "unknown", (False, False)),
    (504, "UpstreamTimeout", "", "unknown", (False, False)),
    (429, "RateLimitExceeded", "Rate Limit Exceeded", "later", (False, False)),
]


@pytest.mark.parametrize(("status", "name", "message", "write", "read"), ANSWERS)
def test_what_an_answer_means(
    status: int, name: str, message: str, write: str, read: tuple[bool, bool]
) -> None:
    trouble = said(status, name, message)
    assert how(outcome(trouble, NOW)) == write
    error = connector_error(trouble, NOW)
    assert (error.permanent, error.is_auth) == read
    assert error.message


def raising(error: Exception) -> Callable[[httpx.Request], httpx.Response]:
    def answer(_: httpx.Request) -> httpx.Response:
        raise error

    return answer


#: what the transport does; whether the request can have left
TRANSPORT: list[tuple[Exception, str]] = [
    (httpx.ConnectError("refused"), "later"),
    (httpx.ConnectTimeout("slow"), "later"),
    (httpx.PoolTimeout("busy"), "later"),
    (httpx.ReadTimeout("silence"), "unknown"),
    (httpx.WriteTimeout("half of it went out"), "unknown"),
    (httpx.ReadError("reset"), "unknown"),
    (httpx.WriteError("reset"), "unknown"),
    # the library lets this one pass as it is
    (httpx.RemoteProtocolError("half an answer"), "unknown"),
    (httpx.DecodingError("not gzip"), "unknown"),
]


@pytest.mark.parametrize(("error", "write"), TRANSPORT, ids=lambda one: type(one).__name__)
def test_what_no_answer_means(error: Exception, write: str) -> None:
    trouble = broken(raising(error))
    assert how(outcome(trouble, NOW)) == write
    assert not connector_error(trouble, NOW).permanent


def test_an_answer_that_is_half_json_may_have_been_a_yes() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        headers = {"content-type": "application/json"}
        return httpx.Response(200, content=b'{"uri": "at', headers=headers)

    assert how(outcome(broken(answer), NOW)) == "unknown"


@pytest.mark.parametrize(
    ("headers", "retry_at"),
    [
        ({"retry-after": "90"}, NOW + timedelta(seconds=90)),
        ({"ratelimit-reset": str(int(NOW.timestamp()) + 300)}, NOW + timedelta(minutes=5)),
        # nothing that can be used: a minute
        ({}, NOW + timedelta(minutes=1)),
        ({"retry-after": "-5"}, NOW + timedelta(minutes=1)),
        ({"retry-after": "1e300"}, NOW + timedelta(minutes=1)),
        ({"retry-after": "soon"}, NOW + timedelta(minutes=1)),
        ({"ratelimit-reset": "99999999999999999999"}, NOW + timedelta(minutes=1)),
        ({"ratelimit-reset": str(int(NOW.timestamp()) - 300)}, NOW + timedelta(minutes=1)),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], retry_at: datetime) -> None:
    trouble = said(429, "RateLimitExceeded", headers=headers)
    refused: Any = outcome(trouble, NOW)
    assert refused.retry_at == retry_at
    assert connector_error(trouble, NOW).retry_at == retry_at
