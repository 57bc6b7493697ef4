"""Withdrawn: words that a person wanted said, and that were let go before they left.

Whoever typed an answer believes that it goes out; so the case tells when it does not.
"""

from datetime import datetime

from monitor.domain.case import TimelineKind
from monitor.domain.effect import BEFORE_SENDING, Action, Effect, State
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx
from monitor.services.outbox import withdraw
from monitor.services.timeline import tell_of


def wanted(tx: Tx, case_number: int) -> list[Effect]:
    """Words with a person's yes that have not left."""
    return [effect for effect in tx.outbox.of_case(case_number) if _is_wanted(effect)]


def let_go(tx: Tx, effect: Effect, reason: Reason, now: datetime, by: str) -> None:
    """Nobody needs it any more; a person who wanted it said can read that it was not."""
    if withdraw(tx, effect, State.CANCELLED, reason, now, by) and _is_wanted(effect):
        words = f"draft {effect.number} was withdrawn, and never sent"
        tell_of(tx, effect, TimelineKind.NOTE, words, by, now)


def _is_wanted(effect: Effect) -> bool:
    return (
        effect.state in BEFORE_SENDING
        and effect.state is not State.PROPOSED
        and effect.action is not Action.ALERT
        and not effect.is_measure
        and bool(effect.decided_by)
    )
