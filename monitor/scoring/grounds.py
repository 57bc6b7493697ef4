"""Grounds: the phrases of a text that count, sorted by what they speak for.

A phrase counts unless
- a harmless phrase at least as long overlaps with it ("to die for");
- it is part of a longer phrase that says something else, or more ("good" in "not good enough");
- it is negated: "not", "no", "never" … up to three words before it in the same sentence. A negated
  praise is a weak complaint; a negated complaint is nothing.
A strong phrase that is quoted, or stands after "if" or "hope", is only weak. What somebody says to
be left alone with ("no more canned responses") is no complaint of theirs.
"""

from collections.abc import Iterable, Sequence

from monitor.scoring.aimed import has_quotes, is_aimed, is_of_themselves, is_own
from monitor.scoring.opt_out import asked_for
from monitor.scoring.pairs import paired
from monitor.scoring.phrases import Hit
from monitor.scoring.words import Places

_WINDOW = 3
_SUPPOSING_WINDOW = 4
#: hits further away in the list than this do not overlap: keeps the time of a hostile text linear
_NEAR = 64
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

# Roles of lists, in the order in which they are sorted out. Plain numbers: hashing an enum is slow.
STRONG, WEAK, PRAISE, PRAISE_WEAK, IRONY = range(5)
ABUSE, TOPIC, SENSITIVE, OPT_OUT, HARMLESS, OTHER, PAIR, CONDUCT, ELSEWHERE = range(5, 14)

SLUR, BAIT = "conduct.slur", "conduct.bait"

_STARTS = (
    ("complaint.strong", STRONG),
    ("complaint.weak", WEAK),
    ("praise.strong", PRAISE),
    ("praise.weak", PRAISE_WEAK),
    ("irony", IRONY),
    ("abuse", ABUSE),
    ("topic", TOPIC),
    ("sensitive", SENSITIVE),
    ("opt_out", OPT_OUT),
    ("harmless", HARMLESS),
    ("pair", PAIR),
    ("conduct", CONDUCT),
    ("elsewhere", ELSEWHERE),
)
_CANCELLED = frozenset((STRONG, WEAK, IRONY, ABUSE, SENSITIVE, OPT_OUT, PAIR, CONDUCT))
#: a phrase of the first loses its meaning inside a longer one of the others
_OPPOSED = {
    STRONG: (PRAISE, PRAISE_WEAK, IRONY),
    WEAK: (STRONG, PRAISE, PRAISE_WEAK, IRONY),
    PRAISE: (STRONG, WEAK, IRONY),
    PRAISE_WEAK: (STRONG, WEAK, PRAISE, IRONY),
    IRONY: (PRAISE, PRAISE_WEAK),
}


class _Roles(dict[str, int]):
    """List → role, worked out once for each list."""

    def __missing__(self, name: str) -> int:
        role = next((role for start, role in _STARTS if name.startswith(start)), OTHER)
        self[name] = role
        return role


_ROLES = _Roles()


class Grounds:
    """What counts, by what it speaks for."""

    __slots__ = (
        "abuse",
        "conduct",
        "counted",
        "elsewhere",
        "insults",
        "irony",
        "opt_out",
        "others",
        "praise",
        "praise_weak",
        "sensitive",
        "strong",
        "topics",
        "weak",
    )

    def __init__(self) -> None:
        self.strong: list[Hit] = []
        self.weak: list[Hit] = []
        self.praise: list[Hit] = []
        self.praise_weak: list[Hit] = []
        self.irony: list[Hit] = []
        self.abuse: list[Hit] = []
        #: of these, what the author says of whom they write to
        self.insults: list[Hit] = []
        self.topics: list[Hit] = []
        self.sensitive: list[Hit] = []
        #: by what they ask for no automatic words
        self.opt_out: list[Hit] = []
        #: what says how somebody treats us; none of it says what the message is
        self.conduct: list[Hit] = []
        #: what says that it may be somebody else's affair; the model does not see it
        self.elsewhere: list[Hit] = []
        #: every other list
        self.others: list[Hit] = []
        #: all of these but friendly words and topics, in the order of the text; pairs stand last
        self.counted: list[Hit] = []


#: shared by all texts without a phrase; nobody adds to grounds that were weighed
_NOTHING = Grounds()


def weigh(hits: Sequence[Hit], words: Sequence[str], closed: str) -> Grounds:
    """The hits that count, of a closed-up text and its words; in the order of their first words."""
    if not hits:
        return _NOTHING
    grounds = Grounds()
    roles = [_ROLES[hit.list] for hit in hits]
    if HARMLESS in roles:
        hits = _without_harmless(hits)
        roles = [_ROLES[hit.list] for hit in hits]
    if OPT_OUT in roles:
        hits = _with_wish(grounds, hits, words, closed)
        roles = [_ROLES[hit.list] for hit in hits]
    context: _Context | None = None
    for place, (hit, role) in enumerate(zip(hits, roles, strict=True)):
        if role > IRONY:
            _sort_other(grounds, hit, role)
        else:
            if context is None:
                context = _Context(hits, roles, words, closed)
            if not context.is_part_of_longer(hit, role, place):
                _sort_speaking(grounds, hit, role, place, context)
    if CONDUCT in roles:
        found = zip(hits, roles, strict=True)
        grounds.conduct = [
            hit for hit, role in found if role == CONDUCT and _is_done_to_us(hit, words, closed)
        ]
    grounds.insults = [hit for hit in grounds.abuse if is_aimed(hit, words, closed)]
    if PAIR in roles:
        pairs = list(paired([hit for hit in hits if _ROLES[hit.list] == PAIR]))
        grounds.sensitive, grounds.counted = grounds.sensitive + pairs, grounds.counted + pairs
    if grounds.opt_out:
        grounds.counted = sorted((*grounds.counted, *grounds.opt_out), key=lambda hit: hit.start)
    return grounds


