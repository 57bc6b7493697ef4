"""The words of an incident: a draft for each person in it, and its place in the line.

A person has at most one word that tells them, which holds their acknowledgement slot, one for each
time that more time is needed, and one that brings the news; the database holds all of them
(`incident_person`). What waits says what is true now: when the sentence changes it becomes a draft
again.
"""

from datetime import datetime, timedelta

from monitor.domain.effect import BEFORE_SENDING, Action, Effect, Slots, State
from monitor.domain.facts import Facts
from monitor.domain.incident import (
    AT_LEAST,
    RULE,
    Incident,
    Person,
    gap,
)
from monitor.domain.may_reply import may_reply
from monitor.domain.message import Message
from monitor.domain.permission import Permission, Reason
from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Mode, Policy
from monitor.domain.store_ports import Tx
from monitor.domain.template import choose_variant
from monitor.domain.values import replace
from monitor.domain.wanted import half_time
from monitor.services.fresh import fresh_facts
from monitor.services.incident_stage import (
    family_now,
    is_told,
    is_true_still,
    last_word,
    rule_of_renewal,
)
from monitor.services.outbox import move, to_a_person

#: so long a draft of an incident may wait for the yes
TELLS_FOR = timedelta(hours=24)
NEWS_FOR = timedelta(hours=72)
#: so a draft ends that the owner did not want, or not in time
LET_GO = frozenset({State.REJECTED, State.CANCELLED, State.EXPIRED})
#: an effect's last moment is not nearer than this to its turn
AFTER_ITS_TURN = timedelta(hours=2)


class IncidentWords:
    """Makes and changes them, in one transaction."""

    def __init__(self, tx: Tx, playbook: Playbook, policy: Policy, now: datetime) -> None:
        self.tx = tx
        self.playbook = playbook
        self.policy = policy
        self.now = now

    def prepare(self, incident: Incident, person: Person) -> None:
        """Their next word, as a draft, if they are to have one and there is none yet."""
        if person.word is None:
            self._tell(incident, person)
            return
        word = last_word(self.tx, person)
        if word is None:
            return
        if word.state in BEFORE_SENDING and not is_true_still(word, incident):
            # what is true now is all they hear
            brings_news = incident.mended_at is not None and word.number == person.later
            if not brings_news or self.tx.incidents.brings_news(person, word.number):
                move(self.tx, word, self.as_draft(word, incident))
        elif word.state is State.SENT and not is_told(word, incident):
            self._follow_up(incident, person, word)

    def why_none(self, incident: Incident, person: Person) -> Reason:
        """Why there is no draft for somebody: what a person has to look at, or what was said."""
        message = self.tx.messages.get(person.message_id, person.brand)
        if message is None:
            return Reason.PARENT_GONE
        wanted = self._new(Action.ACKNOWLEDGE, 0, incident, person, message)
        facts = fresh_facts(self.tx, wanted, self.policy, self.now)
        if facts is None:
            return Reason.PARENT_GONE
        permission = self._may_tell(facts)
        # a word of another day stands there, or was refused
        return permission.reason if not permission.is_allowed else Reason.ALREADY_ACKNOWLEDGED

    def _may_tell(self, facts: Facts) -> Permission:
        """A draft may come whatever our door is like: it keeps words in when they are sent."""
        return may_reply(facts, self.policy, self.now, "many", invites=False)

    def as_told(self, effect: Effect, incident: Incident) -> Effect:
        """A draft as it reads in this incident: with the owner's sentence."""
        family = family_now(effect, incident)
        return replace(
            effect,
            template=self._variant(family, effect),
            slots=replace(
                effect.slots,
                note=incident.sentence_of(family),
                promise=incident.promise,
                signed_by="",
                own_text="",
                incident=incident.number,
                renewal=incident.renewals,
                in_line=False,
            ),
            not_after=self.now + TELLS_FOR,
        )

    def _tell(self, incident: Incident, person: Person) -> None:
        """The draft that waits for them anyway becomes this one; else there is a new one."""
        for effect in self.tx.outbox.waiting_for(person.brand, person.author_id):
            is_own = bool(effect.slots.own_text or effect.slots.incident)
            if effect.action is not Action.ACKNOWLEDGE or effect.decided_by or is_own:
                continue
            if self.tx.incidents.tells(person, effect.number):
                move(self.tx, effect, self.as_draft(effect, incident))
            return
        self._add_word(incident, person)

    def _add_word(self, incident: Incident, person: Person) -> None:
        message = self.tx.messages.get(person.message_id, person.brand)
        if message is None or not self._can_be_answered(message):
            return
        number = self.tx.outbox.next_number()
        wanted = self._new(Action.ACKNOWLEDGE, number, incident, person, message)
        if self._came_to_nothing(wanted):
            # of an incident that was ended: each has a word of its own then
            wanted = replace(wanted, rule=f"{RULE}-{incident.number}")
        facts = fresh_facts(self.tx, wanted, self.policy, self.now)
        if facts is None or not self._may_tell(facts).is_allowed:
            return
        until = self.now + self.policy.acknowledge_again_after
        if self._is_there(wanted) or not self.tx.slots.take(
            person.brand, person.author_id, number, until, self.now
        ):
            return
        if self.tx.incidents.tells(person, number):
            self.tx.outbox.add([self.as_told(wanted, incident)])

    def _follow_up(self, incident: Incident, person: Person, word: Effect) -> None:
        """One word more to somebody who was told."""
        message = self.tx.messages.get(word.message_id, person.brand)
        if message is None:
            return
        number = self.tx.outbox.next_number()
        news = self._new(Action.NEWS, number, incident, person, message)
        lasting = NEWS_FOR
        if incident.mended_at is None:
            news = replace(news, rule=rule_of_renewal(incident.renewals))
            lasting = TELLS_FOR
        if self._is_there(news) or not self._takes(incident, person, number):
            return
        not_after = self.now + lasting
        self.tx.outbox.add(
            [
                replace(
                    self.as_told(news, incident),
                    not_before=half_time(self.now, not_after),
                    not_after=not_after,
                )
            ]
        )

    def _takes(self, incident: Incident, person: Person, number: int) -> bool:
        if incident.mended_at is None:
            return self.tx.incidents.asks_for_time(person, number)
        return self.tx.incidents.brings_news(person, number)

    def _new(
        self, action: Action, number: int, incident: Incident, person: Person, message: Message
    ) -> Effect:
        return Effect(
            number=number,
            brand=person.brand,
            action=action,
            state=State.PROPOSED,
            reason=Reason.INCIDENT,
            platform=message.platform,
            message_id=message.id,
            author_id=person.author_id,
            conversation_id=message.conversation,
            rule=RULE,
            case_number=person.case_number,
            slots=Slots(
                name=message.author.name, handle=message.author.handle, incident=incident.number
            ),
            created_at=self.now,
            not_before=half_time(self.now, self.now + TELLS_FOR),
            not_after=self.now + TELLS_FOR,
        )

    def as_draft(self, effect: Effect, incident: Incident) -> Effect:
        """The same for one that somebody said yes to, or that waits already: a draft anew."""
        told = replace(self.as_told(effect, incident), text="", promised_until=None, wire=b"")
        return to_a_person(
            told, self.now, reason=Reason.INCIDENT, version=effect.version + 1, remark=""
        )

    def _is_there(self, wanted: Effect) -> bool:
        """One was made for this post before, whatever became of it."""
        return bool(self._before(wanted))

    def _came_to_nothing(self, wanted: Effect) -> bool:
        """One was made, and we let it go: nobody heard it, and nobody refused it."""
        before = self._before(wanted)
        return bool(before) and before[0].state in LET_GO

    def _before(self, wanted: Effect) -> list[Effect]:
        """At most one: the database holds that."""
        return [
            one
            for one in self.tx.outbox.of_message(wanted.brand, wanted.message_id)
            if (one.rule, one.action) == (wanted.rule, wanted.action)
        ]

    def _can_be_answered(self, message: Message) -> bool:
        return (
            message.addressed
            and not message.is_direct
            and not message.reply_forbidden
            and platform_named(message.platform).has_replies
            and self.policy.mode_on(message.platform) is not Mode.OBSERVE
        )

    def _variant(self, name: str, effect: Effect) -> str:
        family = self.playbook.families[
            self.playbook.family_for(name, effect.platform, effect.slots.language)
        ]
        names = [f"{family.name}.{variant}" for variant in family.variants]
        return choose_variant(names, self._said_before(effect), effect.message_id)

    def _said_before(self, effect: Effect) -> tuple[str, ...]:
        """The texts that this person had: no news comes in the same words twice."""
        if effect.action is not Action.NEWS:
            return ()
        said = self.tx.outbox.of_message(effect.brand, effect.message_id)
        return tuple(one.template for one in said if one.number != effect.number)


