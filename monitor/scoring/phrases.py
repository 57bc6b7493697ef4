"""Phrases: finding the words of the owner's lists in a text, in time linear in its length.

The phrases form a tree of words, and a *place* is where one stands in it after some words: several
branches at once, since `late*` matches every word that begins so and a lone `*` any one word.
Places are worked out the first time they are reached and then remembered, so that a step is one
dictionary look-up, however many phrases there are; the tree itself is grown as words are met.

Invariants: what is remembered changes the time, never the answer, and is bounded, whatever
strangers write. Threads may share an index.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec

#: words remembered at one place before it forgets them
_REMEMBERED = 10_000
_LONGEST_REMEMBERED = 24
#: stands after the last word of a text, and no phrase goes on with it: as in a handle, not even `*`
_NO_WORD = "@"


class Hit(msgspec.Struct, frozen=True, gc=False):
    """One phrase found: words `start` to `end` (exclusive)."""

    list: str
    phrase: str
    start: int
    end: int


class _Branch:
    """What may follow the words of a phrase read so far."""

    __slots__ = ("any", "beginnings", "ends", "exact")

    def __init__(self) -> None:
        # most branches are leaves: what is empty is one and the same for all
        self.exact: Mapping[str, _Branch] = _NO_BRANCHES
        self.beginnings: Mapping[str, _Branch] = _NO_BRANCHES
        self.any: _Branch | None = None
        #: (list, phrase) of the phrases that are complete here
        self.ends: tuple[tuple[str, str], ...] = ()

    def grow(self, word: str) -> "_Branch":
        """The branch for one word of a phrase."""
        if word == "*":
            self.any = self.any or _Branch()
            return self.any
        if word.endswith("*"):
            self.beginnings, branch = _with(self.beginnings, word[:-1])
        else:
            self.exact, branch = _with(self.exact, word)
        return branch

    def end(self, list_name: str, phrase: str) -> None:
        """A phrase is complete here."""
        if (list_name, phrase) not in self.ends:
            self.ends = (*self.ends, (list_name, phrase))

    def after(self, word: str, lengths: Sequence[int]) -> Iterable["_Branch"]:
        """Every branch that a word of a text opens."""
        if word in self.exact:
            yield self.exact[word]
        if self.beginnings:
            for length in lengths:
                if length <= len(word) and word[:length] in self.beginnings:
                    yield self.beginnings[word[:length]]
        if self.any is not None and word[0] != "@":
            yield self.any


_NO_BRANCHES: Mapping[str, _Branch] = MappingProxyType({})


def _with(branches: Mapping[str, _Branch], word: str) -> tuple[Mapping[str, _Branch], _Branch]:
    """The branches with one for this word, and that one."""
    found = branches.get(word)
    if found is not None:
        return branches, found
    grown = branches if isinstance(branches, dict) else {}
    grown[word] = _Branch()
    return grown, grown[word]


class _Place:
    """Where a text stands in the tree, after some words."""

    __slots__ = ("ends", "step")

    def __init__(self, branches: Sequence[_Branch]) -> None:
        #: (list, phrase) of the phrases that are complete here
        self.ends = tuple(end for branch in branches for end in branch.ends)
        #: next word → next place, or None where no phrase goes on; None itself where none could
        self.step: Callable[[str], _Place | None] | None = None
        steps: _Steps | dict[str, _Place]
        if any(branch.beginnings or branch.any for branch in branches):
            steps = _Steps(branches)
            self.step = steps.__getitem__
        elif any(branch.exact for branch in branches):
            words = dict.fromkeys(word for branch in branches for word in branch.exact)
            steps = {
                word: _Place([branch.exact[word] for branch in branches if word in branch.exact])
                for word in words
            }
            self.step = steps.get


class _Steps(dict[str, _Place | None]):
    """Next word → next place where stars are allowed; worked out when a word is first met."""

    __slots__ = ("_branches", "_lengths")

    def __init__(self, branches: Sequence[_Branch]) -> None:
        super().__init__()
        self._branches = branches
        self._lengths = sorted({len(b) for branch in branches for b in branch.beginnings})

    def __missing__(self, word: str) -> _Place | None:
        branches = self._after(word)
        place = _Place(branches) if branches else None
        if len(word) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[word] = place
        return place

    def _after(self, word: str) -> list[_Branch]:
        return [after for branch in self._branches for after in branch.after(word, self._lengths)]


class _FirstSteps(_Steps):
    """The first word of a text → its place.

    What goes on from a word is grown when that word is met: most words of the lists never are, and
    the whole tree would take several times the memory of the phrases.
    """

    __slots__ = ("_by_first",)

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        starred = _Branch()
        #: first word → list, phrase, list, phrase, …
        self._by_first: dict[str, list[str]] = {}
        for list_name, phrase in phrases:
            first = phrase.split(maxsplit=1)[0]
            if first.endswith("*"):
                _plant(starred, list_name, phrase, phrase.split())
            else:
                self._by_first.setdefault(first, []).extend((list_name, phrase))
        super().__init__((starred,))

    def _after(self, word: str) -> list[_Branch]:
        branches = super()._after(word)
        known = self._by_first.get(word)
        if known is not None:
            grown = _Branch()
            for list_name, phrase in zip(known[::2], known[1::2], strict=True):
                _plant(grown, list_name, phrase, phrase.split()[1:])
            branches.append(grown)
        return branches


def _plant(branch: _Branch, list_name: str, phrase: str, words: Iterable[str]) -> None:
    for word in words:
        branch = branch.grow(word)
    branch.end(list_name, phrase)


class PhraseIndex:
    """All phrases of all lists."""

    __slots__ = ("_step",)

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """`phrases` are pairs of list and phrase, words separated by blanks."""
        self._step = _FirstSteps(phrases).__getitem__

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
                place = place.step(followed[end])
        return hits
