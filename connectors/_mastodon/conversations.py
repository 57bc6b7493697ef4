"""Conversations: a status does not tell which one it is in; the first post of its thread does."""

from collections import OrderedDict

from connectors._mastodon.errors import Failed, Failing
from connectors._mastodon.parse import NAME, Understood, objects
from connectors._mastodon.server import Server, native
from monitor.domain.message import Message
from monitor.domain.values import replace

#: how many posts' conversations are remembered
REMEMBERED = 5_000


class Conversations:
    """Which post each thread began with, asked once for each thread that is not known."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._roots: OrderedDict[str, str] = OrderedDict()

    def place(self, understood: Understood) -> Message:
        """The message in its conversation. Raises Failed."""
        root = self._root(understood)
        self._remember(understood.id, root)
        return replace(understood.message, conversation_id=f"{NAME}:{root}")

    def _root(self, understood: Understood) -> str:
        if not understood.parent_id:
            return understood.id
        known = self._roots.get(understood.parent_id)
        return known or self._asked(understood)

    def _asked(self, understood: Understood) -> str:
        """The oldest post above it; where that is not shown, the one it answers."""
        if not native(understood.id):
            return understood.parent_id
        try:
            context = self._server.ask(lambda api: api.status_context(understood.id))
        except Failed as failed:
            if failed.failing in (Failing.GONE, Failing.REFUSED):
                return understood.parent_id
            raise
        found = context.get("ancestors") if isinstance(context, dict) else None
        above = [str(one.get("id")) for one in objects(found) if one.get("id")]
        root = above[0] if above else understood.parent_id
        for one in (*above, understood.parent_id):
            self._remember(one, root)
        return root

    def _remember(self, status_id: str, root: str) -> None:
        self._roots[status_id] = root
        if len(self._roots) > REMEMBERED:
            self._roots.popitem(last=False)
