"""Private messages to us: conversations by their last change, and what is new in each."""

from collections.abc import Container

from connectors._bluesky import names
from connectors._bluesky.cursor import version_key
from connectors._bluesky.listings import Listed, listed
from connectors._bluesky.parse import UNREADABLE, Fields, Parser
from connectors._bluesky.session import Session
from monitor.domain.message import Message

#: conversations on one page; each that changed costs a request of its own
CONVOS = 20
PAGE = 100
#: messages of one conversation that are looked through at most, in pages
MOST_PAGES = 10


class PrivateMessages:
    """The conversations of our account with one other person each."""

    name = "private"
    is_swept = False
    is_optional = True
    most_pages = 50

    def __init__(self, session: Session) -> None:
        self._session = session

    def page(self, page: str, size: int) -> Listed:
        answer = self._session.read(
            "chat.bsky.convo.listConvos", chat=True, limit=min(size, CONVOS), cursor=page
        )
        return listed(answer, "convos", version="rev")

    def read(self, shown: list[object], parser: Parser) -> list[Message]:
        found: list[Message] = []
        for convo in shown:
            try:
                if not isinstance(convo, dict):
                    raise TypeError("a conversation is no object")
                if is_group(convo):
                    continue
                read, convo_id = parser.direct(convo), str(convo["id"])
            except UNREADABLE as error:
                parser.put_aside(convo, error)
                continue
            found.extend(parser.each(read, self._new_in(convo_id, parser.seen)))
        return found

    def _new_in(self, convo_id: str, seen: Container[str]) -> list[object]:
        """What was not brought yet, newest first."""
        new: list[object] = []
        page = ""
        for _ in range(MOST_PAGES):
            answer = messages_of(self._session, convo_id, page)
            fresh = [one for one in answer.get("messages") or () if _key(convo_id, one) not in seen]
            new.extend(fresh)
            page = str(answer.get("cursor") or "")
            if not fresh or not page:
                break
        return new


def messages_of(session: Session, convo_id: str, page: str = "") -> Fields:
    """A page of one conversation, newest first. Raises ConnectorError."""
    return session.read(
        "chat.bsky.convo.getMessages", chat=True, convoId=convo_id, limit=PAGE, cursor=page
    )


def is_group(convo: Fields) -> bool:
    """More than one other person: nothing that we say there is private."""
    kind = convo.get("kind")
    if isinstance(kind, dict) and "group" in str(kind.get("$type")).lower():
        return True
    return len(convo["members"]) > 2


def _key(convo_id: str, shown: object) -> str:
    message = shown.get("id") if isinstance(shown, dict) else repr(shown)
    return version_key(names.direct_id(convo_id, str(message)))
