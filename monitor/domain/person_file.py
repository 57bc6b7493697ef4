"""A person file: everything that is held about one person, as it is given to that person.

It holds their own words, ours to them, and what was noted; no other person's words, names or ids,
and no name of ours who worked on it.
"""

from datetime import datetime

from monitor.domain.case import Case, TimelineEntry
from monitor.domain.effect import Effect
from monitor.domain.label import Label
from monitor.domain.message import Author, Message
from monitor.domain.reading import Reading
from monitor.domain.standing import Decided
from monitor.domain.stored import Mark
from monitor.domain.strike import Strike
from monitor.domain.values import Value


class EarlierVersion(Value):
    """What a message said before it was edited."""

    message_id: str
    version: int
    text: str
    seen_at: datetime


class StoredMark(Value):
    """What stands against, or for, their name."""

    mark: Mark
    at: datetime
    until: datetime | None
    why: str


class OurWords(Value):
    """Something we said to them, in public or privately."""

    text: str
    at: datetime
    is_private: bool
    url: str = ""


class TheirMessage(Value):
    """One of their messages, with what was made of it."""

    message: Message
    reading: Reading | None
    earlier: tuple[EarlierVersion, ...]
    #: its words go then; None: not while a case is open, or evidence is kept
    words_until: datetime | None
    #: what a person of ours decided about the reply to it; None: nothing
    label: Label | None = None


class TheirCase(Value):
    """One of their cases; of its timeline what we did and noted."""

    case: Case
    timeline: tuple[TimelineEntry, ...]
    is_evidence_kept: bool
    #: who they are is forgotten then; None: it is open, or evidence is kept
    until: datetime | None


class PersonFile(Value):
    """All of it."""

    brand: str
    author: Author
    #: accounts that the owner says are theirs, too
    others: tuple[Author, ...] = ()
    #: every handle and name they had here
    handles: tuple[str, ...]
    names: tuple[str, ...]
    made_at: datetime
    messages: tuple[TheirMessage, ...]
    said: tuple[OurWords, ...]
    #: replies that are prepared or were decided against, mutes and blocks
    effects: tuple[Effect, ...]
    cases: tuple[TheirCase, ...]
    marks: tuple[StoredMark, ...]
    #: how they treated us, as it was written down
    strikes: tuple[Strike, ...]
    #: when a person of ours was asked to look at that, and what was decided
    flags: tuple[Decided, ...]
    #: no second automatic word before this moment
    silent_until: datetime | None
    #: unreadable inputs that name them
    set_aside: int
