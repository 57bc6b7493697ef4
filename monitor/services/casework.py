"""Casework: what a person does with a case as a whole: answered it, ended it, opened it again.

Each is one transaction: the case, its timeline, its promises, and whatever still waits to be said.
"""

from datetime import datetime, timedelta

from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.case import (
    Case,
    CaseStatus,
    Evidence,
    Priority,
    Promise,
    PromiseState,
    Resolution,
    TimelineEntry,
    TimelineKind,
)
from monitor.domain.effect import BEFORE_SENDING, State
from monitor.domain.erasure import is_gone
from monitor.domain.permission import Reason
from monitor.domain.ports import Clock
from monitor.domain.reading import Reading
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import replace
from monitor.errors import NotFound, WrongState
from monitor.rules.takes import WAKE
from monitor.services.outbox import withdraw

#: within this a person answers where somebody may come to harm, at any hour
URGENT = timedelta(minutes=30)
#: a person dealt with it, whatever came of it
DEALT_WITH = frozenset({Resolution.SOLVED, Resolution.REFUNDED, Resolution.COULD_NOT_PLEASE})


def take_up(
    store: Store,
    clock: Clock,
    message_id: str,
    by: str,
    *,
    brand: str,
    assignee: str,
    deadline_at: datetime,
) -> Case:
    """Opens a case for a message of which none was opened. Raises NotFound, WrongState."""
    now = clock.now()
    with store.begin() as tx:
        decided = tx.messages.decided(message_id, brand)
        if decided is None:
            raise NotFound(f"there is no message `{message_id}`", hint="its id: monitor inbox")
        message = decided.message
        if message.from_brand:
            raise WrongState(f"`{message_id}` is our own")
        other = tx.cases.open_of(brand, message.author.id)
        if other is not None:
            raise WrongState(
                f"this customer has an open case already: case {other.number}",
                hint=f"go on there: monitor case {other.number}",
            )
        topic = decided.reading.topic
        priority = _priority_of(decided.reading)
        is_urgent = priority is Priority.URGENT
        case = Case(
            number=tx.cases.next_number(),
            brand=brand,
            author_id=message.author.id,
            priority=priority,
            topic=topic.name if topic is not None else "",
            assignee=assignee,
            opened_at=now,
            deadline_at=min(deadline_at, now + URGENT) if is_urgent else deadline_at,
            first_message_id=message.id,
            in_dm_at=now if message.is_direct else None,
        )
        tx.cases.add([case])
        words = "taken up by hand"
        _tell(tx, case, TimelineKind.OPENED, words, by, now, message_id=message.id)
    return case


def _priority_of(reading: Reading) -> Priority:
    if any(topic in WAKE for topic in reading.sensitive):
        return Priority.URGENT
    return Priority.HIGH if reading.sensitive else Priority.NORMAL


def resolve(
    store: Store, clock: Clock, number: int, resolution: Resolution, by: str, cause: str = ""
) -> Case:
    """Ends a case: its promises end, its drafts are withdrawn. Raises NotFound, WrongState."""
    now = clock.now()
    with store.begin() as tx:
        case = _known(tx, number)
        if not case.is_open:
            raise WrongState(
                f"case {number} is resolved already: {_in_words(case.resolution)}",
                hint=f"open it again: monitor case reopen {number}",
            )
        ended = replace(
            case,
            status=CaseStatus.RESOLVED,
            resolved_at=now,
            resolution=resolution,
            cause=cause or case.cause,
            deadline_at=None,
        )
        tx.cases.save(ended)
        words = f"resolved: {_in_words(resolution)}" + (f", cause: {cause}" if cause else "")
        _tell(tx, case, TimelineKind.STATUS, words, by, now)
        _end_promises(tx, case, by, now, is_answered=resolution in DEALT_WITH)
        _withdraw_words(tx, case, Reason.NO_REPLY_WANTED, by, now)
    return ended


def answered(store: Store, clock: Clock, number: int, by: str) -> Case:
    """A person answered where we cannot see it. Raises NotFound, WrongState."""
    now = clock.now()
    with store.begin() as tx:
        case = _known(tx, number)
        if not case.is_open:
            raise WrongState(f"case {number} is resolved already")
        is_first = case.first_response_at in (None, case.acknowledged_at)
        waiting = replace(
            case,
            status=CaseStatus.WAITING,
            # the yes to an acknowledgement is no answer yet
            first_response_at=now if is_first else case.first_response_at,
            deadline_at=None,
        )
        tx.cases.save(waiting)
        _tell(tx, case, TimelineKind.OUR_WORDS, "answered by hand", by, now)
        _end_promises(tx, case, by, now, is_answered=True)
        _withdraw_words(tx, case, Reason.ALREADY_ANSWERED, by, now)
    return waiting


