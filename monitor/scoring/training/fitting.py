"""Fitting one head: a logistic regression over the pieces, and its calibration.

Words that fewer than `LEAST_WORDS` texts have, and runs that fewer than `LEAST_RUNS` have, are left
out. What the head says of groups that it has not seen, fold by fold, calibrates its probabilities.
The same texts give the same weights.
"""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from monitor.scoring.model.pieces import BUCKETS
from monitor.scoring.model.weights import THOUSAND, Head
from monitor.scoring.training.needed import needed

if TYPE_CHECKING:
    from numpy import ndarray
    from scipy.sparse import csr_matrix

LEAST_WORDS: Final = 3
LEAST_RUNS: Final = 8
#: groups are dealt out to so many folds
FOLDS: Final = 5
_ROUNDS: Final = 1000


class Lesson(NamedTuple):
    """What one head learns: row by row of a matrix."""

    matrix: "csr_matrix"
    #: 0 or 1
    wanted: "ndarray[Any, Any]"
    #: how much each row counts
    weight: "ndarray[Any, Any]"
    #: number of the group of each row
    group: "ndarray[Any, Any]"
    #: how freely the weights may grow
    strength: float


class Fitted(NamedTuple):
    """A head, and the logits of each row."""

    head: Head
    #: before the weights were rounded
    logits: "ndarray[Any, Any]"
    #: while it had not seen their fold
    held_out: "ndarray[Any, Any]"


def fit(name: str, lesson: Lesson) -> Fitted:
    """The head, calibrated."""
    numpy, linear = needed("numpy"), needed("sklearn.linear_model")
    lesson = lesson._replace(matrix=_without_rare(lesson.matrix))
    held_out = numpy.zeros(len(lesson.wanted))
    folds = lesson.group % FOLDS
    for fold in range(FOLDS):
        inside = folds == fold
        model = _regression(lesson, ~inside)
        held_out[inside] = model.decision_function(lesson.matrix[inside])
    model = _regression(lesson, numpy.ones(len(folds), dtype=bool))
    platt = linear.LogisticRegression(C=1e6).fit(
        held_out.reshape(-1, 1), lesson.wanted, sample_weight=lesson.weight
    )
    weights = model.coef_[0]
    numbers = [_thousandths(weight) for weight in weights[: 2 * BUCKETS]]
    head = Head(
        name=name,
        intercept=float(model.intercept_[0]),
        words=numbers[:BUCKETS],
        runs=numbers[BUCKETS:],
        tone=float(weights[2 * BUCKETS]),
        slope=float(platt.coef_[0][0]),
        shift=float(platt.intercept_[0]),
    )
    return Fitted(head, model.decision_function(lesson.matrix), held_out)


def _regression(lesson: Lesson, rows: Any) -> Any:  # Any: an array, a model of scikit-learn
    model = needed("sklearn.linear_model").LogisticRegression(
        C=lesson.strength,
        class_weight="balanced",
        solver="liblinear",
        max_iter=_ROUNDS,
        random_state=0,
    )
    return model.fit(lesson.matrix[rows], lesson.wanted[rows], sample_weight=lesson.weight[rows])


def _without_rare(matrix: "csr_matrix") -> "csr_matrix":
    numpy, sparse = needed("numpy"), needed("scipy.sparse")
    seen_in = matrix.getnnz(axis=0)
    least = numpy.ones(matrix.shape[1])
    least[:BUCKETS], least[BUCKETS : 2 * BUCKETS] = LEAST_WORDS, LEAST_RUNS
    return (matrix @ sparse.diags((seen_in >= least).astype(float))).tocsr()


def _thousandths(weight: float) -> int:
    return max(-32768, min(32767, round(weight * THOUSAND)))
