"""A sheet: what a card or a notice says, before any form. Text, HTML, mrkdwn and JSON lay it out.

Every text of it is plain: on one line, without anything that hides or acts, slurs folded. What one
place would act upon (a tag, a link, a formatting sign) each form takes away itself.
"""

from datetime import datetime
from enum import StrEnum

from monitor.domain.effect import Urgency
from monitor.domain.values import Value


class About(StrEnum):
    """What a sheet is made of."""

    #: an alert about a customer
    CARD = "card"
    #: the monitor itself
    NOTICE = "notice"


class Who(Value):
    """Whose words it is about."""

    #: as they call themselves; never empty
    name: str
    handle: str = ""
    followers: int | None = None
    #: the year of their account
    since: int | None = None
    #: how many mentions of theirs belong to the case
    mentions: int = 0


class Draft(Value):
    """Words of ours, as they would read if sent now."""

    text: str
    #: the command knows it by that; 0: words that only a person can post
    number: int = 0
    #: what becomes of it: "waits for your yes"
    standing: str = ""
    #: it waits for a yes
    is_open: bool = False
    #: in the platform's own counting; 0: without a limit that anybody could reach
    length: int = 0
    longest: int = 0
    #: "$0.20", where a link makes it dear
    price: str = ""


class Link(Value):
    """A place to go to: an https address, and the server's name, so that nobody is led astray."""

    url: str
    #: "X"
    title: str
    host: str


class Step(Value):
    """Something to type."""

    words: str
    command: str


class Sheet(Value):
    """All of it."""

    about: About
    #: `e12`, `n3`
    id: str
    brand: str
    #: when it arose, and as the owner's clock says it
    at: datetime
    when: str
    urgency: Urgency
    #: what to do, and by when
    headline: str
    #: what it is about, the same through the whole life of a case
    subject: str
    is_sample: bool = False
    case_number: int | None = None
    #: when the case began, to tell it from those of other stores; None: no case
    case_began_at: datetime | None = None
    platform: str = ""
    who: Who | None = None
    said: str = ""
    photos: int = 0
    asks: tuple[str, ...] = ()
    kind: str = ""
    topic: str = ""
    certainty: str = ""
    #: their orders in the owner's own file
    orders: tuple[str, ...] = ()
    #: what may be given without asking
    policy: str = ""
    #: what the playbook, or the moment, wants to be known
    note: str = ""
    draft: Draft | None = None
    #: "Mon 15:30": until then a decision is useful; a person owes the next step
    decide_by: str = ""
    answer_by: str = ""
    decide_until: datetime | None = None
    answer_until: datetime | None = None
    warnings: tuple[str, ...] = ()
    link: Link | None = None
    steps: tuple[Step, ...] = ()


#: said on everything while the sample week is on
SAMPLE = "SAMPLE"
