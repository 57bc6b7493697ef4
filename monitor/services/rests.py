"""Rests: accounts that asked to be left alone for a while, and until when.

A platform that says 429 counts whatever comes before its time; so nothing does.
"""

from datetime import datetime, timedelta

#: how long one rests that cannot go on, when nobody knows until when
LOOK_AGAIN_AFTER = timedelta(minutes=1)
#: how long an account rests whose credentials were refused; its words wait until they expire
LOCKED_OUT_FOR = timedelta(minutes=15)


class Rests:
    """Until when which account is left alone."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def leave(self, account: str, until: datetime | None, now: datetime) -> None:
        """Leaves it alone until then; a moment that is past or missing changes nothing."""
        if until is not None and until > max(now, self._until.get(account, now)):
            self._until[account] = until

    def is_left(self, account: str, now: datetime) -> bool:
        """Nothing is asked of it now."""
        until = self._until.get(account)
        return until is not None and now < until
