"""Measures: mutes, blocks and hides that a person asked for, carried out on the platform.

1.  Claim, in one transaction: nothing is paused, the platform has such a means. Else it waits, or
    becomes the owner's to do by hand, with the link.
2.  Take it, once, and look whether it is in force (`is_on`).
3.  Record how it ended, in one transaction.

An end that nobody heard of is looked at. What is seen to be in force is never taken again; what is
seen twice not to be, or cannot be seen, is: that does no harm. Undoing goes the same way, and what
is seen to be off is not undone again. Nothing leaves while sending is paused or on hold.
"""

import logging
from datetime import datetime

from monitor.domain.connectors import Measure
from monitor.domain.delivery import Delivered, Outcome, Refused, Unknown
from monitor.domain.effect import DUE_STATES, Effect, State
from monitor.domain.measure import PRETENDED, target_of
from monitor.domain.permission import Reason
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Failpoint, Observer, no_failpoint
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.domain.virtual import is_virtual
from monitor.errors import ConnectorError, StoreError
from monitor.services.blindness import tell_may_keep_away, tell_may_not_keep_away
from monitor.services.claims import dropped
from monitor.services.measure_ends import MeasureEnds
from monitor.services.measure_moves import TRIES, Moves
from monitor.services.restored import restored_at
from monitor.services.rests import LOCKED_OUT_FOR, LOOK_AGAIN_AFTER, Rests
from monitor.services.senders import Senders
from monitor.services.switches import PauseFile
from monitor.services.undoing import Undoing

log = logging.getLogger(__name__)

FROM_BEFORE = "you asked for it before the database was restored: is it still wanted?"


