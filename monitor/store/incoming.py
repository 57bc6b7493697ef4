"""What an incoming message is, measured against what is stored under its id: a pure question.

Platforms that count versions tell them; the others send another text under the same version, and
then we count on by ourselves. `told` is what the platform said last. Old copies come late (two
polls overlap, a cache is stale) and never displace a newer text.
"""

from datetime import datetime
from enum import Enum, auto

from monitor.domain.message import Message
from monitor.domain.values import Value


class Incoming(Enum):
    """What became of a known id."""

    #: known and equal, or gone for good
    DUPLICATE = auto()
    #: a newer version: it replaces what is stored
    VERSION = auto()
    #: an older version that comes late
    OLDER = auto()
    #: the author took it away
    DELETION = auto()


class Known(Value):
    """What is stored under an id."""

    version: int
    told: int
    text: str
    edited_at: datetime | None
    is_deleted: bool
    #: texts of earlier versions
    earlier: frozenset[str] = frozenset()


def weigh(known: Known, message: Message) -> Incoming:
    """What the message is."""
    if known.is_deleted:
        return Incoming.DUPLICATE
    if message.deleted_at is not None:
        return Incoming.DELETION
    if message.version > known.told:
        return Incoming.VERSION
    if message.version < known.told:
        return Incoming.OLDER
    if message.text == known.text or message.text in known.earlier:
        return Incoming.DUPLICATE
    if known.edited_at is not None and (
        message.edited_at is None or message.edited_at < known.edited_at
    ):
        return Incoming.OLDER
    return Incoming.VERSION
