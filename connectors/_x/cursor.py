"""The cursor: for every source how far it was read, and the sweep that is under way.

X lists newest first. A sweep begins at the newest post and goes back to `since`, page by page;
only when it has arrived there does `since` move to where the sweep began. A poll that finds
nothing leaves the cursor as it was.
"""

from datetime import datetime, timedelta

import msgspec

from connectors._x.ids import newer
from monitor.domain.values import Value, replace

#: how exactly a quiet source remembers when it was read last
REMEMBER_EVERY = timedelta(days=1)


class Sweep(Value):
    """A way back through the pages, not yet at its end."""

    #: the newest number of its first page
    newest: str
    #: X's word for the next page
    token: str
    #: how many pages were read
    pages: int = 1
    #: from when it reads, where no number says so
    start: datetime | None = None


class Place(Value):
    """How far one source was read."""

    #: where reading began, as long as nothing was found
    begin: datetime
    #: everything up to this number was read
    since: str = ""
    #: the last whole sweep, to a day
    read_at: datetime
    sweep: Sweep | None = None

    def after(self, newest: str, token: str, now: datetime) -> "Place":
        """The place after one more page, with the newest number on it."""
        if self.sweep is not None:
            newest = self.sweep.newest
        if token:
            pages = self.sweep.pages + 1 if self.sweep is not None else 1
            start = self.sweep.start if self.sweep is not None else None
            sweep = Sweep(newest=newest, token=token, pages=pages, start=start)
            return replace(self, sweep=sweep)
        is_old = now - self.read_at >= REMEMBER_EVERY
        return replace(
            self,
            since=newer(self.since, newest),
            read_at=now if is_old or newest else self.read_at,
            sweep=None,
        )


class Cursor(Value):
    """All of it."""

    #: whose turn it is; empty at the beginning of a round
    turn: str = ""
    places: dict[str, Place] = msgspec.field(default_factory=dict)

    def at(self, name: str, place: Place) -> "Cursor":
        """With one place changed."""
        return replace(self, places={**self.places, name: place})


_decoder = msgspec.json.Decoder(Cursor)


def read_cursor(written: str) -> Cursor:
    """Raises ValueError."""
    try:
        return _decoder.decode(written) if written else Cursor()
    except msgspec.DecodeError:
        raise ValueError(f"`{written[:80]}` is not a cursor of X") from None


def write_cursor(cursor: Cursor) -> str:
    """As it is stored."""
    return msgspec.json.encode(cursor).decode()
