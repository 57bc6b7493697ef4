"""What was made of a message, as one row of `triage`, and back.

The reading is a JSON array in the order of READING: a third of the bytes of an object, and half
the time. It ends with the last that says something. New scores are appended to that list, never
put between.
"""

from collections.abc import Sequence
from datetime import datetime
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
from monitor.domain.reading import Certainty, Evidence, Kind, Reading, Topic
from monitor.domain.stored import Decided
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

_ALWAYS = (
    "compound", "pos", "neu", "neg", "compound_used", "certainty", "language", "words", "scorers",
)  # fmt: skip
_FOUND = ("topics", "sensitive", "signs", "marks", "questions", "evidence")
_OF_MODEL = ("p_complaint", "p_praise", "p_question", "p_spam", "p_abuse")
READING = (*_ALWAYS, *_FOUND, *_OF_MODEL)


class _StoredReading(msgspec.Struct, array_like=True):
    """READING with its types; a row is shorter where nothing more was found, or existed then."""

    compound: float
    pos: float
    neu: float
    neg: float
    compound_used: float
    certainty: Certainty = Certainty.UNSURE
    language: str | None = None
    words: int = 0
    scorers: str = ""
    topics: tuple[Topic, ...] = ()
    sensitive: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    p_complaint: float | None = None
    p_praise: float | None = None
    p_question: float | None = None
    p_spam: float | None = None
    p_abuse: float | None = None


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
_always = attrgetter(*_ALWAYS)
_found = attrgetter(*_FOUND)
_encode = msgspec.json.Encoder().encode
_reading = msgspec.json.Decoder(_StoredReading)
_circumstances = msgspec.json.Decoder(Circumstances)
_names = msgspec.json.Decoder(tuple[str, ...])
_records = msgspec.json.Decoder(list[tuple[str, msgspec.Raw]])


class TriageRows:
    """Makes the rows of one page; what most of its mentions share is put into words once."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._stored_at = 0
        self._around: Circumstances = _ORDINARY
        self._around_text = ""
        # by identity: who holds the page holds its decisions
        self._shared: dict[int, Values] = {}

    def __call__(self, decided: Decided, history: str = "") -> Values:
        """The row as TRIAGE_COLUMNS, without the message's number."""
        message, reading, decision = decided.message, decided.reading, decided.decision
        if decided.decided_at is not self._at:
            self._at = decided.decided_at
            self._stored_at = stored(decided.decided_at)
        if decided.circumstances is not self._around:
            self._around = decided.circumstances
            self._around_text = circumstances_text(decided.circumstances)
        shared = self._shared.get(id(decision))
        if shared is None:
            shared = self._shared[id(decision)] = _decision_values(decision)
        return (
            message.brand,
            message.version,
            self._stored_at,
            reading.kind._value_,
            reading_text(reading),
            self._around_text,
            *shared,
            decided.case_number or 0,
            history,
        )


def _decision_values(decision: Decision) -> Values:
    """From `rule` to `playbook`."""
    permission = decision.permission
    return (
        decision.rule,
        permission.verdict._value_,
        permission.reason._value_,
        stored_or_0(permission.until),
        _records_text(decision.records) if decision.records else "",
        _encode(decision.shadows).decode() if decision.shadows else "",
        _encode(decision.also).decode() if decision.also else "",
        decision.playbook,
    )


def circumstances_text(circumstances: Circumstances) -> str:
    """What differs from the ordinary; empty when nothing does."""
    return "" if circumstances == _ORDINARY else _encode(circumstances).decode()


def reading_text(reading: Reading) -> str:
    """All scores but the kind, which has a column."""
    if _has_model_scores(reading):
        return _encode(_scores(reading)).decode()
    if _has_findings(reading):
        return _encode((*_always(reading), *_found(reading))).decode()
    return _encode(_always(reading)).decode()


def _has_model_scores(reading: Reading) -> bool:
    return (
        reading.p_complaint is not None
        or reading.p_praise is not None
        or reading.p_question is not None
        or reading.p_spam is not None
        or reading.p_abuse is not None
    )


def _has_findings(reading: Reading) -> bool:
    # one by one: the first that is there ends it, and attributes are cheaper than tuples of them
    return bool(
        reading.evidence
        or reading.topics
        or reading.questions
        or reading.signs
        or reading.marks
        or reading.sensitive
    )


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
