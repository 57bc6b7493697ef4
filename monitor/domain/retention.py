"""Retention: how long what strangers wrote is kept, and in which steps it goes.

    words      a message's text, name, handle, links, earlier versions
    people     who wrote it, and the stories of cases: what is left is nameless, and can be counted
    numbers    the nameless rows themselves

Whoever has an open case keeps their words; kept evidence keeps everything.
"""

from datetime import datetime, timedelta

from monitor.domain.clock import Hours
from monitor.domain.values import Value


class Retention(Value):
    """The owner's lengths; each at least as long as the one before."""

    text: timedelta = timedelta(days=90)
    #: after the end of a case; for a message without one, after it was written
    case: timedelta = timedelta(days=365)
    counters: timedelta = timedelta(days=3 * 365)


class Cutoffs(Value):
    """What is older than these goes."""

    words: datetime
    people: datetime
    numbers: datetime


def cutoffs(retention: Retention, now: datetime, hours: Hours) -> Cutoffs:
    """The moments as of now. People and numbers go by whole weeks of the brand, so that the report
    of a week never loses a part of it."""
    return Cutoffs(
        words=now - retention.text,
        people=_week_began(now - retention.case, hours),
        numbers=_week_began(now - retention.counters, hours),
    )


def _week_began(moment: datetime, hours: Hours) -> datetime:
    local = hours.local(moment)
    monday = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return monday - timedelta(days=local.weekday())
