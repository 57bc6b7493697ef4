"""The watchdog: a thread that notices when nothing moves, and ends the process.

Where every thread stands is logged first; whoever started the monitor starts it again, and what was
in hand is taken up as after any crash. It counts its own rounds, not the time: a machine that slept
and a process that was stopped have missed nothing.

It also notices a clock that was set back: the scheduler would wait until the old time comes again.
"""

import faulthandler
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from monitor.domain.effect import Effect
from monitor.domain.message import SetAside
from monitor.domain.ports import Clock, Observer
from monitor.domain.stored import Decided

log = logging.getLogger(__name__)

ROUND = timedelta(seconds=5)
#: so long a job may go on without anything to show for it: no call of ours takes half of that
PATIENCE = timedelta(minutes=15)
#: so long no job may begin, although the outbox is looked at every second
IDLE = timedelta(minutes=3)
#: a clock that was set back by less does not matter
SET_BACK = timedelta(seconds=5)
EXIT_CODE = 1


def end_process() -> None:
    """As a kill would: a clean end needs the locks that somebody holds for ever."""
    logging.shutdown()
    faulthandler.dump_traceback(sys.stderr, all_threads=True)
    os._exit(EXIT_CODE)


class Watchdog:
    """Watches the jobs of one daemon."""

    def __init__(
        self,
        clock: Clock,
        *,
        moved: Callable[[], None] = lambda: None,
        was_set_back: Callable[[], None] = lambda: None,
        end: Callable[[], None] = end_process,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        #: called every round in which all is well
        self.moved = moved
        #: called when the clock was set back
        self.was_set_back = was_set_back
        self.end = end
        self._ticks = ticks
        self._guard = threading.Lock()
        #: thread → the job it does, and the rounds since that moved
        self._jobs: dict[int, tuple[str, int]] = {}
        self._idle = 0
        self._stopped = threading.Event()
        self._clock_at = clock.now()
        self._ticks_at = ticks()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watches from a thread of its own until the block ends."""
        thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            thread.join()

    @contextmanager
    def job(self, name: str) -> Iterator[None]:
        """This thread does a job."""
        me = threading.get_ident()
        with self._guard:
            self._jobs[me] = (name, 0)
            self._idle = 0
        try:
            yield
        finally:
            with self._guard:
                del self._jobs[me]

    def beat(self) -> None:
        """The job of this thread moves."""
        me = threading.get_ident()
        with self._guard:
            if me in self._jobs:
                self._jobs[me] = (self._jobs[me][0], 0)

    def round(self) -> None:
        """One look at everybody."""
        self._look_at_the_clock()
        hanging = self._hanging()
        if not hanging:
            self.moved()
            return
        log.critical(
            "%s: the monitor hangs and ends itself, to be started again; where every thread stands"
            " is written below",
            hanging,
            extra={"action": "watchdog_ended"},
        )
        self.end()

    def _watch(self) -> None:
        while not self._stopped.wait(ROUND.total_seconds()):
            try:
                self.round()
            except Exception:
                # the loop's edge: who watches must not be the first to fall
                log.exception("the watchdog failed")

    def _hanging(self) -> str:
        """What hangs; empty when nothing does."""
        with self._guard:
            self._idle = 0 if self._jobs else self._idle + 1
            for thread, (name, rounds) in self._jobs.items():
                self._jobs[thread] = (name, rounds + 1)
                if (rounds + 1) * ROUND > PATIENCE:
                    return f"`{name}` has not moved for {_minutes(PATIENCE)}"
            if self._idle * ROUND > IDLE:
                return f"no job began for {_minutes(IDLE)}"
        return ""

    def _look_at_the_clock(self) -> None:
        now, ticks = self.clock.now(), self._ticks()
        expected = self._clock_at + timedelta(seconds=ticks - self._ticks_at)
        self._clock_at, self._ticks_at = now, ticks
        if now < expected - SET_BACK:
            log.warning("the clock was set back by %s", _minutes(expected - now))
            self.was_set_back()


class Moving:
    """An observer that tells the watchdog, and then another observer."""

    def __init__(self, watchdog: Watchdog, observer: Observer) -> None:
        self.watchdog = watchdog
        self.observer = observer

    def decided(self, decided: Decided) -> None:
        self.watchdog.beat()
        self.observer.decided(decided)

    def effect_moved(self, effect: Effect) -> None:
        self.watchdog.beat()
        self.observer.effect_moved(effect)

    def set_aside(self, set_aside: SetAside) -> None:
        self.watchdog.beat()
        self.observer.set_aside(set_aside)


def _minutes(lasting: timedelta) -> str:
    return f"{max(1, round(lasting.total_seconds() / 60))} min"
