"""The account: what every part of the connector works with."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from connectors._x.fields import Fields, numbered, objects_or_none
from connectors._x.paid import PaidToday
from connectors._x.parse import Context
from connectors._x.people import People, Us
from connectors._x.prices import Meter, Prices
from connectors._x.session import Session
from monitor.domain.ports import Clock

POST_FIELDS = [
    "attachments",
    "author_id",
    "conversation_id",
    "created_at",
    "edit_history_tweet_ids",
    "entities",
    "in_reply_to_user_id",
    "lang",
    "note_tweet",
    "referenced_tweets",
    "reply_settings",
]
USER_FIELDS = ["created_at", "name", "public_metrics", "username"]
MEDIA_FIELDS = ["alt_text", "media_key", "preview_image_url", "type", "url"]


class Account:
    """The brand account on X, its session and its meter."""

    def __init__(
        self,
        us: Us,
        session: Session,
        prices: Prices,
        paid: PaidToday,
        *,
        brand: str,
        clock: Clock,
    ) -> None:
        self.us = us
        self.session = session
        self.prices = prices
        self.brand = brand
        self.clock = clock
        self.meter = Meter(clock, paid)
        self.people = People(us)
        #: the budget is nearly spent
        self.is_frugal = False

    def context(self, now: datetime) -> Context:
        """What is read now."""
        return Context(brand=self.brand, us=self.us, seen_at=now)

    # Any: tweepy's methods take arguments of their own
    def posts(
        self,
        method: Callable[..., object],
        *args: Any,
        price: Decimal,
        has_authors: bool = False,
        **params: Any,
    ) -> Fields:
        """Posts with all we want to know of them, and what they cost. Raises Failure."""
        expansions = ["attachments.media_keys"]
        if has_authors:
            expansions.append("author_id")
            params["user_fields"] = USER_FIELDS
        answer = self.session.ask(
            method,
            *args,
            tweet_fields=POST_FIELDS,
            media_fields=MEDIA_FIELDS,
            expansions=expansions,
            **params,
        )
        # a post that was cheap as a mention is not known to be free when it is looked up
        self.paid_for(answer, price, f"post for {price}")
        return answer

    def look_up(self, numbers: Iterable[str], *, has_authors: bool = False) -> Fields:
        """Single posts, at most a hundred, as they are now. Raises Failure."""
        return self.posts(
            self.session.client.get_tweets,
            ids=list(numbers),
            price=self.prices.post_read,
            has_authors=has_authors,
        )

    def paid_for(self, answer: Fields, price: Decimal, sort: str) -> None:
        """Enters what X returned into the meter, and learns who was in it."""
        self.meter.read(price, numbered(answer.get("data")), sort)
        includes = answer.get("includes")
        users = includes.get("users") if isinstance(includes, dict) else None
        if isinstance(users, list):
            self.meter.read(self.prices.user_read, numbered(users), "user")
            self.people.learn(user for user in users if isinstance(user, dict))


def media_of(answer: Fields) -> dict[str, Fields]:
    """Pictures and films by their keys."""
    includes = answer.get("includes")
    if not isinstance(includes, dict):
        return {}
    return {str(one.get("media_key")): one for one in objects_or_none(includes, "media")}
