"""Scores: what the model says of a text."""

from typing import NamedTuple


class Scores(NamedTuple):
    """Probabilities, 0..1, that the text complains, praises, asks, advertises, insults, and that it
    is English."""

    complaint: float
    praise: float
    question: float
    spam: float
    abuse: float
    english: float
