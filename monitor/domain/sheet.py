"""A sheet: what a card shows, whichever desk it lies on.

Slack makes blocks of it, Telegram HTML and a keyboard, an e-mail a letter. A sheet holds plain
text only; what a stranger wrote is marked as theirs, and each desk makes it inert for its place.
Lengths are the desk's business: it cuts with "… more", and never fails because of them.
"""

from datetime import datetime
from enum import StrEnum

from monitor.domain.press import Act
from monitor.domain.values import Value


class Sign(StrEnum):
    """The sign before the first line: how it is, at one look."""

    URGENT = "urgent"
    ASKS = "asks"
    WAITS = "waits"
    SENT = "sent"
    DONE = "done"
    GONE = "gone"
    HAPPY = "happy"
    TROUBLE = "trouble"
    NEWS = "news"


class Words(Value, omit_defaults=True):
    """A run of text in a line."""

    text: str
    is_strong: bool = False
    is_small: bool = False
    #: to be typed or copied as it is
    is_code: bool = False
    #: somebody outside wrote it: their name, their words
    is_strangers: bool = False
    #: where it leads; only to what the monitor itself knows: a post, a profile
    link: str = ""
    #: the text is the clock time of this moment; a desk that shows times as they pass ("14 min
    #: ago", Slack's `{ago}`) shows it so, and others the text
    moment: datetime | None = None


class Line(Value):
    """One line of ours, with what it is made of."""

    words: tuple[Words, ...]


class Quote(Value):
    """What somebody outside wrote; it may be long."""

    text: str
    #: "1 photo, not shown"
    beside: str = ""


class Draft(Value):
    """Words of ours as they would read if sent now; the name in them may be a stranger's."""

    #: "Would be posted as @yourshop (165 of 280)"
    above: str
    text: str


class Style(StrEnum):
    """How a button looks."""

    PLAIN = "plain"
    FIRST = "first"
    DANGER = "danger"


class Button(Value, omit_defaults=True):
    """Something that a person can press."""

    label: str
    act: Act
    #: what it is about: `e12`, `c7`, `f3`, `i1`, `n4`
    subject: str
    #: of the draft that the sheet shows; a press on an older one is refused. One yes to many names
    #: here how many it is for: it is refused when it is another number by now
    version: int = 0
    #: of what it is about: numbers are given again after a restore, and the seal tells
    seal: str = ""
    style: Style = Style.PLAIN
    #: asked once more before it is done; empty: done at once
    asks: str = ""
    #: it only leads there, and nothing is pressed
    url: str = ""


class Buttons(Value):
    """One row of them; `more` stands behind a button of its own."""

    row: tuple[Button, ...]
    more: tuple[Button, ...] = ()


Part = Line | Quote | Draft | Buttons


class Sheet(Value):
    """A whole card. The first line says what to do."""

    sign: Sign
    #: "Complaint on X · 14 min ago · case 41"
    title: tuple[Words, ...]
    #: "decide by 11:30"; empty: nothing is due
    due: str = ""
    parts: tuple[Part, ...] = ()
    #: people of ours who are called by name: somebody has to look now
    calls: tuple[str, ...] = ()
    #: nothing will change on it any more
    is_final: bool = False
    #: the sample's
    is_sample: bool = False


def line(*words: Words | str) -> Line:
    """A line of plain words and others."""
    return Line(words=tuple(Words(text=one) if isinstance(one, str) else one for one in words))


def theirs(text: str, **looks: object) -> Words:
    """A stranger's words in a line."""
    return Words(text=text, is_strangers=True, **looks)  # type: ignore[arg-type]


def strong(text: str) -> Words:
    """Words that are seen first."""
    return Words(text=text, is_strong=True)


def small(text: str) -> Words:
    """Words beside the others."""
    return Words(text=text, is_small=True)


def code(text: str) -> Words:
    """A command, an id: to be copied as it is."""
    return Words(text=text, is_code=True)


def clock(text: str, moment: datetime) -> Words:
    """A moment, by the owner's clock."""
    return Words(text=text, is_small=True, moment=moment)


def in_plain(sheet: Sheet) -> str:
    """The first line as plain text, for notifications and lists."""
    head = "".join(words.text for words in sheet.title)
    return f"{head} · {sheet.due}" if sheet.due else head
