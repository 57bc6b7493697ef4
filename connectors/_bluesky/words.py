"""Our private words: only to those who let us write to them, and looked for before a second try.

Bluesky has no key for them, so `find` reads the conversation back.
"""

import json
from datetime import datetime, timedelta

from connectors._bluesky import errors, names
from connectors._bluesky.errors import Trouble
from connectors._bluesky.parse import UNREADABLE, Fields, moment
from connectors._bluesky.private import is_group, messages_of
from connectors._bluesky.replies import written_at
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
from monitor.errors import ConnectorError
from monitor.http import storable

#: pages of one conversation that are looked through at most
MOST_PAGES = 20
CLOSED = "this person takes no private messages from us on Bluesky"
#: Bluesky's own words for a door that is closed
CLOSED_NAMES = frozenset(
    {
        "MessagesDisabled",
        "NotFollowedBySender",
        "BlockedActor",
        "BlockedSubject",
        "RecipientNotFound",
        "ConvoLocked",
    }
)


def prepare_direct(outgoing: Outgoing) -> Wire:
    """To whom, what, and which effect it was: two alike are two wires."""
    wire = {
        "to": outgoing.author_id.removeprefix(f"{names.PLATFORM}:"),
        "text": outgoing.text,
        "effect": outgoing.effect_id,
        "at": written_at(outgoing.at),
    }
    return Wire(payload=json.dumps(wire, ensure_ascii=False).encode())


class Private:
    """Messages from our account to one other."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def send(self, wire: Wire) -> Outcome:
        """Asks whether the door is open, and writes once."""
        words = json.loads(wire.payload)
        try:
            convo = self._convo(words["to"])
        except ConnectorError as error:
            return errors.refused_before(error)
        if convo is None:
            return Refused(why=CLOSED)
        body = {"convoId": convo, "message": {"text": words["text"]}}
        try:
            sent = self._session.write("chat.bsky.convo.sendMessage", body, chat=True)
        except Trouble as trouble:
            if trouble.name in CLOSED_NAMES:
                return Refused(why=CLOSED)
            return errors.outcome(trouble, self._session.clock.now())
        if not sent.get("id"):
            return Unknown(why="Bluesky did not say what became of it")
        return Delivered(posted_id=names.direct_id(convo, str(sent["id"])), url=_url(convo))

    def find(self, wire: Wire, since: datetime) -> Sighting:
        """These words in that conversation. Raises ConnectorError."""
        words = json.loads(wire.payload)
        return self._look(words["to"], since, words["text"])

    def recall(self, author_id: str, since: datetime) -> Sighting:
        """Any words of ours in the conversation with that person. Raises ConnectorError."""
        try:
            return self._look(names.did_of(author_id), since, None)
        except ValueError:
            return NotVisible(why="that is no account on Bluesky")

    def _look(self, did: str, since: datetime, text: str | None) -> Sighting:
        convo = self._convo(did)
        if convo is None:
            return NotVisible(why="Bluesky does not show us that conversation")
        ours, page = self._session.did(), ""
        since -= timedelta(seconds=1)
        for _ in range(MOST_PAGES):
            answer = messages_of(self._session, convo, page)
            for shown in answer.get("messages") or ():
                said = _said(shown)
                if said is None:
                    continue
                sender, at, words = said
                if at < since:
                    return Absent(looked_at=self._session.clock.now())
                if sender == ours and text in (None, words):
                    posted_id = names.direct_id(convo, str(shown["id"]))
                    return Found(posted_id=posted_id, url=_url(convo), text=storable(words))
            page = str(answer.get("cursor") or "")
            if not page:
                return Absent(looked_at=self._session.clock.now())
        return NotVisible(why="too much was said since then to look through it all")

    def _convo(self, did: str) -> str | None:
        """Our conversation with somebody, None where there can be none. Raises ConnectorError."""
        try:
            asked = self._session.ask(
                "chat.bsky.convo.getConvoAvailability", chat=True, members=[did]
            )
            convo = asked.get("convo")
            if convo is None and not asked.get("canChat"):
                return None
            if convo is None:
                answer = self._session.ask(
                    "chat.bsky.convo.getConvoForMembers", chat=True, members=[did]
                )
                convo = answer["convo"]
            return None if is_group(convo) else str(convo["id"])
        except Trouble as trouble:
            if trouble.name in CLOSED_NAMES:
                return None
            raise errors.connector_error(trouble, self._session.clock.now()) from None
        except UNREADABLE:
            raise ConnectorError("the conversation cannot be read") from None


def _said(shown: Fields) -> tuple[str, datetime, str] | None:
    """Sender, moment and words; None for what has none."""
    try:
        return str(shown["sender"]["did"]), moment(shown["sentAt"]), str(shown["text"])
    except UNREADABLE:
        return None


def _url(convo: str) -> str:
    return f"{names.APP}/messages/{convo}"
