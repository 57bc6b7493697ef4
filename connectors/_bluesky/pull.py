"""Fetching: one listing after the other, each read until a whole page of it is known.

1.  Every listing from its top, or from where the page before left off.
2.  What was not seen yet in this version is read; it ends the fetch, with `more`.
3.  Once a day the swept listings are read to their end: a backdated mention stands there.
4.  An optional listing that is not given to us leaves us blind there, and nowhere else.
"""

from collections.abc import Container, Sequence
from datetime import timedelta

from connectors._bluesky.cursor import Cursor, version_key
from connectors._bluesky.listings import PAGE, Listed, Listing
from connectors._bluesky.parse import Parser
from connectors._bluesky.session import Session
from monitor.domain.message import Blind, Message, Page
from monitor.domain.values import Value
from monitor.errors import ConnectorError

SWEEP_EVERY = timedelta(hours=24)
#: a listing that is not given to us is told so often
TELL_EVERY = timedelta(hours=1)
#: pages of listings in one fetch that finds nothing new; the next one goes on
PAGES = 20


class Brought(Value):
    """What one page of one listing brought."""

    messages: tuple[Message, ...] = ()
    blind: tuple[Blind, ...] = ()
    #: no more of this listing now
    is_stuck: bool = False


class Pull:
    """Reads on where the cursor says."""

    def __init__(self, session: Session, brand: str, listings: Sequence[Listing]) -> None:
        self._session = session
        self._brand = brand
        self._listings = listings

    def fetch(self, written: str) -> Page:
        """The next page. Raises ConnectorError."""
        cursor = Cursor.read(written)
        parser = self.parser(cursor.seen)
        self._begin_sweep(cursor)
        left = PAGES
        for listing in self._listings:
            while True:
                brought = self._turn(listing, cursor, parser)
                if brought.messages or brought.blind or parser.set_aside:
                    return _page(cursor, brought, parser)
                left -= 1
                if brought.is_stuck or listing.name not in cursor.at:
                    break
                if left <= 0:
                    return Page(messages=(), cursor=cursor.write(), more=True)
        return Page(messages=(), cursor=cursor.write())

    def parser(self, seen: Container[str] = ()) -> Parser:
        """A reader for what our account is shown now. Raises ConnectorError."""
        return Parser(
            brand=self._brand,
            did=self._session.did(),
            handle=self._session.account,
            seen_at=self._session.clock.now(),
            seen=seen,
        )

    def _begin_sweep(self, cursor: Cursor) -> None:
        now = self._session.clock.now()
        if not cursor.sweeping and not cursor.at and now - cursor.swept_at >= SWEEP_EVERY:
            cursor.sweeping = {listing.name for listing in self._listings if listing.is_swept}
            cursor.swept_at = now

    def _turn(self, listing: Listing, cursor: Cursor, parser: Parser) -> Brought:
        """One page of a listing. Raises ConnectorError."""
        pages, page = cursor.at.get(listing.name, (0, ""))
        try:
            listed = listing.page(page, _size(listing, cursor))
            fresh = {key: one for key, one in listed.shown.items() if key not in cursor.seen}
            messages = listing.read(list(fresh.values()), parser) if fresh else []
        except ConnectorError as error:
            if page and error.permanent and not error.is_auth:
                # the platform no longer knows that page: all of it again, from the top
                del cursor.at[listing.name]
                cursor.sweeping.add(listing.name)
                return Brought(is_stuck=True)
            if not listing.is_optional or error.is_auth or error.retry_at is not None:
                raise
            return self._failed(listing, cursor, error)
        cursor.blind.pop(listing.name, None)
        blind = self._gap(listing, cursor, listed, fresh, pages)
        # newest last, as they are remembered
        cursor.seen.update(dict.fromkeys(reversed(fresh)))
        cursor.seen.update(
            (version_key(message.id), None) for message in reversed(messages) if message.is_direct
        )
        self._move(listing, cursor, listed, pages + 1, is_known=not fresh)
        return Brought(messages=tuple(reversed(messages)), blind=blind)

    def _move(
        self, listing: Listing, cursor: Cursor, listed: Listed, pages: int, *, is_known: bool
    ) -> None:
        """To the next page, or to the end."""
        name = listing.name
        is_enough = bool(listed.shown) and is_known and name not in cursor.sweeping
        if listed.next and not listed.is_last and not is_enough and pages < listing.most_pages:
            cursor.at[name] = (pages, listed.next)
            return
        cursor.at.pop(name, None)
        cursor.sweeping.discard(name)
        cursor.finished.add(name)

    def _gap(
        self, listing: Listing, cursor: Cursor, listed: Listed, fresh: object, pages: int
    ) -> tuple[Blind, ...]:
        """We were kept from reading back to what we know."""
        is_cut = bool(listed.next and fresh) and pages + 1 >= listing.most_pages
        is_first = listing.name not in cursor.finished
        if not is_cut or is_first or listing.name in cursor.sweeping:
            return ()
        why = f"more came than Bluesky lists: {listing.name}"
        return (Blind(since=cursor.swept_at, until=self._session.clock.now(), why=why),)

    def _failed(self, listing: Listing, cursor: Cursor, error: ConnectorError) -> Brought:
        """Blind there; a short hiccup is not told."""
        now = self._session.clock.now()
        is_new = listing.name not in cursor.blind
        since, told = cursor.blind.setdefault(listing.name, (now, now))
        if now - told < TELL_EVERY and not (is_new and error.permanent):
            return Brought(is_stuck=True)
        cursor.blind[listing.name] = (since, now)
        why = f"{listing.name}: {error.message}"
        blind = Blind(since=since, until=now, why=why)
        return Brought(blind=(blind,), is_stuck=True)


def _page(cursor: Cursor, brought: Brought, parser: Parser) -> Page:
    return Page(
        messages=brought.messages,
        cursor=cursor.write(),
        more=True,
        set_aside=tuple(parser.set_aside),
        blind=brought.blind,
    )


def _size(listing: Listing, cursor: Cursor) -> int:
    """How long pages are. Posts of one moment are lost at the border between two pages, so a sweep
    has its borders elsewhere than the one before."""
    if listing.name not in cursor.sweeping:
        return PAGE
    return PAGE - 1 - cursor.swept_at.toordinal() % 8
