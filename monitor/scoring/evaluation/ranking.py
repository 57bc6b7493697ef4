"""A ranking: how well a score puts the ones before the others, whatever threshold is chosen later.

Texts of the same score cannot be told apart, so they always come together.
"""

from collections.abc import Sequence
from itertools import groupby

from monitor.domain.values import Value

#: (score, it is one)
Scored = tuple[float, bool]


class Step(Value):
    """What a threshold would bring: all texts with this score or a higher one."""

    threshold: float
    precision: float
    recall: float


class Ranking(Value):
    """All thresholds, from the highest, and what they come to."""

    #: empty when there is none of them to be found
    steps: tuple[Step, ...]
    #: how often one of them has a higher score than one of the others; None without both
    auc: float | None
    #: the mean of the precisions at which each of them is found; None when there is none
    average_precision: float | None

    def reached(self, precision: float) -> Step | None:
        """The threshold that finds most at this precision or better; None where none does."""
        good = [step for step in self.steps if step.precision >= precision]
        return max(good, key=lambda step: (step.recall, step.threshold), default=None)


def rank(scored: Sequence[Scored]) -> Ranking:
    """The ranking of these texts."""
    many = sum(true for _, true in scored)
    others = len(scored) - many
    steps: list[Step] = []
    found = taken = twice_before = 0
    total = last_recall = 0.0
    for score, group in groupby(sorted(scored, key=lambda one: -one[0]), lambda one: one[0]):
        same = [true for _, true in group]
        hits = sum(same)
        wrong_before = taken - found
        # of equals, one half counts as before
        twice_before += hits * (2 * (others - wrong_before) - (len(same) - hits))
        found, taken = found + hits, taken + len(same)
        if many:
            step = Step(threshold=score, precision=found / taken, recall=found / many)
            total += (step.recall - last_recall) * step.precision
            last_recall = step.recall
            steps.append(step)
    return Ranking(
        steps=tuple(steps),
        auc=twice_before / (2 * many * others) if many and others else None,
        average_precision=total if many else None,
    )
