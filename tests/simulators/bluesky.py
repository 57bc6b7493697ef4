"""Bluesky in another process: a server with accounts, what the app shows of them, and chat.

    python -m tests.simulators.bluesky FOLDER

Behaves as the reference network was measured to (keys that must be TIDs, `swapRecord: null`, a 500
for an existing key, notifications sorted by the moment that their author claims).
"""

import sys
from pathlib import Path
from typing import Any

from tests.simulators.bluesky_app import App
from tests.simulators.bluesky_chat import Chat
from tests.simulators.bluesky_network import OUR_DID, Network, XrpcError
from tests.simulators.bluesky_server import Server
from tests.simulators.server import RETRY_AFTER, Answer, Fault, Fields, Request, World, serve

FAILURES = {
    Fault.UNAVAILABLE_BEFORE: (503, "NotEnoughResources"),
    Fault.UNAVAILABLE_AFTER_ACCEPTANCE: (503, "NotEnoughResources"),
    Fault.TOO_MANY: (429, "RateLimitExceeded"),
    Fault.FORBIDDEN: (403, "Forbidden"),
    Fault.DUPLICATE: (400, "InvalidRequest"),
    Fault.GONE: (404, "XRPCNotSupported"),
    Fault.REVOKED: (401, "AuthMissing"),
}


class BlueskyWorld(World):
    """Everybody on Bluesky, and we."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.network = Network(self.now, lambda line: self.write("public.jsonl", line))
        self.server = Server(self.network)
        self.app = App(self.network)
        self.chat = Chat(self.network)
        #: answers that a test wants instead, each once
        self.instead: list[Fields] = []

    def answer(self, request: Request) -> Answer:
        method = request.path.removeprefix("/xrpc/")
        for waiting in self.instead:
            if waiting["method"] == method:
                self.instead.remove(waiting)
                body = waiting.get("body", "").encode()
                return Answer(waiting.get("status", 200), body, waiting.get("headers", {}))
        try:
            return Answer(200, self._carried_out(method, request))
        except XrpcError as error:
            return Answer(error.status, {"error": error.name, "message": error.message})

    def _carried_out(self, method: str, request: Request) -> object:
        asked = dict(request.query_lists)
        body = request.json() if request.method == "POST" and request.body else {}
        if method.startswith("com.atproto.server."):
            return self.server.session(method, request, body)
        self.server.check(request, is_chat=method.startswith("chat."))
        if method.startswith("chat."):
            if request.headers.get("atproto-proxy") != "did:web:api.bsky.chat#bsky_chat":
                raise XrpcError(501, "MethodNotImplemented", "no chat on this server")
            return self.chat.answer(method, asked, body)
        if method.startswith("com.atproto.repo."):
            return self.server.records(method, asked, body)
        return self.app.answer(method, asked, body)

    def failure(self, fault: Fault, request: Request) -> Answer:
        status, name = FAILURES[fault]
        headers = {"ratelimit-limit": "3000", "retry-after": str(RETRY_AFTER)}
        body = {"error": name, "message": f"{name} on purpose"}
        return Answer(status, body, headers if status == 429 else {})

    def control(self, what: str, asked: Any) -> object:
        network, did = self.network, self.network.did_of
        match what:
            case "post":
                return network.post(asked.pop("by"), **asked)
            case "edit":
                network.edit(asked["uri"], asked["text"])
            case "delete":
                network.delete(asked)
            case "private":
                to = did(asked.get("to", OUR_DID))
                return self.chat.say(did(asked["by"]), to, asked["text"])["id"]
            case "record":
                network.put(asked["uri"], asked["value"])
            case "close_replies":
                network.closed.add(asked)
            case "account":
                network.change_account(did(asked["of"]), asked["changes"])
            case "session":
                self.server.change(asked)
            case "instead":
                self.instead.append(asked)
            case "ours":
                return self._ours()
            case "records":
                return {uri: record["value"] for uri, record in network.records.items()}
            case _:
                raise ValueError(f"no control `{what}`")
        return None

    def _ours(self) -> list[Fields]:
        """Every word of ours that is there, oldest first."""
        posts = [
            {
                "id": f"bluesky:{uri}",
                "text": record["value"]["text"],
                "parent_id": _parent(record["value"]),
                "to": "",
                "order": record["order"],
            }
            for uri, record in self.network.records.items()
            if uri.startswith(f"at://{OUR_DID}/app.bsky.feed.post/")
        ]
        return sorted([*posts, *self.chat.said_by(OUR_DID)], key=lambda one: one["order"])


def _parent(record: Fields) -> str:
    reply = record.get("reply")
    return f"bluesky:{reply['parent']['uri']}" if reply else ""


if __name__ == "__main__":
    serve(BlueskyWorld(Path(sys.argv[1])))
