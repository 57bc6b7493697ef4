"""The figures of an evaluation, against their definitions worked out the long way.

`test_..._as_scikit_learn_has_them` compares with that library where it is installed.
"""

import math
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.scoring.evaluation.calibration import calibrate
from monitor.scoring.evaluation.confusion import Confusion, confusion
from monitor.scoring.evaluation.ranking import Scored, rank

#: few values, so that many scores are equal; and any
SCORES = st.one_of(st.sampled_from((0.0, 0.25, 0.5, 0.75, 1.0)), st.floats(0, 1))
TEXTS = st.lists(st.tuples(SCORES, st.booleans()), min_size=1, max_size=40)


def over(texts: list[Scored], threshold: float) -> Confusion:
    return confusion((score >= threshold, true) for score, true in texts)


@given(TEXTS)
def test_auc_is_how_often_a_pair_is_in_order_and_equals_count_half(texts: list[Scored]) -> None:
    yes = [score for score, true in texts if true]
    no = [score for score, true in texts if not true]
    pairs = [1 if one > other else Fraction(one == other, 2) for one, other in product(yes, no)]
    found = rank(texts).auc
    if not pairs:
        assert found is None
    else:
        assert found == pytest.approx(float(sum(pairs) / len(pairs)))


@given(TEXTS)
def test_each_step_is_the_confusion_at_its_threshold(texts: list[Scored]) -> None:
    ranking = rank(texts)
    if not any(true for _, true in texts):
        assert ranking.steps == ()
        assert ranking.average_precision is None
        return
    wanted = sorted({score for score, _ in texts}, reverse=True)
    assert [step.threshold for step in ranking.steps] == wanted
    for step in ranking.steps:
        counts = over(texts, step.threshold)
        assert (step.precision, step.recall) == (counts.precision, counts.recall)


@given(TEXTS, st.sampled_from((0.5, 0.9, 0.95, 1.0)))
def test_nothing_finds_more_at_that_precision(texts: list[Scored], precision: float) -> None:
    reached = rank(texts).reached(precision)
    recalls = [
        counts.recall
        for counts in (over(texts, score) for score, _ in texts)
        if counts.recall is not None and (counts.precision or 0) >= precision
    ]
    if reached is None:
        assert recalls == []
    else:
        assert reached.recall == max(recalls)
        assert reached.precision >= precision


@given(TEXTS)
def test_average_precision_is_the_precision_at_each_of_them(texts: list[Scored]) -> None:
    yes = [score for score, true in texts if true]
    found = rank(texts).average_precision
    if not yes:
        assert found is None
    else:
        each = [over(texts, score).precision or 0 for score in yes]
        assert found == pytest.approx(math.fsum(each) / len(each))


@given(TEXTS)
def test_brier_and_error_follow_their_definitions(texts: list[Scored]) -> None:
    found = calibrate(texts)
    assert found is not None
    brier = math.fsum((score - true) ** 2 for score, true in texts) / len(texts)
    assert found.brier == pytest.approx(brier)
    distance = 0.0
    for low in range(10):
        members = [(score, true) for score, true in texts if low == min(9, math.floor(score * 10))]
        if members:
            scores = math.fsum(score for score, _ in members)
            distance += abs(scores - sum(true for _, true in members))
    assert found.error == pytest.approx(distance / len(texts))
    assert sum(one.texts for one in found.bins) == len(texts)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_a_confusion_counts_every_pair_once(pairs: list[tuple[bool, bool]]) -> None:
    counts = confusion(pairs)
    assert counts.hits + counts.wrong == sum(said for said, _ in pairs)
    assert counts.hits + counts.missed == sum(true for _, true in pairs)
    assert counts.hits + counts.wrong + counts.missed + counts.passed == len(pairs)
    precision, recall = counts.precision, counts.recall
    if precision and recall:
        assert counts.f1 == pytest.approx(2 * precision * recall / (precision + recall))


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_precision_where_the_share_is_the_file_s_own_is_the_precision(
    pairs: list[tuple[bool, bool]],
) -> None:
    counts = confusion(pairs)
    yes = sum(true for _, true in pairs)
    if 0 < yes < len(pairs):
        found = counts.precision_if(len(pairs) / yes)
        assert found == (None if counts.precision is None else pytest.approx(counts.precision))
        if found:
            rarer = counts.precision_if(2 * len(pairs) / yes)
            assert rarer is not None
            assert rarer <= found + 1e-9


def test_a_share_of_nothing_is_no_number() -> None:
    nothing = confusion([])
    assert (nothing.precision, nothing.recall, nothing.f1, nothing.macro_f1) == (None,) * 4
    assert (nothing.precision_at_least, nothing.precision_if(5)) == (None, None)
    assert calibrate([]) is None
    assert rank([(0.4, True)]).auc is None
    assert rank([(0.4, False)]).steps == ()


def test_an_example_worked_out_by_hand() -> None:
    texts = [(0.9, True), (0.8, False), (0.8, True), (0.3, True), (0.1, False)]
    ranking = rank(texts)
    assert ranking.auc == pytest.approx((2 + 1.5 + 1) / 6)
    assert ranking.average_precision == pytest.approx((1 + 2 / 3 + 3 / 4) / 3)
    best = ranking.reached(0.9)
    assert best is not None
    assert best.threshold == 0.9
    assert best.recall == pytest.approx(1 / 3)
    counts = over(texts, 0.5)
    assert counts == Confusion(hits=2, wrong=1, missed=1, passed=1)
    assert counts.macro_f1 == pytest.approx((4 / 6 + 2 / 4) / 2)


@given(TEXTS)
def test_figures_are_as_scikit_learn_has_them(texts: list[Scored]) -> None:
    # not in the development lock: `pip install scikit-learn` to have it compared
    metrics = pytest.importorskip("sklearn.metrics")
    scores, truths = [score for score, _ in texts], [true for _, true in texts]
    if len(set(truths)) < 2:
        return
    ranking = rank(texts)
    assert ranking.auc == pytest.approx(metrics.roc_auc_score(truths, scores))
    average = metrics.average_precision_score(truths, scores)
    assert ranking.average_precision == pytest.approx(average)
    found = calibrate(texts)
    assert found is not None
    assert found.brier == pytest.approx(metrics.brier_score_loss(truths, scores))
    said = [score >= 0.5 for score in scores]
    macro = metrics.f1_score(truths, said, average="macro", zero_division=0)
    assert (over(texts, 0.5).macro_f1 or 0) == pytest.approx(macro)
