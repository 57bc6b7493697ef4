"""A case: our record of one customer's trouble, from the first mention to the resolution.

One open case per brand and customer. Every complaint has a case, a person and a deadline.
"""

from datetime import datetime
from enum import StrEnum

from monitor.domain.make_good import Cost
from monitor.domain.values import Value


class CaseStatus(StrEnum):
    """Where a case is."""

    #: nobody has looked at it
    NEW = "new"
    #: we owe the next step
    OPEN = "open"
    #: the customer has the next step
    WAITING = "waiting"
    #: ended; see the resolution
    RESOLVED = "resolved"


class Resolution(StrEnum):
    """Why a case ended."""

    #: put right
    SOLVED = "solved"
    #: the money went back
    REFUNDED = "refunded"
    #: the customer never came back to us
    NO_ANSWER = "no_answer"
    #: about somebody else
    NOT_OURS = "not_ours"
    #: there was no complaint
    NOT_A_COMPLAINT = "not_a_complaint"
    #: everything reasonable was done and it was not enough
    COULD_NOT_PLEASE = "could_not_please"
    #: not a customer, not a complaint: noise
    SPAM = "spam"
    #: it is part of another case: two authors turned out to be one customer
    JOINED = "joined"


class Outcome(StrEnum):
    """How the customer left, apart from how the case ended."""

    NONE = "none"
    #: later thanked or praised us
    RECOVERED = "recovered"


class Priority(StrEnum):
    """How soon a case wants a person."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


#: for comparing: higher wants a person sooner
PRIORITY_ORDER = {Priority.LOW: 0, Priority.NORMAL: 1, Priority.HIGH: 2, Priority.URGENT: 3}


class Case(Value):
    """One case."""

    #: 0 until stored
    number: int = 0
    brand: str
    author_id: str
    status: CaseStatus = CaseStatus.NEW
    priority: Priority = Priority.NORMAL
    topic: str = ""
    #: the person who has it; never empty
    assignee: str
    opened_at: datetime
    #: when the next step is due; None only when resolved or waiting on the customer
    deadline_at: datetime | None
    first_message_id: str
    mentions: int = 1
    acknowledged_at: datetime | None = None
    #: first human answer, a native one too
    first_response_at: datetime | None = None
    in_dm_at: datetime | None = None
    resolved_at: datetime | None = None
    resolution: Resolution | None = None
    cause: str = ""
    outcome: Outcome = Outcome.NONE
    reopened: int = 0
    #: nobody is reminded of it, and the inbox hides it, until then
    snoozed_until: datetime | None = None
    #: the owner's own words for it, in order
    tags: tuple[str, ...] = ()
    #: what was given to put it right, and what that cost
    make_good: str = ""
    cost: Cost | None = None
    #: when the customer is asked whether all is well; None: they are not, or were
    follow_up_at: datetime | None = None

    @property
    def id(self) -> str:
        """As people write it: `c7`."""
        return f"c{self.number}"

    @property
    def is_open(self) -> bool:
        """Not resolved."""
        return self.status is not CaseStatus.RESOLVED

    def is_put_off(self, now: datetime) -> bool:
        """It is snoozed."""
        return self.is_open and self.snoozed_until is not None and self.snoozed_until > now


class Evidence(Value):
    """A case of which everything is kept, whatever is deleted: the owner wants it so."""

    case_number: int
    kept_since: datetime
    why: str


class PromiseState(StrEnum):
    """What became of a promise."""

    #: running
    OPEN = "open"
    #: a person answered in time
    KEPT = "kept"
    #: the time passed, the customer had come, and nobody answered
    BROKEN = "broken"
    #: a new time was given before it broke
    RENEWED = "renewed"
    #: the customer did not come by then
    NOT_COME = "not_come"
    #: nobody wrote where we can see it, and some private messages we cannot see: a person is asked
    UNSEEN = "unseen"
    #: the public word that made it was taken back, or the case ended
    CANCELLED = "cancelled"


class Promise(Value):
    """What we said we would do, by when. Made when the words were sent."""

    number: int = 0
    brand: str
    case_number: int
    effect_number: int | None
    made_at: datetime
    due_at: datetime
    #: when it wants to be looked at next: at its nudges, then at its end
    look_at: datetime | None = None
    state: PromiseState = PromiseState.OPEN
    ended_at: datetime | None = None
    #: how often a new time was given before this one
    renewal: int = 0


class TimelineKind(StrEnum):
    """What happened to a case."""

    OPENED = "opened"
    MENTION = "mention"
    OUR_WORDS = "our_words"
    SENT = "sent"
    NOT_SENT = "not_sent"
    RETRACTED = "retracted"
    PROMISED = "promised"
    PROMISE_ENDED = "promise_ended"
    CAME_TO_DM = "came_to_dm"
    STATUS = "status"
    NOTE = "note"


class TimelineEntry(Value):
    """One line of a case's timeline. Our own words only; a mention is named by its id."""

    brand: str
    case_number: int
    at: datetime
    kind: TimelineKind
    by: str
    words: str = ""
    message_id: str = ""
    effect_number: int | None = None
