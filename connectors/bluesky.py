"""Bluesky: mentions, replies, quotes, searches and private messages of one account.

Reads with the account's own app password, on Bluesky or on a server of your own. A public answer
is idempotent by its key (`_bluesky/replies.py`); private ones are looked for before they are sent
again. What it is made of stands in `_bluesky/`, the guide in docs/platforms/bluesky.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from connectors._bluesky import names, replies
from connectors._bluesky.check import check, check_door
from connectors._bluesky.listings import Listing, Notifications, OwnPosts, Search
from connectors._bluesky.measures import Block, Hide, Mute, by_hand
from connectors._bluesky.private import PrivateMessages
from connectors._bluesky.pull import Pull
from connectors._bluesky.refresh import Refresh
from connectors._bluesky.session import Session
from connectors._bluesky.session_file import SessionFile
from connectors._bluesky.setup import PASSWORD, SERVER, SETUP
from connectors._bluesky.words import Private, prepare_direct
from monitor import http
from monitor.domain.account import Checked
from monitor.domain.connectors import Measure
from monitor.domain.delivery import Outcome, Outgoing, Refused, Sighting, Wire
from monitor.domain.effect import Action
from monitor.domain.message import Page
from monitor.domain.settings import Settings

__all__ = ["SETUP", "Bluesky", "connect"]

NAME = "bluesky"


def connect(settings: Settings) -> "Bluesky":
    """The connector of the brand's account. Raises ConfigError with every problem.

    `server`: where the account lives, for those with a server of their own. `search`: words to
    look for. `direct_messages`: false leaves private messages alone. `password`: the name of the
    secret.
    """
    server = settings.value("server", http.base_url, SERVER, example=SERVER)
    searches = settings.texts("search", example="Larch & Loaf")
    has_private = settings.flag("direct_messages", True)
    password = settings.secret("password", PASSWORD)
    account = settings.account.strip().removeprefix("@")
    if not account:
        settings.wrong(
            "the account's handle is missing",
            'write `bluesky = "yourshop.bsky.social"` under `[brand.handles]`',
        )
    settings.done()
    path = settings.folder / "data" / "bluesky.session"
    kept = SessionFile(path, account=account, password=password, server=server)
    session = Session(server, account, password, clock=settings.clock, kept=kept)
    return Bluesky(session, settings.brand, searches, has_private=has_private)


class Bluesky:
    """One account on Bluesky."""

    name = NAME
    platforms: tuple[str, ...] = (names.PLATFORM,)
    #: our own repository shows at once what it took; a request may still be on its way
    read_delay = timedelta(seconds=30)

    def __init__(
        self, session: Session, brand: str, searches: Sequence[str], *, has_private: bool
    ) -> None:
        self._session = session
        listings: list[Listing] = [Notifications(session), OwnPosts(session)]
        listings += [Search(session, words) for words in searches]
        if has_private:
            listings.append(PrivateMessages(session))
        self._pull = Pull(session, brand, listings)
        self._refresh = Refresh(session)
        self._replies = replies.Replies(session)
        self._private = Private(session)
        self._has_private = has_private
        #: what the API has the means for
        self.measures: Mapping[Action, Measure] = {
            Action.MUTE: Mute(session),
            Action.BLOCK: Block(session),
            Action.HIDE: Hide(session),
        }

    # --- MentionSource, Refresher -------------------------------------------------------------

    def fetch(self, cursor: str) -> Page:
        return self._pull.fetch(cursor)

    def refresh(self, ids: Sequence[str]) -> Page:
        return self._refresh.refresh(ids, self._pull.parser())

    # --- Replier, Recaller, Retractor ---------------------------------------------------------

    def prepare(self, outgoing: Outgoing) -> Wire:
        return replies.prepare(outgoing)

    def send(self, wire: Wire) -> Outcome:
        return self._replies.send(wire)

    # a key is ours whenever it was written: no listing, and no need of `since`
    def find(self, wire: Wire, since: datetime) -> Sighting:  # noqa: ARG002
        return self._replies.find(wire)

    def recall(self, action: Action, message_id: str, author_id: str, since: datetime) -> Sighting:
        if action is Action.DIRECT_MESSAGE:
            return self._private.recall(author_id, since)
        return self._replies.recall(message_id, since)

    def retract(self, posted_id: str) -> Outcome:
        return self._replies.retract(posted_id)

    def is_gone(self, posted_id: str) -> bool:
        return self._replies.is_gone(posted_id)

    # --- DirectMessenger ----------------------------------------------------------------------

    def prepare_direct(self, outgoing: Outgoing) -> Wire:
        return prepare_direct(outgoing)

    def send_direct(self, wire: Wire) -> Outcome:
        if not self._has_private:
            return Refused(why="`direct_messages = false` stands in the config")
        return self._private.send(wire)

    def find_direct(self, wire: Wire, since: datetime) -> Sighting:
        return self._private.find(wire, since)

    # --- Guard, AccountCheck ------------------------------------------------------------------

    def by_hand(self, action: Action, target_id: str, handle: str) -> str:
        return by_hand(action, target_id, handle)

    def check(self) -> Iterable[Checked]:
        return check(self._session, has_private=self._has_private)

    def check_door(self) -> Checked:
        return check_door(self._session)
