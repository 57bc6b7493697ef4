"""From facts to a decision: pure, total, the same answer for the same facts.

1.  Ask the rules in order; the first live one that matches decides, `also` rules add.
2.  Ask `may_reply` for a machine; when a machine may not, ask whether a person may.
3.  Turn what the rule asks for into records and effects.

Invariant: every complaint that is not somebody else's has a case, a person and a deadline,
whatever may be said in public.
"""

from datetime import datetime
from functools import lru_cache

from monitor.domain.case import Priority
from monitor.domain.conduct import strikes_in
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
from monitor.domain.effect import Effect
from monitor.domain.facts import Facts
from monitor.domain.may_reply import ABOUT_OUR_DOOR, may_reply
from monitor.domain.permission import Permission, Reason, Verdict, deny
from monitor.domain.playbook import CaseAction, Playbook, Rule, RuleMode, Then, Words
from monitor.domain.policy import Policy
from monitor.domain.reading import Kind
from monitor.domain.times import times_at
from monitor.domain.wanted import Moment, effects_of, invites

#: the decision when no rule matches; the playbook's last rule makes this rare
NOTHING = Then()


def decide(facts: Facts, playbook: Playbook, policy: Policy, now: datetime) -> Decision:
    """What to record and what to do about one mention."""
    rule, also, shadows = matching(facts, playbook)
    then = rule.then if rule is not None else NOTHING
    permission = may_reply(facts, policy, now, "machine")
    if permission.reason in ABOUT_OUR_DOOR and not invites(then, facts, playbook, policy):
        permission = may_reply(facts, policy, now, "machine", invites=False)
    strikes = strikes_in(facts, policy)
    if (
        then.is_silent
        and not strikes
        and permission.verdict is Verdict.DENY
        and facts.circumstances.open_case is None
        and not (also or shadows)
        and (facts.reading.kind is not Kind.COMPLAINT or not _is_owed_a_case(then, facts))
    ):
        # most mentions: nothing to do, nothing to say, and a value that can be shared
        return _silence(rule.name if rule is not None else "", permission.reason, playbook.version)
    if not facts.message.is_live:
        return Decision(
            rule=rule.name if rule is not None else "",
            permission=permission,
            # who asked for silence before the first start asked for it
            records=(OptOut(),) if then.opt_out or any(one.then.opt_out for one in also) else (),
            shadows=shadows,
            playbook=playbook.version,
        )
    permission = under_rule(then, permission)
    records: list[Record] = []
    effects: list[Effect] = []
    for one in also if rule is None else (rule, *also):
        records += _records(one.then, facts, policy, now)
        if one.then.speaks:
            effects += effects_of(one, Moment(facts, permission, playbook, policy, now))
    if _is_owed_a_case(then, facts) and _has_no_case(facts, records):
        records.append(_case_for(then, facts, policy, now))
    records += strikes
    return Decision(
        rule=rule.name if rule is not None else "",
        permission=permission,
        records=tuple(records),
        effects=tuple(effects),
        shadows=shadows,
        also=tuple([extra.name for extra in also]) if also else (),
        playbook=playbook.version,
    )


@lru_cache(maxsize=1024)
def _silence(rule: str, reason: Reason, playbook: str) -> Decision:
    return Decision(rule=rule, permission=deny(reason), playbook=playbook)


def matching(
    facts: Facts, playbook: Playbook
) -> tuple[Rule | None, tuple[Rule, ...], tuple[str, ...]]:
    """The rule that decides, the `also` rules before it, the shadow rules that matched."""
    also: tuple[Rule, ...] = ()
    shadows: tuple[str, ...] = ()
    asked = playbook.asked_of_plain if facts.is_plain else playbook.asked
    # hot: every mention comes by, so no call but the tests themselves
    for rule, tests in asked[facts.reading.kind]:
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


def under_rule(then: Then, permission: Permission) -> Permission:
    """The permission as the rule limits it: a rule can forbid what would be allowed."""
    if permission.verdict is Verdict.DENY:
        return permission
    if then.acknowledge is Words.AUTOMATIC:
        return permission
    if then.acknowledge is Words.DRAFT:
        return deny(Reason.RULE_ASKS_FOR_DRAFT)
    return deny(Reason.NO_REPLY_WANTED)


def _is_owed_a_case(then: Then, facts: Facts) -> bool:
    """A complaint, by somebody else, that is ours."""
    if facts.reading.kind is not Kind.COMPLAINT:
        return False
    return not (facts.message.from_brand or then.not_ours)


def _has_no_case(facts: Facts, records: list[Record]) -> bool:
    """None of the records sees to it."""
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
    within = then.promise or policy.answer_within(then.priority)
    return times_at(policy.hours, now).due(within)
