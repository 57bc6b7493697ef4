"""Sheets of one owner: a notice, or a card, put into plain words by this owner's clock."""

from datetime import datetime

from monitor.alerts.card_words import (
    certainty_of,
    draft_of,
    headline_of,
    kind_of,
    link_of,
    steps_of,
    subject_of,
    topic_of,
    who_of,
)
from monitor.alerts.lines import ASKS_ONLY
from monitor.alerts.moments import moment
from monitor.alerts.sheet import About, Sheet, Step
from monitor.domain.clock import Hours
from monitor.domain.door import DoorState
from monitor.domain.effect import Action, State
from monitor.domain.folding import folded
from monitor.domain.inert import shortened
from monitor.domain.notice import Notice
from monitor.domain.platform import platform_named
from monitor.domain.ports import Card

#: columns: of their words, of one question, of a note of ours, of the owner's policy
SAID, QUESTION, NOTE, POLICY = 1_500, 160, 1_000, 300
DELETED = "(deleted by its author)"
#: a command in a notice begins so
_COMMAND = "monitor "


class Sheets:
    """Makes them."""

    def __init__(self, hours: Hours, *, is_sample: bool = False) -> None:
        self.hours = hours
        self.is_sample = is_sample

    def of_card(self, card: Card) -> Sheet:
        """Everything about a customer that somebody needs to decide."""
        effect, message, reading, case = card.effect, card.message, card.reading, card.case
        at = effect.created_at
        decide_until = _decide_until(card)
        answer_until = case.deadline_at if case is not None and case.is_open else None
        answer_by = moment(answer_until, self.hours, at)
        decide_by = moment(decide_until, self.hours, at)
        said = ""
        if message is not None:
            said = shortened(folded(message.text, reading), SAID) or DELETED
        return Sheet(
            about=About.CARD,
            id=effect.id,
            brand=effect.brand,
            at=at,
            when=moment(at, self.hours, at),
            urgency=effect.urgency,
            headline=headline_of(card, decide_by, answer_by),
            subject=subject_of(card),
            is_sample=self.is_sample,
            case_number=case.number if case is not None else None,
            case_began_at=case.opened_at if case is not None else None,
            platform=platform_named(effect.platform).title,
            who=who_of(card),
            said=said,
            photos=len(message.media) if message is not None else 0,
            asks=_asked(card),
            kind=kind_of(card),
            topic=topic_of(card),
            certainty=certainty_of(card),
            orders=tuple(shortened(one, POLICY) for one in card.orders),
            policy=shortened(card.policy, POLICY),
            note=_sentence(shortened(effect.slots.note, NOTE)),
            draft=draft_of(card),
            decide_by=decide_by,
            answer_by=answer_by,
            decide_until=decide_until,
            answer_until=answer_until,
            warnings=_warnings(card),
            link=link_of(card),
            steps=steps_of(card),
        )

    def of_notice(self, notice: Notice) -> Sheet:
        """What is wrong with the monitor itself, or is over."""
        at = notice.due_at or notice.began_at
        ended_at = notice.ended_at or at
        since = moment(notice.began_at, self.hours, at)
        headline = shortened(notice.headline, 200)
        fix = "" if notice.is_over else shortened(notice.fix, NOTE)
        is_command = fix.startswith(_COMMAND)
        if notice.is_over:
            note = f"It was so from {since} until {moment(ended_at, self.hours, at)}."
        else:
            parts = [
                f"Since {since}.",
                notice.text,
                f"What helps: {fix}" if fix and not is_command else "",
            ]
            note = " ".join(part for part in parts if part)
        return Sheet(
            about=About.NOTICE,
            id=notice.id,
            brand=notice.brand,
            at=at,
            when=moment(at, self.hours, at),
            urgency=notice.urgency,
            headline=f"Over: {headline}" if notice.is_over else _sentence(headline),
            # its end stands in the thread of its beginning
            subject=_sentence(headline),
            is_sample=self.is_sample,
            note=shortened(note, NOTE),
            steps=(Step(words="What helps", command=fix),) if is_command else (),
        )


def _asked(card: Card) -> tuple[str, ...]:
    """What they want to know, so that no question goes unanswered; not where they only ask."""
    reading, message = card.reading, card.message
    if reading is None or message is None:
        return ()
    if sum(map(len, reading.questions)) > ASKS_ONLY * len(message.text):
        return ()
    return tuple(shortened(folded(one, reading), QUESTION) for one in reading.questions)


def _sentence(words: str) -> str:
    """With a capital, as it stands alone here."""
    return words[:1].upper() + words[1:]


def _decide_until(card: Card) -> datetime | None:
    """When a draft that waits ends; None where nothing waits."""
    draft = card.draft_effect
    return draft.not_after if draft is not None and draft.state is State.PROPOSED else None


def _warnings(card: Card) -> tuple[str, ...]:
    """What speaks against a word that invites people."""
    if not card.draft or card.door is not DoorState.CLOSED:
        return ()
    if card.draft_effect is not None and card.draft_effect.action is Action.DIRECT_MESSAGE:
        return ()
    where = platform_named(card.effect.platform).title
    return (f"Customers cannot write to you in private on {where}: monitor door",)
