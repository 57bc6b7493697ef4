"""What was made of a message, as one row of `triage`, and back.

The reading is a JSON array in the order of READING: a third of the bytes of an object, and half
the time. It ends with the last that says something. New scores are appended to that list, never
put between.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

import msgspec
from msgspec.structs import astuple

from monitor.domain.decision import (
    AddStrike,
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
    "add_strike": AddStrike,
}
_RECORD_NAMES = {type_: name for name, type_ in _RECORDS.items()}
_Get: TypeAlias = Callable[[object], Values]
_KINDS = {kind.value: kind for kind in Kind}
_REASONS = {reason.value: reason for reason in Reason}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}

_ORDINARY = Circumstances()
_scores: _Get = attrgetter(*READING)
_always: _Get = attrgetter(*_ALWAYS)
_found: _Get = attrgetter(*_FOUND)
_encode = msgspec.json.Encoder().encode
_encode_lines = msgspec.json.Encoder().encode_lines
_reading = msgspec.json.Decoder(_StoredReading)
_circumstances = msgspec.json.Decoder(Circumstances)
_names = msgspec.json.Decoder(tuple[str, ...])
_records = msgspec.json.Decoder(list[tuple[str, msgspec.Raw]])


def triage_columns(
    decided: Sequence[Decided], histories: Sequence[str] = ()
) -> list[Sequence[Any]]:
    """Rows as TRIAGE_COLUMNS, column by column, without the numbers of the messages.

    What many mentions share is put into words once.
    """
    messages, readings, circumstances, chosen, _effects, case_numbers, decided_at = zip(
        *map(astuple, decided), strict=True
    )
    # by identity: who holds the page holds its decisions and circumstances
    around = {id(one): one for one in circumstances}
    told = {key: circumstances_text(one) for key, one in around.items()}
    decisions = {id(one): one for one in chosen}
    said = {key: _decision_values(one) for key, one in decisions.items()}
    first = decided_at[0]
    first_at = stored(first)
    return [
        [message.brand for message in messages],
        [message.version for message in messages],
        [first_at if at is first else stored(at) for at in decided_at],
        [reading.kind._value_ for reading in readings],
        reading_texts(readings),
        [told[id(one)] for one in circumstances],
        *zip(*[said[id(one)] for one in chosen], strict=True),
        [number or 0 for number in case_numbers],
        histories or [""] * len(decided),
    ]


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
    return reading_texts([reading])[0]


def reading_texts(readings: Sequence[Reading]) -> list[str]:
    """The same for many at once: in JSON no line ends within a text."""
    return _encode_lines([_told(reading) for reading in readings]).decode().split("\n")[:-1]


def _told(reading: Reading) -> Values:
    """As far as it says something."""
    # hot: one by one, without a call; the first that is there ends it
    if (
        reading.p_complaint is not None
        or reading.p_praise is not None
        or reading.p_question is not None
        or reading.p_spam is not None
        or reading.p_abuse is not None
    ):
        return _scores(reading)
    if (
        reading.evidence
        or reading.topics
        or reading.questions
        or reading.signs
        or reading.marks
        or reading.sensitive
    ):
        return (*_always(reading), *_found(reading))
    return _always(reading)


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
