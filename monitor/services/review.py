"""Review: the owner's yes, no, other words, and "take it back".

An approval binds (effect, version): a stale one is refused with the text as it would read now.
The owner decides; sending is the daemon's.
"""

from datetime import datetime, timedelta

from monitor.domain.audit import AuditAction, of_effect
from monitor.domain.case import Case, CaseStatus, Promise, PromiseState, TimelineKind
from monitor.domain.delivery import Found
from monitor.domain.door import DoorState
from monitor.domain.effect import PUBLIC, Action, Effect, State
from monitor.domain.label import BECAUSE_WORDS, SAYS, Because, LabelReason
from monitor.domain.may_reply import may_reply
from monitor.domain.permission import NEVER, Reason, Verdict
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Observer
from monitor.domain.reason_words import REASON_SENTENCES
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.domain.wanted import last_moment
from monitor.errors import StaleApproval, WrongState
from monitor.services.decidable import (
    in_words,
    known,
    must_be_in_time,
    must_be_undecided,
    must_be_waiting,
)
from monitor.services.doors import Doors
from monitor.services.doubts import NEVER_ANSWERED, permission_for
from monitor.services.fresh import fresh_facts
from monitor.services.judging import is_rewritten, judge, said_yes, unjudge
from monitor.services.more_time import is_needless, let_go
from monitor.services.outbox import move, to_a_person, withdraw
from monitor.services.records import record_sent
from monitor.services.sensitive import sensitive_message
from monitor.services.switches import SwitchBoard
from monitor.services.timeline import tell_of
from monitor.services.withdrawn import wanted
from monitor.services.wording import Worded, is_by_hand, priority_of, word


