"""Sheets that were worked out a moment ago, and are true still.

A desk asks for every card that is alive whenever anything happens, and most of them have nothing to
do with it. So a sheet is told again as long as its case, its words and what is known against its
customer are as they were, and it is not older than the desk's own next look.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.domain.case import Case
from monitor.domain.label import Label
from monitor.domain.person_file import StoredMark
from monitor.domain.sheet import Sheet
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value

#: what comes with time alone, or with a switch, is seen after so long; of an ended case
FRESH_FOR, ENDED_FOR = timedelta(seconds=25), timedelta(minutes=10)
#: the cards that were asked for last
REMEMBERED = 500


class Mark(Value):
    """What a sheet of a case was made of, in short."""

    case: Case
    entries: int
    #: the newest case of this customer, and whether it is open
    newest: tuple[int, bool]
    #: number, state and version of each effect
    effects: tuple[tuple[int, str, int], ...]
    #: what a person said of our first words
    label: Label | None
    #: what stands against the customer's name
    marks: tuple[StoredMark, ...]


class FreshSheets:
    """Remembers the sheets of cases for a moment."""

    def __init__(self) -> None:
        self._seen: OrderedDict[int, tuple[Mark, datetime, Sheet]] = OrderedDict()
        # who presses looks at a card from a thread of their own
        self._turn = threading.Lock()

    def of(
        self, tx: Tx, number: int, now: datetime, make: Callable[[], Sheet | None]
    ) -> Sheet | None:
        """The one that is true still, or a new one."""
        mark = mark_of(tx, number)
        if mark is None:
            return None
        with self._turn:
            seen = self._seen.get(number)
        lasts = FRESH_FOR if mark.case.is_open else ENDED_FOR
        if seen is not None and seen[0] == mark and timedelta(0) <= now - seen[1] < lasts:
            return seen[2]
        sheet = make()
        if sheet is not None:
            with self._turn:
                self._seen[number] = (mark, now, sheet)
                self._seen.move_to_end(number)
                while len(self._seen) > REMEMBERED:
                    self._seen.popitem(last=False)
        return sheet


def mark_of(tx: Tx, number: int) -> Mark | None:
    """None: there is no such case."""
    case = tx.cases.get(number)
    if case is None:
        return None
    newest = tx.cases.newest_of(case.brand, case.author_id) or case
    return Mark(
        case=case,
        newest=(newest.number, newest.is_open),
        entries=len(tx.cases.timeline(number)),
        effects=tuple(
            (one.number, one.state.value, one.version) for one in tx.outbox.of_case(number)
        ),
        label=tx.labels.get(case.brand, case.first_message_id),
        marks=tuple(tx.persons.marks(case.brand, case.author_id)),
    )
