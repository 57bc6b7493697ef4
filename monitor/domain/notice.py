"""A notice: what the owner should know about the monitor itself, not about one message.

While its cause lasts there is one notice for a brand and key; every channel is told once, or again
each so often, and once more when it is over. At least once, like every alert.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.effect import Urgency
from monitor.domain.values import Value


class NoticeKind(StrEnum):
    """What it is about."""

    #: a platform cannot be read
    BLIND = "blind"
    #: a platform is read, and brings nothing against its own rhythm
    SILENT = "silent"
    #: credentials are no longer good
    LOGIN = "login"
    #: customers cannot write to us
    DOOR = "door"
    #: money
    BUDGET = "budget"
    #: many complaints at once
    SURGE = "surge"
    #: automatic sending is earned, or lost
    UNLOCK = "unlock"
    #: the database or its disk
    STORE = "store"
    #: a channel of ours takes no alerts
    CHANNEL = "channel"
    #: something posted to us that could not be changed
    CARD = "card"


class Notice(Value):
    """One of them, open until `ended_at`."""

    #: 0 until stored
    number: int = 0
    #: empty: for everyone on this store
    brand: str
    #: "login x"; one open notice for each
    key: str
    kind: NoticeKind
    #: WAKE is told at any hour, everything else in office hours
    urgency: Urgency = Urgency.NOW
    #: what is wrong, without a full stop: "X cannot be read"
    headline: str
    #: why, and what follows from it, in whole sentences
    text: str = ""
    #: what to do, such as "monitor login x"
    fix: str = ""
    began_at: datetime
    ended_at: datetime | None = None
    #: while it lasts it is told again after so long
    again_after: timedelta | None = None
    #: its end is told as well
    tells_end: bool = True
    told_at: datetime | None = None
    #: channels are told next at this moment; None: there is nothing to tell
    due_at: datetime | None = None

    @property
    def id(self) -> str:
        """As people write it: `n3`."""
        return f"n{self.number}"

    @property
    def is_over(self) -> bool:
        """Its cause is gone."""
        return self.ended_at is not None


def sentence(notice: Notice, since: str, until: str = "") -> str:
    """The notice as one line of words; `since` and `until` as the reader's clock says them."""
    if notice.is_over:
        return f"Over: {notice.headline}. It was so from {since} until {until}."
    parts = [f"{notice.headline} (since {since}).", notice.text]
    if notice.fix:
        parts.append(f"What helps: {notice.fix}")
    return " ".join(part for part in parts if part)
