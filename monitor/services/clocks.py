"""Clocks: the machine's own, and one that stands still until it is moved.

Both may be asked from several threads. A virtual clock never goes back: what was decided at a
moment stays in its past.
"""

import threading
import time
from datetime import UTC, datetime, timedelta

from monitor.domain.values import aware

_NONE = timedelta(0)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)

    def sleep(self, duration: timedelta) -> None:
        """Waits; a negative duration is none."""
        time.sleep(max(duration, _NONE).total_seconds())


class VirtualClock:
    """Time as a replay needs it: sleeping takes none, and moves the clock on."""

    def __init__(self, now: datetime) -> None:
        self._now = aware(now, "the start of a virtual clock").astimezone(UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        with self._lock:
            return self._now

    def sleep(self, duration: timedelta) -> None:
        """Moves on at once; a negative duration is none."""
        with self._lock:
            self._now += max(duration, _NONE)

    def move_to(self, moment: datetime) -> None:
        """Moves on to that moment; stays where it is if the moment has passed."""
        aware(moment, "the moment to move to")
        with self._lock:
            self._now = max(self._now, moment.astimezone(UTC))
