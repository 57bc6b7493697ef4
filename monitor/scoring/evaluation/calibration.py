"""Calibration: whether of the texts with a score of .8 eight in ten are what the score says."""

from collections.abc import Sequence

from monitor.domain.values import Value
from monitor.scoring.evaluation.ranking import Scored

BINS = 10


class Bin(Value):
    """Texts with a score in [low, high), in the last one up to 1."""

    low: float
    high: float
    texts: int
    #: their mean score
    score: float
    #: so many of them are it, 0..1
    share: float


class Calibration(Value):
    """How far scores and shares are apart."""

    #: those that are not empty
    bins: tuple[Bin, ...]
    #: the mean distance of score and share, each bin by its texts (ECE)
    error: float
    #: the mean squared distance of each score from 0 or 1
    brier: float


def calibrate(scored: Sequence[Scored], bins: int = BINS) -> Calibration | None:
    """The calibration of probabilities, 0..1; None without any."""
    if not scored:
        return None
    sorted_in: list[list[Scored]] = [[] for _ in range(bins)]
    for score, true in scored:
        sorted_in[min(bins - 1, int(score * bins))].append((score, true))
    filled = tuple(
        _bin(place / bins, (place + 1) / bins, members)
        for place, members in enumerate(sorted_in)
        if members
    )
    count = len(scored)
    return Calibration(
        bins=filled,
        error=sum(one.texts * abs(one.score - one.share) for one in filled) / count,
        brier=sum((score - true) ** 2 for score, true in scored) / count,
    )


def _bin(low: float, high: float, members: Sequence[Scored]) -> Bin:
    count = len(members)
    return Bin(
        low=low,
        high=high,
        texts=count,
        score=sum(score for score, _ in members) / count,
        share=sum(true for _, true in members) / count,
    )
