"""Answering: what a person's answer to the customer means for the case and its promises."""

from datetime import datetime

from monitor.domain.case import Case, CaseStatus, Promise, PromiseState, TimelineKind
from monitor.domain.effect import State
from monitor.domain.store_ports import Tx
from monitor.domain.values import replace
from monitor.services.more_time import let_go
from monitor.services.one_case import tell


def as_answered(case: Case, now: datetime) -> Case:
    """The case waits for the customer; a yes to an acknowledgement was no answer yet."""
    is_first = case.first_response_at in (None, case.acknowledged_at)
    return replace(
        case,
        status=CaseStatus.WAITING,
        first_response_at=now if is_first else case.first_response_at,
        deadline_at=None,
        snoozed_until=None,
    )


def end_promises(tx: Tx, case: Case, by: str, now: datetime, *, is_answered: bool) -> None:
    """Whatever was promised in it is over. `case` as it was before."""
    for promise in tx.cases.promises(case_number=case.number, state=PromiseState.OPEN):
        state = _ended(promise, case, now, is_answered=is_answered)
        tx.cases.end_promise(promise.number, state, now)
        let_go(tx, promise, State.CANCELLED, now)
        tell(tx, case, TimelineKind.PROMISE_ENDED, state.value, by, now)


def _ended(promise: Promise, case: Case, now: datetime, *, is_answered: bool) -> PromiseState:
    answered_at = now if is_answered else None
    # the yes to the words that made the promise is not yet its answer
    if case.first_response_at is not None and case.first_response_at > promise.made_at:
        answered_at = case.first_response_at
    if answered_at is None:
        return PromiseState.CANCELLED
    return PromiseState.KEPT if answered_at <= promise.due_at else PromiseState.BROKEN
