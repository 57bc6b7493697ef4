"""Deadlines: proposals nobody decides on, promises that are due.

A proposal is raised once as urgent at half its time and expires at its end; the case then says
"unanswered". A promise is kept by a person's answer in time. When its time passes it is broken if
the customer came, in private or once more in public; else not come, or, where some private
messages never show, unseen: then the owner is asked whether they wrote.
Before that its person is nudged, at the shares of its time that the config names.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.domain.case import (
    Case,
    CaseStatus,
    Promise,
    PromiseState,
    TimelineEntry,
    TimelineKind,
)
from monitor.domain.effect import Effect, State
from monitor.domain.platform import platform_named
from monitor.domain.playbook import Playbook
from monitor.domain.policy import Policy
from monitor.domain.ports import Clock, Observer
from monitor.domain.reading import Kind
from monitor.domain.reminders import ASK, RAISED
from monitor.domain.store_ports import Store, Tx
from monitor.domain.times import times_at
from monitor.domain.values import replace
from monitor.errors import Bug
from monitor.services.more_time import let_go
from monitor.services.nudging import look
from monitor.services.outbox import move
from monitor.services.records import record_refused
from monitor.services.reminding import remind

#: so many drafts end or are raised in one transaction
AT_ONCE = 100


class Deadlines:
    """Looks at the clock for everything that has an end."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        playbook: Playbook,
        policy: Policy,
        observer: Observer,
        *,
        ran_out: Callable[[Tx, Effect, datetime], None] = lambda _tx, _effect, _now: None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.playbook = playbook
        self.policy = policy
        self.hours = policy.hours
        self.observer = observer
        #: notes what it says of the machine that nobody decided
        self.ran_out = ran_out

    def due(self) -> int:
        """Whatever ended or is to be raised by now; how many."""
        now = self.clock.now()
        with self.store.read() as tx:
            proposals = tx.outbox.to_raise(now)
            promises = tx.cases.promises_due(now)
        for first in range(0, len(proposals), AT_ONCE):
            self._proposals(proposals[first : first + AT_ONCE], now)
        for promise in promises:
            self._promise(promise, now)
        return len(proposals) + len(promises)

    def _proposals(self, effects: list[Effect], now: datetime) -> None:
        """Some of them in one transaction: after a surge there are thousands."""
        with self.store.begin() as tx:
            moved = [self._proposal(tx, effect, now) for effect in effects]
        for one in moved:
            if one is not None:
                self.observer.effect_moved(one)

    def _proposal(self, tx: Tx, effect: Effect, now: datetime) -> Effect | None:
        if _is_over(effect, now):
            moved = replace(effect, state=State.EXPIRED)
        else:
            moved = replace(effect, raised_at=now, not_before=_end(effect, now))
        if not move(tx, effect, moved):
            return None
        if moved.state is State.EXPIRED:
            record_refused(tx, moved, "", now)
            self.ran_out(tx, moved, now)
        elif effect.raised_at is None and not _is_one_of_many(tx, effect):
            remind(tx, effect, RAISED, UNDECIDED, self.hours, now)
        return moved

    def _promise(self, promise: Promise, now: datetime) -> None:
        with self.store.begin() as tx:
            case = tx.cases.get(promise.case_number)
            if case is None:
                raise Bug(f"promise {promise.number} has no case")
            if promise.due_at > now:
                # nobody is reminded of what is answered
                is_answered = _is_answered(promise, case)
                about = None if is_answered else _words_of(tx, promise)
                look(tx, promise, case, about, self.playbook, self.policy, now)
            else:
                self._end_promise(tx, promise, case, now)

    def _end_promise(self, tx: Tx, promise: Promise, case: Case, now: datetime) -> None:
        state = _ended(tx, promise, case)
        for draft in let_go(tx, promise, State.EXPIRED, now):
            record_refused(tx, draft, "", now)
        tx.cases.end_promise(promise.number, state, now)
        if case.is_open and state is PromiseState.NOT_COME:
            tx.cases.save(replace(case, status=CaseStatus.WAITING, deadline_at=None))
        elif case.is_open and state is PromiseState.UNSEEN:
            asked_until = times_at(self.hours, now).due(TO_ANSWER)
            tx.cases.save(replace(case, deadline_at=asked_until))
            self._ask(tx, promise, now)
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

    def _ask(self, tx: Tx, promise: Promise, now: datetime) -> None:
        """Did they write where we cannot see it?"""
        effect = _words_of(tx, promise)
        if effect is not None:
            number = promise.case_number
            words = (
                "did they write to you? The time we named has passed, and not every private message"
                f" shows here. They did: monitor case came {number}. They did not: monitor case"
                f" came {number} --not. You answered them already: monitor case answered {number}"
            )
            remind(tx, effect, ASK, words, self.hours, now)


#: what a draft is raised with
UNDECIDED = "nobody has decided on this draft yet"
#: so long the owner has to say whether they wrote
TO_ANSWER = "1 office day"
#: for a draft without an end
FOR_EVER = timedelta(days=365)


def _is_one_of_many(tx: Tx, effect: Effect) -> bool:
    """The surge or the incident is told, not each of its drafts."""
    return bool(effect.slots.incident) or (
        tx.surges.at(effect.brand, effect.created_at) is not None
    )


def _is_over(effect: Effect, now: datetime) -> bool:
    return effect.not_after is not None and effect.not_after < now


def _end(effect: Effect, now: datetime) -> datetime:
    """When a raised draft is looked at next: just after its end."""
    return (effect.not_after or now + FOR_EVER) + timedelta(seconds=1)


def _words_of(tx: Tx, promise: Promise) -> Effect | None:
    """The words that made it."""
    return tx.outbox.get(promise.effect_number) if promise.effect_number is not None else None


def _is_answered(promise: Promise, case: Case) -> bool:
    """A person answered after the promise was made; pressing Send on it is no answer yet."""
    return case.first_response_at is not None and promise.made_at < case.first_response_at


def _ended(tx: Tx, promise: Promise, case: Case) -> PromiseState:
    """What became of a promise whose time has passed without a person's answer."""
    if _is_answered(promise, case):
        return PromiseState.KEPT
    if _came(tx, promise, case):
        return PromiseState.BROKEN
    effect = _words_of(tx, promise)
    if effect is None or not platform_named(effect.platform).shows_direct_messages:
        return PromiseState.UNSEEN
    return PromiseState.NOT_COME


def _came(tx: Tx, promise: Promise, case: Case) -> bool:
    """The customer wrote to us in time, where we had asked them to or anywhere else."""
    if case.in_dm_at is not None and case.in_dm_at <= promise.due_at:
        return True
    return any(
        entry.kind in (TimelineKind.MENTION, TimelineKind.CAME_TO_DM)
        and promise.made_at < entry.at <= promise.due_at
        and not _is_praise(tx, entry)
        for entry in tx.cases.timeline(case.number)
    )


def _is_praise(tx: Tx, entry: TimelineEntry) -> bool:
    message = tx.messages.get(entry.message_id, entry.brand) if entry.message_id else None
    reading = tx.messages.reading(message) if message is not None else None
    return reading is not None and reading.kind is Kind.PRAISE
