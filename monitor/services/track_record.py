"""The track record of one person: strikes, goodwill, answers, cases, gathered from the store.

Everything is asked anew each time, so that what came late counts as if it had come in time.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from monitor.domain.case import Case, Outcome, Resolution
from monitor.domain.conduct import is_guessed_from_the_tone
from monitor.domain.effect import Effect, State
from monitor.domain.message import Message
from monitor.domain.reading import Kind, Reading
from monitor.domain.standing import Decided
from monitor.domain.store_ports import Tx
from monitor.domain.track import Good, GoodKind, Span, Track, owed_in, span_of
from monitor.domain.values import Value, replace

#: so many of somebody's newest messages are read
NEWEST = 500
#: the owner said so: nothing was owed in such a case
_NO_COMPLAINT = frozenset({Resolution.NOT_A_COMPLAINT, Resolution.NOT_OURS, Resolution.SPAM})
_WELL = frozenset({Resolution.SOLVED, Resolution.REFUNDED})
_OUT = frozenset({State.SENT, State.RETRACTING, State.RETRACTED})

Canned = Callable[[str], bool]


class Record(Value):
    """Everything that is known of how one person and we treated each other."""

    brand: str
    author_ids: tuple[str, ...]
    track: Track
    flags: tuple[Decided, ...]
    #: theirs, oldest first
    messages: tuple[Message, ...]
    readings: dict[str, Reading]
    cases: tuple[Case, ...]
    #: public words, private messages and measures; no alerts
    effects: tuple[Effect, ...]
    #: posts and private messages by a person of ours
    answers: tuple[Message, ...]


def record_of(
    tx: Tx,
    brand: str,
    author_ids: Sequence[str],
    now: datetime,
    is_canned: Canned,
    lasts: timedelta = timedelta(days=365),
) -> Record:
    """Of one person, who may have several accounts. `lasts`: so far back goodwill is looked for."""
    messages = [one for id_ in author_ids for one in tx.persons.messages(brand, id_)]
    messages = sorted(messages, key=lambda one: (one.created_at, one.id))[-NEWEST:]
    readings = {
        one.id: reading
        for one in messages
        if now - one.created_at <= lasts and (reading := tx.messages.reading(one)) is not None
    }
    cases = [one for id_ in author_ids for one in tx.persons.cases(brand, id_)]
    effects = [one for id_ in author_ids for one in tx.persons.effects(brand, id_)]
    ours = [one for id_ in author_ids for one in tx.persons.answers(brand, id_)]
    posted = {one.posted_id for one in effects if one.posted_id}
    said = {one.text for one in effects if one.text}
    by_hand = [
        one
        for one in ours
        if one.id not in posted and one.text not in said and not is_canned(one.text)
    ]
    return Record(
        brand=brand,
        author_ids=tuple(author_ids),
        track=_track(tx, brand, author_ids, messages, readings, cases, effects, by_hand, now),
        flags=tuple(tx.standings.of_author(brand, author_ids)),
        messages=tuple(messages),
        readings=readings,
        cases=tuple(cases),
        effects=tuple(one for one in effects if one.is_public_word or one.is_measure),
        answers=tuple(by_hand),
    )


def _track(
    tx: Tx,
    brand: str,
    author_ids: Sequence[str],
    messages: Sequence[Message],
    readings: dict[str, Reading],
    cases: Sequence[Case],
    effects: Sequence[Effect],
    by_hand: Sequence[Message],
    now: datetime,
) -> Track:
    answers = {one.created_at for one in by_hand}
    answers |= {one.first_response_at for one in cases if one.first_response_at is not None}
    answers |= {
        one.sent_at
        for one in effects
        if one.is_public_word and one.slots.own_text and one.sent_at and one.state in _OUT
    }
    given = sorted(answers)
    written = {one.id: one.created_at for one in messages}
    wanted = [one.created_at for one in messages if _wants_an_answer(one, readings.get(one.id))]
    spans, owed, nothing = list[Span](), list[Span](), list[Span]()
    for case in cases:
        span = span_of(case, written.get(case.first_message_id))
        if case.resolution in _NO_COMPLAINT:
            nothing.append(span)
            continue
        spans.append(span)
        promises = tx.cases.promises(case_number=case.number)
        owed += owed_in(span, wanted, promises, given, now)
    praise = [
        Good(kind=GoodKind.PRAISE, at=one.created_at, about=one.id)
        for one in messages
        if _is_praise(readings.get(one.id))
    ]
    well = [
        Good(kind=GoodKind.RESOLVED_CASE, at=one.resolved_at, about=one.id)
        for one in cases
        if one.resolved_at is not None
        and (one.resolution in _WELL or one.outcome is Outcome.RECOVERED)
    ]
    return Track(
        strikes=tuple(
            # the owner has looked: there was no complaint
            replace(one, in_complaint=False) if any(span.has(one.at) for span in nothing) else one
            for one in tx.standings.strikes(brand, author_ids)
        ),
        goodwill=(*praise, *well),
        answers=tuple(given),
        cases=tuple(spans),
        owed=tuple(owed),
    )


def _wants_an_answer(message: Message, reading: Reading | None) -> bool:
    if message.is_direct or reading is None:
        return message.is_direct
    return reading.kind is Kind.COMPLAINT and not is_guessed_from_the_tone(reading)


def _is_praise(reading: Reading | None) -> bool:
    return reading is not None and reading.kind is Kind.PRAISE and "irony" not in reading.signs
