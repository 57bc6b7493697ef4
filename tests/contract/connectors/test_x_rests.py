"""X: private messages, what rests while the others go on, and what is left out to save money."""

from datetime import timedelta

import pytest

from monitor.errors import ConnectorError
from tests.contract.connectors.steps import mentions, read
from tests.contract.connectors.x_steps import (
    DIRECT,
    MENTIONS,
    OWN,
    SEARCH,
    asked,
    said,
    server,
    settled,
)
from tests.simulators.rig import SharedClock
from tests.simulators.server import Fault
from tests.simulators.x_rig import XRig

__all__ = ["server"]

A_MINUTE = timedelta(minutes=1)


# ---------------------------------------------------------------- private messages


def test_only_the_newest_private_message_is_asked_for(server: XRig, clock: SharedClock) -> None:
    server.write_privately("hello?")
    connector, cursor = settled(server)
    for _ in range(3):
        clock.advance(A_MINUTE)
        read(connector, cursor)
    # X takes a cent for each that it shows
    assert [query["max_results"] for query in asked(server, DIRECT)] == ["20", "1", "1", "1"]


def test_private_messages_are_read_back_to_the_last_known(server: XRig, clock: SharedClock) -> None:
    server.write_privately("hello?")
    connector, cursor = settled(server)
    clock.advance(A_MINUTE)
    written = {server.write_privately(f"are you there? {number}") for number in range(45)}
    assert mentions(connector, cursor) == written


def test_a_private_message_of_ours_is_ours(server: XRig) -> None:
    server.tell("write_privately", {"text": "we wrote this", "by": "larchandloaf", "to": "ada"})
    (message,) = read(server.connector())[0].values()
    assert (message.from_brand, message.addressed, message.is_direct) == (True, False, True)
    assert message.conversation == "x:dm-1000-2001"


def test_a_moment_without_a_fraction_is_read(server: XRig) -> None:
    # tweepy's own model stumbles over it
    event = {
        "event_type": "MessageCreate",
        "text": "hello &amp; goodbye",
        "sender_id": "2001",
        "dm_conversation_id": "1000-2001",
        "created_at": "2026-11-23T08:59:00Z",
    }
    server.tell("person", {"handle": "ada"})
    server.tell("event", event)
    server.tell("event", {**event, "event_type": "ParticipantsJoin"})
    (message,) = read(server.connector())[0].values()
    assert message.text == "hello & goodbye"


def test_private_messages_are_left_alone_when_the_owner_says_so(server: XRig) -> None:
    server.write_privately("hello?")
    assert read(server.connector(direct_messages=False))[0] == {}
    assert server.requests(DIRECT) == []


# ---------------------------------------------------------------- one fails, the others go on


def test_too_many_requests_for_private_messages_stop_nobody(
    server: XRig, clock: SharedClock
) -> None:
    server.simulator.fail_next(Fault.TOO_MANY, on=DIRECT)
    server.write_privately("hello?")
    post = server.post("my order never came")
    connector = server.connector()
    found, cursor = read(connector)
    assert set(found) == {post}
    # it waits until X said, and nothing is lost
    assert mentions(connector, cursor) == set()
    assert len(server.requests(DIRECT)) == 1
    clock.advance(timedelta(seconds=31))
    assert len(mentions(connector, cursor)) == 1


def test_a_window_that_is_used_up_is_left_alone(server: XRig, clock: SharedClock) -> None:
    connector, cursor = settled(server)
    for _ in range(20):
        clock.advance(timedelta(seconds=10))
        read(connector, cursor)
    # fifteen in fifteen minutes, and no 429
    assert len(server.requests(DIRECT)) == 15
    clock.advance(timedelta(minutes=15))
    read(connector, cursor)
    assert len(server.requests(DIRECT)) == 16


def test_a_missing_right_is_told_and_the_mentions_go_on(server: XRig, clock: SharedClock) -> None:
    words = "Your client app is not configured with the appropriate oauth1 app permissions"
    server.answer_next(DIRECT, 403, said(words))
    post = server.post("my order never came")
    connector = server.connector()
    page = connector.fetch("")
    assert [message.id for message in page.messages] == [post]
    with pytest.raises(ConnectorError) as told:
        read(connector, connector.fetch(page.cursor).cursor)
    assert told.value.message.startswith("private messages could not be read: the app's permission")
    assert "direct_messages = false" in str(told.value.hint)
    assert (told.value.permanent, told.value.is_auth) == (False, False)
    # and looked at again after an hour
    clock.advance(timedelta(hours=1))
    read(connector)
    assert len(server.requests(DIRECT)) == 2


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"search": ["larch ("], "quotes": False}, "leave it out of `search`"),
        ({}, "write `quotes = false`"),
    ],
)
def test_a_search_that_x_refuses_stops_nobody(
    server: XRig, changes: dict[str, object], hint: str
) -> None:
    server.answer_next(SEARCH, 400, said("no viable alternative"))
    post = server.post("my order never came")
    connector = server.connector(**changes)
    page = connector.fetch("")
    assert [message.id for message in page.messages] == [post]
    with pytest.raises(ConnectorError) as told:
        connector.fetch(page.cursor)
    assert hint in str(told.value.hint)


def test_a_listing_that_hangs_lets_the_others_go_first(server: XRig) -> None:
    server.simulator.fail_next(Fault.TIMEOUT_BEFORE, on=DIRECT)
    post = server.post("my order never came")
    connector = server.connector()
    with pytest.raises(ConnectorError):
        connector.fetch("")
    assert [message.id for message in connector.fetch("").messages] == [post]


def test_without_our_own_posts_no_mention_is_read(server: XRig) -> None:
    # we might answer what the owner has answered
    server.simulator.fail_next(Fault.UNAVAILABLE_BEFORE, on=OWN)
    server.post("my order never came")
    connector = server.connector()
    with pytest.raises(ConnectorError, match="posts of our own could not be read"):
        connector.fetch("")
    assert server.requests(MENTIONS) == []


# ---------------------------------------------------------------- when money is short


def test_a_frugal_connector_asks_for_no_authors_and_no_searches(
    server: XRig, clock: SharedClock
) -> None:
    connector = server.connector(search=["larch bakery"])
    known = server.post("one", by="ada")
    assert read(connector)[0][known].author.name == "Ada"
    searched = len(server.requests(SEARCH))
    connector.is_frugal = True
    again, stranger = server.post("two", by="ada"), server.post("three", by="ben")
    found, _ = read(connector)
    assert "author_id" not in asked(server, MENTIONS)[-1]["expansions"]
    assert "user.fields" not in asked(server, MENTIONS)[-1]
    assert len(server.requests(SEARCH)) == searched
    # who was seen before keeps their name
    assert found[again].author.handle == "ada"
    assert (found[stranger].author.id, found[stranger].author.handle) == ("x:2002", "")
    assert found[stranger].url.startswith("https://x.com/i/status/")
