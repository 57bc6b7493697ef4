"""Deadlines: proposals nobody decides on, promises that are due.

A proposal is raised once as urgent at half its time and expires at its end; the case then says
"unanswered". A promise is kept by a person's answer in time; when its time passes it is broken,
or, if the customer did not come by then, not come.
"""

from datetime import datetime

from monitor.domain.case import (
    Case,
    CaseStatus,
    Promise,
    PromiseState,
    TimelineEntry,
    TimelineKind,
)
from monitor.domain.effect import Action, Effect, Slots, State, Urgency
from monitor.domain.permission import Reason
from monitor.domain.ports import Clock, Observer, Store, Tx
from monitor.domain.values import replace
from monitor.services.outbox import move
from monitor.services.records import record_refused


class Deadlines:
    """Looks at the clock for everything that has an end."""

    def __init__(self, store: Store, clock: Clock, observer: Observer) -> None:
        self.store = store
        self.clock = clock
        self.observer = observer

    def due(self) -> int:
        """Whatever ended or is to be raised by now; how many."""
        now = self.clock.now()
        with self.store.read() as tx:
            proposals = [
                effect
                for effect in tx.outbox.in_state(State.PROPOSED)
                if _is_over(effect, now) or _is_half_over(effect, now)
            ]
            promises = [
                promise
                for promise in tx.cases.promises(state=PromiseState.OPEN)
                if promise.due_at <= now or _half(promise) <= now
            ]
            nudged = {
                (effect.case_number, effect.rule)
                for effect in tx.outbox.in_state(State.APPROVED, State.HELD, State.SENT)
                if effect.rule == NUDGE
            }
        count = 0
        for effect in proposals:
            count += self._proposal(effect, now)
        for promise in promises:
            count += self._promise(promise, now, nudged)
        return count

    def next_at(self) -> datetime | None:
        """When the next thing ends or is to be raised."""
        with self.store.read() as tx:
            moments = [promise.due_at for promise in tx.cases.promises(state=PromiseState.OPEN)]
            moments += [
                effect.not_after
                for effect in tx.outbox.in_state(State.PROPOSED)
                if effect.not_after is not None
            ]
        return min(moments, default=None)

    def _proposal(self, effect: Effect, now: datetime) -> bool:
        with self.store.begin() as tx:
            if _is_over(effect, now):
                expired = replace(effect, state=State.EXPIRED)
                if not move(tx, effect, expired):
                    return False
                record_refused(tx, expired, "", now)
            else:
                raised = replace(effect, raised_at=now)
                if not move(tx, effect, raised):
                    return False
                _alert(tx, effect, RAISED, "nobody has decided on this draft yet", now)
                expired = raised
        self.observer.effect_moved(expired)
        return True

    def _promise(
        self, promise: Promise, now: datetime, nudged: set[tuple[int | None, str]]
    ) -> bool:
        with self.store.begin() as tx:
            case = tx.cases.get(promise.case_number)
            if case is None:
                return False
            if promise.due_at > now:
                return self._nudge(tx, promise, case, now, nudged)
            state = _ended(promise, case)
            tx.cases.end_promise(promise.number, state, now)
            if state is PromiseState.NOT_COME:
                tx.cases.save(replace(case, status=CaseStatus.WAITING, deadline_at=None))
            tx.cases.tell(
                [
                    TimelineEntry(
                        brand=promise.brand,
                        case_number=promise.case_number,
                        at=now,
                        kind=TimelineKind.PROMISE_ENDED,
                        by="monitor",
                        words=state.value,
                        effect_number=promise.effect_number,
                    )
                ]
            )
        return True

    @staticmethod
    def _nudge(
        tx: Tx,
        promise: Promise,
        case: Case,
        now: datetime,
        nudged: set[tuple[int | None, str]],
    ) -> bool:
        if (promise.case_number, NUDGE) in nudged or promise.effect_number is None:
            return False
        effect = tx.outbox.get(promise.effect_number)
        if effect is None or case.first_response_at is not None:
            return False
        words = f"you promised an answer by {promise.due_at.isoformat()}, nothing sent yet"
        _alert(tx, effect, NUDGE, words, now)
        return True


NUDGE = "promise-nudge"
RAISED = "draft-raised"


def _is_over(effect: Effect, now: datetime) -> bool:
    return effect.not_after is not None and effect.not_after < now


def _is_half_over(effect: Effect, now: datetime) -> bool:
    if effect.raised_at is not None or effect.not_after is None:
        return False
    return now >= effect.created_at + (effect.not_after - effect.created_at) / 2


def _half(promise: Promise) -> datetime:
    return promise.made_at + (promise.due_at - promise.made_at) / 2


def _ended(promise: Promise, case: Case) -> PromiseState:
    """What became of a promise whose time has passed without a person's answer."""
    if case.first_response_at is not None and promise.made_at < case.first_response_at:
        return PromiseState.KEPT
    came = case.in_dm_at is not None and case.in_dm_at <= promise.due_at
    return PromiseState.BROKEN if came else PromiseState.NOT_COME


def _alert(tx: Tx, about: Effect, rule: str, words: str, now: datetime) -> None:
    number = tx.outbox.next_number()
    tx.outbox.add(
        [
            Effect(
                number=number,
                brand=about.brand,
                action=Action.ALERT,
                state=State.APPROVED,
                reason=Reason.ADDRESSED_US,
                platform=about.platform,
                message_id=about.message_id,
                author_id=about.author_id,
                conversation_id=about.conversation_id,
                rule=rule,
                case_number=about.case_number,
                template=rule,
                slots=Slots(name=about.slots.name, handle=about.slots.handle, note=words),
                urgency=Urgency.NOW,
                created_at=now,
                not_before=now,
            )
        ]
    )
