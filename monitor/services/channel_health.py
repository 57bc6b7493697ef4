"""How one alert channel does: since when it fails, and how long it is left alone.

One alert that fails says nothing about the channel, for it may be the alert. Two of them, a login
that is refused, or "come back later" do: then nothing is tried for a while, so that a dead server
does not hold up what other channels wait for.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from monitor.domain.delivery import Refused, Unknown

#: the first pause; each is twice as long as the one before, and none longer than that
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)
#: so many different alerts have to fail
ENOUGH: Final = 2


@dataclass
class ChannelHealth:
    """Of one channel, while this process lives."""

    failing_since: datetime | None = None
    why: str = ""
    #: it took something since the start
    is_proven: bool = False
    #: a name, a password or an address is no longer good
    is_auth: bool = False
    _resting_until: datetime | None = None
    _pauses: int = 0
    _failed: set[str] = field(default_factory=set)

    def rests(self, now: datetime) -> bool:
        """It is left alone."""
        return self._resting_until is not None and now < self._resting_until

    def took(self) -> bool:
        """It took something; True when that is news."""
        is_news = self.failing_since is not None or not self.is_proven
        self.is_proven, self.is_auth = True, False
        self.failing_since, self.why = None, ""
        self._resting_until, self._pauses = None, 0
        self._failed.clear()
        return is_news

    def did_not_take(self, alert: str, outcome: Refused | Unknown, now: datetime) -> None:
        """It did not take this alert."""
        retry_at = outcome.retry_at if isinstance(outcome, Refused) else None
        self.is_auth = isinstance(outcome, Refused) and outcome.is_auth
        self.failing_since = self.failing_since or now
        self.why = outcome.why
        self._failed.add(alert)
        if not (self.is_auth or retry_at is not None or len(self._failed) >= ENOUGH):
            return
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._pauses, 8))
        until = now + (LONGEST_PAUSE if self.is_auth else pause)
        self._resting_until = max(until, retry_at) if retry_at is not None else until
        self._pauses += 1
        self._failed.clear()
