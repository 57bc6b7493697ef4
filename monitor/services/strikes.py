"""Strikes of one page: what its mentions bring, and texts that come again after our answer.

The same text again is looked for only where a person of ours has answered: an author whose case was
answered or has ended, or who writes where our own post stands. Which came first is told by when it
was written, so it is found whichever came in first.
"""

from datetime import datetime

from monitor.domain.decision import AddStrike
from monitor.domain.facts import Facts
from monitor.domain.message import Message
from monitor.domain.store_ports import Tx
from monitor.domain.strike import Strike, StrikeKind, sameness
from monitor.services.ledger import Ledger

#: how many of an author's newest messages are compared
NEWEST = 50


class Strikes:
    """Writes strikes down."""

    def __init__(self, tx: Tx, ledger: Ledger, now: datetime) -> None:
        self.tx = tx
        self.ledger = ledger
        self.now = now

    def add(self, record: AddStrike, message: Message) -> None:
        """One that a decision asks for."""
        self._put(message, record.kind, record.is_firm, record.in_complaint)

    def written_anew(self, message: Message) -> None:
        """The newest words count, and no earlier ones."""
        self.tx.standings.forget(message.brand, message.author.id, message.id)

    def look(self, facts: Facts) -> None:
        """Whether it says again what was said before, after we answered; most never ask."""
        message, around = facts.message, facts.circumstances
        if not (around.had_case or around.replies_to_us or message.conversation_id):
            return
        if message.from_brand or not message.is_live or message.is_direct:
            return
        if self._was_answered(message):
            self.answered(message.author.id, message)

    def answered(self, author_id: str, newest: Message | None = None) -> None:
        """A person of ours has answered them: are there texts that came more than once?"""
        theirs = self.tx.messages.by_author(self.ledger.brand, author_id, NEWEST)
        first: dict[str, Message] = {}
        alike = sameness(newest.text) if newest is not None else None
        if alike == "":
            return
        for message in sorted(theirs, key=lambda one: (one.created_at, one.id)):
            said = sameness(message.text) if _is_public(message) else ""
            if not said or (alike is not None and said != alike):
                continue
            before = first.setdefault(said, message)
            if before is not message:
                self._put(message, StrikeKind.COPY, True, False, first_at=before.created_at)

    def _was_answered(self, message: Message) -> bool:
        author = self.ledger.authors.get(message.author.id)
        if author is not None:
            case = author.open_case
            if author.last_case_at is not None or (
                case is not None and case.first_response_at is not None
            ):
                return True
        there = self.ledger.conversations.get(message.conversation)
        return there is not None and there.own_post_at is not None

    def _put(
        self,
        message: Message,
        kind: StrikeKind,
        is_firm: bool,
        in_complaint: bool,
        *,
        first_at: datetime | None = None,
    ) -> None:
        strike = Strike(
            brand=message.brand,
            author_id=message.author.id,
            message_id=message.id,
            kind=kind,
            at=message.created_at,
            seen_at=self.now,
            is_firm=is_firm,
            in_complaint=in_complaint,
            url=message.url,
            first_at=first_at,
        )
        self.tx.standings.add(strike, message.text)


def _is_public(message: Message) -> bool:
    return not (message.is_direct or message.from_brand) and message.is_live
