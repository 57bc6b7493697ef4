"""Conversations: a status does not tell which one it is in; the first post of its thread does.

The way up is gone post by post. To ask for the whole thread is one request, and megabytes where
many answer; most replies are one step below a post that is known.
"""

from collections import OrderedDict

from connectors._mastodon.errors import Failed, Failing
from connectors._mastodon.parse import NAME, Understood
from connectors._mastodon.server import Server, native
from monitor.domain.message import Message
from monitor.domain.values import replace

#: how many posts' conversations are remembered
REMEMBERED = 5_000
#: how many steps are gone; what is above stands for the first post
MOST_STEPS = 40


class Conversations:
    """Which post each thread began with."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._roots: OrderedDict[str, str] = OrderedDict()

    def place(self, understood: Understood) -> Message:
        """The message in its conversation. Raises Failed."""
        root = self._root(understood)
        return replace(understood.message, conversation_id=f"{NAME}:{root}")

    def _root(self, understood: Understood) -> str:
        way, above = [understood.id], understood.parent_id
        while above and len(way) <= MOST_STEPS:
            way.append(above)
            above = "" if above in self._roots else self._parent(above)
        root = self._roots.get(way[-1], way[-1])
        for one in way:
            self._roots[one] = root
        while len(self._roots) > REMEMBERED:
            self._roots.popitem(last=False)
        return root

    def _parent(self, status_id: str) -> str:
        """What it answers; empty for nothing, or where it is not shown to us."""
        if not native(status_id):
            return ""
        try:
            found = self._server.ask(lambda api: api.status(status_id))
        except Failed as failed:
            if failed.failing in (Failing.GONE, Failing.REFUSED, Failing.TOO_LARGE):
                return ""
            raise
        parent = found.get("in_reply_to_id") if isinstance(found, dict) else None
        return str(parent) if parent else ""
