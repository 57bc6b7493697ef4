"""Failpoints: named places at which a test kills or breaks this process from outside.

In production, with nothing armed, a failpoint does nothing. `MONITOR_FAILPOINT=deliver.after_send`
kills this process, as `kill -9` would, when it comes to that place; `…:3` at the third time.
"""

import os
import signal

from monitor.domain.ports import Failpoint, no_failpoint

VARIABLE = "MONITOR_FAILPOINT"


def armed_failpoint() -> Failpoint:
    """What the environment arms; nothing, as a rule."""
    armed = os.environ.get(VARIABLE)
    if not armed:
        return no_failpoint
    name, _, times = armed.partition(":")
    return _Killer(name, int(times or 1)).reach


class _Killer:
    """Kills this process at one place."""

    def __init__(self, name: str, times: int) -> None:
        self.name = name
        self.left = times

    def reach(self, name: str) -> None:
        """Comes to a place."""
        if name != self.name:
            return
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
