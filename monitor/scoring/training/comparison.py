"""Comparison: how far two models are apart."""

from collections.abc import Sequence

from monitor.scoring.model import Model
from monitor.scoring.model.weights import Weights
from monitor.scoring.phrases import PhraseIndex
from monitor.scoring.training.matrix import texts_of
from monitor.scoring.vader import FastVader


def largest_difference(
    one: Weights, other: Weights, raws: Sequence[str], phrases: Sequence[tuple[str, str]]
) -> float:
    """The largest difference of any probability, of any head and text; 0 without texts."""
    texts = texts_of(raws, FastVader(), PhraseIndex(phrases))
    first, second = Model(one), Model(other)
    return max(
        (
            abs(left - right)
            for text in texts
            for left, right in zip(first.tell(text), second.tell(text), strict=True)
        ),
        default=0.0,
    )
