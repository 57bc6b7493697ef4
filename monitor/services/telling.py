"""Telling: one thing to every channel of the owner's, whichever of them breaks."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from monitor.domain.delivery import Delivered, Outcome
from monitor.domain.ports import AlertChannel

log = logging.getLogger(__name__)

#: when all are asked again after one did not take it
TRY_AGAIN_AFTER = timedelta(minutes=1)


def tell_all(
    channels: Iterable[AlertChannel], what: str, tell: Callable[[AlertChannel], Outcome]
) -> bool:
    """True when every channel took it; `what` is its id, for the log."""
    is_told = True
    for channel in channels:
        try:
            outcome = tell(channel)
        except Exception:
            # the loop's edge: one broken channel must not silence the others
            log.exception("a channel broke", extra={"told_id": what})
            is_told = False
            continue
        if not isinstance(outcome, Delivered):
            log.warning("%s did not take %s: %s", channel.name, what, outcome.why)
            is_told = False
    return is_told
