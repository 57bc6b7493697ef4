"""Ingest: one page of a connector into the store, with the cursor, in one transaction.

The transaction is its own, or that of the decisions as well (see `intake`).
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.domain.connectors import MentionSource
from monitor.domain.message import Blind, Message, Page
from monitor.domain.ports import Clock, Observer
from monitor.domain.store_ports import Store, Tx
from monitor.domain.stored import StoredPage
from monitor.domain.values import replace
from monitor.errors import ConnectorError
from monitor.services.blindness import AFTER, Failing, tell_blind, tell_seeing
from monitor.services.rests import Rests
from monitor.services.switches import FIRST_START, SAMPLE, first_look, rests_until

log = logging.getLogger(__name__)

TELL_EVERY = timedelta(minutes=1)
#: a failure that lasts so long is kept as a blind period; a shorter one is an ordinary hiccup
BLIND_FROM = timedelta(minutes=15)


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
        #: by connector: what is older was there before the first look, and is never answered
        self._cut_offs: dict[str, datetime] = {}
        #: the connectors that could not be read when they were tried last
        self._failing: dict[str, Failing] = {}
        #: those that rest for so long that the owner knows
        self._noticed: set[str] = set()
        #: those that told us when to come again
        self._rests = Rests()

    def poll(self, name: str, source: MentionSource, take: Callable[[str, Page], object]) -> None:
        """Every page there is, taken one by one. A failure is recorded, and told by `status`; who
        said when to come again is left alone until then."""
        self._set_cut_off(name)
        cursor = self.cursor(name)
        if self._rests.is_left(name, self.clock.now()):
            self._tell_resting(name)
            return
        is_told = False
        error: ConnectorError | None = None
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
            error = problem
            self._rests.leave(name, problem.retry_at, self.clock.now())
            log.warning("connector %s: %s", name, problem.message)
        if error is not None or not is_told:
            self._tell_poll(name, error)

    def cursor(self, name: str) -> str:
        """Where the next fetch begins: nobody but this daemon moves it."""
        cursor = self._cursors.get(name)
        if cursor is None:
            with self.store.read() as tx:
                cursor = self._cursors[name] = tx.pages.cursor(self.brand, name)
                self._remember_failing(tx, name)
                until = tx.switches.get(rests_until(self.brand, name))
            if until is not None:
                self._rests.leave(name, datetime.fromisoformat(until), self.clock.now())
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
        cut_off = self._cut_offs.get(name) or self._cut_off(tx, name, now)
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
        for blind in page.blind:
            tx.platforms.was_blind(self.brand, name, blind)
        if not self._is_told(name, now):
            self._write_poll(tx, name, now)
        return stored

    def tell(self, name: str, page: Page, now: datetime) -> None:
        """What was set aside, after the commit."""
        if not self._is_told(name, now):
            self._told[name] = now
        self._failing.pop(name, None)
        self._noticed.discard(name)
        for set_aside in page.set_aside:
            self.observer.set_aside(set_aside)

    def _set_cut_off(self, name: str) -> None:
        """At the first look there ever is, whatever it brings: what is written later is live."""
        if not self.is_silent_at_first or name in self._cut_offs:
            return
        now = self.clock.now()
        with self.store.begin() as tx:
            cut_off = self._cut_off(tx, name, now)
        if cut_off is not None:
            self._cut_offs[name] = cut_off

    def _cut_off(self, tx: Tx, name: str, now: datetime) -> datetime | None:
        """Messages from before this moment are never answered; None when all count as live."""
        if not self.is_silent_at_first:
            return None
        switch = first_look(self.brand, name)
        written = tx.switches.get(switch)
        if written is None:
            written = now.isoformat()
            first_start = tx.switches.get(FIRST_START)
            if first_start is None:
                tx.switches.put(FIRST_START, written, now)
            elif any(
                (one.brand, one.connector) == (self.brand, name) for one in tx.switches.polls()
            ):
                # looked at by a version that knew one first start for all
                written = first_start
            tx.switches.put(switch, written, now)
        return datetime.fromisoformat(written)

    def _is_told(self, name: str, now: datetime) -> bool:
        """That it can be read was written down just now, and nothing has failed since."""
        told = self._told.get(name)
        return told is not None and now - told < TELL_EVERY and name not in self._failing

    def _tell_poll(self, name: str, error: ConnectorError | None) -> None:
        """A poll that went well is written down once a minute, a failing one each time."""
        now = self.clock.now()
        if error is None and self._is_told(name, now):
            return
        failing = self._failing_now(name, error, now) if error is not None else None
        with self.store.begin() as tx:
            self._write_poll(tx, name, now, failing)
            if error is not None and error.retry_at is not None and not error.permanent:
                # for the next start; who mends what is permanent starts again to be quick
                until = error.retry_at.isoformat()
                tx.switches.put(rests_until(self.brand, name), until, now)
        self._told[name] = now
        if failing is None:
            self._failing.pop(name, None)
            self._noticed.discard(name)
        else:
            self._failing[name] = failing

    def _tell_resting(self, name: str) -> None:
        """A long rest is blindness as well."""
        now, failing = self.clock.now(), self._failing.get(name)
        if failing is None or name in self._noticed or now - failing.since < AFTER:
            return
        with self.store.begin() as tx:
            tell_blind(tx, self.brand, name, failing, now)
        self._noticed.add(name)

    def _failing_now(self, name: str, error: ConnectorError, now: datetime) -> Failing:
        """This failure, and those before it in a row."""
        before = self._failing.get(name)
        return Failing(
            since=before.since if before is not None else now,
            why=error.message,
            is_auth=error.is_auth,
            polls=before.polls + 1 if before is not None else 1,
        )

    def _write_poll(self, tx: Tx, name: str, now: datetime, failing: Failing | None = None) -> None:
        """How the connector is doing; a long failure that has ended was a blind period."""
        tx.switches.seen_poll(self.brand, name, now, failing.why if failing is not None else "")
        if failing is not None:
            tell_blind(tx, self.brand, name, failing, now)
            return
        before = self._failing.get(name)
        if before is None:
            return
        tell_seeing(tx, self.brand, name, now)
        if now - before.since >= BLIND_FROM:
            blind = Blind(since=before.since, until=now, why=before.why, is_caught_up=True)
            tx.platforms.was_blind(self.brand, name, blind)

    def _remember_failing(self, tx: Tx, name: str) -> None:
        """What an earlier daemon left failing."""
        for poll in tx.switches.polls():
            if (poll.brand, poll.connector) == (self.brand, name) and poll.failing_since:
                self._failing[name] = Failing(since=poll.failing_since, why=poll.error)


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
