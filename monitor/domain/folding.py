"""Folding: slurs are not shown where nobody asked to see them.

What the phrases heard is masked. Where it cannot be found in the text as it was written (a
disguise), the whole text is folded: rather too much is hidden than a slur shown.
"""

import re
from collections.abc import Iterable

from monitor.domain.reading import Reading

#: the list of phrases, as readings name it
SLURS = "conduct.slur"
MASK = "[a slur]"
FOLDED = "[folded: there are slurs in it]"


def folded(text: str, reading: Reading | None) -> str:
    """The text without the slurs that its reading found."""
    if reading is None:
        return text
    for phrase in _slurs(reading):
        text, count = _pattern(phrase).subn(MASK, text)
        if not count:
            return FOLDED
    return text


def folded_part(part: str, text: str, reading: Reading | None) -> str:
    """A part of the text, such as a question in it: a slur elsewhere in the text folds no part,
    unless nobody can tell where it stands."""
    if reading is None:
        return part
    if folded(text, reading) == FOLDED:
        return FOLDED
    for phrase in _slurs(reading):
        part = _pattern(phrase).sub(MASK, part)
    return part


def _slurs(reading: Reading) -> Iterable[str]:
    return dict.fromkeys(one.phrase for one in reading.evidence if one.list == SLURS)


def _pattern(phrase: str) -> re.Pattern[str]:
    """The words of a phrase, whatever stands between them; `*` is the rest of a word."""
    words = [re.escape(word).replace(r"\*", r"\w*") for word in phrase.split()]
    return re.compile(r"(?<!\w)" + r"[\W_]*".join(words) + r"(?:'?s)?(?!\w)", re.IGNORECASE)
