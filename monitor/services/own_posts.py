"""Own posts: whom a post of ours answers, and what that ends.

Our own words that a machine posted come back from the platform too, and answer nobody. A post
answers what was written before it: an older or edited one ends nothing that came later.
"""

from datetime import datetime

from monitor.domain.case import Case, CaseStatus, PromiseState, TimelineKind
from monitor.domain.effect import State
from monitor.domain.message import Message
from monitor.domain.store_ports import Tx
from monitor.domain.values import replace
from monitor.services.case_book import CaseBook

#: nobody knows yet whether it is out
UNHEARD = (State.SENDING, State.UNKNOWN, State.NEEDS_PERSON)
#: how many posts of our own may stand between an answer and its customer
OWN_IN_A_ROW = 10
#: how many of a customer's newest messages are looked at
NEWEST = 50


class OwnPosts:
    """The posts of our own account on one page."""

    def __init__(self, tx: Tx, book: CaseBook) -> None:
        self.tx = tx
        self.book = book

    def is_by_machine(self, post: Message) -> bool:
        """Our own words that came back from the platform: nobody's answer."""
        if self.tx.outbox.posted(post.brand, post.id):
            return True
        # a word may come back before anybody has heard that it is out
        unheard = self.tx.outbox.in_state(*UNHEARD, brand=post.brand)
        return any(
            effect.text == post.text and effect.conversation_id == post.conversation
            for effect in unheard
            if effect.is_public_word
        )

    def spoken_before(self, post: Message) -> dict[str, datetime]:
        """Who had written in this conversation before our post, and when first."""
        first: dict[str, datetime] = {}
        for other in self.tx.messages.in_conversation(post.brand, post.conversation):
            if other.from_brand or other.created_at > post.created_at:
                continue
            known = first.get(other.author.id)
            first[other.author.id] = min(other.created_at, known or other.created_at)
        return first

    def answered_by(self, post: Message, spoken: dict[str, datetime]) -> str | None:
        """The author whom our post answers: whose post it replies to or shows, also over posts of
        our own in between; of a post that names no parent, the only one there.

        None where we cannot tell: then nobody's deadline ends.
        """
        if not post.parent_id:
            return next(iter(spoken)) if len(spoken) == 1 else None
        parent_id: str | None = post.parent_id
        for _ in range(OWN_IN_A_ROW):
            above = self.tx.messages.get(parent_id, post.brand) if parent_id else None
            if above is None or above.created_at > post.created_at:
                return None
            if not above.from_brand:
                return above.author.id
            parent_id = above.parent_id
        return None

    def answers(self, case: Case, post: Message) -> None:
        """The customer has a person's answer: the case waits for them, the promises are kept.

        Where they wrote again after our post, the next step stays ours.
        """
        if self._wrote_after(case, post):
            answered = case
        else:
            answered = replace(case, status=CaseStatus.WAITING, deadline_at=None)
        self.book.put(
            replace(answered, first_response_at=case.first_response_at or post.created_at)
        )
        self.book.tell(case.number, TimelineKind.OUR_WORDS, "a person of ours answered", post)
        for promise in self.tx.cases.promises(case_number=case.number, state=PromiseState.OPEN):
            if post.created_at < promise.made_at:
                continue
            kept = post.created_at <= promise.due_at
            state = PromiseState.KEPT if kept else PromiseState.BROKEN
            self.tx.cases.end_promise(promise.number, state, post.created_at)
            self.book.tell(case.number, TimelineKind.PROMISE_ENDED, state.value)

    def _wrote_after(self, case: Case, post: Message) -> bool:
        return any(
            message.created_at > post.created_at
            for author_id in self.tx.customers.of(case.brand, case.author_id).identities
            for message in self.tx.messages.by_author(post.brand, author_id, NEWEST)
        )
