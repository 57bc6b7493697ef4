"""Marks: what is noted of a message beside its kind: `private_data`, `opt_out`, `news` …"""

from collections.abc import Sequence

from monitor.scoring.grounds import Grounds
from monitor.scoring.private_data import has_private_data

_ONLY_PRIVATE = ("private_data",)
#: list → mark, the worst first
CONDUCT_MARKS = (
    ("conduct.threat", "threat"),
    ("conduct.slur", "slur"),
    ("conduct.personal", "personal"),
    ("conduct.bait", "bait"),
)
MARK_LISTS = ("spam", "jobs", "giveaway", "hardship", "takes_back", "not_us")

_FIRST_PERSON = frozenset(
    (
        *("i", "im", "ive", "id", "my", "me", "mine", "we", "our", "us", "weve", "you", "your"),
        *("u", "ur", "youre", "yall", "lol", "omg", "please", "thanks", "thank"),
    )
)


def marks_of(grounds: Grounds, text: str, words: Sequence[str]) -> tuple[str, ...]:
    """The lists of other things that count, and what the text shows."""
    is_private = has_private_data(text, words)
    if not (
        grounds.others
        or grounds.sensitive
        or grounds.abuse
        or grounds.opt_out
        or grounds.conduct
        or grounds.elsewhere
    ):
        return _ONLY_PRIVATE if is_private else ()
    marks = list(_ONLY_PRIVATE) if is_private else []
    if grounds.others:
        others = {hit.list for hit in grounds.others}
        marks.extend([name for name in MARK_LISTS if name in others])
        if "news" in others and _is_headline(text, words):
            marks.append("news")
    if grounds.elsewhere:
        marks.append("elsewhere")
    if grounds.opt_out:
        marks.append("opt_out")
    if grounds.sensitive and any(hit.list == "sensitive.press" for hit in grounds.sensitive):
        marks.append("press")
    if grounds.abuse:
        marks.append("abuse")
    if grounds.insults:
        marks.append("insult")
    if grounds.conduct:
        met = {hit.list for hit in grounds.conduct}
        marks.extend([mark for name, mark in CONDUCT_MARKS if name in met])
    return tuple(marks)


def _is_headline(text: str, words: Sequence[str]) -> bool:
    """A link, and nobody speaking: no first or second person."""
    return "http" in text and _FIRST_PERSON.isdisjoint(words)
