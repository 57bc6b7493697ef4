"""Judging: what the owner's decisions say about the machine, kept as labels.

A decision says something only about a word that a machine would have said by itself: it passed
every check, and only the unlock was missing, or it was held back. In every transaction that
judges, the unlock is weighed anew: a mistake locks before the next word is claimed.
"""

from datetime import datetime

from monitor.domain.audit import MACHINE, AuditAction, of_effect
from monitor.domain.case import Case, Resolution
from monitor.domain.decide import under_rule
from monitor.domain.effect import Action, Effect, State
from monitor.domain.label import JUDGED, SAYS, Because, Judged, Label, LabelReason, is_small_change
from monitor.domain.permission import Permission, Reason, Verdict, allow
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock
from monitor.domain.reading import Reading
from monitor.domain.store_ports import Store, Tx
from monitor.errors import WrongState
from monitor.services.decidable import known
from monitor.services.unlocking import reweigh

#: only the unlock was missing, or the word was held back as one in ten
ONLY_LOCKED = frozenset({Reason.NOT_UNLOCKED, Reason.HELD_BACK})
#: a machine speaks later
LATER = frozenset({Reason.SETTLING, Reason.OUTSIDE_ACKNOWLEDGE_HOURS, Reason.HOURLY_CAP})
#: how a case ends that should not have been one
NO_CASE = {
    Resolution.NOT_A_COMPLAINT: LabelReason.NOT_A_COMPLAINT,
    Resolution.SPAM: LabelReason.NOT_A_COMPLAINT,
    Resolution.NOT_OURS: LabelReason.NOT_ABOUT_US,
}
WAITING = (State.PROPOSED, State.APPROVED, State.HELD, State.PENDING, State.SENDING)


def judge(
    tx: Tx,
    effect: Effect,
    reason: LabelReason,
    playbook: Playbook,
    policy: Policy,
    now: datetime,
    by: str,
    judged: Judged | None = None,
) -> Label | None:
    """Keeps what was decided; None: it says nothing about the machine."""
    reading = said_by_machine(tx, effect, playbook)
    if reading is None:
        return None
    label = Label(
        brand=effect.brand,
        message_id=effect.message_id,
        author_id=effect.author_id,
        platform=effect.platform,
        effect_number=effect.number,
        judged=judged or JUDGED[reason],
        reason=reason,
        score=reading.p_complaint,
        floor=policy.thresholds.automatic,
        model=reading.scorers,
        by=by,
        at=now,
    )
    tx.labels.put(label)
    reweigh(tx, effect.brand, policy, now)
    return label


def unjudge(tx: Tx, effect: Effect, policy: Policy, now: datetime) -> None:
    """What was decided about it before does not count any more."""
    if tx.labels.get(effect.brand, effect.message_id) is not None:
        tx.labels.forget(effect.brand, effect.message_id)
        reweigh(tx, effect.brand, policy, now)


class RanOut:
    """A draft whose time is over, and nobody decided: it does not tell, and a person is asked."""

    def __init__(self, playbook: Playbook, policy: Policy) -> None:
        self.playbook = playbook
        self.policy = policy

    def __call__(self, tx: Tx, effect: Effect, now: datetime) -> None:
        if tx.labels.get(effect.brand, effect.message_id) is None:
            judge(tx, effect, LabelReason.RAN_OUT, self.playbook, self.policy, now, MACHINE)


def said_yes(machine: str, sent: str) -> LabelReason:
    """What a yes to these words says; `machine`: how the machine's would have read."""
    if sent == machine:
        return LabelReason.APPROVED
    return LabelReason.REWORDED if is_small_change(machine, sent) else LabelReason.REWRITTEN


def is_rewritten(tx: Tx, effect: Effect) -> bool:
    """A person sent words of their own: taking them back says nothing about the machine."""
    label = tx.labels.get(effect.brand, effect.message_id)
    return label is not None and label.reason is LabelReason.REWRITTEN


def said_by_machine(tx: Tx, effect: Effect, playbook: Playbook) -> Reading | None:
    """How the mention was read, if a machine would have said this by itself."""
    if effect.action is not Action.ACKNOWLEDGE or effect.slots.incident:
        return None
    decided = tx.messages.decided(effect.message_id, effect.brand)
    if decided is None or not _is_only_locked(decided.decision.permission):
        return None
    rule = next((one for one in playbook.rules if one.name == effect.rule), None)
    if rule is None or not under_rule(rule.then, allow()).is_allowed:
        return None
    return decided.reading


def _is_only_locked(permission: Permission) -> bool:
    if permission.verdict is Verdict.WAIT:
        return permission.reason in LATER
    return permission.is_allowed or permission.reason in ONLY_LOCKED


class Judge:
    """What a person says about a word afterwards: it was right, it was wrong."""

    def __init__(self, store: Store, clock: Clock, playbook: Playbook, policy: Policy) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy

    def right(self, number: int, *, by: str) -> Label:
        """A machine did well to say it, or would have. Raises WrongState, NotFound."""
        return self._say(number, by, Judged.RIGHT, None)

    def wrong(self, number: int, *, by: str, because: Because | None = None) -> Label:
        """It should not have been said. Raises WrongState, NotFound."""
        return self._say(number, by, Judged.WRONG, because)

    def case_ended(self, case: Case, *, by: str) -> None:
        """A case that was none: whoever answered it by machine was, or would have been, wrong."""
        said = NO_CASE.get(case.resolution) if case.resolution is not None else None
        if said is None:
            return
        now = self.clock.now()
        with self.store.begin() as tx:
            for effect in tx.outbox.of_message(case.brand, case.first_message_id):
                judge(tx, effect, said, self.playbook, self.policy, now, by)

    def _say(self, number: int, by: str, judged: Judged, because: Because | None) -> Label:
        now = self.clock.now()
        said = (SAYS[because] if because is not None else None) or LabelReason.SAID
        with self.store.begin() as tx:
            effect = known(tx, number)
            if effect.action is not Action.ACKNOWLEDGE:
                raise WrongState(f"`{effect.id}` is no public reply: there is nothing to judge")
            if effect.state in WAITING and not effect.decided_by:
                raise WrongState(
                    f"`{effect.id}` is not out yet: your yes or no says it",
                    hint=f"monitor approve {number}; or monitor reject {number} --because ...",
                )
            label = judge(tx, effect, said, self.playbook, self.policy, now, by, judged)
            if label is None:
                raise WrongState(
                    f"`{effect.id}` says nothing about the machine: by itself it would not have "
                    "been sent"
                )
            reason = judged.value if because is None else f"{judged.value} {because.value}"
            tx.audit.write(of_effect(effect, AuditAction.JUDGED, now, by=by, reason=reason))
        return label
