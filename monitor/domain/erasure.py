"""Erasure: what is held about one person, and what is left when they are erased.

What is left: rows without anything of theirs (kind, time, what was decided), so that counts still
add up; the ids and hashes of what we said; and a tombstone, by which a later poll or an older
backup does not bring them back.
"""

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


class Tombstone(Value):
    """Who was erased, as a salted hash."""

    digest: str
    brand: str
    #: what they wrote up to then does not come back; what they write later is new
    until: datetime


def is_gone(id_: str) -> bool:
    """The id of somebody, or of a message, that was made nameless."""
    return id_.partition(":")[2].startswith(GONE)
