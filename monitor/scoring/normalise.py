"""The text that a score which decides something is read from: what a reader sees, without disguise.

The idea: two texts that look the same to a person are the same text here. Compatibility forms
(full-width and mathematical letters) become plain ones, characters that show nothing are dropped,
and a pile of marks on one letter is cut down to what a language would write.

Invariants:
- `normalise(normalise(t)) == normalise(t)`, and no text raises.
- Characters that show nothing, put anywhere into an ASCII text, do not change what comes out.
- An emoji scores as its bare self: selectors and joiners go, so `❤\\ufe0f` is `❤`. The library
  gives a word with such a character glued to it no value at all.
- A text in plain ASCII that needs nothing comes back as the same object.
- What comes out has at most `MAX_SCORED_CHARACTERS` characters. They are counted last, so padding
  with invisible characters pushes nothing out of sight.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from unicodedata import category, is_normalized, normalize

#: Bounds the time of one score. Only the longest posts of Reddit and X exceed it, and their first
#: 10,000 characters show well enough how they are meant.
MAX_SCORED_CHARACTERS: Final = 10_000

#: What everyday writing puts on one letter, in any language, once letter and mark are composed.
MAX_MARKS_PER_CHARACTER: Final = 3

#: Format, control, and lone surrogate.
_DROPPED_CATEGORIES: Final = frozenset(("Cf", "Cc", "Cs"))
_MARK_CATEGORIES: Final = frozenset(("Mn", "Me"))

#: Show nothing either, though Unicode files them as marks and letters: the grapheme joiner, Hangul
#: fillers, Khmer inherent vowels, Mongolian and general variation selectors.
_INVISIBLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
_ASCII_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
#: All that is worth a second look.
_STRANGE: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\U0010ffff]")


def normalise(text: str) -> str:
    """`text` as a reader sees it.

    1. Characters that show nothing are dropped, white space excepted.
    2. Compatibility forms become plain (NFKC).
    3. Marks beyond the first few on a character are dropped.
    4. The length is capped.
    """
    if text.isascii():
        if not text.isprintable() and _ASCII_CONTROL.search(text):
            text = _ASCII_CONTROL.sub("", text)
        return text[:MAX_SCORED_CHARACTERS]
    strange = set(_STRANGE.findall(text))
    if dropped := set(filter(_is_dropped, strange)):
        text = text.translate(dict.fromkeys(map(ord, dropped)))
        strange -= dropped
    if not is_normalized("NFKC", text):
        text = normalize("NFKC", text)
        strange = set(_STRANGE.findall(text))
    if any(map(_is_mark, strange)):
        text = _with_few_marks(text)
    return text[:MAX_SCORED_CHARACTERS]


# The caches hold what a stream really uses, a few thousand characters, and never all of Unicode.
@lru_cache(maxsize=4096)
def _is_dropped(character: str) -> bool:
    if category(character) in _DROPPED_CATEGORIES:
        return not character.isspace()
    return _INVISIBLE.match(character) is not None


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    return category(character) in _MARK_CATEGORIES


def _with_few_marks(text: str) -> str:
    # A mark taken away may bring together two characters that compose: rare, done in a few turns.
    while (fewer := normalize("NFKC", _without_piled_marks(text))) != text:
        text = fewer
    return text


def _without_piled_marks(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= MAX_MARKS_PER_CHARACTER:
            kept.append(character)
    return "".join(kept)
