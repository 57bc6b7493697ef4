"""The bill: what platforms take for our calls, by their days, which are days in UTC."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from monitor.domain.links import links_in
from monitor.domain.values import Value

NOTHING = Decimal(0)
CENT = Decimal("0.01")


class ReplyPrices(Value):
    """What a platform takes for one public reply, in US dollars."""

    plain: Decimal
    #: with any link in it
    with_link: Decimal

    def of(self, text: str) -> Decimal:
        """For these words."""
        return self.with_link if links_in(text) else self.plain


class Raise(Value):
    """A budget that may be passed for one day, in US dollars of its month."""

    #: what might have been spent without it: the budget, or what was spent already
    from_dollars: Decimal
    to_dollars: Decimal
    at: datetime
    #: the person who said so
    said_by: str


def today(now: datetime) -> date:
    """The day of the bill."""
    return now.astimezone(UTC).date()


def end_of_day(now: datetime) -> datetime:
    """When the day of the bill is over."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=1)


def month_of(day: date) -> tuple[date, date]:
    """Its first day, and the first day of the next."""
    first = day.replace(day=1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)


def dollars(amount: Decimal) -> str:
    """`$4.12`; what is less than a cent is not nothing."""
    if NOTHING < amount < CENT:
        return "under $0.01"
    return f"${amount:,.2f}"
