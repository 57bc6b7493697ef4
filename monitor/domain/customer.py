"""A customer: one author, until the owner links more authors to the same person.

Linked authors are one customer: one open case, one acknowledgement slot, and what one of them asked
for holds for all. Linking is undone by splitting: what has not changed since is as it was before.
"""

from collections.abc import Sequence
from datetime import datetime

from monitor.domain.case import PRIORITY_ORDER, Case, CaseStatus, Outcome
from monitor.domain.values import Value, replace


class Link(Value):
    """One author of a customer who has several."""

    brand: str
    author_id: str
    #: the author in whose name the customer's case and slot stand; one of them
    customer: str
    at: datetime
    by: str
    why: str = ""


class Customer(Value):
    """All authors that are one customer; most are one author."""

    #: in whose name the case and the slot stand
    id: str
    links: tuple[Link, ...] = ()

    @property
    def identities(self) -> tuple[str, ...]:
        """The ids of the authors, the first one the customer's own."""
        others = sorted(link.author_id for link in self.links if link.author_id != self.id)
        return (self.id, *others)

    @property
    def is_linked(self) -> bool:
        """There is more than one."""
        return len(self.links) > 1


class JoinedCase(Value):
    """A case that became part of another one, when their customers turned out to be one."""

    brand: str
    number: int
    #: the case it is part of
    into: int
    at: datetime
    #: as it was, to come back to
    was: Case
    #: the other one as it would be without any case that became part of it
    base: Case


def together(first: Case, *others: Case) -> Case:
    """One open case of several of one customer: earliest deadline, highest priority."""
    cases = (first, *others)
    return replace(
        first,
        status=_status([case.status for case in cases]),
        priority=max((case.priority for case in cases), key=PRIORITY_ORDER.__getitem__),
        topic=next((case.topic for case in cases if case.topic), ""),
        deadline_at=_earliest([case.deadline_at for case in cases]),
        mentions=sum(case.mentions for case in cases),
        acknowledged_at=_earliest([case.acknowledged_at for case in cases]),
        first_response_at=_earliest([case.first_response_at for case in cases]),
        in_dm_at=_earliest([case.in_dm_at for case in cases]),
        snoozed_until=_put_off([case.snoozed_until for case in cases]),
        tags=tuple(dict.fromkeys(tag for case in cases for tag in case.tags)),
        cause=next((case.cause for case in cases if case.cause), ""),
        outcome=_outcome(cases),
    )


#: what joining may change of a case, and splitting gives back unless it has changed since
_JOINED = (
    "status",
    "priority",
    "topic",
    "deadline_at",
    "acknowledged_at",
    "first_response_at",
    "in_dm_at",
    "snoozed_until",
    "tags",
    "cause",
    "outcome",
)


def without(now: Case, base: Case, joined: Sequence[Case], left: Sequence[Case]) -> Case:
    """The case when only those `left` are still part of it; what has changed since stays."""
    expected, wanted = together(base, *joined), together(base, *left)
    changes: dict[str, object] = {
        name: getattr(wanted, name)
        for name in _JOINED
        if getattr(now, name) == getattr(expected, name)
    }
    gone = sum(case.mentions for case in joined) - sum(case.mentions for case in left)
    return replace(now, mentions=max(1, now.mentions - gone), **changes)


def _status(statuses: Sequence[CaseStatus]) -> CaseStatus:
    """One step of ours that is due makes all of it ours."""
    kinds = set(statuses)
    return statuses[0] if len(kinds) == 1 else CaseStatus.OPEN


def _outcome(cases: Sequence[Case]) -> Outcome:
    is_recovered = any(case.outcome is Outcome.RECOVERED for case in cases)
    return Outcome.RECOVERED if is_recovered else cases[0].outcome


def _put_off(moments: Sequence[datetime | None]) -> datetime | None:
    """A customer is put off only while every case of theirs is."""
    return None if None in moments else _earliest(moments)


def _earliest(moments: Sequence[datetime | None]) -> datetime | None:
    return min((at for at in moments if at is not None), default=None)
