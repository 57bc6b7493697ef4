"""The cursor: of each feed what was seen, and what its server wants to be told the next time.

No "newest moment": an entry may be published with an old date. An entry is remembered with its
version, so that an edit comes through; the newest thousands of them, and always all that the feed
still holds.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from monitor.domain.message import Message
from monitor.domain.values import aware
from monitor.errors import ConnectorError

#: signs for an entry, and for one version of it
ENTRY, VERSION = 10, 6
WIDTH = ENTRY + VERSION
#: how many are remembered beyond those that the feed still holds
MOST_SEEN = 2_000


@dataclass(slots=True, kw_only=True)
class Failing:
    """A feed cannot be read."""

    #: since when we saw nothing of it
    since: datetime
    #: when it failed first
    began_at: datetime
    #: when we last said so; None: not yet
    told_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class FeedState:
    """What is known of one feed."""

    etag: str = ""
    modified: str = ""
    #: the version of each entry, newest last
    seen: dict[str, str] = field(default_factory=dict)
    #: about when it was read last; None: never
    read_at: datetime | None = None
    failing: Failing | None = None

    def see(self, keys: dict[str, str]) -> None:
        """Remembers them as the newest."""
        for entry, version in keys.items():
            self.seen.pop(entry, None)
            self.seen[entry] = version

    def forget(self, held: int) -> None:
        """Keeps no more than is needed for a feed that holds so many."""
        for entry in list(self.seen)[: max(0, len(self.seen) - MOST_SEEN - held)]:
            del self.seen[entry]


@dataclass(slots=True, kw_only=True)
class Cursor:
    """Where the next fetch begins; one fetch moves it on and writes it into its page."""

    feeds: dict[str, FeedState]
    #: the feed that is next, while not all of them were read
    at: int = 0

    @classmethod
    def read(cls, written: str, urls: tuple[str, ...]) -> Self:
        """For these feeds; one that was taken out of the config is forgotten. Raises
        ConnectorError."""
        try:
            # Any: whatever is wrong with it is caught below
            found: dict[str, Any] = json.loads(written) if written else {"feeds": {}, "at": 0}
            feeds = {url: _state(found["feeds"].get(url, {})) for url in urls}
            return cls(feeds=feeds, at=int(found["at"]) % len(urls))
        except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
            raise ConnectorError("that is not a cursor of `feed`", permanent=True) from None

    def write(self) -> str:
        """The same cursor gives the same text."""
        feeds = {url: _written(state) for url, state in self.feeds.items()}
        return json.dumps({"feeds": feeds, "at": self.at}, separators=(",", ":"))


def entry_key(message: Message) -> str:
    """Which entry it is."""
    return _short(message.id, ENTRY)


def version_key(message: Message) -> str:
    """Which words it has."""
    return _short(message.text, VERSION)


def _short(text: str, signs: int) -> str:
    digest = hashlib.sha256(text.encode(errors="replace")).digest()
    return base64.urlsafe_b64encode(digest).decode()[:signs]


def _state(found: dict[str, str]) -> FeedState:
    seen, failing = str(found.get("seen", "")), None
    pairs = (seen[i : i + WIDTH] for i in range(0, len(seen), WIDTH))
    if "failing" in found:
        since, began_at, told_at = found["failing"].split(" ")
        failing = Failing(
            since=_moment(since), began_at=_moment(began_at), told_at=_moment_or_none(told_at)
        )
    return FeedState(
        etag=str(found.get("etag", "")),
        modified=str(found.get("modified", "")),
        seen={pair[:ENTRY]: pair[ENTRY:] for pair in pairs},
        read_at=_moment_or_none(str(found.get("read_at", ""))),
        failing=failing,
    )


def _written(state: FeedState) -> dict[str, str]:
    written = {
        "etag": state.etag,
        "modified": state.modified,
        "seen": "".join(entry + version for entry, version in state.seen.items()),
        "read_at": state.read_at.isoformat() if state.read_at else "",
    }
    if state.failing is not None:
        told_at = state.failing.told_at
        moments = (state.failing.since, state.failing.began_at, told_at)
        written["failing"] = " ".join(each.isoformat() if each else "-" for each in moments)
    return {key: value for key, value in written.items() if value}


def _moment(written: str) -> datetime:
    return aware(datetime.fromisoformat(written), "the cursor")


def _moment_or_none(written: str) -> datetime | None:
    return _moment(written) if written not in ("", "-") else None
