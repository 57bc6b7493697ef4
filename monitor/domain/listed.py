"""Listed words: which entries of an owner's word list stand in a text.

An entry matches whole words, whatever its capitals, its kind of apostrophe and the width of the
spaces in it; invisible signs inside a word do not hide it.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

_APOSTROPHES = str.maketrans("\u2019\u2018\u02bc\u00b4`", "'''''")


def listed_in(
    text: str, words: Collection[str], *, exempt: Collection[str] = ()
) -> tuple[str, ...]:
    """The entries that stand in the text, in its order, each once.

    What is exempt (a brand or a dish) does not count.
    """
    if not words:
        return ()
    plain = _plain(text)
    if exempt:
        plain = _pattern(tuple(exempt)).sub(" - ", plain)
    found = (" ".join(match.split()) for match in _pattern(tuple(words)).findall(plain))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=32)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    entries = (_plain(word).split() for word in words)
    # the longest first: "as I said" before "as"
    parts = sorted((r"\s+".join(map(re.escape, entry)) for entry in entries if entry), key=len)
    return re.compile(rf"(?<!\w)(?:{'|'.join(reversed(parts))})(?!\w)" if parts else r"(?!)")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    return "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
