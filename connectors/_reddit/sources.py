"""The listings that are read, as data."""

import re
import zlib
from collections.abc import Iterator

import msgspec

from connectors._reddit.options import Options
from monitor.domain.values import Value

#: of a query, in signs
LONGEST_QUERY = 500
PAGE = 100


class Source(Value):
    """One listing."""

    #: its name in the cursor
    name: str
    path: str
    params: dict[str, str] = msgspec.field(default_factory=dict)
    #: what is in it was said to us; None: look at each
    addressed: bool | None = None
    #: only what has one of these words; everything when empty
    phrases: tuple[str, ...] = ()
    #: a place that may be closed to us while all else works
    is_place: bool = False


def sources_of(options: Options, me: str) -> tuple[Source, ...]:
    """What said something to us first: the same comment is found only once."""
    return (
        # comments that name us, replies to comments and posts of ours, and private messages
        Source(name="inbox", path="message/inbox/", addressed=True),
        # the same again, because it is the one that the documents promise
        Source(name="mentions", path="message/mentions/", addressed=True),
        # what our people answered by hand
        Source(name="own", path=f"user/{me}/comments/", params={"sort": "new"}, addressed=False),
        Source(name="sent", path="message/sent/", addressed=False),
        *_searches(options),
        *_watched(options),
    )


def holds(text: str, phrases: tuple[str, ...]) -> bool:
    """One of the phrases stands in it, in whole words, whatever the case and the spaces."""
    return not phrases or any(_pattern(phrase).search(text) for phrase in phrases)


def _searches(options: Options) -> Iterator[Source]:
    """Posts only: Reddit's search knows no comments."""
    where = "+".join(options.subreddits) or "all"
    for query in _queries(options.phrases):
        params = {"q": query, "sort": "new", "t": "month", "syntax": "lucene", "type": "link"}
        if options.subreddits:
            params["restrict_sr"] = "1"
        name = _named("search", where, query)
        yield Source(name=name, path=f"r/{where}/search/", params=params, is_place=True)


def _watched(options: Options) -> Iterator[Source]:
    """Every comment of the chosen subreddits is read, and looked through here."""
    if options.subreddits and options.phrases:
        where = "+".join(options.subreddits)
        name = _named("comments", where, *options.phrases)
        yield Source(name=name, path=f"r/{where}/comments/", phrases=options.phrases, is_place=True)


def _named(kind: str, *what: str) -> str:
    """Another question is another listing: it begins anew, with what it finds of the past."""
    return f"{kind}:{zlib.crc32(repr(what).encode()):08x}"


def _queries(phrases: tuple[str, ...]) -> Iterator[str]:
    """As few as the longest query allows."""
    query = ""
    for phrase in phrases:
        longer = f'{query} OR "{phrase}"' if query else f'"{phrase}"'
        if query and len(longer) > LONGEST_QUERY:
            yield query
            longer = f'"{phrase}"'
        query = longer
    if query:
        yield query


def _pattern(phrase: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
