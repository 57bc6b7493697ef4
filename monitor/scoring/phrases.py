"""Phrases: finding the words of the owner's lists in a text, in time linear in its length.

A tree of words: each step is one dictionary look-up, so what a text costs does not depend on how
many phrases there are. `late*` matches every word that begins so, a lone `*` any one word. Which
branches a first word opens is remembered for the words seen most recently.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

#: first words remembered before the memory is emptied; bounds what strangers can make us keep
_REMEMBERED = 20_000
_LONGEST_REMEMBERED = 24


class Hit(NamedTuple):
    """One phrase found: words `start` to `end` (exclusive)."""

    list: str
    phrase: str
    start: int
    end: int


class _Node:
    """What may follow the words read so far."""

    __slots__ = ("any", "beginnings", "ends", "exact")

    def __init__(self) -> None:
        self.exact: dict[str, _Node] = {}
        self.beginnings: dict[str, _Node] = {}
        self.any: _Node | None = None
        #: (list, phrase) of the phrases that are complete here
        self.ends: list[tuple[str, str]] = []

    def grow(self, word: str) -> "_Node":
        """The branch for one word of a phrase."""
        if word == "*":
            self.any = self.any or _Node()
            return self.any
        if word.endswith("*"):
            return self.beginnings.setdefault(word[:-1], _Node())
        return self.exact.setdefault(word, _Node())

    def after(self, word: str) -> Iterator["_Node"]:
        """Every branch that this word of a text opens."""
        exact = self.exact.get(word)
        if exact is not None:
            yield exact
        if self.beginnings:
            for beginning, node in self.beginnings.items():
                if word.startswith(beginning):
                    yield node
        if self.any is not None and word[0] != "@":
            yield self.any


class _FirstWords(dict[str, tuple[_Node, ...]]):
    """First word → branches; filled as words are met, emptied when it grows too large."""

    def __init__(self, root: _Node) -> None:
        super().__init__()
        self._root = root

    def __missing__(self, word: str) -> tuple[_Node, ...]:
        nodes = tuple(self._root.after(word))
        if len(self) >= _REMEMBERED:
            self.clear()
        if len(word) <= _LONGEST_REMEMBERED:
            self[word] = nodes
        return nodes


class PhraseIndex:
    """All phrases of all lists."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """`phrases` are pairs of list and phrase, words separated by blanks."""
        root = _Node()
        for list_name, phrase in phrases:
            node = root
            for word in phrase.split():
                node = node.grow(word)
            if (list_name, phrase) not in node.ends:
                node.ends.append((list_name, phrase))
        self._first = _FirstWords(root)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every phrase in the text, in the order of their first words."""
        hits: list[Hit] = []
        first = self._first
        for start, word in enumerate(words):
            nodes = first[word]
            if nodes:
                self._follow(words, start, nodes, hits)
        return hits

    @staticmethod
    def _follow(
        words: Sequence[str], start: int, nodes: tuple[_Node, ...], hits: list[Hit]
    ) -> None:
        """Add the phrases that begin at `start`."""
        open_nodes = list(nodes)
        end = start + 1
        last = len(words)
        while open_nodes:
            for node in open_nodes:
                for list_name, phrase in node.ends:
                    hits.append(Hit(list_name, phrase, start, end))
            if end == last:
                return
            word = words[end]
            open_nodes = [branch for node in open_nodes for branch in node.after(word)]
            end += 1
