"""More time: a new time for a promise, said before the old one is over.

In private it is a draft that a person sends, and it ends with the promise. Where the customer did
not come to direct messages there is no second public word by machine: a person says it by hand, and
notes that it is said.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from monitor.domain.case import Case, Promise, PromiseState, TimelineKind
from monitor.domain.effect import BEFORE_SENDING, Action, Effect, Slots, State
from monitor.domain.message import Message
from monitor.domain.permission import Reason
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.store_ports import Tx
from monitor.domain.template import LATER, choose_variant
from monitor.domain.values import replace
from monitor.errors import WrongState
from monitor.services.one_case import tell
from monitor.services.outbox import move, withdraw

#: an effect of this rule asks for more time
RULE = "more-time"
#: how many of a customer's newest messages are looked at
NEWEST = 50
JUST_AFTER = timedelta(seconds=1)


def draft_more_time(
    tx: Tx,
    promise: Promise,
    case: Case,
    playbook: Playbook,
    policy: Policy,
    now: datetime,
    own_text: str = "",
) -> Effect | None:
    """A draft in their private conversation; the one that waits, if there is one already.

    None: they did not come to direct messages, or there are no words for it.
    """
    message = newest_private(tx, case)
    waiting = waiting_for_more(tx, case)
    if message is None or (not waiting and not own_text and not has_words(playbook, message)):
        return None
    if waiting:
        return waiting[0]
    effect = _effect(tx, promise, case, message, playbook, policy, now)
    effect = replace(effect, slots=replace(effect.slots, own_text=own_text))
    tx.outbox.add([effect])
    return effect


def has_words(playbook: Playbook, message: Message) -> bool:
    """The playbook has texts that ask for more time."""
    return playbook.family_for(LATER, message.platform) in playbook.families


def newest_private(tx: Tx, case: Case) -> Message | None:
    """The customer's newest direct message that is still there."""
    accounts = tx.customers.of(case.brand, case.author_id).identities
    private = [
        message
        for author_id in accounts
        for message in tx.messages.by_author(case.brand, author_id, NEWEST)
        if message.is_direct and message.deleted_at is None
    ]
    return max(private, key=lambda one: (one.created_at, one.id), default=None)


def waiting_for_more(tx: Tx, case: Case) -> list[Effect]:
    """Drafts of this case that ask for more time and are not out."""
    return [
        effect
        for effect in tx.outbox.of_case(case.number)
        if effect.slots.renews and effect.state in BEFORE_SENDING
    ]


def came_late(promises: Sequence[Promise]) -> bool:
    """The time that was named to a customer passed without them, and no other time runs."""
    newest = max(promises, key=lambda one: (one.made_at, one.number), default=None)
    return newest is not None and newest.state in (PromiseState.NOT_COME, PromiseState.UNSEEN)


def running(tx: Tx, case: Case, now: datetime) -> list[Promise]:
    """The promises of a case that can still be renewed, the one due first in front."""
    open_ones = tx.cases.promises(case_number=case.number, state=PromiseState.OPEN)
    return sorted(
        (one for one in open_ones if one.due_at > now), key=lambda one: (one.due_at, one.number)
    )


def must_be_renewable(tx: Tx, case: Case, policy: Policy, now: datetime) -> Promise:
    """The promise that a new time is for. Raises WrongState: there is none, or it is too often."""
    promises = running(tx, case, now)
    if not promises:
        raise WrongState(
            f"nothing is promised in case {case.number} that could be moved",
            hint=f"how it stands: monitor case {case.number}",
        )
    if promises[0].renewal >= policy.renewals:
        times = {0: "never", 1: "once", 2: "twice"}.get(policy.renewals, str(policy.renewals))
        raise WrongState(
            f"more time was asked for often enough in case {case.number}: {times} is the most",
            hint="call them, or answer now with what you know",
        )
    return promises[0]


def renew(tx: Tx, case: Case, until: datetime, effect: Effect | None, by: str, at: datetime) -> int:
    """The new time was said: what was promised for earlier is over. How often it was renewed now;
    0 when nothing was there to renew. `effect`: the words; None: they were said by hand."""
    before = tx.cases.promises(case_number=case.number)
    asked = [one for one in before if effect is not None and one.number == effect.slots.renews]
    ended = [one for one in before if one.state is PromiseState.OPEN and one.due_at < until]
    for promise in ended:
        tx.cases.end_promise(promise.number, PromiseState.RENEWED, at)
        tell(tx, case, TimelineKind.PROMISE_ENDED, PromiseState.RENEWED.value, by, at)
    return 1 + max((one.renewal for one in (*ended, *asked)), default=-1)


def let_go(tx: Tx, promise: Promise, state: State, now: datetime) -> list[Effect]:
    """Ends the drafts that ask more time for a promise that is over."""
    ended = []
    for effect in tx.outbox.of_case(promise.case_number):
        if effect.slots.renews == promise.number and effect.state in BEFORE_SENDING:
            withdraw(tx, effect, state, Reason.NO_REPLY_WANTED, now)
            ended.append(replace(effect, state=state))
    return ended


def is_needless(tx: Tx, effect: Effect) -> bool:
    """It asks for more time for a promise that has ended since."""
    if not effect.slots.renews or effect.case_number is None:
        return False
    promises = tx.cases.promises(case_number=effect.case_number, state=PromiseState.OPEN)
    return all(promise.number != effect.slots.renews for promise in promises)


def in_other_words(tx: Tx, effect: Effect, own_text: str) -> Effect:
    """The draft that waits, with other words. Raises WrongState: somebody was faster."""
    changed = replace(
        effect,
        slots=replace(effect.slots, own_text=own_text),
        state=State.PROPOSED,
        decided_by="",
        version=effect.version + 1,
        remark="",
    )
    if not move(tx, effect, changed):
        raise WrongState(f"`{effect.id}` was changed at this moment by somebody else: look again")
    return changed


def _effect(
    tx: Tx,
    promise: Promise,
    case: Case,
    message: Message,
    playbook: Playbook,
    policy: Policy,
    now: datetime,
) -> Effect:
    family = playbook.family_for(LATER, message.platform)
    before = tx.outbox.of_message(case.brand, message.id)
    said = [one.template for one in before]
    again = sum(one.rule.startswith(RULE) for one in before)
    variants = playbook.families[family].variants if family in playbook.families else {}
    names = [f"{family}.{variant}" for variant in variants]
    return Effect(
        number=tx.outbox.next_number(),
        brand=case.brand,
        action=Action.DIRECT_MESSAGE,
        state=State.PROPOSED,
        reason=Reason.RULE_ASKS_FOR_DRAFT,
        platform=message.platform,
        message_id=message.id,
        author_id=message.author.id,
        conversation_id=message.conversation,
        # one that was let go may be asked for again
        rule=f"{RULE}-{again + 1}" if again else RULE,
        case_number=case.number,
        template=choose_variant(names, said, message.id) if names else family,
        slots=Slots(
            name=message.author.name,
            handle=message.author.handle,
            promise=policy.answer_within(case.priority),
            renews=promise.number,
            promised_for=promise.due_at,
        ),
        created_at=now,
        # the nudge has told of it: it is looked at again when its time is over
        not_before=promise.due_at + JUST_AFTER,
        not_after=promise.due_at,
        raised_at=now,
    )
