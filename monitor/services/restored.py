"""Restored: what a backup that took the place of the database does not know.

Whatever answers a post from before the restore may be out already: another database sent it, and
the one that knew is gone. Invariant: no such word is sent before it was looked for.
"""

from datetime import UTC, datetime

from monitor.domain.effect import Effect
from monitor.domain.message import Message
from monitor.domain.store_ports import Tx
from monitor.services.switches import RECONCILE, RESTORED, Hold

#: a hold that does not say since when
_ALWAYS = datetime.max.replace(tzinfo=UTC)


def restored_at(tx: Tx) -> datetime | None:
    """When the newest restore was; None: this database was never restored."""
    hold = tx.switches.get(RECONCILE)
    if hold is not None:
        return Hold.read(hold).restored_at or _ALWAYS
    ended = tx.switches.get(RESTORED)
    return datetime.fromisoformat(ended) if ended else None


def may_be_out(tx: Tx, effect: Effect, message: Message) -> bool:
    """It answers a post from before the restore, and we have not tried to send it since."""
    at = restored_at(tx)
    if at is None or message.created_at > at:
        return False
    return effect.sending_at is None or effect.sending_at <= at


def is_to_be_looked_for(tx: Tx, effect: Effect, message: Message) -> bool:
    """The same, and nobody has looked for it since."""
    if not may_be_out(tx, effect, message):
        return False
    at = restored_at(tx)
    return effect.missed_at is None or at is None or effect.missed_at <= at
