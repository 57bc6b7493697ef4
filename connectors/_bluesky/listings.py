"""What Bluesky lists for us, a page at a time: notifications, our own posts, searches.

A listing only asks and reads; what is new in it, and where to go on, is `pull`'s to say.
"""

from datetime import datetime, timedelta
from typing import Protocol

from connectors._bluesky import names
from connectors._bluesky.cursor import version_key
from connectors._bluesky.parse import Fields, Parser
from connectors._bluesky.people import with_followers
from connectors._bluesky.session import Session
from monitor.domain.message import Message
from monitor.domain.values import Value

PAGE = 100
#: `getPosts` takes no more at once
AT_ONCE = 25
REASONS = ("mention", "reply", "quote")
#: how far back our own posts and searches matter
WINDOW = timedelta(days=30)


class Listed(Value):
    """One page, as it came."""

    #: by version key, newest first
    shown: dict[str, object]
    #: the next page; empty at the end
    next: str = ""
    #: nothing that matters comes behind it
    is_last: bool = False


class Listing(Protocol):
    """One thing that is listed."""

    #: in the cursor
    name: str
    #: the daily sweep reads it whole
    is_swept: bool
    #: without it we go on, and say that we are blind there
    is_optional: bool
    #: no more pages in a row
    most_pages: int

    def page(self, page: str, size: int) -> Listed:
        """Raises ConnectorError."""
        ...

    def read(self, shown: list[object], parser: Parser) -> list[Message]:
        """The messages of what is new. Raises ConnectorError."""
        ...


class Notifications:
    """Who mentioned us, replied to us, quoted us; sorted by the moment that the author claims."""

    name = "notifications"
    is_swept = True
    is_optional = False
    #: the daily sweep ends somewhere
    most_pages = 100

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, page: str, size: int) -> Listed:
        answer = self._session.read(
            "app.bsky.notification.listNotifications", reasons=REASONS, limit=size, cursor=page
        )
        return listed(answer, "notifications")

    def read(self, shown: list[object], parser: Parser) -> list[Message]:
        """As posts, which tell more: who may reply, pictures. A post that is gone is not read."""
        uris = [uri for uri in map(_uri, shown) if uri]
        posts = {_uri(post): post for post in posts_and_people(self._session, uris)}
        # a post may be hidden from that call, and still be there
        return parser.each(parser.post, [posts.get(_uri(one), one) for one in shown])


class OwnPosts:
    """What we posted ourselves, from our own repository: the owner's answers too."""

    name = "own"
    is_swept = True
    is_optional = False
    most_pages = 100

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, page: str, size: int) -> Listed:
        answer = self._session.read(
            "com.atproto.repo.listRecords",
            repo=self._session.did(),
            collection=names.POST,
            limit=size,
            cursor=page,
        )
        since = self._session.clock.now() - WINDOW
        return listed(answer, "records", is_last=is_all_before(answer.get("records"), since))

    def read(self, shown: list[object], parser: Parser) -> list[Message]:
        return parser.each(parser.own_record, shown)


class Search:
    """Posts with some words in them. Bluesky does not promise to show all of them."""

    is_swept = False
    is_optional = True
    most_pages = 10

    def __init__(self, session: Session, words: str) -> None:
        self._session = session
        self._words = words
        self.name = f"search {words}"

    def page(self, page: str, size: int) -> Listed:
        answer = self._session.read(
            "app.bsky.feed.searchPosts", q=self._words, sort="latest", limit=size, cursor=page
        )
        since = self._session.clock.now() - WINDOW
        return listed(answer, "posts", is_last=is_all_before(answer.get("posts"), since))

    def read(self, shown: list[object], parser: Parser) -> list[Message]:
        good = [one for one in shown if isinstance(one, dict)]
        odd = [one for one in shown if not isinstance(one, dict)]
        return parser.each(parser.post, [*with_followers(self._session, good), *odd])


def posts_of(session: Session, uris: list[str]) -> list[Fields]:
    """The posts as we are shown them; those that are gone or hidden are left out."""
    found: list[Fields] = []
    for first in range(0, len(uris), AT_ONCE):
        answer = session.read("app.bsky.feed.getPosts", uris=uris[first : first + AT_ONCE])
        found.extend(post for post in answer.get("posts") or () if isinstance(post, dict))
    return found


def posts_and_people(session: Session, uris: list[str]) -> list[Fields]:
    """The same posts, their authors with how many follow them. Raises ConnectorError."""
    return with_followers(session, posts_of(session, uris))


def _uri(shown: object) -> str:
    """Its address, empty without a good one."""
    try:
        return str(names.parse_uri(shown["uri"])) if isinstance(shown, dict) else ""
    except (KeyError, ValueError):
        return ""


def listed(answer: Fields, key: str, *, version: str = "cid", is_last: bool = False) -> Listed:
    """A page of an answer; what is no object at all comes along, to be set aside."""
    every = answer.get(key)
    shown: dict[str, object] = {}
    for one in every if isinstance(every, list) else ():
        if isinstance(one, dict):
            shown[version_key(one.get("uri") or one.get("id"), one.get(version))] = one
        else:
            shown[version_key(repr(one))] = one
    next_page = answer.get("cursor")
    return Listed(
        shown=shown,
        next=next_page if isinstance(next_page, str) else "",
        is_last=is_last,
    )


def is_all_before(shown: object, since: datetime) -> bool:
    """By their keys, all of them were written before that moment."""
    if not isinstance(shown, list) or not shown:
        return False
    moments = [names.tid_moment(_uri(one).rpartition("/")[2]) for one in shown]
    return all(moment is not None and moment < since for moment in moments)
