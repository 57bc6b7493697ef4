"""An evaluation: labelled texts, read by the same reader as every mention, and what that comes to.

One question is asked of all of them (`complaint`, `praise` ...). The kind that was read answers it
with yes or no; a score ranks them, if something computes one. For complaints and praise VADER's
sentiment stands in where there is no model; it is no probability, so it is not calibrated. A text
that the model does not score (it is in another language) ranks as the least likely: no word is ever
said there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.thresholds import Thresholds
from monitor.domain.values import Value
from monitor.rules.answer import Answer, Answered
from monitor.scoring.evaluation.calibration import Calibration, calibrate
from monitor.scoring.evaluation.confusion import Confusion, confusion
from monitor.scoring.evaluation.labelled_file import Row
from monitor.scoring.evaluation.labels import Labelled
from monitor.scoring.evaluation.ranking import Ranking, rank

T = TypeVar("T")
#: at these precisions it is told how much is found
PRECISIONS: Final = (0.90, 0.95, 0.98)
#: what people commonly take for a bad text by VADER
VADER_BELOW: Final = -0.05
#: where nothing is done from a score on: rather so than not
EVEN: Final = 0.5
_SURENESS: Final = {Certainty.UNSURE: 0, Certainty.LIKELY: 1, Certainty.SURE: 2}


class Tried(Value):
    """One text: its label, and what was made of it."""

    row: Row
    #: it is what was asked for
    is_yes: bool
    #: the label under which it is counted
    label: str
    #: 0..1, the higher the more so; None when nothing computes one
    score: float | None
    answered: Answered


class Point(Value):
    """A way to say yes or no, and how it did."""

    name: str
    #: the score from which it says yes; None when it goes by something else
    threshold: float | None = None
    confusion: Confusion


class Mistake(Value):
    """A text on which we and its label disagree, and how much."""

    tried: Tried
    #: said to be one, and labelled as none; otherwise the other way round
    is_wrong: bool


class Evaluation(Value):
    """All of it."""

    head: str
    tried: tuple[Tried, ...]
    #: "model", "sentiment", or "" when nothing scores this
    scorer: str
    points: tuple[Point, ...]
    #: None without scores
    ranking: Ranking | None
    #: only of probabilities
    calibration: Calibration | None
    #: label → what its texts were read as
    kinds: dict[str, dict[Kind, int]]
    #: label → what its texts would get
    answers: dict[str, dict[Answer, int]]

    @property
    def yes(self) -> int:
        """How many are what was asked for."""
        return sum(one.is_yes for one in self.tried)

    @property
    def unscored(self) -> int:
        """How many have no score, though others have."""
        return sum(one.score is None for one in self.tried) if self.scorer else 0

    def is_by_model(self, one: Tried) -> bool:
        """The model gave it its score."""
        return self.scorer == "model" and one.score is not None

    def mistakes(self, most: int) -> list[Mistake]:
        """The most confident ones first, wrong and missed in turn, at most so many."""
        found = [
            Mistake(tried=one, is_wrong=not one.is_yes)
            for one in self.tried
            if says_yes(one.answered.reading, self.head) is not one.is_yes
        ]
        sides = [
            sorted(
                (one for one in found if one.is_wrong is is_wrong),
                key=lambda one: _confidence(one, self.head),
                reverse=True,
            )
            for is_wrong in (True, False)
        ]
        half = most // 2
        wrong, missed = len(sides[0]), len(sides[1])
        takes_wrong = min(wrong, max(most - half, most - missed))
        return [*sides[0][:takes_wrong], *sides[1][: most - takes_wrong]]


def evaluate(
    head: str,
    rows: Iterable[tuple[Row, Labelled]],
    answered: Callable[[str], Answered],
    thresholds: Thresholds,
) -> Evaluation:
    """Tries every text, and counts; `thresholds`: from which probabilities something is done."""
    read = [(row, label, answered(row.text)) for row, label in rows]
    scorer, score = _scorer(head, [one.reading for _, _, one in read])
    tried = tuple(
        Tried(
            row=row,
            is_yes=label.is_yes,
            label=label.name,
            score=score(one.reading),
            answered=one,
        )
        for row, label, one in read
    )
    scored = [(one.score, one.is_yes) for one in tried if one.score is not None]
    ranked = [(one.score or 0.0, one.is_yes) for one in tried]
    return Evaluation(
        head=head,
        tried=tried,
        scorer=scorer,
        points=tuple(_points(head, tried, scorer, thresholds)),
        ranking=rank(ranked) if scorer else None,
        calibration=calibrate(scored) if scorer == "model" else None,
        kinds=_by_label(tried, Kind, lambda one: one.answered.reading.kind),
        answers=_by_label(tried, Answer, lambda one: one.answered.answer),
    )


def says_yes(reading: Reading, head: str, at_least: Certainty = Certainty.UNSURE) -> bool:
    """The kind that was read is this one, and so sure."""
    return reading.kind == head and _SURENESS[reading.certainty] >= _SURENESS[at_least]


def _scorer(
    head: str, readings: Sequence[Reading]
) -> tuple[str, Callable[[Reading], float | None]]:
    """What scores this question, and its name."""
    field = f"p_{head}"
    if any(getattr(reading, field) is not None for reading in readings):
        return "model", lambda reading: getattr(reading, field)
    if head == Kind.COMPLAINT:
        return "sentiment", lambda reading: (1 - reading.compound_used) / 2
    if head == Kind.PRAISE:
        return "sentiment", lambda reading: (1 + reading.compound_used) / 2
    return "", lambda _reading: None


def _points(
    head: str, tried: Sequence[Tried], scorer: str, thresholds: Thresholds
) -> Iterable[Point]:
    for name, certainty in (
        ("kind", Certainty.UNSURE),
        ("likely", Certainty.LIKELY),
        ("sure", Certainty.SURE),
    ):
        pairs = ((says_yes(one.answered.reading, head, certainty), one.is_yes) for one in tried)
        yield Point(name=name, confusion=confusion(pairs))
    if head == Kind.COMPLAINT:
        answers = ((one.answered.answer is Answer.AUTOMATIC, one.is_yes) for one in tried)
        yield Point(name="acknowledged", confusion=confusion(answers))
    at = _score_points(head, scorer, thresholds)
    for name, threshold in at.items():
        over = ((one.score is not None and one.score >= threshold, one.is_yes) for one in tried)
        yield Point(name=name, threshold=threshold, confusion=confusion(over))


def _score_points(head: str, scorer: str, thresholds: Thresholds) -> dict[str, float]:
    """From which scores on something is done, by name."""
    if scorer == "sentiment":
        return {"sentiment": (1 - VADER_BELOW) / 2}
    if not scorer:
        return {}
    return {
        Kind.COMPLAINT: {"alert": thresholds.alert, "automatic": thresholds.automatic},
        Kind.PRAISE: {"veto": thresholds.praise},
        Kind.SPAM: {"veto": thresholds.spam},
        Kind.ABUSE: {"veto": thresholds.abuse},
    }.get(Kind(head), {"even": EVEN})


def _by_label(
    tried: Sequence[Tried], columns: Iterable[T], column: Callable[[Tried], T]
) -> dict[str, dict[T, int]]:
    """Counts by label, the most common label first."""
    columns = tuple(columns)
    counts = Counter((one.label, column(one)) for one in tried)
    labels = Counter(one.label for one in tried)
    return {
        label: {each: counts[label, each] for each in columns}
        for label, _ in sorted(labels.items(), key=lambda pair: (-pair[1], pair[0]))
    }


def _confidence(mistake: Mistake, head: str) -> tuple[bool, int, float]:
    """How sure we were of what the label denies; a word said by a machine before all."""
    one = mistake.tried
    score = 0.5 if one.score is None else one.score
    if not mistake.is_wrong:
        return (False, 0, 1 - score)
    said = one.answered.answer is Answer.AUTOMATIC and head == Kind.COMPLAINT
    return (said, _SURENESS[one.answered.reading.certainty], score)
