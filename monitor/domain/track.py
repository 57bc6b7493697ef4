"""The track record of one person: the evidence, and when we owed them an answer.

Owed: from the first complaint or direct message of a case that nobody has answered until a person
of ours answers or the case ends; and from the moment at which a promise was late. An
acknowledgement is no answer.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from monitor.domain.case import Case, Promise, PromiseState
from monitor.domain.strike import Strike
from monitor.domain.values import Value

#: a promise that ended so is not late
_NOT_LATE = frozenset(
    {
        PromiseState.KEPT,
        PromiseState.RENEWED,
        PromiseState.NOT_COME,
        PromiseState.CANCELLED,
    }
)


class GoodKind(StrEnum):
    """What speaks for somebody: conduct, and the bare fact of being a customer."""

    #: they praised us
    PRAISE = "praise"
    #: a case of theirs was put right
    RESOLVED_CASE = "resolved_case"
    #: they are in the customer file
    KNOWN_CUSTOMER = "known_customer"


class Good(Value):
    """One thing that speaks for somebody."""

    kind: GoodKind
    at: datetime
    #: the message, or the case
    about: str = ""


class Span(Value):
    """A time from … until, which may not have ended."""

    since: datetime
    until: datetime | None = None

    def has(self, moment: datetime) -> bool:
        """It lies in it."""
        return self.since <= moment and (self.until is None or moment < self.until)


class Track(Value):
    """The evidence about one person: everything that `standing_of` may know."""

    strikes: tuple[Strike, ...] = ()
    goodwill: tuple[Good, ...] = ()
    #: when a person of ours answered them
    answers: tuple[datetime, ...] = ()
    #: when a case of theirs was open
    cases: tuple[Span, ...] = ()
    #: when we owed them an answer
    owed: tuple[Span, ...] = ()


def span_of(case: Case, first_at: datetime | None = None) -> Span:
    """When it was open; it began with what they wrote, not when we saw it."""
    since = min(case.opened_at, first_at) if first_at is not None else case.opened_at
    return Span(since=since, until=case.resolved_at)


def owed_in(
    case: Span,
    wanted: Iterable[datetime],
    promises: Iterable[Promise],
    answers: Sequence[datetime],
    now: datetime,
) -> list[Span]:
    """While one case was open. `wanted`: when they wrote something that wants an answer."""
    # with what opened it always: a later complaint must not make what came before it count
    asked = sorted({case.since, *(at for at in wanted if case.has(at))})
    given = sorted(answers)
    late = [one.due_at for one in promises if one.state not in _NOT_LATE and one.due_at <= now]
    spans: list[Span] = []
    for at in sorted([*asked, *late]):
        if spans and (spans[-1].until is None or at < spans[-1].until):
            continue
        answered = next((one for one in given if one > at), None)
        ends = [one for one in (answered, case.until) if one is not None]
        span = Span(since=at, until=min(ends, default=None))
        if span.until is None or span.until > span.since:
            spans.append(span)
    return spans
