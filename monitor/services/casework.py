"""Casework: what a person does with a case as a whole: answered it, ended it, opened it again.

Each is one transaction: the case, its timeline, its promises, and whatever still waits to be said.
"""

from datetime import datetime, timedelta

from monitor.domain.answers import CLOSING, FOLLOW_UP
from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.case import (
    Case,
    CaseStatus,
    Evidence,
    Outcome,
    Priority,
    Resolution,
    TimelineKind,
)
from monitor.domain.effect import BEFORE_SENDING
from monitor.domain.erasure import is_gone
from monitor.domain.make_good import Cost
from monitor.domain.permission import Reason
from monitor.domain.ports import Clock
from monitor.domain.reading import Reading
from monitor.domain.solving import OPENED_AGAIN
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import Value, replace
from monitor.errors import NotFound, WrongState
from monitor.rules.takes import WAKE
from monitor.services.answering import as_answered, end_promises
from monitor.services.one_case import known_case, must_be_whole, open_case, tell
from monitor.services.withdrawn import let_go

#: within this a person answers where somebody may come to harm, at any hour
URGENT = timedelta(minutes=30)
#: a person dealt with it, whatever came of it
DEALT_WITH = frozenset({Resolution.SOLVED, Resolution.REFUNDED, Resolution.COULD_NOT_PLEASE})
#: the customer has what they wanted, as far as we know
PUT_RIGHT = frozenset({Resolution.SOLVED, Resolution.REFUNDED})


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
            author_id=tx.customers.of(brand, message.author.id).id,
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
        tell(tx, case, TimelineKind.OPENED, words, by, now, message_id=message.id)
    return case


def _priority_of(reading: Reading) -> Priority:
    if any(topic in WAKE for topic in reading.sensitive):
        return Priority.URGENT
    return Priority.HIGH if reading.sensitive else Priority.NORMAL


class Ending(Value):
    """What is noted when a case ends."""

    #: what went wrong, for the report
    cause: str = ""
    #: what was given to put it right, and what that cost
    make_good: str = ""
    cost: Cost | None = None
    #: what was tried for somebody whom nothing pleased
    tried: str = ""

    def words(self, resolution: Resolution) -> str:
        """For the timeline."""
        made_good = self.make_good
        if self.cost is not None:
            made_good = f"{made_good or 'put right'} ({self.cost.written})"
        told = [
            f"resolved: {resolution.value.replace('_', ' ')}",
            f"cause: {self.cause}" if self.cause else "",
            made_good,
            f"tried: {self.tried}" if self.tried else "",
        ]
        return ", ".join(each for each in told if each)


NOTHING_NOTED = Ending()


def resolve(
    store: Store,
    clock: Clock,
    number: int,
    resolution: Resolution,
    by: str,
    ending: Ending = NOTHING_NOTED,
    *,
    follow_up_at: datetime | None = None,
) -> Case:
    """Ends a case: its promises end, its drafts are withdrawn; the customer of one that was put
    right is asked then whether all is well. Raises NotFound, WrongState."""
    now = clock.now()
    with store.begin() as tx:
        case = open_case(tx, number)
        is_put_right = resolution in PUT_RIGHT and case.outcome is Outcome.NONE
        ended = replace(
            case,
            status=CaseStatus.RESOLVED,
            resolved_at=now,
            resolution=resolution,
            cause=ending.cause or case.cause,
            make_good=ending.make_good or case.make_good,
            cost=ending.cost if ending.cost is not None else case.cost,
            deadline_at=None,
            snoozed_until=None,
            follow_up_at=follow_up_at if is_put_right else None,
        )
        tx.cases.save(ended)
        tell(tx, case, TimelineKind.STATUS, ending.words(resolution), by, now)
        end_promises(tx, case, by, now, is_answered=resolution in DEALT_WITH)
        _withdraw_words(tx, case, Reason.NO_REPLY_WANTED, by, now)
    return ended


def answered(store: Store, clock: Clock, number: int, by: str) -> Case:
    """A person answered where we cannot see it. Raises NotFound, WrongState."""
    now = clock.now()
    with store.begin() as tx:
        case = open_case(tx, number)
        waiting = as_answered(case, now)
        tx.cases.save(waiting)
        tell(tx, case, TimelineKind.OUR_WORDS, "answered by hand", by, now)
        end_promises(tx, case, by, now, is_answered=True)
        _withdraw_words(tx, case, Reason.ALREADY_ANSWERED, by, now)
    return waiting


def reopen(
    store: Store, clock: Clock, number: int, by: str, deadline_at: datetime, why: str = ""
) -> Case:
    """Opens an ended case again, due by then. Raises NotFound, WrongState."""
    now = clock.now()
    with store.begin() as tx:
        case = known_case(tx, number)
        if case.is_open:
            raise WrongState(f"case {number} is open already")
        if is_gone(case.author_id):
            raise WrongState(f"nobody knows any more whose case {number} was")
        must_be_whole(tx, case)
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
            follow_up_at=None,
        )
        tx.customers.give(case.brand, number, tx.customers.of(case.brand, case.author_id).id)
        tx.cases.save(opened)
        tell(tx, case, TimelineKind.STATUS, f"{OPENED_AGAIN}{f': {why}' if why else ''}", by, now)
        for effect in tx.outbox.of_case(number):
            # nobody is told that all is well now
            if effect.state in BEFORE_SENDING and effect.rule.startswith((CLOSING, FOLLOW_UP)):
                let_go(tx, effect, Reason.NO_REPLY_WANTED, now, by)
    return opened


def hold(store: Store, clock: Clock, number: int, by: str, why: str) -> Evidence:
    """Keeps what this customer wrote, even when they delete it. Raises NotFound."""
    now = clock.now()
    with store.begin() as tx:
        case = known_case(tx, number)
        tx.cases.keep_evidence(case, now, why)
        _write_down(tx, case, AuditAction.HELD, by, now, why)
        tell(tx, case, TimelineKind.STATUS, f"the evidence is kept: {why}", by, now)
        return _evidence_of(tx, number)


def end_hold(store: Store, clock: Clock, number: int, by: str) -> None:
    """What was deleted in the meantime goes now. Raises NotFound, WrongState."""
    now = clock.now()
    with store.begin() as tx:
        case = known_case(tx, number)
        if not tx.cases.end_evidence(case):
            raise WrongState(f"case {number} is not on hold")
        tell(tx, case, TimelineKind.STATUS, "the evidence is no longer kept", by, now)
        _write_down(tx, case, AuditAction.HOLD_ENDED, by, now)


def _evidence_of(tx: Tx, number: int) -> Evidence:
    return next(each for each in tx.cases.evidence() if each.case_number == number)


def _withdraw_words(tx: Tx, case: Case, reason: Reason, by: str, now: datetime) -> None:
    """Drafts, approved words and reminders that nobody needs any more."""
    for effect in tx.outbox.of_case(case.number):
        if effect.state in BEFORE_SENDING and not effect.is_measure:
            let_go(tx, effect, reason, now, by)


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
