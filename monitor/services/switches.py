"""The owner's switches as they stand on the store: paused, away, in hold after a restore.

A pause is also a local file, so that it works with the database locked or gone: see `PauseFile`.
"""

from datetime import date, datetime
from pathlib import Path

from monitor.domain.ports import Tx
from monitor.domain.values import Value

PAUSED = "paused"
AWAY_UNTIL = "away_until"
RECONCILE = "reconcile"


class SwitchBoard(Value):
    """All switches at one moment."""

    #: why and until when sending is paused, in words; None when it is not
    paused: str | None = None
    away_until: date | None = None
    #: why sending is on hold until `monitor reconcile`
    reconcile: str | None = None

    @classmethod
    def read(cls, tx: Tx, now: datetime) -> "SwitchBoard":
        """As they are now; an absence that has ended is over."""
        away_until = tx.switches.get(AWAY_UNTIL)
        until = date.fromisoformat(away_until) if away_until else None
        return cls(
            paused=tx.switches.get(PAUSED),
            away_until=until if until is not None and now.date() <= until else None,
            reconcile=tx.switches.get(RECONCILE),
        )

    @property
    def is_paused(self) -> bool:
        """Nothing is sent."""
        return self.paused is not None

    @property
    def is_away(self) -> bool:
        """The owner is away: the machine does not sign, promises move."""
        return self.away_until is not None

    @property
    def is_reconciling(self) -> bool:
        """The store was restored: nothing is sent until a person has looked."""
        return self.reconcile is not None


class PauseFile:
    """A file whose being there pauses this machine, whatever the database does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def is_there(self) -> bool:
        """This machine is paused."""
        return self.path.exists()

    def put(self, why: str) -> None:
        """Pauses this machine."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(why + "\n", encoding="utf-8")

    def remove(self) -> None:
        """Lets this machine send again."""
        self.path.unlink(missing_ok=True)
