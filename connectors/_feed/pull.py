"""The pull: one feed after the other, each for itself; what fails stops no other.

1.  A feed is asked for what has changed. An answer "nothing" costs nothing.
2.  What was not seen yet in this version is brought, oldest first; also what is dated back.
3.  Is everything in a feed new, then older entries may have gone by: we were blind there.
4.  A feed that cannot be read for an hour is told as blind. Can none be read, that is an error.
"""

import logging
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from connectors._feed.address import host_of
from connectors._feed.cursor import Cursor, Failing, FeedState, entry_key, version_key
from connectors._feed.entry import PLATFORM, Place, Wanted, message_of
from connectors._feed.fetch import Fetched, fetch
from connectors._feed.parse import Feed, parse
from monitor.domain.message import Blind, Message, Page, SetAside
from monitor.domain.ports import Clock
from monitor.errors import ConnectorError

log = logging.getLogger(__name__)

#: messages in one page
PAGE_SIZE = 200
#: seconds for one page: slow feeds share them
BUDGET = 45.0
TELL_EVERY = timedelta(hours=1)
#: the moment of the last look is kept no more exactly than this, or every look would be a change
ABOUT = timedelta(hours=1)
#: an entry without a date in a feed that we see for the first time is older than our first look
BEFORE = timedelta(days=1)


class Pull:
    """Reads the feeds of one brand."""

    def __init__(self, urls: tuple[str, ...], wanted: Wanted, brand: str, clock: Clock) -> None:
        self._urls = urls
        self._wanted = wanted
        self._brand = brand
        self._clock = clock
        #: sites that want to be left alone, until when
        self._not_before: dict[str, datetime] = {}

    def fetch(self, written: str) -> Page:
        """The next page. Raises ConnectorError where no feed at all could be read."""
        cursor = Cursor.read(written, self._urls)
        turn = _Turn(self, cursor)
        began_at, first = time.monotonic(), cursor.at
        for place in range(first, len(self._urls)):
            cursor.at = place
            turn.read(self._urls[place])
            is_late = time.monotonic() - began_at > BUDGET and place + 1 < len(self._urls)
            if turn.is_full or is_late:
                cursor.at = place if turn.is_full else place + 1
                return turn.page(more=True)
        cursor.at = 0
        if first == 0 and len(turn.problems) == len(self._urls):
            raise _together(turn.problems)
        return turn.page(more=False)

    def look(self, url: str, state: FeedState) -> tuple[Fetched, Feed | None]:
        """The feed as it is now; None where nothing has changed. Raises ConnectorError."""
        not_before = self._not_before.get(url)
        if not_before is not None and self._clock.now() < not_before:
            raise ConnectorError("the site wants to be left alone for a while", retry_at=not_before)
        self._not_before.pop(url, None)
        try:
            fetched = fetch(url, self._clock, etag=state.etag, modified=state.modified)
        except ConnectorError as error:
            if error.retry_at is not None:
                self._not_before[url] = error.retry_at
            raise
        return fetched, None if fetched.is_unchanged else parse(fetched.body, fetched.content_type)

    def place(self, url: str, fetched: Fetched, feed: Feed, *, is_first: bool) -> Place:
        """Where the feed's entries stand."""
        now = self._clock.now()
        undated_at = min(feed.updated_at or now, now - BEFORE) if is_first else now
        return Place(
            brand=self._brand,
            feed_url=url,
            base_url=fetched.url,
            title=feed.title,
            seen_at=now,
            undated_at=undated_at,
        )

    def wants(self, message: Message, url: str) -> bool:
        return self._wanted.takes(message, url)

    def now(self) -> datetime:
        return self._clock.now()


