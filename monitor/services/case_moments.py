"""Moments of cases: what was put off wakes by itself.

A case that nobody has to be told of (it ended, or the customer wrote meanwhile) wakes silently.
"""

from datetime import datetime

from monitor.domain.case import Case, TimelineKind
from monitor.domain.clock import Hours
from monitor.domain.ports import Clock
from monitor.domain.reminders import AWAKE
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.services.case_alerts import tell_people
from monitor.services.case_book import MACHINE
from monitor.services.one_case import tell


class CaseMoments:
    """Looks at the clock for what a person asked to be reminded of."""

    def __init__(self, store: Store, clock: Clock, hours: Hours) -> None:
        self.store = store
        self.clock = clock
        self.hours = hours

    def due(self) -> int:
        """Whatever has come by now; how many."""
        now = self.clock.now()
        with self.store.read() as tx:
            waking = tx.cases.waking(now)
        for case in waking:
            self._wake(case.number, now)
        return len(waking)

    def _wake(self, number: int, now: datetime) -> None:
        with self.store.begin() as tx:
            case = tx.cases.get(number)
            if case is None or case.snoozed_until is None or case.snoozed_until > now:
                return
            tx.cases.save(replace(case, snoozed_until=None))
            if not case.is_open:
                return
            tell(tx, case, TimelineKind.STATUS, "no longer put off", MACHINE, now)
            tell_people(tx, case, AWAKE, _words(case), self.hours, now)


def _words(case: Case) -> str:
    return f"{case.assignee}, you put this off until now. monitor case {case.number}"
