"""Opting out: somebody to whom nothing is said by machine, and the way back."""

from datetime import datetime

from monitor.domain.effect import State
from monitor.domain.permission import Reason
from monitor.domain.ports import Mark, Tx
from monitor.services.outbox import withdraw


def opt_out(tx: Tx, brand: str, author_id: str, now: datetime, why: str) -> int:
    """No automatic words any more; what waits to be said is withdrawn: how many."""
    tx.authors.opt_out(brand, author_id, now, why)
    return sum(
        withdraw(tx, effect, State.CANCELLED, Reason.OPTED_OUT, now)
        for effect in tx.outbox.waiting_for(brand, author_id)
    )


def opt_in(tx: Tx, brand: str, author_id: str) -> None:
    """Automatic words are allowed again."""
    tx.authors.unmark(brand, author_id, Mark.OPTED_OUT)
