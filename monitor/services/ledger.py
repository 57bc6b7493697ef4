"""The ledger of one page: what the store knows about its authors and conversations, kept up to date
with what earlier mentions of the same page caused.

Invariant: a mention sees what earlier mentions of its page caused, exactly as if each had been a
page of its own.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from monitor.domain.case import Case, Priority
from monitor.domain.facts import Circumstances, Facts
from monitor.domain.incident import Incident, newest_that_covers
from monitor.domain.message import Message, MessageType
from monitor.domain.policy import Policy
from monitor.domain.reading import Reading
from monitor.domain.store_ports import Tx
from monitor.domain.stored import AuthorFacts, BrandFacts, ConversationFacts
from monitor.domain.unlock import Turn
from monitor.domain.values import replace
from monitor.services.doors import Doors
from monitor.services.opting_out import recognise
from monitor.services.spending import over_budget
from monitor.services.switches import SwitchBoard
from monitor.services.unlocking import Turns

_TAG = re.compile(r"(?<![\w@])@[\w.-]+")
NOBODY = AuthorFacts()
NO_CONVERSATION = ConversationFacts()


class Ledger:
    """Facts for the mentions of one page, one brand."""

    def __init__(
        self, tx: Tx, brand: str, messages: Sequence[Message], policy: Policy, now: datetime
    ) -> None:
        self.brand = brand
        self.policy = policy
        self.now = now
        self._tx = tx
        self._recent_templates: tuple[str, ...] | None = None
        self.day = _day(tx, brand, policy, now)
        there_is = self.day.there_is
        if there_is.marks:
            recognise(tx, brand, [m.author for m in messages if not m.from_brand], now)
        author_ids = _distinct([m.author.id for m in messages])
        self.authors = tx.facts.of_authors(
            brand, author_ids, now, with_posts=False, there_is=there_is
        )
        self.conversations = tx.facts.of_conversations(
            brand, _distinct([m.conversation for m in messages]), there_is=there_is
        )
        self.switches = SwitchBoard.read(tx, now, policy.hours)
        self._over_budget = over_budget(tx, brand, policy, now)
        self._doors = Doors(tx, brand, policy)
        self._communities_off = communities_off(tx, brand, messages)
        #: no machine speaks while one is on
        self.surge = tx.surges.on(brand) if there_is.surge else None
        self.incidents = tx.incidents.open_of(brand) if there_is.incidents else []
        self._turns = Turns.now(tx, brand, policy)
        #: by platform, what surrounds a mention there of which nothing else is known
        self._ordinary: dict[str, Circumstances] = {}

    def author(self, author_id: str) -> AuthorFacts:
        """What is known of an author by now."""
        return self.authors.get(author_id, NOBODY)

    def conversation(self, conversation_id: str) -> ConversationFacts:
        """What is known of a conversation by now."""
        return self.conversations.get(conversation_id, NO_CONVERSATION)

    def facts(self, message: Message, reading: Reading) -> Facts:
        """Everything that is known of this mention now."""
        circumstances = self.circumstances(message)
        if self.incidents and newest_that_covers(self.incidents, message, reading) is not None:
            circumstances = replace(circumstances, incident=True)
        if self._turns is not None:
            turn = self._turns.turn(message, reading)
            if turn is not Turn.PERSON:
                circumstances = replace(circumstances, turn=turn)
        return Facts(message=message, reading=reading, circumstances=circumstances)

    def incident(self, facts: Facts) -> Incident | None:
        """The incident that this complaint joins."""
        if not facts.circumstances.incident:
            return None
        return newest_that_covers(self.incidents, facts.message, facts.reading)

    def incident_is_now(self, incident: Incident) -> None:
        """From now on it is like this."""
        self.incidents = [
            incident if one.number == incident.number else one for one in self.incidents
        ]

    def circumstances(self, message: Message) -> Circumstances:
        """What surrounds this mention now."""
        author = self.authors.get(message.author.id)
        # hot: `message.conversation`, without the call
        conversation = self.conversations.get(message.conversation_id or message.id)
        tags = message.text.count("@")
        ordinary = self._ordinary.get(message.platform)
        if ordinary is None:
            ordinary = self._ordinary[message.platform] = self._ordinary_on(message.platform)
        if (
            author is None
            and conversation is None
            and tags < self.policy.crowd_tags
            and not message.reply_forbidden
            and not (message.community and message.community in self._communities_off)
        ):
            return ordinary
        if author is not None and message.version > 1:
            author = _before_its_case(author, message)
        return surround(
            message,
            author or NOBODY,
            conversation or NO_CONVERSATION,
            ordinary,
            tagged_accounts=len(set(_TAG.findall(message.text))) if tags else 0,
            is_community_off=message.community in self._communities_off,
        )

    def knows_nothing_about(self, facts: Facts) -> bool:
        """Neither of its author nor of its conversation; nor does anything else stand out."""
        return facts.circumstances is self._ordinary.get(facts.message.platform)

    def has_case(self, author_id: str, case: Case) -> None:
        """From now on the author has this open case."""
        self._know(author_id, open_case=case, had_case=True)

    def customer(self, author_id: str) -> str:
        """In whose name the customer's case stands: the author's own, unless they are linked."""
        return self.author(author_id).customer or author_id

    def takes_slot(
        self, author_id: str, conversation_id: str, until: datetime, *, is_draft: bool
    ) -> None:
        """From now on the author's acknowledgement slot is taken; a draft is nobody's word yet."""
        self._know(author_id, slot_until=until)
        if is_draft:
            return
        conversation = self.conversation(conversation_id)
        self.conversations[conversation_id] = replace(
            conversation, acknowledgements=conversation.acknowledgements + 1
        )

    def recent_templates(self) -> tuple[str, ...]:
        """The newest words of the account, newest first; most pages never ask."""
        if self._recent_templates is None:
            self._recent_templates = self._tx.facts.recent_templates(self.brand)
        return self._recent_templates

    def used_template(self, template: str) -> None:
        """The newest words of the account."""
        recent = (template, *self.recent_templates())
        self._recent_templates = recent[: self.policy.not_repeat_variant]

    def opted_out(self, author_id: str) -> None:
        """No automatic words to this author from now on."""
        self._know(author_id, is_opted_out=True)

    def answered(self, conversation_id: str, at: datetime) -> None:
        """A person of ours has written there."""
        known = self.conversation(conversation_id)
        self.conversations[conversation_id] = replace(
            known, own_post_at=max(at, known.own_post_at or at)
        )

    def wrote(self, message: Message) -> None:
        """A direct message of an author of whom something is known: they came to us."""
        if message.author.id in self.authors:
            self._know(message.author.id, last_dm_at=message.created_at)

    def _know(self, author_id: str, **changes: object) -> None:
        """Of the author, and of everybody who is one customer with them."""
        known = self.author(author_id)
        for id_ in known.identities or (author_id,):
            self.authors[id_] = replace(known, **changes)

    def _ordinary_on(self, platform: str) -> Circumstances:
        return Circumstances(
            sent_today=self.day.sent_today,
            sent_this_hour=self.day.sent_this_hour,
            open_promises=self.day.open_promises,
            is_away=self.switches.is_away,
            is_reconciling=self.switches.is_reconciling,
            surge=self.surge is not None,
            over_budget=platform in self._over_budget,
            door=self._doors.state(platform),
        )


def surround(
    message: Message,
    author: AuthorFacts,
    conversation: ConversationFacts,
    ordinary: Circumstances,
    *,
    tagged_accounts: int = 0,
    is_community_off: bool = False,
) -> Circumstances:
    """The circumstances of a mention from what is known of its author and its conversation."""
    case = author.open_case
    own_post_at = conversation.own_post_at
    return replace(
        ordinary,
        open_case=case.number if case is not None else None,
        open_case_topic=case.topic if case is not None else "",
        open_case_is_urgent=case is not None and case.priority is Priority.URGENT,
        promise_is_late=author.promise_is_late,
        last_case_at=author.last_case_at,
        had_case=author.had_case,
        slot_until=author.slot_until,
        is_opted_out=author.is_opted_out,
        is_quiet=author.is_quiet,
        is_muted=author.is_muted,
        is_flagged=author.is_flagged,
        is_answered=own_post_at is not None and own_post_at > message.created_at,
        acknowledgements_in_conversation=conversation.acknowledgements,
        came_to_dm=author.last_dm_at is not None and author.last_dm_at > message.created_at,
        replies_to_us=message.type is MessageType.REPLY and message.addressed,
        tagged_accounts=tagged_accounts,
        conversation_replies=conversation.replies,
        conversation_closed=conversation.is_closed,
        platform_forbids=bool(message.reply_forbidden) or is_community_off,
    )


def communities_off(tx: Tx, brand: str, messages: Iterable[Message]) -> frozenset[str]:
    """The communities of these messages where no word of ours is wanted."""
    named = {message.community for message in messages if message.community}
    return frozenset(named.intersection(tx.platforms.switched_off(brand))) if named else frozenset()


def _before_its_case(author: AuthorFacts, message: Message) -> AuthorFacts:
    """An edit does not find the case that its own first version opened: nobody wrote again."""
    case = author.open_case
    if case is None or case.first_message_id != message.id:
        return author
    return replace(author, open_case=None)


def tagged_accounts(text: str) -> int:
    """How many different accounts a text names."""
    return len(set(_TAG.findall(text))) if "@" in text else 0


def _day(tx: Tx, brand: str, policy: Policy, now: datetime) -> BrandFacts:
    local = policy.hours.local(now)
    day_began = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return tx.facts.of_brand(brand, day_began, now - timedelta(hours=1))


def ordinary_now(tx: Tx, brand: str, platform: str, policy: Policy, now: datetime) -> Circumstances:
    """What surrounds every mention of a brand on a platform at this moment."""
    day, switches = _day(tx, brand, policy, now), SwitchBoard.read(tx, now, policy.hours)
    return Circumstances(
        sent_today=day.sent_today,
        sent_this_hour=day.sent_this_hour,
        open_promises=day.open_promises,
        is_paused=switches.is_paused,
        over_budget=platform in over_budget(tx, brand, policy, now),
        is_away=switches.is_away,
        is_reconciling=switches.is_reconciling,
        surge=tx.surges.on(brand) is not None,
        door=Doors(tx, brand, policy).state(platform),
    )


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
