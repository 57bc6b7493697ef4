"""The model at work: one pass over a text, and the probability of each head.

    logit = intercept + tone + (words + signs) / √(how many) + runs of letters / √(how many)
            + 0.4 * (lists of phrases + setting)

Whether the trouble is somebody else's (`elsewhere`) has no runs, and its own pieces: see `whose`.
Each distinct word counts once. Its sums over all heads are remembered, so that a text of known
words costs a few additions for each.
"""

from collections.abc import Iterable, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import Final, NamedTuple

from monitor.scoring.model.pieces import (
    bucket,
    phrases_of,
    plain_word,
    run_buckets,
    signs,
)
from monitor.scoring.model.text import LIST, Text, standing
from monitor.scoring.model.weights import (
    ELSEWHERE,
    HEADS,
    SHIPPED,
    THOUSAND,
    Head,
    Weights,
    read_weights,
)
from monitor.scoring.model.whose import pieces_of_whose
from monitor.scoring.scores import Scores

#: words, and signs, remembered before all are forgotten
REMEMBERED: Final = 8192
#: longer words are not remembered: strangers choose them
LONGEST_REMEMBERED: Final = 40

#: of a probability
DIGITS: Final = 4

Sums = tuple[int, ...]
NOTHING: Final[Sums] = (0,) * len(HEADS)


class Weighed(NamedTuple):
    """One piece of a text and what it adds to the logit of a head."""

    #: a word; a sign begins with "#", a list of phrases or the setting with "~"; "#tone" is VADER's
    #: compound
    piece: str
    adds: float
    #: of a list: which of its phrases were found
    phrases: tuple[str, ...] = ()


class _Known(NamedTuple):
    """A word as it counts, and what it adds to each head, in thousandths."""

    plain: str
    word: Sums
    runs: Sums
    #: how many runs of letters it has
    many: int


class Model:
    """Scores texts. Threads may share it: what it remembers is only a shortcut."""

    def __init__(self, weights: Weights) -> None:
        if tuple(head.name for head in weights.heads) != HEADS:
            raise ValueError("the heads are others, or in another order")
        self.version = weights.version
        self.thresholds = weights.thresholds
        self._heads = weights.heads
        self._elsewhere = weights.elsewhere
        self._words: dict[str, _Known] = {}
        self._signs: dict[str, Sums] = {}

    @classmethod
    def shipped(cls, path: Path = SHIPPED) -> "Model":
        """The model of the package. Raises MonitorError."""
        return cls(read_weights(path))

    def tell(self, text: Text) -> Scores:
        """The probabilities of a text."""
        return Scores(*map(_probability, self._heads, self.logits(text)))

    def elsewhere(self, text: Text) -> float:
        """How probable it is that what is wrong is somebody else's affair, told to us; 0 where the
        model cannot tell. Asked of complaints: of anything else it says nothing."""
        head = self._elsewhere
        if head is None:
            return 0.0
        counted = [head.words[bucket(piece)] * counts for piece, counts in pieces_of_whose(text)]
        logit = head.intercept + head.tone * text.compound_used + sum(counted) / THOUSAND
        return _probability(head, logit)

    def logits(self, text: Text) -> list[float]:
        """Before calibration, a number for each head, in the order of `HEADS`."""
        distinct = self._distinct(text.words)
        by_word = [one.word for one in distinct]
        by_word += map(self._sums, signs(text.text, text.compound_used, len(text.words)))
        for_words = 1 / (THOUSAND * sqrt(len(by_word)))
        runs = sum([one.many for one in distinct])
        for_runs = 1 / (THOUSAND * sqrt(runs)) if runs else 0.0
        by_list = list(map(self._sums, standing(text)))
        return [
            tone + words * for_words + letters * for_runs + phrases * (LIST / THOUSAND)
            for tone, words, letters, phrases in zip(
                self._tones(text),
                _added(by_word),
                _added([one.runs for one in distinct]),
                _added(by_list),
                strict=True,
            )
        ]

    def weighed(self, head: str, text: Text) -> list[Weighed]:
        """What each piece adds to the logit of a head, the heaviest first; runs of letters count
        with their word."""
        if head == ELSEWHERE:
            return self._weighed_elsewhere(text)
        place = HEADS.index(head)
        distinct = self._distinct(text.words)
        told = signs(text.text, text.compound_used, len(text.words))
        by_word = 1 / (THOUSAND * sqrt(len(distinct) + len(told)))
        by_run = 1 / (THOUSAND * sqrt(sum(one.many for one in distinct) or 1))
        found = [
            Weighed(one.plain, one.word[place] * by_word + one.runs[place] * by_run)
            for one in distinct
        ]
        found += [Weighed(sign, self._sums(sign)[place] * by_word) for sign in told]
        found += [
            Weighed(name, self._sums(name)[place] * LIST / THOUSAND, phrases_of(name, text.grounds))
            for name in standing(text)
        ]
        found.append(Weighed("#tone", self._tones(text)[place] - self._heads[place].intercept))
        return _heaviest_first(found)

    def _weighed_elsewhere(self, text: Text) -> list[Weighed]:
        head = self._elsewhere
        if head is None:
            return []
        found = [
            Weighed(
                piece,
                head.words[bucket(piece)] * counts / THOUSAND,
                phrases_of(piece, text.grounds),
            )
            for piece, counts in pieces_of_whose(text)
        ]
        found.append(Weighed("#tone", head.tone * text.compound_used))
        return _heaviest_first(found)

    def _tones(self, text: Text) -> list[float]:
        """What a head says before it reads a word."""
        compound = text.compound_used
        return [head.intercept + head.tone * compound for head in self._heads]

    def _distinct(self, words: Sequence[str]) -> list[_Known]:
        """Every word that counts, once, in the order of the text."""
        remembered = self._words
        found = {}
        for word in words:
            one = remembered.get(word)
            if one is None:
                one = self._learn(word)
                if len(word) <= LONGEST_REMEMBERED:
                    if len(remembered) >= REMEMBERED:
                        remembered.clear()
                    remembered[word] = one
            found[one.plain] = one
        return list(found.values())

    def _learn(self, word: str) -> _Known:
        plain = plain_word(word)
        places = run_buckets(plain)
        place = bucket(plain)
        return _Known(
            plain=plain,
            word=tuple([head.words[place] for head in self._heads]),
            runs=tuple([_total(head.runs, places) for head in self._heads]),
            many=len(places),
        )

    def _sums(self, piece: str) -> Sums:
        """What a sign or a list adds to each head, in thousandths."""
        sums = self._signs.get(piece)
        if sums is None:
            place = bucket(piece)
            if len(self._signs) >= REMEMBERED:
                self._signs.clear()
            sums = self._signs[piece] = tuple([head.words[place] for head in self._heads])
        return sums


def _added(sums: Sequence[Sums]) -> Sums:
    """The sums of each head."""
    return tuple(map(sum, zip(*sums, strict=True))) if sums else NOTHING


def _total(numbers: Sequence[int], places: Iterable[int]) -> int:
    return sum([numbers[place] for place in places])


def _heaviest_first(found: Iterable[Weighed]) -> list[Weighed]:
    return sorted(found, key=lambda one: (-abs(one.adds), one.piece))


def _probability(head: Head, logit: float) -> float:
    return round(_sigmoid(head.slope * logit + head.shift), DIGITS)


def _sigmoid(logit: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, logit))))
