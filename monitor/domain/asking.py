"""Asking: the checks of one sender, as far as they are still open for a mention.

Many mentions of a page share one and the same circumstances, and half of the checks look at nothing
else. So when circumstances come by a second time in a row, those checks are asked once and left out
from then on; one that has something to say goes on saying it, in its place.

Invariant: whoever goes through what is left hears what all the checks would have said.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from monitor.domain.facts import Circumstances, Facts
from monitor.domain.hard_stops import Check
from monitor.domain.permission import Permission
from monitor.domain.policy import Policy


class _Left(NamedTuple):
    """What is left to ask where these are the very same."""

    circumstances: Circumstances
    policy: Policy
    now: datetime
    checks: tuple[Check, ...]


class Asking:
    """The checks in their order. Two threads at worst ask in vain."""

    __slots__ = ("_before", "_checks", "_left", "_of_circumstances")

    def __init__(self, checks: Iterable[Check], of_circumstances: frozenset[Check]) -> None:
        self._checks = tuple(checks)
        self._of_circumstances = of_circumstances
        self._before: Circumstances | None = None
        self._left: _Left | None = None

    def left(self, facts: Facts, policy: Policy, now: datetime) -> tuple[Check, ...]:
        """The checks that may have something to say about these facts, in their order."""
        left, circumstances = self._left, facts.circumstances
        if (
            left is not None
            and left.circumstances is circumstances
            and left.policy is policy
            and left.now is now
        ):
            return left.checks
        if self._before is not circumstances:
            self._before = circumstances
            return self._checks
        checks: list[Check] = []
        for check in self._checks:
            if check not in self._of_circumstances:
                checks.append(check)
            elif (permission := check(facts, policy, now)) is not None:
                checks.append(_saying(permission))
        self._left = _Left(circumstances, policy, now, tuple(checks))
        return self._left.checks


def _saying(permission: Permission) -> Check:
    return lambda _facts, _policy, _now: permission