def reopen(
    store: Store, clock: Clock, number: int, by: str, deadline_at: datetime, why: str = ""
) -> Case:
    """Opens an ended case again, due by then. Raises NotFound, WrongState."""
    now = clock.now()
    with store.begin() as tx:
        case = _known(tx, number)
        if case.is_open:
            raise WrongState(f"case {number} is open already")
        if is_gone(case.author_id):
            raise WrongState(f"nobody knows any more whose case {number} was")
        other = tx.cases.open_of(case.brand, case.author_id)
        if other is not None:
            raise WrongState(
                f"this customer has an open case already: case {other.number}",
                hint=f"go on there: monitor case {other.number}",
            )
        opened = replace(
            case,
            status=CaseStatus.OPEN,
            resolved_at=None,
            resolution=None,
            deadline_at=deadline_at,
            reopened=case.reopened + 1,
        )
        tx.cases.save(opened)
        _tell(tx, case, TimelineKind.STATUS, f"opened again{f': {why}' if why else ''}", by, now)
    return opened


def hold(store: Store, clock: Clock, number: int, by: str, why: str) -> Evidence:
    """Keeps what this customer wrote, even when they delete it. Raises NotFound."""
    now = clock.now()
    with store.begin() as tx:
        case = _known(tx, number)
        tx.cases.keep_evidence(case, now, why)
        _write_down(tx, case, AuditAction.HELD, by, now, why)
        _tell(tx, case, TimelineKind.STATUS, f"the evidence is kept: {why}", by, now)
        return _evidence_of(tx, number)


def end_hold(store: Store, clock: Clock, number: int, by: str) -> None:
    """What was deleted in the meantime goes now. Raises NotFound, WrongState."""
    now = clock.now()
    with store.begin() as tx:
        case = _known(tx, number)
        if not tx.cases.end_evidence(case):
            raise WrongState(f"case {number} is not on hold")
        _tell(tx, case, TimelineKind.STATUS, "the evidence is no longer kept", by, now)
        _write_down(tx, case, AuditAction.HOLD_ENDED, by, now)


def _evidence_of(tx: Tx, number: int) -> Evidence:
    return next(each for each in tx.cases.evidence() if each.case_number == number)


def _end_promises(tx: Tx, case: Case, by: str, now: datetime, *, is_answered: bool) -> None:
    for promise in tx.cases.promises(case_number=case.number, state=PromiseState.OPEN):
        state = _ended(promise, case, now, is_answered=is_answered)
        tx.cases.end_promise(promise.number, state, now)
        _tell(tx, case, TimelineKind.PROMISE_ENDED, state.value, by, now)


def _ended(promise: Promise, case: Case, now: datetime, *, is_answered: bool) -> PromiseState:
    answered_at = now if is_answered else None
    # the yes to the words that made the promise is not yet its answer
    if case.first_response_at is not None and case.first_response_at > promise.made_at:
        answered_at = case.first_response_at
    if answered_at is None:
        return PromiseState.CANCELLED
    return PromiseState.KEPT if answered_at <= promise.due_at else PromiseState.BROKEN


def _withdraw_words(tx: Tx, case: Case, reason: Reason, by: str, now: datetime) -> None:
    """Drafts, approved words and reminders that nobody needs any more."""
    for effect in tx.outbox.of_case(case.number):
        if effect.state in BEFORE_SENDING and not effect.is_measure:
            withdraw(tx, effect, State.CANCELLED, reason, now, by)


def _known(tx: Tx, number: int) -> Case:
    case = tx.cases.get(number)
    if case is None:
        raise NotFound(f"there is no case {number}", hint="monitor cases --all shows every one")
    return case


def _tell(
    tx: Tx,
    case: Case,
    kind: TimelineKind,
    words: str,
    by: str,
    now: datetime,
    *,
    message_id: str = "",
) -> None:
    tx.cases.tell(
        [
            TimelineEntry(
                brand=case.brand,
                case_number=case.number,
                at=now,
                kind=kind,
                by=by,
                words=words,
                message_id=message_id,
            )
        ]
    )


def _write_down(
    tx: Tx, case: Case, action: AuditAction, by: str, now: datetime, why: str = ""
) -> None:
    tx.audit.write(
        AuditEntry(
            brand=case.brand,
            at=now,
            actor=by,
            action=action,
            subject=case.id,
            author_id=case.author_id,
            words=why,
        )
    )


def _in_words(resolution: Resolution | None) -> str:
    return resolution.value.replace("_", " ") if resolution is not None else "no reason given"
