"""Agreement: what the phrases and the model make of a message together.

The model finds complaints that no phrase tells of. Phrases only hold back: whatever they hear
beside a complaint (praise, an insult, advertising, irony, danger) makes it less sure, never surer.

Invariants: without scores the phrases' verdict stands as it is; the more probable a complaint, the
surer it is read as one, all else being equal; surely a complaint is only what the model gives the
automatic threshold, and what nothing speaks against.
"""

from typing import Final

from monitor.domain.reading import Certainty, Kind
from monitor.domain.thresholds import Thresholds
from monitor.scoring.kind import SURE_AT_MOST, Verdict
from monitor.scoring.scores import Scores

#: from here on something is rather so than not
_EVEN: Final = 0.5

#: what phrases may say of a message that is surely a complaint
_MAY_BE_SURE: Final = (Kind.COMPLAINT, Kind.QUESTION, Kind.OTHER)

_SPAM: Final = Verdict(Kind.SPAM, Certainty.LIKELY)
_ABUSE: Final = Verdict(Kind.ABUSE, Certainty.LIKELY)
_PRAISE: Final = Verdict(Kind.PRAISE, Certainty.LIKELY)
_QUESTION: Final = Verdict(Kind.QUESTION, Certainty.LIKELY)
_NOTHING: Final = Verdict(Kind.OTHER, Certainty.UNSURE)


def together(
    said: Verdict,
    scores: Scores | None,
    thresholds: Thresholds,
    *,
    is_clear: bool,
    compound: float,
) -> Verdict:
    """Kind and certainty. `said` is what the phrases say, `is_clear` that nothing they hear speaks
    against a complaint, `compound` the sentiment that decides."""
    if scores is None:
        return said
    is_told_of = said.kind is Kind.COMPLAINT and said.certainty is not Certainty.UNSURE
    if scores.complaint < (thresholds.alert if is_told_of else max(_EVEN, thresholds.alert)):
        return _beside_a_complaint(said, scores, thresholds)
    rival = _rival(said, scores, thresholds)
    if rival is not None:
        return rival
    is_mixed = said.is_mixed or said.kind is Kind.PRAISE or scores.praise >= thresholds.praise
    is_sure = (
        is_clear
        and said.kind in _MAY_BE_SURE
        and not is_mixed
        and scores.complaint >= thresholds.automatic
        and scores.spam < thresholds.spam
        and scores.abuse < thresholds.abuse
        and (compound <= SURE_AT_MOST or scores.complaint >= thresholds.overrule_veto)
    )
    certainty = Certainty.SURE if is_sure else Certainty.LIKELY
    return Verdict(Kind.COMPLAINT, certainty, is_mixed=is_mixed)


def _rival(said: Verdict, scores: Scores, thresholds: Thresholds) -> Verdict | None:
    """What it is rather than the complaint that it may be; None when nothing is likelier."""
    complaint = scores.complaint
    is_noise = said.kind is Kind.SPAM or (
        said.kind is Kind.OTHER and said.certainty is not Certainty.UNSURE
    )
    if is_noise and (complaint < thresholds.automatic or scores.spam >= thresholds.spam):
        return said
    if said.kind is Kind.COMPLAINT and said.certainty is not Certainty.UNSURE:
        return None
    if scores.spam >= max(thresholds.spam, complaint):
        return _SPAM
    is_abusive = said.kind is Kind.ABUSE or scores.abuse >= thresholds.abuse
    if is_abusive and scores.abuse > complaint and complaint < thresholds.automatic:
        return _ABUSE
    return None


def perhaps(found: Verdict, scores: Scores | None, thresholds: Thresholds) -> bool:
    """It is nothing by its kind, and too likely a complaint to be passed over."""
    return (
        scores is not None
        and found.kind is Kind.OTHER
        and found.certainty is Certainty.UNSURE
        and scores.complaint >= thresholds.alert
    )


def _beside_a_complaint(said: Verdict, scores: Scores, thresholds: Thresholds) -> Verdict:
    """What it is, where the model hears no complaint. A phrase that does is not ignored."""
    if said.certainty is not Certainty.UNSURE and said.kind is not Kind.QUESTION:
        if said.kind is Kind.COMPLAINT:
            return Verdict(Kind.COMPLAINT, Certainty.UNSURE, is_mixed=said.is_mixed)
        return said
    if scores.spam >= thresholds.spam:
        return _SPAM
    if scores.abuse >= thresholds.abuse:
        return _ABUSE
    if said.kind is Kind.QUESTION:
        return said
    if max(scores.praise, scores.question) >= _EVEN:
        return _PRAISE if scores.praise >= scores.question else _QUESTION
    is_only_a_guess = said.kind is Kind.COMPLAINT and scores.complaint < thresholds.alert
    return _NOTHING if is_only_a_guess else said
