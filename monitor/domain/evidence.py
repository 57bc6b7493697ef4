"""Evidence: the decisions that count for how good a machine is, step by step of a fixed ladder."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice

from monitor.domain.label import Judged, Label
from monitor.domain.lower_bound import is_proven, lower_bound, still_missing
from monitor.domain.values import Value

#: how sure a machine has to be; fixed, so that nobody goes looking for a lucky threshold
LADDER = (0.50, 0.60, 0.70, 0.80, 0.90, 0.95)


class UnlockLimits(Value):
    """What it takes."""

    #: so large a share of what a machine says is right, at least …
    at_least: float = 0.90
    #: … as sure as this
    confidence: float = 0.95
    #: the newest decisions that count, and how old they may be
    decisions: int = 200
    lasts: timedelta = timedelta(days=180)
    #: of the practice round so many count, the first ones
    practice: int = 15
    #: one in so many still waits for a person
    hold_back: int = 10
    #: decisions on a platform before a machine speaks there
    on_platform: int = 5
    #: so many mistakes among so many of the newest decisions lock it
    mistakes: int = 2
    among: int = 20


class Tally(Value):
    """The decisions that count for one step of the ladder."""

    step: float
    right: int = 0
    wrong: int = 0
    #: decisions that do not tell
    open: int = 0

    def bound(self, limits: UnlockLimits) -> float:
        """As good as this at least; what is open tells nothing."""
        return lower_bound(self.right, self.right + self.wrong, limits.confidence)

    def is_proven(self, limits: UnlockLimits) -> bool:
        """The bound is as it has to be; what is open tells nothing."""
        tries = self.right + self.wrong
        return is_proven(self.right, tries, limits.at_least, limits.confidence)

    def missing(self, limits: UnlockLimits) -> int:
        """Right ones in a row that are missing; what is open counts as a mistake."""
        tries = self.right + self.wrong + self.open
        return still_missing(self.right, tries, limits.at_least, limits.confidence)


def window(labels: Iterable[Label], limits: UnlockLimits, now: datetime) -> list[Label]:
    """What may count, newest first: not too old, and little practice.

    Of the practice round the first ones count, whatever was said in them: else it could be repeated
    until it pleases.
    """
    practised = 0
    kept = []
    for label in sorted(labels, key=_when):
        if label.is_practice:
            practised += 1
            if practised > limits.practice:
                continue
        if now - label.at <= limits.lasts:
            kept.append(label)
    return kept[::-1]


def steps(floor: float) -> tuple[float, ...]:
    """The ladder over a floor; below it no machine would speak."""
    return (floor, *(step for step in LADDER if step > floor))


def tally(labels: Iterable[Label], step: float, limits: UnlockLimits) -> Tally:
    """The decisions that count for a step; the labels newest first."""
    counts = dict.fromkeys(Judged, 0)
    for label in of_step(labels, step, limits):
        counts[label.judged] += 1
    return Tally(
        step=step,
        right=counts[Judged.RIGHT],
        wrong=counts[Judged.WRONG],
        open=counts[Judged.OPEN],
    )


def newest_model(labels: Iterable[Label]) -> str:
    """Whose scores count: those of the model that reads now."""
    scored = [label for label in labels if label.score is not None]
    return max(scored, key=_when).model if scored else ""


def of_newest_model(labels: Iterable[Label], limits: UnlockLimits, now: datetime) -> list[Label]:
    everything = list(labels)
    model = newest_model(everything)
    return [label for label in window(everything, limits, now) if label.model == model]


def platforms(labels: Iterable[Label], step: float, limits: UnlockLimits) -> tuple[str, ...]:
    """Where enough was decided on."""
    counts: dict[str, int] = {}
    for label in decided(of_step(labels, step, limits)):
        counts[label.platform] = counts.get(label.platform, 0) + 1
    return tuple(sorted(name for name, count in counts.items() if count >= limits.on_platform))


def of_step(labels: Iterable[Label], step: float, limits: UnlockLimits) -> list[Label]:
    """The newest of those that the machine was so sure of; the labels newest first.

    Not those from when less than that got no draft. What it was less sure of crowds nothing out:
    once a step is earned, ten times as many of those are decided on.
    """
    here = (
        label for label in labels if label.score is not None and label.score >= step >= label.floor
    )
    return list(islice(here, limits.decisions))


def decided(labels: Iterable[Label]) -> list[Label]:
    return [label for label in labels if label.judged is not Judged.OPEN]


def mistakes(labels: Iterable[Label]) -> int:
    return sum(label.judged is Judged.WRONG for label in labels)


def _when(label: Label) -> datetime:
    return label.at
