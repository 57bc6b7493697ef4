"""The daemon: it runs an app by its timetable, and stops cleanly.

Jobs: a poll for each connector, the outbox every second, alerts every second, deadlines every
half minute, surges every five seconds, flags every minute, the weekly report, the housekeeping
of the day. A job that
fails is logged and comes again; it stops no other one. While the database cannot be used all of
them rest; when nothing moves the watchdog ends the daemon.
One daemon to a store on this machine: a second one says so and ends.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from functools import partial

from monitor.app import App
from monitor.domain.connectors import Connector, DoorCheck, MentionSource, Metered
from monitor.domain.message import Blind, Page
from monitor.errors import MonitorError
from monitor.job import guarded
from monitor.lock import Lock
from monitor.recovery import Recovery
from monitor.services.ingest import BLIND_FROM
from monitor.services.store_trouble import StoreTrouble
from monitor.services.weekly_report import WeeklyReport
from monitor.timetable import Timetable
from monitor.watchdog import Watchdog

log = logging.getLogger(__name__)

OUTBOX_EVERY = timedelta(seconds=1)
DEADLINES_EVERY = timedelta(seconds=30)
SURGES_EVERY = timedelta(seconds=5)
SWEEP_EVERY = timedelta(hours=1)
#: a platform that gives no answer keeps words back no longer than this
READ_FIRST_FOR = timedelta(minutes=2)
RHYTHM_EVERY = timedelta(hours=1)
DOORS_EVERY = timedelta(hours=6)
HOUSEKEEPING_EVERY = timedelta(hours=1)
FLAGS_EVERY = timedelta(minutes=1)
UNLOCK_EVERY = timedelta(hours=1)
#: near its budget a platform is looked at every third time
FRUGAL_TURNS = 3


class Daemon:
    """Runs an app until it is told to stop."""

    def __init__(
        self,
        app: App,
        report: WeeklyReport | None = None,
        *,
        lock: Lock | None = None,
        watchdog: Watchdog | None = None,
    ) -> None:
        self.app = app
        self.report = report
        self.lock = lock
        self.watchdog = watchdog
        self.trouble = StoreTrouble(
            app.store,
            app.clock,
            app.notices.tell_now,
            shows=lambda why: lock.has_trouble(why) if lock is not None else None,
            ended=self._was_blind,
        )
        self.recovery = Recovery(app, self.trouble, lock)
        #: connectors that were not looked at since the start: they may know who was answered
        self._unread: set[str] = set()
        self._began_at = app.clock.now()
        #: why it cannot go on
        self._ended_by: MonitorError | None = None
        # a pipe: a signal may come while another is handled, and a lock would wait for itself
        self._stopped, self._stop = os.pipe()
        #: one page after the other is decided on, whoever brought it
        self._turn = threading.Lock()
        #: a page may be stored that was not decided on
        self._is_behind = False
        #: polls that were due while a connector had to be frugal
        self._turns: dict[str, int] = {}

    def recover(self) -> None:
        """Takes up what a stopped daemon left."""
        self.recovery.now()

    def _was_blind(self, since: datetime, why: str) -> None:
        """The database could not be used for long: what was written then came late."""
        now = self.app.clock.now()
        if now - since < BLIND_FROM:
            return
        blind = Blind(since=since, until=now, why=why, is_caught_up=True)
        with self.app.store.begin() as tx:
            for connector in self.app.connectors:
                if isinstance(connector, MentionSource):
                    tx.platforms.was_blind(self.app.config.brand.name, connector.name, blind)

    def once(self) -> None:
        """One whole cycle: poll, decide, send what may be sent, look, tell."""
        self.recover()
        for connector in self.app.connectors:
            guarded(f"poll {connector.name}", partial(self.poll, connector))()
        self.send()
        self.app.notify.due()
        self.app.deadlines.due()
        self.app.case_moments.due()
        self.watch()
        self.app.flags.due()
        self.tell()
        if self.report is not None:
            self.report.due()
        guarded("housekeeping", self.app.housekeeping.due)()

    def run(self) -> None:
        """Until `stop`, a signal, or Ctrl-C. Raises MonitorError when it may not go on."""
        if not self.recovery.as_soon_as_possible(self._stopped):
            return
        self._unread = {
            connector.name
            for connector in self.app.connectors
            if isinstance(connector, MentionSource)
        }
        self._began_at = self.app.clock.now()
        table = self._timetable()
        table.scheduler.start()
        for desk in self.app.desks:
            desk.line.start()
        try:
            with self._watching(table):
                os.read(self._stopped, 1)
        finally:
            for desk in self.app.desks:
                # nothing new is pressed
                desk.line.stop()
            # a send in hand is finished and recorded; nothing new is begun
            table.scheduler.shutdown(wait=True)
        if self._ended_by is not None:
            raise self._ended_by

    def _watching(self, table: Timetable) -> AbstractContextManager[None]:
        if self.watchdog is None:
            return nullcontext()
        self.watchdog.was_set_back = table.come_again
        return self.watchdog.watching()

    def _is_alone(self) -> bool:
        """Another monitor cannot have started on this database; else this one ends."""
        if self.lock is None or self.lock.is_ours():
            return True
        self._ended_by = MonitorError(
            f"the lock file `{self.lock.path}` was taken away while this monitor ran",
            hint="another monitor may run on this database now: monitor status",
        )
        self.stop()
        return False

    def stop(self) -> None:
        """Ends `run` after the jobs in hand."""
        os.write(self._stop, b"s")

    def stop_on_signals(self) -> None:
        """SIGTERM and Ctrl-C end the daemon cleanly."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())

    def poll(self, connector: Connector) -> None:
        """One look at one platform, and the decisions on what it brought."""
        if not isinstance(connector, MentionSource) or not self._is_alone():
            return
        if self._rests(connector):
            return
        try:
            self.app.ingest.poll(connector.name, connector, self._take)
            self.app.spending.take(connector.name, connector)
            if self._is_behind:
                with self._turn:
                    self._catch_up()
        except BaseException:
            self._is_behind = True
            raise
        finally:
            self._unread.discard(connector.name)

    def sweep(self, connector: Connector) -> None:
        """What we hold from there, looked at again."""
        self.app.sweep.due(connector.name, connector.platforms, connector, self._take)

    def _take(self, name: str, page: Page) -> None:
        """One page, in its turn: the fetch before it may have taken long, and hindered nobody."""
        if self.watchdog is not None:
            self.watchdog.beat()
        with self._turn:
            self._catch_up()
            self.app.intake.page(name, page)

    def _catch_up(self) -> None:
        """Decides on what an earlier poll stored and, when it failed, left behind."""
        if not self._is_behind:
            return
        with self.app.store.read() as tx:
            left = tx.pages.untriaged()
        for page in left:
            self.app.triage.page(page)
        self._is_behind = False

    def send(self) -> None:
        """Whatever is due to be said, done, looked for or taken back."""
        if not self._is_alone():
            return
        self.app.look.after_a_stop()
        # first of all: whose mute is over may be answered, and who is muted may not
        self.app.measures.due()
        if self._has_read():
            self.app.deliver.due()
        self.app.look.due()
        self.app.retraction.due()
        for connector in self.app.connectors:
            self.app.spending.take(connector.name, connector)

    def watch(self) -> None:
        """Surges and incidents: what is to be told of them."""
        self.app.surges.due()
        self.app.incidents.due()

    def tell(self) -> None:
        """Alerts about messages, notices about the monitor itself, cards of erased people, and
        in the morning the digest."""
        self.app.notify.due()
        for desk in self.app.desks:
            desk.cards.due()
        self.app.cards.due()
        self.app.notices.due()
        if self.app.digest is not None:
            self.app.digest.due()
        if self.app.reports is not None:
            self.app.reports.due()

    def _has_read(self) -> bool:
        """Every platform was looked at since the start: first it reads, then it speaks."""
        waited = self.app.clock.now() - self._began_at
        return not self._unread or not timedelta(0) <= waited < READ_FIRST_FOR

    def _rests(self, connector: Connector) -> bool:
        """Near its budget a platform is looked at only every so often, at a start always: whoever
        starts us for one cycle at a time would else never see it again."""
        able: object = connector  # what it can do is asked of the object, not of its type
        if not isinstance(able, Metered) or not able.is_frugal:
            return False
        turn = self._turns.get(connector.name, 0)
        self._turns[connector.name] = turn + 1
        return turn % FRUGAL_TURNS != 0

    def _timetable(self) -> Timetable:
        # each connector may hang in a call, and so may a send; the rest takes its turn
        workers = len(self.app.connectors) + 2
        table = Timetable(self.app.clock, self._job, workers=workers)
        table.every("outbox", OUTBOX_EVERY, self.send)
        table.every("alerts", OUTBOX_EVERY, self.tell)
        table.every("deadlines", DEADLINES_EVERY, self.app.deadlines.due)
        table.every("cases", DEADLINES_EVERY, self.app.case_moments.due)
        housekeeping = self.app.housekeeping.due
        table.every("housekeeping", HOUSEKEEPING_EVERY, housekeeping, HOUSEKEEPING_EVERY / 10)
        table.every("unlock", UNLOCK_EVERY, self.app.unlocking.due, UNLOCK_EVERY / 10)
        table.every("surges", SURGES_EVERY, self.watch)
        table.every("flags", FLAGS_EVERY, self.app.flags.due)
        for connector in self.app.connectors:
            self._jobs_of(connector, table)
        if self.report is not None:
            table.weekly(self.report, self.app.config.hours().time_zone)
        return table

    def _jobs_of(self, connector: Connector, table: Timetable) -> None:
        name, platforms = connector.name, connector.platforms
        settings = self.app.config.connectors[name]
        poll, sweep = partial(self.poll, connector), partial(self.sweep, connector)
        rhythm = partial(self.app.rhythm.due, name, platforms)
        table.every(f"poll {name}", settings.every, poll, settings.jitter_at_most)
        table.every(f"sweep {name}", SWEEP_EVERY, sweep, SWEEP_EVERY / 10)
        table.every(f"rhythm of {name}", RHYTHM_EVERY, rhythm, RHYTHM_EVERY / 10)
        if isinstance(connector, DoorCheck):
            door = partial(self.app.door_watch.due, platforms, connector)
            table.every(f"door of {name}", DOORS_EVERY, door, DOORS_EVERY / 10)

    def _job(self, name: str, do: Callable[[], object]) -> Callable[[], None]:
        return guarded(name, do, trouble=self.trouble, watchdog=self.watchdog)