class _Turn:
    """One page in the making."""

    def __init__(self, pull: Pull, cursor: Cursor) -> None:
        self._pull = pull
        self._cursor = cursor
        self._messages: list[Message] = []
        self._set_aside: list[SetAside] = []
        #: since when, and why
        self._blind: dict[tuple[datetime, bool], list[str]] = {}
        self.problems: dict[str, ConnectorError] = {}
        #: there was no room for all of the feed
        self.is_full = False

    def read(self, url: str) -> None:
        """One feed, whatever comes of it."""
        state = self._cursor.feeds[url]
        try:
            fetched, feed = self._pull.look(url, state)
        except ConnectorError as error:
            self._failed(url, state, error)
            return
        is_joined = True
        if feed is not None:
            is_joined = self._take(url, state, fetched, feed)
        self._recovered(url, state, is_joined=is_joined)
        now = self._pull.now()
        if state.read_at is None or feed is not None or now - state.read_at >= ABOUT:
            state.read_at = now

    def page(self, *, more: bool) -> Page:
        now = self._pull.now()
        return Page(
            messages=tuple(sorted(self._messages, key=lambda message: message.created_at)),
            cursor=self._cursor.write(),
            more=more,
            set_aside=tuple(self._set_aside),
            blind=tuple(
                Blind(since=since, until=now, why="; ".join(whys), is_caught_up=is_caught_up)
                for (since, is_caught_up), whys in sorted(self._blind.items())
            ),
        )

    # --- what a feed holds --------------------------------------------------------------------

    def _take(self, url: str, state: FeedState, fetched: Fetched, feed: Feed) -> bool:
        """What is new of it; whether it joins on to what we know."""
        place = self._pull.place(url, fetched, feed, is_first=state.read_at is None)
        held = self._held(feed, place)
        is_joined = not held or not state.seen or any(key in state.seen for key in held)
        fresh = [key for key in held if state.seen.get(key) != version_key(held[key])]
        room = max(0, PAGE_SIZE - len(self._messages))
        # the feed has its newest entry on top
        brought = fresh[::-1][:room]
        self.is_full = len(brought) < len(fresh)
        for key in brought:
            if not self._is_known_elsewhere(key, url) and self._pull.wants(held[key], url):
                self._messages.append(held[key])
        if self.is_full:
            state.see({key: version_key(held[key]) for key in brought})
            return is_joined
        if feed.left_out:
            self._leave_out(url, feed)
        state.see({key: version_key(held[key]) for key in reversed(held)})
        state.forget(len(held))
        state.etag, state.modified = fetched.etag, fetched.modified
        return is_joined

    def _held(self, feed: Feed, place: Place) -> dict[str, Message]:
        """The entries as messages, each once."""
        held: dict[str, Message] = {}
        for entry in feed.entries:
            message = message_of(entry, place)
            if message is not None:
                held.setdefault(entry_key(message), message)
            elif entry.id or entry.link:
                reason = "the entry has no words"
                self._put_aside(place.feed_url, reason, f"{entry.id} {entry.link}".strip())
        return held

    def _is_known_elsewhere(self, key: str, url: str) -> bool:
        """Another feed brought it already; that one brings its edits, too."""
        others: Mapping[str, FeedState] = self._cursor.feeds
        return any(key in state.seen for other, state in others.items() if other != url)

    def _leave_out(self, url: str, feed: Feed) -> None:
        self._put_aside(url, f"the feed is too long: {feed.left_out} entries were left out")

    def _put_aside(self, url: str, reason: str, raw: str = "") -> None:
        aside = SetAside(connector=PLATFORM, where=url, reason=reason, raw=raw[:500])
        self._set_aside.append(aside)

    # --- what goes wrong ----------------------------------------------------------------------

    def _failed(self, url: str, state: FeedState, error: ConnectorError) -> None:
        self.problems[url] = error
        now = self._pull.now()
        if state.failing is None:
            state.failing = Failing(since=state.read_at or now, began_at=now)
            log.warning("the feed of %s could not be read: %s", host_of(url), error.message)
        failing = state.failing
        if now - (failing.told_at or failing.began_at) >= TELL_EVERY:
            failing.told_at = now
            self._was_blind(failing.since, f"{host_of(url)}: {error.message}", is_caught_up=False)

    def _recovered(self, url: str, state: FeedState, *, is_joined: bool) -> None:
        """What we may have missed, and what we saw late."""
        failing, state.failing = state.failing, None
        if not is_joined and state.read_at is not None:
            why = "everything in the feed is new, older entries may have gone by"
            self._was_blind(state.read_at, f"{host_of(url)}: {why}", is_caught_up=False)
        elif failing is not None and failing.told_at is not None:
            self._was_blind(failing.since, f"{host_of(url)}: could not be read", is_caught_up=True)

    def _was_blind(self, since: datetime, why: str, *, is_caught_up: bool) -> None:
        self._blind.setdefault((since, is_caught_up), []).append(why)


def _together(problems: dict[str, ConnectorError]) -> ConnectorError:
    """All feeds failed: one error for them."""
    errors = list(problems.values())
    moments = [error.retry_at for error in errors if error.retry_at is not None]
    told = [f"{host_of(url)}: {error.message}" for url, error in problems.items()]
    first = f"the feed of {told[0]}" if len(told) == 1 else "no feed could be read: "
    return ConnectorError(
        first if len(told) == 1 else first + "; ".join(told[:5]),
        permanent=all(error.permanent for error in errors),
        retry_at=min(moments) if len(moments) == len(errors) else None,
        hint="`monitor check` tries each of them",
    )
