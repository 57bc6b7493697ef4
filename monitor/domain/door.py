"""Our own door: whether strangers can write to us privately on a platform, and how we know.

We invite people to direct messages. Where they cannot write to us, that invitation is a wrong word;
so a machine says it only where the door is known to be open.
"""

from datetime import datetime
from enum import StrEnum

from monitor.domain.values import Value


class DoorState(StrEnum):
    """Can strangers write to us?"""

    #: yes
    OPEN = "open"
    #: no
    CLOSED = "closed"
    #: nobody has said, and it could not be tested
    UNKNOWN = "unknown"


class Door(Value):
    """What is known of our door on one platform."""

    platform: str
    is_open: bool
    at: datetime
    #: the person who said so; empty: it was tested
    said_by: str = ""

    @property
    def state(self) -> DoorState:
        """Open or closed."""
        return DoorState.OPEN if self.is_open else DoorState.CLOSED


def known_after(known: Door | None, told: Door) -> Door:
    """What is known after somebody told: the newest counts.

    But a person's no stays theirs, whatever a test says: they may have reasons that no test sees.
    """
    if known is not None and known.said_by and not known.is_open:
        return told if told.said_by else known
    return told
