"""Keeping somebody away: mute and block. A single post cannot be hidden on Mastodon."""

from collections.abc import Callable, Mapping

from mastodon import Mastodon

from connectors._mastodon.errors import Failed
from connectors._mastodon.parse import objects
from connectors._mastodon.server import Server, native
from monitor.domain.connectors import Measure
from monitor.domain.delivery import Delivered, Outcome, Refused
from monitor.domain.effect import Action

Call = Callable[[Mastodon, str], object]


class _OfRelationship:
    """One side of our relationship to an account; to set it twice does no harm."""

    def __init__(self, server: Server, key: str, do: Call, undo: Call) -> None:
        self._server = server
        #: as the relationship calls it
        self._key = key
        self._do = do
        self._undo = undo

    def do(self, target_id: str) -> Outcome:
        return self._write(self._do, target_id)

    def undo(self, target_id: str) -> Outcome:
        return self._write(self._undo, target_id)

    def is_on(self, target_id: str) -> bool | None:
        """Raises ConnectorError."""
        account_id = native(target_id)
        if not account_id:
            return None
        found = self._server.ask_list(lambda api: api.account_relationships([account_id]))
        for one in objects(found):
            if str(one.get("id")) == account_id:
                return one.get(self._key) is True
        return None

    def _write(self, call: Call, target_id: str) -> Outcome:
        account_id = native(target_id)
        if not account_id:
            return Refused(why=f"`{target_id}` is no account of Mastodon's")
        try:
            self._server.ask(lambda api: call(api, account_id))
        except Failed as failed:
            return failed.after_write()
        return Delivered(posted_id=target_id)


def measures(server: Server) -> Mapping[Action, Measure]:
    """What the server has."""
    return {
        Action.MUTE: _OfRelationship(
            server,
            "muting",
            lambda api, account_id: api.account_mute(account_id),
            lambda api, account_id: api.account_unmute(account_id),
        ),
        Action.BLOCK: _OfRelationship(
            server,
            "blocking",
            lambda api, account_id: api.account_block(account_id),
            lambda api, account_id: api.account_unblock(account_id),
        ),
    }
