"""Making up: somebody under review, or kept away, asks why, or says sorry. A person hears of it."""

import re
from enum import StrEnum

#: longer texts are about something else as well, and are read as such
_SHORT = 60
_SORRY = re.compile(
    r"\b(?:sorry|apologi[sz]e|apologies|apology|forgive me|i was wrong|went too far|"
    r"entschuldig\w*|tut mir leid|perdón|lo siento|désolée?|excusez[- ]moi|pardon)\b",
    re.IGNORECASE,
)
_NOT_SORRY = re.compile(
    r"\b(?:not|never|aint|ain't) (?:even )?sorry\b|sorry for you", re.IGNORECASE
)
_WHY = re.compile(
    r"^\W*(?:@\S+\W+)*(?:but )?(?:why|how come|warum|wieso|por qué|pourquoi)\b[^.!]{0,40}\?|"
    r"\b(?:why|how come|warum|wieso|por qué|pourquoi)\b.{0,60}"
    r"\b(?:block|mut|ignor|answer|silen|quiet|hid|delet|ban|reply|respond|blockier|antwort)\w*",
    re.IGNORECASE | re.DOTALL,
)


class MakesUp(StrEnum):
    """What they want."""

    SORRY = "they say sorry"
    WHY = "they ask why"


def makes_up(text: str) -> MakesUp | None:
    """What a short text says; None for any other."""
    if len(text.split()) > _SHORT:
        return None
    if _SORRY.search(text) and not _NOT_SORRY.search(text):
        return MakesUp.SORRY
    return MakesUp.WHY if _WHY.search(text) else None
