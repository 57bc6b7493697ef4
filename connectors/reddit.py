"""Reddit: comments that name us, replies, private messages, and what a search finds.

A reply goes out only where a subreddit's moderators have allowed it and the link to that stands in
the settings. What it is made of is in `_reddit`; praw is loaded when somebody connects.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from connectors._reddit.options import Options, read_options
from connectors._reddit.orders import letter_of, order_of, wire_of
from connectors._reddit.parse import fullname
from connectors._reddit.setup import SETUP
from monitor.domain.account import Checked
from monitor.domain.connectors import Measure
from monitor.domain.delivery import Outcome, Outgoing, Sighting, Wire
from monitor.domain.effect import Action
from monitor.domain.message import Page
from monitor.domain.ports import Clock
from monitor.domain.settings import Settings

if TYPE_CHECKING:
    from connectors._reddit.consent import Consent
    from connectors._reddit.session import Session

__all__ = ["SETUP", "Reddit", "ask_consent", "connect"]

NAME = "reddit"
PROFILE = "https://www.reddit.com/user/{handle}"


def connect(settings: Settings) -> "Reddit":
    """The connector. Raises ConfigError with every problem; calls no network."""
    options = read_options(settings)
    from connectors._reddit.session import Session

    return Reddit(
        Session(options.credentials, settings.clock),
        Session(options.credentials, settings.clock, is_public=True),
        options,
        brand=settings.brand,
        clock=settings.clock,
    )


def ask_consent(settings: Settings) -> "Consent":
    """The owner's yes on Reddit's page, for a refresh token; opens nothing, asks nothing yet."""
    from connectors._reddit.consent import ask_consent as ask

    return ask(settings)


class Reddit:
    """One account at Reddit."""

    name = NAME
    platforms: tuple[str, ...] = (NAME,)
    #: how long a comment takes to show up in our own listing
    read_delay = timedelta(seconds=30)

    def __init__(
        self, session: "Session", public: "Session", options: Options, *, brand: str, clock: Clock
    ) -> None:
        from connectors._reddit.blocking import Block
        from connectors._reddit.checking import Checking
        from connectors._reddit.direct import Direct
        from connectors._reddit.reading import Account, Reading
        from connectors._reddit.writing import Writing

        account = Account(session, options.account)
        self._options = options
        self._reading = Reading(session, account, options, brand=brand, clock=clock)
        self._writing = Writing(session, public, account, options, clock=clock)
        self._direct = Direct(session, clock=clock)
        self._checking = Checking(session, public, account, options)
        #: Reddit knows no mute, and hides nothing under somebody else's post
        self.measures: Mapping[Action, Measure] = {
            Action.BLOCK: Block(session, account, clock=clock)
        }

    # --- reading ------------------------------------------------------------------------------

    def fetch(self, cursor: str) -> Page:
        return self._reading.fetch(cursor)

    def refresh(self, ids: Sequence[str]) -> Page:
        return self._reading.refresh(ids)

    # --- public words -------------------------------------------------------------------------

    def prepare(self, outgoing: Outgoing) -> Wire:
        return wire_of(order_of(outgoing))

    def send(self, wire: Wire) -> Outcome:
        return self._writing.send(wire)

    def find(self, wire: Wire, since: datetime) -> Sighting:
        return self._writing.find(wire, since)

    def retract(self, posted_id: str) -> Outcome:
        return self._writing.retract(posted_id)

    def is_gone(self, posted_id: str) -> bool:
        return self._writing.is_gone(posted_id)

    def recall(self, action: Action, message_id: str, author_id: str, since: datetime) -> Sighting:
        if action is Action.DIRECT_MESSAGE:
            return self._direct.recall(author_id, message_id, since)
        return self._writing.recall(message_id, since)

    # --- private words ------------------------------------------------------------------------

    def prepare_direct(self, outgoing: Outgoing) -> Wire:
        return wire_of(letter_of(outgoing, self._options))

    def send_direct(self, wire: Wire) -> Outcome:
        return self._direct.send(wire)

    def find_direct(self, wire: Wire, since: datetime) -> Sighting:
        return self._direct.find(wire, since)

    # --- the account --------------------------------------------------------------------------

    def by_hand(self, action: Action, target_id: str, handle: str) -> str:
        """Where a person does it; Reddit has a page for blocking only."""
        handle = handle.removeprefix("@") or fullname(target_id)
        return PROFILE.format(handle=handle) if action is Action.BLOCK else ""

    def check(self) -> Iterable[Checked]:
        return self._checking.check()

    def check_door(self) -> Checked:
        return self._checking.check_door()
