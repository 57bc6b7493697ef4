"""Text: what the model is given of a message."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final, NamedTuple

from monitor.scoring.grounds import Grounds
from monitor.scoring.model.pieces import lists
from monitor.scoring.model.setting import setting

#: what a list of phrases, or the setting, counts, whatever the length of the text
LIST: Final = 0.4


class Text(NamedTuple):
    """A text as the model takes it."""

    #: normalised
    text: str
    #: as `words_of` gives them, with every name of the brand as "@"
    words: Sequence[str]
    #: VADER's, with the names masked
    compound_used: float
    grounds: Grounds


def standing(text: Text) -> Iterable[str]:
    """The pieces that count the same whatever the length of the text."""
    return chain(lists(text.grounds), setting(text.words, text.grounds))
