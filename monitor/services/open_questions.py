"""Open questions: what a customer asked in a case, and no person of ours has answered yet."""

from collections.abc import Iterable
from datetime import datetime

from monitor.cards.happened import Happened
from monitor.domain.case import Case, TimelineKind
from monitor.domain.store_ports import Tx


def questions_in(tx: Tx, case: Case, timeline: Iterable[Happened]) -> list[tuple[datetime, str]]:
    """Every question and when it was asked; those of a message whose text is gone are gone too."""
    found = []
    for happened in timeline:
        message = happened.message
        if message is None or message.from_brand or not message.text:
            continue
        decided = tx.messages.decided(message.id, case.brand)
        if decided is not None:
            at = message.edited_at or message.created_at
            found += [(at, one) for one in decided.reading.questions]
    return found


def unanswered(
    asked: Iterable[tuple[datetime, str]], timeline: Iterable[Happened]
) -> tuple[str, ...]:
    """The questions, each once, that came after a person of ours answered last."""
    answers = [at for happened in timeline if (at := _answered_at(happened)) is not None]
    last = max(answers, default=None)
    return tuple(dict.fromkeys(one for at, one in asked if last is None or at > last))


def _answered_at(happened: Happened) -> datetime | None:
    """When this was a person's answer; None: it was none."""
    entry, message, effect = happened.entry, happened.message, happened.effect
    if entry.kind is TimelineKind.OUR_WORDS:
        return message.created_at if message is not None else entry.at
    if entry.kind is TimelineKind.SENT and effect is not None and effect.slots.own_text:
        return entry.at
    return None
