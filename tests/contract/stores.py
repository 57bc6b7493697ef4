"""Things to store, with every field that matters named by the test that needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from monitor.domain.case import Case
from monitor.domain.decision import Decision
from monitor.domain.effect import Action, Effect, State
from monitor.domain.facts import Circumstances
from monitor.domain.message import Author, Message, Page
from monitor.domain.permission import Reason, deny
from monitor.domain.reading import Kind, Reading
from monitor.domain.store_ports import Store
from monitor.domain.stored import Decided, StoredPage
from monitor.domain.values import replace
from monitor.store import SqlStore, open_store
from monitor.store.upgrade import OURS, Schema

#: a Monday morning
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BRAND = "larch"
ADA = Author(id="x:ada", platform="x", handle="ada", name="Ada")
BO = Author(id="x:bo", platform="x", handle="larch_bo", name="Bo")
CY = Author(id="x:cy", platform="x", handle="cy", name="Cy", followers=0)


def at(minutes: float) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=minutes)


def a_message(id_: str = "x:1", text: str = "three weeks late", **changes: object) -> Message:
    """Ada's post."""
    plain = Message(
        id=id_, brand=BRAND, platform="x", author=ADA, text=text, created_at=NOW, seen_at=NOW
    )
    return replace(plain, **changes)


def a_page(*messages: Message, cursor: str = "next") -> Page:
    """A page of these."""
    return Page(messages=messages, cursor=cursor)


def stored(store: Store, *messages: Message, now: datetime = NOW) -> StoredPage:
    """The page of these, stored in a transaction of its own."""
    with store.begin() as tx:
        return tx.pages.store(BRAND, "x", a_page(*messages), now)


@contextmanager
def opened(url: str, schema: Schema = OURS) -> Iterator[SqlStore]:
    """The store at this URL, closed afterwards."""
    store = open_store(url, schema=schema)
    yield store
    store.close()


A_READING = Reading(
    compound=-0.5, pos=0.0, neu=0.5, neg=0.5, compound_used=-0.4, kind=Kind.COMPLAINT, words=3
)


def a_decided(message: Message, **changes: object) -> Decided:
    """What was made of it: nothing may be said."""
    plain = Decided(
        message=message,
        reading=A_READING,
        circumstances=Circumstances(),
        decision=Decision(rule="complaint", permission=deny(Reason.NOT_UNLOCKED)),
        effects=(),
        decided_at=NOW,
    )
    return replace(plain, **changes)


def an_effect(number: int = 1, **changes: object) -> Effect:
    """An acknowledgement to Ada that waits for a yes."""
    plain = Effect(
        number=number,
        brand=BRAND,
        action=Action.ACKNOWLEDGE,
        state=State.PROPOSED,
        reason=Reason.NOT_UNLOCKED,
        platform="x",
        message_id=f"x:{number}",
        author_id=ADA.id,
        conversation_id=f"x:{number}",
        rule="complaint",
        created_at=NOW,
        not_before=NOW,
    )
    return replace(plain, **changes)


def a_case(number: int = 1, **changes: object) -> Case:
    """Ada's case."""
    plain = Case(
        number=number,
        brand=BRAND,
        author_id=ADA.id,
        assignee="Bo",
        opened_at=NOW,
        deadline_at=at(240),
        first_message_id="x:1",
    )
    return replace(plain, **changes)
