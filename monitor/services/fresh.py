"""Fresh facts: what is known about the mention of an effect at the moment of sending.

The effect's own slot and its own case are not held against it.
"""

from datetime import datetime

from monitor.domain.effect import BEFORE_SENDING, Action, Effect, State
from monitor.domain.facts import Facts
from monitor.domain.incident import newest_that_covers
from monitor.domain.message import Message
from monitor.domain.policy import Policy
from monitor.domain.reading import Kind, Reading
from monitor.domain.store_ports import Tx
from monitor.domain.stored import AuthorFacts, ConversationFacts
from monitor.domain.unlock import Turn
from monitor.domain.values import replace
from monitor.services.ledger import (
    NO_CONVERSATION,
    NOBODY,
    communities_off,
    ordinary_now,
    surround,
    tagged_accounts,
)
from monitor.services.unlocking import Turns

#: how many of an author's newest messages are looked at
NEWEST = 20
#: the phrase list of who was mistaken: "never mind, it came"
TAKES_BACK = "takes_back"


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
    conversation = conversations.get(effect.conversation_id, NO_CONVERSATION)
    author = _without_own(tx, authors.get(effect.author_id, NOBODY), effect)
    circumstances = surround(
        message,
        author,
        conversation,
        ordinary_now(tx, effect.brand, effect.platform, policy, now),
        tagged_accounts=tagged_accounts(message.text),
        is_community_off=message.community in communities_off(tx, effect.brand, [message]),
    )
    sensitive_since, content_since = _since(tx, effect, message)
    case = authors.get(effect.author_id, NOBODY).open_case
    answered_at = case.first_response_at if case is not None else None
    own_slots = 1 if author.slot_effect is None else 0
    return Facts(
        message=message,
        reading=reading,
        circumstances=replace(
            circumstances,
            last_post_at=author.last_post_at,
            # a person may have answered elsewhere: in a new post, privately, on the telephone
            is_answered=circumstances.is_answered
            or (answered_at is not None and answered_at > message.created_at),
            sensitive_since=sensitive_since,
            content_since=content_since,
            answered_since=_answered_since(tx, effect, conversation),
            incident=newest_that_covers(tx.incidents.open_of(effect.brand), message, reading)
            is not None,
            turn=_turn(tx, effect, message, reading, policy),
            acknowledgements_in_conversation=max(
                0, circumstances.acknowledgements_in_conversation - own_slots
            ),
        ),
    )


def _turn(tx: Tx, effect: Effect, message: Message, reading: Reading, policy: Policy) -> Turn:
    turns = Turns.now(tx, effect.brand, policy)
    return turns.turn(message, reading) if turns is not None else Turn.PERSON


def _without_own(tx: Tx, author: AuthorFacts, effect: Effect) -> AuthorFacts:
    """What is known of the author, apart from what this effect itself brought about."""
    if author.identities:
        author = _with_slots_of_others(tx, author, effect)
    elif author.slot_effect == effect.number or _is_news_after(tx, author.slot_effect, effect):
        author = replace(author, slot_until=None, slot_effect=None)
    case = author.open_case
    if case is not None and case.number == effect.case_number:
        author = replace(author, open_case=None)
    return author


def _with_slots_of_others(tx: Tx, author: AuthorFacts, effect: Effect) -> AuthorFacts:
    """Of two drafts to one customer, made before anybody knew, the first one may still go out."""
    held = [
        slot
        for slot in author.slots
        if slot.effect != effect.number
        and not _is_news_after(tx, slot.effect, effect)
        and not _is_later_draft(tx, slot.effect, effect)
    ]
    latest = max(held, key=lambda slot: slot.until, default=None)
    return replace(
        author,
        slot_until=latest.until if latest is not None else None,
        slot_effect=latest.effect if latest is not None else None,
    )


def _is_later_draft(tx: Tx, slot_effect: int, effect: Effect) -> bool:
    other = tx.outbox.get(slot_effect)
    return other is not None and other.state in BEFORE_SENDING and other.number > effect.number


def _is_news_after(tx: Tx, slot_effect: int | None, effect: Effect) -> bool:
    """The slot is held by the word that told them of the incident, and that stands there."""
    if effect.action is not Action.NEWS or slot_effect is None:
        return False
    person = tx.incidents.person(effect.slots.incident, effect.author_id)
    word = tx.outbox.get(slot_effect)
    return (
        person is not None
        and person.word == slot_effect
        and word is not None
        and (word.state is State.SENT)
    )


def _answered_since(tx: Tx, effect: Effect, conversation: ConversationFacts) -> bool:
    """Somebody of ours has answered, or ended the case, after the yes to these words.

    They were under way then, so nobody could withdraw them; now they turn out not to be there.
    """
    if not effect.decided_by or effect.decided_at is None:
        return False
    case = tx.cases.get(effect.case_number) if effect.case_number is not None else None
    moments = [conversation.own_post_at]
    if case is not None:
        moments += [case.first_response_at, case.resolved_at]
    return any(at is not None and at > effect.decided_at for at in moments)


def _since(tx: Tx, effect: Effect, mention: Message) -> tuple[bool, bool]:
    """What the author wrote after the mention, and after a person's yes to the words, if there is
    one: something sensitive; that they are happy or were mistaken."""
    sensitive = content = False
    newest = [
        message
        for author_id in tx.customers.of(effect.brand, effect.author_id).identities
        for message in tx.messages.by_author(effect.brand, author_id, NEWEST)
    ]
    for message in newest:
        if not _is_news(message, mention, effect.decided_at if effect.decided_by else None):
            continue
        reading = tx.messages.reading(message)
        if reading is not None:
            sensitive = sensitive or bool(reading.sensitive)
            content = content or reading.kind is Kind.PRAISE or TAKES_BACK in reading.marks
    return sensitive, content


def _is_news(message: Message, mention: Message, decided_at: datetime | None) -> bool:
    if decided_at is not None:
        return message.seen_at > decided_at
    # the mention itself, as it reads now, is looked at as such
    return message.id != mention.id and message.created_at > mention.created_at
