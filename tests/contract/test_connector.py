"""What every connector promises, shown on each: fetch, say, look, take back.

A connector is a way to make one, so that a restart is a second one on the same platform.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from connectors.replay import connect
from monitor.domain.connectors import (
    Connector,
    DirectMessenger,
    MentionSource,
    Recaller,
    Replier,
    Retractor,
)
from monitor.domain.delivery import Absent, Delivered, Found
from monitor.domain.effect import Action
from monitor.domain.message import Message
from monitor.domain.message_file import write_line
from monitor.domain.settings import Settings
from monitor.testing import MONDAY_MORNING, FakeClock, FakePlatform, a_message, an_outgoing
from tests.simulators.judge import Judge
from tests.simulators.judge_connector import JudgeConnector


class Everything(Connector, MentionSource, Replier, DirectMessenger, Recaller, Retractor, Protocol):
    """A connector that can do all there is."""


#: makes a connector of a platform that holds these messages
Make = Callable[[Sequence[Message]], Everything]
MESSAGES = [
    a_message(f"message {number}", id=f"x:{number}", at=MONDAY_MORNING + timedelta(minutes=number))
    for number in range(230)
]
EVENING = MONDAY_MORNING + timedelta(hours=9)
A_LITTLE_BEFORE = timedelta(minutes=2)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(EVENING)


@contextmanager
def replays(clock: FakeClock, folder: Path) -> Iterator[Make]:
    yield lambda messages: _replay(messages, clock, folder, {})


@contextmanager
def paced_replays(clock: FakeClock, folder: Path) -> Iterator[Make]:
    yield lambda messages: _replay(messages, clock, folder, {"pace": "0 s"})


def _replay(
    messages: Sequence[Message], clock: FakeClock, folder: Path, settings: dict[str, object]
) -> Everything:
    path = folder / "feed.jsonl"
    path.write_text("\n".join(map(write_line, messages)), encoding="utf-8")
    given = {"file": path.name, **settings}
    return connect(Settings("replay", given, brand="larch", clock=clock, folder=folder))


@contextmanager
def fakes(clock: FakeClock, folder: Path) -> Iterator[Make]:
    def make(messages: Sequence[Message]) -> Everything:
        platform = FakePlatform(clock)
        platform.enqueue(messages)
        return platform

    yield make


@contextmanager
def judges(clock: FakeClock, folder: Path) -> Iterator[Make]:
    """A connector over HTTP; a restart finds the platform as it was."""
    with Judge(folder) as judge:
        known: list[str] = []

        def make(messages: Sequence[Message]) -> Everything:
            lines = [write_line(message) for message in messages]
            judge.add_mentions(lines[len(known) :])
            known[:] = lines
            return JudgeConnector(judge.port, brand="larch", clock=clock)

        yield make


@pytest.fixture(params=[replays, paced_replays, fakes, judges])
def make(request: pytest.FixtureRequest, clock: FakeClock, tmp_path: Path) -> Iterator[Make]:
    makers: AbstractContextManager[Make] = request.param(clock, tmp_path)
    with makers as maker:
        yield maker


@pytest.fixture
def connector(make: Make) -> Everything:
    return make(MESSAGES)


def pages(source: MentionSource, cursor: str = "") -> tuple[list[list[str]], str]:
    """The ids page by page to the end, and the last cursor."""
    found: list[list[str]] = []
    while True:
        page = source.fetch(cursor)
        found.append([message.id for message in page.messages])
        cursor = page.cursor
        if not page.more:
            return found, cursor


IDS = [message.id for message in MESSAGES]

# ---------------------------------------------------------------- roles


def test_it_has_a_name_and_platforms(connector: Everything) -> None:
    assert connector.name
    assert "x" in connector.platforms


def test_it_shows_its_roles(connector: Everything) -> None:
    for role in (MentionSource, Replier, DirectMessenger, Recaller, Retractor):
        assert isinstance(connector, role)


# ---------------------------------------------------------------- fetch


def test_every_message_comes_once_and_in_order(connector: Everything) -> None:
    found, _ = pages(connector)
    assert [each for page in found for each in page] == IDS
    assert max(map(len, found)) <= 100


def test_the_end_stays_the_end(connector: Everything) -> None:
    _, cursor = pages(connector)
    page = connector.fetch(cursor)
    assert (page.messages, page.more, page.cursor) == ((), False, cursor)


def test_a_cursor_can_be_used_again(connector: Everything) -> None:
    first = connector.fetch("")
    once, again = connector.fetch(first.cursor), connector.fetch(first.cursor)
    assert once == again
    assert not {each.id for each in once.messages} & {each.id for each in first.messages}


def test_a_cursor_can_be_used_after_a_restart(make: Make, clock: FakeClock) -> None:
    first = make(MESSAGES).fetch("")
    clock.advance(timedelta(hours=1))
    rest, _ = pages(make(MESSAGES), first.cursor)
    ids = [message.id for message in first.messages] + [each for page in rest for each in page]
    assert ids == IDS


def test_a_message_is_seen_when_it_is_fetched(connector: Everything, clock: FakeClock) -> None:
    assert {message.seen_at for message in connector.fetch("").messages} == {clock.now()}


def test_nothing_is_an_empty_page(make: Make) -> None:
    assert pages(make([]))[0] == [[]]


# ---------------------------------------------------------------- say and look


def test_to_prepare_is_to_say_nothing(connector: Everything, clock: FakeClock) -> None:
    wire = connector.prepare(an_outgoing())
    clock.advance(timedelta(minutes=1))
    assert connector.prepare(an_outgoing()) == wire
    assert connector.prepare(an_outgoing("other words")) != wire
    assert isinstance(connector.find(wire, EVENING), Absent)


def test_what_was_sent_is_found(connector: Everything, clock: FakeClock) -> None:
    wire = connector.prepare(an_outgoing(effect_id="e12"))
    before = connector.find(wire, clock.now() - A_LITTLE_BEFORE)
    assert before == Absent(looked_at=clock.now())
    sent = connector.send(wire)
    assert isinstance(sent, Delivered)
    assert sent.posted_id.startswith("x:")
    found = connector.find(wire, clock.now() - A_LITTLE_BEFORE)
    assert found == Found(posted_id=sent.posted_id, url=sent.url)


def test_another_word_is_not_found_for_it(connector: Everything, clock: FakeClock) -> None:
    connector.send(connector.prepare(an_outgoing(effect_id="e12")))
    # many platforms know no more of a post than its words and what it answers
    other = connector.prepare(an_outgoing("other words", effect_id="e13"))
    assert isinstance(connector.find(other, clock.now() - A_LITTLE_BEFORE), Absent)


def test_what_was_sent_long_before_is_not_taken_for_it(
    connector: Everything, clock: FakeClock
) -> None:
    wire = connector.prepare(an_outgoing())
    connector.send(wire)
    clock.advance(timedelta(hours=1))
    assert isinstance(connector.find(wire, clock.now() - A_LITTLE_BEFORE), Absent)


def test_a_wire_survives_as_bytes(connector: Everything) -> None:
    outgoing = an_outgoing("Grüße, 雪 🌾 \u202e")
    payload = connector.prepare(outgoing).payload
    assert isinstance(payload, bytes)
    assert isinstance(json.loads(payload), dict)


def test_private_words_are_said_and_found_too(connector: Everything, clock: FakeClock) -> None:
    wire = connector.prepare_direct(an_outgoing(action=Action.DIRECT_MESSAGE, effect_id="e14"))
    assert isinstance(connector.find_direct(wire, clock.now() - A_LITTLE_BEFORE), Absent)
    sent = connector.send_direct(wire)
    assert isinstance(sent, Delivered)
    assert isinstance(connector.find_direct(wire, clock.now() - A_LITTLE_BEFORE), Found)


def test_a_reply_is_recalled_by_what_it_answers(connector: Everything, clock: FakeClock) -> None:
    said = an_outgoing("You will hear from us by 14:30 today.")
    sent = connector.send(connector.prepare(said))
    assert isinstance(sent, Delivered)
    since = clock.now() - A_LITTLE_BEFORE
    ask = (Action.ACKNOWLEDGE, said.message_id, said.author_id)
    assert connector.recall(*ask, since) == Found(posted_id=sent.posted_id, text=said.text)
    assert isinstance(connector.recall(ask[0], "x:2", said.author_id, since), Absent)
    assert isinstance(connector.recall(Action.DIRECT_MESSAGE, *ask[1:], since), Absent)
    clock.advance(timedelta(hours=1))
    assert isinstance(connector.recall(*ask, clock.now() - A_LITTLE_BEFORE), Absent)
    connector.retract(sent.posted_id)
    assert isinstance(connector.recall(*ask, since), Absent)


def test_a_private_word_is_recalled_too(connector: Everything, clock: FakeClock) -> None:
    said = an_outgoing(action=Action.DIRECT_MESSAGE)
    connector.send_direct(connector.prepare_direct(said))
    since = clock.now() - A_LITTLE_BEFORE
    found = connector.recall(Action.DIRECT_MESSAGE, said.message_id, said.author_id, since)
    assert isinstance(found, Found)


# ---------------------------------------------------------------- take back


def test_what_was_taken_back_is_gone(connector: Everything, clock: FakeClock) -> None:
    wire = connector.prepare(an_outgoing())
    sent = connector.send(wire)
    assert isinstance(sent, Delivered)
    assert not connector.is_gone(sent.posted_id)
    assert isinstance(connector.retract(sent.posted_id), Delivered)
    assert connector.is_gone(sent.posted_id)
    assert isinstance(connector.find(wire, clock.now() - A_LITTLE_BEFORE), Absent)


def test_taking_back_twice_does_no_harm(connector: Everything) -> None:
    sent = connector.send(connector.prepare(an_outgoing()))
    assert isinstance(sent, Delivered)
    connector.retract(sent.posted_id)
    connector.retract(sent.posted_id)
    assert connector.is_gone(sent.posted_id)
