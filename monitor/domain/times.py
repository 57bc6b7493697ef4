"""Times: openings and deadlines as seen from one moment.

A page is decided at one moment, and working out when the office opens costs more than all rules
together; so what was worked out for a moment is kept until another moment is asked about.
"""

from datetime import datetime

from monitor.domain.clock import Hours, due, parse_lasting


class Times:
    """What follows from the hours and the moment alone."""

    __slots__ = ("_acknowledge_opening", "_due", "_office_opening", "hours", "now")

    def __init__(self, hours: Hours, now: datetime) -> None:
        self.hours = hours
        self.now = now
        self._due: dict[str, datetime] = {}
        self._office_opening: datetime | None = None
        self._acknowledge_opening: datetime | None = None

    def due(self, promise: str) -> datetime:
        """When a promise in the playbook's words is due."""
        found = self._due.get(promise)
        if found is None:
            found = self._due[promise] = due(self.now, parse_lasting(promise), self.hours)
        return found

    def office_opening(self) -> datetime:
        """The next moment with the office open; now, if it is."""
        if self._office_opening is None:
            self._office_opening = self.hours.next_office_opening(self.now)
        return self._office_opening

    def acknowledge_opening(self) -> datetime:
        """The next moment at which a machine may speak; now, if it may."""
        if self._acknowledge_opening is None:
            self._acknowledge_opening = self.hours.next_acknowledge_opening(self.now)
        return self._acknowledge_opening


class _Last:
    """The times asked for last. Two threads at worst work them out twice."""

    times: Times | None = None


def times_at(hours: Hours, now: datetime) -> Times:
    """The times of this moment: those of the last call, if it asked about the same."""
    last = _Last.times
    if last is None or last.hours is not hours or last.now != now:
        last = _Last.times = Times(hours, now)
    return last
