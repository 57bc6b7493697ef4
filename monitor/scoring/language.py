"""Language: which of seven languages a text is in, by its function words and its script.

A small first form that errs towards "not ours": a text in another language must never get an
English apology. The platform's own tag breaks ties; it is wrong too often to be believed alone.

- a script other than Latin decides by itself;
- most function words win; a tie goes to the platform's tag, then to the order of `WORDS`;
- a phrase of our English lists found in the text (`knows_english`) counts as one function word;
- no function word at all: the platform's tag if it is not English; else None for up to five words
  (too short to tell, which the rules take as covered), and "und" above that.
"""

import re
from collections.abc import Sequence
from typing import Final

from monitor.scoring.function_words import ANY_FOREIGN, ENGLISH, TELLING
from monitor.scoring.words import count_own

#: up to this many words a text without any function word is too short to tell
_SHORT: Final = 5

#: letters that tell a language where no word does
_LETTERS: Final = (
    ("de", frozenset("äöüß")),
    ("es", frozenset("ñ¿¡áíóú")),
    ("pt", frozenset("ãõ")),
    ("fr", frozenset("çèêàùœîûô")),
    ("it", frozenset("òì")),
)

_SCRIPTS: Final = (
    ("ru", re.compile("[\u0400-\u052f]")),
    ("ar", re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")),
)
_OTHER_LETTER: Final = re.compile("[^\\W\\d_a-z\u00aa-\u024f\u1e00-\u1eff]")
#: platforms' tags of languages that share a script with the one the script stands for
_SAME_SCRIPT: Final = {
    "ru": frozenset(("uk", "bg", "sr", "mk", "be", "kk")),
    "ar": frozenset(("fa", "ur", "ps", "ckb", "sd", "ug")),
    "hi": frozenset(("mr", "ne", "sa")),
    "he": frozenset(("yi",)),
}


def language_of(
    closed: str, words: Sequence[str], platform_tag: str | None, *, knows_english: bool
) -> str | None:
    """The language of a closed-up text and its words (see `words`), None when too short to tell."""
    if not closed.isascii():
        script = _script_of(closed, platform_tag)
        if script:
            return script
    if not ANY_FOREIGN.isdisjoint(words):
        return _by_function_words(words, platform_tag, knows_english=knows_english)
    if knows_english or not ENGLISH.isdisjoint(words):
        return "en"
    return _by_letters(closed, platform_tag) or _without_function_words(words, platform_tag)


def _script_of(text: str, platform_tag: str | None) -> str | None:
    """The language of a script that is not Latin, if at least a third of the letters are in it."""
    others = len(_OTHER_LETTER.findall(text))
    if not others or others * 3 < sum(map(str.isalpha, text)):
        return None
    # Japanese is written with Chinese characters too: one kana decides.
    counts = [(len(pattern.findall(text)), tag) for tag, pattern in _SCRIPTS]
    most, tag = max(counts, key=lambda pair: pair[0])
    if not most:
        return "und"
    if tag == "zh" and {name: count for count, name in counts}["ja"]:
        tag = "ja"
    primary = _primary(platform_tag)
    return primary if primary and primary in _SAME_SCRIPT.get(tag, ()) else tag


def _by_letters(closed: str, platform_tag: str | None) -> str | None:
    if closed.isascii():
        return None
    found = [tag for tag, letters in _LETTERS if not letters.isdisjoint(closed)]
    primary = _primary(platform_tag)
    return primary if primary in found else next(iter(found), None)


def _by_function_words(
    words: Sequence[str], platform_tag: str | None, *, knows_english: bool
) -> str | None:
    counts = {tag: len(telling.intersection(words)) for tag, telling in TELLING.items()}
    counts["en"] = len(ENGLISH.intersection(words)) + knows_english
    most = max(counts.values())
    best = [tag for tag, count in counts.items() if count == most]
    primary = _primary(platform_tag)
    if primary in best:
        return primary
    if "en" in best:
        return "en"
    if most == 1 and count_own(words) > _SHORT:
        # One foreign-looking word alone says nothing: "la", "en", "e".
        return _without_function_words(words, platform_tag)
    return best[0]


def _without_function_words(words: Sequence[str], platform_tag: str | None) -> str | None:
    primary = _primary(platform_tag)
    if primary and primary != "en":
        return primary
    return None if count_own(words) <= _SHORT else "und"


def _primary(tag: str | None) -> str | None:
    """`pt` of `pt-BR`; None for what says nothing."""
    if not tag:
        return None
    primary = tag.replace("_", "-").partition("-")[0].lower()
    # X: "qme", "qam" … stand for media, mentions only and the like; "und", "zxx" for unknown.
    return None if primary in ("und", "zxx", "in") or primary.startswith("q") else primary
