"""How long things took: median, ninetieth percentile and slowest, in hours.

The 90th percentile is the nearest rank: the shortest time that nine in ten did not exceed. Nothing
is estimated between two values, so that each number is a time that really happened, but for the
median of an even count, which is the middle of two.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from math import ceil

from monitor.domain.clock import Hours
from monitor.domain.values import Value

ONE_HOUR = timedelta(hours=1)


class Spread(Value, frozen=True, kw_only=True):
    """Three numbers about a list of times, each in hours; None when the list is empty."""

    median: float | None = None
    p90: float | None = None
    slowest: float | None = None


class Times(Value, frozen=True, kw_only=True):
    """How many times there are, and how long on the wall clock and in office hours."""

    count: int = 0
    elapsed: Spread = Spread()
    office: Spread = Spread()


def spread(hours: Sequence[float]) -> Spread:
    """The three numbers of a list of hours."""
    if not hours:
        return Spread()
    ordered = sorted(hours)
    nine_in_ten = ordered[ceil(len(ordered) * 9 / 10) - 1]
    middle = len(ordered) // 2
    median = (ordered[middle] + ordered[~middle]) / 2
    return Spread(median=median, p90=nine_in_ten, slowest=ordered[-1])


def times(spans: Iterable[tuple[datetime, datetime]], hours: Hours) -> Times:
    """The spread of spans from a beginning to an end; an end before its beginning counts as 0."""
    elapsed: list[float] = []
    office: list[float] = []
    for began_at, ended_at in spans:
        elapsed.append(max(0.0, (ended_at - began_at) / ONE_HOUR))
        office.append(max(0.0, hours.office_time_between(began_at, ended_at) / ONE_HOUR))
    return Times(count=len(elapsed), elapsed=spread(elapsed), office=spread(office))
