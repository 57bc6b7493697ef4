"""What was made of a message, as one row of `triage`, and back.

The reading is a JSON array in the order of READING: a third of the bytes of an object, and half
the time. New scores are appended to that list, never put between.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import msgspec

from monitor.domain.decision import (
    CancelDrafts,
    Decision,
    JoinCase,
    MarkAnswered,
    OpenCase,
    OptOut,
    Record,
    Recovered,
)
from monitor.domain.effect import Effect
from monitor.domain.facts import Circumstances
from monitor.domain.message import Message
from monitor.domain.permission import Permission, Reason, Verdict
from monitor.domain.ports import Decided
from monitor.domain.reading import Certainty, Evidence, Kind, Reading, Topic
from monitor.store.message_rows import Values
from monitor.store.moments import moment, moment_or_none, stored, stored_or_0

TRIAGE_COLUMNS = (
    "brand", "version", "decided_at", "kind", "reading", "circumstances", "rule", "verdict",
    "reason", "until_at", "records", "shadows", "also", "playbook", "case_number", "history",
)  # fmt: skip
TRIAGE_NULL = {
    "circumstances": "''",
    "until_at": "0",
    "records": "''",
    "shadows": "''",
    "also": "''",
    "case_number": "0",
    "history": "''",
}

READING = (
    "compound", "pos", "neu", "neg", "compound_used",
    "p_complaint", "p_praise", "p_question", "p_spam", "p_abuse",
    "certainty", "language", "topics", "sensitive", "signs", "marks", "questions", "evidence",
    "words", "scorers",
)  # fmt: skip


class _StoredReading(msgspec.Struct, array_like=True):
    """READING with its types; a row written before a score existed is shorter."""

    compound: float
    pos: float
    neu: float
    neg: float
    compound_used: float
    p_complaint: float | None = None
    p_praise: float | None = None
    p_question: float | None = None
    p_spam: float | None = None
    p_abuse: float | None = None
    certainty: Certainty = Certainty.UNSURE
    language: str | None = None
    topics: tuple[Topic, ...] = ()
    sensitive: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    words: int = 0
    scorers: str = ""


#: what holds a customer's own words, and goes when the message goes
WITHOUT_WORDS: dict[str, tuple[()]] = {"questions": (), "evidence": ()}

_RECORDS: dict[str, type[Record]] = {
    "open_case": OpenCase,
    "join_case": JoinCase,
    "opt_out": OptOut,
    "mark_answered": MarkAnswered,
    "recovered": Recovered,
    "cancel_drafts": CancelDrafts,
}
_RECORD_NAMES = {type_: name for name, type_ in _RECORDS.items()}
_KINDS = {kind.value: kind for kind in Kind}
_REASONS = {reason.value: reason for reason in Reason}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}

_ORDINARY = Circumstances()
_scores = attrgetter(*READING)
_encode = msgspec.json.Encoder().encode
_reading = msgspec.json.Decoder(_StoredReading)
_circumstances = msgspec.json.Decoder(Circumstances)
_names = msgspec.json.Decoder(tuple[str, ...])
_records = msgspec.json.Decoder(list[tuple[str, msgspec.Raw]])


def triage_row(
    decided: Decided, history: str = "", ordinary: Circumstances = _ORDINARY, around: str = ""
) -> Values:
    """The row as TRIAGE_COLUMNS, without the message's number.

    `around` is the text of the circumstances that most mentions of a page have in common.
    """
    decision, circumstances = decided.decision, decided.circumstances
    permission = decision.permission
    return (
        decided.message.brand,
        decided.message.version,
        stored(decided.decided_at),
        decided.reading.kind._value_,
        reading_text(decided.reading),
        around if circumstances is ordinary else circumstances_text(circumstances),
        decision.rule,
        permission.verdict._value_,
        permission.reason._value_,
        stored_or_0(permission.until),
        _records_text(decision.records) if decision.records else "",
        _encode(decision.shadows).decode() if decision.shadows else "",
        _encode(decision.also).decode() if decision.also else "",
        decision.playbook,
        decided.case_number or 0,
        history,
    )


def circumstances_text(circumstances: Circumstances) -> str:
    """What differs from the ordinary; empty when nothing does."""
    return "" if circumstances == _ORDINARY else _encode(circumstances).decode()


def reading_text(reading: Reading) -> str:
    """All scores but the kind, which has a column."""
    return _encode(_scores(reading)).decode()


def reading_from(kind: str, text: str) -> Reading:
    """The reading of the columns `kind` and `reading`."""
    scores = _reading.decode(text)
    return Reading(kind=_KINDS[kind], **dict(zip(READING, _scores(scores), strict=True)))


def decided_from(message: Message, row: Sequence[Any], effects: tuple[Effect, ...]) -> Decided:
    """A message with TRIAGE_COLUMNS and the effects as they are now."""
    (
        _brand, _version, decided_at, kind, reading, circumstances, rule, verdict,
        reason, until_at, records, shadows, also, playbook, case_number, _history,
    ) = row  # fmt: skip
    permission = Permission(
        verdict=_VERDICTS[verdict], reason=_REASONS[reason], until=moment_or_none(until_at)
    )
    return Decided(
        message=message,
        reading=reading_from(kind, reading),
        circumstances=_circumstances.decode(circumstances) if circumstances else _ORDINARY,
        decision=Decision(
            rule=rule,
            permission=permission,
            records=_records_from(records) if records else (),
            effects=(),
            shadows=_names.decode(shadows) if shadows else (),
            also=_names.decode(also) if also else (),
            playbook=playbook,
        ),
        effects=effects,
        case_number=case_number,
        decided_at=moment(decided_at),
    )


def _records_text(records: tuple[Record, ...]) -> str:
    return _encode([(_RECORD_NAMES[type(record)], record) for record in records]).decode()


def _records_from(text: str) -> tuple[Record, ...]:
    return tuple(
        msgspec.json.decode(raw, type=_RECORDS[name]) for name, raw in _records.decode(text)
    )
