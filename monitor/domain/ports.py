"""What the services need from the outside: clock, screen, alert channels, failpoints.

The store's ports and the connectors' have files of their own. Ports are roles, as small as their
users allow; `monitor.testing` holds the fakes.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol, runtime_checkable

from monitor.domain.case import Case
from monitor.domain.decision import Decision
from monitor.domain.delivery import Outcome
from monitor.domain.door import DoorState
from monitor.domain.effect import Effect
from monitor.domain.message import Message, SetAside
from monitor.domain.notice import Notice
from monitor.domain.reading import Reading
from monitor.domain.stored import Decided
from monitor.domain.values import Value


class Clock(Protocol):
    """Tells the time; the only source of `now` outside tests."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        ...

    def sleep(self, duration: timedelta) -> None:
        """Waits; a virtual clock moves on instead."""
        ...


class Card(Value):
    """An alert as facts; each channel lays it out for its readers. Strangers' text is not yet
    made inert: that is the channel's duty."""

    effect: Effect
    message: Message | None
    reading: Reading | None
    decision: Decision | None
    case: Case | None
    #: the draft as it would read if sent now
    draft: str = ""
    draft_effect: Effect | None = None
    #: US dollars for the draft, where a link makes it dear
    price: Decimal | None = None
    #: whether the addressee of the draft can write to us in private
    door: DoorState = DoorState.OPEN
    #: the owner's own policy for the topic
    policy: str = ""
    #: their orders in the owner's own file, in words
    orders: tuple[str, ...] = ()


class AlertChannel(Protocol):
    """Where alerts go."""

    name: str

    def post(self, card: Card) -> Outcome: ...

    def post_notice(self, notice: Notice) -> Outcome:
        """What is wrong with the monitor itself, or is over."""
        ...


@runtime_checkable
class ErasesCards(Protocol):
    """An alert channel that can change what it has posted."""

    name: str

    def erase_card(self, effect: Effect) -> Outcome:
        """Takes everything about a person from the card of this alert; twice does no harm."""
        ...


@runtime_checkable
class TriesItself(Protocol):
    """An alert channel that `monitor check` can test."""

    name: str

    def try_out(self) -> str:
        """Connects and logs in, and posts nothing; what was found, in words. Raises
        ChannelError."""
        ...


class Observer(Protocol):
    """Is told what happened, after it was stored. For screens; nothing depends on it."""

    def decided(self, decided: Decided) -> None: ...

    def effect_moved(self, effect: Effect) -> None: ...

    def set_aside(self, set_aside: SetAside) -> None: ...


Failpoint = Callable[[str], None]


def no_failpoint(_name: str) -> None:
    """In production a failpoint does nothing."""
