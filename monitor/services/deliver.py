"""Deliver: effects out of the outbox into the world, public words at most once.

1.  Claim, in one transaction: is it still wanted, with fresh facts, may we (again)? Render the
    text and the promise, prepare the wire, write both down with the state `sending` and a fencing
    token. Whatever else is the answer (held, refused, expired, back to a person) is written too.
2.  Send the wire, once.
3.  Record how it ended, in one transaction.

A send that ends without an answer is `unknown`; `look` finds out. A crash between 1 and 3 leaves
`sending` on disk, which the next start treats as `unknown`. Nothing is ever sent again blindly.
"""

import logging
from datetime import datetime, timedelta
from functools import cached_property

from monitor.domain.delivery import Delivered, Outcome, Refused, Unknown, Wire
from monitor.domain.effect import DUE_STATES, Action, Effect, State
from monitor.domain.facts import Facts
from monitor.domain.permission import Permission, Reason, Verdict, deny
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Failpoint, Observer, no_failpoint
from monitor.domain.store_ports import Store, Tx
from monitor.domain.surge import was_said_before
from monitor.domain.values import replace
from monitor.errors import StoreError
from monitor.services.blindness import tell_let_in, tell_locked_out
from monitor.services.claims import dropped
from monitor.services.doubts import is_for_a_person, permission_for
from monitor.services.fresh import fresh_facts
from monitor.services.incident_words import as_it_stands_now, place_in_line
from monitor.services.more_time import is_needless
from monitor.services.outbox import move, to_a_person
from monitor.services.records import record_refused, record_sent, record_unknown
from monitor.services.restored import is_to_be_looked_for
from monitor.services.rests import LOCKED_OUT_FOR, LOOK_AGAIN_AFTER, Rests
from monitor.services.senders import Senders, outgoing
from monitor.services.switches import PauseFile, SwitchBoard
from monitor.services.wording import priority_of, word

log = logging.getLogger(__name__)

WORDS = (Action.ACKNOWLEDGE, Action.NEWS, Action.ANSWER, Action.DIRECT_MESSAGE)


