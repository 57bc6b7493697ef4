"""Times: openings and deadlines as seen from one moment.

A page is decided at one moment, and working out when the office opens costs more than all rules
together; so what was worked out for a moment is kept until another moment is asked about.
"""

from datetime import datetime, timedelta

from monitor.domain.clock import Hours, due, parse_lasting

AT_ONCE = timedelta(0)


class Times:
    """What follows from the hours and the moment alone."""

    __slots__ = ("_acknowledge_openings", "_due", "_office_openings", "hours", "now")

    def __init__(self, hours: Hours, now: datetime) -> None:
        self.hours = hours
        self.now = now
        self._due: dict[str, datetime] = {}
        self._office_openings: dict[timedelta, datetime] = {}
        self._acknowledge_openings: dict[timedelta, datetime] = {}

    def due(self, promise: str) -> datetime:
        """When a promise in the playbook's words is due."""
        found = self._due.get(promise)
        if found is None:
            found = self._due[promise] = due(self.now, parse_lasting(promise), self.hours)
        return found

    def office_opening(self, later: timedelta = AT_ONCE) -> datetime:
        """The next moment with the office open, seen from so much later; that one, if it is."""
        found = self._office_openings.get(later)
        if found is None:
            found = self.hours.next_office_opening(self.now + later)
            self._office_openings[later] = found
        return found

    def acknowledge_opening(self, later: timedelta = AT_ONCE) -> datetime:
        """The next moment at which a machine may speak, seen from so much later."""
        found = self._acknowledge_openings.get(later)
        if found is None:
            found = self.hours.next_acknowledge_opening(self.now + later)
            self._acknowledge_openings[later] = found
        return found


class _Last:
    """The times asked for last. Two threads at worst work them out twice."""

    times: Times | None = None


def times_at(hours: Hours, now: datetime) -> Times:
    """The times of this moment: those of the last call, if it asked about the same."""
    last = _Last.times
    if last is None or last.hours is not hours or last.now != now:
        last = _Last.times = Times(hours, now)
    return last
