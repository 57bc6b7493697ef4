"""The morning digest: one message a day with what happened since the last, and what is due today.

What is quiet is told here and nowhere else, a line each.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from monitor.cards.case_facts import Writer
from monitor.cards.clock_words import at
from monitor.cards.plain_words import count_of, listed, sentence
from monitor.cards.said_part import kind_words
from monitor.cards.web_link import web_link
from monitor.cards.who_line import name_words
from monitor.domain.clock import Hours
from monitor.domain.message import Message
from monitor.domain.notice import Notice
from monitor.domain.platform import platform_named
from monitor.domain.reading import Kind, Reading
from monitor.domain.sheet import Line, Part, Sheet, Sign, Words, code, line, small, strong, theirs
from monitor.domain.values import Value

#: of one sort so many are named; the rest is counted
SHOWN = 5
_COUNTED = {
    Kind.COMPLAINT: ("complaint", "complaints"),
    Kind.QUESTION: ("question", "questions"),
    Kind.PRAISE: ("word of thanks", "words of thanks"),
    Kind.ABUSE: ("insult", "insults"),
    Kind.SPAM: ("advert", "adverts"),
}
_COMMAND = "monitor "


class Row(Value):
    """One person who waits, or was heard quietly."""

    writer: Writer
    platform: str
    message: Message | None = None
    reading: Reading | None = None
    #: None: it belongs to no case
    case_number: int | None = None
    #: by when something is to be done
    due_at: datetime | None = None


class DigestFacts(Value):
    """All that a digest may tell."""

    now: datetime
    hours: Hours
    #: of the last digest, or of what counts as the night
    since: datetime
    #: what came since then, by kind; posts of our own are none
    heard: Mapping[Kind, int] = {}
    urgent: tuple[Row, ...] = ()
    late: tuple[Row, ...] = ()
    drafts: tuple[Row, ...] = ()
    by_hand: tuple[Row, ...] = ()
    #: told nowhere else
    quiet: tuple[Row, ...] = ()
    flags: int = 0
    #: words of which nobody knows whether they are out
    unsure: int = 0
    #: promises that are due today, the first one's time
    promises: int = 0
    first_promise_at: datetime | None = None
    #: platforms that are read
    fine: tuple[str, ...] = ()
    #: what is wrong with the monitor itself
    notices: tuple[Notice, ...] = ()
    is_paused: bool = False
    is_sample: bool = False


def digest(facts: DigestFacts) -> Sheet:
    """The whole of it. Nothing on it changes."""
    waiting = len(facts.urgent) + len(facts.late) + len(facts.drafts) + len(facts.by_hand)
    return Sheet(
        sign=Sign.NEWS,
        title=(strong("Good morning."),),
        due=_due(facts, waiting),
        parts=tuple(_parts(facts)),
        is_final=True,
        is_sample=facts.is_sample,
    )


def _due(facts: DigestFacts, waiting: int) -> str:
    if not waiting and not facts.unsure and not facts.flags and not facts.notices:
        return "nothing waits for you"
    if not waiting:
        return "please look"
    return f"{waiting:,} wait{'' if waiting != 1 else 's'} for you"


def _parts(facts: DigestFacts) -> Iterator[Part]:
    yield line(_heard(facts))
    if facts.is_paused:
        yield line(strong("Sending is paused: "), "nothing goes out until you resume.")
    sections = (
        ("Answer first", facts.urgent),
        ("Late", facts.late),
        ("To decide on", facts.drafts),
        ("To answer by hand", facts.by_hand),
        ("Heard quietly", facts.quiet),
    )
    for head, rows in sections:
        yield from _section(head, rows, facts)
    yield from _others(facts)
    yield _due_today(facts)
    yield from _reading(facts)


def _heard(facts: DigestFacts) -> str:
    """ "Since 17:00 yesterday: 4 mentions, 1 complaint, 3 words of thanks."."""
    since = at(facts.since, facts.now, facts.hours)
    total = sum(facts.heard.values())
    if not total:
        return f"Since {since}: nobody wrote about you."
    kinds = [
        count_of(number, *names)
        for kind, names in _COUNTED.items()
        if (number := facts.heard.get(kind, 0))
    ]
    return f"Since {since}: {', '.join([count_of(total, 'mention'), *kinds])}."


def _section(head: str, rows: tuple[Row, ...], facts: DigestFacts) -> Iterator[Line]:
    if not rows:
        return
    yield line(strong(f"{head}: {len(rows):,}"))
    for row in rows[:SHOWN]:
        yield line("• ", *_row(row, facts))
    if len(rows) > SHOWN:
        yield line(small(f"and {len(rows) - SHOWN:,} more: "), code("monitor inbox"))


def _row(row: Row, facts: DigestFacts) -> Iterator[Words]:
    """Who, what about, where it stands, by when."""
    yield from name_words(row.writer)
    what = sentence(kind_words(row.message, row.reading))
    where = platform_named(row.platform).title
    url = web_link(row.message.url) if row.message is not None else ""
    yield small(" · ")
    yield Words(text=f"{what} on {where}", link=url)
    if row.case_number is not None:
        yield small(f" · case {row.case_number}")
    if row.due_at is not None:
        late = row.due_at <= facts.now
        by = at(row.due_at, facts.now, facts.hours)
        yield Words(text=f" · was due {by}" if late else f" · by {by}", is_strong=late)


def _others(facts: DigestFacts) -> Iterator[Line]:
    if facts.unsure:
        replies = count_of(facts.unsure, "reply", "replies")
        yield line(f"Of {replies} nobody knows whether it is out: look yourself.")
    if facts.flags:
        people = count_of(facts.flags, "person needs", "people need")
        yield line(f"{people} a look: ", code("monitor flags"))


def _due_today(facts: DigestFacts) -> Line:
    if not facts.promises or facts.first_promise_at is None:
        return line("Due today: no promise.")
    first = at(facts.first_promise_at, facts.now, facts.hours)
    return line(
        strong(f"Due today: {count_of(facts.promises, 'promise')}"),
        f", {'at' if facts.promises == 1 else 'the first at'} {first}.",
    )


def _reading(facts: DigestFacts) -> Iterator[Line]:
    """What is read, and what is wrong."""
    if facts.fine:
        yield line(small(f"Reading fine: {listed(facts.fine)}."))
    for notice in facts.notices[:SHOWN]:
        since = at(notice.began_at, facts.now, facts.hours)
        words: list[Words | str] = [theirs(sentence(notice.headline), is_strong=True)]
        words.append(f", since {since}")
        if notice.fix:
            is_command = notice.fix.startswith(_COMMAND)
            words += [": ", code(notice.fix) if is_command else notice.fix]
        yield line(*words)
