"""Solving: by when a case is to be put right, apart from by when its customer hears from us.

The time runs from the beginning of the case, or from its being opened again, and counts as the
config says; where it is about money, there is less of it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from monitor.domain.case import Case, TimelineEntry, TimelineKind
from monitor.domain.clock import due, parse_lasting
from monitor.domain.nudges import moment_of
from monitor.domain.policy import Policy

MONEY: Final = "money"
#: how the timeline tells that a case was opened again; the reason may follow
OPENED_AGAIN: Final = "opened again"
#: from this share of the time on it is near its end
NEAR: Final = 0.8


def began_at(case: Case, timeline: Iterable[TimelineEntry]) -> datetime:
    """When the time began to run."""
    reopened = [
        entry.at
        for entry in timeline
        if entry.kind is TimelineKind.STATUS and entry.words.startswith(OPENED_AGAIN)
    ]
    return max(reopened, default=case.opened_at)


def solve_by(case: Case, began: datetime, policy: Policy) -> datetime:
    """By when it is to be put right."""
    within = policy.money_resolved if case.topic == MONEY else policy.resolved
    return due(began, parse_lasting(within), policy.hours)


def is_near(case: Case, began: datetime, policy: Policy, now: datetime) -> bool:
    """The end of that time is near, or past."""
    return now >= moment_of(began, solve_by(case, began, policy), NEAR, policy.hours)
