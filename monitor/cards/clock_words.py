"""Moments in a card's words, by the owner's clock."""

from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.promise import MONTHS, WEEKDAYS
from monitor.domain.sheet import Words, clock


def at(moment: datetime, now: datetime, hours: Hours) -> str:
    """`15:30` of today, `11:00 tomorrow`, `12:00 on Mon 30 Nov`."""
    local, today = hours.local(moment), hours.day_of(now)
    days = (local.date() - today).days
    if days == 0:
        return f"{local:%H:%M}"
    near = {-1: "yesterday", 1: "tomorrow"}.get(days)
    if near is not None:
        return f"{local:%H:%M} {near}"
    year = f" {local.year}" if local.year != today.year else ""
    day = f"{WEEKDAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]}"
    return f"{local:%H:%M} on {day}{year}"


def passed(moment: datetime, now: datetime, hours: Hours) -> Words:
    """A moment that has passed; some desks show how long ago."""
    return clock(at(moment, now, hours), moment)
