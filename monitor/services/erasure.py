"""Erasure: one person, from every table, for good.

1.  The tombstone goes into its file first: if the machine stops after that, the next start erases.
2.  One transaction: every table, the tombstone, the audit row.
3.  The database's log is emptied, so that no byte is left there.

Refused while a reply to them is under way (nobody could look for it any more), and while evidence
is kept, unless the owner says "anyway".
"""

import logging
import secrets
import time
from collections.abc import Sequence
from datetime import timedelta

from monitor.domain.audit import MACHINE, AuditAction, AuditEntry
from monitor.domain.erasure import Holdings, Tombstone, held_together
from monitor.domain.people_ports import TombstoneLog
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store, Tx
from monitor.domain.values import Value
from monitor.errors import NotFound, WrongState

log = logging.getLogger(__name__)

#: how often, and how far apart, emptying the log is tried while somebody reads in it
TRIES, APART = 20, timedelta(milliseconds=100)


class Erased(Value):
    """What was erased."""

    holdings: Holdings
    #: the database's log holds nothing of it any more
    is_flushed: bool


class Erasure:
    """Erases people."""

    def __init__(self, store: Store, clock: Clock, tombstones: TombstoneLog) -> None:
        self.store = store
        self.clock = clock
        self.tombstones = tombstones

    def identities(self, brand: str, author_id: str) -> tuple[str, ...]:
        """Every account that the owner says is this person's, this one first."""
        with self.store.read() as tx:
            ids = tx.customers.of(brand, author_id).identities
        return (author_id, *(id_ for id_ in ids if id_ != author_id))

    def holdings(self, brand: str, author_id: str) -> Holdings:
        """How much is held, under every account of theirs. Raises NotFound: nothing; WrongState:
        it is our own account."""
        with self.store.read() as tx:
            held = self._held(tx, brand, tx.customers.of(brand, author_id).identities)
        if held.is_empty:
            raise NotFound(f"nothing is stored about `{author_id}`")
        if held.is_ours:
            raise WrongState(f"`{author_id}` is an account of your own")
        return held

    def erase(self, brand: str, author_id: str, *, by: str, anyway: bool = False) -> Erased:
        """Everything about them, under every account. Raises NotFound, WrongState, StoreError."""
        now = self.clock.now()
        held = self.holdings(brand, author_id)
        must_be_free(held, anyway=anyway)
        key = self._salt()
        with self.store.read() as tx:
            ids = tx.customers.of(brand, author_id).identities
            stones = [tx.erasures.stone_for(brand, id_, now, key) for id_ in ids]
        self.tombstones.append(key, stones)
        with self.store.begin() as tx:
            held = self._held(tx, brand, ids)
            must_be_free(held, anyway=anyway)
            if tx.erasures.salt() is None:
                tx.erasures.keep_salt(key)
            for id_, stone in zip(ids, stones, strict=True):
                one = tx.erasures.holdings(brand, id_)
                tx.erasures.erase(brand, id_, stone, now)
                tx.audit.write(_written_down(brand, stone, one, by, self.clock))
        return Erased(holdings=held, is_flushed=self._flush())

    @staticmethod
    def _held(tx: Tx, brand: str, ids: Sequence[str]) -> Holdings:
        return held_together([tx.erasures.holdings(brand, id_) for id_ in ids])

    def again(self) -> int:
        """Erases whom a restored or copied database brought back: how many."""
        key, stones = self.tombstones.read()
        if key is None or not stones:
            return 0
        with self.store.begin() as tx:
            count = tx.erasures.again(key, stones, self.clock.now())
            if count:
                again = f"again {count}"
                tx.audit.write(
                    AuditEntry(
                        brand="",
                        at=self.clock.now(),
                        actor=MACHINE,
                        action=AuditAction.ERASED,
                        reason=again,
                    )
                )
        if count:
            log.warning("%s people who were erased were in this database again", count)
            self._flush()
        return count

    def _salt(self) -> bytes:
        """The one in the file or the database; both get the same."""
        key, _ = self.tombstones.read()
        with self.store.read() as tx:
            own, stones = tx.erasures.salt(), tx.erasures.tombstones()
        if own is None:
            return key or secrets.token_bytes(32)
        if key is None:
            self.tombstones.append(own, stones)
        elif key != own:
            raise WrongState(
                "the file that says who was erased belongs to another database",
                hint="put the file `….erased` back that belongs to this one",
            )
        return own

    def _flush(self) -> bool:
        for _ in range(TRIES):
            if self.store.flush():
                return True
            # the machine's time, not the shop's: another process is reading
            time.sleep(APART.total_seconds())
        return False


def must_be_free(held: Holdings, *, anyway: bool) -> None:
    """Raises WrongState: a reply is under way, or evidence is kept."""
    if held.under_way:
        names = ", ".join(f"`e{number}`" for number in held.under_way)
        raise WrongState(
            f"nobody knows yet whether {names} stands there: it could not be looked for any more",
            hint="wait until the monitor has looked, or settle it: monitor inbox",
        )
    if held.held_cases and not anyway:
        names = ", ".join(f"c{number}" for number in held.held_cases)
        raise WrongState(
            f"you keep the evidence of {names}: it would be gone",
            hint=f"end it (monitor case hold {held.held_cases[0]} --end), or add --anyway",
        )


def _written_down(
    brand: str, stone: Tombstone, held: Holdings, by: str, clock: Clock
) -> AuditEntry:
    """Whom, as the tombstone says it; how much, and no more."""
    return AuditEntry(
        brand=brand,
        at=clock.now(),
        actor=by,
        action=AuditAction.ERASED,
        subject=stone.digest,
        reason=f"messages {held.messages} cases {len(held.cases)} said {len(held.said)}",
    )
