"""Ingest: one page of a connector into the store, with the cursor, in one transaction.

The transaction is its own, or that of the decisions as well (see `intake`).
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.domain.connectors import MentionSource
from monitor.domain.message import Message, Page
from monitor.domain.ports import Clock, Observer, Store, StoredPage, Tx
from monitor.domain.values import replace
from monitor.errors import ConnectorError
from monitor.services.switches import SAMPLE

log = logging.getLogger(__name__)

#: a first start is silent: what was published before it is stored and never answered
FIRST_START = "first_start"
TELL_EVERY = timedelta(minutes=1)


class Ingest:
    """Fetches from one connector and stores."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        observer: Observer,
        *,
        brand: str,
        is_silent_at_first: bool = True,
        is_sample: bool = False,
    ) -> None:
        self.store = store
        self.clock = clock
        self.observer = observer
        self.brand = brand
        self.is_silent_at_first = is_silent_at_first
        self.is_sample = is_sample
        self._told: dict[str, datetime] = {}
        #: where the next fetch begins, as it was stored last
        self._cursors: dict[str, str] = {}

    def poll(self, name: str, source: MentionSource, take: Callable[[str, Page], object]) -> None:
        """Every page there is, taken one by one. A failure is recorded, and told by `status`."""
        cursor = self._cursor(name)
        is_told = False
        error = ""
        try:
            while True:
                page = source.fetch(cursor)
                if page.messages or page.set_aside or page.cursor != cursor:
                    # until it is stored nobody knows where the next fetch begins
                    self._cursors.pop(name, None)
                    take(name, page)
                    self._cursors[name] = page.cursor
                    is_told = True
                cursor = page.cursor
                if not page.more:
                    break
        except ConnectorError as problem:
            error = problem.message
            log.warning("%s could not be read: %s", name, problem.message)
        if error or not is_told:
            self._tell_poll(name, error)

    def _cursor(self, name: str) -> str:
        """Where the next fetch begins: nobody but this daemon moves it."""
        cursor = self._cursors.get(name)
        if cursor is None:
            with self.store.read() as tx:
                cursor = self._cursors[name] = tx.pages.cursor(self.brand, name)
        return cursor

    def store_page(self, name: str, page: Page) -> list[StoredPage]:
        """One page with its cursor, in a transaction of its own, to be decided on later."""
        now = self.clock.now()
        with self.store.begin() as tx:
            stored = self.put(tx, name, page, now)
        self.tell(name, page, now)
        return stored

    def put(
        self, tx: Tx, name: str, page: Page, now: datetime, *, is_decided: bool = False
    ) -> list[StoredPage]:
        """What is new of a page, a part for each brand it speaks of.

        `is_decided`: this transaction decides on it, and nobody has to come back to it.
        """
        by_brand: dict[str, list[Message]] = {}
        for message in page.messages:
            by_brand.setdefault(message.brand or self.brand, []).append(message)
        if self.brand not in by_brand:
            by_brand[self.brand] = []
        stored = []
        cut_off = self._cut_off(tx, now)
        if self.is_sample and name not in self._told:
            tx.switches.put(SAMPLE, "yes", now)
        for brand, messages in by_brand.items():
            part = replace(
                page,
                messages=_live(messages, cut_off),
                set_aside=page.set_aside if brand == self.brand else (),
            )
            page_stored = tx.pages.store(brand, name, part, now, is_decided=is_decided)
            if page_stored.fresh or page_stored.deleted:
                stored.append(page_stored)
        tx.switches.seen_poll(self.brand, name, now)
        return stored

    def tell(self, name: str, page: Page, now: datetime) -> None:
        """What was set aside, after the commit."""
        self._told[name] = now
        for set_aside in page.set_aside:
            self.observer.set_aside(set_aside)

    def _cut_off(self, tx: Tx, now: datetime) -> datetime | None:
        """Messages from before this moment are never answered; None when all count as live."""
        if not self.is_silent_at_first:
            return None
        first_start = tx.switches.get(FIRST_START)
        if first_start is None:
            tx.switches.put(FIRST_START, now.isoformat(), now)
            return now
        return datetime.fromisoformat(first_start)

    def _tell_poll(self, name: str, error: str) -> None:
        """A poll that brought nothing is written down once a minute, a failing one each time."""
        now = self.clock.now()
        told = self._told.get(name)
        if not error and told is not None and now - told < TELL_EVERY:
            return
        with self.store.begin() as tx:
            tx.switches.seen_poll(self.brand, name, now, error)
        self._told[name] = now


def _live(messages: list[Message], cut_off: datetime | None) -> tuple[Message, ...]:
    """The messages, those from after the first start as live ones."""
    if cut_off is None:
        return tuple(messages)
    # a platform's clock may be behind ours by a little
    since = cut_off - timedelta(minutes=1)
    return tuple(
        [
            one
            if one.is_live == (one.created_at >= since)
            else replace(one, is_live=not one.is_live)
            for one in messages
        ]
    )
