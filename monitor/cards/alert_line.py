"""What an alert adds to a card that lies there: a line in its thread, with what to press."""

from collections.abc import Iterator

from monitor.cards.buttons import draft_buttons, of_case
from monitor.cards.case_facts import CaseFacts
from monitor.cards.clock_words import at
from monitor.cards.said_part import said_part
from monitor.cards.who_line import name_words
from monitor.domain.effect import Urgency
from monitor.domain.ports import Card
from monitor.domain.press import Act
from monitor.domain.reminders import ASK, ASSIGNED, AWAKE, FOLLOW, NUDGE, RAISED
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

#: the people whose turn it is are called by name
_CALLING = frozenset({NUDGE, RAISED, ASK, ASSIGNED, AWAKE, FOLLOW})


def alert_line(card: Card, facts: CaseFacts | None) -> Sheet:
    """`facts`: of the case it belongs to; None: it belongs to none."""
    effect = card.effect
    if facts is None:
        return Sheet(
            sign=Sign.NEWS,
            title=(strong("Please look"),),
            parts=(line(theirs(effect.slots.note)),) if effect.slots.note else (),
        )
    buttons = tuple(_buttons(effect.template, facts))
    row = (Buttons(row=buttons),) if buttons else ()
    calls = facts.on_call[:1] if effect.template in _CALLING else ()
    if effect.urgency is Urgency.WAKE:
        calls = facts.on_call
    return Sheet(
        sign=Sign.URGENT if effect.urgency is Urgency.WAKE else Sign.NEWS,
        title=tuple(_title(effect.template, facts)),
        due=_due(effect.template, facts),
        parts=(*_parts(card, facts), *row),
        calls=calls,
        is_final=True,
        is_sample=facts.is_sample,
    )


def _title(template: str, facts: CaseFacts) -> Iterator[Words]:
    now, hours, running = facts.now, facts.hours, facts.running
    match template:
        case t if t == NUDGE and running is not None:
            yield strong("You promised ")
            yield from name_words(facts.writer)
            yield strong(f" an answer by {at(running.due_at, now, hours)}.")
            yield Words(text=f" It is {at(now, now, hours)}, and none is noted.")
        case t if t == RAISED:
            yield strong("Nobody has decided on this draft yet")
            yield from _whose(facts)
        case t if t == ASK:
            yield strong("Did ")
            yield from name_words(facts.writer)
            yield strong(" write to you? ")
            yield Words(text="The time we named has passed.")
        case t if t == ASSIGNED:
            yield strong(f"This is {facts.case.assignee}'s now")
            yield from _whose(facts)
        case t if t == AWAKE:
            yield strong(f"{facts.case.assignee}, this was put off until now")
            yield from _whose(facts)
        case t if t == FOLLOW:
            yield strong("Some days ago this was put right. Ask whether all is well")
            yield from _whose(facts)
        case _:
            yield from name_words(facts.writer)
            yield strong(" wrote")


def _whose(facts: CaseFacts) -> Iterator[Words]:
    """A loud line is read outside of its thread, too."""
    yield small(" · ")
    yield from name_words(facts.writer)
    yield small(f" · case {facts.case.number}")


def _due(template: str, facts: CaseFacts) -> str:
    draft = facts.draft
    if template == RAISED and draft is not None and draft.effect.not_after is not None:
        return f"decide by {at(draft.effect.not_after, facts.now, facts.hours)}"
    return ""


def _parts(card: Card, facts: CaseFacts) -> Iterator[Part]:
    effect = card.effect
    if not _is_about_a_message(effect.template):
        return
    if card.message is not None:
        yield said_part(card.message, card.reading, facts.now, facts.hours)
    if effect.slots.note:
        yield line(effect.slots.note)


def _buttons(template: str, facts: CaseFacts) -> Iterator[Button]:
    if not facts.case.is_open and template != FOLLOW:
        return
    match template:
        case t if t == NUDGE:
            if facts.can_reply:
                yield of_case(facts, "Answer", Act.REPLY, style=Style.FIRST)
            if facts.can_renew:
                yield of_case(facts, "Need more time", Act.MORE_TIME)
            yield of_case(facts, "Done elsewhere", Act.ANSWERED)
        case t if t in (RAISED, FOLLOW):
            if facts.draft is not None and not facts.draft.is_too_late(facts.now):
                yield from draft_buttons(facts.draft, facts.now)
        case t if t == ASK:
            yield of_case(facts, "They wrote to us", Act.CAME)
            yield of_case(facts, "I answered it", Act.ANSWERED)


def _is_about_a_message(template: str) -> bool:
    """It came with something that they wrote, not with time."""
    return template not in _CALLING
