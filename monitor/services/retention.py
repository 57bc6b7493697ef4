"""Retention: what is old goes, every day, a few rows at a time.

Each step is a transaction of its own, and finds what is left by itself: one that is killed half way
goes on where it stopped, the next day at the latest.
"""

from collections.abc import Callable
from datetime import datetime

from monitor.domain.audit import MACHINE, AuditAction, AuditEntry
from monitor.domain.clock import Hours
from monitor.domain.ports import Clock
from monitor.domain.retention import Retention, cutoffs
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import Value

#: rows in one transaction: others wait for a moment, not for a minute
AT_ONCE = 200
#: people in one: each may have many rows
PEOPLE_AT_ONCE = 20


class Gone(Value):
    """What went."""

    #: messages that lost their words
    words: int = 0
    #: people whose rows became nameless
    people: int = 0
    #: rows that were deleted
    numbers: int = 0

    @property
    def is_nothing(self) -> bool:
        """Nothing was old."""
        return self == Gone()


class Expire:
    """Lets go of what is old."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        hours: Hours,
        retention: Retention,
        *,
        brand: str,
    ) -> None:
        self.store = store
        self.clock = clock
        self.hours = hours
        self.retention = retention
        self.brand = brand

    def run(self) -> Gone:
        """Everything that is old by now."""
        now = self.clock.now()
        before = cutoffs(self.retention, now, self.hours)
        gone = Gone(
            words=self._all(lambda tx: tx.expiry.words(self.brand, before.words, AT_ONCE), AT_ONCE),
            people=self._all(
                lambda tx: tx.expiry.people(self.brand, before.people, now, PEOPLE_AT_ONCE),
                PEOPLE_AT_ONCE,
            ),
            numbers=self._all(lambda tx: tx.expiry.numbers(self.brand, before.numbers, AT_ONCE), 1),
        )
        with self.store.begin() as tx:
            tx.expiry.rest(self.brand, before, now)
            if not gone.is_nothing:
                tx.audit.write(_written_down(self.brand, gone, now))
        return gone

    def _all(self, step: Callable[[Tx], int], full: int) -> int:
        """Again and again, until one does less than it might."""
        count = 0
        while True:
            with self.store.begin() as tx:
                done = step(tx)
            count += done
            if done < full:
                return count


def _written_down(brand: str, gone: Gone, now: datetime) -> AuditEntry:
    return AuditEntry(
        brand=brand,
        at=now,
        actor=MACHINE,
        action=AuditAction.RETENTION,
        reason=f"words {gone.words} people {gone.people} numbers {gone.numbers}",
    )
