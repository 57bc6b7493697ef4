"""The judge: a fake platform in another process, with an append-only log of what the public saw.

    POST /posts         {"text", "in_reply_to", "to", "direct"}   one word of ours
    GET /posts?since=   our own posts that are there, not before a moment
    GET /posts/ID, DELETE /posts/ID
    GET /mentions?after=N    message file lines, a page at a time
    POST, DELETE, GET /away/ACTION/ID    keeps an account or a post away, lets it be, tells which

Posts have no client's key, so a second send is a second post: that is what it is there to see.
The log gets a line for every post and every deletion and is never rewritten; `hits.jsonl` gets a
line for every request. Requests fail as `/control/faults` asks. A request may bring its own time
(`X-Clock`), for tests in virtual time. Only the standard library: nothing here is judged by itself.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

#: what JSON gives. Any: the judge looks only at what it knows
Fields = dict[str, Any]
PUBLIC, HITS = "public.jsonl", "hits.jsonl"
PAGE_SIZE = 100
#: how long a silent judge waits for the other side to hang up
SILENCE = 30


class Fault(StrEnum):
    """How a request may fail."""

    #: the connection is closed without an answer, and nothing was written
    TIMEOUT_BEFORE = "timeout_before"
    #: the connection is closed without an answer, and it was written
    TIMEOUT_AFTER_ACCEPTANCE = "timeout_after_acceptance"
    #: no answer at all, and it was written
    SILENCE_AFTER_ACCEPTANCE = "silence_after_acceptance"
    #: half of an answer, and it was written
    HALF_AFTER_ACCEPTANCE = "half_after_acceptance"
    UNAVAILABLE_BEFORE = "503_before"
    UNAVAILABLE_AFTER_ACCEPTANCE = "503_after_acceptance"
    #: with Retry-After
    TOO_MANY = "429"
    FORBIDDEN = "403"
    #: what X says to a second post with the same text
    DUPLICATE = "403_duplicate"
    GONE = "404"
    REVOKED = "401"


ANSWERS = {
    Fault.UNAVAILABLE_BEFORE: (503, {"error": "over capacity"}),
    Fault.UNAVAILABLE_AFTER_ACCEPTANCE: (503, {"error": "over capacity"}),
    Fault.TOO_MANY: (429, {"error": "too many requests"}),
    Fault.FORBIDDEN: (403, {"error": "not allowed to reply"}),
    Fault.DUPLICATE: (403, {"error": "duplicate content"}),
    Fault.GONE: (404, {"error": "no such post"}),
    Fault.REVOKED: (401, {"error": "token revoked"}),
}
RETRY_AFTER = 30


# --- the other process ------------------------------------------------------------------------


class Platform:
    """What the fake platform knows. One request at a time touches it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.turn = threading.Lock()
        self.posts: dict[str, Fields] = {}
        self.posted = 0
        self.mentions: list[str] = []
        #: accounts and posts that are kept away, as `mute/42`
        self.away: set[str] = set()
        self.faults: list[tuple[str, Fault]] = []
        #: own posts come back as mentions
        self.is_echoing = False
        #: seconds until a post shows up in the listing
        self.read_delay = 0.0
        #: seconds that a 429 asks for
        self.retry_after = RETRY_AFTER

    def write(self, name: str, line: Fields) -> None:
        """One line at the end, on disk before anybody hears of it."""
        with (self.folder / name).open("ab") as file:
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def fault_for(self, request: str) -> Fault | None:
        """The next fault that waits for such a request."""
        for waiting in self.faults:
            if request.startswith(waiting[0]):
                self.faults.remove(waiting)
                return waiting[1]
        return None

    def post(self, written: Fields, now: datetime) -> Fields:
        self.posted += 1
        post = {"id": f"p{self.posted}", "at": now.isoformat(), **written}
        self.posts[post["id"]] = post
        self.write(PUBLIC, {"did": "posted", **post})
        if self.is_echoing:
            self.mentions.append(json.dumps(_echo(post)))
        return post

    def delete(self, post_id: str, now: datetime) -> bool:
        if self.posts.pop(post_id, None) is None:
            return False
        self.write(PUBLIC, {"did": "deleted", "id": post_id, "at": now.isoformat()})
        return True

    def keep_away(self, what: str, now: datetime, *, is_on: bool) -> None:
        """Every call is a line, also one that changes nothing."""
        line = {"did": "kept away" if is_on else "let be", "what": what, "at": now.isoformat()}
        self.write(PUBLIC, {**line, "was_so": (what in self.away) is is_on})
        if is_on:
            self.away.add(what)
        else:
            self.away.discard(what)

    def listed(self, since: str, now: datetime) -> list[Fields]:
        first, last = datetime.fromisoformat(since), now - timedelta(seconds=self.read_delay)
        return [
            post
            for post in self.posts.values()
            if first <= datetime.fromisoformat(post["at"]) <= last
        ]


def _echo(post: Fields) -> Fields:
    return {
        "platform": "x",
        "id": post["id"],
        "text": post["text"],
        "created_at": post["at"],
        "author": {"id": "own", "handle": "larchandloaf"},
        "parent_id": post["in_reply_to"],
        "from_brand": True,
    }


