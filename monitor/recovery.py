"""Recovery: what a daemon takes up of the one before it, when it starts.

Invariant: every step may be taken again; a start that was cut off half way begins anew.
"""

import logging
import select
from datetime import timedelta

from monitor.app import App
from monitor.errors import StoreFull, StoreLocked
from monitor.lock import Lock
from monitor.services.restored import hold
from monitor.services.store_trouble import StoreTrouble

log = logging.getLogger(__name__)

#: while the database cannot be used
TRY_AGAIN_AFTER = timedelta(seconds=1)


class Recovery:
    """Takes up what was left."""

    def __init__(self, app: App, trouble: StoreTrouble, lock: Lock | None) -> None:
        self.app = app
        self.trouble = trouble
        self.lock = lock

    def now(self) -> None:
        """Budgets near their end, sends under way, pages not decided on. Raises MonitorError."""
        self._know_an_older_copy()
        for connector in self.app.connectors:
            self.app.spending.take(connector.name, connector)
        self.app.erasure.again()
        self.app.housekeeping.started(self.app.config.version, self.app.playbook.version)
        self.app.look.after_a_stop()
        self.app.unlocking.due()
        self.app.triage.recover()

    def as_soon_as_possible(self, stopped: int) -> bool:
        """The same as soon as the database lets; False: told to stop before, which `stopped`, a
        file descriptor, shows by having something to read.

        Others may hold it for a while, and a disk gets room again. Whatever else keeps it from
        being used a person has to mend: raises MonitorError.
        """
        while True:
            try:
                self.now()
            except (StoreLocked, StoreFull) as error:
                self.trouble.met(error)
            else:
                return True
            while not self.trouble.may_go_on():
                if self.lock is not None:
                    self.lock.moved()
                if select.select([stopped], [], [], TRY_AGAIN_AFTER.total_seconds())[0]:
                    return False

    def _know_an_older_copy(self) -> None:
        """The word that went out last is not in the database: it is an older copy."""
        said = self.lock.last_said if self.lock is not None else None
        if said is None:
            return
        with self.app.store.begin() as tx:
            if tx.outbox.posted(said.brand, said.posted_id):
                return
            why = f"the database is older than the reply `{said.posted_id}`, which it does not know"
            if hold(tx, why, self.app.clock.now()):
                log.error("nothing is sent: %s", why)
