"""How commands write for the owner: moments, counts, names, and text that hangs beside a label."""

import shutil
from datetime import date
from textwrap import wrap

from monitor.domain.erasure import is_gone
from monitor.domain.inert import columns, for_terminal
from monitor.domain.message import Author, Message
from monitor.domain.platform import platform_named
from monitor.domain.promise import MONTHS, WEEKDAYS

#: a stranger's words take no more than this many columns in a list
QUOTE = 300
NAME = 24
NARROW, WIDE = 60, 100
#: a line of text is never squeezed into less
LEAST_ROOM = 30
#: a space at which no line ends; strangers' texts have none, being inert
_KEPT = "\xa0"


def width() -> int:
    """How wide the screen is, within reason."""
    return max(NARROW, min(WIDE, shutil.get_terminal_size((WIDE, 24)).columns))


def day_words(day: date) -> str:
    """`Tuesday 1 December 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def count_of(number: int, one: str, many: str = "") -> str:
    """`1 draft`, `1,200 drafts`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def in_words(name: str) -> str:
    """A name of the code as words: `wrong_item` → `wrong item`."""
    return name.replace("_", " ")


def who(author: Author | None, author_id: str = "") -> str:
    """A person as the owner knows them: the name they gave themselves, and the handle."""
    if author is None:
        return for_terminal(author_id, NAME)
    if is_gone(author.id):
        return "somebody who was erased"
    name = for_terminal(author.name, NAME)
    handle = f"@{for_terminal(author.handle, NAME)}" if author.handle else ""
    if not name:
        return handle or for_terminal(author.id, NAME)
    return f"{name} {handle}".rstrip()


def title(platform: str) -> str:
    """A platform as people write it."""
    return for_terminal(platform_named(platform).title, NAME)


def quoted(message: Message | None) -> str:
    """What they wrote, inert."""
    if message is None:
        return "(their post is not stored any more)"
    if not message.text:
        if is_gone(message.id) or not (message.author.handle or message.deleted_at):
            return "(no longer kept)"
        return "(deleted by its author)" if message.deleted_at else "(no words)"
    gone = "deleted by its author, kept as evidence: " if message.deleted_at is not None else ""
    return f'{gone}"{for_terminal(message.text, QUOTE)}"'


def pad(text: str, to: int) -> str:
    """The text with at least one space after it."""
    return text + " " * max(1, to - columns(text))


def keep(text: str) -> str:
    """A command that `hang` does not break in its middle."""
    return text.replace(" ", _KEPT)


def hang(label: str, text: str, room: int) -> list[str]:
    """The label, and the text beside it in as many lines as it needs."""
    wrapped = wrap(
        text,
        max(LEAST_ROOM, room - columns(label)),
        break_long_words=True,
        break_on_hyphens=False,
    )
    lines = [line.replace(_KEPT, " ") for line in wrapped]
    rest = [" " * columns(label) + line for line in lines[1:]]
    return [(label + (lines[0] if lines else "")).rstrip(), *rest]


def link(label: str, url: str) -> str:
    """An address beside its label, on one line: people copy it."""
    return label + for_terminal(url, 300)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    """Plain columns, two spaces between them."""
    widths = [max(columns(row[place]) for row in (head, *rows)) for place in range(len(head))]
    return [
        "  ".join(
            cell + " " * (wide - columns(cell)) for cell, wide in zip(row, widths, strict=True)
        ).rstrip()
        for row in (head, *rows)
    ]
