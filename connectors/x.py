"""X, through tweepy: mentions, quotes, searches, our own posts and private messages; one reply.

X lets a program answer only people who named or quoted the account, and write privately only to
people who wrote first. There is no key to send a word by again: an unknown end is looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from connectors._x.setup import SETUP
from monitor.domain.account import Checked
from monitor.domain.bill import ReplyPrices
from monitor.domain.connectors import Measure
from monitor.domain.delivery import NotVisible, Outcome, Outgoing, Sighting, Wire
from monitor.domain.effect import Action
from monitor.domain.message import Page
from monitor.domain.settings import Settings

if TYPE_CHECKING:
    from connectors._x.account import Account
    from connectors._x.sources import Source

__all__ = ["SETUP", "X", "connect", "reply_prices"]


def reply_prices(settings: Settings) -> ReplyPrices:
    """What a reply costs, as the owner's settings say; needs no secret."""
    from connectors._x.prices import read_prices

    return read_prices(settings).replies


def connect(settings: Settings) -> X:
    """The connector of one account; asks nothing of X. Raises ConfigError with every problem."""
    from connectors._x.account import Account
    from connectors._x.listings import listings
    from connectors._x.options import read_options
    from connectors._x.paid import PaidToday
    from connectors._x.session import Session

    options = read_options(settings)
    account = Account(
        options.us,
        Session(options.keys, options.base, settings.clock),
        options.prices,
        PaidToday(settings.folder / "data" / "x.paid"),
        brand=settings.brand,
        clock=settings.clock,
    )
    return X(
        account,
        listings(account, options),
        reads_directs=options.direct_messages,
        searches=bool(options.searches),
        sweeps=options.sweep,
    )


class X:
    """One account on X."""

    name = "x"
    platforms: tuple[str, ...] = ("x",)
    #: how long a post may take to show in our own listing
    read_delay = timedelta(seconds=30)

    def __init__(
        self,
        account: Account,
        sources: Sequence[Source],
        *,
        reads_directs: bool,
        searches: bool,
        sweeps: bool,
    ) -> None:
        from connectors._x.letters import Letters
        from connectors._x.measures import Hide, Mute
        from connectors._x.sweep import Round
        from connectors._x.words import Words

        self._account = account
        self._round = Round(account, sources)
        self._words = Words(account)
        self._letters = Letters(account)
        self._reads_directs = reads_directs
        self._searches = searches
        #: posts are looked at again, though it costs
        self.sweeps = sweeps
        self.measures: Mapping[Action, Measure] = {
            Action.MUTE: Mute(account),
            Action.HIDE: Hide(account),
        }

    # --- reading ------------------------------------------------------------------------------

    def fetch(self, cursor: str) -> Page:
        return self._round.fetch(cursor)

    def refresh(self, ids: Sequence[str]) -> Page:
        from connectors._x.gone import refresh

        return refresh(self._account, ids)

    # --- speaking -----------------------------------------------------------------------------

    def prepare(self, outgoing: Outgoing) -> Wire:
        return self._words.prepare(outgoing)

    def send(self, wire: Wire) -> Outcome:
        return self._words.send(wire)

    def find(self, wire: Wire, since: datetime) -> Sighting:
        return self._words.find(wire, since)

    def prepare_direct(self, outgoing: Outgoing) -> Wire:
        return self._letters.prepare(outgoing)

    def send_direct(self, wire: Wire) -> Outcome:
        return self._letters.send(wire)

    def find_direct(self, wire: Wire, since: datetime) -> Sighting:
        return self._letters.find(wire, since)

    def recall(self, action: Action, message_id: str, author_id: str, since: datetime) -> Sighting:
        match action:
            case Action.ACKNOWLEDGE:
                return self._words.recall(message_id, author_id, since)
            case Action.DIRECT_MESSAGE:
                return self._letters.recall(author_id, since)
            case _:
                return NotVisible(why=f"X cannot be asked about a past {action.value}")

    def retract(self, posted_id: str) -> Outcome:
        return self._words.retract(posted_id)

    def is_gone(self, posted_id: str) -> bool:
        return self._words.is_gone(posted_id)

    # --- keeping away -------------------------------------------------------------------------

    def by_hand(self, action: Action, target_id: str, handle: str) -> str:
        from connectors._x.measures import by_hand

        return by_hand(action, target_id, handle)

    # --- the account --------------------------------------------------------------------------

    def check(self) -> Iterable[Checked]:
        from connectors._x.check import check

        return check(self._account, reads_directs=self._reads_directs, searches=self._searches)

    @property
    def is_frugal(self) -> bool:
        """The budget is nearly spent: authors and searches are left out."""
        return self._account.is_frugal

    @is_frugal.setter
    def is_frugal(self, is_frugal: bool) -> None:
        self._account.is_frugal = is_frugal

    def sweep_price(self, posts: int) -> Decimal:
        from connectors._x.prices import sweep_price

        return sweep_price(self._account.prices, posts)

    def take_spent(self) -> Decimal:
        return self._account.meter.take()
