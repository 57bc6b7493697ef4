"""Where the next fetch begins: a place in each listing.

A listing is read forward from `base`, page by page, to its end. There, `base` moves up to what
is a while old, and what is newer stays in `recent`: the server may still put something between
(two of its workers can finish in another order than they began), and the next sweep sees it.

The first sweep goes backward from the newest entry to `FIRST_LOOK` ago, so that a first start
knows what is unanswered. Ids are compared by length first: numbers grow, ULIDs have one length.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from monitor.domain.values import Value, replace
from monitor.errors import ConnectorError

FIRST_LOOK = timedelta(days=30)
#: how long an entry may take to show up between older ones
SETTLES_IN = timedelta(minutes=2)
#: how many recent entries a cursor holds at most
MOST_RECENT = 500


class Entry(Value):
    """One line of a listing: what a cursor needs of it."""

    id: str
    at: datetime


class Listing(Value):
    """A place in one listing."""

    #: everything up to here was read, and nothing more comes between
    base: str = ""
    #: where the sweep under way goes on; empty between sweeps
    at: str = ""
    #: the first sweep goes on below this one; empty when it is over
    below: str = ""
    #: entries above `base` that were read already, by id, with their moment
    recent: dict[str, datetime] = msgspec.field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Nothing was ever seen in it."""
        return not (self.base or self.recent)

    def ask(self) -> dict[str, str]:
        """The page to ask for: the newest one, the next older one, or the next newer one."""
        if self.below:
            return {"max_id": self.below}
        after = self.at or self.base
        return {"min_id": after} if after else {}

    def fresh(self, entries: Sequence[Entry]) -> set[str]:
        """Those that were not read already."""
        return {entry.id for entry in entries}.difference(self.recent)

    def after(self, entries: Sequence[Entry], limit: int, now: datetime) -> tuple["Listing", bool]:
        """The place after a page, and whether the sweep goes on."""
        if self.below or self.is_new:
            return self._backward(entries, now)
        return self._forward(entries, limit, now)

    def _backward(self, entries: Sequence[Entry], now: datetime) -> tuple["Listing", bool]:
        # kept from the first page: the newest ones, so that the way forward begins there
        read = self._with(entries) if self.is_new else self
        oldest = min(entries, key=_order, default=None)
        if oldest is not None and oldest.at > now - FIRST_LOOK and oldest.id != self.below:
            return replace(read, below=oldest.id), True
        return replace(read, below="")._settled(now), False

    def _forward(
        self, entries: Sequence[Entry], limit: int, now: datetime
    ) -> tuple["Listing", bool]:
        # a short page may have lost some to the server's own filters: only none is the end
        if not entries or (not self.fresh(entries) and len(entries) < limit):
            return replace(self, at="")._settled(now), False
        newest = max(entries, key=_order)
        if newest.id == (self.at or self.base):
            # a server that gives the same page for ever
            return replace(self, at="")._settled(now), False
        return replace(self._with(entries), at=newest.id), True

    def _with(self, entries: Sequence[Entry]) -> "Listing":
        return replace(self, recent={**self.recent, **{one.id: one.at for one in entries}})

    def _settled(self, now: datetime) -> "Listing":
        """`base` as far up as nothing comes between any more."""
        entries = sorted((Entry(id=id, at=at) for id, at in self.recent.items()), key=_order)
        keep = max(0, len(entries) - MOST_RECENT)
        while keep < len(entries) and entries[keep].at <= now - SETTLES_IN:
            keep += 1
        base = entries[keep - 1].id if keep else self.base or next((one.id for one in entries), "")
        return replace(self, base=base, recent={one.id: one.at for one in entries[keep:]})


class Hits(Value):
    """The place in one search."""

    newest: str
    at: datetime


class Cursor(Value):
    """Where everything goes on."""

    mentions: Listing = Listing()
    own: Listing = Listing()
    #: by search words
    searches: dict[str, Hits] = msgspec.field(default_factory=dict)

    def written(self) -> str:
        """As the store keeps it."""
        return msgspec.json.encode(self).decode()


_cursor = msgspec.json.Decoder(Cursor)


def read_cursor(written: str) -> Cursor:
    """The cursor of a text; "" is the very beginning. Raises ConnectorError."""
    if not written:
        return Cursor()
    try:
        return _cursor.decode(written)
    except msgspec.DecodeError:
        raise ConnectorError(
            "the place in Mastodon's listings cannot be read", permanent=True
        ) from None


def newest_of(ids: Sequence[str]) -> str:
    """The newest of some ids."""
    return max(ids, key=lambda id: (len(id), id), default="")


def _order(entry: Entry) -> tuple[int, str]:
    return len(entry.id), entry.id
