"""Feeds: RSS and Atom of Google Alerts, blogs, forums, papers. Read only: nothing is answered.

Each feed is read by itself (`_feed/pull.py`), over HTTP with limits of our own (`_feed/fetch.py`),
and taken apart by feedparser, which never fetches. The guide: docs/platforms/feed.md.
"""

from collections.abc import Iterable

from connectors._feed.address import feed_url
from connectors._feed.check import check
from connectors._feed.entry import PLATFORM, Wanted
from connectors._feed.pull import Pull
from monitor.domain.account import Checked
from monitor.domain.message import Page
from monitor.domain.ports import Clock
from monitor.domain.settings import Settings

NAME = "feed"
MOST_FEEDS = 200
EXAMPLE = "https://www.google.com/alerts/feeds/123/456"


def connect(settings: Settings) -> "Feeds":
    """The connector of these feeds. Raises ConfigError with every problem.

    `urls`: the feeds' addresses. `search`: of feeds that are about anything, only what holds one
    of these words; everything when there are none.
    """
    urls = settings.texts("urls", example=EXAMPLE)
    searches = settings.texts("search", example="Larch & Loaf")
    feeds: list[str] = []
    for written in urls:
        try:
            url = feed_url(written)
        except ValueError as error:
            message, _, hint = str(error).partition("; ")
            settings.wrong(message, hint)
            continue
        if url in feeds:
            settings.wrong(f"`{url}` stands in `urls` twice", "take one of them out")
        feeds.append(url)
    if not urls and not settings.is_wrong:
        settings.wrong("`urls` is missing", f'write `urls = ["{EXAMPLE}"]`')
    if len(feeds) > MOST_FEEDS:
        settings.wrong(f"`urls` has {len(feeds)} feeds", f"at most {MOST_FEEDS} can be read")
    if any(not word.strip() for word in searches):
        settings.wrong("`search` holds a word that is empty", "take it out")
    settings.done()
    # told here when it is missing, not at the first look
    import feedparser  # noqa: F401

    wanted = Wanted([word.strip() for word in searches])
    return Feeds(tuple(feeds), wanted, settings.brand, settings.clock)


class Feeds:
    """The feeds of one brand."""

    name = NAME
    platforms: tuple[str, ...] = (PLATFORM,)

    def __init__(self, urls: tuple[str, ...], wanted: Wanted, brand: str, clock: Clock) -> None:
        self._urls = urls
        self._clock = clock
        self._pull = Pull(urls, wanted, brand, clock)

    def fetch(self, cursor: str) -> Page:
        return self._pull.fetch(cursor)

    def check(self) -> Iterable[Checked]:
        return check(self._urls, self._clock)
