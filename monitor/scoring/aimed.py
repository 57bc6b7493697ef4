"""Aimed: whether hard words are the author's own, and meant for whom they write to.

People tell what was said to them, quote it, laugh at themselves, call a boss a fool and speak of
what they are. None of that is done to us. In doubt it is not: a missed troll costs an evening, a
wrongly flagged customer costs a story.
"""

from collections.abc import Sequence
from itertools import pairwise

from monitor.scoring.phrases import Hit
from monitor.scoring.words import Places

#: shortly before a phrase these say that somebody else said it
_REPORTING = frozenset(
    (
        *("said", "says", "saying", "told", "tells", "call", "called", "calls", "calling"),
        *("shout", "shouted", "shouting", "yelled", "yelling", "screamed", "screaming"),
        *("threatened", "threatening", "heard", "wrote", "writes", "replied", "quote", "quoting"),
        *("he", "she", "they", "who", "staff", "driver", "waiter", "manager", "employee"),
        *("colleague", "somebody", "someone"),
    )
)
_REPORTING_WINDOW = 5
#: and these right behind it
_SAID_OF_IT = frozenset(("said", "shouted", "yelled", "screamed", "heard", "muttered", "wrote"))
_BEHIND = 3
#: "… is what I heard at the counter"
_IS_WHAT = frozenset((("is", "what"), ("was", "what")))
_IS_WHAT_WINDOW = 6

_YOU = frozenset(("you", "your", "youre", "u", "ur", "yall", "yourself", "yourselves"))
#: somebody else, or the author: who is nearer to the phrase than "you" is meant
_OTHERS = frozenset(
    (
        *("i", "im", "am", "me", "my", "myself", "mine", "we", "us", "our", "ourselves", "ex"),
        *("his", "him", "her", "hes", "shes", "their", "theyre", "them", "whoever"),
    )
)
_NOT = frozenset(("not", "no", "never", "arent", "isnt", "dont", "wasnt", "werent"))
#: of somebody beside the author: "that idiot in front of me"
_BESIDE = frozenset(("front", "behind", "queue", "line"))
_WINDOW = 7
_NEAR = 3
#: who says so of themselves takes a word back from those who meant it
_OF_THEMSELVES = frozenset(("us", "we", "fellow", "proud"))
_BEING = frozenset((("as", "a"), ("im", "a"), ("am", "a"), ("being", "a"), ("we", "are")))
_CURLY_QUOTES = frozenset("“”„«»")


def is_own(hit: Hit, words: Sequence[str], closed: str) -> bool:
    """The author says it: it is neither quoted nor told of somebody else."""
    if not _REPORTING.isdisjoint(_before(hit, words, _REPORTING_WINDOW)):
        return False
    if not _SAID_OF_IT.isdisjoint(words[hit.end : hit.end + _BEHIND]):
        return False
    behind = words[hit.end : hit.end + _IS_WHAT_WINDOW]
    if not _IS_WHAT.isdisjoint(pairwise(behind)):
        return False
    return not has_quotes(closed) or not Places(closed).is_quoted(hit.start, hit.end - 1)


def is_of_themselves(hit: Hit, words: Sequence[str]) -> bool:
    """What they are, in their own word for it: "as a …", "us …", "my fellow …"."""
    before = _before(hit, words, _NEAR)
    if not _YOU.isdisjoint(before):
        return False
    if before and before[-1] in _OF_THEMSELVES:
        return True
    return not _BEING.isdisjoint(pairwise(before))


def is_aimed(hit: Hit, words: Sequence[str], closed: str) -> bool:
    """It is their own word, and said of whom they write to."""
    if not is_own(hit, words, closed) or is_of_themselves(hit, words):
        return False
    if not _NOT.isdisjoint(_before(hit, words, _NEAR)):
        return False
    if not _BESIDE.isdisjoint(words[hit.end : hit.end + _NEAR]):
        return False
    for place in range(hit.start - 1, max(0, hit.start - _WINDOW) - 1, -1):
        if words[place] in _YOU:
            return True
        if words[place] in _OTHERS:
            return Places(closed).has_break(place, hit.start)
    return True


def has_quotes(closed: str) -> bool:
    """Quotation marks stand in it."""
    return '"' in closed or not (closed.isascii() or _CURLY_QUOTES.isdisjoint(closed))


def _before(hit: Hit, words: Sequence[str], window: int) -> Sequence[str]:
    return words[max(0, hit.start - window) : hit.start]
