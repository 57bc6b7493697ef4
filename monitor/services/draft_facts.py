"""Words of ours for a card: how they would read now, and whether a yes would send them."""

from collections.abc import Mapping

from monitor.cards.case_facts import DraftFacts
from monitor.domain.effect import Action, Effect, State
from monitor.domain.may_reply import may_reply
from monitor.domain.permission import Reason, Verdict
from monitor.domain.policy import NOBODY_NAMED
from monitor.domain.store_ports import Tx
from monitor.domain.values import replace
from monitor.services.doubts import permission_for
from monitor.services.fresh import fresh_facts
from monitor.services.more_time import is_needless
from monitor.services.review import Review

#: a person's yes to these is asked about as what they are
_OF_A_PERSON = frozenset({Action.ANSWER, Action.DIRECT_MESSAGE})


class Drafts:
    """Drafts as facts."""

    def __init__(self, review: Review, accounts: Mapping[str, str]) -> None:
        self.review = review
        self.policy = review.policy
        #: our own account on each platform, without the `@`
        self.accounts = accounts
        self.people = tuple(one for one in review.policy.people if one != NOBODY_NAMED)

    def of(self, tx: Tx, effect: Effect, signer: str = "") -> DraftFacts:
        """`signer`: whose name stands under it as long as nobody has pressed Send."""
        account = self.accounts.get(effect.platform, "")
        if effect.text:
            return DraftFacts(
                effect=effect,
                text=effect.text,
                promised_until=effect.promised_until,
                account=account,
            )
        wears_a_name = not effect.slots.own_text and not effect.slots.signed_by
        worded = unsigned = self.review.if_sent_now(tx, effect)
        # what goes out by itself is signed by nobody
        if wears_a_name and signer and effect.state in (State.PROPOSED, State.EXPIRED):
            signed = replace(effect, slots=replace(effect.slots, signed_by=signer))
            worded = self.review.if_sent_now(tx, signed)
        refused, waits = self._permission(tx, effect)
        return DraftFacts(
            effect=effect,
            text=worded.text,
            promised_until=worded.promised_until,
            problems=worded.problems,
            price=worded.price,
            is_dear=worded.is_dear,
            door=self.review.door(tx, effect),
            why_not=refused,
            waits_for=waits,
            is_signed=len(self.people) > 1
            and effect.state is State.PROPOSED
            and worded.text != unsigned.text,
            account=account,
        )

    def signer(self, assignee: str) -> str:
        """Whose name a draft shows before somebody presses Send."""
        if assignee in self.people:
            return assignee
        return self.people[0] if self.people else ""

    def _permission(self, tx: Tx, effect: Effect) -> tuple[Reason | None, Reason | None]:
        """Why a person's yes would be refused, and what it would wait for."""
        now = self.review.clock.now()
        facts = fresh_facts(tx, effect, self.policy, now)
        if facts is None:
            return Reason.PARENT_GONE, None
        if is_needless(tx, effect):
            return Reason.ALREADY_ANSWERED, None
        if effect.action in _OF_A_PERSON:
            permission = permission_for(effect, facts, self.policy, now)
        else:
            permission = may_reply(facts, self.policy, now, "person")
        if permission.verdict is Verdict.DENY:
            return permission.reason, None
        return None, permission.reason if permission.verdict is Verdict.WAIT else None
