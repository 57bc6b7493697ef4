"""Intake: a page stored and decided on in one transaction.

One commit holds messages, cursor and decisions: who stops before it fetches the page again. Where
that cannot be, the page is stored first and decided on afterwards, without what is at fault.
"""

import logging

from monitor.domain.message import Page
from monitor.domain.store_ports import Store
from monitor.domain.stored import Decided
from monitor.errors import StoreError
from monitor.services.ingest import Ingest
from monitor.services.triage import Triage

log = logging.getLogger(__name__)


class Intake:
    """Ingest and triage, one page at a time."""

    def __init__(self, store: Store, ingest: Ingest, triage: Triage) -> None:
        self.store = store
        self.ingest = ingest
        self.triage = triage

    def page(self, name: str, page: Page) -> list[Decided]:
        """Every decision of a page, stored with it."""
        now = self.ingest.clock.now()
        decided: list[Decided] = []
        try:
            with self.store.begin() as tx:
                for stored in self.ingest.put(tx, name, page, now, is_decided=True):
                    decided += self.triage.put(tx, stored)
        except StoreError:
            raise
        except Exception:
            # whose fault it is shows when the page is decided on by itself
            log.info("a page of %s is stored first, and decided on afterwards", name)
            return self._in_two_steps(name, page)
        self.ingest.tell(name, page, now)
        self.triage.tell(decided)
        return decided

    def _in_two_steps(self, name: str, page: Page) -> list[Decided]:
        decided: list[Decided] = []
        for stored in self.ingest.store_page(name, page):
            decided += self.triage.page(stored)
        return decided
