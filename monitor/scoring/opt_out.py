"""Opting out: whether the author asks us for no automatic words.

Five lists of the owner's say how people put it:
- `alone` counts when nothing else is said: "Stop." is a wish, "stop it, your cake is late" is not;
  "opt out" and "unsubscribe" count as a sentence of their own, too;
- `short` counts in a short text: "leave me alone, I want nothing";
- `always` counts however long the text is: "my cake is late, and no bots please";
- `refusal` counts shortly before a `machine` in the same sentence, however long the text is:
  "stop sending me your automatic replies".

Whatever only tells of somebody ("why did you stop replying to me") or is quoted asks for nothing.

Invariant: the time is linear in the length of the text.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from monitor.scoring.phrases import Hit
from monitor.scoring.words import Places, count_own

_ALONE: Final = "opt_out.alone"
_SHORT: Final = "opt_out.short"
_ALWAYS: Final = "opt_out.always"
_REFUSAL: Final = "opt_out.refusal"
_MACHINE: Final = "opt_out.machine"

_SHORT_WORDS: Final = 12
#: words between a refusal and what it refuses: "stop bothering me with all of your automatic …"
_BETWEEN: Final = 6
#: phrases looked at more closely: nobody who means it needs more
_MOST_HITS: Final = 64

#: what may stand beside "stop" and changes nothing
_COURTESY: Final = frozenset(
    (
        *("please", "pls", "plz", "pleeease", "now", "right", "already", "thanks", "thank", "thx"),
        *("ty", "cheers", "hi", "hey", "hello", "ok", "okay", "just", "guys", "folks", "no", "yes"),
        *("enough", "ffs", "omg", "ugh", "jesus", "christ", "god", "seriously", "really", "lol"),
        *("immediately", "once", "at", "and", "i", "said", "mean", "it", "im", "sorry", "you"),
        *("can", "could", "would", "will", "kindly", "all", "the", "this", "that", "these", "me"),
        *("bitte", "jetzt", "sofort", "danke", "por", "favor", "ya", "gracias", "svp", "merci"),
        *("stop", "want", "to", "asap", "today", "forever", "dear", "sir", "madam", "team"),
    )
)
#: with one of these a sentence of its own is a wish, whatever the other sentences say
_UNMISTAKABLE: Final = frozenset(("opt", "optout", "unsubscribe", "unsub"))
#: they make no difference between "you stop" and "you just stop"
_BETWEEN_YOU_AND_VERB: Final = frozenset(
    ("just", "all", "guys", "then", "suddenly", "simply", "please", "really", "always", "kindly")
)
_YOU: Final = frozenset(("you", "u", "yall", "ya"))
#: before "you stop": then it is a wish, and not what "you" did
_ASKING: Final = frozenset(
    (
        *("can", "could", "would", "will", "cant", "couldnt", "wont", "please", "want", "need"),
        *("wish", "like", "asked", "told", "asking", "telling", "must", "should", "demand"),
        *("cld", "wld", "wanted", "insist", "request", "suggest"),
    )
)
#: before "to stop"
_ASKING_TO: Final = frozenset(
    (
        *("you", "u", "yall", "guys", "want", "like", "love", "wish", "need", "needs", "prefer"),
        *("please", "asking", "demand", "choose", "have", "has", "got", "like", "bots", "bot"),
    )
)
#: they tell of something; nobody is asked
_TELLING: Final = frozenset(
    (
        *("they", "he", "she", "it", "who", "we", "people", "did", "didnt", "does", "doesnt"),
        *("why", "how", "not", "cannot", "couldnt", "wont", "wouldnt", "cant", "never", "dont"),
        *("staff", "team"),
    )
)


def asked_for(hits: Sequence[Hit], words: Sequence[str], closed: str) -> list[Hit]:
    """The phrases of these lists by which the author asks for no automatic words."""
    hits = hits[:_MOST_HITS]
    if _says_nothing_else(hits, words):
        return [hit for hit in hits if hit.list == _ALONE]
    found: dict[Hit, None] = {}
    own_words = count_own(words)
    places: Places | None = None
    for hit, machine in _candidates(hits, own_words):
        places = places or Places(closed)
        if _is_asked(hit, words, places) and not _is_cut(hit, machine, places):
            found[hit] = None
            if machine is not None:
                found[machine] = None
    for hit in hits:
        if hit.list == _ALONE and not _UNMISTAKABLE.isdisjoint(words[hit.start : hit.end]):
            places = places or Places(closed)
            if _is_sentence(hit, words, places) and not _is_cut(hit, None, places):
                found[hit] = None
    return sorted(found, key=lambda one: one.start)


def _says_nothing_else(hits: Sequence[Hit], words: Sequence[str]) -> bool:
    """A phrase of `alone`, and beside it only other phrases, handles and courtesies."""
    if not any(hit.list == _ALONE for hit in hits):
        return False
    said = {place for hit in hits for place in range(hit.start, hit.end)}
    return all(
        place in said or word in _COURTESY or word.startswith("@")
        for place, word in enumerate(words)
    )


def _candidates(hits: Sequence[Hit], own_words: int) -> Iterator[tuple[Hit, Hit | None]]:
    """What may be asked for, with the machine that it names."""
    machines = {hit.start: hit for hit in hits if hit.list == _MACHINE}
    for hit in hits:
        if hit.list == _ALWAYS or (hit.list == _SHORT and own_words <= _SHORT_WORDS):
            yield hit, None
        elif hit.list == _REFUSAL:
            near = range(hit.end, hit.end + _BETWEEN + 1)
            machine = next((machines[start] for start in near if start in machines), None)
            if machine is not None:
                yield hit, machine


def _is_asked(hit: Hit, words: Sequence[str], places: Places) -> bool:
    """It is a wish; the words before it do not make it a tale."""
    before = hit.start - 1
    while before >= 0 and words[before] in _BETWEEN_YOU_AND_VERB:
        before -= 1
    if before < 0 or _is_apart(before, hit.start, places):
        return True
    word = words[before]
    earlier = words[before - 1] if before > 0 else ""
    if word in _YOU:
        return earlier in _ASKING
    if word == "to":
        return earlier in _ASKING_TO
    if word == "wont":
        return earlier in _YOU
    return word not in _TELLING


def _is_sentence(hit: Hit, words: Sequence[str], places: Places) -> bool:
    """Nothing else stands in its sentence, handles left out."""
    first, last = hit.start, hit.end - 1
    while first > 0 and words[first - 1].startswith("@"):
        first -= 1
    starts = first == 0 or places.has_break(first - 1, first)
    return starts and (last + 1 == len(words) or places.has_break(last, last + 1))


def _is_apart(before: int, start: int, places: Places) -> bool:
    """A sentence or a part of one ends between these two words."""
    return places.has_break(before, start) or any(
        "," in places.between(place, place + 1) for place in range(before, start)
    )


def _is_cut(hit: Hit, machine: Hit | None, places: Places) -> bool:
    """Somebody else's words, or a refusal in one sentence and the machine in the next."""
    if machine is not None and places.has_break(hit.end - 1, machine.start):
        return True
    return places.is_quoted(hit.start, hit.end - 1)
