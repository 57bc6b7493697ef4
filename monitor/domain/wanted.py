"""What a rule wants done in the world, as effects: the public word, a receipt, a card.

Nothing here decides whether a word may be said; that is the permission in the moment.
"""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from monitor.domain.answers import THANKS
from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.facts import Facts, Sender
from monitor.domain.may_reply import may_reply
from monitor.domain.message import Message
from monitor.domain.permission import Permission, Reason, Verdict
from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook, Rule, Then, Words
from monitor.domain.policy import Mode, Policy
from monitor.domain.reading import Kind
from monitor.domain.times import times_at

#: the family that says "your message is with us"
RECEIPT = "receipt"
#: a draft that comes in the last hour of the office may be decided on the next morning
PERSON_TAKES = timedelta(hours=1)
#: a thank-you is welcome some days later, too
THANKS_WAIT_FOR = timedelta(days=7)


class Moment(NamedTuple):
    """What every effect of one decision is made from."""

    facts: Facts
    permission: Permission
    playbook: Playbook
    policy: Policy
    now: datetime


def effects_of(rule: Rule, moment: Moment) -> list[Effect]:
    """All effects of one rule."""
    effects: list[Effect] = []
    if rule.then.acknowledge is not Words.NONE:
        says = _thanks if rule.then.recovered else _acknowledgement
        effect = says(rule, moment)
        if effect is not None:
            effects.append(effect)
    if rule.then.direct_message is not Words.NONE and moment.facts.message.is_direct:
        effects.append(_receipt(rule, moment))
    if rule.then.alert is not None:
        alert = _alert(rule, rule.then.alert, moment)
        if not _is_folded(alert, moment.facts):
            effects.append(alert)
    return effects


def _acknowledgement(rule: Rule, moment: Moment) -> Effect | None:
    """The public word the rule wants, as far as anybody may say it.

    Whoever did not address us gets none, draft or not: the owner posts by hand, from the alert.
    Where somebody may come to harm, or the law is asked, there is no canned word either.
    """
    facts, permission, playbook, policy, now = moment
    message = facts.message
    if not message.addressed or message.is_direct or not _can_be_said(moment):
        return None
    if facts.reading.sensitive or facts.circumstances.platform_forbids:
        # where nobody can answer through us, the alert holds the words
        return None
    state = State.PROPOSED
    not_after = last_moment(now, policy, by_person=True)
    not_before = half_time(now, not_after)
    if permission.verdict is Verdict.DENY:
        for_person = may_reply(facts, policy, now, "person")
        if for_person.verdict is Verdict.DENY or permission.reason in _NO_DRAFT_EITHER:
            return None
    elif permission.verdict is Verdict.WAIT:
        state = State.HELD
        not_after = last_moment(now, policy, by_person=False)
        not_before = (permission.until or now) + _delay(message.id, policy)
    else:
        state = State.APPROVED
        not_after = last_moment(now, policy, by_person=False)
        not_before = now + _delay(message.id, policy)
    return Effect(
        brand=message.brand,
        action=Action.ACKNOWLEDGE,
        state=state,
        reason=permission.reason,
        platform=message.platform,
        message_id=message.id,
        author_id=message.author.id,
        conversation_id=message.conversation,
        rule=rule.name,
        template=family(rule.then, facts, playbook, policy),
        slots=Slots(
            name=message.author.name,
            handle=message.author.handle,
            promise=rule.then.promise or policy.answer_within(rule.then.priority),
            language=facts.reading.language or "",
        ),
        created_at=now,
        not_before=not_before,
        not_after=not_after,
    )


def _thanks(rule: Rule, moment: Moment) -> Effect | None:
    """To somebody who had a case and is happy: a draft, where they said it; no second canned word,
    so that no slot is asked."""
    facts, permission, playbook, policy, now = moment
    message = facts.message
    sender: Sender = "letter" if message.is_direct else "thanks"
    allowed = may_reply(facts, policy, now, sender)
    is_stopped = allowed.verdict is Verdict.DENY or facts.circumstances.is_opted_out
    if is_stopped or not _has_language(moment):
        return None
    not_after = now + THANKS_WAIT_FOR
    return Effect(
        brand=message.brand,
        action=Action.DIRECT_MESSAGE if message.is_direct else Action.ANSWER,
        state=State.PROPOSED,
        reason=permission.reason,
        platform=message.platform,
        message_id=message.id,
        author_id=message.author.id,
        conversation_id=message.conversation,
        rule=THANKS,
        template=family(rule.then, facts, playbook, policy),
        slots=Slots(name=message.author.name, handle=message.author.handle),
        created_at=now,
        not_before=half_time(now, not_after),
        not_after=not_after,
    )


def _can_be_said(moment: Moment) -> bool:
    """There is a way and a language in which a reply could be posted at all."""
    platform = moment.facts.message.platform
    if moment.policy.mode_on(platform) is Mode.OBSERVE or not platform_named(platform).has_replies:
        return False
    return _has_language(moment)


def _has_language(moment: Moment) -> bool:
    """There are texts that the author can read."""
    language = moment.facts.reading.language
    if language is None or language in moment.policy.languages:
        return True
    # the owner may have written texts in that language: `general_es`
    return f"general_{language}" in moment.playbook.families


#: reasons for which even a draft would be a second public word or an intrusion
_NO_DRAFT_EITHER = frozenset(
    {
        Reason.CASE_OPEN,
        Reason.ALREADY_ANSWERED,
        Reason.ALREADY_IN_DM,
        Reason.QUIET,
        Reason.MUTED,
        Reason.IMPORTED,
        Reason.TOO_OLD,
    }
)


