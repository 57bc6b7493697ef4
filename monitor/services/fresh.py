"""Fresh facts: what is known about the mention of an effect at the moment of sending.

The effect's own slot and its own case are not held against it.
"""

from datetime import datetime

from monitor.domain.effect import Effect
from monitor.domain.facts import Facts
from monitor.domain.policy import Policy
from monitor.domain.ports import AuthorFacts, Tx
from monitor.domain.values import replace
from monitor.services.ledger import (
    NO_CONVERSATION,
    NOBODY,
    ordinary_now,
    surround,
    tagged_accounts,
)


def fresh_facts(tx: Tx, effect: Effect, policy: Policy, now: datetime) -> Facts | None:
    """All that may be known now; None when the mention is gone from the store."""
    message = tx.messages.get(effect.message_id, effect.brand)
    if message is None:
        return None
    reading = tx.messages.reading(message)
    if reading is None:
        return None
    authors = tx.facts.of_authors(effect.brand, [effect.author_id], now)
    conversations = tx.facts.of_conversations(effect.brand, [effect.conversation_id])
    author = _without_own(authors.get(effect.author_id, NOBODY), effect)
    circumstances = surround(
        message,
        author,
        conversations.get(effect.conversation_id, NO_CONVERSATION),
        ordinary_now(tx, effect.brand, policy, now),
        tagged_accounts=tagged_accounts(message.text),
    )
    own_slots = 1 if author.slot_effect is None else 0
    return Facts(
        message=message,
        reading=reading,
        circumstances=replace(
            circumstances,
            last_post_at=author.last_post_at,
            acknowledgements_in_conversation=max(
                0, circumstances.acknowledgements_in_conversation - own_slots
            ),
        ),
    )


def _without_own(author: AuthorFacts, effect: Effect) -> AuthorFacts:
    """What is known of the author, apart from what this effect itself brought about."""
    if author.slot_effect == effect.number:
        author = replace(author, slot_until=None, slot_effect=None)
    case = author.open_case
    if case is not None and case.number == effect.case_number:
        author = replace(author, open_case=None)
    return author
