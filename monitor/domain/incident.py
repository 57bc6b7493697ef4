"""An incident: one cause behind many complaints, and the owner's one sentence for all of them.

    started → everybody with that cause joins → send (a yes for these N, one word after the other)
            → more time (at most twice: to those who were told, with a new promise)
            → mended (once more to those who were told) → ended

Each person in it hears of it at most once, at most once each time that more time is needed, and at
most once that it is mended.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b

from monitor.domain.clock import Hours
from monitor.domain.message import Message
from monitor.domain.reading import Kind, Reading
from monitor.domain.values import Value

#: the rule under which the words of an incident stand in the outbox
RULE = "incident"
#: the texts of its words
TELLS, MORE_TIME, MENDED = "incident", "more_time", "mended"
#: so often more time may be asked for; after that somebody has to call
RENEWALS = 2
#: between two words, and how much of that is chance: replies do not come in step
PACE = timedelta(seconds=20)
JITTER = timedelta(seconds=10)
#: whatever their places in the line, no two leave closer together than this
AT_LEAST = timedelta(seconds=10)


class Incident(Value):
    """One of them."""

    #: 0 until stored
    number: int = 0
    brand: str
    #: topics, or words that stand in the complaint
    causes: tuple[str, ...]
    #: the owner's own
    sentence: str
    #: complaints from here on belong to it
    since: datetime
    started_at: datetime
    started_by: str
    #: by when there is news, in the playbook's words
    promise: str
    #: whose yes counts for those who join later; empty: each of them waits for one
    sends_new_by: str = ""
    #: the end of the line: whoever joins it leaves not before this moment
    next_word_at: datetime | None = None
    #: by when people were promised news
    news_due_at: datetime | None = None
    mended_sentence: str = ""
    mended_at: datetime | None = None
    mended_by: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    #: how often the owner asked for more time
    renewals: int = 0
    #: what is said the newest time
    later_sentence: str = ""
    renewed_at: datetime | None = None
    #: the newest that somebody was told of: `news_due_at` was promised with it
    renewals_told: int = 0

    @property
    def id(self) -> str:
        """As people write it: `i3`."""
        return f"i{self.number}"

    @property
    def is_open(self) -> bool:
        """It has not ended."""
        return self.ended_at is None

    @property
    def takes_new(self) -> bool:
        """New complaints with its cause join."""
        return self.ended_at is None and self.mended_at is None

    def sentence_of(self, family: str) -> str:
        """The owner's sentence in these texts."""
        if family == TELLS:
            return self.sentence
        return self.mended_sentence if family == MENDED else self.later_sentence

    def covers(self, message: Message, reading: Reading) -> bool:
        """This complaint has its cause."""
        return (
            reading.kind is Kind.COMPLAINT
            and not message.from_brand
            and not message.is_direct
            and message.created_at >= self.since
            and any(has_cause(cause, message.text, reading) for cause in self.causes)
        )


class Person(Value):
    """Somebody in an incident."""

    incident: int
    brand: str
    author_id: str
    #: the complaint by which they joined
    message_id: str
    case_number: int | None
    joined_at: datetime
    #: the effect that tells them of it
    word: int | None = None
    #: the effect that tells them it is mended
    news: int | None = None
    #: the newest effect that tells them it takes longer
    later: int | None = None


def has_cause(cause: str, text: str, reading: Reading) -> bool:
    """The complaint's topic is called so, or its words stand in it, whatever their endings."""
    if any(topic.name == cause.replace(" ", "_") for topic in reading.topics):
        return True
    return _pattern(cause).search(text.casefold()) is not None


@lru_cache(maxsize=256)
def _pattern(cause: str) -> re.Pattern[str]:
    words = r"\W+".join(rf"{re.escape(word)}\w{{0,3}}" for word in cause.casefold().split())
    return re.compile(rf"(?<!\w){words}(?!\w)")


def places_in_line(
    count: int, start: datetime, incident: Incident, hours: Hours, seed: str
) -> Iterator[datetime]:
    """When so many words leave, one after the other: by day, unless the owner says yes at night.

    The last moment is that at which the next one after them may leave.
    """
    at = max(start, incident.next_word_at or start)
    is_by_day = hours.may_acknowledge(start)
    for place in range(count):
        if is_by_day and not hours.may_acknowledge(at):
            at = hours.next_acknowledge_opening(at)
        yield at
        at += gap(f"{seed}.{place}")
    yield at


def gap(seed: str) -> timedelta:
    """The time between two words: 15 to 25 seconds, the same for the same seed."""
    digest = blake2b(seed.encode(), digest_size=2).digest()
    return PACE - JITTER / 2 + JITTER * (int.from_bytes(digest) / 65_535)


def newest_that_covers(
    incidents: Sequence[Incident], message: Message, reading: Reading
) -> Incident | None:
    """The incident that a new complaint joins."""
    for incident in reversed(incidents):
        if incident.takes_new and incident.covers(message, reading):
            return incident
    return None
