"""Words: a text as the phrase lists see it.

Lower case, apostrophes closed up ("can't" and "cant" are one word), links left out. A handle or
the name of somebody keeps its "@", so that no phrase ever matches inside it.
"""

import re
from collections.abc import Sequence

_PIECE = re.compile(r"[\w@]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_SENTENCE_END = frozenset(".!?;:\n…")
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
#: ASCII that is no part of a word becomes a blank: six times as fast as the pattern
_BLANKED = bytes(
    code if chr(code).isalnum() or chr(code) in "_@" else ord(" ") for code in range(128)
).ljust(256)


def closed_up(text: str) -> str:
    """Lower case, without apostrophes and links: what `words_of` cuts into words."""
    lowered = text.lower()
    if not lowered.isascii():
        lowered = lowered.translate(_APOSTROPHES)
    elif "'" in lowered or "`" in lowered:
        lowered = lowered.replace("'", "").replace("`", "")
    if "http" in lowered or "www." in lowered:
        lowered = _LINK.sub(" ", lowered)
    return lowered


def words_of(closed: str) -> list[str]:
    """The words of a closed-up text, handles with their "@"."""
    if closed.isascii():
        return closed.encode().translate(_BLANKED).decode().split()
    return _PIECE.findall(closed)


def count_own(words: Sequence[str]) -> int:
    """How many words the author wrote, handles left out."""
    return len(words) - f" {' '.join(words)}".count(" @")


class Places:
    """Where each word stands in its closed-up text; made only when a phrase was found."""

    __slots__ = ("_closed", "_spans")

    def __init__(self, closed: str) -> None:
        self._closed = closed
        self._spans = [found.span() for found in _PIECE.finditer(closed)]

    def between(self, first: int, second: int) -> str:
        """What is written between the end of one word and the start of a later one."""
        return self._closed[self._spans[first][1] : self._spans[second][0]]

    def has_break(self, first: int, last: int) -> bool:
        """A sentence ends somewhere between these words."""
        for place in range(first, last):
            if not _SENTENCE_END.isdisjoint(self.between(place, place + 1)):
                return True
        return False

    def asks(self, word: int) -> bool:
        """The sentence that holds this word ends in a question mark."""
        start = self._spans[word][1]
        for character in self._closed[start:]:
            if character in ".!\n":
                return False
            if character == "?":
                return True
        return False

    def is_quoted(self, first: int, last: int) -> bool:
        """The words stand between quotation marks: somebody else's words."""
        before = self._closed[: self._spans[first][0]]
        after = self._closed[self._spans[last][1] :]
        if before.count('"') % 2 == 1 and '"' in after:
            return True
        for opening, closing in ("“”", "„“", "«»"):
            if before.rfind(opening) > before.rfind(closing) and closing in after:
                return True
        return False
