"""Words: the public reply on X, looked for and taken back.

X has no key to send a word by again, so we look for it among our own posts. X puts the names of
those it answers before the words and shortens links: two texts are the same when they are the
same without both.
"""

import re
import unicodedata
from datetime import datetime
from typing import Any

import msgspec

from connectors._x.account import Account
from connectors._x.failures import Failure, Sort, before_writing, broken_off, outcome, problem
from connectors._x.fields import Fields, number, object_in, objects, or_none
from connectors._x.gone import is_gone, look_at
from connectors._x.ids import is_number, native, post_id, post_url
from connectors._x.parse import history_of, message_from, named_in, replied_to, words_of
from monitor.domain.delivery import (
    Absent,
    Delivered,
    Found,
    Outcome,
    Outgoing,
    Refused,
    Sighting,
    Wire,
)
from monitor.domain.links import BARE_DOMAIN, WEB_ADDRESS
from monitor.domain.values import Value, replace
from monitor.errors import ConnectorError

#: X lists so many of our own posts, a hundred a page
PAGES_AT_MOST = 32
_LINK = re.compile(f"{WEB_ADDRESS.pattern}|{BARE_DOMAIN.pattern}", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"(?:@\w{1,15}\s+)+")


class Reply(Value):
    """What the wire holds."""

    text: str
    in_reply_to: str
    author: str


class Own(Value):
    """One of our own posts."""

    number: str
    #: the post it answers; empty for none
    answers: str
    #: whose post that is
    to: str
    words: str


_reply = msgspec.json.Decoder(Reply)


