"""Fitting one head: a logistic regression over the pieces, and its calibration.

Words that fewer than `LEAST_WORDS` texts have, and runs that fewer than `LEAST_RUNS` have, are left
out. The more telling a piece is, the freer its weight may grow: telling is how far its share of the
texts that say yes differs from its share of the others (after Wang and Manning, 2012). What the
head says of groups that it has not seen, fold by fold, calibrates its probabilities. The same texts
give the same weights.
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
#: texts of either answer that every piece is taken to have been in beside those it was in
_SUPPOSED: Final = 1.0


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
    #: 0..1, how much of that hangs on how telling a piece is
    by_telling: float = 0.0


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
    lesson = lesson._replace(matrix=without_rare(lesson.matrix))
    held_out = numpy.zeros(len(lesson.wanted))
    folds = lesson.group % FOLDS
    for fold in range(FOLDS):
        inside = folds == fold
        model = regression(lesson, ~inside)
        held_out[inside] = model.decision_function(lesson.matrix[inside])
    model = regression(lesson, numpy.ones(len(folds), dtype=bool))
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


def regression(lesson: Lesson, rows: Any) -> Any:  # Any: numbers of rows, a model of scikit-learn
    """A regression of some rows; their matrix is `without_rare`."""
    matrix, wanted = lesson.matrix[rows], lesson.wanted[rows]
    freedom = 1 - lesson.by_telling + lesson.by_telling * _telling(matrix, wanted)
    model = needed("sklearn.linear_model").LogisticRegression(
        C=lesson.strength,
        class_weight="balanced",
        solver="liblinear",
        max_iter=_ROUNDS,
        random_state=0,
    )
    scaled = (matrix @ needed("scipy.sparse").diags(freedom)).tocsr()
    model.fit(scaled, wanted, sample_weight=lesson.weight[rows])
    model.coef_ = model.coef_ * freedom
    return model


def _telling(matrix: "csr_matrix", wanted: "ndarray[Any, Any]") -> "ndarray[Any, Any]":
    """For each column how far apart its shares are in the texts of either answer, as the size of
    the logarithm of their ratio; 1 for the last, which is no piece."""
    numpy = needed("numpy")
    shares = []
    for answer in (1, 0):
        seen_in = matrix[wanted == answer].getnnz(axis=0)
        shares.append((seen_in + _SUPPOSED) / (sum(wanted == answer) + 2 * _SUPPOSED))
    telling: ndarray[Any, Any] = numpy.abs(numpy.log(shares[0] / shares[1]))
    telling[-1] = 1.0
    return telling


def without_rare(matrix: "csr_matrix") -> "csr_matrix":
    numpy, sparse = needed("numpy"), needed("scipy.sparse")
    seen_in = matrix.getnnz(axis=0)
    least = numpy.ones(matrix.shape[1])
    least[:BUCKETS], least[BUCKETS : 2 * BUCKETS] = LEAST_WORDS, LEAST_RUNS
    return (matrix @ sparse.diags((seen_in >= least).astype(float))).tocsr()


def _thousandths(weight: float) -> int:
    return max(-32768, min(32767, round(weight * THOUSAND)))
