"""What was given to put a case right, and what it cost."""

import re
from collections.abc import Iterable
from decimal import Decimal

from monitor.domain.values import Value

_AMOUNT = re.compile(r"([0-9]{1,7})(?:[.,]([0-9]{1,2}))?")
_CURRENCY = re.compile(r"[^\W\d_]{1,4}|[€£$¥]")


class Cost(Value):
    """What a make-good cost."""

    amount: Decimal
    #: as the config names it; empty: a plain number
    currency: str = ""

    @property
    def written(self) -> str:
        """`18.00 EUR`, or `18.00`: as people read it, and as it is stored."""
        return f"{self.amount:.2f} {self.currency}".rstrip()

    @classmethod
    def read(cls, written: str) -> "Cost | None":
        """The cost of `written`; None where there is none."""
        amount, _, currency = written.partition(" ")
        return cls(amount=Decimal(amount), currency=currency) if amount else None


def parse_cost(written: str, currency: str = "") -> Cost:
    """`18`, `18.5` or `18,50`. Raises ValueError with a sentence for the owner."""
    match = _AMOUNT.fullmatch(written.strip())
    if match is None:
        raise ValueError(f"`{written}` is not what something costs; write it like `18` or `18.50`")
    return Cost(
        amount=Decimal(f"{match[1]}.{match[2] or '0'}").quantize(Decimal("0.01")), currency=currency
    )


def parse_currency(written: str) -> str:
    """`EUR`, `€`, or nothing. Raises ValueError with a sentence for the owner."""
    currency = written.strip()
    if currency and not _CURRENCY.fullmatch(currency):
        raise ValueError(f"`{written}` is not a currency; write it like `EUR` or `€`")
    return currency


def total(costs: Iterable[Cost]) -> tuple[Cost, ...]:
    """The sum of each currency, the largest first."""
    sums: dict[str, Decimal] = {}
    for cost in costs:
        sums[cost.currency] = sums.get(cost.currency, Decimal(0)) + cost.amount
    return tuple(
        Cost(amount=amount, currency=currency)
        for currency, amount in sorted(sums.items(), key=lambda one: (-one[1], one[0]))
    )
