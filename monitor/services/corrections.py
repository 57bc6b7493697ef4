"""Corrections: what the owner's decisions say about mentions, gathered for a regression set.

The clearest decision on a mention counts: what was said of a machine's word, a word taken back, a
no with its reason, how its case ended, a reply that was sent. Left out is what has no words any
more (erased, deleted, expired), and what is private: direct messages, and posts with private data,
which would be other texts without it. A yes to many at once (an incident) says nothing of each.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final, NamedTuple

from monitor.domain.audit import AuditAction
from monitor.domain.clock import Hours
from monitor.domain.correction import (
    REWRITTEN,
    SENT_BY_PERSON,
    TAKEN_BACK,
    Correction,
    Says,
    of_label,
    of_no,
    of_resolution,
)
from monitor.domain.effect import Action, Effect, State
from monitor.domain.impersonal import impersonal
from monitor.domain.label import Because
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Decided
from monitor.domain.values import Value

_REASONS: Final = frozenset(Because)
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Gathered(Value):
    """The corrections by the time of the decision, and what was left out."""

    corrections: tuple[Correction, ...]
    #: without words: erased, deleted, or older than the retention of texts
    gone: int
    #: direct messages, and posts with private data
    private: int


class _Decision(NamedTuple):
    """What was decided on a mention, and when."""

    message_id: str
    says: Says
    at: datetime


def gather(tx: Tx, brand: str, ours: Iterable[str], hours: Hours) -> Gathered:
    """All of them; `ours`: the handles of our own accounts."""
    ours = tuple(ours)
    found: dict[str, _Decision] = {}
    for decision in _decisions(tx, brand):
        found.setdefault(decision.message_id, decision)
    corrections: list[Correction] = []
    gone = private = 0
    for decision in sorted(found.values(), key=lambda one: (one.at, one.message_id)):
        decided = tx.messages.decided(decision.message_id, brand)
        if decided is None or decided.message.deleted_at or not decided.message.text.strip():
            gone += 1
        elif decided.message.is_direct or "private_data" in decided.reading.marks:
            private += 1
        else:
            corrections.append(_correction(decided, decision, ours, hours))
    return Gathered(corrections=tuple(corrections), gone=gone, private=private)


def _decisions(tx: Tx, brand: str) -> Iterator[_Decision]:
    """The clearest first; several may be about one mention."""
    for label in tx.labels.since(brand, _EVER):
        says = of_label(label)
        if says is not None:
            yield _Decision(label.message_id, says, label.at)
    replies = _replies(tx, brand)
    for effect in replies:
        if effect.state in (State.RETRACTING, State.RETRACTED):
            yield _Decision(effect.message_id, TAKEN_BACK, effect.decided_at or effect.created_at)
    yield from _rejections(tx, brand)
    for case in tx.cases.listed(brand=brand, only_open=False):
        says = of_resolution(case.resolution) if case.resolution is not None else None
        if says is not None and case.resolved_at is not None:
            yield _Decision(case.first_message_id, says, case.resolved_at)
    for effect in replies:
        if effect.state is State.SENT and effect.decided_by and effect.decided_at is not None:
            says = REWRITTEN if effect.slots.own_text else SENT_BY_PERSON
            yield _Decision(effect.message_id, says, effect.decided_at)


def _replies(tx: Tx, brand: str) -> list[Effect]:
    """Public replies that were out, those of an incident excepted."""
    states = (State.SENT, State.RETRACTING, State.RETRACTED)
    return [
        effect
        for effect in tx.outbox.in_state(*states, brand=brand)
        if effect.action is Action.ACKNOWLEDGE and not effect.slots.incident
    ]


def _rejections(tx: Tx, brand: str) -> Iterator[_Decision]:
    """Each no with a reason, as the audit log has it; drafts of no machine have no label."""
    for row in tx.audit.rows():
        if row.brand != brand or row.action != AuditAction.REJECTED.value:
            continue
        if row.reason not in _REASONS:
            continue
        says = of_no(Because(row.reason))
        effect = tx.outbox.get(int(row.subject.removeprefix("e")))
        if says is not None and effect is not None:
            yield _Decision(effect.message_id, says, row.at)


def _correction(
    decided: Decided, decision: _Decision, ours: tuple[str, ...], hours: Hours
) -> Correction:
    message = decided.message
    return Correction(
        text=impersonal(message.text, ours),
        says=decision.says,
        platform=message.platform,
        type=message.type,
        addressed=message.addressed,
        has_media=bool(message.media),
        community=message.community,
        decided_on=hours.day_of(decision.at),
    )
