"""Hides names from the scorer: a customer of United is not united, and @HappyCo is not happy.

The idea: every handle and every brand name becomes one neutral word. Most names are words that the
scorer does not know anyway, and then the score of the text as it stands is the score that is asked
for; only the others cost a second look.

Invariants:
- `used_compound(vader, t, n, vader.polarity(t)) == vader.compound(mask(n))` for `n = normalise(t)`,
  always; what it saves is time.
- A placeholder has the case of what it stands for (all capitals, a first capital, or neither),
  since capitals weigh.
- A name stands between word boundaries: "unitedly" holds no brand, and the @ of an address that of
  no handle. Handles go first, so a brand within a handle goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import compress
from operator import ne
from typing import Final

from monitor.scoring.normalise import normalise
from monitor.scoring.vader import FastVader, Polarity

#: Neutral words, and no negations even with `'t` behind them.
_HANDLE: Final = "handle"
_BRAND: Final = "brand"

#: @name, @name@server.example and @name.server.example. The @ comes first to be searched for fast.
_AT_HANDLE: Final = re.compile(r"[@＠](?<!\w.)\w+(?:[.-]+\w+)*(?:@\w+(?:[.-]+\w+)*)?")
#: u/name and /u/name, not within an address of the web.
_REDDIT_HANDLE: Final = re.compile(r"(?<![\w/.-])/?u/\w+(?:-+\w+)*", re.IGNORECASE)


class NameMask:
    """The names of the brands that one owner speaks for; it knows every handle by its form."""

    __slots__ = ("_brand", "_first_words")

    def __init__(self, brand_names: Iterable[str] = ()) -> None:
        names = [normalise(name).split() for name in brand_names]
        if [] in names:
            raise ValueError("a brand name is blank")
        # The longest first, or "Larch" would leave "& Loaf" behind.
        names.sort(key=lambda words: -len(" ".join(words)))
        # An apostrophe has two forms, so what stands before it has to do for finding the word.
        self._first_words = tuple({re.split("['’]", words[0])[0].lower() for words in names})
        pattern = "|".join(r"\s+".join(map(_word_pattern, words)) for words in names)
        self._brand = re.compile(rf"(?<!\w)(?:{pattern or '(?!)'})(?!\w)", re.IGNORECASE)

    def mask(self, text: str) -> str:
        """`text` with a placeholder for every handle and brand name."""
        if "@" in text or "＠" in text:
            text = _AT_HANDLE.sub(_handle_placeholder, text)
        if "u/" in text or "U/" in text:
            text = _REDDIT_HANDLE.sub(_handle_placeholder, text)
        if self._may_name_brand(text):
            text = self._brand.sub(_brand_placeholder, text)
        return text

    def used_compound(self, vader: FastVader, text: str, normalised: str, raw: Polarity) -> float:
        """The compound of `normalised` with names masked; `raw` is what `vader` says of `text`."""
        masked = self.mask(normalised)
        if masked == text or (normalised == text and _is_same_to(vader, text, masked)):
            return raw.compound
        return vader.compound(masked)

    def _may_name_brand(self, text: str) -> bool:
        if not text.isascii():
            # Some letters outside ASCII match one inside it when case is ignored.
            return bool(self._first_words)
        lowered = text.lower()
        return any(word in lowered for word in self._first_words)


def _is_same_to(vader: FastVader, text: str, masked: str) -> bool:
    """Whether `masked` only has other neutral words where it differs from `text`."""
    before, after = text.split(), masked.split()
    if len(before) != len(after):
        return False
    differing = compress(zip(before, after, strict=True), map(ne, before, after))
    return all(_is_interchangeable(vader, old, new) for old, new in differing)


def _is_interchangeable(vader: FastVader, old: str, new: str) -> bool:
    return (
        vader.is_neutral_word(old)
        and vader.is_neutral_word(new)
        and old.isupper() == new.isupper()
        and old.count("!") == new.count("!")
        and old.count("?") == new.count("?")
    )


def _word_pattern(word: str) -> str:
    # People write either apostrophe.
    return "['’]".join(map(re.escape, re.split("['’]", word)))


def _handle_placeholder(found: re.Match[str]) -> str:
    return _in_case_of(found[0].lstrip("@＠/"), _HANDLE)


def _brand_placeholder(found: re.Match[str]) -> str:
    return _in_case_of(found[0], _BRAND)


def _in_case_of(name: str, placeholder: str) -> str:
    if name.isupper():
        return placeholder.upper()
    return placeholder.capitalize() if name[0].isupper() else placeholder
