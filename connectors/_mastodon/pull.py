"""Reading: mentions, quotes and private words to us, our own posts, what a search finds; and
single statuses again, for edits and deletions.

One fetch brings a page of mentions, and whatever is new of our own: an answer that the owner gave
by hand is there when its mention is decided on. Searches come last, and one that fails keeps
nothing else from being read.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from mastodon import Mastodon

from connectors._mastodon.conversations import Conversations
from connectors._mastodon.cursor import Entry, Listing, read_cursor
from connectors._mastodon.errors import Failed, Failing
from connectors._mastodon.parse import (
    NAME,
    Given,
    Unreadable,
    objects,
    set_aside,
    understand,
)
from connectors._mastodon.search import Searches
from connectors._mastodon.server import Server, native
from monitor.domain.message import Author, Blind, Message, Page, SetAside
from monitor.domain.values import replace

LIMIT = 40
#: how many times fewer, where so many are more than we read
FEWER = 6
#: pages of our own posts that one fetch reads at most
OWN_PAGES = 5
#: statuses that are looked at again in one request; Mastodon takes no more
TOGETHER = 20
#: what tells us of words to us; servers older than quotes know only the first
TYPES = ("mention", "quote")
#: gives a page of a listing: what is asked for, what comes. Any: texts, a number
Ask = Callable[[dict[str, Any], Mastodon], object]


class Pull:
    """Reads for one brand."""

    def __init__(self, server: Server, brand: str, searches: Sequence[str]) -> None:
        self._server = server
        self._brand = brand
        self._conversations = Conversations(server)
        self._searches = Searches(server, searches)
        self._types: tuple[str, ...] = TYPES

    def fetch(self, written: str) -> Page:
        """The next page. Raises ConnectorError."""
        cursor, now = read_cursor(written), self._server.clock.now()
        me_id = self._server.me().id
        found = _Found(self._brand, me_id, now, self._conversations)

        own, goes_on = cursor.own, True
        pages = 0
        while goes_on and pages < OWN_PAGES:
            own, goes_on = self._step(own, _own(me_id), found.statuses)
            pages += 1
        mentions, has_more = self._mentions(cursor.mentions, found)
        after = replace(cursor, own=own, mentions=mentions)
        if not has_more:
            hits, after = self._searches.after(after, now)
            found.statuses(hits.statuses)
            found.blind.extend(hits.blind)
        return Page(
            messages=tuple(sorted(found.messages.values(), key=lambda one: one.created_at)),
            cursor=after.written(),
            more=goes_on or has_more,
            set_aside=tuple(found.set_aside),
            blind=tuple(found.blind),
        )

    def _mentions(self, listing: Listing, found: "_Found") -> tuple[Listing, bool]:
        """A page of what addresses us."""
        try:
            return self._step(listing, _told(self._types), found.notifications)
        except Failed as failed:
            if failed.failing is not Failing.REFUSED or self._types != TYPES:
                raise
            self._types = TYPES[:1]
        return self._step(listing, _told(self._types), found.notifications)

    def _step(
        self, listing: Listing, ask: Ask, take: Callable[[list[object]], None]
    ) -> tuple[Listing, bool]:
        """One page of a listing, as far as it is new."""
        given, limit = self._page(listing, ask)
        now = self._server.clock.now()
        entries = [entry for one in objects(given) if (entry := _entry(one, now)) is not None]
        fresh = listing.fresh(entries)
        take([one for one in given if _native_id(one) in fresh or not _native_id(one)])
        return listing.after(entries, limit, now)

    def _page(self, listing: Listing, ask: Ask) -> tuple[list[object], int]:
        """A page, and how much was asked for: less, where strangers made it larger than we read."""
        limit = LIMIT
        while True:
            try:
                return self._server.ask_list(partial(ask, {**listing.ask(), "limit": limit})), limit
            except Failed as failed:
                if failed.failing is not Failing.TOO_LARGE or limit == 1:
                    raise
            limit //= FEWER

    # --- again --------------------------------------------------------------------------------

    def refresh(self, ids: Sequence[str]) -> Page:
        """These messages as they are now. Raises ConnectorError."""
        now = self._server.clock.now()
        if not ids:
            return Page(messages=(), cursor="")
        found = _Found(self._brand, self._server.me().id, now, self._conversations)
        wanted = [one for one in map(native, ids) if one]
        for place in range(0, len(wanted), TOGETHER):
            found.statuses(self._together(wanted[place : place + TOGETHER]))
        for one in wanted:
            if f"{NAME}:{one}" not in found.looked_at:
                self._alone(one, found)
        return Page(
            messages=tuple(found.messages.values()), cursor="", set_aside=tuple(found.set_aside)
        )

    def _together(self, ids: list[str]) -> list[object]:
        """Those that the server shows at once; none where it is too old to be asked like that."""
        try:
            return self._server.ask_list(lambda api: api.statuses(ids))
        except Failed as failed:
            if failed.failing in (Failing.GONE, Failing.REFUSED, Failing.TOO_LARGE):
                return []
            raise

    def _alone(self, status_id: str, found: "_Found") -> None:
        try:
            found.statuses([self._server.ask(lambda api: api.status(status_id))])
        except Failed as failed:
            if failed.failing is not Failing.GONE:
                raise
            found.gone(status_id)


class _Found:
    """What a page will hold."""

    def __init__(self, brand: str, me_id: str, now: datetime, conversations: Conversations) -> None:
        self.messages: dict[str, Message] = {}
        self.set_aside: list[SetAside] = []
        self.blind: list[Blind] = []
        #: the ids of everything that came, understood or not
        self.looked_at: set[str] = set()
        self._brand = brand
        self._me_id = me_id
        self._now = now
        self._conversations = conversations

    def notifications(self, given: Iterable[object]) -> None:
        for one in given:
            status = one.get("status") if isinstance(one, dict) else None
            if status is None:
                self._aside(one, "a notification without its status")
            else:
                self._take(status, is_ours_to_read=True)

    def statuses(self, given: Iterable[object]) -> None:
        for one in given:
            self._take(one)

    def gone(self, status_id: str) -> None:
        """A status that is no longer there, or no longer for us."""
        self.messages[f"{NAME}:{status_id}"] = Message(
            id=f"{NAME}:{status_id}",
            brand=self._brand,
            platform=NAME,
            author=Author(id="", platform=NAME, handle=""),
            text="",
            created_at=self._now,
            seen_at=self._now,
            found_by=NAME,
            deleted_at=self._now,
        )

    def _take(self, given: object, *, is_ours_to_read: bool = False) -> None:
        if isinstance(given, dict) and given.get("id"):
            self.looked_at.add(f"{NAME}:{given['id']}")
        try:
            understood = understand(given, brand=self._brand, me_id=self._me_id, seen_at=self._now)
        except Unreadable as problem:
            self._aside(given, str(problem))
            return
        message = self._conversations.place(understood)
        if is_ours_to_read and not message.from_brand:
            # the server told us of it because it names, answers or shows us
            message = replace(message, addressed=True)
        known = self.messages.get(message.id)
        if known is None or not known.addressed:
            # a search finds it too, and knows less about it
            self.messages[message.id] = message

    def _aside(self, given: object, reason: str) -> None:
        where = _native_id(given) or "no id"
        self.set_aside.append(set_aside(given, reason, f"status {where}"))


def _told(types: Sequence[str]) -> Ask:
    return lambda page, api: api.notifications(types=list(types), **page)


def _own(me_id: str) -> Ask:
    return lambda page, api: api.account_statuses(me_id, exclude_reblogs=True, **page)


def _entry(given: Given, now: datetime) -> Entry | None:
    native_id, at = _native_id(given), given.get("created_at")
    if not native_id:
        return None
    # without a moment it is set aside, and has its place in the listing all the same
    if isinstance(at, datetime) and at.tzinfo is not None:
        return Entry(id=native_id, at=datetime.fromisoformat(at.isoformat()))
    return Entry(id=native_id, at=now)


def _native_id(given: object) -> str:
    found = given.get("id") if isinstance(given, dict) else None
    return f"{found}" if isinstance(found, str | int) else ""
