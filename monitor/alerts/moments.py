"""Moments as an alert names them: by the owner's clock, and right on whichever day it is read."""

from datetime import datetime, timedelta

from monitor.domain.clock import Hours

#: within it the name of the day tells which one
_A_WEEK = timedelta(days=6)


def moment(at: datetime | None, hours: Hours, now: datetime) -> str:
    """ "Mon 15:30", and with the date where it is further away; "" for none."""
    if at is None:
        return ""
    local = hours.local(at)
    is_near = abs(at - now) < _A_WEEK
    return f"{local:%a %H:%M}" if is_near else f"{local:%a} {local.day} {local:%b %Y %H:%M}"
