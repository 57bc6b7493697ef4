"""A job of the daemon: kept from stopping anything but this one run of itself.

A failure that goes on is told once, until it ends or becomes another.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from monitor.errors import MonitorError, StoreError
from monitor.services.store_trouble import StoreTrouble
from monitor.watchdog import Watchdog

log = logging.getLogger(__name__)


def guarded(
    name: str,
    do: Callable[[], object],
    *,
    trouble: StoreTrouble | None = None,
    watchdog: Watchdog | None = None,
) -> Callable[[], None]:
    """The job at its edge. With `trouble` it rests while the database cannot be used."""
    told = ""

    def run() -> None:
        nonlocal told
        try:
            if trouble is None or trouble.may_go_on():
                do()
        except StoreError as problem:
            if trouble is not None:
                trouble.met(problem)
            else:
                told = _tell(told, problem.message, "%s waits for the database: %s", name)
        except MonitorError as problem:
            told = _tell(told, problem.message, "%s failed: %s", name)
        except Exception as fault:
            # the loop's edge: the job comes again
            if told != repr(fault):
                log.exception("%s failed", name)
            told = repr(fault)
        else:
            told = ""

    def watched() -> None:
        watching: AbstractContextManager[None] = nullcontext()
        if watchdog is not None:
            watching = watchdog.job(name)
        with watching:
            run()

    return watched


def _tell(told: str, message: str, sentence: str, name: str) -> str:
    """Tells what was not told last; what is told now."""
    if message != told:
        log.error(sentence, name, message)
    return message