class _Context:
    """The text around the hits, looked at only as far as needed."""

    __slots__ = (
        "_closed",
        "_hits",
        "_is_of_one_kind",
        "_places",
        "_roles",
        "_words",
    )

    def __init__(
        self, hits: Sequence[Hit], roles: Sequence[int], words: Sequence[str], closed: str
    ) -> None:
        self._hits = hits
        self._roles = roles
        self._words = words
        self._closed = closed
        self._places: Places | None = None
        self._is_of_one_kind = len(hits) == 1 or len({r for r in roles if r <= IRONY}) < 2

    def is_part_of_longer(self, hit: Hit, role: int, place: int) -> bool:
        """A longer phrase that says something else, or more, holds the whole phrase."""
        if self._is_of_one_kind:
            return False
        opposed = _OPPOSED[role]
        for other, other_role in self._near(place):
            if (
                other_role in opposed
                and other.start <= hit.start
                and hit.end <= other.end
                and other.end - other.start > hit.end - hit.start
            ):
                return True
        return False

    def _near(self, place: int) -> Iterable[tuple[Hit, int]]:
        """The hits around the one at `place`, which stand in the order of their first words."""
        near = slice(max(0, place - _NEAR), place + _NEAR)
        return zip(self._hits[near], self._roles[near], strict=True)

    def is_negated(self, hit: Hit, place_of_hit: int) -> bool:
        """A negation stands shortly before the phrase, in the same sentence."""
        words = self._words
        start = hit.start
        earliest = start - _WINDOW if start > _WINDOW else 0
        if _NEGATIONS.isdisjoint(words[earliest:start]):
            return False
        for place in range(start - 1, earliest - 1, -1):
            if (
                words[place] in _NEGATIONS
                and words[place + 1] not in _NOT_NEGATING
                and not self._belongs_to_complaint(place, hit, place_of_hit)
            ):
                return not self._at().has_break(place, start)
        return False

    def _belongs_to_complaint(self, place: int, hit: Hit, place_of_hit: int) -> bool:
        """The negation is itself part of a complaint phrase before this one ("no answer")."""
        return any(
            role <= WEAK
            and other.start <= place < other.end <= hit.start
            and other.end - other.start > 1
            for other, role in self._near(place_of_hit)
        )

    def is_meant(self, hit: Hit) -> bool:
        """The author says it, as a fact: it is neither quoted nor supposed."""
        start = hit.start
        earliest = start - _SUPPOSING_WINDOW if start > _SUPPOSING_WINDOW else 0
        if not _SUPPOSING.isdisjoint(self._words[earliest:start]):
            return False
        if not has_quotes(self._closed):
            return True
        return not self._at().is_quoted(hit.start, hit.end - 1)

    def _at(self) -> Places:
        if self._places is None:
            self._places = Places(self._closed)
        return self._places


def _is_done_to_us(hit: Hit, words: Sequence[str], closed: str) -> bool:
    if hit.list == BAIT:
        return is_aimed(hit, words, closed)
    return is_own(hit, words, closed) and not (hit.list == SLUR and is_of_themselves(hit, words))


def _without_harmless(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that no harmless phrase of at least their length overlaps with."""
    kept = []
    for place, hit in enumerate(hits):
        near = hits[max(0, place - _NEAR) : place + _NEAR]
        if _ROLES[hit.list] not in _CANCELLED or not any(
            _ROLES[other.list] == HARMLESS and _covers(other, hit) for other in near
        ):
            kept.append(hit)
    return kept


def _with_wish(
    grounds: Grounds, hits: Sequence[Hit], words: Sequence[str], closed: str
) -> list[Hit]:
    """The hits without those of a wish to be left alone, and what it speaks of."""
    wish = [hit for hit in hits if _ROLES[hit.list] == OPT_OUT]
    grounds.opt_out = asked_for(wish, words, closed)
    spoken_of = {place for hit in grounds.opt_out for place in range(hit.start, hit.end)}
    return [
        hit
        for hit in hits
        if _ROLES[hit.list] != OPT_OUT
        and (_ROLES[hit.list] > IRONY or spoken_of.isdisjoint(range(hit.start, hit.end)))
    ]


def _covers(harmless: Hit, hit: Hit) -> bool:
    overlaps = harmless.start < hit.end and hit.start < harmless.end
    return overlaps and harmless.end - harmless.start >= hit.end - hit.start


def _sort_speaking(grounds: Grounds, hit: Hit, role: int, place: int, context: _Context) -> None:
    """Sort a phrase that speaks for a complaint, for praise or for irony."""
    if role == IRONY:
        grounds.irony.append(hit)
    elif context.is_negated(hit, place):
        if role <= WEAK:
            return
        grounds.weak.append(hit)
    elif role == PRAISE_WEAK:
        grounds.praise_weak.append(hit)
        return
    elif role == PRAISE:
        grounds.praise.append(hit)
    elif role == STRONG and context.is_meant(hit):
        grounds.strong.append(hit)
    else:
        grounds.weak.append(hit)
    grounds.counted.append(hit)


def _sort_other(grounds: Grounds, hit: Hit, role: int) -> None:
    if role == TOPIC:
        grounds.topics.append(hit)
    if role in (TOPIC, HARMLESS, PAIR, CONDUCT):
        return
    if role == SENSITIVE:
        grounds.sensitive.append(hit)
    elif role == ABUSE:
        grounds.abuse.append(hit)
    elif role == ELSEWHERE:
        grounds.elsewhere.append(hit)
        return
    else:
        grounds.others.append(hit)
    grounds.counted.append(hit)
