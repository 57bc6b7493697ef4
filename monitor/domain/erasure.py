"""Erasure: what is held about one person, and what is left when they are erased.

What is left: rows without anything of theirs (kind, time, what was decided), so that counts still
add up; the ids and hashes of what we said; and a tombstone, by which a later poll or an older
backup does not bring them back.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.domain.values import Value

#: ids of erased people and of their messages hold this: `x:gone-17`
GONE = "gone-"


class Holdings(Value):
    """How much is held about one person of one brand."""

    messages: int = 0
    cases: tuple[int, ...] = ()
    open_cases: tuple[int, ...] = ()
    #: cases of which the evidence is kept
    held_cases: tuple[int, ...] = ()
    #: replies that wait to be said
    waiting: tuple[int, ...] = ()
    #: replies that are public or were
    said: tuple[int, ...] = ()
    #: replies that stand there, and could be taken back first
    standing: tuple[int, ...] = ()
    #: replies of which nobody knows yet whether they are out
    under_way: tuple[int, ...] = ()
    #: alerts about them that a channel got
    cards: int = 0
    #: marks against their name
    marks: int = 0
    #: what was written down of how they treated us
    strikes: int = 0
    #: marks that asked a person to look at them
    flags: int = 0
    #: inputs of theirs that could not be read
    set_aside: int = 0
    #: it is an account of our own
    is_ours: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing is held."""
        return self == Holdings()


def held_together(each: Sequence[Holdings]) -> Holdings:
    """What is held about one person under several accounts."""
    return Holdings(
        messages=sum(one.messages for one in each),
        cases=_all(one.cases for one in each),
        open_cases=_all(one.open_cases for one in each),
        held_cases=_all(one.held_cases for one in each),
        waiting=_all(one.waiting for one in each),
        said=_all(one.said for one in each),
        standing=_all(one.standing for one in each),
        under_way=_all(one.under_way for one in each),
        cards=sum(one.cards for one in each),
        marks=sum(one.marks for one in each),
        strikes=sum(one.strikes for one in each),
        flags=sum(one.flags for one in each),
        set_aside=max((one.set_aside for one in each), default=0),
        is_ours=any(one.is_ours for one in each),
    )


def _all(each: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(sorted({number for numbers in each for number in numbers}))


class Tombstone(Value):
    """Who was erased, as a salted hash."""

    digest: str
    brand: str
    #: what they wrote up to then does not come back; what they write later is new
    until: datetime


def is_gone(id_: str) -> bool:
    """The id of somebody, or of a message, that was made nameless."""
    return id_.partition(":")[2].startswith(GONE)
