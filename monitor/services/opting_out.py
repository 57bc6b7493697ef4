"""Opting out: somebody to whom nothing is said by machine, and the way back.

Who has not written yet is known by their handle alone. The first account of that name that writes
is the one that was meant: from then on it is known by its id, whatever it is called later.
"""

from collections.abc import Iterable
from datetime import datetime

from monitor.domain.audit import MACHINE, AuditAction, AuditEntry
from monitor.domain.effect import State
from monitor.domain.message import Author
from monitor.domain.permission import Reason
from monitor.domain.store_ports import Tx
from monitor.domain.stored import Mark
from monitor.services.outbox import withdraw


def opt_out(tx: Tx, brand: str, author_id: str, now: datetime, why: str, by: str = MACHINE) -> int:
    """No automatic words any more; what waits to be said is withdrawn: how many."""
    tx.authors.opt_out(brand, author_id, now, why)
    _write_down(tx, AuditAction.OPTED_OUT, brand, author_id, now, by)
    return sum(
        withdraw(tx, effect, State.CANCELLED, Reason.OPTED_OUT, now)
        for effect in tx.outbox.waiting_for(brand, author_id)
    )


def by_handle(platform: str, handle: str) -> str:
    """The id of somebody of whom only the handle is known: `x:@handle`."""
    return f"{platform}:@{handle.removeprefix('@').lower()}"


def recognise(tx: Tx, brand: str, authors: Iterable[Author], now: datetime) -> None:
    """Those among the authors who were opted out by their handle, before they first wrote."""
    awaited = set(tx.authors.awaited(brand, Mark.OPTED_OUT))
    if not awaited:
        return
    for author in authors:
        name = by_handle(author.platform, author.handle)
        if name in awaited and name != author.id:
            awaited.discard(name)
            tx.authors.unmark(brand, name, Mark.OPTED_OUT)
            opt_out(tx, brand, author.id, now, "opted out by handle, before they first wrote")


def asked_for_it(tx: Tx, brand: str, author_id: str, now: datetime) -> None:
    """They wrote "stop": no automatic words any more."""
    tx.authors.opt_out(brand, author_id, now, "asked for it")
    _write_down(tx, AuditAction.OPTED_OUT, brand, author_id, now, MACHINE, "asked_for_it")


def opt_in(tx: Tx, brand: str, author_id: str, now: datetime, by: str = MACHINE) -> None:
    """Automatic words are allowed again, to every account of this customer."""
    for id_ in tx.customers.of(brand, author_id).identities:
        tx.authors.unmark(brand, id_, Mark.OPTED_OUT)
    _write_down(tx, AuditAction.OPTED_IN, brand, author_id, now, by)


def _write_down(
    tx: Tx,
    action: AuditAction,
    brand: str,
    author_id: str,
    now: datetime,
    by: str,
    reason: str = "",
) -> None:
    tx.audit.write(
        AuditEntry(brand=brand, at=now, actor=by, action=action, author_id=author_id, reason=reason)
    )
