"""Looking for words of ours: in the account's own posts back to a moment, and below what they
would answer, where a server may show them sooner."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import datetime
from difflib import SequenceMatcher

from connectors._mastodon.errors import Failed, Failing
from connectors._mastodon.parse import (
    Given,
    Unreadable,
    is_direct,
    objects,
    understand,
    without_addresses,
)
from connectors._mastodon.server import Server
from monitor.domain.delivery import Absent, Found, NotVisible, Sighting
from monitor.domain.message import Message
from monitor.domain.values import Value

LIMIT = 40
#: how much of two texts has to be the same
NEARLY = 0.9
_SERVER = re.compile(r"(@\w+)@[\w.:-]*\w")
#: pages of our own posts that a look goes back
MOST_PAGES = 15


class Ours(Value):
    """A post of ours that was found."""

    message: Message
    is_private: bool
    #: the server's own ids of those whom it names
    named: frozenset[str]


def look(
    server: Server, is_it: Callable[[Ours], bool], since: datetime, parent_id: str
) -> Sighting:
    """Absent only if the listing reached back to `since`. Raises ConnectorError."""
    has_reached, below = False, None
    for _ in range(MOST_PAGES):
        page = _own(server, below)
        for ours in _understood(server, page):
            has_reached = has_reached or ours.message.created_at < since
            if not has_reached and is_it(ours):
                return _found(ours)
        if has_reached or not page:
            has_reached = True
            break
        below = str(page[-1].get("id"))
    for ours in _understood(server, _below(server, parent_id)):
        if ours.message.created_at >= since and is_it(ours):
            return _found(ours)
    if has_reached:
        return Absent(looked_at=server.clock.now())
    return NotVisible(why="too many posts of ours since then: look at the account's own page")


def is_same(shown: str, written: str) -> bool:
    """The words that a server shows are those that we wrote.

    Handles lose their servers, lines and spaces are laid out anew, and other software than
    Mastodon has ways of its own: what is nearly the same is the same, or it were said twice.
    """
    ones, others = _essence(shown), _essence(written)
    return ones == others or SequenceMatcher(None, ones, others, autojunk=False).ratio() >= NEARLY


def _essence(text: str) -> str:
    words = _SERVER.sub(r"\1", without_addresses(text))
    return " ".join(unicodedata.normalize("NFKC", words).split())


def _found(ours: Ours) -> Found:
    message = ours.message
    return Found(posted_id=message.id, url=message.url, text=message.text)


def _own(server: Server, below: str | None) -> list[Given]:
    """A page of our own posts, the newest first."""
    me_id = server.me().id
    return objects(
        server.ask_list(
            lambda api: api.account_statuses(me_id, exclude_reblogs=True, limit=LIMIT, max_id=below)
        )
    )


def _below(server: Server, parent_id: str) -> list[Given]:
    """The answers to a post, and theirs; none where it is gone."""
    if not parent_id:
        return []
    try:
        context = server.ask(lambda api: api.status_context(parent_id))
    except Failed as failed:
        if failed.failing in (Failing.GONE, Failing.REFUSED, Failing.TOO_LARGE):
            return []
        raise
    return objects(context.get("descendants")) if isinstance(context, dict) else []


def _understood(server: Server, page: list[Given]) -> Iterator[Ours]:
    me_id, now = server.me().id, server.clock.now()
    for given in page:
        try:
            message = understand(given, brand="", me_id=me_id, seen_at=now).message
        except Unreadable:
            continue
        if message.from_brand:
            named = frozenset(str(one.get("id")) for one in objects(given.get("mentions")))
            yield Ours(message=message, is_private=is_direct(given), named=named)
