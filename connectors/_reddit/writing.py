"""Public words: look, send once, find, take back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from connectors._reddit.faults import Cause, Fault, before_writing, in_reading, in_writing
from connectors._reddit.options import Options
from connectors._reddit.orders import Letter, Order, is_same, read_wire
from connectors._reddit.ours import MOST_PAGES, TooFarError, info, listed
from connectors._reddit.parse import (
    COMMENT,
    POST,
    PRIVATE,
    community_of,
    field,
    fullname,
    global_id,
    is_deleted,
    is_set,
    link_of,
    why_not,
)
from connectors._reddit.reading import Account
from connectors._reddit.session import Json, Session
from connectors._reddit.sweep import Thing, name_of
from monitor.domain.delivery import (
    Absent,
    Delivered,
    Found,
    NotVisible,
    Outcome,
    Refused,
    Sighting,
    Unknown,
    Wire,
)
from monitor.domain.ports import Clock

#: a removed comment tells something about a place for so long
REMEMBERED_FOR = timedelta(days=30)
#: the newest of ours in a place that are looked at with the eyes of the public
LOOKED_AT = 10


class Writing:
    """Replier and Retractor."""

    def __init__(
        self,
        session: Session,
        public: Session,
        account: Account,
        options: Options,
        *,
        clock: Clock,
    ) -> None:
        self._session = session
        self._public = public
        self._account = account
        self._options = options
        self._clock = clock

    # --- send ---------------------------------------------------------------------------------

    def send(self, wire: Wire) -> Outcome:
        """Looks whether the words are welcome, then one attempt."""
        order = read_wire(wire)
        if isinstance(order, Letter):
            return Refused(why="a private message is no reply")
        now = self._clock.now()
        community = ""
        try:
            parent = self._parent(order)
            community = community_of(field(parent, "subreddit"))
            ended = self._not_welcome(order, parent, community)
        except Fault as failed:
            return before_writing(failed, now)
        if ended is not None:
            return ended
        try:
            answer = self._session.post("api/comment/", {"thing_id": order.to, "text": order.text})
        except Fault as failed:
            return in_writing(failed, now, community)
        return delivered(answer)

    def _parent(self, order: Order) -> Thing:
        """What we answer, with what its thread says on top. Raises Fault."""
        asked = [order.to]
        if order.conversation.startswith(POST) and order.conversation != order.to:
            asked.append(order.conversation)
        there = {name_of(thing): thing for thing in info(self._session, asked)}
        parent = there.get(order.to, {})
        data = dict(parent.get("data") or {})
        head = there.get(order.conversation)
        for closed in ("locked", "archived"):
            data[closed] = bool(data.get(closed)) or (head is not None and is_set(head, closed))
        return {"kind": parent.get("kind"), "data": data}

    def _not_welcome(self, order: Order, parent: Thing, community: str) -> Outcome | None:
        """How it ends without a send; None where the way is free. Raises Fault."""
        data = parent["data"]
        if not data.get("name") or is_deleted(data):
            return Refused(why="what we wanted to answer is gone")
        if closed := why_not(data, self._options):
            return Refused(why=closed)
        subreddit = str(data.get("subreddit"))
        try:
            about = self._session.get(f"r/{subreddit}/about/")
        except Fault as failed:
            if failed.cause is Cause.STATUS and failed.status in (403, 404):
                return Refused(why=f"r/{subreddit} is closed to us", community=community)
            raise
        if is_set(about, "user_is_banned"):
            return Refused(why=f"we are banned from r/{subreddit}", community=community)
        mine = list(self._ours(self._clock.now() - REMEMBERED_FOR, pages=1))
        for said in mine:
            if field(said, "parent_id") != order.to:
                continue
            if not order.again or is_same(field(said, "body"), order.text):
                return self._answered(said, order)
        there = [one for one in mine if community_of(field(one, "subreddit")) == community]
        if self._is_removed([name_of(one) for one in there[:LOOKED_AT]]):
            why = f"the moderators of r/{subreddit} removed a comment of ours"
            return Refused(why=why, community=community)
        return None

    def _answered(self, said: Thing, order: Order) -> Outcome:
        """Our account has answered there already."""
        if is_same(field(said, "body"), order.text):
            return Delivered(posted_id=global_id(name_of(said)), url=link_of(said))
        return Refused(why=f"somebody of ours has answered already: {link_of(said)}")

    def _is_removed(self, ours: list[str]) -> bool:
        """The author of a removed comment still sees it: so the public is asked."""
        if not ours:
            return False
        try:
            shown = info(self._public, ours)
        except Fault:
            # not a proof of anything
            return False
        return any(field(one, "body").strip().casefold().startswith("[removed") for one in shown)

    # --- look ---------------------------------------------------------------------------------

    def find(self, wire: Wire, since: datetime) -> Sighting:
        """Among our own comments, by what it answers and what it says. Raises ConnectorError."""
        order = read_wire(wire)
        if isinstance(order, Letter):
            return NotVisible(why="a private message is no reply")
        return self._seek(order.to, since, order.text)

    def recall(self, message_id: str, since: datetime) -> Sighting:
        """A comment of ours under this one, whatever it says. Raises ConnectorError."""
        return self._seek(fullname(message_id), since, None)

    def _seek(self, to: str, since: datetime, text: str | None) -> Sighting:
        try:
            for said in self._ours(since, pages=MOST_PAGES):
                if field(said, "parent_id") != to:
                    continue
                if text is None:
                    body = field(said, "body")
                    return Found(posted_id=global_id(name_of(said)), url=link_of(said), text=body)
                if is_same(field(said, "body"), text):
                    return Found(posted_id=global_id(name_of(said)), url=link_of(said))
        except TooFarError:
            return NotVisible(why="Reddit lists our last thousand comments, and not back to then")
        except Fault as failed:
            raise in_reading(failed, self._clock.now()) from None
        return Absent(looked_at=self._clock.now())

    def _ours(self, since: datetime, *, pages: int) -> Iterator[Thing]:
        """Our comments, newest first, not before a moment. Raises Fault and TooFarError."""
        me, _ = self._account.name_and_id()
        yield from listed(self._session, f"user/{me}/comments/", since, pages=pages)

    # --- take back ----------------------------------------------------------------------------

    def retract(self, posted_id: str) -> Outcome:
        """Deletes it; twice does no harm."""
        name = fullname(posted_id)
        if name.startswith(PRIVATE):
            return Refused(why="Reddit lets nobody take a private message back")
        try:
            self._session.post("api/del/", {"id": name})
        except Fault as failed:
            return in_writing(failed, self._clock.now())
        return Delivered(posted_id=posted_id)

    def is_gone(self, posted_id: str) -> bool:
        """Raises ConnectorError."""
        name = fullname(posted_id)
        if not name.startswith((COMMENT, POST)):
            return False
        try:
            shown = info(self._session, [name])
        except Fault as failed:
            raise in_reading(failed, self._clock.now()) from None
        return all(is_deleted(one["data"]) for one in shown if isinstance(one.get("data"), dict))


def delivered(answer: Json) -> Outcome:
    """What `api/comment` says to what it took."""
    try:
        data = answer["json"]["data"]["things"][0]["data"]
        return Delivered(posted_id=global_id(data["name"]), url=link_of({"data": data}))
    except (LookupError, TypeError, AttributeError):
        # a quarantined subreddit answers with nothing, and has it all the same
        return Unknown(why="Reddit took it, and did not say which one it is")
