"""Prices: what X takes for what is read and written, what that came to, and what it will come to.

X charges for every resource it returns, once a day for each (a "soft guarantee"); so does the
meter. A price that changed is set in the config.
"""

import threading
from collections.abc import Iterable
from datetime import UTC
from decimal import Decimal

from connectors._x.paid import PaidToday
from monitor.domain.bill import ReplyPrices
from monitor.domain.ports import Clock
from monitor.domain.settings import Settings
from monitor.domain.values import Value

DAYS_A_MONTH = 30


class Prices(Value):
    """US dollars each, as X lists them (pay-per-use, November 2026)."""

    #: somebody else's post, read
    post_read: Decimal = Decimal("0.005")
    #: a mention of us or a post of our own, read by an app that we own
    own_read: Decimal = Decimal("0.001")
    #: an author, read along with a post
    user_read: Decimal = Decimal("0.010")
    #: a private message, read
    direct_read: Decimal = Decimal("0.010")
    #: a reply to somebody who named or quoted us
    summoned_reply: Decimal = Decimal("0.010")
    #: any reply with a link in it
    post_with_link: Decimal = Decimal("0.200")
    #: a private message, sent
    direct_send: Decimal = Decimal("0.015")
    #: mute, unmute, hide
    interaction: Decimal = Decimal("0.015")
    #: a post taken back
    delete: Decimal = Decimal("0.010")

    @property
    def replies(self) -> ReplyPrices:
        """What one reply costs."""
        return ReplyPrices(plain=self.summoned_reply, with_link=self.post_with_link)


def read_prices(settings: Settings) -> Prices:
    """`price_post_read = 0.005` and so on."""
    usual = Prices()

    def price(name: str) -> Decimal:
        written = settings.number(f"price_{name}", float(getattr(usual, name)))
        # through its text: what the owner wrote, not what a float makes of it
        return Decimal(str(written))

    return Prices(**{name: price(name) for name in Prices.__struct_fields__})


def estimate(
    prices: Prices, *, mentions: int = 0, replies: int = 0, has_link: bool = False
) -> Decimal:
    """US dollars a month for so many mentions and replies a day, every author a new one."""
    reply = prices.replies.with_link if has_link else prices.replies.plain
    a_day = mentions * (prices.own_read + prices.user_read) + replies * reply
    return a_day * DAYS_A_MONTH


def sweep_price(prices: Prices, posts: int) -> Decimal:
    """US dollars a month for looking at so many posts again: each is paid once a day."""
    return posts * prices.post_read * DAYS_A_MONTH


class Meter:
    """Counts what the calls cost."""

    def __init__(self, clock: Clock, paid: PaidToday) -> None:
        self._clock = clock
        self._paid = paid
        self._turn = threading.Lock()
        self._spent = Decimal(0)

    def read(self, price: Decimal, numbers: Iterable[str], sort: str) -> None:
        """Resources that X returned; each is paid once a day (UTC)."""
        with self._turn:
            self._paid.begin(self._clock.now().astimezone(UTC).date())
            self._spent += price * self._paid.add(sort, numbers)

    def wrote(self, price: Decimal) -> None:
        """One write that X took, or may have taken."""
        with self._turn:
            self._spent += price

    def take(self) -> Decimal:
        """What was spent since the last asking."""
        with self._turn:
            spent, self._spent = self._spent, Decimal(0)
            # not earlier: what nobody has taken is counted again after a crash, never left out
            self._paid.keep()
            return spent
