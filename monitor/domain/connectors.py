"""What a connector can do, as roles: what a platform allows is what its connector implements.

No method sleeps, retries or asks anybody: one call, one attempt, with a timeout. Limits, prices
and the steps to set an account up are data (`account`). Every id is global: message `x:123`,
author `x:42`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol, runtime_checkable

from monitor.domain.account import Checked
from monitor.domain.delivery import Outcome, Outgoing, Sighting, Wire
from monitor.domain.effect import Action
from monitor.domain.message import Page


class Connector(Protocol):
    """One platform, or the sample. What it can do beside this is what else it implements."""

    #: the key in config.toml
    name: str
    #: the platforms whose messages it brings and takes
    platforms: tuple[str, ...]


# --- reading ----------------------------------------------------------------------------------


@runtime_checkable
class MentionSource(Protocol):
    """Where messages come from."""

    def fetch(self, cursor: str) -> Page:
        """The next page after the cursor ("" at first); nothing is missed, doubles do no harm.

        Raises ConnectorError: `retry_at` where the platform said when, `permanent` where only a
        person can help.
        """
        ...


@runtime_checkable
class Refresher(Protocol):
    """Looks at single messages again: for edits and deletions, which no listing tells."""

    def refresh(self, ids: Sequence[str]) -> Page:
        """The messages as they are now; one that is gone comes with `deleted_at` and no text.

        The page's cursor is empty. Raises ConnectorError.
        """
        ...


# --- speaking ---------------------------------------------------------------------------------


@runtime_checkable
class Replier(Protocol):
    """Says one word: `prepare` makes the exact bytes, `send` sends them once, `find` looks."""

    def prepare(self, outgoing: Outgoing) -> Wire:
        """Everything the send needs, idempotency key included; pure: no network, no clock."""
        ...

    def send(self, wire: Wire) -> Outcome:
        """One attempt to write; never sleeps, never retries, never raises for what a platform does.

        It may look first: whether the parent is still there, whether replies are closed.
        """
        ...

    def find(self, wire: Wire, since: datetime) -> Sighting:
        """Whether these words are there; Absent only if the listing reached back to `since`.

        Raises ConnectorError.
        """
        ...


@runtime_checkable
class DirectMessenger(Protocol):
    """The same for private words."""

    def prepare_direct(self, outgoing: Outgoing) -> Wire: ...

    def send_direct(self, wire: Wire) -> Outcome: ...

    def find_direct(self, wire: Wire, since: datetime) -> Sighting: ...


@runtime_checkable
class Recaller(Protocol):
    """Finds words of ours by what they answer: a restored backup does not know the bytes."""

    def recall(self, action: Action, message_id: str, author_id: str, since: datetime) -> Sighting:
        """A reply of ours to this post, or a private message to this author, whatever it says.

        Raises ConnectorError.
        """
        ...


@runtime_checkable
class Retractor(Protocol):
    """Takes a public word back."""

    def retract(self, posted_id: str) -> Outcome: ...

    def is_gone(self, posted_id: str) -> bool: ...


# --- keeping away -----------------------------------------------------------------------------


class Measure(Protocol):
    """One way of keeping somebody away, on the platform: mute, block or hide.

    The target is an author's id for mute and block, a message's id for hide.
    """

    def do(self, target_id: str) -> Outcome: ...

    def undo(self, target_id: str) -> Outcome: ...

    def is_on(self, target_id: str) -> bool | None:
        """None: the platform does not tell. Raises ConnectorError."""
        ...


@runtime_checkable
class Guard(Protocol):
    """Keeps people away, as far as the platform's API has the means."""

    #: by MUTE, BLOCK and HIDE; what is not there a person does by hand
    measures: Mapping[Action, Measure]

    def by_hand(self, action: Action, target_id: str, handle: str) -> str:
        """Where a person does it by hand: a URL; empty where there is no such thing at all."""
        ...


# --- the account ------------------------------------------------------------------------------


@runtime_checkable
class AccountCheck(Protocol):
    """Tests the account: credentials, scopes, bot label, whether strangers can write to us."""

    def check(self) -> Iterable[Checked]:
        """Every finding, the good ones too. Raises nothing: an outage is a finding."""
        ...


@runtime_checkable
class DoorCheck(Protocol):
    """Tests our own door alone: a part of `check` that costs nothing, asked again and again."""

    def check_door(self) -> Checked:
        """The finding; `is_open` is None when it could not be found out now. Raises nothing."""
        ...


class Consent(Protocol):
    """A yes that the owner gives on the platform's own page, and that comes back as an address.

    A connector's module has `ask_consent(settings)`, which makes one for each attempt.
    """

    #: the page to open
    url: str

    def redeem(self, address: str) -> Mapping[str, str]:
        """Secrets by name, from the address the owner was sent back to. Raises ConnectorError."""
        ...


@runtime_checkable
class Metered(Protocol):
    """Costs money for what it reads and writes."""

    #: the budget is nearly spent: leave out what can be done without
    is_frugal: bool

    def take_spent(self) -> Decimal:
        """US dollars that the calls since the last asking cost."""
        ...


@runtime_checkable
class PaidSweep(Protocol):
    """A metered refresher that may be asked all the same: its owner chose to pay for that."""

    sweeps: bool

    def sweep_price(self, posts: int) -> Decimal:
        """US dollars a month for looking at so many posts again."""
        ...
