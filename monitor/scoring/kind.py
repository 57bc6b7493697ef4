"""Kind: what a message is to us, and how sure that is, from its grounds and its score.

Sure of a complaint means good enough for an automatic word. It takes a strong phrase of the owner's
and nothing that speaks against it: no praise, no friendly word unless the score is gloomy, no
irony, no insult, no danger, no question alone, no doubt about whose words they are, no cheerful
score. VADER's score alone never makes more than a guess.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from monitor.domain.reading import Certainty, Kind
from monitor.domain.what_it_says import DOUBTFUL
from monitor.scoring.grounds import Grounds
from monitor.scoring.phrases import Hit

#: above this score nothing is surely a complaint
SURE_AT_MOST = 0.3
#: below this the words weigh on the complaint's side, above its opposite on the other
_WEIGHS = 0.05
_CHEERFUL = 0.3
_VERY_CHEERFUL = 0.5
_GLOOMY = -0.3

_NOISE = frozenset(("spam", "jobs", "giveaway"))


class Verdict(NamedTuple):
    """What it is, and how sure."""

    kind: Kind
    certainty: Certainty
    is_mixed: bool = False


_SPAM: Final = Verdict(Kind.SPAM, Certainty.LIKELY)
_NEWS: Final = Verdict(Kind.OTHER, Certainty.LIKELY)
_ABUSE: Final = Verdict(Kind.ABUSE, Certainty.LIKELY)
_QUESTION: Final = Verdict(Kind.QUESTION, Certainty.LIKELY)
_GUESSED_COMPLAINT: Final = Verdict(Kind.COMPLAINT, Certainty.UNSURE)
_LIKELY_COMPLAINT: Final = Verdict(Kind.COMPLAINT, Certainty.LIKELY)
_SURE_COMPLAINT: Final = Verdict(Kind.COMPLAINT, Certainty.SURE)
_MIXED_COMPLAINT: Final = Verdict(Kind.COMPLAINT, Certainty.LIKELY, is_mixed=True)
_SURE_PRAISE: Final = Verdict(Kind.PRAISE, Certainty.SURE)
_LIKELY_PRAISE: Final = Verdict(Kind.PRAISE, Certainty.LIKELY)
_GUESSED_PRAISE: Final = Verdict(Kind.PRAISE, Certainty.UNSURE)
_NOTHING: Final = Verdict(Kind.OTHER, Certainty.UNSURE)


class Tone(msgspec.Struct, frozen=True, gc=False):
    """What is known of a message beside its phrases."""

    compound: float
    marks: Sequence[str]
    signs: Sequence[str]
    questions: int
    #: every strong phrase stands in a sentence that asks; without one, every word does
    asks_only: bool
    is_sensitive: bool
    #: the language is ours or too short to tell
    is_covered: bool


def verdict(grounds: Grounds, tone: Tone) -> Verdict:
    """Kind and certainty.

    1. Noise: advertising, jobs, giveaways, headlines, if nobody complains strongly in it.
    2. A complaint, if a strong phrase says so, or weak ones do and the score agrees.
    3. Insults without one are abuse.
    4. Praise by phrases, or by a cheerful score.
    5. A question; a guess by a gloomy score; else nothing of these.
    Where nothing but an opt-out is said, no score makes it praise or a complaint.
    """
    if tone.marks and not grounds.strong:
        if not _NOISE.isdisjoint(tone.marks):
            return _SPAM
        if "news" in tone.marks:
            return _NEWS
    if grounds.strong or grounds.weak or tone.signs:
        complaint = _complaint(grounds, tone)
        if complaint is not None:
            return complaint
    if grounds.abuse:
        return _ABUSE
    if grounds.opt_out and not (grounds.praise or grounds.weak):
        # the tone of "stop it please" says nothing of the business
        return _QUESTION if tone.questions else _NOTHING
    praise = _praise(grounds, tone)
    if praise is not None and (praise is _SURE_PRAISE or not tone.questions):
        return praise
    if tone.questions:
        return _QUESTION
    if tone.compound <= _GLOOMY or grounds.weak:
        return _GUESSED_COMPLAINT
    return _NOTHING


def _complaint(grounds: Grounds, tone: Tone) -> Verdict | None:
    is_mixed = bool(grounds.praise) and (bool(grounds.strong) or len(grounds.weak) > 1)
    if grounds.abuse and all(map(_is_mere_disdain, (*grounds.strong, *grounds.weak))):
        return None
    if grounds.strong:
        if is_mixed and not _is_ironical(tone) and _is_plain_praise(grounds, tone):
            return None
        if is_mixed:
            return _MIXED_COMPLAINT
        is_sure = tone.compound <= SURE_AT_MOST and is_clear(grounds, tone)
        return _SURE_COMPLAINT if is_sure else _LIKELY_COMPLAINT
    if _is_ironical(tone):
        return _MIXED_COMPLAINT if is_mixed else _LIKELY_COMPLAINT
    if grounds.praise:
        # "no refund without the owner. brilliant"
        is_sour = len(grounds.weak) > 1 and tone.compound <= _GLOOMY
        return _MIXED_COMPLAINT if is_sour else None
    if grounds.weak and tone.compound <= _gloom_needed(grounds, tone):
        return _LIKELY_COMPLAINT
    return None


def _gloom_needed(grounds: Grounds, tone: Tone) -> float:
    """The highest score at which the weak phrases of a text make a likely complaint."""
    count = separate(grounds.weak)
    if tone.is_sensitive:
        return _CHEERFUL
    if count == 1:
        return _GLOOMY if tone.questions or grounds.praise_weak else -_WEIGHS
    return _CHEERFUL if count == 2 else 1.0


def _is_mere_disdain(hit: Hit) -> bool:
    """One word of contempt ("useless", "worst") tells nothing that went wrong."""
    return hit.list.endswith(".general") and hit.end - hit.start == 1


def is_clear(grounds: Grounds, tone: Tone) -> bool:
    """Nothing but perhaps the score speaks against a complaint."""
    return (
        not grounds.praise
        and (not grounds.praise_weak or tone.compound < -_WEIGHS)
        and not tone.signs
        and not tone.asks_only
        and not tone.is_sensitive
        and tone.is_covered
        and DOUBTFUL.isdisjoint(tone.marks)
    )


def _is_ironical(tone: Tone) -> bool:
    return "irony" in tone.signs


def _is_plain_praise(grounds: Grounds, tone: Tone) -> bool:
    return tone.compound > _VERY_CHEERFUL and separate(grounds.praise) > separate(grounds.strong)


def _praise(grounds: Grounds, tone: Tone) -> Verdict | None:
    if _is_ironical(tone):
        return None
    if grounds.praise:
        sure = tone.compound > _CHEERFUL and not grounds.weak
        return _SURE_PRAISE if sure else _LIKELY_PRAISE
    if grounds.praise_weak and tone.compound > _CHEERFUL:
        return _LIKELY_PRAISE
    if tone.compound > _VERY_CHEERFUL:
        return _GUESSED_PRAISE
    return None


def separate(hits: Sequence[Hit]) -> int:
    """How many phrases there are that do not overlap."""
    if len(hits) < 2:
        return len(hits)
    count = 0
    end = 0
    for hit in sorted(hits, key=lambda one: one.end):
        if hit.start >= end:
            count += 1
            end = hit.end
    return count
