"""The tests can fail: each classic mistake breaks the promise that is there for it."""

import logging
from collections.abc import Iterator

import pytest

from tests.faults.mutants import LIVES, MUTANTS, Mutant, broken_by


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A program that is wrong complains a lot."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_is_caught(mutant: Mutant) -> None:
    assert not broken_by(mutant, LIVES).isdisjoint(mutant.breaks)
