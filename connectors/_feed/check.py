"""A test of the feeds: each is read once, and said how fresh it is."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import urljoin

from connectors._feed.address import host_of
from connectors._feed.fetch import fetch
from connectors._feed.links import is_google_alert
from connectors._feed.parse import Feed, parse
from monitor.domain.account import Checked, Level, Topic
from monitor.domain.ports import Clock
from monitor.errors import ConnectorError

#: a feed without anything new for so long may be the wrong one
STALE = timedelta(days=180)
#: what a page says of its feed
_LINK = re.compile(rb"<link\b[^>]{0,500}>", re.IGNORECASE)
_IS_FEED = re.compile(rb"application/(?:rss|atom)\+xml", re.IGNORECASE)
_HREF = re.compile(rb"""href\s{0,5}=\s{0,5}["']([^"'<>\s]{1,500})["']""", re.IGNORECASE)


def check(urls: Sequence[str], clock: Clock) -> Iterator[Checked]:
    """A finding for each feed; an outage is one."""
    for number, url in enumerate(urls, 1):
        try:
            yield _looked(url, clock)
        except ConnectorError as error:
            level = Level.BROKEN if len(urls) == 1 else Level.WARNING
            which = f", number {number} of `urls`," if len(urls) > 1 else ""
            words = f"the feed of {host_of(url)}{which} could not be read: {error.message}"
            yield Checked(topic=Topic.VISIBILITY, level=level, words=words, hint=error.hint or url)


def _looked(url: str, clock: Clock) -> Checked:
    fetched = fetch(url, clock)
    try:
        feed = parse(fetched.body, fetched.content_type)
    except ConnectorError as error:
        better = _feed_of_page(fetched.body, fetched.url)
        hint = f"its page names this feed: {better}" if better else "look for its feed's address"
        raise ConnectorError(error.message, hint=hint) from None
    name = feed.title or host_of(url)
    moments = [entry.published_at or entry.updated_at for entry in feed.entries]
    newest = max((moment for moment in moments if moment is not None), default=None)
    if newest is not None and clock.now() - newest > STALE:
        return Checked(
            topic=Topic.VISIBILITY,
            level=Level.WARNING,
            words=f"“{name}” can be read, and has had nothing new since {newest:%Y-%m-%d}",
            hint="is it the right feed?",
        )
    return Checked(topic=Topic.VISIBILITY, level=Level.FINE, words=_words(name, feed, url))


def _words(name: str, feed: Feed, url: str) -> str:
    count = len(feed.entries)
    held = f"{count} {'entry' if count == 1 else 'entries'}" if count else "nothing yet"
    alert = ", a Google Alert" if is_google_alert(url) else ""
    return f"“{name}” can be read{alert}: {held}"


def _feed_of_page(page: bytes, base: str) -> str:
    """The feed that an ordinary page names; empty when it names none."""
    for link in _LINK.finditer(page[:200_000]):
        address = _HREF.search(link[0])
        if _IS_FEED.search(link[0]) and address is not None:
            return urljoin(base, str(address[1], errors="replace"))
    return ""
