"""What the store tells: pages, decisions and facts as values."""

from datetime import datetime
from enum import StrEnum

from monitor.domain.case import Case
from monitor.domain.decision import Decision
from monitor.domain.effect import Effect
from monitor.domain.facts import Circumstances
from monitor.domain.message import Blind, Message
from monitor.domain.reading import Reading
from monitor.domain.values import Value


class StoredPage(Value):
    """A page as it was stored: what of it is new."""

    #: the page's number in the store; 0 when nobody has to come back to it
    number: int
    brand: str
    #: new messages and new versions, in order of `created_at`; own posts too
    fresh: tuple[Message, ...]
    #: messages of which the author took the text away
    deleted: tuple[str, ...] = ()
    duplicates: int = 0


class Decided(Value):
    """One mention with all that was made of it."""

    message: Message
    reading: Reading
    circumstances: Circumstances
    decision: Decision
    #: the effects as stored, with numbers
    effects: tuple[Effect, ...]
    case_number: int | None = None
    decided_at: datetime


class Mark(StrEnum):
    """What stands against an author's name, in this brand."""

    #: they asked for no automatic words
    OPTED_OUT = "opted_out"
    #: the owner keeps quiet towards them
    QUIET = "quiet"
    #: the owner muted them on the platform
    MUTED = "muted"
    #: under review
    FLAGGED = "flagged"


class TakenSlot(Value):
    """An acknowledgement slot that one of a customer's authors holds."""

    until: datetime
    effect: int


class AuthorFacts(Value):
    """What the store knows about an author of one brand; of linked ones, about all together."""

    open_case: Case | None = None
    #: when the newest case that has ended was opened
    last_case_at: datetime | None = None
    had_case: bool = False
    promise_is_late: bool = False
    slot_until: datetime | None = None
    #: the effect that holds the slot
    slot_effect: int | None = None
    is_opted_out: bool = False
    is_quiet: bool = False
    is_muted: bool = False
    is_flagged: bool = False
    #: the customer in whose name case and slot stand; empty: the author alone
    customer: str = ""
    #: every author of this customer; empty: the author alone
    identities: tuple[str, ...] = ()
    #: every slot that one of them holds, where there are several authors
    slots: tuple[TakenSlot, ...] = ()
    #: newest direct message of the author to us
    last_dm_at: datetime | None = None
    #: newest public post of the author to us
    last_post_at: datetime | None = None


class ConversationFacts(Value):
    """What the store knows about a conversation of one brand."""

    #: newest reply of our own there that is not an effect's (a person wrote it)
    own_post_at: datetime | None = None
    #: acknowledgements there that took a slot
    acknowledgements: int = 0
    #: replies by others there, up to a thousand; the post that began it is none
    replies: int = 0
    #: a person closed it, or the platform did
    is_closed: bool = False


class Seldom(Value):
    """What most pages need not ask for, because there is none of it at all."""

    #: a surge is on
    surge: bool = True
    #: an incident is open
    incidents: bool = True
    #: something stands against somebody's name, in any brand
    marks: bool = True
    #: somebody wrote in private, to any brand
    directs: bool = True
    #: a conversation was closed, in any brand
    closed: bool = True
    #: somebody has several authors, in any brand
    links: bool = True


#: whoever does not know asks for everything
MAYBE_ALL = Seldom()


class BrandFacts(Value):
    """What the store knows about the brand's day."""

    sent_today: int = 0
    sent_this_hour: int = 0
    open_promises: int = 0
    there_is: Seldom = MAYBE_ALL


class Poll(Value):
    """How a connector is doing."""

    brand: str
    connector: str
    last_success_at: datetime | None
    last_try_at: datetime
    #: since when it fails; None when it does not
    failing_since: datetime | None
    error: str = ""


class BlindPeriod(Value):
    """A span in which a connector may have missed messages."""

    brand: str
    connector: str
    blind: Blind
