"""Won back: somebody who had a case thanks or praises us. It is the best result of all, so the case
knows it, nobody asks them again whether all is well, and a thank-you is drafted, once to a case.
"""

from datetime import datetime, timedelta

from monitor.domain.answers import THANKS
from monitor.domain.case import Case, Outcome, Resolution, TimelineKind
from monitor.domain.effect import FREES_SLOT, Effect
from monitor.domain.message import Message
from monitor.domain.playbook import Playbook
from monitor.domain.store_ports import Tx
from monitor.domain.template import choose_variant
from monitor.domain.values import replace
from monitor.services.case_book import CaseBook

#: a case that was none cannot be won back
NONE = frozenset({Resolution.NOT_OURS, Resolution.NOT_A_COMPLAINT, Resolution.SPAM})
#: whoever is happy about something else much later was not won back by it
WITHIN = timedelta(days=180)


class WonBack:
    """The people of one page who came back happy."""

    def __init__(self, tx: Tx, book: CaseBook, playbook: Playbook, now: datetime) -> None:
        self.tx = tx
        self.book = book
        self.playbook = playbook
        self.now = now
        #: cases that got their thank-you on this page
        self._thanked: set[int] = set()

    def recovered(self, message: Message) -> None:
        """Their case knows it."""
        case = self.case_of(message)
        if case is None:
            return
        self.book.put(replace(case, outcome=Outcome.RECOVERED, follow_up_at=None))
        self.book.tell(case.number, TimelineKind.NOTE, "they thank or praise us", message)

    def thanks(self, effect: Effect, message: Message) -> Effect | None:
        """The draft of the case it belongs to; None: it has one, or there is no such case."""
        case = self.case_of(message)
        if case is None or case.number in self._thanked or self._is_thanked(case):
            return None
        self._thanked.add(case.number)
        family = self.playbook.families[effect.template]
        variants = [f"{family.name}.{name}" for name in family.variants]
        return replace(
            effect,
            case_number=case.number,
            rule=THANKS,
            template=choose_variant(variants, (), effect.message_id),
        )

    def case_of(self, message: Message) -> Case | None:
        """The open case, or the one that ended last, if it was one and is not too long ago."""
        case = self.book.newest_of(message.author.id)
        if case is None or case.resolution in NONE:
            return None
        is_long_ago = case.resolved_at is not None and self.now - case.resolved_at > WITHIN
        return None if is_long_ago else case

    def _is_thanked(self, case: Case) -> bool:
        return any(
            one.rule == THANKS and one.state not in FREES_SLOT
            for one in self.tx.outbox.of_case(case.number)
        )
