"""Absence: who of the people is away, and who stands in for them meanwhile.

That nobody is there at all is another switch (`AWAY_UNTIL`): it moves promises. While one of
several is away, the others answer, and promises stay as they are.
"""

from datetime import date, datetime

from monitor.domain.case import Case
from monitor.domain.policy import Policy
from monitor.domain.shifts import on_shift
from monitor.domain.store_ports import Tx


def switch_of(name: str) -> str:
    """The switch that keeps until when this person is away: the first day back."""
    return f"away {name}"


def who_is_away(tx: Tx, policy: Policy, now: datetime) -> dict[str, date]:
    """Each of the people who is away, with the first day back."""
    today = policy.hours.day_of(now)
    written = {name: tx.switches.get(switch_of(name)) for name in policy.people}
    until = {name: date.fromisoformat(day) for name, day in written.items() if day}
    return {name: day for name, day in until.items() if today < day}


def who_takes(tx: Tx, policy: Policy, now: datetime) -> str:
    """Whose a case is that begins now."""
    return on_shift(policy.people, policy.shifts, who_is_away(tx, policy, now), policy.hours, now)


def who_answers(tx: Tx, case: Case, policy: Policy, now: datetime) -> str:
    """Whose turn it is in a case: whose it is, or who stands in while they are away."""
    away = who_is_away(tx, policy, now)
    if case.assignee not in away:
        return case.assignee
    return on_shift(policy.people, policy.shifts, away, policy.hours, now)
