"""Notices: what the owner should know about the monitor itself, told at least once.

Whoever finds the cause opens the notice in its own transaction; this service tells the channels.
What can wait is told in office hours. A channel that fails is asked again a minute later, all of
them: twice told is better than not.
"""

from datetime import datetime

from monitor.domain.clock import Hours
from monitor.domain.effect import Urgency
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.ports import AlertChannel, Clock, Failpoint, no_failpoint
from monitor.domain.store_ports import Store
from monitor.services.telling import TRY_AGAIN_AFTER, tell_all


class Notices:
    """Tells the open ones, and the ends of those that were told."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        hours: Hours,
        channels: tuple[AlertChannel, ...],
        failpoint: Failpoint = no_failpoint,
    ) -> None:
        self.store = store
        self.clock = clock
        self.hours = hours
        self.channels = channels
        self.failpoint = failpoint
        #: notices that a channel did not take, and when they are tried again
        self._resting: dict[tuple[int, bool], datetime] = {}

    def due(self) -> int:
        """Every notice whose time has come; how many every channel took."""
        now = self.clock.now()
        with self.store.read() as tx:
            waiting = tx.notices.due(now)
        told = [notice for notice in waiting if self._is_time(notice, now) and self._tell(notice)]
        self.failpoint("notices.after_telling")
        if told:
            with self.store.begin() as tx:
                for notice in told:
                    tx.notices.told(notice, now)
        return len(told)

    def tell_now(self, notice: Notice) -> bool:
        """Tells one past the database, which may be what is wrong; False: ask again later."""
        return self._is_time(notice, self.clock.now()) and self._tell(notice)

    def _is_time(self, notice: Notice, now: datetime) -> bool:
        resting = self._resting.get((notice.number, notice.is_over))
        if resting is not None and now < resting:
            return False
        wakes = notice.urgency is Urgency.WAKE and not notice.is_over
        if notice.kind is NoticeKind.SURGE and self.hours.may_acknowledge(now):
            # what is said in public at the weekend cannot wait until Monday; at night it can
            return True
        return wakes or self.hours.is_office_open(now)

    def _tell(self, notice: Notice) -> bool:
        """True when every channel took it."""
        is_told = tell_all(self.channels, notice.id, lambda channel: channel.post_notice(notice))
        place = (notice.number, notice.is_over)
        if is_told:
            self._resting.pop(place, None)
        else:
            self._resting[place] = self.clock.now() + TRY_AGAIN_AFTER
        return is_told