def as_it_stands_now(
    tx: Tx, effect: Effect, playbook: Playbook, policy: Policy, now: datetime
) -> Effect | None:
    """What becomes of a word of an incident that has changed since the yes; None: nothing did.

    Nobody could withdraw it while nobody knew whether it was out.
    """
    incident = tx.incidents.get(effect.slots.incident) if effect.slots.incident else None
    if incident is None:
        return None
    if not incident.is_open:
        return replace(effect, state=State.REFUSED, reason=Reason.NO_REPLY_WANTED)
    if is_true_still(effect, incident):
        return None
    return IncidentWords(tx, playbook, policy, now).as_draft(effect, incident)


def said_yes(effect: Effect, place: datetime, by: str, now: datetime) -> Effect:
    """A person's yes to many: this one leaves when its turn comes."""
    return replace(
        effect,
        state=State.APPROVED,
        reason=Reason.INCIDENT,
        slots=replace(effect.slots, signed_by=by, in_line=True),
        decided_by=by,
        decided_at=now,
        not_before=place,
        not_after=max(effect.not_after or place, place + AFTER_ITS_TURN),
        version=effect.version + 1,
    )


def place_in_line(tx: Tx, effect: Effect, now: datetime) -> datetime:
    """When a word that may leave leaves: now, or at the end of the line when another one has just
    left. After a pause, or when nobody ran, the turns of many have come at once."""
    incident = tx.incidents.get(effect.slots.incident) if effect.slots.in_line else None
    if incident is None:
        return now
    left_at = tx.incidents.left_at(incident.number)
    if left_at is None or now - left_at >= AT_LEAST:
        return now
    place = max(now + gap(effect.id), incident.next_word_at or now)
    tx.incidents.save(replace(incident, next_word_at=place + gap(f"{effect.id}.")))
    return place
