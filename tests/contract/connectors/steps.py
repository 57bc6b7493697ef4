"""What the tests of every platform do: read to the end, answer a post, tell how a send ended."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol, cast

from monitor.domain.connectors import (
    AccountCheck,
    Connector,
    DirectMessenger,
    Guard,
    MentionSource,
    Recaller,
    Refresher,
    Replier,
    Retractor,
)
from monitor.domain.delivery import Delivered, Outcome, Outgoing, Refused, Unknown
from monitor.domain.effect import Action
from monitor.domain.message import Message, Page
from tests.simulators.rig import Rig

WORDS = "Hi Ada, we are sorry. You will hear from us by 14:30 today."
#: a little before we sent, for platforms whose clocks differ from ours
A_LITTLE_BEFORE = timedelta(minutes=2)


class Everything(
    Connector,
    MentionSource,
    Refresher,
    Replier,
    DirectMessenger,
    Recaller,
    Retractor,
    Guard,
    AccountCheck,
    Protocol,
):
    """A connector that can do all there is."""


def connect(rig: Rig) -> Everything:
    """A connector, as after a restart."""
    # cast: what a connector can do is asked of the object; the tests ask only for what it has
    return cast(Everything, rig.connector())


def pages(source: MentionSource, cursor: str = "") -> list[Page]:
    """Page after page to the end."""
    found = [source.fetch(cursor)]
    while found[-1].more:
        assert len(found) < 100, "no end"
        found.append(source.fetch(found[-1].cursor))
    return found


def drained(source: MentionSource, cursor: str = "") -> tuple[list[Message], str]:
    """All messages to the end, in their order, and the last cursor."""
    found = pages(source, cursor)
    return [one for page in found for one in page.messages], found[-1].cursor


def texts(brought: Page | Iterable[Message]) -> list[str]:
    """What they say."""
    messages = brought.messages if isinstance(brought, Page) else brought
    return [message.text for message in messages]


def read(source: MentionSource, cursor: str = "") -> tuple[dict[str, Message], str]:
    """Every message to the end by its id, in its last version, and the last cursor."""
    found = pages(source, cursor)
    return {one.id: one for page in found for one in page.messages}, found[-1].cursor


def mentions(source: MentionSource, cursor: str = "") -> set[str]:
    """The ids of what others wrote."""
    return {one.id for one in read(source, cursor)[0].values() if not one.from_brand}


def an_answer(rig: Rig, message_id: str, text: str = WORDS, effect_id: str = "e1") -> Outgoing:
    """An acknowledgement of that post."""
    message = rig.mention(message_id)
    return Outgoing(
        action=Action.ACKNOWLEDGE,
        brand=message.brand,
        platform=message.platform,
        effect_id=effect_id,
        message_id=message.id,
        author_id=message.author.id,
        handle=message.author.handle,
        conversation_id=message.conversation,
        text=text,
        at=rig.clock.now(),
    )


def how(outcome: Outcome) -> str:
    """How a send ended, in a word."""
    match outcome:
        case Delivered():
            return "delivered"
        case Unknown():
            return "unknown"
        case Refused(is_auth=True):
            return "locked out"
        case Refused(permanent=True):
            return "refused"
        case Refused():
            return "later"
