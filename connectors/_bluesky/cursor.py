"""The cursor: what was seen, and where we are in each listing.

Notifications are sorted by the moment that their author claims, so a backdated mention stands at
the very end. Hence no "newest moment" here but the posts seen, and once a day the whole listing.
A post is seen in one version: another content has another key.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from monitor.errors import ConnectorError

#: signs for one version of one post
WIDTH = 8
#: how many are remembered; one that is forgotten is brought again, which does no harm
MOST_SEEN = 10_000
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class Cursor:
    """Where the next fetch begins; one fetch moves it on and writes it into its page."""

    #: keys of versions, newest last
    seen: dict[str, None] = field(default_factory=dict)
    #: by listing: how many pages were read, and the one that comes next, while one reads on
    at: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: listings that were read to their end at least once
    finished: set[str] = field(default_factory=set)
    #: listings that are being read whole
    sweeping: set[str] = field(default_factory=set)
    #: when that began, last
    swept_at: datetime = NEVER
    #: by listing that is not given to us: since when, and until when we said so
    blind: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)

    @classmethod
    def read(cls, written: str) -> Self:
        """Raises ConnectorError."""
        if not written:
            return cls()
        try:
            found = json.loads(written)
            seen = str(found["seen"])
            return cls(
                seen=dict.fromkeys(seen[i : i + WIDTH] for i in range(0, len(seen), WIDTH)),
                at={str(name): (int(pages), str(page)) for name, (pages, page) in found["at"]},
                finished=set(map(str, found["finished"])),
                sweeping=set(map(str, found["sweeping"])),
                swept_at=datetime.fromisoformat(found["swept_at"]),
                blind={
                    str(name): (datetime.fromisoformat(since), datetime.fromisoformat(until))
                    for name, (since, until) in found["blind"]
                },
            )
        except (AttributeError, KeyError, TypeError, ValueError):
            raise ConnectorError("that is not a cursor of `bluesky`", permanent=True) from None

    def write(self) -> str:
        """The same cursor gives the same text."""
        return json.dumps(
            {
                "seen": "".join(list(self.seen)[-MOST_SEEN:]),
                "at": sorted(self.at.items()),
                "finished": sorted(self.finished),
                "sweeping": sorted(self.sweeping),
                "swept_at": self.swept_at.isoformat(),
                "blind": [
                    (name, (since.isoformat(), until.isoformat()))
                    for name, (since, until) in sorted(self.blind.items())
                ],
            },
            separators=(",", ":"),
        )


def version_key(uri: object, version: object = "") -> str:
    """One version of one post, or of one private conversation."""
    digest = hashlib.sha256(f"{uri} {version}".encode(errors="replace")).digest()
    return base64.urlsafe_b64encode(digest[: WIDTH * 3 // 4]).decode()
