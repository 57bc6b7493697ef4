"""What waits for the owner, gathered at one moment: the inbox as values, before it is laid out."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.domain.advice import live
from monitor.domain.case import PRIORITY_ORDER, Case, CaseStatus, Priority, Promise, PromiseState
from monitor.domain.door import DoorState
from monitor.domain.effect import Effect, State
from monitor.domain.flag import Flag
from monitor.domain.measure import Stage, stage_of
from monitor.domain.message import Author, Message
from monitor.domain.notice import Notice
from monitor.domain.policy import Policy
from monitor.domain.solving import began_at, is_near, solve_by
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value, replace
from monitor.services.sensitive import sensitive_message

if TYPE_CHECKING:
    from monitor.services.review import Review

#: approved by a person or the machine, and not known to be out
ON_THE_WAY = (State.APPROVED, State.HELD, State.PENDING, State.SENDING, State.UNKNOWN)
#: measures that wait for the owner, and those that do not
YOURS, COMING = (Stage.BY_HAND, Stage.UNDO_BY_HAND), (Stage.COMING, Stage.ENDING)
#: how far back a broken promise still counts as late; ended cases do not
TO_ANSWER = (CaseStatus.NEW, CaseStatus.OPEN)


class Draft(Value):
    """Words to somebody, with the post they answer."""

    effect: Effect
    message: Message | None
    #: as it would read if it were sent now, signed by whoever sends
    text: str
    promised_until: datetime | None = None
    #: what keeps it from being sent like this
    problems: tuple[str, ...] = ()
    #: US dollars for sending it, where that costs something
    price: Decimal | None = None
    #: a link in it makes it dearer
    is_dear: bool = False
    #: whether they can write to us in private there
    door: DoorState = DoorState.OPEN


class CaseRow(Value):
    """A case with who it is about, and the message that tells of it best."""

    case: Case
    author: Author | None
    message: Message | None
    #: the promise that runs, or the one that was broken
    promise: Promise | None = None
    #: what the owner could post by hand; empty where there are no such words
    words_by_hand: str = ""


class ToSolve(Value):
    """A case with the time by which it is to be put right."""

    row: CaseRow
    solve_by: datetime


class Waiting(Value):
    """The inbox."""

    urgent: tuple[CaseRow, ...] = ()
    late: tuple[CaseRow, ...] = ()
    drafts: tuple[Draft, ...] = ()
    by_hand: tuple[CaseRow, ...] = ()
    on_the_way: tuple[Draft, ...] = ()
    needs_person: tuple[Draft, ...] = ()
    #: promises that run, the next one first
    promises: tuple[Promise, ...] = ()
    #: what is wrong with the monitor itself
    notices: tuple[Notice, ...] = ()
    #: mutes, blocks and hides that the owner does, or undoes, by hand
    by_own_hand: tuple[Effect, ...] = ()
    #: those that the monitor does, or undoes
    measures_coming: tuple[Effect, ...] = ()
    #: who needs a look, with whose the flag is
    flags: tuple[tuple[Flag, Author | None], ...] = ()
    #: answered, and not put right: the time for that is nearly over, or is
    to_solve: tuple[ToSolve, ...] = ()
    #: put off by somebody: hidden until then, the first to come back first
    put_off: tuple[CaseRow, ...] = ()


def gather(
    tx: Tx, review: "Review", now: datetime, signed_by: str = "", *, brand: str = ""
) -> Waiting:
    """Everything that waits. Each case stands in one place only, the most pressing one."""
    effects = tx.outbox.in_state(State.PROPOSED, *ON_THE_WAY, State.NEEDS_PERSON)
    words = [effect for effect in effects if effect.is_public_word]
    measures = tx.outbox.measures()
    listed = tx.cases.listed()
    hidden = {case.number: case for case in listed if case.is_put_off(now)}
    cases = {case.number: case for case in listed if case.number not in hidden}
    promises = sorted(tx.cases.promises(state=PromiseState.OPEN), key=lambda each: each.due_at)
    late = _late_promises(tx, cases, promises, now)
    proposed = [
        effect
        for effect in words
        if effect.state is State.PROPOSED and effect.case_number not in hidden
    ]
    drafted = {effect.case_number for effect in words if effect.state is not State.NEEDS_PERSON}

    def rows(chosen: list[Case]) -> tuple[CaseRow, ...]:
        return tuple(_row(tx, case, late.get(case.number)) for case in chosen)

    urgent = [case for case in cases.values() if _is_urgent(case)]
    others = [case for case in cases.values() if not _is_urgent(case)]
    is_late = [case for case in others if case.number in late or _is_overdue(case, now)]
    taken = drafted.union(case.number for case in is_late)
    by_hand = [case for case in others if case.number not in taken and _is_for_a_person(case)]
    shown = taken.union(case.number for case in by_hand)
    to_solve = [
        ToSolve(row=row, solve_by=at)
        for row in rows([case for case in others if case.number not in shown])
        if (at := near_its_end(tx, row.case, review.policy, now)) is not None
    ]
    proposed.sort(key=lambda effect: _pressing(effect, cases))
    return Waiting(
        urgent=tuple(
            replace(row, message=sensitive_message(tx, row.case) or row.message)
            for row in rows(urgent)
        ),
        late=rows(is_late),
        drafts=tuple(draft_of(tx, review, effect, signed_by) for effect in proposed),
        by_hand=tuple(
            replace(row, words_by_hand=review.words_by_hand(tx, row.case, signed_by))
            for row in rows(by_hand)
        ),
        on_the_way=tuple(
            draft_of(tx, review, effect) for effect in words if effect.state in ON_THE_WAY
        ),
        needs_person=tuple(
            draft_of(tx, review, effect) for effect in words if effect.state is State.NEEDS_PERSON
        ),
        promises=tuple(promise for promise in promises if promise.due_at > now),
        notices=tuple(tx.notices.listed()),
        by_own_hand=tuple(one for one in measures if stage_of(one) in YOURS),
        measures_coming=tuple(one for one in measures if stage_of(one) in COMING),
        flags=tuple(
            (one.flag, tx.authors.get(one.flag.author_id))
            for one in live(tx.standings.flags(brand), review.policy.standing, now)
        )
        if brand
        else (),
        to_solve=tuple(sorted(to_solve, key=lambda one: one.solve_by)),
        put_off=rows(sorted(hidden.values(), key=lambda case: case.snoozed_until or now)),
    )


def near_its_end(tx: Tx, case: Case, policy: Policy, now: datetime) -> datetime | None:
    """By when it is to be put right, if that is near or past."""
    began = began_of(tx, case)
    return solve_by(case, began, policy) if is_near(case, began, policy, now) else None


def began_of(tx: Tx, case: Case) -> datetime:
    """Since when the time for putting it right runs."""
    return began_at(case, tx.cases.timeline(case.number) if case.reopened else ())


def draft_of(tx: Tx, review: "Review", effect: Effect, signed_by: str = "") -> Draft:
    """The words of an effect: frozen ones as they are, others as they would read now."""
    message = tx.messages.get(effect.message_id, effect.brand)
    door = review.door(tx, effect)
    if effect.text:
        return Draft(
            effect=effect,
            message=message,
            text=effect.text,
            promised_until=effect.promised_until,
            door=door,
        )
    signed = effect
    if signed_by and not effect.slots.own_text and not effect.slots.signed_by:
        signed = replace(effect, slots=replace(effect.slots, signed_by=signed_by))
    worded = review.if_sent_now(tx, signed)
    return Draft(
        effect=effect,
        message=message,
        text=worded.text,
        promised_until=worded.promised_until,
        problems=worded.problems,
        price=worded.price,
        is_dear=worded.is_dear,
        door=door,
    )


def _row(tx: Tx, case: Case, promise: Promise | None) -> CaseRow:
    return CaseRow(
        case=case,
        author=tx.authors.get(tx.customers.owner(case)),
        message=tx.messages.get(case.first_message_id, case.brand),
        promise=promise,
    )


def _late_promises(
    tx: Tx, cases: dict[int, Case], running: list[Promise], now: datetime
) -> dict[int, Promise]:
    """Case → the promise we owe: past its time, or broken and never made good."""
    late = {promise.case_number: promise for promise in running if promise.due_at <= now}
    for promise in tx.cases.promises(state=PromiseState.BROKEN):
        case = cases.get(promise.case_number)
        if case is None or case.status not in TO_ANSWER:
            continue
        if case.first_response_at is None or case.first_response_at <= promise.made_at:
            late.setdefault(case.number, promise)
    return late


def _is_urgent(case: Case) -> bool:
    return case.priority is Priority.URGENT and case.status in TO_ANSWER


def _is_overdue(case: Case, now: datetime) -> bool:
    return case.deadline_at is not None and case.deadline_at <= now


def _is_for_a_person(case: Case) -> bool:
    """Nothing was said in public, or they came to direct messages: the next word is ours."""
    is_ours = case.acknowledged_at is None or case.in_dm_at is not None
    return case.status in TO_ANSWER and is_ours


def _pressing(effect: Effect, cases: dict[int, Case]) -> tuple[int, datetime, int]:
    case = cases.get(effect.case_number or 0)
    priority = PRIORITY_ORDER[case.priority] if case is not None else 0
    return -priority, effect.not_after or effect.created_at, effect.number
