"""Store trouble: the database cannot be used, and what waits until it can.

While it lasts nothing is pulled and nothing is sent: a page that cannot be stored is fetched for
nothing, and a word without its claim on the disk may be said twice. A small write shows when it is
over; then everything goes on alone. A trouble that comes back at once is the same one.

The owner is told past the database, once, and once more when it is over.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store
from monitor.domain.values import replace
from monitor.errors import StoreError, StoreLocked

log = logging.getLogger(__name__)

#: the switch that holds when the database was last tried after a trouble
TRIED = "store_tried"
FIRST_TRY_AFTER = timedelta(seconds=1)
TRY_AT_LEAST_EVERY = timedelta(minutes=1)
#: a trouble is over when it has not come back for so long
CALM = timedelta(minutes=1)
#: others may hold the database for a while; so long nobody needs to hear of it
LOCKED_IS_NEWS_AFTER = timedelta(minutes=1)


class StoreTrouble:
    """Keeps the daemon's jobs from a database that cannot be used."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        tell: Callable[[Notice], bool],
        *,
        shows: Callable[[str], None] = lambda _why: None,
        ended: Callable[[datetime, str], None] = lambda _since, _why: None,
    ) -> None:
        self.store = store
        self.clock = clock
        #: tells every channel; False: not now, ask again
        self.tell = tell
        #: for `monitor status`: why nothing is read or sent; "": it is
        self.shows = shows
        #: it is over: since when it was, and why
        self.ended = ended
        self._turn = threading.Lock()
        #: what it was at last; None: all is well
        self._error: StoreError | None = None
        self._since = self._tried_at = self._well_since = clock.now()
        self._wait = FIRST_TRY_AFTER
        self._told: Notice | None = None
        #: jobs rest; False while it shows whether the trouble is over
        self._is_resting = False

    def met(self, error: StoreError) -> None:
        """A job met it: everything rests."""
        with self._turn:
            now = self.clock.now()
            if self._error is None:
                self._since, self._wait, self._told = now, FIRST_TRY_AFTER, None
            if type(error) is not type(self._error):
                log.error("nothing is read or sent: %s", error.message)
            if not self._is_resting:
                self._tried_at, self._is_resting = now, True
                self.shows(error.message)
            self._error = error
            self._tell_if_news(error, now)

    def may_go_on(self) -> bool:
        """A job may use the database; asked before each, and finds out when it is time."""
        if self._error is None:
            return True
        with self._turn:
            error, now = self._error, self.clock.now()
            if error is None:
                return True
            if not self._is_resting:
                self._end_when_calm(now)
                return True
            # a clock that was set back must not make it wait
            if timedelta(0) <= now - self._tried_at < self._wait:
                return False
            return self._is_well(now)

    def _is_well(self, now: datetime) -> bool:
        """A write shows it."""
        self._tried_at = now
        self._wait = min(2 * self._wait, TRY_AT_LEAST_EVERY)
        try:
            with self.store.begin() as tx:
                tx.switches.put(TRIED, now.isoformat(), now)
        except StoreError as error:
            self._error = error
            self._tell_if_news(error, now)
            return False
        self._is_resting, self._well_since = False, now
        self.shows("")
        return True

    def _tell_if_news(self, error: StoreError, now: datetime) -> None:
        is_brief = isinstance(error, StoreLocked) and now - self._since < LOCKED_IS_NEWS_AFTER
        if self._told is not None or is_brief:
            return
        notice = Notice(
            brand="",
            key="store",
            kind=NoticeKind.STORE,
            headline="Nothing is read or sent: the database cannot be used",
            text=f"{error.message[:1].upper()}{error.message[1:]}.",
            fix=error.hint or "monitor check",
            began_at=self._since,
        )
        if self.tell(notice):
            self._told = notice

    def _end_when_calm(self, now: datetime) -> None:
        if timedelta(0) <= now - self._well_since < CALM:
            return
        if self._told is not None and not self.tell(replace(self._told, ended_at=now)):
            return
        log.warning("the database can be used again")
        error, self._error = self._error, None
        if error is not None:
            self.ended(self._since, error.message)
