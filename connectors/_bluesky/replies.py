"""Our public words: the record to write, one write that creates or does nothing, and the looks.

The wire holds the key and the whole record but for the hashes of what it answers; those are read
with the look at the parent. The write may only create (`swapRecord: null`, which the library's own
model leaves out), so sending again never makes a second post, nor another one of the first.
"""

import json
from datetime import UTC, datetime
from typing import Any

from connectors._bluesky import errors, names
from connectors._bluesky.errors import Trouble
from connectors._bluesky.facets import facets
from connectors._bluesky.listings import PAGE, is_all_before, posts_of
from connectors._bluesky.parse import UNREADABLE, Fields
from connectors._bluesky.refresh import GONE, is_gone
from connectors._bluesky.session import Session
from monitor.domain.delivery import (
    Absent,
    Delivered,
    Found,
    NotVisible,
    Outcome,
    Outgoing,
    Refused,
    Sighting,
    Unknown,
    Wire,
)
from monitor.domain.effect import Action
from monitor.errors import ConnectorError

#: pages of our own posts that are looked through at most
MOST_PAGES = 50


def prepare(outgoing: Outgoing) -> Wire:
    """The key and the record, by nothing but what is to be said."""
    answered = outgoing.message_id.removeprefix(f"{names.PLATFORM}:")
    record: dict[str, object] = {
        "$type": names.POST,
        "text": outgoing.text,
        "createdAt": written_at(outgoing.at),
    }
    marks = facets(outgoing)
    if marks:
        record["facets"] = marks
    is_first = outgoing.action is Action.ACKNOWLEDGE
    key = names.reply_key(answered, "" if is_first else outgoing.effect_id)
    wire = {"answers": answered, "key": key, "record": record}
    return Wire(payload=json.dumps(wire, ensure_ascii=False).encode())


