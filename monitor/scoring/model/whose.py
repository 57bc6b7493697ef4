"""Whose: whose trouble a text tells of, ours or somebody else's.

People tell a business of the gym that charged them twice, in the words in which they would complain
about it. Whose trouble it is stands in the parts of the text, between commas and full stops: which
of them speak to us, which name somebody else, in which of them something is wrong, and what comes
before and after that.

Only what a machine would answer is looked at so closely. Invariants: the same text gives the same
pieces; nothing raises; the time is linear in the length of the text.
"""

import re
from collections.abc import Sequence, Set
from itertools import chain
from math import sqrt
from typing import Final, NamedTuple

from monitor.scoring.model.pieces import SOMEBODY, plain_word, signs
from monitor.scoring.model.text import LIST, Text, standing
from monitor.scoring.phrases import Hit
from monitor.scoring.words import closed_up, words_of

#: what each of these pieces counts
PART: Final = 2 * LIST

_BREAK: Final = re.compile(r"[.!?;:,\n…]+")
_YOU: Final = frozenset(
    (
        *("you", "your", "yours", "youre", "youve", "youd", "youll", "yous", "yourself"),
        *("yourselves", "u", "ur", "ye", "yer", "ya", "yall"),
    )
)
#: who else may be meant: those whom people have trouble with, and words that point away from us
_OTHERS: Final = frozenset(
    (
        *("other", "another", "others", "elsewhere", "previous", "last", "old", "former", "next"),
        *("rival", "rivals", "competitor", "competitors", "else", "instead", "unlike", "usual"),
        *("they", "he", "she", "their", "his", "her", "them", "theirs", "somebody", "someone"),
        *("bank", "banks", "gym", "gyms", "landlord", "landlords", "landlady", "council"),
        *("government", "tax", "hmrc", "police", "court", "solicitor", "lawyer", "accountant"),
        *("dentist", "doctor", "doctors", "gp", "surgery", "hospital", "clinic", "vet", "pharmacy"),
        *("optician", "insurance", "insurer", "insurers", "courier", "couriers", "post", "amazon"),
        *("ebay", "tesco", "supermarket", "supermarkets", "broadband", "provider", "energy", "gas"),
        *("electric", "electricity", "bt", "sky", "vodafone", "virgin", "ee", "evri", "dpd"),
        *("hermes", "royal", "ryanair", "easyjet", "airline", "airlines", "airport", "flight"),
        *("flights", "train", "trains", "bus", "buses", "coach", "ferry", "taxi", "cab", "uber"),
        *("traffic", "roadworks", "strike", "weather", "rain", "storm", "school", "schools"),
        *("teacher", "university", "uni", "college", "exam", "exams", "boss", "colleague"),
        *("colleagues", "match", "ref", "news", "paper", "film", "movie", "ex", "husband", "wife"),
        *("mum", "mom", "dad", "mother", "father", "son", "daughter", "brother", "sister", "nan"),
        *("gran", "grandad", "cousin", "boyfriend", "girlfriend", "friend", "friends", "mate"),
        *("neighbour", "neighbours", "neighbor", "neighbors", "flatmate", "plumber", "plumbers"),
        *("builder", "builders", "electrician", "roofer", "mechanic", "garage", "garages"),
        *("hotel", "hotels", "restaurant", "cafe", "bakery", "salon", "barber", "hairdresser"),
        *("kennels", "groomer", "caterer", "florist", "agent", "agents", "agency", "company"),
        *("companies", "firm", "crowd", "lot", "chain", "place", "places", "shop", "shops"),
    )
)
#: words behind the last trouble, from which on there are few, some, many
_FEW, _SOME, _MANY = 1, 4, 9


class _Part(NamedTuple):
    """What stands between two breaks."""

    words: Sequence[str]
    #: of its first word in the text
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.words)

    def holds(self, hits: Sequence[Hit]) -> bool:
        """Some phrase stands in it, or reaches into it."""
        return any(hit.start < self.end and hit.end > self.start for hit in hits)


def pieces_of_whose(text: Text) -> list[tuple[str, float]]:
    """Each piece and what it counts: the words, the signs and the lists as in every other head,
    without runs of letters, and how the parts of the text speak of us and of others."""
    by_word = list(dict.fromkeys(map(plain_word, text.words)))
    by_word += signs(text.text, text.compound_used, len(text.words))
    for_words = 1 / sqrt(len(by_word))
    return [
        *((piece, for_words) for piece in by_word),
        *((piece, LIST) for piece in standing(text)),
        *((piece, PART) for piece in whose(text)),
    ]


def whose(text: Text) -> list[str]:
    """The pieces that tell whose trouble it is, each once."""
    parts = _parts(closed_up(text.text))
    words = list(chain.from_iterable([part.words for part in parts]))
    ours = frozenset(words).difference(text.words)
    bad, good = (
        text.grounds.strong + text.grounds.weak,
        text.grounds.praise + text.grounds.praise_weak,
    )
    found = []
    for place, part in enumerate(parts):
        what = f"{_whom(part.words, ours)} {'bad' * part.holds(bad)}{'good' * part.holds(good)}"
        found += [f"~part {what}", f"~part {what} {_where(place, len(parts))}"]
    found += _around(bad, words)
    found.append(f"~handle {_where_we_are_named(words)}")
    return list(dict.fromkeys(found))


def _parts(closed: str) -> list[_Part]:
    """Every part that has words."""
    parts = []
    start = 0
    for piece in _BREAK.split(closed):
        words = words_of(piece)
        if words:
            parts.append(_Part(words, start))
            start += len(words)
    return parts


def _whom(words: Sequence[str], ours: Set[str]) -> str:
    """Whom a part speaks to or of. `ours`: words that stand in it only as our name."""
    said = frozenset(words)
    handle = any(word.startswith(SOMEBODY) for word in words) or not said.isdisjoint(ours)
    you = not said.isdisjoint(_YOU)
    others = not _OTHERS.isdisjoint(said - ours)
    return "you" * you + "others" * others + SOMEBODY * handle


def _where(place: int, many: int) -> str:
    if many == 1:
        return "only"
    return "first" if place == 0 else "last" if place == many - 1 else "between"


def _around(bad: Sequence[Hit], words: Sequence[str]) -> list[str]:
    """What stands before the first trouble, and behind the last."""
    if not bad:
        return ["~no trouble"]
    before = words[: min([hit.start for hit in bad])]
    behind = words[max([hit.end for hit in bad]) :]
    many = sum(not word.startswith(SOMEBODY) for word in behind)
    steps = (many >= _FEW) + (many >= _SOME) + (many >= _MANY)
    you = "you" * (not _YOU.isdisjoint(behind))
    return [f"~behind {steps} {you}", f"~before {_whom(before, frozenset()).strip(SOMEBODY)}"]


def _where_we_are_named(words: Sequence[str]) -> str:
    if words and words[0].startswith(SOMEBODY):
        return "first"
    if words and words[-1].startswith(SOMEBODY):
        return "last"
    return "between" if any(word.startswith(SOMEBODY) for word in words) else "nowhere"