class Words:
    """Replies in public."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def prepare(self, outgoing: Outgoing) -> Wire:
        reply = Reply(
            text=outgoing.text,
            in_reply_to=native(outgoing.message_id),
            author=native(outgoing.author_id),
        )
        return Wire(payload=msgspec.json.encode(reply))

    def send(self, wire: Wire) -> Outcome:
        """Looks whether the post is still there, then writes once.

        The answer goes to the post's newest version, and to its author alone: X would name
        everybody else in it too.
        """
        reply = _reply.decode(wire.payload)
        if not is_number(reply.in_reply_to):
            return Refused(why=f"`{reply.in_reply_to}` is no post on X")
        try:
            parent = look_at(self._account, reply.in_reply_to)
            others = self._others(parent, reply.author)
            newest = history_of(parent)[-1]
        except Failure as failure:
            if failure.sort is Sort.GONE:
                return Refused(why="the post is not there any more")
            return before_writing(failure)
        except ValueError as error:
            return Refused(why=f"X gave no usable answer: {error}", permanent=False)
        if forbidden := self._forbidden(parent):
            return Refused(why=forbidden)
        return self._write(reply, newest, others)

    def find(self, wire: Wire, since: datetime) -> Sighting:
        """A reply of ours with these words to that post."""
        reply = _reply.decode(wire.payload)
        said = [own for own in self._own(since) if same_words(own.words, reply.text)]
        return self._answering(reply.in_reply_to, reply.author, said)

    def recall(self, message_id: str, author_id: str, since: datetime) -> Sighting:
        """Any reply of ours to that post."""
        own = self._own(since)
        sighting = self._answering(native(message_id), native(author_id), own)
        if not isinstance(sighting, Found):
            return sighting
        words = next(one.words for one in own if post_id(one.number) == sighting.posted_id)
        return replace(sighting, text=words)

    def _answering(self, post: str, author: str, own: list[Own]) -> Sighting:
        """Which of ours answers that post, or a later version of it: that has another number."""
        found = [one for one in own if one.answers == post]
        if not found and any(one.answers and one.to == author for one in own):
            versions = self._numbers_of(post)
            found = [one for one in own if one.answers in versions]
        if not found:
            return Absent(looked_at=self._account.clock.now())
        url = post_url(found[0].number, self._account.us.handle)
        return Found(posted_id=post_id(found[0].number), url=url)

    # --- taking back --------------------------------------------------------------------------

    def retract(self, posted_id: str) -> Outcome:
        account = self._account
        try:
            answer = account.session.ask(account.session.client.delete_tweet, native(posted_id))
        except Failure as failure:
            if failure.sort is Sort.GONE:
                return Delivered(posted_id=posted_id)
            return outcome(failure)
        account.meter.wrote(account.prices.delete)
        if object_in(answer, "data").get("deleted") is True:
            return Delivered(posted_id=posted_id)
        return Refused(why="X did not delete it", permanent=False)

    def is_gone(self, posted_id: str) -> bool:
        try:
            answer = self._account.look_up([native(posted_id)])
        except Failure as failure:
            raise problem(failure, "the post could not be looked for") from failure
        return is_gone(answer, native(posted_id))

    # --- how ----------------------------------------------------------------------------------

    def _forbidden(self, parent: Fields) -> str:
        """Why X takes no reply of ours there, as the post itself tells."""
        account = self._account
        context = account.context(account.clock.now())
        message = message_from(parent, context, account.people, {})
        return "" if message is None else message.reply_forbidden

    def _others(self, parent: Fields, author: str) -> list[str]:
        """Everybody whom X would name in the reply beside its author."""
        named = {one["id"] for one in named_in(parent) if is_number(one.get("id"))}
        return sorted(named - {author, self._account.us.number})

    def _write(self, reply: Reply, target: str, others: list[str]) -> Outcome:
        account = self._account
        price = account.prices.replies.of(reply.text)
        now = account.clock.now()
        try:
            answer = account.session.ask(
                account.session.client.create_tweet,
                text=reply.text,
                in_reply_to_tweet_id=target,
                exclude_reply_user_ids=others or None,
            )
            posted = or_none(lambda: number(object_in(answer, "data"), "id"))
            if posted is None:
                raise broken_off(Sort.NO_ANSWER, "an answer without a number", now)
        except Failure as failure:
            ended = outcome(failure)
            if not isinstance(ended, Refused):
                account.meter.wrote(price)
            return ended
        account.meter.wrote(price)
        return Delivered(posted_id=post_id(posted), url=post_url(posted, account.us.handle))

    def _own(self, since: datetime) -> list[Own]:
        """Our own posts since then, newest first, all of them. Raises ConnectorError."""
        account, token = self._account, ""
        found: list[Own] = []
        for _ in range(PAGES_AT_MOST):
            # Any: tweepy takes it as it is
            more: dict[str, Any] = {"pagination_token": token} if token else {}
            try:
                answer = account.posts(
                    account.session.client.get_users_tweets,
                    account.us.number,
                    price=account.prices.own_read,
                    start_time=since,
                    max_results=100,
                    **more,
                )
                found += [own_from(post) for post in objects(answer, "data")]
                token = str(object_in(answer, "meta").get("next_token") or "")
            except Failure as failure:
                raise problem(failure, "our own posts could not be looked through") from failure
            except ValueError as error:
                # a post that cannot be read may be the one: its absence is not proven
                raise ConnectorError(f"a post of ours could not be read: {error}") from error
            if not token:
                return found
        raise ConnectorError("X lists only our newest 3200 posts, and there are more since then")

    def _numbers_of(self, post: str) -> set[str]:
        """Every number that the post has had, as far as X tells. Raises ConnectorError."""
        try:
            return set(history_of(look_at(self._account, post)))
        except Failure as failure:
            if failure.sort is Sort.GONE:
                return set()
            raise problem(failure, "the post could not be looked at") from failure
        except ValueError as error:
            raise ConnectorError(f"the post could not be read: {error}") from error


def own_from(post: Fields) -> Own:
    """Raises ValueError."""
    return Own(
        number=number(post, "id"),
        answers=replied_to(post),
        to=str(post.get("in_reply_to_user_id") or ""),
        words=words_of(post, is_own_reply=True),
    )


def same_words(one: str, other: str) -> bool:
    """The same without the names before them and without what the links are."""
    return _bare(one) == _bare(other)


def _bare(words: str) -> str:
    words = _NAMED_FIRST.sub("", unicodedata.normalize("NFC", words).strip(), count=1)
    return " ".join(_LINK.sub("…", words).split())
