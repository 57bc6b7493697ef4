"""What the tests of X do beside what every platform's do: X as a fixture, and what it was asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.x import X
from monitor.domain.delivery import Outcome
from monitor.domain.message import Message
from monitor.testing import an_outgoing
from tests.contract.connectors.steps import read
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fields
from tests.simulators.x_rig import XRig, x_rig

OWN, MENTIONS = "GET /2/users/1000/tweets", "GET /2/users/1000/mentions"
SEARCH, DIRECT, POST = "GET /2/tweets/search/recent", "GET /2/dm_events", "POST /2/tweets"
LOOK = "GET /2/tweets"


@pytest.fixture
def server(clock: SharedClock, tmp_path: Path) -> Iterator[XRig]:
    """X, empty."""
    with x_rig(clock, tmp_path) as made:
        yield made


def asked(server: XRig, on: str) -> list[Fields]:
    """What exactly these requests asked for, one after the other."""
    return [hit["query"] for hit in server.requests(on) if hit["request"] == on]


def first(server: XRig, message_id: str) -> Message:
    """That message, as a new connector reads it."""
    return read(server.connector())[0][message_id]


def answered(server: XRig) -> Outcome:
    """How an answer to a post of Ada's ends."""
    connector = server.connector()
    post = server.post("my order never came")
    return connector.send(connector.prepare(an_outgoing(message_id=post, author_id="x:2001")))


def said(detail: str, kind: str = "about:blank") -> dict[str, object]:
    """An error in X's form."""
    return {"title": "Error", "type": kind, "detail": detail}


def settled(server: XRig) -> tuple[X, str]:
    """A connector that has read everything, and its cursor."""
    connector = server.connector()
    return connector, read(connector)[1]