def written_at(moment: datetime) -> str:
    """A moment as Bluesky writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Replies:
    """Posts of ours under somebody's post."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # --- send ---------------------------------------------------------------------------------

    def send(self, wire: Wire) -> Outcome:
        """Looks at the parent, and writes once."""
        words = json.loads(wire.payload)
        try:
            answered = names.post_of(words["answers"])
            reply = self._reply(answered)
            did = self._session.did()
        except ValueError:
            return Refused(why="that is no post on Bluesky")
        except ConnectorError as error:
            return errors.refused_before(error)
        if isinstance(reply, Refused):
            return reply
        body = {
            "repo": did,
            "collection": names.POST,
            "rkey": words["key"],
            "record": {**words["record"], "reply": reply},
            "swapRecord": None,
        }
        uri = names.Uri(did, names.POST, words["key"])
        try:
            self._session.write("com.atproto.repo.putRecord", body)
        except Trouble as trouble:
            if trouble.name == "InvalidSwap":
                return self._there_already(uri, words)
            return errors.outcome(trouble, self._session.clock.now())
        return Delivered(posted_id=names.message_id(str(uri)), url=names.post_url(uri))

    def _reply(self, answered: names.Uri) -> dict[str, object] | Refused:
        """What the record says about the post it answers. Raises ConnectorError."""
        posts = posts_of(self._session, [str(answered)])
        if not posts:
            return Refused(why="the post is gone, or its author has blocked us")
        post = posts[0]
        try:
            parent = {"uri": str(answered), "cid": str(post["cid"])}
            above = post["record"].get("reply")
            root = above["root"] if above else parent
            viewer, author = post.get("viewer") or {}, post["author"].get("viewer") or {}
            if viewer.get("replyDisabled"):
                return Refused(why="the author lets only some people reply, and not us")
            if author.get("blockedBy") or author.get("blocking"):
                return Refused(why="one of us has blocked the other")
            return {"root": {"uri": root["uri"], "cid": root["cid"]}, "parent": parent}
        except UNREADABLE:
            raise ConnectorError("the post that is to be answered cannot be read") from None

    def _there_already(self, uri: names.Uri, words: dict[str, Any]) -> Outcome:
        """Something stands in that place: these words, or another answer of ours to that post."""
        try:
            there = self._record(uri)
        except ConnectorError as error:
            return Unknown(why=f"something of ours is there, and cannot be read: {error.message}")
        url = names.post_url(uri)
        if there is None:
            return Unknown(why="something of ours was there, and is gone")
        if _says(there, words):
            return Delivered(posted_id=names.message_id(str(uri)), url=url)
        return Refused(why=f"we have answered that post already, in other words: {url}")

    # --- look ---------------------------------------------------------------------------------

    def find(self, wire: Wire) -> Sighting:
        """By its key, in our own repository. Raises ConnectorError."""
        words = json.loads(wire.payload)
        uri = names.Uri(self._session.did(), names.POST, words["key"])
        there = self._record(uri)
        if there is None or not _says(there, words):
            return Absent(looked_at=self._session.clock.now())
        return Found(posted_id=names.message_id(str(uri)), url=names.post_url(uri))

    def recall(self, message_id: str, since: datetime) -> Sighting:
        """Any answer of ours to a post, whatever it says. Raises ConnectorError."""
        try:
            answered = str(names.post_of(message_id))
        except ValueError:
            return NotVisible(why="that is no post on Bluesky")
        did = self._session.did()
        uri = names.Uri(did, names.POST, names.reply_key(answered))
        there = self._record(uri)
        if there is not None and _answers(there) == answered:
            return _found(str(uri), there)
        page = ""
        for _ in range(MOST_PAGES):
            listed = self._session.read(
                "com.atproto.repo.listRecords",
                repo=did,
                collection=names.POST,
                limit=PAGE,
                cursor=page,
            )
            records = listed.get("records") or []
            for one in records:
                if _answers(one.get("value")) == answered:
                    return _found(str(one["uri"]), one["value"])
            page = str(listed.get("cursor") or "")
            if not page or is_all_before(records, since):
                return Absent(looked_at=self._session.clock.now())
        return NotVisible(why="we posted too much since then to look through it all")

    def _record(self, uri: names.Uri) -> Fields | None:
        """What stands in that place, None for nothing. Raises ConnectorError."""
        try:
            answer = self._session.ask(
                "com.atproto.repo.getRecord", repo=uri.did, collection=uri.collection, rkey=uri.key
            )
        except Trouble as trouble:
            if trouble.name in GONE:
                return None
            raise errors.connector_error(trouble, self._session.clock.now()) from None
        value = answer.get("value")
        return value if isinstance(value, dict) else {}

    # --- take back ----------------------------------------------------------------------------

    def retract(self, posted_id: str) -> Outcome:
        """Deletes a post of ours; deleting twice does no harm."""
        try:
            uri = names.post_of(posted_id)
            is_ours = uri.did == self._session.did()
        except ValueError:
            return Refused(why="that is no public post on Bluesky")
        except ConnectorError as error:
            return errors.refused_before(error)
        if not is_ours:
            return Refused(why="that post is not ours")
        body = {"repo": uri.did, "collection": uri.collection, "rkey": uri.key}
        try:
            self._session.write("com.atproto.repo.deleteRecord", body)
        except Trouble as trouble:
            return errors.outcome(trouble, self._session.clock.now())
        return Delivered(posted_id=posted_id)

    def is_gone(self, posted_id: str) -> bool:
        """Our repository no longer has it. Raises ConnectorError."""
        try:
            uri = names.post_of(posted_id)
        except ValueError:
            raise ConnectorError(f"`{posted_id}` is no post on Bluesky", permanent=True) from None
        return is_gone(self._session, uri)


def _found(uri: str, record: Fields) -> Found:
    return Found(
        posted_id=names.message_id(uri),
        url=names.post_url(names.parse_uri(uri)),
        text=str(record.get("text") or ""),
    )


def _answers(record: object) -> str:
    """The post that a record answers; empty for none."""
    try:
        return str(record["reply"]["parent"]["uri"]) if isinstance(record, dict) else ""
    except (KeyError, TypeError):
        return ""


def _says(record: Fields, words: dict[str, Any]) -> bool:
    is_same_text: bool = record.get("text") == words["record"]["text"]
    return is_same_text and _answers(record) == words["answers"]
