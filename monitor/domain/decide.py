"""From facts to a decision: pure, total, the same answer for the same facts.

1.  Ask the rules in order; the first live one that matches decides, `also` rules add.
2.  Ask `may_reply` for a machine; when a machine may not, ask whether a person may.
3.  Turn what the rule asks for into records and effects.

Invariant: every complaint that is not somebody else's has a case, a person and a deadline,
whatever may be said in public.
"""

from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from monitor.domain.case import Priority
from monitor.domain.clock import due, parse_lasting
from monitor.domain.decision import (
    CancelDrafts,
    Decision,
    JoinCase,
    MarkAnswered,
    OpenCase,
    OptOut,
    Record,
    Recovered,
)
from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.facts import Facts
from monitor.domain.may_reply import may_reply
from monitor.domain.permission import Permission, Reason, Verdict, deny
from monitor.domain.platform import platform_named
from monitor.domain.playbook import CaseAction, Playbook, Rule, RuleMode, Then, Words
from monitor.domain.policy import Mode, Policy
from monitor.domain.reading import Kind

#: the decision when no rule matches; the playbook's last rule makes this rare
NOTHING = Then()


def decide(facts: Facts, playbook: Playbook, policy: Policy, now: datetime) -> Decision:
    """What to record and what to do about one mention."""
    rule, also, shadows = matching(facts, playbook)
    then = rule.then if rule is not None else NOTHING
    permission = may_reply(facts, policy, now, "machine")
    if not facts.message.is_live:
        return Decision(
            rule=rule.name if rule is not None else "",
            permission=permission,
            shadows=shadows,
            playbook=playbook.version,
        )
    permission = _permission_under(then, permission)
    moment = Moment(facts, permission, playbook, policy, now)
    records: list[Record] = []
    effects: list[Effect] = []
    for one in also if rule is None else (rule, *also):
        records.extend(_records(one.then, facts, policy, now))
        effects.extend(_effects(one, moment))
    if _owes_a_case(then, facts, records):
        records.append(_case_for(then, facts, policy, now))
    return Decision(
        rule=rule.name if rule is not None else "",
        permission=permission,
        records=tuple(records),
        effects=tuple(effects),
        shadows=shadows,
        also=tuple(extra.name for extra in also),
        playbook=playbook.version,
    )


def matching(
    facts: Facts, playbook: Playbook
) -> tuple[Rule | None, tuple[Rule, ...], tuple[str, ...]]:
    """The rule that decides, the `also` rules before it, the shadow rules that matched."""
    also: tuple[Rule, ...] = ()
    shadows: tuple[str, ...] = ()
    # hot: some ten rules are asked for every mention, so no call but the tests themselves
    for rule, tests in playbook.asked[facts.reading.kind]:
        for test in tests:
            if not test(facts):
                break
        else:
            if rule.mode is RuleMode.SHADOW:
                shadows = (*shadows, rule.name)
            elif rule.also:
                also = (*also, rule)
            else:
                return rule, also, shadows
    return None, also, shadows


def _permission_under(then: Then, permission: Permission) -> Permission:
    """The permission as the rule limits it: a rule can forbid what would be allowed."""
    if permission.verdict is Verdict.DENY:
        return permission
    if then.acknowledge is Words.AUTOMATIC:
        return permission
    if then.acknowledge is Words.DRAFT:
        return deny(Reason.RULE_ASKS_FOR_DRAFT)
    return deny(Reason.NO_REPLY_WANTED)


def _owes_a_case(then: Then, facts: Facts, records: list[Record]) -> bool:
    if facts.reading.kind is not Kind.COMPLAINT or facts.message.from_brand or then.not_ours:
        return False
    return not any(isinstance(record, OpenCase) for record in records) and (
        facts.circumstances.open_case is None
        or not any(isinstance(record, JoinCase) for record in records)
    )


def _records(then: Then, facts: Facts, policy: Policy, now: datetime) -> list[Record]:
    records: list[Record] = []
    if then.case is CaseAction.OPEN:
        records.append(_case_for(then, facts, policy, now))
    elif then.case is CaseAction.JOIN and facts.circumstances.open_case is not None:
        records.append(
            JoinCase(
                raise_priority=then.priority in (Priority.HIGH, Priority.URGENT),
                came_to_dm=facts.message.is_direct,
                deadline_at=_deadline(then, policy, now) if then.promise else None,
                note=then.note,
            )
        )
    if then.opt_out:
        records.append(OptOut())
    if then.mark_answered:
        records.append(MarkAnswered())
    if then.recovered:
        records.append(Recovered())
    if then.cancel_drafts:
        records.append(CancelDrafts(why=then.note))
    return records


