"""Conduct: which strikes a mention brings, by what was read in it.

Nothing here decides about a person. Who speaks of us without addressing us may say what they like,
short of threats: what counts is what is said to us. What somebody else is quoted with never counts.
"""

import re
from functools import lru_cache

from monitor.domain.decision import AddStrike
from monitor.domain.facts import Facts
from monitor.domain.policy import Policy
from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.strike import StrikeKind

#: marks by which a phrase tells how somebody treats us
THREAT, SLUR, PERSONAL, BAIT, SPAM = "threat", "slur", "personal", "bait", "spam"
#: hard words; of these, what the author says of us
ABUSE, INSULT = "abuse", "insult"
#: rather a complaint than not
_EVEN = 0.5
#: what a person of ours is called where the owner named nobody
_NOBODY = frozenset({"you", "team", "staff"})
#: shorter names are words
_SHORTEST_NAME = 2
_PEACEFUL = frozenset({Kind.COMPLAINT, Kind.QUESTION, Kind.PRAISE})


def strikes_in(facts: Facts, policy: Policy) -> tuple[AddStrike, ...]:
    """What it brings; nothing for nearly every mention."""
    reading, message = facts.reading, facts.message
    if not reading.marks and reading.kind is not Kind.ABUSE and reading.kind is not Kind.SPAM:
        return ()
    if message.from_brand or not message.is_live:
        return ()
    found: dict[StrikeKind, bool] = {}
    marks = reading.marks
    if THREAT in marks:
        # "I will find you and hug you": in praise it is told at once too, and never decides
        found[StrikeKind.THREAT] = reading.kind is not Kind.PRAISE
    if message.addressed or message.is_direct or facts.circumstances.replies_to_us:
        found |= _said_to_us(reading, marks, names_one(message.text, policy.people))
    if not found:
        return ()
    in_complaint = may_complain(reading)
    return tuple(
        AddStrike(
            kind=kind,
            is_firm=is_firm,
            in_complaint=in_complaint and kind is not StrikeKind.BAIT,
        )
        for kind, is_firm in found.items()
    )


def may_complain(reading: Reading) -> bool:
    """It is a complaint, or rather one than not. What is read as abuse was weighed against it."""
    if reading.kind is Kind.COMPLAINT or "perhaps" in reading.marks:
        return True
    if reading.kind is Kind.ABUSE:
        return False
    return reading.p_complaint is not None and reading.p_complaint >= _EVEN


def is_guessed_from_the_tone(reading: Reading) -> bool:
    """It counts as a complaint for its gloomy tone alone, and baits or insults."""
    is_guess = reading.kind is Kind.COMPLAINT and reading.certainty is Certainty.UNSURE
    return is_guess and (BAIT in reading.marks or ABUSE in reading.marks)


def names_one(text: str, people: tuple[str, ...]) -> bool:
    """Somebody of ours is named in it."""
    pattern = _names(people)
    return pattern is not None and pattern.search(text) is not None


def _said_to_us(reading: Reading, marks: tuple[str, ...], is_named: bool) -> dict[StrikeKind, bool]:
    """Kind → a phrase tells of it."""
    found: dict[StrikeKind, bool] = {}
    if SLUR in marks:
        found[StrikeKind.SLUR] = True
    if is_named and (PERSONAL in marks or (INSULT in marks and not may_complain(reading))):
        found[StrikeKind.HARASSMENT] = True
    if INSULT in marks and (reading.kind is Kind.ABUSE or may_complain(reading)):
        found[StrikeKind.INSULT] = True
    elif reading.kind is Kind.ABUSE and not reading.sensitive and ABUSE not in marks:
        # what was done to somebody, or said of somebody else, is told in the same words
        found[StrikeKind.INSULT] = False
    if BAIT in marks and (reading.kind not in _PEACEFUL or is_guessed_from_the_tone(reading)):
        found[StrikeKind.BAIT] = True
    if reading.kind is Kind.SPAM:
        found[StrikeKind.SPAM] = SPAM in marks
    return found


@lru_cache(maxsize=8)
def _names(people: tuple[str, ...]) -> re.Pattern[str] | None:
    """The names as words, whatever their case; None where the owner named nobody."""
    names = [
        re.escape(name)
        for name in people
        if len(name) >= _SHORTEST_NAME and name.casefold() not in _NOBODY
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE) if names else None
