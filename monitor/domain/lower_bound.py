"""The lower bound: how good something is at least, after so many tries (exact, one-sided).

Clopper and Pearson's: the smallest share of right ones under which so many right ones, or more,
still come about with a probability of 1 - `confidence`.
"""

from functools import lru_cache
from math import exp, fsum, lgamma, log, log1p

#: each halves the span in which the bound lies
_HALVINGS = 40
#: a float below this has lost digits
_NEARLY_NOTHING = 1e-280


def tail(right: int, tries: int, share: float) -> float:
    """The probability of `right` or more out of `tries`, when each is right with this share."""
    if right <= 0:
        return 1.0
    if share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    term = total = share**tries
    if term < _NEARLY_NOTHING:
        return _by_logarithms(right, tries, share)
    odds = (1 - share) / share
    # so many wrong ones or fewer: few terms where few are wrong
    for wrong in range(tries - right):
        term *= odds * (tries - wrong) / (wrong + 1)
        total += term
    return total


def _by_logarithms(right: int, tries: int, share: float) -> float:
    """The same, where the first term is too small to be written down."""
    log_right, log_wrong = log(share), log1p(-share)
    all_orders = lgamma(tries + 1)
    terms = (
        all_orders
        - lgamma(count + 1)
        - lgamma(tries - count + 1)
        + count * log_right
        + (tries - count) * log_wrong
        for count in range(right, tries + 1)
    )
    return min(1.0, fsum(map(exp, terms)))


@lru_cache(maxsize=4096)
def lower_bound(right: int, tries: int, confidence: float = 0.95) -> float:
    """0..1; 0 without a right one. Raises ValueError for more right ones than tries."""
    if not 0 <= right <= tries:
        raise ValueError(f"{right} of {tries} is no share")
    if right == 0:
        return 0.0
    low, high = 0.0, right / tries
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if tail(right, tries, middle) < 1 - confidence:
            low = middle
        else:
            high = middle
    return low


def is_proven(right: int, tries: int, at_least: float, confidence: float = 0.95) -> bool:
    """The lower bound is at least that."""
    return right > 0 and tail(right, tries, at_least) <= 1 - confidence


@lru_cache(maxsize=4096)
def still_missing(right: int, tries: int, at_least: float, confidence: float = 0.95) -> int:
    """How many right ones in a row prove it; 0: it is proven."""

    def is_enough(more: int) -> bool:
        return is_proven(right + more, tries + more, at_least, confidence)

    if is_enough(0):
        return 0
    enough = 1
    while not is_enough(enough):
        enough *= 2
    too_few = enough // 2
    while enough - too_few > 1:
        middle = (enough + too_few) // 2
        if is_enough(middle):
            enough = middle
        else:
            too_few = middle
    return enough
