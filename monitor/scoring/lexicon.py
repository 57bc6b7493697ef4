"""The lexicon: the library's words, and the rules by which neighbours change the value of one.

The idea: a word far from every *modifier* (a booster, a negation, a word of a phrase) keeps its
value, and that is most words of most texts. Only the few others go through `valence_among`.

Invariants:
- Lexicon, emojis, boosters, negations, phrases and scalars are the installed library's; nothing is
  copied. The library is loaded, and its files are read, when a `Lexicon` is made and not before.
  Nothing changes afterwards: threads may share one.
- The rules give what the library gives, oddities included. The order of float operations is
  therefore part of the code.
"""

from __future__ import annotations

from typing import Final

#: The numbers that the library writes inside its functions and gives no name.
_DAMPING: Final = {1: 1.0, 2: 0.95, 3: 0.9}
_NEVER_SO: Final = 1.25

#: The words by which the library's rules change a later word, and those that they name beside them.
_RULE_MODIFIERS: Final = frozenset(("no", "so", "this", "never", "without", "least"))
_RULE_WORDS: Final = _RULE_MODIFIERS | {"or", "nor", "doubt", "at", "very", "kind", "of", "but"}
_SO_OR_THIS: Final = ("so", "this")


class Lexicon:
    """The words that weigh, those that change them, and how."""

    __slots__ = (
        "_boosters",
        "_negated",
        "_negations",
        "_other_words",
        "_special",
        "_values",
        "capitals",
        "emojis",
        "modifiers",
        "phrase_words",
    )

    def __init__(self) -> None:
        from vaderSentiment.vaderSentiment import (
            BOOSTER_DICT,
            C_INCR,
            N_SCALAR,
            NEGATE,
            SPECIAL_CASES,
            SentimentIntensityAnalyzer,
        )

        # Only the dictionaries are kept: the analyzer also holds the text of both its files.
        analyzer = SentimentIntensityAnalyzer()
        # thousands of words share few values
        same: dict[float, float] = {}
        for word, value in analyzer.lexicon.items():
            analyzer.lexicon[word] = same.setdefault(value, value)
        self._values: dict[str, float] = analyzer.lexicon
        self._boosters: dict[str, float] = BOOSTER_DICT
        self._negations: frozenset[str] = frozenset(NEGATE)
        self._special: dict[str, float] = SPECIAL_CASES
        self._negated: float = N_SCALAR
        #: what capitals add to the size of a value
        self.capitals: float = C_INCR
        #: emoji → its description, with a blank before it
        self.emojis: dict[str, str] = {
            emoji: f" {description}"
            for emoji, description in analyzer.emojis.items()
            if len(emoji) == 1
        }
        phrases = [p.split() for p in (*self._special, *self._boosters) if " " in p]
        # The value of `kind` and of `no` may hang on the word after them, as in a phrase.
        self.phrase_words = frozenset({"kind", "no"}.union(*phrases))
        # A phrase is only there if its rarest word is: `the` alone need not cost the long way.
        rarest = {max(p, key=lambda w: (w in self._values, len(w))) for p in phrases}
        self.modifiers = self._negations | self._boosters.keys() | _RULE_MODIFIERS | rarest
        self._other_words = (
            self._negations | self._boosters.keys() | self.phrase_words | _RULE_WORDS
        )

    def value_of(self, word: str) -> float:
        """The word's own value; 0 for one that has none, or only changes others."""
        return 0.0 if word in self._boosters else self._values.get(word, 0.0)

    def knows(self, word: str) -> bool:
        """The word, in lower case, could matter to a score."""
        return word in self._values or word in self._other_words

    def valence_among(self, words: list[str], place: int, written: list[str] | None) -> float:
        """The value of a lexicon word among its neighbours.

        1. `kind of` is not kind, and `no` before a lexicon word only negates it.
        2. A `no` before the word turns it; capitals raise it.
        3. From the nearest to the third word before it: boosters, then negations; at the third
           also phrases. A neighbour that is itself in the lexicon modifies nothing.
        4. `least` turns it.
        """
        values = self._values
        word = words[place]
        follower = words[place + 1] if place + 1 < len(words) else ""
        if word == "kind" and follower == "of":
            return 0.0
        valence = values[word]
        if word == "no" and follower in values:
            valence = 0.0
        if _follows_no(words, place):
            valence = values[word] * self._negated
        if written and written[place].isupper():
            valence += self.capitals if valence > 0 else -self.capitals

        for distance in range(1, min(place, 3) + 1):
            neighbour = words[place - distance]
            if neighbour in values:
                continue
            if neighbour in self._boosters:
                is_shouted = written is not None and written[place - distance].isupper()
                boost = self._boost(neighbour, valence, is_shouted=is_shouted)
                valence += boost * _DAMPING[distance]
            valence *= self._negation(words, place, distance)
            if distance == 3 and not self.phrase_words.isdisjoint(words[place - 3 : place + 3]):
                valence = self._valence_in_phrase(words, place, valence)

        if _follows_least(words, place) and "least" not in values:
            valence *= self._negated
        return valence

    def _boost(self, booster: str, valence: float, *, is_shouted: bool) -> float:
        boost = self._boosters[booster]
        if valence < 0:
            boost = -boost
        if is_shouted:
            boost += self.capitals if valence > 0 else -self.capitals
        return boost

    def _negation(self, words: list[str], place: int, distance: int) -> float:
        """What the word `distance` before `place` multiplies the value by."""
        # Two oddities kept: with three words of room, `so` or `this` right before is enough without
        # a `never`, and `doubt` may stand at either of the two places after `without`.
        if distance == 3 and words[place - 1] in _SO_OR_THIS:
            return _NEVER_SO
        neighbour = words[place - distance]
        if neighbour not in self.modifiers and "n't" not in neighbour:
            return 1.0
        if distance > 1:
            if neighbour == "never" and words[place - distance + 1] in _SO_OR_THIS:
                return _NEVER_SO
            if neighbour == "without" and "doubt" in words[place - distance + 1 : place]:
                return 1.0
        is_negation = neighbour in self._negations or "n't" in neighbour
        return self._negated if is_negation else 1.0

    def _valence_in_phrase(self, words: list[str], place: int, valence: float) -> float:
        """`valence`, or that of a phrase which holds the word or stands before it, then boosted.

        Of the phrases that end at the word or before it the first counts; one that begins with the
        word overrules.
        """
        three, two, one, zero = words[place - 3 : place + 1]
        earlier = (f"{three} {two} {one}", f"{three} {two}", f"{two} {one}")
        for phrase in (f"{one} {zero}", f"{two} {one} {zero}", earlier[2], *earlier[:2]):
            if phrase in self._special:
                valence = self._special[phrase]
                break
        later = words[place : place + 3]
        for length in range(2, len(later) + 1):
            valence = self._special.get(" ".join(later[:length]), valence)
        for phrase in earlier:
            valence += self._boosters.get(phrase, 0.0)
        return valence


def _follows_no(words: list[str], place: int) -> bool:
    before = words[place - 3 if place > 3 else 0 : place]
    if "no" not in before:
        return False
    return "no" in before[-2:] or before[2] in ("or", "nor")


def _follows_least(words: list[str], place: int) -> bool:
    if place == 0 or words[place - 1] != "least":
        return False
    return place == 1 or words[place - 2] not in ("at", "very")
