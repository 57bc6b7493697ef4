"""Entries in cases: a mention opens a case, or is one more in the open one of its customer."""

from datetime import datetime

from monitor.domain.case import Case, Priority, TimelineKind
from monitor.domain.decision import JoinCase, OpenCase
from monitor.domain.facts import Facts
from monitor.domain.policy import Policy
from monitor.domain.store_ports import Tx
from monitor.services.absence import who_takes
from monitor.services.case_book import CaseBook
from monitor.services.ledger import Ledger
from monitor.services.mention_in_case import with_mention
from monitor.services.pressing import pressed


class CaseEntries:
    """What the mentions of one page make of cases; the case book writes it."""

    def __init__(
        self, tx: Tx, ledger: Ledger, policy: Policy, now: datetime, book: CaseBook
    ) -> None:
        self.tx = tx
        self.ledger = ledger
        self.policy = policy
        self.now = now
        self._book = book
        #: the same for every case of a page; most pages open none
        self._assignee: str | None = None

    def open_or_join(self, record: OpenCase, facts: Facts) -> None:
        """A new case, unless this customer has one that is open."""
        message = facts.message
        author = self.ledger.author(message.author.id)
        if author.open_case is not None:
            self._enter(
                author.open_case, facts, record.priority, record.topic, record.deadline_at,
                record.note,
            )  # fmt: skip
            return
        case = Case(
            number=self.tx.cases.next_number(),
            brand=message.brand,
            author_id=self.ledger.customer(message.author.id),
            priority=record.priority,
            topic=record.topic,
            assignee=self._who_takes(),
            opened_at=self.now,
            deadline_at=record.deadline_at,
            first_message_id=message.id,
            in_dm_at=self.now if message.is_direct else None,
        )
        self._book.open(pressed(case, facts, author, self.policy, self.now))
        self._book.tell(case.number, TimelineKind.OPENED, record.note, message)

    def _who_takes(self) -> str:
        if self._assignee is None:
            self._assignee = who_takes(self.tx, self.policy, self.now)
        return self._assignee

    def join(self, record: JoinCase, facts: Facts) -> None:
        """One more mention in the open case, if there is one."""
        case = self.ledger.author(facts.message.author.id).open_case
        if case is not None:
            priority = Priority.HIGH if record.raise_priority else case.priority
            self._enter(case, facts, priority, "", record.deadline_at, record.note)

    def _enter(
        self,
        case: Case,
        facts: Facts,
        priority: Priority,
        topic: str,
        deadline_at: datetime | None,
        note: str,
    ) -> None:
        message = facts.message
        joined = with_mention(
            self.tx, case, message, priority, topic, deadline_at, self.policy, self.now
        )
        author = self.ledger.author(message.author.id)
        kind = TimelineKind.CAME_TO_DM if message.is_direct else TimelineKind.MENTION
        self._book.put(pressed(joined, facts, author, self.policy, self.now))
        self._book.tell(joined.number, kind, note, message)
