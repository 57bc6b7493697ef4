"""Nudges: when the person who owes an answer is reminded of it, before its time is over.

A share of a promise is a share of its office time: half of what is promised on Friday evening for
Monday noon is over on Monday, not on Sunday. Without any office time in it, plain time counts.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from monitor.domain.clock import Hours

NO_TIME = timedelta(0)


def nudges_of(
    made_at: datetime, due_at: datetime, nudge_at: Sequence[float], hours: Hours
) -> list[datetime]:
    """The moments, in order, one for each share (0…1); none lies after the end."""
    return [moment_of(made_at, due_at, share, hours) for share in nudge_at]


def moment_of(made_at: datetime, due_at: datetime, share: float, hours: Hours) -> datetime:
    """When that share of the time in between is over."""
    office_time = hours.office_time_between(made_at, due_at)
    if office_time > NO_TIME:
        return min(due_at, hours.add_office_time(made_at, office_time * share))
    made_at = made_at.astimezone(UTC)
    return made_at + max(NO_TIME, due_at - made_at) * share
