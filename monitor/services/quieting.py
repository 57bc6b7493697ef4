"""Quieting: our own mute. We still read; no automatic word goes out, and none that waited."""

from datetime import datetime

from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.effect import State
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Mark
from monitor.services.outbox import withdraw


def withdraw_automatic(tx: Tx, brand: str, author_id: str, reason: Reason, now: datetime) -> int:
    """Drafts, and what a machine was about to say; what a person said yes to stays. How many."""
    return sum(
        withdraw(tx, effect, State.CANCELLED, reason, now)
        for effect in tx.outbox.waiting_for(brand, author_id)
        if not effect.decided_by
    )


def keep_quiet(
    tx: Tx, brand: str, author_id: str, until: datetime | None, now: datetime, why: str, by: str
) -> int:
    """No automatic word to them until then; how many that waited are withdrawn."""
    _write_down(tx, AuditAction.MARKED, brand, author_id, now, by, why)
    tx.authors.mark(brand, author_id, Mark.QUIET, now, why or "the owner wants it so", until)
    return withdraw_automatic(tx, brand, author_id, Reason.QUIET, now)


def end_quiet(tx: Tx, brand: str, author_id: str, now: datetime, by: str) -> None:
    """Automatic words are allowed again to every account of this customer, as far as everything
    else allows them."""
    _write_down(tx, AuditAction.UNMARKED, brand, author_id, now, by)
    for id_ in tx.customers.of(brand, author_id).identities:
        tx.authors.unmark(brand, id_, Mark.QUIET)


def _write_down(
    tx: Tx,
    action: AuditAction,
    brand: str,
    author_id: str,
    now: datetime,
    by: str,
    why: str = "",
) -> None:
    tx.audit.write(
        AuditEntry(
            brand=brand,
            at=now,
            actor=by,
            action=action,
            reason=Mark.QUIET.value,
            author_id=author_id,
            words=why,
        )
    )
