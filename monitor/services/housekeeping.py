"""Housekeeping: what is done once a day, by whichever daemon claims the day first.

Each step stands alone: one that is killed half way is taken up again the next day.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from monitor.domain.audit import MACHINE, AuditAction, AuditEntry, Head
from monitor.domain.audit_ports import HeadLog
from monitor.domain.clock import Hours
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.services.retention import Expire

log = logging.getLogger(__name__)

JOB = "housekeeping"
#: a day's work is done after this hour, in the owner's zone
AFTER = timedelta(hours=3)
#: when it was done last
LAST_RUN = "housekeeping"
#: after a longer gap the clock may have jumped: nothing goes before the next day has come, too
TRUSTED = timedelta(days=3)
#: config and playbook as the daemon last started with them
SETUP = "setup"


class Housekeeping:
    """The daily work."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        hours: Hours,
        heads: HeadLog,
        expire: Expire,
        drop_old_copies: Callable[[datetime], Sequence[object]],
        write_old_reports_anew: Callable[[datetime], Sequence[object]],
    ) -> None:
        self.store = store
        self.clock = clock
        self.hours = hours
        self.heads = heads
        self.expire = expire
        #: takes now; the copies of the database that went
        self.drop_old_copies = drop_old_copies
        #: takes now; the weekly reports that no longer quote what has gone
        self.write_old_reports_anew = write_old_reports_anew

    def due(self) -> bool:
        """Does the day's work, unless it was done; whether it did."""
        now = self.clock.now()
        day = self.hours.day_of(now - AFTER).isoformat()
        with self.store.begin() as tx:
            if not tx.switches.claim_slot(JOB, day, now):
                return False
            last = tx.switches.get(LAST_RUN)
            tx.switches.put(LAST_RUN, now.isoformat(), now)
        try:
            self.log_head()
        finally:
            # what was promised to people does not wait for the file of heads
            if last is not None and now - datetime.fromisoformat(last) <= TRUSTED:
                self._let_go(now)
            self.store.flush()
        return True

    def _let_go(self, now: datetime) -> None:
        gone = self.expire.run()
        copies = self.drop_old_copies(now)
        self.write_old_reports_anew(now)
        if copies or not gone.is_nothing:
            told = {"action": "expired", "words": gone.words, "people": gone.people}
            log.info("let go of what is old: %s, %s copies", gone, len(copies), extra=told)

    def log_head(self) -> Head | None:
        """Writes the head of the audit log down, outside the database; None: there is no row."""
        with self.store.read() as tx:
            head = tx.audit.head()
        if head is None:
            return None
        written = replace(head, at=self.clock.now())
        self.heads.append(written)
        told = {"action": "audit_head", "number": head.number, "hash": head.hash}
        log.info("the audit log is at row %s, %s", head.number, head.hash, extra=told)
        return written

    def started(self, config: str, playbook: str) -> bool:
        """The daemon starts with these versions; whether one of them is new."""
        now, setup = self.clock.now(), f"config {config} playbook {playbook}"
        with self.store.begin() as tx:
            if tx.switches.get(SETUP) == setup:
                return False
            tx.switches.put(SETUP, setup, now)
            tx.audit.write(
                AuditEntry(
                    brand="", at=now, actor=MACHINE, action=AuditAction.CHANGED, reason=setup
                )
            )
        return True