class Handler(BaseHTTPRequestHandler):
    """One request: fail as asked, or answer."""

    platform: Platform

    def do_GET(self) -> None:
        self._judged()

    def do_POST(self) -> None:
        self._judged()

    def do_DELETE(self) -> None:
        self._judged()

    def log_message(self, format: str, *args: object) -> None:
        """The hits are the log."""

    def _judged(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"null")
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        now = datetime.fromisoformat(self.headers.get("X-Clock") or datetime.now(UTC).isoformat())
        request = f"{self.command} {url.path}"
        with self.platform.turn:
            fault = None
            if not url.path.startswith("/control/"):
                fault = self.platform.fault_for(request)
                hit = {"at": now.isoformat(), "request": request, "fault": fault}
                self.platform.write(HITS, hit)
            is_carried_out = fault is None or fault.endswith("_after_acceptance")
            answer = self._answer(request, query, body, now) if is_carried_out else (500, {})
        if fault is None:
            self._say(*answer)
        else:
            self._fail(fault)

    def _answer(self, request: str, query: Fields, body: Any, now: datetime) -> tuple[int, Fields]:
        platform = self.platform
        method, _, path = request.partition(" ")
        post_id, away = path.removeprefix("/posts/"), path.removeprefix("/away/")
        match method, path:
            case "POST", "/posts":
                return 201, platform.post(body, now)
            case "GET", "/posts":
                return 200, {"posts": platform.listed(query["since"], now)}
            case "GET", _ if post_id != path:
                return (200, {}) if post_id in platform.posts else (404, {})
            case "DELETE", _ if post_id != path:
                return (204, {}) if platform.delete(post_id, now) else (404, {})
            case "GET", _ if away != path:
                return 200, {"is_on": away in platform.away}
            case "POST" | "DELETE", _ if away != path:
                platform.keep_away(away, now, is_on=method == "POST")
            case "GET", "/mentions":
                first = int(query.get("after") or 0)
                lines = platform.mentions[first : first + PAGE_SIZE]
                end = first + len(lines)
                more = end < len(platform.mentions)
                return 200, {"lines": lines, "next": str(end), "more": more}
            case "POST", "/control/mentions":
                platform.mentions.extend(body)
            case "POST", "/control/faults":
                platform.faults.extend((asked["on"], Fault(asked["fault"])) for asked in body)
            case "POST", "/control/manners":
                platform.is_echoing = body["is_echoing"]
                platform.read_delay = body["read_delay"]
                platform.retry_after = body["retry_after"]
            case _:
                return 404, {"error": f"no {request} here"}
        return 200, {}

    def _fail(self, fault: Fault) -> None:
        match fault:
            case Fault.TIMEOUT_BEFORE | Fault.TIMEOUT_AFTER_ACCEPTANCE:
                self.close_connection = True
            case Fault.SILENCE_AFTER_ACCEPTANCE:
                self.connection.settimeout(SILENCE)
                self.rfile.read(1)
            case Fault.HALF_AFTER_ACCEPTANCE:
                self._say(201, {"id": "p", "text": "cut off in the mi"}, missing=20)
            case _:
                self._say(*ANSWERS[fault])

    def _say(self, status: int, answer: Fields, missing: int = 0) -> None:
        content = b"" if status == 204 else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content) + missing))
        if status == 429:
            self.send_header("Retry-After", str(self.platform.retry_after))
        self.end_headers()
        self.wfile.write(content)


def serve(folder: Path) -> None:
    """Serves until whoever started it goes away; says its port first."""
    Handler.platform = Platform(folder)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()


# --- this process -----------------------------------------------------------------------------


class Judge:
    """Starts and stops it, tells it what to do, and reads what the public saw."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        try:
            self._process.communicate(timeout=10)
        finally:
            self._process.kill()

    def add_mentions(self, lines: Iterable[str]) -> None:
        """Message file lines that the next pages bring; broken ones too."""
        self._tell("mentions", list(lines))

    def fail_next(self, *faults: Fault | str, on: str = "POST /posts") -> None:
        """The next requests that begin like `on` fail like that, one after the other."""
        self._tell("faults", [{"on": on, "fault": Fault(fault)} for fault in faults])

    def behave(
        self,
        *,
        is_echoing: bool = False,
        read_delay: float = 0.0,
        retry_after: int = RETRY_AFTER,
    ) -> None:
        """Own posts come back as mentions; posts show up in listings after some seconds; a 429
        asks for so many."""
        manners = {
            "is_echoing": is_echoing,
            "read_delay": read_delay,
            "retry_after": retry_after,
        }
        self._tell("manners", manners)

    def public(self) -> list[Fields]:
        """Every post and every deletion, in order."""
        return self._read(PUBLIC)

    def posts(self) -> list[Fields]:
        """Every post there ever was."""
        return [line for line in self.public() if line["did"] == "posted"]

    def hits(self) -> list[Fields]:
        """Every request, in order."""
        return self._read(HITS)

    def _read(self, name: str) -> list[Fields]:
        path = self.folder / name
        if not path.exists():
            return []
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]

    def _tell(self, what: str, body: object) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("POST", f"/control/{what}", json.dumps(body))
            answer = connection.getresponse()
            assert answer.status == 200, answer.read()
        finally:
            connection.close()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
