"""Failpoints: named places at which a test kills or stops this process from outside.

In production, with nothing armed, a failpoint does nothing. `MONITOR_FAILPOINT=deliver.after_send`
kills this process, as `kill -9` would, when it comes to that place; `…:3` at the third time.
`…:1:hang` stops there for ever, as a deadlock would.
"""

import os
import signal
import threading

from monitor.domain.ports import Failpoint, no_failpoint

VARIABLE = "MONITOR_FAILPOINT"
HANG = "hang"


def armed_failpoint() -> Failpoint:
    """What the environment arms; nothing, as a rule."""
    armed = os.environ.get(VARIABLE)
    if not armed:
        return no_failpoint
    name, _, rest = armed.partition(":")
    times, _, what = rest.partition(":")
    return _Armed(name, int(times or 1), hangs=what == HANG).reach


class _Armed:
    """Ends or stops this process at one place."""

    def __init__(self, name: str, times: int, *, hangs: bool) -> None:
        self.name = name
        self.left = times
        self.hangs = hangs

    def reach(self, name: str) -> None:
        """Comes to a place."""
        if name != self.name:
            return
        self.left -= 1
        if self.left != 0:
            return
        if self.hangs:
            threading.Event().wait()
        os.kill(os.getpid(), signal.SIGKILL)