def last_moment(now: datetime, policy: Policy, *, by_person: bool) -> datetime:
    """After this an acknowledgement comes too late: six hours, or soon after the next opening.

    The opening is that of the moment at which it could be said: what comes in just before closing
    may wait for the next morning.
    """
    times = times_at(policy.hours, now)
    if by_person:
        opening = times.office_opening(PERSON_TAKES)
    else:
        opening = times.acknowledge_opening(policy.machine_takes)
    return max(now + policy.max_age, opening + policy.max_age_after_opening)


def half_time(now: datetime, not_after: datetime) -> datetime:
    """When a draft that nobody has decided on is raised."""
    return now + max(timedelta(0), not_after - now) / 2


def _delay(message_id: str, policy: Policy) -> timedelta:
    """A part of the longest delay, the same for the same message: replies do not come in step."""
    digest = blake2b(message_id.encode("utf-8", "surrogatepass"), digest_size=2).digest()
    return policy.delay_at_most * (int.from_bytes(digest) / 65_535)


def family(then: Then, facts: Facts, playbook: Playbook, policy: Policy) -> str:
    """The family of texts a rule means for this mention, if need be the one for its platform or
    language; the variant is chosen by who stores it, who knows what was said last."""
    name = then.family
    if name == "topic":
        topic = facts.reading.topic
        is_sure = topic is not None and topic.confidence >= policy.topic_confidence
        name = topic.name if topic is not None and is_sure else "general"
        if name not in playbook.families:
            name = "general"
    platform, language = facts.message.platform, facts.reading.language or ""
    special = playbook.family_for(name, platform, language)
    if special != name:
        return special
    general = playbook.family_for("general", platform, language)
    if language and language not in policy.languages:
        return general
    # where a platform has texts of its own, a topic that has none there takes them
    return general if then.family == "topic" and general != "general" else name


def invites(then: Then, facts: Facts, playbook: Playbook, policy: Policy) -> bool:
    """The words that a rule wants ask to write to us in private; where it wants none, any would."""
    return then.acknowledge is Words.NONE or playbook.invites(family(then, facts, playbook, policy))


def _receipt(rule: Rule, moment: Moment) -> Effect:
    """A private receipt for somebody who wrote to us first."""
    promise = rule.then.promise or moment.policy.answer_within(rule.then.priority)
    message, playbook, policy = moment.facts.message, moment.playbook, moment.policy
    return receipt(message, rule.name, promise, playbook, policy, moment.now)


def receipt(
    message: Message, rule: str, promise: str, playbook: Playbook, policy: Policy, now: datetime
) -> Effect:
    """A private receipt that names the time of the answer: a draft, for a person to send."""
    not_after = last_moment(now, policy, by_person=True)
    return Effect(
        brand=message.brand,
        action=Action.DIRECT_MESSAGE,
        state=State.PROPOSED,
        reason=Reason.RULE_ASKS_FOR_DRAFT,
        platform=message.platform,
        message_id=message.id,
        author_id=message.author.id,
        conversation_id=message.conversation,
        rule=rule,
        template=playbook.family_for(RECEIPT, message.platform),
        slots=Slots(name=message.author.name, handle=message.author.handle, promise=promise),
        created_at=now,
        not_before=half_time(now, not_after),
        not_after=not_after,
    )


def _alert(rule: Rule, urgency: Urgency, moment: Moment) -> Effect:
    """A card for our own people. A card with the name of a family shows its words, to be posted
    by hand."""
    message, now = moment.facts.message, moment.now
    if urgency is Urgency.NOW and _is_pressing(moment.facts):
        urgency = Urgency.WAKE
    opening = times_at(moment.policy.hours, now).office_opening()
    not_before = now if urgency is Urgency.WAKE else opening
    card = rule.then.card or "mention"
    is_by_hand = (
        moment.facts.circumstances.platform_forbids
        or not platform_named(message.platform).has_replies
    )
    says_something = rule.then.acknowledge is not Words.NONE and not message.is_direct
    if is_by_hand and says_something and _has_language(moment):
        card = family(rule.then, moment.facts, moment.playbook, moment.policy)
    return Effect(
        brand=message.brand,
        action=Action.ALERT,
        state=State.APPROVED if not_before <= now else State.HELD,
        reason=moment.permission.reason if not_before <= now else Reason.OUTSIDE_OFFICE_HOURS,
        platform=message.platform,
        message_id=message.id,
        author_id=message.author.id,
        conversation_id=message.conversation,
        rule=rule.name,
        template=moment.playbook.family_for(card, message.platform),
        slots=Slots(
            name=message.author.name,
            handle=message.author.handle,
            promise=rule.then.promise or moment.policy.answer_within(rule.then.priority),
            note=rule.then.note,
        ),
        urgency=urgency,
        created_at=now,
        not_before=not_before,
    )


def _is_folded(alert: Effect, facts: Facts) -> bool:
    """One of many: the surge is told, not each of its complaints. Danger and law are."""
    return (
        facts.circumstances.surge
        and facts.reading.kind is Kind.COMPLAINT
        and alert.urgency in (Urgency.NOW, Urgency.QUIET)
    )


def _is_pressing(facts: Facts) -> bool:
    """Somebody in an urgent case writes again: not to be left until the morning."""
    return facts.circumstances.open_case_is_urgent and facts.reading.kind is not Kind.PRAISE
