"""A customer's history: everything that happened between them and us, on every platform."""

from datetime import datetime

from monitor.domain.case import Case, CaseStatus, Outcome, Promise, PromiseState, Resolution
from monitor.domain.customer import Customer
from monitor.domain.effect import Effect
from monitor.domain.message import Author
from monitor.domain.person_file import StoredMark
from monitor.domain.reading import Kind
from monitor.domain.same_person import Suggestion
from monitor.domain.values import Value

#: the customer was helped
PUT_RIGHT = frozenset({Resolution.SOLVED, Resolution.REFUNDED})


class PastCase(Value):
    """One of their cases, with what was promised in it."""

    case: Case
    promises: tuple[Promise, ...] = ()


class MarkOf(Value):
    """What stands against, or for, one of their accounts."""

    author_id: str
    mark: StoredMark


class CustomerHistory(Value):
    """All of it; what was let go of long ago is not counted."""

    customer: Customer
    #: each account as it was last seen; None: nothing of it is stored any more
    authors: tuple[Author | None, ...]
    #: their first and their newest message that is stored
    first_at: datetime | None = None
    last_at: datetime | None = None
    messages: int = 0
    #: how many messages of each kind
    kinds: tuple[tuple[Kind, int], ...] = ()
    #: the newest first
    cases: tuple[PastCase, ...] = ()
    marks: tuple[MarkOf, ...] = ()
    #: no second automatic word before then
    silent_until: datetime | None = None
    #: mutes, blocks and hides that have not ended
    measures: tuple[Effect, ...] = ()
    #: who may be the same person
    suggestions: tuple[Suggestion, ...] = ()

    def count(self, kind: Kind) -> int:
        """How many of their messages are of this kind."""
        return dict(self.kinds).get(kind, 0)

    def promised(self, state: PromiseState) -> int:
        """How many promises to them are, or ended, like this."""
        return sum(one.state is state for past in self.cases for one in past.promises)

    @property
    def open_case(self) -> Case | None:
        """The one that runs."""
        return next((past.case for past in self.cases if past.case.is_open), None)

    @property
    def put_right(self) -> int:
        """Cases that ended well for them."""
        return sum(
            past.case.status is CaseStatus.RESOLVED and past.case.resolution in PUT_RIGHT
            for past in self.cases
        )

    @property
    def won_back(self) -> int:
        """Cases after which they thanked us."""
        return sum(past.case.outcome is Outcome.RECOVERED for past in self.cases)
