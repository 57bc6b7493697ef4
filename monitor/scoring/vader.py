"""Scores a text exactly as vaderSentiment does, in time that grows with the text and no faster.

The idea: the library lower-cases the whole text again for every word it weighs, and asks of every
word what only a few need asking. Here the words are read once. Only the words of the lexicon are
weighed, and of those only the few that stand within three words of a *modifier* (a booster, a
negation, a word of a phrase) go through the rules; the value of every other one is its lexicon
value, with the library's addition for capitals.

Invariants:
- `FastVader().polarity(t).as_dict() == SentimentIntensityAnalyzer().polarity_scores(t)` for every
  `str` t, to the last digit, oddities of the library included. The order of float operations is
  therefore part of the code.
- The library is loaded when a `FastVader` is made and not before. Nothing changes afterwards but
  what is remembered, and that holds for every text: threads may share one.
- A word is stripped as it is written and lower-cased afterwards, as the library does it. What comes
  of the words that many people write is remembered.
- No word of the lexicon has the value zero, so that zero can stand for a word that is not in it.
- The library can see only the emojis of one character, and none of them is ASCII.
- A word whose value the rules turn to zero has no effect on a sum, nor on the library's look-up of
  equal values; it is only counted.
"""

from __future__ import annotations

import re
import string
from heapq import heappop, heappush
from math import sqrt
from typing import Final, NamedTuple

from monitor.scoring.lexicon import Lexicon

#: The numbers that the library writes inside its functions and gives no name.
_BEFORE_BUT: Final = 0.5
_AFTER_BUT: Final = 1.5
_PER_EXCLAMATION: Final = 0.292
_PER_QUESTION: Final = 0.18
_MANY_QUESTIONS: Final = 0.96
_ALPHA: Final = 15

_PUNCTUATION: Final = string.punctuation
#: A stripped word this short was probably an emoticon, and is left as it was.
_EMOTICON_LENGTH: Final = 2


class Polarity(NamedTuple):
    """The library's values: the shares of negative, neutral and positive, and the sum in −1…1."""

    neg: float
    neu: float
    pos: float
    compound: float

    def as_dict(self) -> dict[str, float]:
        return self._asdict()


_NO_WORDS: Final = Polarity(0.0, 0.0, 0.0, 0.0)
_NEUTRAL: Final = Polarity(0.0, 1.0, 0.0, 0.0)


class FastVader:
    """The library's scores, each word of a text looked up once."""

    __slots__ = (
        "_emoji_or_astral",
        "_emojis",
        "_has_no_modifier",
        "_lexicon",
        "_neutral",
        "_phrase_words",
        "_value_of",
    )

    def __init__(self) -> None:
        self._lexicon = Lexicon()
        values = _Values(self._lexicon)
        self._value_of = values.__getitem__
        self._neutral = values.neutral
        self._has_no_modifier = self._lexicon.modifiers.isdisjoint
        self._phrase_words = self._lexicon.phrase_words
        self._emojis = self._lexicon.emojis
        self._emoji_or_astral = _emoji_pattern(self._emojis)

    def polarity(self, text: str) -> Polarity:
        """The library's values for `text`."""
        valences, word_count, emphasis = self._weigh(text)
        if not valences:
            return _NEUTRAL if word_count else _NO_WORDS
        positive = negative = 0.0
        neutral_count = word_count
        for valence in valences:
            if valence > 0:
                positive += valence + 1
                neutral_count -= 1
            elif valence < 0:
                negative -= valence - 1
                neutral_count -= 1
        if positive > negative:
            positive += emphasis
        elif positive < negative:
            negative += emphasis
        total = positive + negative + neutral_count
        return Polarity(
            round(negative / total, 3) if negative else 0.0,
            round(neutral_count / total, 3),
            round(positive / total, 3) if positive else 0.0,
            _compound(valences, emphasis),
        )

    def compound(self, text: str) -> float:
        """`polarity(text).compound`, for those who need nothing else."""
        valences, _, emphasis = self._weigh(text)
        return _compound(valences, emphasis) if valences else 0.0

    def is_neutral_word(self, word: str) -> bool:
        """Whether `word` could give way to another such word and leave every text's score alone.

        That holds between neutral words that agree in `str.isupper` (capitals elsewhere count only
        when not every word has them) and in their number of exclamation and question marks. The
        word may carry punctuation.
        """
        if not word.isascii() and not self._emojis.keys().isdisjoint(word):
            return False
        if word.split() != [word]:
            return False
        bare = _bare(word)
        return not self._lexicon.knows(bare) and "n't" not in bare

    def _weigh(self, text: str) -> tuple[list[float], int, float]:
        """The values of the words that have one, the number of all words, and the emphasis.

        1. Emojis become their descriptions, and the text becomes words.
        2. Each lexicon word gets its value; by the rules if a modifier or a phrase may be near it.
        3. `but` shifts weight from what stands before it to what stands after it.
        """
        if not text.isascii():
            text = self._emoji_or_astral.sub(self._described, text)
        written = text.split()
        neutral, value_of = self._neutral, self._value_of
        if neutral.issuperset(written):
            return [], len(written), 0.0
        places = [
            place for place, word in enumerate(written) if word not in neutral and value_of(word)
        ]
        if not places:
            return [], len(written), 0.0

        lowered = text.lower()
        has_contraction = "n't" in lowered
        # the words in which capitals count, if they count at all
        shouting = written if _has_capitals_that_count(text, lowered, written) else None
        words: list[str] = []
        valences: list[float] = []
        for place in places:
            word = written[place]
            before = map(_bare, written[place - 3 if place > 3 else 0 : place])
            if (
                has_contraction
                or _bare(word) in self._phrase_words
                or not self._has_no_modifier(before)
            ):
                words = words or list(map(_bare, written))
                valence = self._lexicon.valence_among(words, place, shouting)
            else:
                valence = value_of(word)
                if shouting and word.isupper():
                    capitals = self._lexicon.capitals
                    valence += capitals if valence > 0 else -capitals
            valences.append(valence)

        if "but" in lowered:
            words = words or list(map(_bare, written))
            if "but" in words:
                valences = _shifted_by_but(places, valences, words.index("but"))
        return valences, len(written), _emphasis(text)

    def _described(self, found: re.Match[str]) -> str:
        # The library adds this space only where none stands yet; one too many changes no word.
        character = found[0]
        return self._emojis.get(character, character)


