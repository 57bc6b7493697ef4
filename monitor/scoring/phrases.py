"""Phrases: finding the words of the owner's lists in a text, in time linear in its length.

The phrases stand in one sorted list, in which those that begin with the same words stand together:
a *stretch*. A *place* is where one stands after some words of a text: in several stretches at once,
since `late*` matches every word that begins so and a lone `*` any one word. Places are worked out
when they are first reached, and then remembered, so that a step is one dictionary look-up, however
many phrases there are.

Invariants: what is remembered changes the time, never the answer, and is bounded for the index as a
whole, whatever strangers write. Threads may share an index.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

#: steps remembered before all of them are forgotten
_REMEMBERED = 32_768
_LONGEST_REMEMBERED = 24
#: stands after the last word of a text, and no phrase goes on with it: as in a handle, not even `*`
_NO_WORD = "@"
#: sorts right behind the blank, before all that a word is made of
_AFTER_BLANK = "!"


class Hit(msgspec.Struct, frozen=True, gc=False):
    """One phrase found: words `start` to `end` (exclusive)."""

    list: str
    phrase: str
    start: int
    end: int


class _Stretch(NamedTuple):
    """Phrases that begin with the same words: their numbers, and the length of those words."""

    start: int
    stop: int
    read: int


class _Place:
    """Where a text stands after some words."""

    __slots__ = ("ends", "step")

    def __init__(self, ends: tuple[tuple[str, str], ...], step: "_Steps | None") -> None:
        #: (list, phrase) of the phrases that are complete here
        self.ends = ends
        #: None where no phrase goes on
        self.step = step


class _Steps(dict[str, _Place | None]):
    """Next word → next place, or None where no phrase goes on so."""

    __slots__ = ("_beginnings", "_phrases", "_stretches")

    def __init__(self, phrases: "_Phrases", stretches: Sequence[_Stretch]) -> None:
        super().__init__()
        self._phrases = phrases
        self._stretches = stretches
        #: what of a next word stands before its `*`; empty for a lone one. Most places have none
        self._beginnings = frozenset(
            word[:-1]
            for stretch in stretches
            for word in phrases.next_words(stretch)
            if word.endswith("*")
        )

    def __missing__(self, word: str) -> _Place | None:
        place = self._phrases.place(self._stretches, self._written(word))
        if len(word) <= _LONGEST_REMEMBERED:
            self._phrases.remember()
            self[word] = place
        return place

    def _written(self, word: str) -> list[str]:
        """How a phrase may write a word of a text: by its beginning, as `*`, as it is."""
        if not self._beginnings:
            return [word]
        found = [
            f"{word[:length]}*"
            for length in range(1, len(word) + 1)
            if word[:length] in self._beginnings
        ]
        if "" in self._beginnings and word[0] != "@":
            found.append("*")
        return [*found, word]


class _Phrases:
    """The sorted list, and the count of what is remembered of it."""

    __slots__ = ("_lists", "_remembered", "_written", "first")

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        by_list: dict[str, list[str]] = {}
        for list_name, phrase in phrases:
            by_list.setdefault(phrase, [])
            if list_name not in by_list[phrase]:
                by_list[phrase].append(list_name)
        pairs = [(phrase, name) for phrase in sorted(by_list) for name in by_list[phrase]]
        self._written = [phrase for phrase, _ in pairs]
        self._lists = [name for _, name in pairs]
        self._remembered = 0
        #: the first word of a text → its place
        self.first = _Steps(self, (_Stretch(0, len(pairs), 0),))

    def next_words(self, stretch: _Stretch) -> Iterator[str]:
        """The word with which each phrase of a stretch goes on."""
        for phrase in self._written[stretch.start : stretch.stop]:
            end = phrase.find(" ", stretch.read)
            yield phrase[stretch.read : end if end >= 0 else None]

    def place(self, stretches: Iterable[_Stretch], words: Sequence[str]) -> _Place | None:
        """Where one of the words leads from there."""
        written, lists = self._written, self._lists
        ends: list[tuple[str, str]] = []
        going_on = []
        for start, stop, read in stretches:
            before = written[start][:read] if read else ""
            for word in words:
                whole = before + word
                found = bisect_left(written, whole, start, stop)
                if found == stop or not written[found].startswith(whole):
                    continue
                behind = bisect_left(written, whole + _AFTER_BLANK, found, stop)
                longer = bisect_right(written, whole, found, behind)
                ends.extend((lists[number], written[number]) for number in range(found, longer))
                if longer < behind:
                    going_on.append(_Stretch(longer, behind, len(whole) + 1))
        if going_on:
            return _Place(tuple(ends), _Steps(self, tuple(going_on)))
        return _Place(tuple(ends), None) if ends else None

    def remember(self) -> None:
        """One step more is remembered; when they are too many, all hang on the first and go."""
        self._remembered += 1
        if self._remembered > _REMEMBERED:
            self._remembered = 0
            self.first.clear()


class PhraseIndex:
    """All phrases of all lists."""

    __slots__ = ("_step",)

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """`phrases` are pairs of list and phrase, words separated by one blank."""
        self._step = _Phrases(phrases).first.__getitem__

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every phrase in the text, in the order of their first words."""
        hits: list[Hit] = []
        followed = [*words, _NO_WORD]
        for start, first in enumerate(map(self._step, words)):
            if first is None:
                continue
            place: _Place | None = first
            end = start
            while place is not None:
                end += 1
                if place.ends:
                    for list_name, phrase in place.ends:
                        hits.append(Hit(list_name, phrase, start, end))
                if place.step is None:
                    break
                place = place.step[followed[end]]
        return hits
