"""The facts of a case, as its card shows them: gathered in one look at the store."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from monitor.cards.happened import Happened
from monitor.domain.case import Case, Promise, PromiseState, TimelineEntry
from monitor.domain.clock import Hours
from monitor.domain.door import DoorState
from monitor.domain.effect import BEFORE_SENDING, Effect, State
from monitor.domain.incident import Incident
from monitor.domain.message import Author, Message
from monitor.domain.permission import Reason
from monitor.domain.reading import Reading
from monitor.domain.values import Value


class Writer(Value):
    """Who wrote, as far as we know them."""

    author_id: str
    author: Author | None = None
    #: other accounts of the same person
    also: tuple[Author, ...] = ()
    #: other cases of this customer, oldest first
    earlier: tuple[Case, ...] = ()
    #: their orders in the owner's own file, in words
    orders: tuple[str, ...] = ()
    #: a person looks at how they treat us
    is_flagged: bool = False
    #: the owner keeps quiet towards them
    is_quiet: bool = False


class DraftFacts(Value):
    """Words of ours that wait, are on their way, or were not said."""

    effect: Effect
    #: as they would read if sent now; frozen ones as they are
    text: str
    promised_until: datetime | None = None
    #: what keeps them from being sent like this
    problems: tuple[str, ...] = ()
    #: US dollars, where the platform takes money for a reply
    price: Decimal | None = None
    #: a link in it makes it dearer
    is_dear: bool = False
    #: whether the addressee can write to us in private
    door: DoorState = DoorState.OPEN
    #: why a person's yes would be refused; None: it would not
    why_not: Reason | None = None
    #: what a yes would wait for: a pause, a hold
    waits_for: Reason | None = None
    #: whoever presses Send signs it
    is_signed: bool = False
    #: our account there, without the `@`; empty: not known
    account: str = ""

    @property
    def is_proposed(self) -> bool:
        """It waits for a yes."""
        return self.effect.state is State.PROPOSED

    def is_too_late(self, now: datetime) -> bool:
        """Its time is over."""
        end = self.effect.not_after
        return self.effect.state is State.EXPIRED or (
            end is not None and end < now and self.effect.state in BEFORE_SENDING
        )

    def may_be_sent(self, now: datetime) -> bool:
        """A person's yes sends it."""
        return (
            self.is_proposed
            and self.why_not is None
            and not self.problems
            and not self.is_too_late(now)
        )


class CaseFacts(Value):
    """All that a case's card may show."""

    now: datetime
    hours: Hours
    case: Case
    writer: Writer
    #: what began it
    first: Message | None = None
    first_reading: Reading | None = None
    #: what wants an answer now: the post that a draft answers, what is sensitive, the newest
    message: Message | None = None
    reading: Reading | None = None
    #: what nobody has answered yet, as written, with the whole text it stands in
    questions: tuple[str, ...] = ()
    #: the owner's own policy for it; never beside something sensitive
    policy: str = ""
    #: why it wants a person sooner than others; empty: nothing does
    pressing: str = ""
    #: by when it is to be put right; None: it has ended
    solve_by: datetime | None = None
    #: what the rule says a person should do
    steps: str = ""
    #: words of ours that have not ended, the newest first
    drafts: tuple[DraftFacts, ...] = ()
    #: words to post by hand, where a machine may not or it is too late
    by_hand: str = ""
    #: where they stand who post by hand: why a machine may not
    forbidden: str = ""
    #: what was said, oldest first: sent, being taken back, taken back
    said: tuple[Effect, ...] = ()
    #: of what was said: it counts for the machine, so a person may judge it
    judged: frozenset[int] = frozenset()
    #: … and was judged wrong
    wrong: frozenset[int] = frozenset()
    timeline: tuple[Happened, ...] = ()
    promises: tuple[Promise, ...] = ()
    #: promises of the brand that run, this case's among them
    open_promises: int = 0
    incidents: tuple[Incident, ...] = ()
    #: the case that this one became part of
    part_of: int | None = None
    #: a person's answer can go out from here
    can_reply: bool = False
    #: a new time may still be given for what is promised
    can_renew: bool = False
    #: their customer has no other case that is open
    can_reopen: bool = False
    #: nothing in it is urgent, or due so soon that nobody may put it off
    can_be_put_off: bool = False
    #: all private messages there show here
    shows_direct: bool = True
    #: people of ours, by name
    people: tuple[str, ...] = ()
    #: whose turn it is, first
    on_call: tuple[str, ...] = ()
    is_sample: bool = False

    @property
    def draft(self) -> DraftFacts | None:
        """The newest that waits for a yes."""
        return next((one for one in self.drafts if one.is_proposed), None)

    @property
    def running(self) -> Promise | None:
        """The promise that runs."""
        return next((one for one in self.promises if one.state is PromiseState.OPEN), None)

    @property
    def broken(self) -> Promise | None:
        """The newest that was broken, and never made good."""
        case = self.case
        broken = [one for one in self.promises if one.state is PromiseState.BROKEN]
        if not broken:
            return None
        answered_at = case.first_response_at
        is_good = answered_at is not None and answered_at > broken[-1].made_at
        return None if is_good else broken[-1]

    def entries(self) -> Iterator[TimelineEntry]:
        """The lines alone."""
        return (one.entry for one in self.timeline)
