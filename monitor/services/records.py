"""What is written down after a send: the effect's end, the promise it made, the case's timeline."""

from datetime import datetime

from monitor.domain.answers import REPLY
from monitor.domain.audit import MACHINE, AuditAction, of_effect
from monitor.domain.case import (
    Case,
    CaseStatus,
    Priority,
    Promise,
    TimelineEntry,
    TimelineKind,
)
from monitor.domain.delivery import Delivered, Found
from monitor.domain.effect import Action, Effect, State
from monitor.domain.store_ports import Tx
from monitor.domain.values import replace
from monitor.services.answering import as_answered, end_promises
from monitor.services.incident_news import notice_key
from monitor.services.more_time import renew
from monitor.services.outbox import move
from monitor.services.timeline import line_of


def record_sent(
    tx: Tx, effect: Effect, seen: Delivered | Found, now: datetime, *, by: str = ""
) -> Effect:
    """The words are out: the promise runs, the case knows. What was found tells the words of an
    effect that another database sent; `by` is who looked. `effect` is as it is stored."""
    found = seen.text if isinstance(seen, Found) else ""
    sent = replace(
        effect,
        text=effect.text or found,
        decided_by=effect.decided_by or by,
        state=State.SENT,
        sent_at=now,
        posted_id=seen.posted_id,
        posted_url=seen.url,
        remark="",
    )
    if not move(tx, effect, sent):
        return sent
    tx.audit.write(of_effect(sent, AuditAction.SENT, now))
    if effect.case_number is None:
        return sent
    case = tx.cases.get(effect.case_number)
    if case is None:
        return sent
    entries = [_entry(sent, TimelineKind.SENT, now, sent.text)]
    if effect.slots.incident:
        _promise_news(tx, effect, now)
    elif effect.promised_until is not None and case.is_open:
        renewal = 0
        if effect.slots.renews:
            renewal = renew(tx, case, effect.promised_until, effect, effect.decided_by, now)
        tx.cases.add_promise(
            Promise(
                brand=effect.brand,
                case_number=case.number,
                effect_number=effect.number,
                made_at=now,
                due_at=effect.promised_until,
                # its nudges are worked out when it is looked at
                look_at=now,
                renewal=renewal,
            )
        )
        entries.append(_entry(sent, TimelineKind.PROMISED, now, effect.promised_until.isoformat()))
    if is_a_persons_answer(sent):
        _record_answer(tx, case, sent, now)
    elif effect.action is Action.ACKNOWLEDGE and not case.is_open:
        # it turned out late that the words were said: what is ended stays so
        tx.cases.save(replace(case, acknowledged_at=case.acknowledged_at or now))
    elif effect.action is Action.ACKNOWLEDGE:
        status = CaseStatus.OPEN if case.status is CaseStatus.NEW else case.status
        case = replace(case, acknowledged_at=case.acknowledged_at or now, status=status)
        if effect.slots.own_text:
            # own words are an answer; a yes to the canned text is none yet
            case = replace(case, first_response_at=case.first_response_at or now)
        if effect.promised_until is not None:
            due_at = effect.promised_until
            case = replace(case, deadline_at=_next_step(case, due_at))
        tx.cases.save(case)
    elif effect.promised_until is not None and case.is_open and case.deadline_at is not None:
        due_at = effect.promised_until
        if not effect.slots.renews or case.priority is Priority.URGENT:
            # news of an incident, or a receipt
            due_at = _next_step(case, due_at)
        tx.cases.save(replace(case, deadline_at=due_at))
    tx.cases.tell(entries)
    return sent


def is_a_persons_answer(effect: Effect) -> bool:
    """What a person wrote to this customer: no canned words, no thanks, no new time."""
    if effect.slots.renews:
        return False
    if effect.action is Action.DIRECT_MESSAGE:
        return bool(effect.slots.own_text)
    return effect.action is Action.ANSWER and effect.rule == REPLY


def _record_answer(tx: Tx, case: Case, effect: Effect, now: datetime) -> None:
    """The promise is kept, and the case waits for the customer; one that is ended stays so."""
    if not case.is_open:
        tx.cases.save(replace(case, first_response_at=case.first_response_at or now))
        return
    tx.cases.save(as_answered(case, now))
    end_promises(tx, case, effect.decided_by or MACHINE, now, is_answered=True)


def _promise_news(tx: Tx, effect: Effect, now: datetime) -> None:
    """Many were promised the same news: one promise, by the earliest time they were told."""
    incident = tx.incidents.get(effect.slots.incident)
    if incident is None or effect.promised_until is None:
        return
    due_at, renewal = effect.promised_until, effect.slots.renewal
    if renewal < incident.renewals_told:
        return
    if renewal == incident.renewals_told and incident.news_due_at is not None:
        due_at = min(due_at, incident.news_due_at)
    if renewal > incident.renewals_told:
        # a new time: the reminder of the old one is over
        tx.notices.end(incident.brand, notice_key(incident), now)
    tx.incidents.save(replace(incident, news_due_at=due_at, renewals_told=renewal))


def record_unknown(tx: Tx, effect: Effect, why: str, now: datetime) -> Effect:
    """It may be there: look first, never send blindly."""
    unknown = replace(effect, state=State.UNKNOWN, remark=why, not_before=now)
    move(tx, effect, unknown)
    tx.audit.write(of_effect(unknown, AuditAction.UNKNOWN, now))
    return unknown


def record_refused(tx: Tx, effect: Effect, why: str, now: datetime) -> None:
    """It was not said: the case goes on without it, and says why."""
    tx.audit.write(of_effect(effect, AuditAction.NOT_SENT, now, reason=effect.state.value))
    if effect.case_number is not None:
        words = _too_late(effect) if effect.state is State.EXPIRED else why
        tx.cases.tell([_entry(effect, TimelineKind.NOT_SENT, now, words)])


def _too_late(effect: Effect) -> str:
    if effect.slots.renews:
        return "more time was not asked for before the promise was over"
    return "unanswered: too late for it"


def _next_step(case: Case, due_at: datetime) -> datetime:
    """What was promised in public; somebody who is in danger or came already waits no longer."""
    is_pressing = case.priority is Priority.URGENT or case.in_dm_at is not None
    if is_pressing and case.deadline_at is not None:
        return min(due_at, case.deadline_at)
    return due_at


def _entry(effect: Effect, kind: TimelineKind, now: datetime, words: str) -> TimelineEntry:
    by, message_id = effect.decided_by, effect.message_id
    return line_of(effect, effect.case_number or 0, kind, words, by, now, message_id=message_id)
