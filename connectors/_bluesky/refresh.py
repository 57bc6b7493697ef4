"""Looking at single messages again. What is no longer shown is deleted only when its own
repository says so: a block hides posts too."""

from collections.abc import Sequence

from connectors._bluesky import names
from connectors._bluesky.errors import Trouble, connector_error
from connectors._bluesky.listings import posts_and_people
from connectors._bluesky.parse import Parser
from connectors._bluesky.session import Session
from monitor.domain.message import Author, Message, Page

#: a record or its whole account that is no more, or is shown to nobody
GONE = frozenset(
    {"RecordNotFound", "RepoNotFound", "RepoTakendown", "RepoSuspended", "RepoDeactivated"}
)


class Refresh:
    """Asks for posts by their ids."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def refresh(self, ids: Sequence[str], parser: Parser) -> Page:
        """As they are now. Private messages cannot be asked for. Raises ConnectorError."""
        uris = [uri for uri in map(_post, ids) if uri is not None]
        shown = {
            str(post.get("uri")): post
            for post in posts_and_people(self._session, list(map(str, uris)))
        }
        found = parser.each(parser.post, shown.values())
        hidden = [uri for uri in uris if str(uri) not in shown]
        gone = [_gone(uri, parser) for uri in hidden if is_gone(self._session, uri)]
        return Page(messages=(*found, *gone), cursor="", set_aside=tuple(parser.set_aside))


def is_gone(session: Session, uri: names.Uri) -> bool:
    """Its repository no longer has it. Raises ConnectorError."""
    try:
        session.ask(
            "com.atproto.repo.getRecord", repo=uri.did, collection=uri.collection, rkey=uri.key
        )
    except Trouble as trouble:
        if trouble.name in GONE:
            return True
        raise connector_error(trouble, session.clock.now()) from None
    return False


def _post(global_id: str) -> names.Uri | None:
    try:
        return names.post_of(global_id)
    except ValueError:
        return None


def _gone(uri: names.Uri, parser: Parser) -> Message:
    return Message(
        id=names.message_id(str(uri)),
        brand=parser.brand,
        platform=names.PLATFORM,
        author=Author(id=names.author_id(uri.did), platform=names.PLATFORM, handle=""),
        text="",
        created_at=min(names.tid_moment(uri.key) or parser.seen_at, parser.seen_at),
        seen_at=parser.seen_at,
        from_brand=uri.did == parser.did,
        found_by=names.PLATFORM,
        deleted_at=parser.seen_at,
    )
