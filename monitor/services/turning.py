"""Turning the owner's switches from a desk: pause, resume, away. Each is written down with who."""

from datetime import date, datetime

from monitor.domain.audit import AuditAction, AuditEntry
from monitor.domain.permission import Reason
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store
from monitor.services.outbox import wake
from monitor.services.switches import AWAY_UNTIL, PAUSED, Pause, PauseFile


class Turning:
    """The switches of everyone on this store, and the file of this machine."""

    def __init__(self, store: Store, clock: Clock, pause_file: PauseFile) -> None:
        self.store = store
        self.clock = clock
        self.pause_file = pause_file

    def pause(self, until: datetime | None, *, by: str) -> None:
        """Nothing is sent from now on. The file first: it holds whatever becomes of the row.

        Raises OSError, StoreError.
        """
        pause = Pause(why=f"{by} paused it at a desk", until=until)
        self.pause_file.put(pause.why, until)
        with self.store.begin() as tx:
            tx.switches.put(PAUSED, pause.written(), self.clock.now())
            tx.audit.write(self._turned(AuditAction.PAUSED, by))

    def resume(self, *, by: str) -> bool:
        """What waited may go out; False: nothing was paused. Raises OSError, StoreError."""
        now = self.clock.now()
        with self.store.begin() as tx:
            written = tx.switches.get(PAUSED)
            is_paused = written is not None and not Pause.read(written).is_over(now)
            is_paused = is_paused or self.pause_file.is_there()
            # the row first: whatever fails from here on, this machine stays paused
            tx.switches.put(PAUSED, None, now)
            wake(tx, Reason.PAUSED, now)
            if is_paused:
                tx.audit.write(self._turned(AuditAction.RESUMED, by))
        self.pause_file.remove()
        return is_paused

    def away(self, until: date | None, *, by: str) -> None:
        """Nobody answers before that day; None: somebody is back. Raises StoreError."""
        value = until.isoformat() if until is not None else None
        with self.store.begin() as tx:
            tx.switches.put(AWAY_UNTIL, value, self.clock.now())
            action = AuditAction.AWAY if until is not None else AuditAction.BACK
            tx.audit.write(self._turned(action, by, reason=value or ""))

    def _turned(self, action: AuditAction, by: str, *, reason: str = "") -> AuditEntry:
        """For everyone on this store."""
        return AuditEntry(brand="", at=self.clock.now(), actor=by, action=action, reason=reason)
