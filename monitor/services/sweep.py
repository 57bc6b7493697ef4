"""Sweep: posts are looked at again, for edits and deletions that no listing tells.

Only what still matters is asked for: posts of open cases, and posts that a word of ours waits for.
Where looking costs money nothing is swept unless the owner chose it, and nothing near the budget;
there a post is looked at before it is answered.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from monitor.domain.connectors import Metered, PaidSweep, Refresher
from monitor.domain.effect import BEFORE_SENDING
from monitor.domain.message import Page
from monitor.domain.ports import Clock
from monitor.domain.store_ports import Store, Tx
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
        if not isinstance(connector, Refresher) or not _may_look(connector):
            return 0
        with self.store.read() as tx:
            ids = posts_that_matter(tx, self.brand, platforms, self.clock.now())
        for first in range(0, len(ids), AT_ONCE):
            if not _may_look(connector):
                # the budget is nearly spent by now
                return first
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


def _may_look(connector: object) -> bool:
    """It costs nothing, or the owner chose to pay and there is money left."""
    if not isinstance(connector, Metered):
        return True
    return isinstance(connector, PaidSweep) and connector.sweeps and not connector.is_frugal


def posts_that_matter(
    tx: Tx, brand: str, platforms: tuple[str, ...], now: datetime
) -> tuple[str, ...]:
    """Their ids, newest first."""
    wanted = {case.first_message_id for case in tx.cases.listed(brand=brand)}
    waiting = tx.outbox.in_state(*BEFORE_SENDING, brand=brand)
    wanted.update(effect.message_id for effect in waiting if effect.is_public_word)
    found = [tx.messages.get(message_id, brand) for message_id in wanted]
    posts = [
        post
        for post in found
        if post is not None
        and post.platform in platforms
        and post.deleted_at is None
        and post.created_at >= now - LOOK_BACK
    ]
    posts.sort(key=lambda post: post.created_at, reverse=True)
    return tuple(post.id for post in posts[:AT_MOST])
