"""The owner's switches as they stand on the store: paused, away, in hold after a restore.

A pause is also a local file, so that it works with the database locked or gone: see `PauseFile`.
A pause that has an end is over when that moment has passed; nobody needs to clear it away.
"""

import errno
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from monitor.domain.clock import Hours
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Tx
from monitor.domain.values import Value, replace
from monitor.services.clocks import SystemClock

PAUSED = "paused"
AWAY_UNTIL = "away_until"
RECONCILE = "reconcile"
#: when the database was restored that a person has looked through since
RESTORED = "restored"
#: when a monitor of a real account was started first: what was published before is never answered
FIRST_START = "first_start"


def first_look(brand: str, connector: str) -> str:
    """The switch that keeps when this connector was looked at first: what was published before is
    never answered, also where the monitor has been at work elsewhere for long."""
    return f"first_look {brand} {connector}"


def rests_until(brand: str, connector: str) -> str:
    """The switch that keeps until when this connector is left alone."""
    return f"rests_until {brand} {connector}"


#: set in a store that holds the sample's invented people
SAMPLE = "sample"


def holds_sample(tx: Tx) -> bool:
    """This store holds sample data: every screen of it says so."""
    return tx.switches.get(SAMPLE) is not None


_UNTIL = "until "
_NO_ROOM = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
#: why, where a pause file does not say so
NO_WORDS = "a pause file without words is there"
_HOLD = re.compile(r"restored (\d{4}-\d\d-\d\d \d\d:\d\d) UTC from (.+)", re.DOTALL)
_MADE = re.compile(r"(\d{8}T\d{6})Z")


class Pause(Value):
    """A pause of all sending, as it is written on the store and in the file."""

    why: str
    #: None: until somebody says `resume`
    until: datetime | None = None

    @classmethod
    def read(cls, written: str) -> "Pause":
        """What was written; without an end when the end cannot be read."""
        first, _, rest = written.partition("\n")
        if not first.startswith(_UNTIL):
            return cls(why=written.strip())
        try:
            until = datetime.fromisoformat(first.removeprefix(_UNTIL).strip())
        except ValueError:
            return cls(why=written.strip())
        return cls(why=rest.strip(), until=until if until.tzinfo is not None else None)

    def written(self) -> str:
        """`read` makes the same pause of it."""
        return self.why if self.until is None else f"{_UNTIL}{self.until.isoformat()}\n{self.why}"

    def is_over(self, now: datetime) -> bool:
        """Its end has passed."""
        return self.until is not None and self.until <= now


class Hold(Value):
    """The hold after a restore, as it was written down."""

    why: str
    #: when the backup was put in the place of the database; None: it does not say
    restored_at: datetime | None = None
    #: the name of the backup
    backup: str = ""
    #: when the backup was made, as its name says
    made_at: datetime | None = None

    @classmethod
    def read(cls, written: str) -> "Hold":
        """What was written; as it stands where it says nothing more."""
        told = _HOLD.fullmatch(written)
        if told is None:
            return cls(why=written)
        made = _MADE.search(told[2])
        try:
            return cls(
                why=written,
                restored_at=datetime.strptime(told[1], "%Y-%m-%d %H:%M").replace(tzinfo=UTC),
                backup=told[2],
                made_at=(
                    datetime.strptime(made[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
                    if made is not None
                    else None
                ),
            )
        except ValueError:
            return cls(why=written, backup=told[2])

    def ended(self, now: datetime) -> str:
        """What `RESTORED` says when a person has looked: the last moment that may be missing."""
        # it was written down without its seconds
        until = self.restored_at + timedelta(minutes=1) if self.restored_at is not None else now
        return min(until, now).isoformat()


class SwitchBoard(Value):
    """All switches at one moment."""

    #: why sending is paused; None when it is not
    paused: str | None = None
    #: when the pause ends by itself; None: never, or there is none
    paused_until: datetime | None = None
    #: the first day back
    away_until: date | None = None
    #: why sending is on hold until `monitor reconcile`
    reconcile: str | None = None

    @classmethod
    def read(cls, tx: Tx, now: datetime, hours: Hours) -> "SwitchBoard":
        """As they are now; a pause or an absence that has ended is over."""
        written = tx.switches.get(PAUSED)
        pause = Pause.read(written) if written is not None else None
        if pause is not None and pause.is_over(now):
            pause = None
        away_until = tx.switches.get(AWAY_UNTIL)
        until = date.fromisoformat(away_until) if away_until else None
        return cls(
            paused=pause.why if pause is not None else None,
            paused_until=pause.until if pause is not None else None,
            away_until=until if until is not None and hours.day_of(now) < until else None,
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

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self.clock = clock or SystemClock()

    def is_there(self) -> bool:
        """This machine is paused."""
        return self.read() is not None

    def read(self) -> Pause | None:
        """The pause of this machine; a file that cannot be read pauses all the same."""
        if not self.path.exists():
            return None
        try:
            pause = Pause.read(self.path.read_text(encoding="utf-8", errors="replace"))
        except FileNotFoundError:
            return None
        except OSError as problem:
            return Pause(why=f"the file `{self.path}` cannot be read: {problem.strerror}")
        if pause.is_over(self.clock.now()):
            return None
        return pause if pause.why else replace(pause, why=NO_WORDS)

    def put(self, why: str, until: datetime | None = None) -> None:
        """Pauses this machine. Raises OSError: it is not, or not as it was asked for."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self.path.write_text(Pause(why=why, until=until).written() + "\n", encoding="utf-8")
        except OSError as problem:
            # a full disk has room for an empty file, and that is a pause: without words or an end
            if problem.errno not in _NO_ROOM or not self.is_there():
                raise

    def remove(self) -> None:
        """Lets this machine send again."""
        self.path.unlink(missing_ok=True)
