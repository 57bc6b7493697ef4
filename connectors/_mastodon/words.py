"""Our words: made, sent once, looked for, taken back.

The wire holds the finished status and its Idempotency-Key. The key is the effect's and not the
text's: whatever is sent for it within the server's hour is one post. Other servers with this API
know no such key, so the monitor looks before it sends again all the same.

An answer is never seen by more people than what it answers, and a private one never names a third
person: the server would show it to them.
"""

import hashlib
import logging
import re
from datetime import datetime

import msgspec

from connectors._mastodon.errors import Failed, Failing
from connectors._mastodon.look import is_same, look
from connectors._mastodon.parse import NAME, Given, is_direct
from connectors._mastodon.server import Server, native
from monitor.domain.delivery import (
    Delivered,
    Outcome,
    Outgoing,
    Refused,
    Sighting,
    Unknown,
    Wire,
)
from monitor.domain.effect import Action
from monitor.domain.values import Value, replace

log = logging.getLogger(__name__)
#: from everybody to those who are named
AUDIENCES = ("public", "unlisted", "private", "direct")
_HANDLE = re.compile(r"[\w.-]+(?:@[\w.:-]+)?")
#: what the server takes for the name of somebody
_NAMED = re.compile(r"(?<![=/\w])@[a-z0-9_]+(?:[a-z0-9_.-]+[a-z0-9_]+)?", re.IGNORECASE)


class Status(Value):
    """What a wire holds."""

    #: without the handle in front
    text: str
    #: the handle that it is for
    to: str
    in_reply_to_id: str
    visibility: str
    key: str

    @property
    def is_private(self) -> bool:
        """A direct message."""
        return self.visibility == "direct"

    @property
    def written(self) -> str:
        """As it is posted: without the handle nobody would be told of it."""
        address = f"@{self.to}"
        is_there = not self.to or f"{self.text} ".startswith(f"{address} ")
        return self.text if is_there else f"{address} {self.text}"


_status = msgspec.json.Decoder(Status)


class Words:
    """Says what it is given."""

    def __init__(self, server: Server, visibility: str) -> None:
        self._server = server
        self._visibility = visibility

    # --- say ----------------------------------------------------------------------------------

    def prepare(self, outgoing: Outgoing, visibility: str = "") -> Wire:
        """The status and its key; pure."""
        handle = outgoing.handle.lstrip("@")
        about = (outgoing.brand, outgoing.action, outgoing.effect_id, outgoing.message_id)
        status = Status(
            text=outgoing.text,
            to=handle if _HANDLE.fullmatch(handle) else "",
            in_reply_to_id=native(outgoing.message_id),
            visibility=visibility or self._visibility,
            key=hashlib.sha256("\n".join(about).encode()).hexdigest()[:40],
        )
        return Wire(payload=msgspec.json.encode(status))

    def prepare_direct(self, outgoing: Outgoing) -> Wire:
        """The same for those who are named, and nobody else."""
        return self.prepare(outgoing, "direct")

    def send(self, wire: Wire) -> Outcome:
        """Looks at what it answers, and posts once."""
        status = _status.decode(wire.payload)
        problem = _problem(status)
        if problem:
            return Refused(why=problem)
        try:
            self._server.me()
            parent = self._server.ask(lambda api: api.status(status.in_reply_to_id))
        except Failed as failed:
            if failed.failing is Failing.GONE:
                return Refused(why="the post is gone, or its author lets us see it no more")
            return failed.before_write()
        audience = parent.get("visibility") if isinstance(parent, dict) else None
        return self._post(replace(status, visibility=_narrower(status.visibility, audience)))

    def _post(self, status: Status) -> Outcome:
        try:
            posted = self._server.ask(
                lambda api: api.status_post(
                    status.written,
                    in_reply_to_id=status.in_reply_to_id,
                    visibility=status.visibility,
                    idempotency_key=status.key,
                )
            )
        except Failed as failed:
            return failed.after_write()
        posted_id = str(posted.get("id") or "") if isinstance(posted, dict) else ""
        if not native(posted_id):
            return Unknown(why="the server took it and did not say what it made of it")
        return self._as_meant(status, posted) or Delivered(
            posted_id=f"{NAME}:{posted_id}", url=_url(posted)
        )

    def _as_meant(self, status: Status, posted: Given) -> Refused | None:
        """Some servers post an answer to nothing, or to everybody: it goes away again at once."""
        if str(posted.get("in_reply_to_id") or "") != status.in_reply_to_id:
            problem = "the post is gone: the server made an answer to nothing of our words"
        elif status.is_private and not is_direct(posted):
            problem = "the server would not keep our words private"
        else:
            return None
        gone = self.retract(f"{NAME}:{posted['id']}")
        if isinstance(gone, Delivered):
            return Refused(why=f"{problem}; they were deleted at once")
        # it is out: to say so is better than to send it once more
        log.error("%s, and they could not be deleted: %s", problem, posted.get("url"))
        return None

    # --- look ---------------------------------------------------------------------------------

    def find(self, wire: Wire, since: datetime) -> Sighting:
        """By what it answers and what it says: the server shows no keys. Raises ConnectorError."""
        status = _status.decode(wire.payload)
        parent_id = f"{NAME}:{status.in_reply_to_id}"
        return look(
            self._server,
            lambda ours: (
                ours.message.parent_id == parent_id
                and is_same(ours.message.text, status.text)
                and (ours.is_private or not status.is_private)
            ),
            since,
            status.in_reply_to_id,
        )

    def recall(self, action: Action, message_id: str, author_id: str, since: datetime) -> Sighting:
        """By what it answers, or to whom it is. Raises ConnectorError."""
        author = native(author_id)
        return look(
            self._server,
            lambda ours: (
                ours.is_private and author in ours.named
                if action is Action.DIRECT_MESSAGE
                else ours.message.parent_id == message_id and not ours.is_private
            ),
            since,
            native(message_id),
        )

    # --- take back ----------------------------------------------------------------------------

    def retract(self, posted_id: str) -> Outcome:
        """Deletes it; what is gone already is gone."""
        status_id = native(posted_id)
        if not status_id:
            return Refused(why=f"`{posted_id}` is no post of Mastodon's")
        try:
            self._server.ask(lambda api: api.status_delete(status_id))
        except Failed as failed:
            if failed.failing is not Failing.GONE:
                return failed.after_write()
        return Delivered(posted_id=posted_id)

    def is_gone(self, posted_id: str) -> bool:
        """Raises ConnectorError."""
        status_id = native(posted_id)
        if not status_id:
            return True
        try:
            self._server.ask(lambda api: api.status(status_id))
        except Failed as failed:
            if failed.failing is Failing.GONE:
                return True
            raise
        return False


def _problem(status: Status) -> str:
    """Why it is not sent at all."""
    if not status.in_reply_to_id:
        return "it answers no post of Mastodon's"
    if not status.is_private:
        return ""
    if not status.to:
        return "nobody can be told of it: the author's handle cannot be written"
    others = {named.lower() for named in _NAMED.findall(status.text)} - {f"@{status.to.lower()}"}
    if others:
        return f"a private message reaches everybody it names, and this one names {min(others)}"
    return ""


def _narrower(wanted: str, audience: object) -> str:
    """The smaller of two audiences; an unknown one changes nothing."""
    if audience not in AUDIENCES:
        return wanted
    return max(wanted, str(audience), key=AUDIENCES.index)


def _url(posted: Given) -> str:
    url = posted.get("url") or posted.get("uri")
    return url if isinstance(url, str) else ""
