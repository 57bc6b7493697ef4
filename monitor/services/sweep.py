"""Sweep: posts are looked at again, for edits and deletions that no listing tells.

Only what still matters is asked for: posts of open cases, and posts that a word of ours waits for.
Where looking costs money nothing is swept; there a post is looked at before it is answered.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from monitor.domain.connectors import Metered, Refresher
from monitor.domain.effect import BEFORE_SENDING
from monitor.domain.message import Page
from monitor.domain.ports import Clock, Store
from monitor.domain.values import replace
from monitor.errors import ConnectorError
from monitor.services.ingest import Ingest

log = logging.getLogger(__name__)

#: older posts are left alone
LOOK_BACK = timedelta(days=30)
#: posts asked for at once, and at most in one sweep
AT_ONCE, AT_MOST = 100, 1_000


class Sweep:
    """Looks at what we hold again, connector by connector."""

    def __init__(self, store: Store, clock: Clock, ingest: Ingest, *, brand: str) -> None:
        self.store = store
        self.clock = clock
        self.ingest = ingest
        self.brand = brand

    def due(
        self,
        name: str,
        platforms: tuple[str, ...],
        connector: object,
        take: Callable[[str, Page], object],
    ) -> int:
        """How many posts were asked for; `take` stores what came of it and decides on it."""
        if not isinstance(connector, Refresher) or isinstance(connector, Metered):
            return 0
        ids = self._ids(platforms)
        for first in range(0, len(ids), AT_ONCE):
            try:
                page = connector.refresh(ids[first : first + AT_ONCE])
            except ConnectorError as problem:
                # its polls tell the owner; the next sweep asks again
                log.info("%s could not be swept: %s", name, problem.message)
                return first
            if page.messages:
                # nothing is read on: the next fetch begins where it would have begun
                take(name, replace(page, cursor=self.ingest.cursor(name), more=False))
        return len(ids)

    def _ids(self, platforms: tuple[str, ...]) -> list[str]:
        """The posts that matter, newest first."""
        since = self.clock.now() - LOOK_BACK
        with self.store.read() as tx:
            wanted = {case.first_message_id for case in tx.cases.listed(brand=self.brand)}
            waiting = tx.outbox.in_state(*BEFORE_SENDING, brand=self.brand)
            wanted.update(effect.message_id for effect in waiting if effect.is_public_word)
            found = [tx.messages.get(message_id, self.brand) for message_id in wanted]
        posts = [
            post
            for post in found
            if post is not None
            and post.platform in platforms
            and post.deleted_at is None
            and post.created_at >= since
        ]
        posts.sort(key=lambda post: post.created_at, reverse=True)
        return [post.id for post in posts[:AT_MOST]]
