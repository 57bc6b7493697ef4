"""Where the next fetch begins: for each listing, what was seen last, and how far a sweep is.

Reddit's listings go from the newest to the oldest and have no order one could count on from the
other side: `before` an anchor that was deleted brings nothing at all. So the last 300 fullnames
are kept, and a sweep goes on until it meets one of them.
"""

import msgspec

from monitor.domain.values import Value
from monitor.errors import ConnectorError

#: three pages: as many may be deleted, and the rest is still known
REMEMBERED = 300
#: of a page, in case that the last of them is deleted before the next page is asked for
ANCHORS = 5


class Sweep(Value):
    """A sweep that is not at its end: newest to oldest, over several pages."""

    #: where to go on, the best last
    anchors: tuple[str, ...]
    #: what it found, newest first
    found: tuple[str, ...]
    #: how many it has looked at
    looked_at: int
    #: seconds since 1970, of the newest and the oldest it has seen
    newest: float
    oldest: float


class Place(Value):
    """How far one listing was read."""

    #: newest first
    seen: tuple[str, ...] = ()
    #: when which of them was edited, as far as it was told
    edited: dict[str, float] = msgspec.field(default_factory=dict)
    #: seconds since 1970, of the newest ever seen
    newest: float = 0.0
    #: a whole sweep has been made
    is_begun: bool = False
    sweep: Sweep | None = None


class Cursor(Value):
    """All listings by their names."""

    places: dict[str, Place] = msgspec.field(default_factory=dict)


_decode = msgspec.json.Decoder(Cursor)
# the same places give the same text, in whatever order they were written
_encode = msgspec.json.Encoder(order="sorted")


def read_cursor(text: str) -> Cursor:
    """Raises ConnectorError."""
    if not text:
        return Cursor()
    try:
        return _decode.decode(text)
    except msgspec.MsgspecError as error:
        raise ConnectorError(f"this is not a cursor of Reddit: {error}", permanent=True) from None


def written(cursor: Cursor) -> str:
    return _encode.encode(cursor).decode()
