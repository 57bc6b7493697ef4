"""Joining: a new complaint with the cause of an open incident becomes part of it.

Its draft has the owner's sentence, and waits for one more yes, unless that was said for those who
come later.
"""

from datetime import datetime

from monitor.domain.case import TimelineKind
from monitor.domain.effect import Effect, State
from monitor.domain.incident import Incident, Person, places_in_line
from monitor.domain.message import Message
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.store_ports import Tx
from monitor.domain.values import replace
from monitor.services.case_book import CaseBook
from monitor.services.incident_words import IncidentWords, said_yes
from monitor.services.ledger import Ledger


class Joining:
    """People who join incidents on one page; `close` writes them."""

    def __init__(
        self,
        tx: Tx,
        ledger: Ledger,
        playbook: Playbook,
        policy: Policy,
        now: datetime,
        book: CaseBook,
    ) -> None:
        self.tx = tx
        self.ledger = ledger
        self.policy = policy
        self.now = now
        self._words = IncidentWords(tx, playbook, policy, now)
        self._book = book
        self._people: list[Person] = []

    def word(self, effect: Effect, incident: Incident) -> Effect:
        """A draft as it reads in this incident, in line if the owner's yes was said for it."""
        if effect.state is not State.PROPOSED:
            return effect
        told = self._words.as_told(effect, incident)
        if not incident.sends_new_by:
            return told
        settled_at = self.now + self.policy.settle_for
        place, end = places_in_line(1, settled_at, incident, self.policy.hours, told.id)
        lined_up = replace(incident, next_word_at=end)
        self.ledger.incident_is_now(lined_up)
        self.tx.incidents.save(lined_up)
        return said_yes(told, place, incident.sends_new_by, self.now)

    def join(
        self,
        incident: Incident,
        message: Message,
        case_number: int | None,
        effects: tuple[Effect, ...],
    ) -> None:
        """The author of a new complaint; an edit of one is none."""
        if message.version > 1:
            return
        self._people.append(
            Person(
                incident=incident.number,
                brand=message.brand,
                author_id=message.author.id,
                message_id=message.id,
                case_number=case_number,
                joined_at=self.now,
                word=next((one.number for one in effects if one.slots.incident), None),
            )
        )
        if case_number is not None:
            words = f"part of incident {incident.number}: {', '.join(incident.causes)}"
            self._book.tell(case_number, TimelineKind.NOTE, words)

    def close(self) -> None:
        """Writes everybody."""
        self.tx.incidents.join(self._people)
