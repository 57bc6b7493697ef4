"""A clock that goes where it is told."""

from datetime import UTC, datetime, timedelta

from monitor.domain.values import aware

#: a Monday, ten in the morning in Berlin
MONDAY_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is moved; `sleep` moves it."""

    def __init__(self, at: datetime = MONDAY_MORNING) -> None:
        self._now = aware(at, "the clock").astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def sleep(self, duration: timedelta) -> None:
        self.advance(duration)

    def advance(self, duration: timedelta) -> None:
        """Moves on; a negative duration is a clock that jumped back."""
        self._now += duration

    def move_to(self, moment: datetime) -> None:
        self._now = aware(moment, "the moment").astimezone(UTC)