class Measures:
    """Takes and undoes what was asked for."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        policy: Policy,
        senders: Senders,
        observer: Observer,
        *,
        pause_file: PauseFile | None = None,
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self.store = store
        self.clock = clock
        self.senders = senders
        self.observer = observer
        self.pause_file = pause_file
        self.failpoint = failpoint
        #: accounts that refused our credentials, or told us to slow down
        self.rests = Rests()
        self.moves = Moves(store, clock, policy, senders, observer)
        self._undoing = Undoing(self.moves, failpoint)
        self._ends = MeasureEnds(store, clock, policy, observer)

    def due(self) -> int:
        """Whatever is to be taken, looked at, undone or asked about by now; how many."""
        if self._is_paused_here():
            return 0
        now = self.clock.now()
        with self.store.read() as tx:
            measures = tx.outbox.measures()
        ended = self._ends.due(measures)
        waiting = [one for one in measures if one.not_before <= now and one.state is not State.SENT]
        for measure in waiting:
            if self._is_paused_here():
                break
            if not self.rests.is_left(measure.platform, now):
                self._one_of_many(measure)
        return ended + len(waiting)

    def _is_paused_here(self) -> bool:
        return self.pause_file is not None and self.pause_file.is_there()

    def _one_of_many(self, measure: Effect) -> None:
        """One of them, kept from stopping the others."""
        try:
            match measure.state:
                case State.UNKNOWN:
                    self._look(measure)
                case State.RETRACTING:
                    self._undoing.one(measure)
                case state if state in DUE_STATES:
                    self._take(measure)
        except StoreError:
            raise
        except Exception as fault:
            # the loop's edge: it rests for a while; one that broke off later stays as it is
            log.exception("BUG: a measure broke off", extra={"effect_id": measure.id})
            rests = replace(
                measure,
                not_before=self.clock.now() + LOOK_AGAIN_AFTER,
                remark=f"BUG: {type(fault).__name__}",
            )
            self.moves.move(measure, rests)

    # --- take ---------------------------------------------------------------------------------

    def _take(self, measure: Effect) -> None:
        means = self.senders.measure(measure.platform, measure.action)
        claimed = self._claim(measure, means)
        if claimed is None or means is None:
            return
        self.failpoint("measures.after_claim")
        outcome = self._call(means, claimed)
        self.failpoint("measures.after_do")
        taken = self._taken(means, claimed, outcome)
        with self.store.begin() as tx:
            self._tell_of_the_login(tx, claimed, outcome)
            is_moved = self.moves.write(tx, claimed, taken)
            self.failpoint("measures.before_record")
        if is_moved:
            self.observer.effect_moved(taken)
        self.failpoint("measures.after_record")

    def _claim(self, measure: Effect, means: Measure | None) -> Effect | None:
        """The measure as it is about to be taken; None when it is not."""
        now = self.clock.now()
        with self.store.begin() as tx:
            wanted = self._answer(tx, measure, means, now)
            if not self.moves.write(tx, measure, wanted):
                return None
        if wanted.state is State.SENDING:
            return wanted
        self.observer.effect_moved(wanted)
        return None

    def _answer(self, tx: Tx, measure: Effect, means: Measure | None, now: datetime) -> Effect:
        if measure.not_after is not None and now > measure.not_after:
            return replace(measure, state=State.EXPIRED, remark="nobody could do it in time")
        if (stop := self.moves.stop(tx, now)) is not None:
            until = now + LOOK_AGAIN_AFTER
            return replace(measure, state=State.HELD, reason=stop, not_before=until)
        if means is None:
            return self.moves.to_a_person(measure)
        if measure.attempts >= TRIES:
            return self.moves.to_a_person(measure, measure.remark)
        if _is_from_before(tx, measure):
            return replace(measure, state=State.UNKNOWN, not_before=now, missed_at=None)
        return replace(
            measure,
            state=State.SENDING,
            reason=Reason.OWNER_ASKED,
            fence=measure.fence + 1,
            attempts=measure.attempts + 1,
            sending_at=now,
            missed_at=None,
        )

    def _call(self, means: Measure, measure: Effect) -> Outcome:
        why_not = dropped(measure, self.clock.now(), is_paused=self._is_paused_here())
        if why_not is not None:
            return why_not
        try:
            return means.do(target_of(measure))
        except Exception as fault:
            # the loop's edge: whatever broke, the platform may have done it
            log.exception("a measure broke off", extra={"effect_id": measure.id})
            return Unknown(why=f"{type(fault).__name__} while doing it")

    def _taken(self, means: Measure, measure: Effect, outcome: Outcome) -> Effect:
        """What became of it, as far as can be seen."""
        now = self.clock.now()
        match outcome:
            case Delivered():
                return self._seen(means, measure, outcome)
            case Unknown():
                return replace(measure, state=State.UNKNOWN, not_before=now, remark=outcome.why)
            case Refused(is_auth=True):
                log.error("%s refused our credentials: %s", measure.platform, outcome.why)
                self.rests.leave(measure.platform, now + LOCKED_OUT_FOR, now)
                return _again(measure, outcome.why, now + LOCKED_OUT_FOR)
            case Refused(permanent=False):
                self.rests.leave(measure.platform, outcome.retry_at, now)
                return _again(measure, outcome.why, outcome.retry_at or now + LOOK_AGAIN_AFTER)
            case Refused():
                return replace(
                    measure,
                    state=State.REFUSED,
                    reason=Reason.PLATFORM_FORBIDS,
                    remark=outcome.why,
                )

    def _tell_of_the_login(self, tx: Tx, measure: Effect, outcome: Outcome) -> None:
        told = (tx, measure.brand, measure.platform)
        if isinstance(outcome, Delivered):
            tell_may_keep_away(*told, self.clock.now())
        elif isinstance(outcome, Refused) and outcome.is_auth:
            tell_may_not_keep_away(*told, outcome.why, self.clock.now())

    def _seen(self, means: Measure, measure: Effect, told: Delivered) -> Effect:
        """The platform said yes: is it in force? Where nobody can see that, its word counts."""
        try:
            is_on = means.is_on(target_of(measure))
        except ConnectorError as problem:
            return self._look_later(measure, problem.message)
        if is_on is False:
            return self._look_later(measure, "the platform said yes, and does not show it yet")
        return self._in_force(measure, PRETENDED if is_virtual(told.posted_id) else "")

    def _look_later(self, measure: Effect, why: str) -> Effect:
        at = self.clock.now() + self.senders.read_delay(measure.platform)
        return replace(measure, state=State.UNKNOWN, not_before=at, remark=why)

    def _in_force(self, measure: Effect, remark: str = "") -> Effect:
        return replace(measure, state=State.SENT, sent_at=self.clock.now(), remark=remark)

    # --- look ---------------------------------------------------------------------------------

    def _look(self, measure: Effect) -> None:
        """How it ended that nobody heard the end of."""
        means = self.senders.measure(measure.platform, measure.action)
        if means is None:
            self.moves.move(measure, self.moves.to_a_person(measure))
            return
        try:
            is_on = means.is_on(target_of(measure))
        except ConnectorError as problem:
            if problem.permanent and not problem.is_auth:
                # nobody of that name, for one
                self.moves.move(measure, self.moves.to_a_person(measure, problem.message))
                return
            self.rests.leave(measure.platform, problem.retry_at, self.clock.now())
            at = problem.retry_at or self.moves.some_time_later(measure)
            self.moves.move(measure, replace(measure, not_before=at, remark=problem.message))
            return
        self.failpoint("measures.after_look")
        self.moves.move(
            measure, self._in_force(measure) if is_on else self._not_seen(measure, is_on)
        )

    def _not_seen(self, measure: Effect, is_on: bool | None) -> Effect:
        now = self.clock.now()
        with self.store.read() as tx:
            if _is_from_before(tx, measure):
                return self.moves.to_a_person(measure, FROM_BEFORE)
        first = measure.missed_at or now
        apart = self.senders.read_delay(measure.platform)
        if is_on is False and (measure.missed_at is None or now - first < apart):
            return replace(measure, missed_at=first, not_before=first + apart)
        return replace(measure, state=State.PENDING, not_before=now)


def _again(measure: Effect, why: str, at: datetime) -> Effect:
    """Nothing was written: it may be tried later."""
    return replace(measure, state=State.PENDING, remark=why, not_before=at)


def _is_from_before(tx: Tx, measure: Effect) -> bool:
    """Asked for before a restore, and not tried since: it may have been taken and undone."""
    at = restored_at(tx)
    if at is None or measure.created_at > at:
        return False
    return measure.sending_at is None or measure.sending_at <= at
