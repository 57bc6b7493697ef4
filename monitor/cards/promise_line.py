"""Promises on a card: the one that a draft would make, the one that runs, the one that is late."""

from collections.abc import Iterator
from datetime import datetime

from monitor.cards.case_facts import CaseFacts, DraftFacts
from monitor.cards.clock_words import at
from monitor.cards.plain_words import ordinal
from monitor.domain.case import Promise, PromiseState
from monitor.domain.clock import Hours
from monitor.domain.sheet import Line, line, strong


def would_promise(
    draft: DraftFacts, open_promises: int, now: datetime, hours: Hours
) -> Line | None:
    """ "Promise: 15:30. It would be your 3rd open promise."; None: it promises nothing."""
    if draft.promised_until is None:
        return None
    by = at(draft.promised_until, now, hours)
    if draft.effect.slots.renews:
        return line("Promise: ", strong(by), " instead of the old one.")
    return line(
        "Promise: ", strong(by), f". It would be your {ordinal(open_promises + 1)} open promise."
    )


def promise_lines(facts: CaseFacts) -> Iterator[Line]:
    """What was promised, and is not over for the customer."""
    running, broken, now, hours = facts.running, facts.broken, facts.now, facts.hours
    if running is not None:
        late = running.due_at <= now
        yield line(
            "You promised an answer by " if not late else "LATE: an answer was promised by ",
            strong(at(running.due_at, now, hours)),
            f", {_renewal(running)}." if running.renewal else ".",
        )
    elif broken is not None and facts.case.is_open:
        yield line(
            strong("The promise was broken: "),
            f"nobody answered by {at(broken.due_at, now, hours)}. They still wait.",
        )
    newest = facts.promises[-1] if facts.promises else None
    if newest is not None and newest.state is PromiseState.UNSEEN and facts.case.is_open:
        yield line("Did they write to you? Not every private message shows here.")


def _renewal(promise: Promise) -> str:
    return "the first new time" if promise.renewal == 1 else "the second new time"
