"""Claims: from the claim to the call it is milliseconds.

After a longer pause (the machine slept, the process was stopped) a claim is dropped: another word
may be due by now, or none, and a measure may have been undone.
"""

from datetime import datetime, timedelta

from monitor.domain.delivery import Refused
from monitor.domain.effect import Effect

CLAIM_LASTS = timedelta(seconds=10)


def dropped(effect: Effect, now: datetime, *, is_paused: bool) -> Refused | None:
    """Why nothing leaves after all; None while the claim holds."""
    if is_paused:
        return Refused(why="paused", permanent=False, retry_at=now)
    if effect.sending_at is None or not timedelta(0) <= now - effect.sending_at < CLAIM_LASTS:
        why = "it was claimed too long before; it is asked anew"
        return Refused(why=why, permanent=False, retry_at=now)
    return None
