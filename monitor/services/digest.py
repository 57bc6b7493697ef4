"""The morning digest, told once on each office day to every channel that takes one.

It is told first and written down after, like every alert: a crash in between tells it again, and a
desk then finds that its card lies there already. Who starts the monitor later in the day is told
then, as long as the office is open.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from monitor.cards.digest import digest
from monitor.domain.card_ports import TakesDigest
from monitor.domain.clock import Hours
from monitor.domain.delivery import Delivered
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store
from monitor.services.digest_facts import DigestLook
from monitor.services.telling import TRY_AGAIN_AFTER

log = logging.getLogger(__name__)

#: what the first digest tells of
AT_FIRST = timedelta(days=1)
#: after a time in which nobody ran it tells of no more than this
AT_MOST = timedelta(days=7)


def told_switch(brand: str) -> str:
    """The switch that keeps when the newest digest was told."""
    return f"digest_told {brand}"


class Digest:
    """Tells it."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        hours: Hours,
        look: DigestLook,
        channels: Iterable[object],
        *,
        brand: str,
        at: time | None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.hours = hours
        self.look = look
        # what a channel can do is asked of the object, not of its type
        self.channels = tuple(one for one in channels if isinstance(one, TakesDigest))
        self.brand = brand
        #: by the clock of the brand; None: never
        self.at = at
        self._rests_until: datetime | None = None

    def due(self) -> bool:
        """True when it was told now, to everybody."""
        now = self.clock.now()
        if not self.channels or not self._is_time(now):
            return False
        with self.store.read() as tx:
            told_at = _moment(tx.switches.get(told_switch(self.brand)))
            if told_at is not None and self.hours.day_of(told_at) >= self.hours.day_of(now):
                return False
            since = max(told_at or now - AT_FIRST, now - AT_MOST)
            sheet = digest(self.look.at(tx, since))
        day = self.hours.day_of(now)
        outcomes = [(one.name, one.post_digest(day, sheet)) for one in self.channels]
        missing = [name for name, outcome in outcomes if not isinstance(outcome, Delivered)]
        if missing:
            log.warning("the digest was not taken by %s", ", ".join(missing))
            self._rests_until = now + TRY_AGAIN_AFTER
            return False
        with self.store.begin() as tx:
            tx.switches.put(told_switch(self.brand), now.isoformat(), now)
        return True

    def _is_time(self, now: datetime) -> bool:
        """On an office day, from its hour on until the office closes."""
        if self.at is None or (self._rests_until is not None and now < self._rests_until):
            return False
        openings = self.hours.office_openings_on(self.hours.day_of(now))
        return bool(openings) and self.hours.local(now).time() >= self.at and now < openings[-1][1]


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