def _emoji_pattern(emojis: dict[str, str]) -> re.Pattern[str]:
    # One range for all that lies beyond the basic plane: `re` tests such characters one by one.
    basic = "".join(re.escape(emoji) for emoji in emojis if emoji <= "\uffff")
    return re.compile(f"[{basic}\U00010000-\U0010ffff]")


class _Bare(dict[str, str]):
    """A word as written → in lower case without its punctuation; the words that many write."""

    def __missing__(self, word: str) -> str:
        bare = _stripped(word).lower()
        if len(word) <= _LONGEST_REMEMBERED:
            # bounds what strangers can make us keep
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = bare
        return bare


_REMEMBERED: Final = 4096
_LONGEST_REMEMBERED: Final = 24
_bare: Final = _Bare().__getitem__


class _Values(dict[str, float]):
    """A word as written → the lexicon's value for it, 0 for most; remembered in the same way.

    `neutral`: those of them that weigh nothing. A look into a set costs a fifth.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon
        self.neutral: set[str] = set()

    def __missing__(self, word: str) -> float:
        value = self._lexicon.value_of(_bare(word))
        if len(word) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
                self.neutral.clear()
            self[word] = value
            if not value:
                self.neutral.add(word)
        return value


def _stripped(word: str) -> str:
    bare = word.strip(_PUNCTUATION)
    return bare if len(bare) > _EMOTICON_LENGTH else word


def _has_capitals_that_count(text: str, lowered: str, written: list[str]) -> bool:
    """Some word is in capitals, perhaps, and some is not: else they add nothing."""
    # A few letters are capitals without having a lower case, so being lower tells only of ASCII.
    if text == lowered and text.isascii():
        return False
    return not (text.isupper() and all(map(str.isupper, written)))


def _shifted_by_but(places: list[int], valences: list[float], but: int) -> list[float]:
    """The values after the first `but` has halved those before it and raised those after it.

    The library walks along the list and changes, for each value it meets, the *first* word that has
    this value by then, which need not be the word it met. A heap for each value finds that word
    without searching.
    """
    shifted = list(valences)
    holders: dict[float, list[int]] = {}
    for met, valence in enumerate(valences):
        if valence == 0:
            continue
        same = holders.setdefault(valence, [])
        heappush(same, met)
        first = heappop(same)
        changed = valence
        if places[first] != but:
            changed *= _BEFORE_BUT if places[first] < but else _AFTER_BUT
        shifted[first] = changed
        heappush(holders.setdefault(changed, []), first)
    return shifted


def _emphasis(text: str) -> float:
    if "!" not in text and "?" not in text:
        return 0.0
    exclamations = min(text.count("!"), 4) * _PER_EXCLAMATION
    questions = text.count("?")
    if questions < 2:
        return exclamations
    return exclamations + (questions * _PER_QUESTION if questions <= 3 else _MANY_QUESTIONS)


def _compound(valences: list[float], emphasis: float) -> float:
    total = float(sum(valences))
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    return round(total / sqrt(total * total + _ALPHA), 4)
