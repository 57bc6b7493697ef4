"""The case book of one page: cases as they become while its mentions are entered, and what is told
in their timelines. Nothing is written before `close`.
"""

from datetime import datetime

from monitor.domain.case import Case, TimelineEntry, TimelineKind
from monitor.domain.message import Message
from monitor.domain.store_ports import Tx
from monitor.services.ledger import Ledger

#: who writes in a timeline when no person does
MACHINE = "monitor"


class CaseBook:
    """Cases of one page; `close` writes them."""

    def __init__(self, tx: Tx, ledger: Ledger, now: datetime) -> None:
        self.tx = tx
        self.ledger = ledger
        self.now = now
        self._new: dict[int, Case] = {}
        self._changed: dict[int, Case] = {}
        self._timeline: list[TimelineEntry] = []

    def open(self, case: Case) -> None:
        """A case that was not there before."""
        self._new[case.number] = case
        self.ledger.has_case(case.author_id, case)

    def put(self, case: Case) -> None:
        """The case as it is from now on."""
        if case.number in self._new:
            self._new[case.number] = case
        else:
            self._changed[case.number] = case
        if case.is_open:
            self.ledger.has_case(case.author_id, case)

    def open_of(self, author_id: str) -> Case | None:
        """The open case of an author, who may have nothing on this page."""
        known = self.ledger.authors.get(author_id)
        if known is not None:
            return known.open_case
        return self.tx.cases.open_of(self.ledger.brand, author_id)

    def newest_of(self, author_id: str) -> Case | None:
        """The open case of an author, else the one that ended last."""
        return self.open_of(author_id) or self.tx.cases.newest_of(self.ledger.brand, author_id)

    def tell(
        self, case_number: int, kind: TimelineKind, words: str, message: Message | None = None
    ) -> None:
        """One line in the timeline of a case; `message` is what happened, if it was one."""
        by = MACHINE
        if message is not None:
            by = message.brand if message.from_brand else message.author.id
        self._timeline.append(
            TimelineEntry(
                brand=self.ledger.brand,
                case_number=case_number,
                at=self.now,
                kind=kind,
                by=by,
                words=words,
                message_id=message.id if message is not None else "",
            )
        )

    def close(self) -> None:
        """Writes everything."""
        if self._new:
            self.tx.cases.add(list(self._new.values()))
        if self._changed:
            self.tx.cases.save(*self._changed.values())
        if self._timeline:
            self.tx.cases.tell(self._timeline)
