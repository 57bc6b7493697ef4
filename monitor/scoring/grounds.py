"""Grounds: the phrases of a text that count, sorted by what they speak for.

A phrase counts unless
- a harmless phrase at least as long overlaps with it ("to die for");
- it is part of a longer phrase that says something else ("good" in "not good enough");
- it is negated: "not", "no", "never" … up to three words before it in the same sentence. A negated
  praise is a weak complaint; a negated complaint is nothing, but forbids being sure.
A strong phrase that is quoted, or stands after "if" or "hope", is only weak.
"""

from collections.abc import Sequence

from monitor.scoring.phrases import Hit
from monitor.scoring.words import Places

_WINDOW = 3
_NEGATIONS = frozenset(
    (
        *("no", "not", "never", "without", "nor", "zero", "hardly", "barely", "isnt", "arent"),
        *("wasnt", "werent", "dont", "doesnt", "didnt", "wont", "wouldnt", "cant", "cannot"),
        *("couldnt", "shouldnt", "hasnt", "havent", "hadnt", "aint", "nothing", "none"),
    )
)
#: after a negation these say that it does not negate: "not only rude", "never been so late"
_NOT_NEGATING = frozenset(
    (
        *("only", "just", "even", "believe", "understand", "to", "sure", "know", "been", "seen"),
        *("had", "experienced", "felt", "dealt", "met", "mention", "stand", "because", "tell"),
    )
)
_SUPPOSING = frozenset(
    ("if", "hope", "hoping", "hopefully", "unless", "whether", "case", "would", "imagine", "may")
)
_QUOTES = frozenset('"“”„«»')

#: which groups a phrase takes the meaning from when it is part of a longer one of another group
_OPPOSED = {
    "complaint": ("praise", "irony"),
    "praise": ("complaint", "irony"),
    "irony": ("praise",),
    "sensitive": (),
}


class Grounds:
    """What counts, by group."""

    __slots__ = (
        "abuse",
        "irony",
        "others",
        "praise",
        "praise_weak",
        "sensitive",
        "strong",
        "topics",
        "turned",
        "weak",
    )

    def __init__(self) -> None:
        self.strong: list[Hit] = []
        self.weak: list[Hit] = []
        self.praise: list[Hit] = []
        self.praise_weak: list[Hit] = []
        self.irony: list[Hit] = []
        self.abuse: list[Hit] = []
        self.topics: list[Hit] = []
        self.sensitive: list[Hit] = []
        #: complaint phrases that were negated
        self.turned: list[Hit] = []
        #: every other list
        self.others: list[Hit] = []

    def counted(self) -> list[Hit]:
        """Every phrase that counted, in the order of the text."""
        groups = (self.strong, self.weak, self.praise, self.irony, self.abuse, self.sensitive)
        found = [hit for group in groups for hit in group] + self.others
        return sorted(found, key=lambda hit: (hit.start, hit.end))


def weigh(hits: Sequence[Hit], words: Sequence[str], closed: str) -> Grounds:
    """The hits that count."""
    grounds = Grounds()
    places: Places | None = None
    has_quotes = not _QUOTES.isdisjoint(closed)
    hits = without_harmless(hits)
    for hit in hits:
        group = hit.list.partition(".")[0]
        opposed = _OPPOSED.get(group)
        if opposed is None:
            _sort_other(grounds, hit, group)
            continue
        if opposed and _is_part_of_longer(hit, hits, opposed):
            continue
        if group == "sensitive":
            grounds.sensitive.append(hit)
            continue
        if group == "irony":
            grounds.irony.append(hit)
            continue
        negation = _negation_before(hit, words, hits)
        if negation is not None:
            places = places or Places(closed)
            if not places.has_break(negation, hit.start):
                _sort_negated(grounds, hit)
                continue
        is_strong = hit.list.endswith(".strong") or ".strong." in hit.list
        if is_strong and group == "complaint":
            if has_quotes:
                places = places or Places(closed)
                is_strong = not places.is_quoted(hit.start, hit.end - 1)
            if is_strong and not _SUPPOSING.isdisjoint(words[max(0, hit.start - 4) : hit.start]):
                is_strong = False
        if group == "complaint":
            (grounds.strong if is_strong else grounds.weak).append(hit)
        else:
            (grounds.praise if is_strong else grounds.praise_weak).append(hit)
    return grounds


def without_harmless(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that no harmless phrase of at least their length overlaps with."""
    harmless = [hit for hit in hits if hit.list == "harmless"]
    if not harmless:
        return list(hits)
    return [
        hit
        for hit in hits
        if hit.list != "harmless"
        and not any(
            one.start < hit.end
            and hit.start < one.end
            and one.end - one.start >= hit.end - hit.start
            for one in harmless
        )
    ]


def _is_part_of_longer(hit: Hit, hits: Sequence[Hit], groups: tuple[str, ...]) -> bool:
    length = hit.end - hit.start
    for other in hits:
        if (
            other.start <= hit.start
            and hit.end <= other.end
            and other.end - other.start > length
            and other.list.startswith(groups)
        ):
            return True
    return False


def _negation_before(hit: Hit, words: Sequence[str], hits: Sequence[Hit]) -> int | None:
    """The place of a word that negates the phrase."""
    for place in range(hit.start - 1, max(-1, hit.start - 1 - _WINDOW), -1):
        if words[place] in _NEGATIONS and words[place + 1] not in _NOT_NEGATING:
            part_of_complaint = any(
                other.start <= place < other.end <= hit.start
                and other.end - other.start > 1
                and other.list.startswith("complaint")
                for other in hits
            )
            if not part_of_complaint:
                return place
    return None


def _sort_negated(grounds: Grounds, hit: Hit) -> None:
    if hit.list.startswith("praise"):
        grounds.weak.append(hit)
    else:
        grounds.turned.append(hit)


def _sort_other(grounds: Grounds, hit: Hit, group: str) -> None:
    if group == "abuse":
        grounds.abuse.append(hit)
    elif group == "topic":
        grounds.topics.append(hit)
    elif group != "harmless":
        grounds.others.append(hit)
