"""Idle words: those that say nothing about what happened.

Small words, words of every complaint, feelings, and the brand's own names. What is left of a
complaint names a thing: the payment page, the driver, the oven.
"""

import re
from collections.abc import Iterable

from monitor.scoring.function_words import WORDS
from monitor.scoring.vader import FastVader
from monitor.scoring.words_of_every_complaint import EVERYWHERE

_LETTERS = re.compile(r"[^\W\d_]+")


class IdleWords:
    """Asked about one word in lower case."""

    def __init__(self, vader: FastVader, languages: Iterable[str], names: Iterable[str]) -> None:
        self._vader = vader
        self._words = frozenset().union(
            *(
                known.get(one, frozenset[str]())
                for one in languages
                for known in (WORDS, EVERYWHERE)
            ),
            *(_LETTERS.findall(name.casefold()) for name in names),
        )

    def __call__(self, word: str) -> bool:
        """It says nothing about what happened."""
        return word in self._words or not self._vader.is_neutral_word(word)
