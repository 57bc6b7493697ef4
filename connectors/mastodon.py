"""Mastodon, and what speaks its API: mentions, quotes, private mentions, keyword searches; replies,
private answers, mute and block. What it is made of: `connectors._mastodon`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from connectors._mastodon.setup import SETUP
from monitor.domain.account import Checked
from monitor.domain.delivery import Outcome, Outgoing, Sighting, Wire
from monitor.domain.effect import Action
from monitor.domain.message import Page
from monitor.domain.settings import Settings
from monitor.http import base_url

if TYPE_CHECKING:
    from connectors._mastodon.server import Server

__all__ = ["SETUP", "Mastodon", "connect"]

NAME = "mastodon"
TOKEN = "MASTODON_TOKEN"
VISIBILITIES = ("unlisted", "public")


class Mastodon:
    """One account on one server."""

    name = NAME
    platforms = (NAME,)
    #: a post shows in its account's list at once; a server under load takes a little
    read_delay = timedelta(seconds=30)

    def __init__(
        self, server: Server, brand: str, searches: Sequence[str], visibility: str
    ) -> None:
        from connectors._mastodon.measures import measures
        from connectors._mastodon.pull import Pull
        from connectors._mastodon.words import Words

        self.server = server
        self.measures = measures(server)
        self._pull = Pull(server, brand, searches)
        self._words = Words(server, visibility)
        self._has_searches = bool(searches)

    # --- reading ------------------------------------------------------------------------------

    def fetch(self, cursor: str) -> Page:
        return self._pull.fetch(cursor)

    def refresh(self, ids: Sequence[str]) -> Page:
        return self._pull.refresh(ids)

    # --- speaking -----------------------------------------------------------------------------

    def prepare(self, outgoing: Outgoing) -> Wire:
        return self._words.prepare(outgoing)

    def send(self, wire: Wire) -> Outcome:
        return self._words.send(wire)

    def find(self, wire: Wire, since: datetime) -> Sighting:
        return self._words.find(wire, since)

    def prepare_direct(self, outgoing: Outgoing) -> Wire:
        return self._words.prepare_direct(outgoing)

    def send_direct(self, wire: Wire) -> Outcome:
        return self._words.send(wire)

    def find_direct(self, wire: Wire, since: datetime) -> Sighting:
        return self._words.find(wire, since)

    def recall(self, action: Action, message_id: str, author_id: str, since: datetime) -> Sighting:
        return self._words.recall(action, message_id, author_id, since)

    def retract(self, posted_id: str) -> Outcome:
        return self._words.retract(posted_id)

    def is_gone(self, posted_id: str) -> bool:
        return self._words.is_gone(posted_id)

    # --- keeping away, and the account --------------------------------------------------------

    # the profile goes by its handle
    def by_hand(self, action: Action, target_id: str, handle: str) -> str:  # noqa: ARG002
        """The profile on our own server; a post cannot be hidden there."""
        if action not in (Action.MUTE, Action.BLOCK) or not handle:
            return ""
        return f"{self.server.url}/@{handle.lstrip('@')}"

    def check(self) -> Iterable[Checked]:
        from connectors._mastodon.check import findings

        return findings(self.server, self._has_searches)

    def check_door(self) -> Checked:
        from connectors._mastodon.check import door_of

        return door_of(self.server)


def connect(settings: Settings) -> Mastodon:
    """The connector of an account. Raises ConfigError with every problem; calls no network.

    `server`: its address, unless the handle in [brand.handles] has it. `token`: another name of
    the secret. `search`: words and #hashtags to hear of. `visibility`: of our replies.
    """
    host = settings.account.lstrip("@").partition("@")[2]
    server = settings.value(
        "server",
        base_url,
        f"https://{host}" if host else "",
        example="https://mastodon.example",
        is_needed=not host,
    )
    token = settings.secret("token", TOKEN)
    searches = settings.texts("search", example="larch & loaf")
    visibility = settings.value("visibility", _visibility, VISIBILITIES[0], example="unlisted")
    settings.done()

    from connectors._mastodon.server import Server

    account = Server(server, token, settings.account, settings.clock)
    return Mastodon(account, settings.brand, searches, visibility)


def _visibility(written: str) -> str:
    if written not in VISIBILITIES:
        raise ValueError(f"`{written}` is no visibility; write `unlisted` or `public`")
    return written
