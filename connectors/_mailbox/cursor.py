"""The cursor: the number of the last mail that was read, and of the folder that gave it."""

import json
from datetime import date
from typing import Any

from monitor.domain.values import Value
from monitor.errors import ConnectorError


class Cursor(Value):
    """Where the next fetch begins."""

    #: `UIDVALIDITY`; mails are numbered anew when it changes
    validity: int = 0
    uid: int = 0
    #: the day of the last look; None: never
    read_on: date | None = None
    #: while a folder is read for the first time: nothing older than this; None: all that comes
    since: date | None = None

    def write(self) -> str:
        """The same cursor gives the same text."""
        return json.dumps(
            {
                "validity": self.validity,
                "uid": self.uid,
                "read_on": _written(self.read_on),
                "since": _written(self.since),
            }
        )


def read_cursor(written: str) -> Cursor:
    """Raises ConnectorError."""
    if not written:
        return Cursor()
    try:
        # Any: whatever is wrong with it is caught below
        found: dict[str, Any] = json.loads(written)
        return Cursor(
            validity=int(found["validity"]),
            uid=int(found["uid"]),
            read_on=_day(found["read_on"]),
            since=_day(found["since"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise ConnectorError("that is not a cursor of `mailbox`", permanent=True) from None


def _written(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _day(written: object) -> date | None:
    return date.fromisoformat(str(written)) if written else None