def _case_for(then: Then, facts: Facts, policy: Policy, now: datetime) -> OpenCase:
    topic = facts.reading.topic
    return OpenCase(
        topic=topic.name if topic is not None else "",
        priority=then.priority,
        deadline_at=_deadline(then, policy, now),
        note=then.note,
    )


def _deadline(then: Then, policy: Policy, now: datetime) -> datetime:
    return due(now, parse_lasting(then.promise or policy.first_answer), policy.hours)


class Moment(NamedTuple):
    """What every effect of one decision is made from."""

    facts: Facts
    permission: Permission
    playbook: Playbook
    policy: Policy
    now: datetime


def _effects(rule: Rule, moment: Moment) -> list[Effect]:
    effects: list[Effect] = []
    if rule.then.acknowledge is not Words.NONE:
        effect = _acknowledgement(rule, moment)
        if effect is not None:
            effects.append(effect)
    if rule.then.direct_message is not Words.NONE and moment.facts.message.is_direct:
        effects.append(_receipt(rule, moment))
    if rule.then.alert is not None:
        effects.append(_alert(rule, rule.then.alert, moment))
    return effects


def _acknowledgement(rule: Rule, moment: Moment) -> Effect | None:
    """The public word the rule wants, as far as anybody may say it.

    Whoever did not address us gets none, draft or not: the owner posts by hand, from the alert.
    """
    facts, permission, playbook, policy, now = moment
    message = facts.message
    if not message.addressed or message.is_direct or not _can_be_said(moment):
        return None
    state, not_before = State.PROPOSED, now
    if permission.verdict is Verdict.DENY:
        for_person = may_reply(facts, policy, now, "person")
        if for_person.verdict is Verdict.DENY or permission.reason in _NO_DRAFT_EITHER:
            return None
    elif permission.verdict is Verdict.WAIT:
        state = State.HELD
        not_before = (permission.until or now) + _delay(message.id, policy)
    else:
        state = State.APPROVED
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
            promise=rule.then.promise or policy.first_answer,
            language=facts.reading.language or "",
        ),
        created_at=now,
        not_before=not_before,
        not_after=last_moment(now, policy, by_person=state is State.PROPOSED),
    )


def _can_be_said(moment: Moment) -> bool:
    """There is a way and a language in which a reply could be posted at all."""
    platform, language = moment.facts.message.platform, moment.facts.reading.language
    if moment.policy.mode_on(platform) is Mode.OBSERVE or not platform_named(platform).has_replies:
        return False
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
    """After this an acknowledgement comes too late: six hours, or soon after the next opening."""
    if by_person:
        opening = policy.hours.next_office_opening(now)
    else:
        opening = policy.hours.next_acknowledge_opening(now)
    return max(now + policy.max_age, opening + policy.max_age_after_opening)


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
    if special == name and language and language not in policy.languages:
        return playbook.family_for("general", platform, language)
    return special


def _receipt(rule: Rule, moment: Moment) -> Effect:
    """A private receipt for somebody who wrote to us first: a draft, for a person to send."""
    message, now = moment.facts.message, moment.now
    return Effect(
        brand=message.brand,
        action=Action.DIRECT_MESSAGE,
        state=State.PROPOSED,
        reason=Reason.RULE_ASKS_FOR_DRAFT,
        platform=message.platform,
        message_id=message.id,
        author_id=message.author.id,
        conversation_id=message.conversation,
        rule=rule.name,
        template=moment.playbook.family_for("receipt", message.platform),
        slots=Slots(
            name=message.author.name,
            handle=message.author.handle,
            promise=rule.then.promise or moment.policy.first_answer,
        ),
        created_at=now,
        not_before=now,
        not_after=last_moment(now, moment.policy, by_person=True),
    )


def _alert(rule: Rule, urgency: Urgency, moment: Moment) -> Effect:
    """A card for our own people. A card with the name of a family shows its words, to be posted
    by hand."""
    message, now = moment.facts.message, moment.now
    not_before = now if urgency is Urgency.WAKE else moment.policy.hours.next_office_opening(now)
    card = rule.then.card or "mention"
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
            promise=rule.then.promise,
            note=rule.then.note,
        ),
        urgency=urgency,
        created_at=now,
        not_before=not_before,
    )