class Review:
    """What a person may do with an effect."""

    def __init__(
        self, store: Store, clock: Clock, playbook: Playbook, policy: Policy, observer: Observer
    ) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy
        self.observer = observer

    def if_sent_now(self, tx: Tx, effect: Effect) -> Worded:
        """The text as it would read now."""
        now = self.clock.now()
        return word(
            effect,
            self.playbook,
            self.policy,
            now,
            open_promises=len(tx.cases.promises(state=PromiseState.OPEN)),
            away_until=SwitchBoard.read(tx, now, self.policy.hours).away_until,
            priority=priority_of(tx, effect),
        )

    def words_by_hand(self, tx: Tx, case: Case, signed_by: str = "") -> str:
        """What the owner could post themselves, as it would read now, while nobody has answered or
        is about to; empty where there are no such words, or something sensitive came since."""
        if case.status is not CaseStatus.NEW or wanted(tx, case.number):
            return ""
        for effect in tx.outbox.of_message(case.brand, case.first_message_id):
            if is_by_hand(effect, self.playbook) and sensitive_message(tx, case) is None:
                signed = replace(effect, slots=replace(effect.slots, signed_by=signed_by))
                return self.if_sent_now(tx, signed).text
        return ""

    def door(self, tx: Tx, effect: Effect) -> DoorState:
        """Whether its addressee can write to us in private, as it invites them to."""
        return Doors(tx, effect.brand, self.policy).state(effect.platform)

    def approve(
        self,
        number: int,
        *,
        by: str,
        version: int | None = None,
        kept_for: timedelta | None = None,
        why: str = "",
    ) -> Effect:
        """The owner's yes: the daemon sends it, or when it was kept for so long.

        Raises StaleApproval, WrongState, NotFound.
        """
        now = self.clock.now()
        with self.store.begin() as tx:
            effect = known(tx, number)
            must_be_waiting(effect, "approve")
            must_be_undecided(effect)
            must_be_in_time(effect, now)
            self._must_be_as_seen(tx, effect, version)
            self._must_be_allowed(tx, effect)
            signed = replace(
                effect,
                slots=replace(effect.slots, signed_by=by if not effect.slots.own_text else ""),
            )
            worded = self.if_sent_now(tx, signed)
            if worded.problems:
                raise WrongState(
                    f"`{effect.id}` cannot be sent like this: {'; '.join(worded.problems)}",
                    hint=f'write other words: monitor edit {effect.number} "..."',
                )
            approved = replace(
                signed,
                state=State.APPROVED,
                reason=Reason.ADDRESSED_US,
                decided_by=by,
                decided_at=now,
                not_before=now,
                version=effect.version + 1,
            )
            _write(tx, effect, approved)
            bound = f"version {effect.version}"
            tx.audit.write(
                of_effect(effect, AuditAction.APPROVED, now, by=by, reason=bound, words=why)
            )
            if self.playbook.has_template(effect.template):
                # a person's own words say nothing about the machine
                canned = replace(signed, slots=replace(signed.slots, own_text="", signed_by=by))
                said = said_yes(self.if_sent_now(tx, canned).text, worded.text)
                judge(tx, approved, said, self.playbook, self.policy, now, by)
            if kept_for is not None:
                approved = self._kept(tx, approved, now + kept_for)
        self.observer.effect_moved(approved)
        return approved

    def edit(
        self, number: int, text: str, *, by: str, version: int | None = None, anyway: str = ""
    ) -> Effect:
        """Other words for a draft; it still waits for the yes.

        Raises StaleApproval, WrongState, NotFound.
        """
        now = self.clock.now()
        with self.store.begin() as tx:
            effect = known(tx, number)
            must_be_waiting(effect, "edit")
            self._must_be_as_seen(tx, effect, version)
            if not text.strip():
                raise WrongState("these words cannot be sent: there are none")
            edited = to_a_person(
                effect,
                now,
                # what was said anyway were other words
                slots=replace(effect.slots, own_text=text.strip(), anyway=anyway),
                version=effect.version + 1,
                remark="",
            )
            worded = self.if_sent_now(tx, edited)
            if worded.problems:
                raise WrongState(
                    f"these words cannot be sent: {'; '.join(worded.problems)}",
                    hint="nothing was changed",
                )
            _write(tx, effect, edited)
            bound = f"version {edited.version}"
            tx.audit.write(of_effect(effect, AuditAction.EDITED, now, by=by, reason=bound))
            unjudge(tx, effect, self.policy, now)
            tell_of(tx, edited, TimelineKind.NOTE, f"{by} wrote other words", by, now)
        return edited

    def reject(
        self, number: int, *, by: str, why: str = "", because: Because | None = None
    ) -> Effect:
        """The owner's no: nothing is said, the case stays."""
        now = self.clock.now()
        with self.store.begin() as tx:
            effect = known(tx, number)
            must_be_waiting(effect, "reject")
            state = State.REJECTED if effect.state is State.PROPOSED else State.CANCELLED
            if not withdraw(tx, effect, state, effect.reason, now, by):
                raise WrongState(f"`{effect.id}` is being sent: too late to reject it")
            reason = because.value if because is not None else ""
            tx.audit.write(
                of_effect(effect, AuditAction.REJECTED, now, by=by, reason=reason, words=why)
            )
            said = SAYS[because] if because is not None else LabelReason.UNEXPLAINED
            if said is None:
                unjudge(tx, effect, self.policy, now)
            else:
                judge(tx, effect, said, self.playbook, self.policy, now, by)
            tell_of(tx, effect, TimelineKind.NOTE, why or _no(because), by, now)
            rejected = known(tx, number)
        self.observer.effect_moved(rejected)
        return rejected

    def retract(self, number: int, *, by: str) -> Effect:
        """Take a public word back. The slot stays taken: no second word follows."""
        now = self.clock.now()
        with self.store.begin() as tx:
            effect = known(tx, number)
            if effect.action is Action.DIRECT_MESSAGE:
                where = effect.posted_url or "in their conversation"
                raise WrongState(
                    f"`{effect.id}` is a private message, and only public words are taken back",
                    hint=f"where the platform lets you, delete it yourself: {where}",
                )
            if effect.action not in PUBLIC:
                raise WrongState(f"`{effect.id}` is no public word: there is nothing to take back")
            if effect.state is not State.SENT:
                raise WrongState(
                    f"`{effect.id}` is {in_words(effect.state)}: "
                    "only what was sent can be taken back"
                )
            retracting = replace(
                effect,
                state=State.RETRACTING,
                decided_by=by,
                decided_at=now,
                not_before=now,
                version=effect.version + 1,
            )
            _write(tx, effect, retracting)
            tx.audit.write(of_effect(effect, AuditAction.RETRACT, now, by=by))
            if not is_rewritten(tx, effect):
                said = LabelReason.TAKEN_BACK
                judge(tx, effect, said, self.playbook, self.policy, now, by)
            for promise in _promises_of(tx, effect):
                let_go(tx, promise, State.CANCELLED, now)
                tx.cases.end_promise(promise.number, PromiseState.CANCELLED, now)
                ended = PromiseState.CANCELLED.value
                tell_of(tx, retracting, TimelineKind.PROMISE_ENDED, ended, by, now)
            tell_of(tx, retracting, TimelineKind.NOTE, "asked to have our reply deleted", by, now)
        self.observer.effect_moved(retracting)
        return retracting

    def settle(self, number: int, *, is_there: bool, by: str) -> Effect:
        """A person has looked: the word stands there, or it does not. Raises WrongState."""
        now = self.clock.now()
        with self.store.begin() as tx:
            effect = known(tx, number)
            if effect.state is not State.NEEDS_PERSON:
                raise WrongState(
                    f"`{effect.id}` is {in_words(effect.state)}: nobody has to look for it"
                )
            decided = replace(effect, decided_by=effect.decided_by or by)
            if effect.posted_id:
                # it was sent, and could not be taken back by machine
                state = State.SENT if is_there else State.RETRACTED
                settled = replace(decided, state=state, remark="")
                _write(tx, effect, settled)
            elif is_there:
                sent_at = min(effect.sending_at or now, now)
                settled = record_sent(tx, effect, Found(posted_id=""), sent_at, by=by)
            else:
                settled = replace(decided, state=State.CANCELLED, remark="")
                _write(tx, effect, settled)
            seen = "there" if is_there else "not_there"
            tx.audit.write(of_effect(effect, AuditAction.SETTLED, now, by=by, reason=seen))
            words = "looked: our reply is there" if is_there else "looked: our reply is not there"
            tell_of(tx, settled, TimelineKind.NOTE, words, by, now)
        self.observer.effect_moved(settled)
        return settled

    def _must_be_as_seen(self, tx: Tx, effect: Effect, version: int | None) -> None:
        if version is not None and version != effect.version:
            raise StaleApproval(
                f"`{effect.id}` has changed since you saw it; it would now read: "
                f"{self.if_sent_now(tx, effect).text}",
                hint=f"monitor approve {effect.number} --version {effect.version}",
            )

    def _kept(self, tx: Tx, approved: Effect, until: datetime) -> Effect:
        """It reads heated, and leaves then unless somebody stops it."""
        last = last_moment(until, self.policy, by_person=True)
        kept = replace(
            approved,
            state=State.HELD,
            reason=Reason.SLEPT_ON,
            not_before=until,
            not_after=max(last, approved.not_after or last),
            version=approved.version + 1,
        )
        _write(tx, approved, kept)
        told = f"kept until {self.policy.hours.local(until):%H:%M}, because it reads heated"
        tell_of(tx, kept, TimelineKind.NOTE, told, approved.decided_by, self.clock.now())
        return kept

    def _must_be_allowed(self, tx: Tx, effect: Effect) -> None:
        now = self.clock.now()
        facts = fresh_facts(tx, effect, self.policy, now)
        if facts is None:
            raise WrongState(f"the post that `{effect.id}` answers is gone")
        if is_needless(tx, effect):
            raise WrongState(f"`{effect.id}` asks more time for a promise that is over")
        permission = may_reply(facts, self.policy, now, "person")
        never = NEVER
        if effect.action in (Action.ANSWER, Action.DIRECT_MESSAGE):
            permission = permission_for(effect, facts, self.policy, now)
            never = NEVER_ANSWERED
        if permission.verdict is Verdict.DENY and permission.reason in never:
            raise WrongState(
                f"`{effect.id}` may not be sent: {REASON_SENTENCES[permission.reason]}"
            )


def _no(because: Because | None) -> str:
    """For the case, when the person wrote nothing."""
    if because is None:
        return "not sent: a person said no"
    return f"not sent: {BECAUSE_WORDS[because]}"


def _write(tx: Tx, old: Effect, new: Effect) -> None:
    if not move(tx, old, new):
        raise WrongState(f"`{old.id}` was changed at this moment by somebody else: look again")


def _promises_of(tx: Tx, effect: Effect) -> list[Promise]:
    return [
        promise
        for promise in tx.cases.promises(case_number=effect.case_number, state=PromiseState.OPEN)
        if promise.effect_number == effect.number
    ]
