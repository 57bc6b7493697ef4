"""The gates before a machine's word, as they stood for one mention: each one, in order."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from monitor.domain.clock import Hours
from monitor.domain.decide import under_rule
from monitor.domain.facts import Facts
from monitor.domain.may_reply import ABOUT_OUR_DOOR, GATES
from monitor.domain.permission import Permission, Reason, Verdict, allow
from monitor.domain.playbook import Playbook, Then
from monitor.domain.policy import Mode, Policy
from monitor.domain.reading import Reading
from monitor.domain.reason_words import REASON_SENTENCES, moment_in_words
from monitor.domain.values import Value
from monitor.domain.wanted import invites
from monitor.domain.what_it_says import reaches

#: the last one, which the playbook keeps
BY_THE_RULE = "the rule lets a machine say it"


class GateState(StrEnum):
    """How a gate stood."""

    OPEN = "open"
    #: later it may open
    WAITS = "waits"
    CLOSED = "closed"


class GateSeen(Value):
    """One gate, and how it stood."""

    #: the sentence that is true when it is open
    when_open: str
    state: GateState
    #: why it was not open, as one word and as a sentence; empty when it was
    reason: str = ""
    why: str = ""


def gates_seen(
    facts: Facts, then: Then, playbook: Playbook, policy: Policy, now: datetime
) -> Iterator[GateSeen]:
    """Every gate; also those behind the first that is closed. `then` is what the rule asks for."""
    is_invited = invites(then, facts, playbook, policy)
    for gate in GATES:
        permission = gate.check(facts, policy, now)
        if permission is not None and not is_invited and permission.reason in ABOUT_OUR_DOOR:
            permission = None
        yield _seen(gate.when_open, permission, facts, policy)
    by_rule = under_rule(then, allow())
    yield _seen(BY_THE_RULE, None if by_rule.is_allowed else by_rule, facts, policy)


def kept_by(gates: Sequence[GateSeen]) -> str:
    """The reason that counts: of the first gate that was not open. A rule that wants no word of a
    machine comes before a wait."""
    first = next((gate for gate in gates if gate.state is not GateState.OPEN), None)
    if first is None:
        return Reason.ADDRESSED_US.value
    if first.state is GateState.WAITS and gates[-1].state is GateState.CLOSED:
        return gates[-1].reason
    return first.reason


def _seen(when_open: str, permission: Permission | None, facts: Facts, policy: Policy) -> GateSeen:
    if permission is None:
        return GateSeen(when_open=when_open, state=GateState.OPEN)
    waits = permission.verdict is Verdict.WAIT
    return GateSeen(
        when_open=when_open,
        state=GateState.WAITS if waits else GateState.CLOSED,
        reason=permission.reason.value,
        why=_why(permission, facts.reading, policy, policy.hours),
    )


def _why(permission: Permission, reading: Reading, policy: Policy, hours: Hours) -> str:
    """The reason's sentence, with what was found, where there is more to say."""
    parts = [REASON_SENTENCES[permission.reason]]
    if permission.until is not None:
        parts.append(f"until {moment_in_words(permission.until, hours)}")
    parts += _found(permission.reason, reading, policy)
    return ", ".join(parts)


def _found(reason: Reason, reading: Reading, policy: Policy) -> Iterator[str]:
    limits = policy.thresholds
    match reason:
        case Reason.SENSITIVE:
            yield from reading.sensitive
        case Reason.LANGUAGE_NOT_COVERED:
            yield f"read as {reading.language}"
        case Reason.ABUSIVE if reaches(reading.p_abuse, limits.abuse):
            yield _compared("abuse", reading.p_abuse, "below", limits.abuse)
        case Reason.NOT_A_COMPLAINT:
            yield f"read as {reading.certainty} {reading.kind}"
            if reaches(reading.p_spam, limits.spam):
                yield _compared("advertising", reading.p_spam, "below", limits.spam)
        case Reason.PRAISE_VETO:
            if reaches(reading.p_praise, limits.praise):
                yield _compared("praise", reading.p_praise, "below", limits.praise)
            if reading.compound_used > policy.praise_veto:
                yield f"sentiment {reading.compound_used:.2f}, at most {policy.praise_veto:.2f}"
        case Reason.LOW_CONFIDENCE:
            yield f"read as {reading.certainty} {reading.kind}"
            if reading.p_complaint is not None and reading.p_complaint < limits.automatic:
                yield _compared("complaint", reading.p_complaint, "from", limits.automatic)
            if reaches(reading.p_question, limits.question):
                yield _compared("question", reading.p_question, "below", limits.question)
            yield from (*reading.signs, *reading.marks)
        case Reason.NOT_UNLOCKED if policy.needs_score and policy.mode is Mode.AUTOMATIC:
            if reading.p_complaint is None:
                yield "no complaint model has read it"
        case _:
            return


def _compared(what: str, share: float | None, bound: str, limit: float) -> str:
    """ "complaint 0.62, from 0.90"."""
    return f"{what} {share or 0.0:.2f}, {bound} {limit:.2f}"
