"""Private words: an answer where they wrote to us, or a new message. Reddit's chats have no API."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from connectors._reddit.faults import Fault, in_reading, in_writing
from connectors._reddit.orders import Letter, Order, is_same, read_wire
from connectors._reddit.ours import MOST_PAGES, TooFarError, listed
from connectors._reddit.parse import field, fullname, global_id, link_of
from connectors._reddit.session import Session
from connectors._reddit.sweep import Thing, name_of
from connectors._reddit.writing import delivered
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

SENT = "message/sent/"
#: a little before the send, for Reddit's clock
REACH_BACK = timedelta(minutes=2)


class Direct:
    """DirectMessenger."""

    def __init__(self, session: Session, *, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def send(self, wire: Wire) -> Outcome:
        """One attempt. A new message comes without an id: the sent box has it."""
        now = self._clock.now()
        order = read_wire(wire)
        try:
            if isinstance(order, Order):
                asked = {"thing_id": order.to, "text": order.text}
                return delivered(self._session.post("api/comment/", asked))
            if not order.to:
                return Refused(why="nobody is named as addressee")
            self._session.post(
                "api/compose/", {"to": order.to, "subject": order.subject, "text": order.text}
            )
        except Fault as failed:
            return in_writing(failed, now)
        try:
            said = next(self._like(order, now - REACH_BACK, pages=1), None)
        except Fault as failed:
            return Unknown(why=f"Reddit took it, and then: {failed.why}")
        if said is None:
            return Unknown(why="Reddit took it, and it is not in the sent box yet")
        return Delivered(posted_id=global_id(name_of(said)), url=link_of(said))

    def find(self, wire: Wire, since: datetime) -> Sighting:
        """In our sent box. Raises ConnectorError."""
        return self._sighting(self._like(read_wire(wire), since), is_told=False)

    def recall(self, author_id: str, message_id: str, since: datetime) -> Sighting:
        """Anything we wrote to them, or under their message. Raises ConnectorError."""
        name, answered = fullname(author_id).casefold(), fullname(message_id)
        said = (
            one
            for one in listed(self._session, SENT, since)
            if field(one, "dest").casefold() == name or field(one, "parent_id") == answered
        )
        return self._sighting(said, is_told=True)

    def _sighting(self, like: Iterator[Thing], *, is_told: bool) -> Sighting:
        now = self._clock.now()
        try:
            said = next(like, None)
        except TooFarError:
            return NotVisible(why="Reddit lists our last thousand messages, and not back to then")
        except Fault as failed:
            raise in_reading(failed, now) from None
        if said is None:
            return Absent(looked_at=now)
        text = field(said, "body") if is_told else ""
        return Found(posted_id=global_id(name_of(said)), url=link_of(said), text=text)

    def _like(
        self, order: Order | Letter, since: datetime, *, pages: int = MOST_PAGES
    ) -> Iterator[Thing]:
        """Sent messages that are this one."""
        for said in listed(self._session, SENT, since, pages=pages):
            if isinstance(order, Order):
                is_there = field(said, "parent_id") == order.to
            else:
                is_same_person = field(said, "dest").casefold() == order.to.casefold()
                is_there = is_same_person and is_same(field(said, "subject"), order.subject)
            if is_there and is_same(field(said, "body"), order.text):
                yield said
