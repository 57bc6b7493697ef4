"""Shifts: which of the people takes what comes at a moment.

Whoever is on shift; where nobody is, whose shift begins next; of several the first in the list.
Without shifts it is the first of the people. Who is away is passed over, and so is who has no shift
where others have one. Where nobody is left, it is the first of the people all the same: every case
has a person.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from monitor.domain.clock import Hours, Week
from monitor.domain.values import replace

Shifts = Mapping[str, Week]


def on_shift(
    people: Sequence[str], shifts: Shifts, away: Collection[str], hours: Hours, now: datetime
) -> str:
    """Who takes what comes now."""
    there = [name for name in people if name not in away]
    if not shifts:
        return there[0] if there else people[0]
    next_shifts = [(_next(shifts[name], hours, now), name) for name in there if name in shifts]
    known = [(at, there.index(name), name) for at, name in next_shifts if at is not None]
    if known:
        return min(known)[2]
    return there[0] if there else people[0]


def _next(shift: Week, hours: Hours, now: datetime) -> datetime | None:
    """When that shift is on next; now, if it is; None: never."""
    try:
        return replace(hours, office=shift).next_office_opening(now)
    except ValueError:
        return None
