"""A life: what people, the owner and the platform do in one shop, worked out from a seed.

A life is a plan and never changes; `tests.faults.living` carries it out.
"""

import random
from datetime import timedelta
from typing import Final

from monitor.domain.message import Message, MessageType
from monitor.domain.policy import Mode, Policy
from monitor.domain.stored import Mark
from monitor.domain.values import Value, replace
from monitor.testing import Fault, a_message
from tests.shop import BRAND, BROKEN, LATE, PRAISE, people, policy

STOP: Final = "no bots please"
PEOPLE: Final = people(6)
#: what is written comes in heaps
APART: Final = timedelta(minutes=4)
#: so many lives know a second complaint after the case was resolved
OFTEN: Final = 0.25


class Event(Value):
    """Something is written on the platform, or the owner turns a switch or ends a case."""

    after: timedelta
    message: Message | None = None
    #: the owner marks this author so, or resolves their case
    author_id: str = ""
    mark: Mark | None = None
    resolves: bool = False
    #: the owner pauses all sending, or lets it go on
    pauses: bool | None = None


class Life(Value):
    """The plan."""

    seed: int
    is_automatic: bool
    can_be_asked: bool
    shows_after: timedelta
    #: how the first sends fail, one after the other
    faults: tuple[Fault, ...]
    #: in order of time
    events: tuple[Event, ...]

    def choice(self, *about: object) -> random.Random:
        """Chance, the same for the same question."""
        return random.Random(repr((self.seed, *about)))

    @property
    def policy(self) -> Policy:
        """With or without a yes to every word."""
        return policy(Mode.AUTOMATIC if self.is_automatic else Mode.APPROVE)


def life_of(seed: int) -> Life:
    """Some complaints within a few minutes, and whatever else may happen to them."""
    chance = random.Random(seed)
    is_crowd = chance.random() < 0.3
    count = chance.randint(4, 6) if is_crowd else chance.randint(2, 4)
    events: list[Event] = []
    for number, author in enumerate(chance.sample(PEOPLE, count), 1):
        at = chance.randrange(3) * APART
        written = _said(f"x:{number}", chance.choice((BROKEN, LATE)), author=author)
        if is_crowd:
            written = replace(written, conversation_id="x:crowd", type=MessageType.REPLY)
        events.append(Event(after=at, message=written))
        events += _what_follows(chance, number, at, written)
    if chance.random() < 0.2:
        events += _a_pause(chance)
    if chance.random() < 0.2:
        old = _said("x:old", BROKEN, author=PEOPLE[0])
        events.append(Event(after=-timedelta(hours=2), message=old))
    events += _once_more(random.Random(repr((seed, "once more"))), events)
    return Life(
        seed=seed,
        is_automatic=chance.random() < 0.5,
        can_be_asked=chance.random() < 0.8,
        shows_after=timedelta(seconds=chance.choice((0, 0, 20))),
        faults=tuple(chance.choice(list(Fault)) for _ in range(chance.randint(0, 2))),
        events=tuple(sorted(events, key=lambda event: event.after)),
    )


def _a_pause(chance: random.Random) -> list[Event]:
    """For minutes, or for so long that what was approved before is too late after it."""
    begins = chance.randrange(3) * APART
    lasts = chance.choice((2 * APART, timedelta(hours=9)))
    return [Event(after=begins, pauses=True), Event(after=begins + lasts, pauses=False)]


def _once_more(chance: random.Random, events: list[Event]) -> list[Event]:
    """Now and then the owner resolves a case, and its customer has another complaint that day."""
    complaints = [each for each in events if each.message is not None and each.message.text]
    if chance.random() >= OFTEN or not complaints:
        return []
    first = chance.choice(complaints)
    assert first.message is not None
    author = first.message.author
    if first.message.from_brand or first.after < timedelta(0):
        return []
    ends = first.after + 3 * APART
    again = _said("x:again", chance.choice((BROKEN, LATE)), author=author)
    return [
        Event(after=ends, author_id=author.id, resolves=True),
        Event(after=ends + APART, message=again),
    ]


def _what_follows(
    chance: random.Random, number: int, at: timedelta, written: Message
) -> list[Event]:
    """Mostly nothing; or they ask for silence, write again, edit, delete; or we answer by hand, or
    mark them."""
    later = at + chance.choice((timedelta(0), timedelta(minutes=1), APART, 2 * APART))
    is_reply = {"type": MessageType.REPLY, "conversation_id": written.conversation}
    match chance.randrange(12):
        case 5 | 6:
            mark = chance.choice((Mark.FLAGGED, Mark.QUIET, Mark.MUTED))
            return [Event(after=later, author_id=written.author.id, mark=mark)]
        case 0:
            more = _said(f"x:{number}-stop", STOP, author=written.author)
            more = replace(more, parent_id=written.id, **is_reply)
        case 1:
            more = _said(f"x:{number}-more", LATE, author=written.author)
        case 2:
            more = replace(written, text=chance.choice((PRAISE, LATE)), version=2)
        case 3:
            more = replace(written, text="", version=2)
        case 4:
            more = _said(f"x:{number}-ours", "we are on it, please write to us")
            more = replace(more, from_brand=True, addressed=False, parent_id=written.id, **is_reply)
        case _:
            return []
    return [Event(after=later, message=more)]


def _said(id: str, text: str, **changes: object) -> Message:
    return replace(a_message(text, id=id, brand=BRAND), **changes)
