"""Causes: what many complaints have in common, by topic and by the words that people share.

Nothing is understood here; words are counted, one vote a person. Whoever reads it sees at a glance
whether thirty complaints are one trouble or thirty.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from monitor.domain.values import Value

#: so many causes are named; the rest is told as a number
NAMED = 3
#: words that fewer people share name no cause
LEAST_PEOPLE = 3
#: … nor words that so small a part of the people share
LEAST_SHARE = 0.2
#: two words beside each other say more than one, if not many fewer people use both
PAIR_IS_WORTH = 0.6
EXAMPLES = 3
#: a text is looked at no further
LONGEST_TEXT = 600
#: letters only: nothing that could act where it is shown
_WORD = re.compile(r"\b[^\W\d_]{3,20}\b")
_NAMES = re.compile(r"[@#]\S+|\S+://\S+|\S*\w\.\w\S*")

#: the word says nothing about a cause: a small word, a feeling, a name of ours
SaysNothing = Callable[[str], bool]


class Heard(Value):
    """One complaint, as far as it matters here."""

    message_id: str
    author_id: str
    #: the strongest; empty when there is none
    topic: str = ""
    text: str = ""


class Cause(Value):
    """What some complaints have in common."""

    #: empty when most have none
    topic: str = ""
    #: "payment page"; empty when they share no words
    words: str = ""
    complaints: int
    people: int
    #: some of them, newest first
    examples: tuple[str, ...] = ()


def causes_of(heard: Sequence[Heard], says_nothing: SaysNothing) -> tuple[Cause, ...]:
    """The causes, the largest first; complaints that share nothing stand in none."""
    left = list(heard)
    terms = {one.message_id: _terms(one.text, says_nothing) for one in left}
    people = len({one.author_id for one in left})
    found: list[Cause] = []
    while left and len(found) < NAMED:
        words = _shared(left, terms, max(LEAST_PEOPLE, round(people * LEAST_SHARE)))
        if not words:
            break
        found.append(_cause([one for one in left if words in terms[one.message_id]], words))
        left = [one for one in left if words not in terms[one.message_id]]
    found += _by_topic(left)
    found.sort(key=lambda cause: (-cause.people, -cause.complaints, cause.words, cause.topic))
    return tuple(found[:NAMED])


def _shared(left: Iterable[Heard], terms: dict[str, frozenset[str]], least: int) -> str:
    """The words that most people use; empty when too few share any."""
    people: defaultdict[str, set[str]] = defaultdict(set)
    for one in left:
        for term in terms[one.message_id]:
            people[term].add(one.author_id)
    votes = {term: len(authors) for term, authors in people.items() if len(authors) >= least}
    if not votes:
        return ""
    most = max(votes.values())
    pairs = [term for term in votes if " " in term and votes[term] >= most * PAIR_IS_WORTH]
    return min(pairs or votes, key=lambda term: (-votes[term], term))


def _by_topic(left: Iterable[Heard]) -> list[Cause]:
    by_topic: defaultdict[str, list[Heard]] = defaultdict(list)
    for one in left:
        if one.topic:
            by_topic[one.topic].append(one)
    causes = [_cause(those, "") for those in by_topic.values()]
    return [cause for cause in causes if cause.people >= LEAST_PEOPLE]


def _cause(those: list[Heard], words: str) -> Cause:
    topics = Counter(one.topic for one in those)
    topic, votes = min(topics.items(), key=lambda each: (-each[1], each[0]))
    return Cause(
        topic=topic if votes * 2 >= len(those) else "",
        words=words,
        complaints=len(those),
        people=len({one.author_id for one in those}),
        examples=tuple(one.message_id for one in those[:EXAMPLES]),
    )


def _terms(text: str, says_nothing: SaysNothing) -> frozenset[str]:
    """The words of a text, and each two that stand beside each other."""
    plain = _NAMES.sub(" . ", text[:LONGEST_TEXT].casefold())
    terms: set[str] = set()
    for part in re.split(r"[.,;:!?()\n]", plain):
        words = ["" if says_nothing(word) else word for word in _WORD.findall(part)]
        terms.update(word for word in words if word)
        terms.update(f"{one} {next_}" for one, next_ in pairwise(words) if one and next_)
    return frozenset(terms)
