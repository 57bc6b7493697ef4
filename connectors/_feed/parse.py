"""A feed from bytes to its entries, by feedparser; it parses here and never fetches.

What feedparser needs care for: bytes that it is given it takes for a file's name first; asking an
entry for `updated` may give `published`, with a warning; a broken feed is read a second time by a
parser that takes long for a large one.
"""

import calendar
import io
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast
from xml.parsers import expat

from monitor.domain.html_text import text_of
from monitor.domain.values import Value
from monitor.errors import ConnectorError
from monitor.http import storable

#: bytes; a broken feed that is larger is refused
LARGEST_BROKEN = 500_000
#: more than any feed holds
MOST_ENTRIES = 5_000
#: characters
LONGEST_TITLE, LONGEST_TEXT, LONGEST_NAME, LONGEST_ID = 500, 20_000, 100, 2_000
YEARS = range(2000, 2101)
#: what the library may raise for input that its authors did not think of
_SURPRISES = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError),
    *(TypeError, ValueError, expat.ExpatError),
)


_MAIL = re.compile(r"[^\s()<>@]{1,200}@[^\s()<>@]{1,200}")


class Entry(Value):
    """One entry as its feed writes it; everything may be empty."""

    id: str = ""
    title: str = ""
    text: str = ""
    link: str = ""
    author: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None


class Feed(Value):
    """What a feed holds, in its own order."""

    title: str
    entries: tuple[Entry, ...]
    updated_at: datetime | None = None
    #: entries that are left out, because there are too many
    left_out: int = 0


def parse(body: bytes, content_type: str = "") -> Feed:
    """Raises ConnectorError where it is no feed."""
    import feedparser

    if len(body) > LARGEST_BROKEN and not _is_well_formed(body):
        raise ConnectorError("it is broken, and too large to be mended")
    try:
        # as a stream: bytes would be taken for the name of a file, and opened
        found = feedparser.parse(
            io.BytesIO(body),
            response_headers={"content-type": content_type},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
        if not found["version"] and not found["entries"]:
            raise ConnectorError("what is there is no feed")
        entries = [_entry(one) for one in found["entries"][:MOST_ENTRIES]]
        return Feed(
            title=_words(_texts(found["feed"]), "title")[:LONGEST_NAME],
            entries=tuple(entries),
            updated_at=_moment(dict.get(found["feed"], "updated_parsed")),
            left_out=max(0, len(found["entries"]) - MOST_ENTRIES),
        )
    except _SURPRISES as error:
        raise ConnectorError(f"it cannot be read ({type(error).__name__})") from error


def _is_well_formed(body: bytes) -> bool:
    try:
        expat.ParserCreate().Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _entry(found: Mapping[str, object]) -> Entry:
    texts = _texts(found)
    contents = texts.get("content")
    content = contents[0] if isinstance(contents, list) and contents else None
    text = _marked(_texts(content), "value", "type") if content else ""
    return Entry(
        id=_line(texts.get("id"))[:LONGEST_ID],
        title=_words(texts, "title").replace("\n", " ")[:LONGEST_TITLE],
        text=_cut(text or _words(texts, "summary")),
        link=_line(texts.get("link")),
        author=_author(texts)[:LONGEST_NAME],
        published_at=_moment(texts.get("published_parsed")),
        updated_at=_moment(texts.get("updated_parsed")),
    )


def _texts(found: object) -> dict[str, object]:
    """The plain dictionary: feedparser's own gives other keys for some that are missing."""
    return dict(dict.items(found)) if isinstance(found, dict) else {}


def _words(found: dict[str, object], key: str) -> str:
    detail = _texts(found.get(f"{key}_detail"))
    return _marked({**detail, "value": found.get(key)}, "value", "type")


def _marked(found: dict[str, object], key: str, kind: str) -> str:
    """The words of a text, or of a piece of HTML."""
    written = found.get(key)
    if not isinstance(written, str):
        return ""
    return storable(written.strip() if found.get(kind) == "text/plain" else text_of(written))


def _line(written: object) -> str:
    return storable(" ".join(written.split())) if isinstance(written, str) else ""


def _author(texts: dict[str, object]) -> str:
    """The name of who wrote it; an address for mail is nobody's name.

    Feeds write "ada@mail.example (Ada)", or the other way round, and feedparser takes that apart
    for some endings of addresses only.
    """
    return _MAIL.sub(" ", _line(texts.get("author"))).strip(" ()<>[],;\"'").strip()


def _moment(parsed: object) -> datetime | None:
    """A moment as feedparser gives it; None for one that cannot be."""
    if not isinstance(parsed, time.struct_time):
        return None
    try:
        # cast: a struct_time is what `timegm` takes, its stub wants a tuple
        moment = datetime.fromtimestamp(calendar.timegm(cast(tuple[int, ...], parsed)), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.year in YEARS else None


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "…"
