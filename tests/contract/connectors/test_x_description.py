"""X: every request of ours, and every answer of the fake X, is as X's own description has it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.delivery import Delivered
from monitor.domain.effect import Action
from tests.contract.connectors.openapi import Description
from tests.contract.connectors.steps import A_LITTLE_BEFORE, an_answer, read
from tests.contract.connectors.x_steps import server
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fields
from tests.simulators.x import EXCHANGES
from tests.simulators.x_rig import XRig

__all__ = ["server"]

#: published by X, and not ours to pass on
FILE = Path(__file__).parents[4] / "shared" / "data" / "x-api-openapi-2.166.json"


@pytest.fixture(scope="module")
def description() -> Description:
    if not FILE.exists():
        pytest.skip(f"X's description is not there: {FILE}")
    return Description(FILE)


def exchanges(server: XRig) -> list[Fields]:
    """Every request that was carried out, with its answer."""
    path = server.simulator.folder / EXCHANGES
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def everything(server: XRig, clock: SharedClock) -> None:
    """All that the connector can ask of X."""
    connector, since = server.connector(search=["larch bakery"]), clock.now() - A_LITTLE_BEFORE
    server.tell("media", {"media_key": "3_1", "type": "photo", "url": "https://p/1.jpg"})
    pictured = {"attachments": {"media_keys": ["3_1"]}}
    post = server.post("@larchandloaf @ben see https://larch.example & more", fields=pictured)
    server.post("the larch bakery " * 30, mentions_us=False)
    server.write_privately("hello?")
    for number in range(130):
        server.post(f"where is order {number}?", by=f"person{number % 7}")
    _, cursor = read(connector)
    clock.advance(timedelta(minutes=1))
    server.edit(post, "@larchandloaf it came")
    server.write_privately("hello again?")
    read(connector, cursor)
    wire = connector.prepare(outgoing := an_answer(server, post))
    sent = connector.send(wire)
    assert isinstance(sent, Delivered)
    connector.find(wire, since)
    connector.refresh([post, "x:1"])
    letter = connector.prepare_direct(outgoing)
    connector.send_direct(letter)
    connector.find_direct(letter, since)
    mute, hide = connector.measures[Action.MUTE], connector.measures[Action.HIDE]
    for author in (outgoing.author_id, "x:999"):
        mute.do(author)
        mute.is_on(author)
    mute.undo(outgoing.author_id)
    ours = server.answer_natively("we are open again", "")
    theirs = server.post("as if", parent_id=ours)
    hide.do(theirs)
    hide.undo(theirs)
    connector.retract(sent.posted_id)
    connector.is_gone(sent.posted_id)
    list(connector.check())
    connector.is_frugal = True
    read(connector)


def test_requests_and_answers_are_as_x_describes_them(
    server: XRig, clock: SharedClock, description: Description
) -> None:
    everything(server, clock)
    found = exchanges(server)
    assert [wrong for one in found for wrong in description.wrong_in(one)] == []
    # nothing that it can do was left out
    kinds = {(one["method"], one["path"].rstrip("0123456789")) for one in found}
    assert len(kinds) >= 14, kinds


def test_a_wrong_exchange_would_be_seen(description: Description) -> None:
    exchange: Fields = {
        "method": "GET",
        "path": "/2/users/1000/mentions",
        "query": {"max_results": "100", "tweet.fields": "author_id"},
        "body": None,
        "status": 200,
        "answer": {"data": [{"id": "1", "text": "a"}], "meta": {"result_count": 1}},
    }
    assert description.wrong_in(exchange) == []
    changes: tuple[Fields, ...] = (
        {"query": {"max_results": "3"}},
        {"query": {"tweet.fields": "author"}},
        {"query": {"since": "1"}},
        {"path": "/2/users/1000/mentioned"},
        {"body": {}},
        {"status": 201},
        {"answer": {"data": []}},
        {"answer": {"data": [{"id": 1}]}},
        {"answer": {"data": [{"created_at": "yesterday"}]}},
        {"answer": {"includes": {"users": [{"id": "1"}]}}},
        {"answer": {"errors": [{"title": "no"}]}},
    )
    for change in changes:
        assert description.wrong_in({**exchange, **change}), change
