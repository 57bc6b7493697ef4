"""An entry as a message.

Its id is made of what stays the same when it is edited; a name that says nothing outside its feed
(`17`) is taken together with the feed. Who wrote it is one author for each name and site; nobody's
entries are each somebody else's, for two complaints of unknown people are two cases.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta

from connectors._feed.address import host_of
from connectors._feed.links import is_google_alert, whole
from connectors._feed.parse import Entry
from monitor.domain.message import Author, Message
from monitor.domain.values import Value

PLATFORM = "feed"
#: an edit within this time of publishing is how some sites publish
AT_ONCE = timedelta(seconds=60)
_SIGNS = 24


class Place(Value):
    """Where an entry stands."""

    brand: str
    #: as the config names it
    feed_url: str
    #: where the feed was in the end: links begin there
    base_url: str
    title: str
    seen_at: datetime
    #: for an entry without a date
    undated_at: datetime


def message_of(entry: Entry, place: Place) -> Message | None:
    """None where there is nothing to read."""
    text = _text(entry)
    if not text:
        return None
    url = whole(entry.link, place.base_url) if entry.link else ""
    message_id = identity(entry, url, place.feed_url)
    site = host_of(url) or host_of(place.feed_url)
    published = entry.published_at or entry.updated_at or place.undated_at
    edited = entry.updated_at
    if edited is not None and edited - published <= AT_ONCE:
        edited = None
    return Message(
        id=message_id,
        brand=place.brand,
        platform=PLATFORM,
        author=Author(
            id=_global(f"author {site}\n{entry.author.casefold()}") if entry.author else message_id,
            platform=PLATFORM,
            handle=site,
            name=entry.author or ("" if is_google_alert(place.feed_url) else place.title),
        ),
        text=text,
        # a date in the future is a clock that is wrong, or a wish to stand on top
        created_at=min(published, place.seen_at),
        seen_at=place.seen_at,
        url=url,
        found_by=PLATFORM,
        edited_at=min(edited, place.seen_at) if edited is not None else None,
    )


def identity(entry: Entry, url: str, feed_url: str) -> str:
    """The same for every copy of it, whichever feed brings it."""
    if is_google_alert(feed_url) and url:
        # two alerts that find one page tell of one mention
        return _global(url)
    if ":" in entry.id:
        return _global(entry.id)
    if entry.id or url:
        return _global(f"{feed_url}\n{entry.id}" if entry.id else url)
    return _global(f"{feed_url}\n{entry.title}\n{entry.published_at}\n{entry.text[:200]}")


def _global(name: str) -> str:
    return f"{PLATFORM}:{hashlib.sha256(name.encode(errors='replace')).hexdigest()[:_SIGNS]}"


def _text(entry: Entry) -> str:
    """Title and words, without the title twice."""
    beginning = entry.title.rstrip("….").strip()
    if not entry.title or entry.text.startswith(beginning):
        return entry.text or entry.title
    return f"{entry.title}\n\n{entry.text}".strip()


# --- what the owner looks for -----------------------------------------------------------------


class Wanted:
    """The words that an entry has to hold, where the owner named some."""

    def __init__(self, words: Sequence[str]) -> None:
        patterns = [re.escape(_plain(one)).replace(r"\ ", r"\s+") for one in words]
        self._any = re.compile("|".join(rf"(?<!\w){one}(?!\w)" for one in patterns))
        self._is_all = not words

    def takes(self, message: Message, feed_url: str) -> bool:
        """A Google Alert has looked for words already, and shows only a piece of the page."""
        if self._is_all or is_google_alert(feed_url):
            return True
        return self._any.search(_plain(message.text)) is not None


def _plain(text: str) -> str:
    """Without accents, capitals and curly quotes."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
