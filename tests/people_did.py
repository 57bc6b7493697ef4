"""What people did, ours and theirs: small, and written down apart from the program."""

from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.message import Message
from monitor.domain.values import Value


class Yes(Value):
    """A person's yes to an effect."""

    #: the person's own words, if the yes was to such; else the playbook's
    own_text: str = ""


class Answer(Value):
    """A post of our own, by hand, in a conversation."""

    conversation: str
    at: datetime
    #: how many words were public when the monitor heard of it
    place: int
    #: effects that a person had said yes to by then
    approved: frozenset[int] = frozenset()


class Pause(Value):
    """All sending is paused, or the owner is away."""

    #: how many words were public when it began
    begins: int
    #: and when it ended; None: it has not
    ends: int | None = None
    #: the machine is silent, a person may send
    is_away: bool = False


@dataclass
class Model:
    """All of it, as a test has brought it about."""

    is_automatic: bool = False
    #: the newest version of every message, by id
    written: dict[str, Message] = field(default_factory=dict)
    #: messages from before the first start
    older: set[str] = field(default_factory=set)
    #: by the number of the effect
    yes: dict[int, Yes] = field(default_factory=dict)
    #: authors who asked for silence, and how many words were public by then
    silent: dict[str, int] = field(default_factory=dict)
    #: authors whom no machine may answer since so many words
    marked: dict[str, int] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    #: the platform cannot tell what we posted
    cannot_be_asked: bool = False
