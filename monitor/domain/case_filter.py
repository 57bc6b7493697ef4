"""Which cases a list shows, and in which order: filters that narrow one after the other."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from monitor.domain.case import PRIORITY_ORDER, Case, CaseStatus, Priority
from monitor.domain.priority import Assessed
from monitor.domain.values import Value


class Order(StrEnum):
    """By what a list is sorted."""

    #: what is due first
    DUE = "due"
    #: the newest first
    OPENED = "opened"
    #: the most pressing first
    PRIORITY = "priority"
    #: by the customer's name
    CUSTOMER = "customer"


class Listed(Value):
    """A case with all that a filter may ask of it."""

    case: Case
    assessed: Assessed
    platform: str
    #: as the owner knows them
    customer: str = ""
    #: everything that is searched: names, words, notes, tags
    words: tuple[str, ...] = ()


class Filter(Value):
    """One condition, and how the owner wrote it."""

    written: str
    keeps: Callable[[Listed], bool]


class Narrowed(Value):
    """What is left, and how many were left after each filter."""

    left: tuple[Listed, ...]
    steps: tuple[tuple[str, int], ...]


def narrow(cases: Iterable[Listed], filters: Sequence[Filter]) -> Narrowed:
    """Every filter in turn."""
    left = list(cases)
    steps = []
    for each in filters:
        left = [one for one in left if each.keeps(one)]
        steps.append((each.written, len(left)))
    return Narrowed(left=tuple(left), steps=tuple(steps))


def in_order(cases: Iterable[Listed], order: Order) -> list[Listed]:
    """Sorted; what is equal goes by its deadline, then by its number."""
    return sorted(cases, key=lambda one: (*_key(one, order), *_due(one.case), one.case.number))


def _key(one: Listed, order: Order) -> tuple[object, ...]:
    match order:
        case Order.DUE:
            return ()
        case Order.OPENED:
            return (-one.case.opened_at.timestamp(),)
        case Order.PRIORITY:
            return (not one.case.is_open, -PRIORITY_ORDER[one.assessed.priority])
        case Order.CUSTOMER:
            return (one.customer.casefold(),)


def _due(case: Case) -> tuple[bool, float]:
    at = case.deadline_at
    return (at is None, at.timestamp() if at is not None else 0.0)


def by_status(statuses: Sequence[CaseStatus], written: str) -> Filter:
    """In one of these."""
    return Filter(written=written, keeps=lambda one: one.case.status in statuses)


def by_priority(priorities: Sequence[Priority], written: str) -> Filter:
    """As it is at this moment."""
    return Filter(written=written, keeps=lambda one: one.assessed.priority in priorities)


def by_word(words: Sequence[str], written: str, of: Callable[[Listed], Iterable[str]]) -> Filter:
    """One of these words is one of those, however it is written."""
    wanted = {_plain(word) for word in words}
    return Filter(written=written, keeps=lambda one: bool(wanted & {_plain(w) for w in of(one)}))


def overdue(now: datetime, written: str) -> Filter:
    """The next step is ours, and late."""

    def keeps(one: Listed) -> bool:
        at = one.case.deadline_at
        return one.case.is_open and at is not None and at <= now

    return Filter(written=written, keeps=keeps)


def opened_since(since: datetime, written: str) -> Filter:
    """Begun then or later."""
    return Filter(written=written, keeps=lambda one: one.case.opened_at >= since)


def containing(text: str, written: str) -> Filter:
    """Every word of the text stands somewhere in it."""
    wanted = text.casefold().split()

    def keeps(one: Listed) -> bool:
        everything = "\n".join([one.customer, *one.words]).casefold()
        return all(word in everything for word in wanted)

    return Filter(written=written, keeps=keeps)


def _plain(word: str) -> str:
    return word.strip().removeprefix("#").casefold().replace("-", "_").replace(" ", "_")
