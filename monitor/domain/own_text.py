"""A person's own text before it is said: what forbids it, what wants a reason, what wants a second
look, and what speaks for sleeping on it. Pure; how it reads is told by whoever has read it.
"""

from collections.abc import Collection
from datetime import timedelta

from monitor.domain.listed import listed_in
from monitor.domain.platform import Platform
from monitor.domain.reading import Reading
from monitor.domain.values import Value
from monitor.domain.words import (
    ABBREVIATIONS,
    EXCLAMATIONS,
    Kind,
    asked_words,
    capitals_in,
    problems_of_words,
)

#: what a person may say all the same, with a reason
PASSED_WITH_A_REASON: frozenset[Kind] = frozenset({"refused", "link"})
#: so many words in capitals are no slip
SHOUTED = 2
#: from this probability on a text of ours reads like an insult
ANGRY = 0.25
#: below this a text sounds bitter, where no model reads it
BITTER = -0.6
#: so long an angry text is kept, unless its author wants it out at once
KEPT_FOR = timedelta(minutes=30)
PRIVATE_DATA = "private_data"
#: what a beginning leaves to whoever writes on
TO_FILL = "[your question]"


class OwnText(Value):
    """What there is to say about a person's text."""

    #: it cannot be said like this, whatever the reason
    forbidden: tuple[str, ...] = ()
    #: "anyway, because …"
    wants_reason: tuple[str, ...] = ()
    #: "sure?"
    asked: tuple[str, ...] = ()
    #: why it may be better to keep it for a while
    heated: tuple[str, ...] = ()


def look_at(
    text: str,
    reading: Reading,
    platform: Platform,
    *,
    refuse: Collection[str],
    ask: Collection[str],
    temper: Collection[str],
    exempt: Collection[str] = (),
    handle: str = "",
    is_private: bool = False,
    is_late: bool = False,
) -> OwnText:
    """The text, looked at. `is_late`: at this hour nobody writes what they would by day."""
    forbidden: list[str] = []
    wants_reason: list[str] = []
    for problem in problems_of_words(
        text, platform=platform, refuse=refuse, addressee_handle=handle, exempt=exempt
    ):
        if problem.kind == "link" and is_private:
            continue
        passes = problem.kind in PASSED_WITH_A_REASON
        (wants_reason if passes else forbidden).append(problem.sentence)
    if TO_FILL in text:
        forbidden.append(f"`{TO_FILL}` is still in it")
    if PRIVATE_DATA in reading.marks and not is_private:
        wants_reason.append("it shows a number or an address that everybody could read")
    tempers = listed_in(text, temper, exempt=exempt)
    shouted = _shouted(text, exempt)
    heated = [f"`{word}`" for word in tempers]
    if shouted:
        heated.append(f"{len(shouted)} words in capitals")
    if text.count("!") >= EXCLAMATIONS:
        heated.append("`!!!`")
    if _sounds_angry(reading):
        heated.append("it sounds angry")
    if is_late:
        heated.append("it is late")
    # what is slept on is not asked about as well
    told = {*tempers, *shouted, "!!!"}
    asked = [word for word in asked_words(text, ask, exempt=exempt) if word not in told]
    return OwnText(
        forbidden=tuple(forbidden),
        wants_reason=tuple(wants_reason),
        asked=tuple(asked),
        heated=tuple(heated),
    )


def _shouted(text: str, exempt: Collection[str]) -> list[str]:
    """Words in capitals, where there are too many of them."""
    exempted = {word for name in exempt for word in name.split()}
    found = [one for one in capitals_in(text) if one not in ABBREVIATIONS | exempted]
    return found if len(found) >= SHOUTED else []


def _sounds_angry(reading: Reading) -> bool:
    if reading.p_abuse is not None:
        return reading.p_abuse >= ANGRY
    return reading.compound_used <= BITTER
