"""Posts: a listing of posts, newest first: mentions, our own, or a search."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from connectors._x.account import Account, media_of
from connectors._x.cursor import Place
from connectors._x.failures import Failure, Sort
from connectors._x.fields import Fields, object_in
from connectors._x.ids import moment_of
from connectors._x.parse import message_from
from connectors._x.sources import Batch, newest_of, read_all
from monitor.domain.message import Blind, Message
from monitor.domain.values import replace

MENTIONS, OWN = "mentions", "own"
PAGE_SIZE = 100
#: X lets a program search so far back; a minute less, for clocks that differ
SEARCHED_FOR = timedelta(days=7) - timedelta(minutes=1)


class Posts:
    """A listing of posts: mentions, our own, or a search."""

    def __init__(
        self,
        account: Account,
        name: str,
        title: str,
        *,
        # Any: tweepy has no types
        method: Callable[..., Any],
        subject: str,
        price: Decimal,
        at_first: timedelta,
        pages_at_most: int | None = None,
        kept_for: timedelta | None = None,
        hint: str = "",
    ) -> None:
        self.name = name
        self.title = title
        self.can_wait = kept_for is not None
        self.is_needed = name in (MENTIONS, OWN)
        self.hint = hint
        self._account = account
        self._method = method
        self._subject = subject
        self._price = price
        self._at_first = at_first
        self._pages_at_most = pages_at_most
        self._kept_for = kept_for

    def begin(self, now: datetime) -> Place:
        return Place(begin=now - self._at_first, read_at=now)

    def read(self, place: Place, now: datetime) -> Batch:
        start, blind = self._start(place, now)
        answer = self._ask(place, start)
        if answer is None:
            # X knows this page no more: the sweep begins anew
            place = replace(place, sweep=None)
            answer = self._ask(place, start) or {}
        context = self._account.context(now)
        media = media_of(answer)
        messages, set_aside = read_all(
            answer,
            context,
            self._account.people,
            lambda one, context, people: message_from(one, context, people, media),
        )
        meta = object_in(answer, "meta")
        token = str(meta.get("next_token") or "")
        after = place.after(newest_of(answer), token, now)
        if after.sweep is not None and start is not None:
            after = replace(after, sweep=replace(after.sweep, start=start))
        return Batch(
            place=after,
            messages=messages,
            set_aside=set_aside,
            blind=(*blind, *self._cut_off(place, after, messages)),
        )

    def _start(self, place: Place, now: datetime) -> tuple[datetime | None, tuple[Blind, ...]]:
        """From when, where no number says so; and what is too old to be found."""
        if place.sweep is not None:
            return place.sweep.start, ()
        if self._kept_for is None:
            return (None if place.since else place.begin), ()
        oldest = now - self._kept_for
        if place.read_at < oldest:
            why = f"X searches only the last seven days ({self.title})"
            return oldest, (Blind(since=place.read_at, until=oldest, why=why),)
        if not place.since:
            return max(place.begin, oldest), ()
        said_at = moment_of(place.since)
        if said_at is not None and said_at > oldest:
            return None, ()
        # X refuses a number of that age; nothing was found since, up to the last sweep
        return max(oldest, place.read_at - timedelta(hours=1)), ()

    def _ask(self, place: Place, start: datetime | None) -> Fields | None:
        """One page; None when X does not know the token any more. Raises Failure."""
        is_search = self._kept_for is not None
        params: dict[str, object] = {"max_results": PAGE_SIZE}
        if start is not None:
            params["start_time"] = start
        else:
            params["since_id"] = place.since
        if place.sweep is not None:
            params["next_token" if is_search else "pagination_token"] = place.sweep.token
        if is_search:
            params["sort_order"] = "recency"
        try:
            return self._account.posts(
                self._method,
                self._subject,
                price=self._price,
                has_authors=self.name != OWN and not self._account.is_frugal,
                **params,
            )
        except Failure as failure:
            if failure.sort is Sort.WRONG and place.sweep is not None:
                return None
            raise

    def _cut_off(
        self, before: Place, after: Place, messages: tuple[Message, ...]
    ) -> tuple[Blind, ...]:
        """X lists so many and no more: what is older than the last page was never seen."""
        pages = before.sweep.pages + 1 if before.sweep is not None else 1
        if after.sweep is not None or self._pages_at_most is None or pages < self._pages_at_most:
            return ()
        read_until = (moment_of(before.since) if before.since else None) or before.read_at
        oldest = min((message.created_at for message in messages), default=read_until)
        if oldest <= read_until:
            return ()
        why = f"X lists only the newest {self._pages_at_most * PAGE_SIZE} {self.title}"
        return (Blind(since=read_until, until=oldest, why=why),)
