"""Pieces in words: what the model weighed, as the owner reads it."""

from collections.abc import Iterable, Set
from typing import Final, NamedTuple

from monitor.scoring.model.model import Weighed
from monitor.scoring.model.pieces import A_LIST, SOMEBODY

_SIGNS: Final = {
    "#tone": "the sentiment",
    "#asks": "a question mark",
    "#ends asking": "a question mark at the end",
    "#calls": "an exclamation mark",
    "#calls loudly": "several exclamation marks",
    "#trails off": "three dots",
    "#quotes": "quotation marks",
    "#links": "a link",
    "#tags": "a hashtag",
    "#speaks to": "it begins with a handle",
    "#names": "a handle in it",
    "#shouts": "capitals",
}
_ROLES: Final = {
    "strong": ("a plain phrase of complaint", "several plain phrases of complaint"),
    "weak": ("a faint phrase of complaint", "several faint phrases of complaint"),
    "praise": ("a phrase of praise", "several phrases of praise"),
    "praise_weak": ("a friendly word", "several friendly words"),
    "irony": ("a sign of irony", "several signs of irony"),
    "abuse": ("an insult", "several insults"),
    "sensitive": ("something grave", "several grave things"),
    "nothing": ("no phrase of complaint", ""),
    "trade": ("how many words of buying and selling it has", ""),
    "part": ("whom its parts speak to and of", ""),
    "before": ("what stands before and behind the trouble", ""),
    "behind": ("what stands before and behind the trouble", ""),
    "no": ("no phrase of complaint", ""),
    "handle": ("where a handle stands", ""),
}
_LENGTH: Final = "#length"
_TWICE: Final = " twice"
#: of one list
_PHRASES: Final = 3


class InWords(NamedTuple):
    """What weighed, as the owner reads it, and what all of it adds to the logit of a head."""

    what: str
    adds: float


def in_words(weighed: Iterable[Weighed]) -> list[InWords]:
    """The pieces in words, the heaviest first. What reads the same is counted together: a phrase of
    complaint weighs as one, as several, and once more where nothing speaks against it."""
    weighed = list(weighed)
    several = {_role(one.piece) for one in weighed if one.piece.endswith(_TWICE)}
    sums: dict[str, float] = {}
    for one in weighed:
        what = _in_words(one, several)
        sums[what] = sums.get(what, 0.0) + one.adds
    made = [InWords(what, adds) for what, adds in sums.items()]
    return sorted(made, key=lambda one: (-abs(one.adds), one.what))


def _in_words(one: Weighed, several: Set[str]) -> str:
    """A word stands in quotation marks; the text of a stranger in it is as it was."""
    piece = one.piece
    if piece == SOMEBODY:
        return "somebody's name"
    if piece.startswith(A_LIST):
        if not one.phrases:
            return f"the list {piece.removeprefix(A_LIST)}"
        phrases = " and ".join(f'"{phrase}"' for phrase in one.phrases[:_PHRASES])
        return f"the phrase{'s' * (len(one.phrases) > 1)} {phrases}"
    if piece.startswith("~"):
        role = _role(piece)
        return _ROLES[role][role in several]
    if piece.startswith(_LENGTH):
        return "its length"
    if piece.startswith("#tone"):
        return _SIGNS["#tone"]
    if piece.startswith("#"):
        return _SIGNS.get(piece, piece.removeprefix("#"))
    return "a number" if piece.isdecimal() else f'"{piece}"'


def _role(piece: str) -> str:
    """`strong` of "~strong twice"."""
    return piece.removeprefix("~").partition(" ")[0]
