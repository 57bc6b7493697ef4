"""Searches: words and hashtags that the owner wants to hear of, for an alert and never a reply.

What a server's search finds is what it knows and what authors let be found; many servers find
nothing but their own. Hits come newest first: pages are read down to where the last search began,
and what is beyond `MOST_PAGES` is told as missed.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from connectors._mastodon.cursor import Cursor, Hits, newest_of
from connectors._mastodon.errors import Failed, Failing
from connectors._mastodon.parse import objects
from connectors._mastodon.server import Server
from monitor.domain.message import Blind
from monitor.domain.values import Value, replace

log = logging.getLogger(__name__)
LIMIT = 40
MOST_PAGES = 5


class Hit(Value):
    """What searches found at one time."""

    statuses: tuple[object, ...] = ()
    blind: tuple[Blind, ...] = ()


class Searches:
    """Every search of one brand."""

    def __init__(self, server: Server, words: Sequence[str]) -> None:
        self._server = server
        self._words = words

    def after(self, cursor: Cursor, now: datetime) -> tuple[Hit, Cursor]:
        """What is new since the cursor, and the cursor after it."""
        found, blind, places = list[object](), list[Blind](), {}
        for words in self._words:
            last = cursor.searches.get(words)
            try:
                statuses, reached = self._hits(words, last)
            except Failed as failed:
                if failed.failing is Failing.TOO_MANY:
                    raise
                # its place stays: nothing is lost that the next one will not find
                log.warning("the search for `%s` failed: %s", words, failed.message)
                if last is not None:
                    places[words] = last
                continue
            found.extend(statuses)
            if not reached and last is not None:
                why = f"more than {LIMIT * MOST_PAGES} posts with `{words}` since the last search"
                blind.append(Blind(since=last.at, until=now, why=why))
            newest = newest_of([str(one["id"]) for one in objects(statuses) if one.get("id")])
            if newest or last is not None:
                places[words] = Hits(newest=newest or (last.newest if last else ""), at=now)
        return Hit(statuses=tuple(found), blind=tuple(blind)), replace(cursor, searches=places)

    def _hits(self, words: str, last: Hits | None) -> tuple[list[object], bool]:
        """The hits since the last search, and whether all of them were reached."""
        found: list[object] = []
        for _ in range(MOST_PAGES if last is not None else 1):
            page = self._page(words, last, found)
            found.extend(page)
            if len(page) < LIMIT:
                return found, True
        return found, False

    def _page(self, words: str, last: Hits | None, found: list[object]) -> list[object]:
        since = last.newest if last is not None else None
        if words.startswith("#"):
            oldest = next((str(one["id"]) for one in objects(found)[::-1] if one.get("id")), None)
            return self._server.ask_list(
                lambda api: api.timeline_hashtag(
                    words[1:], since_id=since, max_id=oldest, limit=LIMIT
                )
            )
        answer = self._server.ask(
            lambda api: api.search_v2(
                words,
                resolve=False,
                result_type="statuses",
                min_id=since,
                offset=len(found) or None,
                limit=LIMIT,
            )
        )
        given = answer.get("statuses") if isinstance(answer, dict) else None
        if not isinstance(given, list):
            raise Failed("the search's answer is no list", Failing.UNHEARD)
        return list(given)
