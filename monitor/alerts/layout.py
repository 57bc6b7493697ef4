"""Layout: a label in its column, and a text beside it in as many lines as it needs."""

from textwrap import wrap

from monitor.domain.inert import columns

#: the column at which everything under the first line begins
INDENT = 7
#: a text gets so many columns at least, however narrow the screen is
_LEAST_ROOM = 30


def pad(text: str, to: int) -> str:
    """The text with blanks up to that column, one at least."""
    return text + " " * max(1, to - columns(text))


def hang(label: str, text: str, width: int) -> list[str]:
    """The label under the first line, and the text beside it."""
    return hang_from(" " * INDENT + label, text, width)


def hang_from(head: str, text: str, width: int) -> list[str]:
    """The head, and the text beside it."""
    room = max(_LEAST_ROOM, width - columns(head))
    pieces = wrap(text, room, break_long_words=True, break_on_hyphens=False) or [""]
    return [(head + pieces[0]).rstrip(), *(" " * columns(head) + piece for piece in pieces[1:])]
