"""A confusion: of texts that were said to be something or not, how many truly are.

A share of nothing is None, never 0: where nothing was found there is no precision.
"""

from collections.abc import Iterable

from monitor.domain.lower_bound import lower_bound
from monitor.domain.values import Value


class Confusion(Value):
    """Four counts, and what follows from them. Shares are 0..1."""

    #: said yes, and it is
    hits: int = 0
    #: said yes, and it is not
    wrong: int = 0
    #: said no, and it is
    missed: int = 0
    #: said no, and it is not
    passed: int = 0

    @property
    def precision(self) -> float | None:
        """Of what was said to be one, so much is."""
        return _share(self.hits, self.hits + self.wrong)

    @property
    def precision_at_least(self) -> float | None:
        """Its exact lower bound, sure to 95 %: few texts prove little."""
        said = self.hits + self.wrong
        return lower_bound(self.hits, said) if said else None

    def precision_if(self, one_in: float) -> float | None:
        """What it would be where one text in so many is one: a file rarely has them in the shares
        of every day, and rare ones are drowned by mistakes."""
        found, mistaken = self.recall, _share(self.wrong, self.wrong + self.passed)
        if found is None or mistaken is None:
            return None
        hits, wrong = found / one_in, mistaken * (1 - 1 / one_in)
        return hits / (hits + wrong) if hits + wrong else None

    @property
    def recall(self) -> float | None:
        """Of all there are, so much was found."""
        return _share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        return _f1(self.hits, self.wrong, self.missed)

    @property
    def macro_f1(self) -> float | None:
        """The mean of F1 for yes and F1 for no: rare ones count as much as the many."""
        of_yes, of_no = self.f1, _f1(self.passed, self.missed, self.wrong)
        return None if of_yes is None or of_no is None else (of_yes + of_no) / 2


def confusion(pairs: Iterable[tuple[bool, bool]]) -> Confusion:
    """From pairs of what was said and what is."""
    counts = {(said, true): 0 for said in (True, False) for true in (True, False)}
    for pair in pairs:
        counts[pair] += 1
    return Confusion(
        hits=counts[True, True],
        wrong=counts[True, False],
        missed=counts[False, True],
        passed=counts[False, False],
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(hits: int, wrong: int, missed: int) -> float | None:
    return _share(2 * hits, 2 * hits + wrong + missed)
