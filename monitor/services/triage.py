"""Triage: read, decide, record: one transaction for a page, in the order people wrote.

1.  Read every message that is new (scores).
2.  Gather facts for the page, decide one mention after the other, write records and effects,
    close the page.
3.  Tell the observer, after the commit.

The transaction is that of `intake`, which stores the page as well. A page that was stored before
has one of its own, and is read before it begins.

A message that cannot be read or decided on is set aside with its reason; the others go on.
"""

import logging
from collections.abc import Sequence
from typing import Protocol

from monitor.domain.decide import decide
from monitor.domain.message import Message, SetAside
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Failpoint, Observer, no_failpoint
from monitor.domain.reading import Reading
from monitor.domain.store_ports import Store, Tx
from monitor.domain.stored import Decided, StoredPage
from monitor.errors import Bug
from monitor.services.bookkeeper import Bookkeeper
from monitor.services.ledger import Ledger
from monitor.services.surge import SurgeWatch

log = logging.getLogger(__name__)


#: what a mistake of ours or a playbook that has changed looks like; never the database's troubles
FAULTS_OF_OURS = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, Bug)


class _Undecidable(Exception):
    """One message for which the page has to be decided on again, without it."""

    def __init__(self, message: Message, fault: Exception) -> None:
        super().__init__(message.id)
        self.message = message
        self.fault = fault


class Reads(Protocol):
    """Scores one message."""

    def read(self, message: Message) -> Reading: ...


class Triage:
    """Decides on what was stored."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        reader: Reads,
        playbook: Playbook,
        policy: Policy,
        observer: Observer,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self.store = store
        self.clock = clock
        self.reader = reader
        self.playbook = playbook
        self.policy = policy
        self.observer = observer
        self.failpoint = failpoint
        self.surges = SurgeWatch(playbook, policy)

    def recover(self) -> int:
        """Decides on pages that a stopped daemon left behind; how many."""
        with self.store.read() as tx:
            pages = tx.pages.untriaged()
        for page in pages:
            self.page(page)
        return len(pages)

    def page(self, page: StoredPage) -> list[Decided]:
        """Every decision of a page, stored."""
        if not page.number:
            return []
        readings, unreadable = self._read(page.fresh)
        decided = self._decided(page, readings, unreadable)
        self.tell(decided)
        return decided

    def put(self, tx: Tx, page: StoredPage) -> list[Decided]:
        """Every decision of a page that this transaction stores. Raises what is at fault."""
        return self._record(tx, page, *self._read(page.fresh))

    def tell(self, decided: list[Decided]) -> None:
        """What was decided, after the commit."""
        self.failpoint("triage.after_commit")
        for one in decided:
            self.observer.decided(one)

    def _decided(
        self,
        page: StoredPage,
        readings: list[tuple[Message, Reading]],
        unreadable: list[SetAside],
    ) -> list[Decided]:
        """The page's one transaction; once more, without it, if a message cannot be decided on."""
        while True:
            try:
                with self.store.begin() as tx:
                    return self._record(tx, page, readings, unreadable)
            except _Undecidable as poison:
                readings = [one for one in readings if one[0] is not poison.message]
                unreadable = [*unreadable, _set_aside(poison.message, "decide on", poison.fault)]

    def _record(
        self,
        tx: Tx,
        page: StoredPage,
        readings: list[tuple[Message, Reading]],
        unreadable: list[SetAside],
    ) -> list[Decided]:
        """The decisions, what was set aside, and the end of the page."""
        self.failpoint("triage.before_decide")
        decided = self._decide(tx, page, readings)
        if unreadable:
            tx.messages.set_aside(unreadable, self.clock.now())
        if page.number:
            tx.pages.triaged(page.number, self.clock.now())
        self.failpoint("triage.before_commit")
        return decided

    def _read(
        self, messages: Sequence[Message]
    ) -> tuple[list[tuple[Message, Reading]], list[SetAside]]:
        readings, unreadable = [], []
        for message in messages:
            try:
                readings.append((message, self.reader.read(message)))
            except Exception as fault:
                # the loop's edge: one poison message must not stop the other 99
                log.exception("a message could not be read", extra={"message_id": message.id})
                unreadable.append(_set_aside(message, "read", fault))
        return readings, unreadable

    def _decide(
        self, tx: Tx, page: StoredPage, readings: list[tuple[Message, Reading]]
    ) -> list[Decided]:
        now = self.clock.now()
        messages = [message for message, _ in readings]
        ledger = Ledger(tx, page.brand, messages, self.policy, now)
        bookkeeper = Bookkeeper(tx, ledger, self.playbook, self.policy, now)
        decided: list[Decided] = []
        for message, reading in readings:
            facts = ledger.facts(message, reading)
            try:
                decision = decide(facts, self.playbook, self.policy, now)
                entered = bookkeeper.enter(facts, decision)
            except FAULTS_OF_OURS as fault:
                log.exception("a message is not decided on", extra={"message_id": message.id})
                raise _Undecidable(message, fault) from fault
            decided.append(entered)
        bookkeeper.forget(page.deleted)
        bookkeeper.close()
        tx.messages.record(decided)
        self.surges.put(tx, page.brand, ledger.surge, decided, now)
        return decided


def _set_aside(message: Message, step: str, fault: Exception) -> SetAside:
    return SetAside(
        connector=message.found_by,
        where=message.id,
        reason=f"BUG: could not {step} it: {type(fault).__name__}",
    )
