"""How pressing a case is: as it is entered, and as it is looked at."""

from datetime import datetime

from monitor.domain.case import PRIORITY_ORDER, Case, PromiseState, Resolution
from monitor.domain.facts import Facts
from monitor.domain.policy import Policy
from monitor.domain.priority import Assessed, Pressing, assess
from monitor.domain.store_ports import Tx
from monitor.domain.stored import AuthorFacts
from monitor.domain.times import times_at
from monitor.domain.values import replace


def pressed(case: Case, facts: Facts, author: AuthorFacts, policy: Policy, now: datetime) -> Case:
    """The case after one more message: raised where it gives reason to; a case that is raised is
    due no later than one that was high from the start."""
    is_again = author.last_case_at is not None and author.last_case_at >= now - policy.again_within
    assessed = assess(
        Pressing(
            case=case,
            reading=facts.reading,
            followers=facts.message.author.followers,
            replies=facts.circumstances.conversation_replies,
            earlier=int(is_again),
            again_within=policy.again_within,
            crowd_followers=policy.crowd_followers,
            crowd_replies=policy.crowd_replies,
        )
    )
    if PRIORITY_ORDER[assessed.priority] <= PRIORITY_ORDER[case.priority]:
        return case
    due_at = times_at(policy.hours, now).due(policy.answer_within(assessed.priority))
    deadline_at = min(case.deadline_at, due_at) if case.deadline_at is not None else None
    return replace(case, priority=assessed.priority, deadline_at=deadline_at)


def assessed_now(tx: Tx, case: Case, policy: Policy, now: datetime) -> Assessed:
    """How pressing it is at this moment, waiting time included; of an ended one, as it ended."""
    if not case.is_open:
        return Assessed(priority=case.priority)
    message = tx.messages.get(case.first_message_id, case.brand)
    replies = 0
    if message is not None:
        known = tx.facts.of_conversations(case.brand, [message.conversation])
        replies = known[message.conversation].replies if message.conversation in known else 0
    identities = tx.customers.of(case.brand, case.author_id).identities
    earlier = [
        one
        for one in tx.customers.cases(case.brand, identities)
        if one.number != case.number
        and one.resolution is not Resolution.JOINED
        and case.opened_at - policy.again_within <= one.opened_at <= case.opened_at
    ]
    running = tx.cases.promises(case_number=case.number, state=PromiseState.OPEN)
    return assess(
        Pressing(
            case=case,
            reading=tx.messages.reading(message) if message is not None else None,
            followers=message.author.followers if message is not None else None,
            replies=replies,
            earlier=len(earlier),
            again_within=policy.again_within,
            crowd_followers=policy.crowd_followers,
            crowd_replies=policy.crowd_replies,
            promise_is_late=any(one.due_at <= now for one in running),
            now=now,
        )
    )
