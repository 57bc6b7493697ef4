"""The card of an alert that belongs to no case: about one message, or about somebody."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.cards.buttons import IN_A_ROW, draft_buttons, of_effect, open_button
from monitor.cards.case_facts import DraftFacts, Writer
from monitor.cards.clock_words import at, passed
from monitor.cards.draft_part import draft_parts
from monitor.cards.plain_words import sentence
from monitor.cards.said_part import kind_words, reading_lines, said_part
from monitor.cards.who_line import who_lines
from monitor.domain.clock import Hours
from monitor.domain.effect import Effect, State, Urgency
from monitor.domain.erasure import is_gone
from monitor.domain.message import Message
from monitor.domain.platform import platform_named
from monitor.domain.press import Act
from monitor.domain.reading import Reading
from monitor.domain.sheet import (
    Button,
    Buttons,
    Part,
    Sheet,
    Sign,
    Style,
    Words,
    line,
    small,
    strong,
    theirs,
)
from monitor.domain.values import Value

#: after that nothing on it changes any more
LASTS = timedelta(days=7)


class LoneFacts(Value):
    """All that such a card may show."""

    now: datetime
    hours: Hours
    #: the alert
    effect: Effect
    writer: Writer
    message: Message | None = None
    reading: Reading | None = None
    #: the newest words of ours about that message, that have not ended
    draft: DraftFacts | None = None
    #: the words of ours about it that are out
    said: Effect | None = None
    #: the measure that it is about, while a person's hand is needed
    measure: Effect | None = None
    calls: tuple[str, ...] = ()
    is_sample: bool = False


def lone_card(facts: LoneFacts) -> Sheet:
    """The whole of it."""
    if is_gone(facts.effect.author_id):
        return Sheet(
            sign=Sign.GONE,
            title=(strong("An alert"),),
            parts=(line("This person was erased. Nothing about them is kept here."),),
            is_final=True,
            is_sample=facts.is_sample,
        )
    is_old = facts.now - facts.effect.created_at >= LASTS
    buttons = list(_buttons(facts))
    row = Buttons(row=tuple(buttons[:IN_A_ROW]), more=tuple(buttons[IN_A_ROW:]))
    draft = facts.draft
    asks = draft is not None and draft.is_proposed
    return Sheet(
        sign=_sign(facts, asks=asks),
        title=tuple(_title(facts)),
        due=_due(facts),
        parts=(*_parts(facts), *((row,) if buttons and not is_old else ())),
        calls=facts.calls if facts.effect.urgency is Urgency.WAKE else (),
        is_final=is_old and not asks,
        is_sample=facts.is_sample,
    )


def _sign(facts: LoneFacts, *, asks: bool) -> Sign:
    if facts.effect.urgency is Urgency.WAKE:
        return Sign.URGENT
    if asks:
        return Sign.ASKS
    return Sign.SENT if facts.said is not None else Sign.NEWS


def _title(facts: LoneFacts) -> Iterator[Words]:
    where = platform_named(facts.effect.platform).title
    if facts.message is None:
        yield strong(f"Please look, on {where}")
        return
    what = sentence(kind_words(facts.message, facts.reading))
    before = "Sent: " if facts.said is not None else ""
    yield strong(f"{before}{what} on {where}")
    yield small(" · ")
    yield passed(facts.message.created_at, facts.now, facts.hours)


def _due(facts: LoneFacts) -> str:
    draft = facts.draft
    if draft is None or not draft.is_proposed or draft.is_too_late(facts.now):
        return ""
    end = draft.effect.not_after
    return f"decide by {at(end, facts.now, facts.hours)}" if end is not None else "decide"


def _parts(facts: LoneFacts) -> Iterator[Part]:
    said, now, hours = facts.said, facts.now, facts.hours
    if said is not None:
        by = f" by {said.decided_by}" if said.decided_by else " by the monitor"
        moment = at(said.sent_at or said.created_at, now, hours)
        state = " · taken back" if said.state is State.RETRACTED else ""
        yield line(strong("Sent"), f" {moment}{by}{state}")
    yield from who_lines(facts.writer)
    if facts.message is not None:
        yield said_part(facts.message, facts.reading, now, hours)
        topic = facts.reading.topic if facts.reading is not None else None
        questions = facts.reading.questions if facts.reading is not None else ()
        named = topic.name if topic is not None else ""
        yield from reading_lines(facts.reading, facts.message, named, questions)
    note = facts.effect.slots.note
    if note:
        # of a message the rule's own; else a platform's words may stand in it
        yield line(note if facts.message is not None else theirs(note))
    if facts.draft is not None:
        yield from draft_parts(facts.draft, now, hours)


def _buttons(facts: LoneFacts) -> Iterator[Button]:
    draft, message = facts.draft, facts.message
    if draft is not None and draft.is_proposed and not draft.is_too_late(facts.now):
        yield from draft_buttons(draft, facts.now)
        yield of_effect(draft.effect, "No reply needed", Act.NO_REPLY)
    if message is not None:
        yield of_effect(draft.effect if draft is not None else facts.effect, "Why this?", Act.WHY)
        if message.deleted_at is None:
            yield from open_button(message.url, facts.effect.id, message.platform)
    measure = facts.measure
    if measure is not None:
        yield of_effect(measure, "Done", Act.IT_IS_THERE, style=Style.FIRST)
        yield from open_button(measure.posted_url, measure.id, measure.platform)
