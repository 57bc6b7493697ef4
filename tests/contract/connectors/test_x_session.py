"""X: one call is one request: with our timeout, signed, and nothing waits or tries again."""

import logging
import time
from datetime import UTC, datetime

import pytest
import requests
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

from connectors._x.session import _sort_of
from monitor.errors import ConnectorError
from tests.contract.connectors.steps import how, read
from tests.contract.connectors.x_steps import MENTIONS, answered, said, server
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault
from tests.simulators.x_rig import SECRETS, XRig

__all__ = ["server"]


@pytest.mark.parametrize(
    ("error", "sort"),
    [
        (requests.ConnectTimeout("slow"), "not_reached"),
        (requests.exceptions.ProxyError("no proxy"), "not_reached"),
        (requests.exceptions.SSLError("CERTIFICATE_VERIFY_FAILED"), "not_reached"),
        (requests.exceptions.SSLError("EOF occurred"), "no_answer"),
        (requests.ReadTimeout("slow"), "no_answer"),
        (requests.ConnectionError("reset"), "no_answer"),
        (requests.exceptions.ChunkedEncodingError("cut off"), "no_answer"),
        (requests.exceptions.JSONDecodeError("no JSON", "", 0), "no_answer"),
    ],
    ids=lambda value: f"{type(value).__name__}-{value}",
)
def test_whether_anything_left(error: requests.RequestException, sort: str) -> None:
    assert _sort_of(error) == sort


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.TIMEOUT_BEFORE, "there is no connection, or it broke off"),
        (Fault.SILENCE_AFTER_ACCEPTANCE, "nothing came in time"),
        (Fault.HALF_AFTER_ACCEPTANCE, "the answer broke off"),
    ],
)
def test_an_owner_reads_what_happened(server: XRig, fault: Fault, words: str) -> None:
    server.simulator.fail_next(fault, on=MENTIONS)
    with pytest.raises(ConnectorError) as failed:
        server.connector().fetch("")
    assert failed.value.message == f"mentions could not be read: X gave no usable answer: {words}"


def test_an_unknown_host_and_a_closed_door_are_not_reached() -> None:
    pool = HTTPConnection("x.example")
    for reason in (
        NewConnectionError(pool, "refused"),
        NameResolutionError("x.example", pool, OSError()),  # type: ignore[arg-type]
    ):
        error = requests.ConnectionError(MaxRetryError(None, "/", reason))  # type: ignore[arg-type]
        assert _sort_of(error) == "not_reached"


def test_nothing_waits_inside_a_call(server: XRig, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_sleep(_seconds: float) -> None:
        raise AssertionError("something waits")

    monkeypatch.setattr(time, "sleep", no_sleep)
    server.fail_reads(Fault.TOO_MANY)
    with pytest.raises(ConnectorError):
        server.connector().fetch("")
    server.fail_writes(Fault.TOO_MANY)
    assert how(answered(server)) == "later"


def test_silence_is_over_after_our_own_timeout(server: XRig) -> None:
    # tweepy has none: it would wait for ever
    server.fail_writes(Fault.SILENCE_AFTER_ACCEPTANCE)
    begun = time.monotonic()
    assert how(answered(server)) == "unknown"
    assert time.monotonic() - begun < 5


def test_every_request_has_a_connection_of_its_own(
    server: XRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the platform may have closed a kept one just when we write
    opened: list[HTTPConnection] = []

    class Counted(HTTPConnection):
        def connect(self) -> None:
            opened.append(self)
            super().connect()

    monkeypatch.setattr(HTTPConnectionPool, "ConnectionCls", Counted)
    read(server.connector())
    assert len(opened) == len(server.simulator.hits()) > 3


def test_requests_are_signed_with_the_four_secrets(server: XRig) -> None:
    # the simulator computes the signature anew
    for name in SECRETS:
        wrong = {**SECRETS, name: "1000-wrong"}
        with pytest.raises(ConnectorError) as refused:
            server.connector(secrets=wrong).fetch("")
        assert refused.value.is_auth


def test_no_secret_and_no_word_gets_into_the_log(
    server: XRig, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.post("a very private complaint")
    read(server.connector())
    server.answer_next(MENTIONS, 401, said("Unauthorized"))
    with pytest.raises(ConnectorError) as refused:
        server.connector().fetch("")
    told = caplog.text + refused.value.for_person() + repr(refused.value.__cause__)
    for secret in (*SECRETS.values(), "private complaint"):
        assert secret not in told


def test_a_cursor_tells_the_moments_in_utc(server: XRig, clock: SharedClock) -> None:
    clock.move_to(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    _, cursor = read(server.connector())
    assert '"2026-12-01T09:00:00Z"' in cursor