class Deliver:
    """Sends what may be sent."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        playbook: Playbook,
        policy: Policy,
        senders: Senders,
        observer: Observer,
        *,
        pause_file: PauseFile | None = None,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy
        self.senders = senders
        self.observer = observer
        self.pause_file = pause_file
        self.failpoint = failpoint
        #: platforms that took a word of ours since they refused one last
        self._let_in: set[str] = set()

    def due(self, limit: int = 100) -> int:
        """Every word whose time has come; how many were looked at."""
        if self.is_paused_here():
            return 0
        effects = self._due(limit)
        for effect in effects:
            if self.is_paused_here():
                break
            if not self.rests.is_left(effect.platform, self.clock.now()):
                self._one_of_many(effect)
        return len(effects)

    @cached_property
    def rests(self) -> Rests:
        """Accounts whose words wait: credentials were refused, or we were told to slow down.

        A start takes over what the daemon before it was told.
        """
        rests, now = Rests(), self.clock.now()
        with self.store.read() as tx:
            for effect in tx.outbox.in_state(State.PENDING):
                if effect.is_measure:
                    # platforms count them apart
                    continue
                rests.leave(effect.platform, effect.not_before, now)
        return rests

    def _due(self, limit: int) -> list[Effect]:
        """The oldest words that may go; those of an account that rests stand in nobody's way."""
        now = self.clock.now()
        while True:
            with self.store.read() as tx:
                due = tx.outbox.due(now, WORDS, limit)
            free = [effect for effect in due if not self.rests.is_left(effect.platform, now)]
            if free or len(due) < limit:
                return free
            limit *= 10

    def is_paused_here(self) -> bool:
        """The local pause file is there; works without the database."""
        return self.pause_file is not None and self.pause_file.is_there()

    def one(self, number: int) -> Effect | None:
        """Carries one effect as far as it goes now."""
        claimed = self._claim(number)
        if claimed is None or claimed.state is not State.SENDING:
            return claimed
        self.failpoint("deliver.after_claim")
        outcome = self._send(claimed)
        self.failpoint("deliver.after_send")
        with self.store.begin() as tx:
            ended = self._record(tx, claimed, outcome)
            self.failpoint("deliver.before_record")
        self.failpoint("deliver.after_record")
        self.observer.effect_moved(ended)
        return ended

    def _one_of_many(self, effect: Effect) -> None:
        """One effect, kept from stopping the others."""
        try:
            self.one(effect.number)
        except StoreError:
            raise
        except Exception as fault:
            # the loop's edge: it rests for a while, and says why
            log.exception("BUG: an effect cannot be delivered", extra={"effect_id": effect.id})
            rests = replace(
                effect,
                state=effect.state if effect.state is State.PENDING else State.HELD,
                not_before=self.clock.now() + LOOK_AGAIN_AFTER,
                remark=f"BUG: {type(fault).__name__} before it was sent",
            )
            with self.store.begin() as tx:
                # one that broke off later is no longer as it was, and stays as it is
                move(tx, effect, rests)

    # --- 1 claim ------------------------------------------------------------------------------

    def _claim(self, number: int) -> Effect | None:
        now = self.clock.now()
        with self.store.begin() as tx:
            effect = tx.outbox.get(number)
            if effect is None or effect.state not in DUE_STATES or effect.not_before > now:
                return None
            wanted = self._answer(tx, effect, now)
            if wanted == effect:
                return effect
            if not move(tx, effect, wanted):
                return None
            if wanted.state in (State.REFUSED, State.EXPIRED):
                record_refused(tx, wanted, wanted.reason.value, now)
        self.observer.effect_moved(wanted)
        return wanted

    def _answer(self, tx: Tx, effect: Effect, now: datetime) -> Effect:
        """The effect in the state it should have now."""
        if effect.not_after is not None and now > effect.not_after:
            return replace(effect, state=State.EXPIRED)
        changed = as_it_stands_now(tx, effect, self.playbook, self.policy, now)
        if changed is not None:
            return changed
        if is_needless(tx, effect):
            return replace(effect, state=State.CANCELLED, reason=Reason.NO_REPLY_WANTED)
        facts = fresh_facts(tx, effect, self.policy, now)
        if facts is None:
            return replace(effect, state=State.REFUSED, reason=Reason.PARENT_GONE)
        permission = self._permission(tx, effect, facts, now)
        match permission.verdict:
            case Verdict.ALLOW:
                place = place_in_line(tx, effect, now)
                if place > now:
                    return replace(
                        effect, state=State.HELD, reason=Reason.INCIDENT, not_before=place
                    )
                return self._ready(tx, effect, facts, now)
            case Verdict.WAIT:
                until = max(permission.until or now, now + timedelta(seconds=1))
                if permission.until is None:
                    until = now + LOOK_AGAIN_AFTER
                return replace(effect, state=State.HELD, reason=permission.reason, not_before=until)
            case Verdict.DENY if is_for_a_person(effect, permission.reason):
                return to_a_person(effect, now, reason=permission.reason)
        return replace(effect, state=State.REFUSED, reason=permission.reason)

    def _permission(self, tx: Tx, effect: Effect, facts: Facts, now: datetime) -> Permission:
        invites = self.playbook.invites_by(effect)
        permission = permission_for(effect, facts, self.policy, now, invites=invites)
        if effect.action in (Action.DIRECT_MESSAGE, Action.ANSWER):
            # a person wrote it, or said yes to it, for this one customer
            return permission
        if permission.is_allowed and was_said_before(effect, tx.surges.on(effect.brand)):
            return deny(Reason.SURGE)
        return permission

    def _ready(self, tx: Tx, effect: Effect, facts: Facts, now: datetime) -> Effect:
        """Rendered and frozen, or refused with what is wrong with it."""
        if is_to_be_looked_for(tx, effect, facts.message):
            return replace(effect, state=State.UNKNOWN, not_before=now, missed_at=None)
        worded = word(
            effect,
            self.playbook,
            self.policy,
            now,
            open_promises=facts.circumstances.open_promises,
            away_until=SwitchBoard.read(tx, now, self.policy.hours).away_until,
            priority=priority_of(tx, effect),
        )
        if worded.problems:
            remark = "; ".join(worded.problems)
            return to_a_person(effect, now, reason=Reason.RULE_ASKS_FOR_DRAFT, remark=remark)
        wire = self.senders.prepare(outgoing(effect, worded.text, now))
        if isinstance(wire, Refused):
            return replace(
                effect, state=State.REFUSED, reason=Reason.PLATFORM_FORBIDS, remark=wire.why
            )
        return replace(
            effect,
            state=State.SENDING,
            text=worded.text,
            promised_until=worded.promised_until,
            wire=wire.payload,
            fence=effect.fence + 1,
            attempts=effect.attempts + 1,
            sending_at=now,
            missed_at=None,
        )

    # --- 2 send -------------------------------------------------------------------------------

    def _send(self, effect: Effect) -> Outcome:
        why_not = dropped(effect, self.clock.now(), is_paused=self.is_paused_here())
        if why_not is not None:
            return why_not
        try:
            return self.senders.send(effect.platform, effect.action, Wire(payload=effect.wire))
        except Exception as fault:
            # the loop's edge: whatever broke, the bytes may have left
            log.exception("a send broke off", extra={"effect_id": effect.id})
            return Unknown(why=f"{type(fault).__name__} while sending")

    # --- 3 record -----------------------------------------------------------------------------

    def _record(self, tx: Tx, effect: Effect, outcome: Outcome) -> Effect:
        now = self.clock.now()
        match outcome:
            case Delivered():
                if effect.platform not in self._let_in:
                    tell_let_in(tx, effect.brand, effect.platform, now)
                    self._let_in.add(effect.platform)
                return record_sent(tx, effect, outcome, now)
            case Unknown():
                return record_unknown(tx, effect, outcome.why, now)
            case Refused(is_auth=True):
                log.error("%s refused our credentials: %s", effect.platform, outcome.why)
                self.rests.leave(effect.platform, now + LOCKED_OUT_FOR, now)
                self._let_in.discard(effect.platform)
                tell_locked_out(tx, effect.brand, effect.platform, outcome.why, now)
                return _again(tx, effect, outcome.why, now + LOCKED_OUT_FOR)
            case Refused(permanent=False):
                self.rests.leave(effect.platform, outcome.retry_at, now)
                retry_at = outcome.retry_at or now + LOOK_AGAIN_AFTER
                return _again(tx, effect, outcome.why, retry_at)
            case Refused():
                refused = replace(
                    effect,
                    state=State.REFUSED,
                    reason=Reason.PLATFORM_FORBIDS,
                    remark=outcome.why,
                )
                move(tx, effect, refused)
                record_refused(tx, refused, outcome.why, now)
                if outcome.community:
                    tx.platforms.switch_off(effect.brand, outcome.community, now, outcome.why)
                return refused


def _again(tx: Tx, effect: Effect, why: str, retry_at: datetime) -> Effect:
    """Nothing was written: the same words may go out later."""
    pending = replace(effect, state=State.PENDING, remark=why, not_before=retry_at)
    move(tx, effect, pending)
    return pending
