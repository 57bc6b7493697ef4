"""The lower bound against its definition, in exact arithmetic."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.domain.lower_bound import is_proven, lower_bound, still_missing, tail

counts = st.integers(1, 120).flatmap(lambda tries: st.tuples(st.integers(0, tries), st.just(tries)))
shares = st.integers(1, 99).map(lambda percent: Fraction(percent, 100))


def exact_tail(right: int, tries: int, share: Fraction) -> Fraction:
    return sum(
        (
            comb(tries, count) * share**count * (1 - share) ** (tries - count)
            for count in range(right, tries + 1)
        ),
        Fraction(0),
    )


@given(counts, shares)
def test_the_tail_is_that_of_the_binomial_distribution(
    counted: tuple[int, int], share: Fraction
) -> None:
    assert tail(*counted, float(share)) == pytest.approx(float(exact_tail(*counted, share)))


@given(counts)
@example((1, 98))
@example((1, 120))
@example((3, 120))
def test_under_the_bound_so_many_right_ones_come_about_once_in_twenty_times(
    counted: tuple[int, int],
) -> None:
    right, tries = counted
    bound = lower_bound(right, tries)
    if right == 0:
        assert bound == 0
        return
    assert float(exact_tail(right, tries, Fraction(bound))) == pytest.approx(0.05, abs=1e-6)
    assert 0 < bound < right / tries


@given(counts, shares)
def test_proven_means_that_the_bound_is_as_high(counted: tuple[int, int], share: Fraction) -> None:
    right, _ = counted
    is_exactly_so = right > 0 and exact_tail(*counted, share) <= Fraction(5, 100)
    assert is_proven(*counted, float(share)) == is_exactly_so


@given(counts)
def test_a_right_one_raises_it_and_a_wrong_one_lowers_it(counted: tuple[int, int]) -> None:
    right, tries = counted
    assert lower_bound(right + 1, tries + 1) > lower_bound(right, tries)
    assert lower_bound(right, tries + 1) <= lower_bound(right, tries)


@pytest.mark.parametrize(("wrong", "tries"), [(0, 29), (1, 46), (2, 61), (3, 76)])
def test_nine_in_ten_takes_so_many_decisions(wrong: int, tries: int) -> None:
    assert lower_bound(tries - wrong, tries) >= 0.90
    assert lower_bound(tries - wrong - 1, tries - 1) < 0.90
    assert wrong + still_missing(0, wrong, 0.90) == tries
    assert still_missing(tries - wrong, tries, 0.90) == 0


@given(counts)
def test_what_is_missing_is_the_least_that_proves_it(counted: tuple[int, int]) -> None:
    right, tries = counted
    more = still_missing(right, tries, 0.90)
    assert is_proven(right + more, tries + more, 0.90)
    assert more == 0 or not is_proven(right + more - 1, tries + more - 1, 0.90)


def test_more_right_ones_than_tries_are_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        lower_bound(3, 2)


@pytest.mark.parametrize(("right", "tries"), [(1, 400), (200, 5000), (2500, 5000), (4999, 5000)])
def test_many_tries_lose_no_digit(right: int, tries: int) -> None:
    share = lower_bound(right, tries)
    assert 0 < share < right / tries
    assert tail(right, tries, share) == pytest.approx(0.05, abs=1e-6)
    if right == 1:
        assert share == pytest.approx(1 - 0.95 ** (1 / tries), rel=1e-6)
