"""Sources: what a round reads, each from its own place; a page is read without falling over it."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import msgspec

from connectors._x.cursor import Place
from connectors._x.fields import Fields, numbered, object_in, or_none
from connectors._x.ids import PLATFORM, is_number, newer
from connectors._x.parse import Context
from connectors._x.people import People
from monitor.domain.message import Blind, Message, SetAside
from monitor.domain.values import Value

_RAW_AT_MOST = 2_000

#: makes a message of one thing listed
Make = Callable[[Fields, Context, People], Message | None]


class Batch(Value):
    """What one request brought."""

    place: Place
    messages: tuple[Message, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    blind: tuple[Blind, ...] = ()


class Source(Protocol):
    """One listing."""

    #: its name in the cursor
    name: str
    #: as people call it
    title: str
    #: a frugal connector leaves it for later
    can_wait: bool
    #: without it we are blind, or speak after the owner did: nothing is read then
    is_needed: bool
    #: what turns it off, where something does
    hint: str

    def begin(self, now: datetime) -> Place: ...

    def read(self, place: Place, now: datetime) -> Batch:
        """One more page. Raises Failure."""
        ...


def read_all(
    answer: Fields, context: Context, people: People, make: Make
) -> tuple[tuple[Message, ...], tuple[SetAside, ...]]:
    """What is listed, oldest first; what cannot be read is set aside and the rest goes on."""
    messages: list[Message] = []
    set_aside: list[SetAside] = []
    listed = answer.get("data") or []
    for one in reversed(listed if isinstance(listed, list) else [listed]):
        try:
            if not isinstance(one, dict):
                raise ValueError("it is no object")
            message = make(one, context, people)
        except ValueError as error:
            set_aside.append(_aside(one, str(error)))
        else:
            if message is not None:
                messages.append(message)
    return tuple(messages), tuple(set_aside)


def newest_of(answer: Fields) -> str:
    """The newest number on a page; empty when there is none."""
    told = (or_none(lambda: object_in(answer, "meta")) or {}).get("newest_id")
    newest = str(told) if is_number(told) else ""
    for number in filter(is_number, numbered(answer.get("data"))):
        newest = newer(newest, number)
    return newest


def _aside(one: object, why: str) -> SetAside:
    where = f"number {one.get('id')}" if isinstance(one, dict) else "a page"
    raw = msgspec.json.encode(one).decode()[:_RAW_AT_MOST]
    return SetAside(connector=PLATFORM, where=where, reason=why, raw=raw)
