"""The weekly report, once for each week, also after a time in which nobody ran.

The slot of the schedule is claimed before it is written: two schedulers, a restart or a change of
the clocks never write one twice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.domain.clock import Hours
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store

JOB = "weekly-report"


class WeeklyReport:
    """Writes the report of the week that has ended when its hour has come."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        hours: Hours,
        *,
        weekday: int,
        hour: int,
        minute: int,
        write: Callable[[str], None],
    ) -> None:
        self.store = store
        self.clock = clock
        self.hours = hours
        self.weekday = weekday
        self.hour = hour
        self.minute = minute
        #: takes the week as `2026-W47`
        self.write = write

    def due(self) -> str | None:
        """Writes the newest report whose hour has come, if nobody has; the week, if it did."""
        now = self.clock.now()
        week = self._week_due(now)
        with self.store.begin() as tx:
            if not tx.switches.claim_slot(JOB, week, now):
                return None
        self.write(week)
        return week

    def _week_due(self, now: datetime) -> str:
        """The newest ISO week whose report's hour has come."""
        local = self.hours.local(now)
        due = local.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0)
        due -= timedelta(days=(local.weekday() - self.weekday) % 7)
        if due > local:
            due -= timedelta(days=7)
        year, week, _ = (due - timedelta(days=due.weekday() + 1)).isocalendar()
        return f"{year}-W{week:02d}"
