"""Web sites with feeds, in another process: documents by their paths, with all that HTTP has.

    python -m tests.simulators.feed FOLDER

`put` lays a document down, `asked` gives what was asked for, with headers. A document may be
packed, cut off, padded to any size, or lead elsewhere.
"""

import gzip
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.simulators.server import RETRY_AFTER, Answer, Fault, Fields, Request, World, serve
from tests.simulators.simulator import Simulator

MODULE = "tests.simulators.feed"
STATUS = {
    Fault.UNAVAILABLE_BEFORE: 503,
    Fault.UNAVAILABLE_AFTER_ACCEPTANCE: 503,
    Fault.TOO_MANY: 429,
    Fault.FORBIDDEN: 403,
    Fault.GONE: 404,
    Fault.REVOKED: 401,
}


@dataclass
class Document:
    """What stands at one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    #: as a site knows that nothing has changed
    etag: str = ""
    modified: str = ""
    is_packed: bool = False

    def answer(self, request: Request) -> Answer:
        told = {"ETag": self.etag, "Last-Modified": self.modified}
        headers = {**{name: text for name, text in told.items() if text}, **self.headers}
        asked = request.headers
        is_known = self.etag and asked.get("if-none-match") == self.etag
        is_old = self.modified and asked.get("if-modified-since") == self.modified
        if is_known or is_old:
            return Answer(304, None, headers)
        body = self.body
        if self.is_packed and "gzip" in asked.get("accept-encoding", ""):
            headers["Content-Encoding"], body = "gzip", gzip.compress(body)
        return Answer(self.status, body, headers)


class FeedWorld(World):
    """Some web sites."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.documents: dict[str, Document] = {}
        self.asked: list[Fields] = []

    def answer(self, request: Request) -> Answer:
        self.asked.append({"path": request.path, **request.headers})
        found = self.documents.get(request.path)
        return found.answer(request) if found is not None else Answer(404, b"not here")

    def failure(self, fault: Fault, request: Request) -> Answer:
        status = STATUS[fault]
        wait = {"Retry-After": str(RETRY_AFTER)} if status in (429, 503) else {}
        return Answer(status, b"no", wait)

    def control(self, what: str, asked: Any) -> object:
        match what:
            case "put":
                body = asked["body"].encode("latin-1") + b" " * asked["padding"]
                self.documents[asked["path"]] = Document(
                    body=body,
                    status=asked["status"],
                    headers={"Content-Type": asked["content_type"], **asked["headers"]},
                    etag=asked["etag"],
                    modified=asked["modified"],
                    is_packed=asked["is_packed"],
                )
            case "asked":
                return self.asked
            case _:
                raise ValueError(what)
        return None


# --- the process of the test ------------------------------------------------------------------


class FeedSites(Simulator):
    """The sites, as a test sees them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(MODULE, folder)

    def put(
        self,
        path: str,
        body: bytes | str,
        *,
        status: int = 200,
        content_type: str = "application/rss+xml; charset=utf-8",
        headers: dict[str, str] | None = None,
        etag: str = "",
        modified: str = "",
        padding: int = 0,
        is_packed: bool = False,
    ) -> str:
        """Lays a document down; its address."""
        written = body.encode() if isinstance(body, str) else body
        self.tell(
            "put",
            {
                "path": path,
                "body": written.decode("latin-1"),
                "status": status,
                "content_type": content_type,
                "headers": headers or {},
                "etag": etag,
                "modified": modified,
                "padding": padding,
                "is_packed": is_packed,
            },
        )
        return self.url + path

    def asked(self) -> list[Fields]:
        """Every request that reached a document, with its headers."""
        asked: list[Fields] = self.tell("asked")
        return asked


if __name__ == "__main__":
    serve(FeedWorld(Path(sys.argv[1])))
