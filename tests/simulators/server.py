"""A simulator's frame: a fake platform in another process, with an append-only log of what the
public saw, and requests that fail as asked.

    python tests/simulators/bluesky.py FOLDER     serves until whoever started it goes away

`public.jsonl` gets a line for every word that appears and every one that goes, and is never
rewritten; `hits.jsonl` gets a line for every request. `POST /control/faults` asks for failures,
`POST /control/clock` stops the platform's clock at a moment; what else `/control/…` does is the
platform's own. Only the standard library: nothing here is judged by itself.
"""

import json
import os
import sys
import threading
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

#: what JSON gives. Any: a simulator looks only at what it knows
Fields = dict[str, Any]
PUBLIC, HITS = "public.jsonl", "hits.jsonl"
#: how long a silent platform waits for the other side to hang up
SILENCE = 30
#: seconds, when a platform says how long to wait
RETRY_AFTER = 30


class Fault(StrEnum):
    """How a request may fail."""

    #: the connection is closed without an answer, and nothing was done
    TIMEOUT_BEFORE = "timeout_before"
    #: the connection is closed without an answer, and it was done
    TIMEOUT_AFTER_ACCEPTANCE = "timeout_after_acceptance"
    #: no answer at all, and it was done
    SILENCE_AFTER_ACCEPTANCE = "silence_after_acceptance"
    #: half of an answer, and it was done
    HALF_AFTER_ACCEPTANCE = "half_after_acceptance"
    UNAVAILABLE_BEFORE = "503_before"
    UNAVAILABLE_AFTER_ACCEPTANCE = "503_after_acceptance"
    #: with how long to wait
    TOO_MANY = "429"
    FORBIDDEN = "403"
    #: a second post with the same text
    DUPLICATE = "403_duplicate"
    GONE = "404"
    REVOKED = "401"


@dataclass(frozen=True)
class Request:
    """One request, as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    #: every value of a key that comes more often
    query_lists: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """`POST /posts`: what faults are asked for by."""
        return f"{self.method} {self.path}"

    def json(self) -> Any:
        """The body as JSON; None without one."""
        return json.loads(self.body or b"null")

    def form(self) -> dict[str, str]:
        """The body as a form; of a key that comes more often, the first."""
        return {key: values[0] for key, values in parse_qs(self.body.decode()).items()}


@dataclass(frozen=True)
class Answer:
    """What the platform says."""

    status: int
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """As it goes over the wire."""
        if self.status == 204 or self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class World(ABC):
    """What a fake platform knows. One request at a time touches it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.turn = threading.Lock()
        self.faults: list[tuple[str, Fault]] = []
        #: the platform's clock stands still here; None: it is the machine's
        self.stopped_at: datetime | None = None

    # --- each platform's own ------------------------------------------------------------------

    @abstractmethod
    def answer(self, request: Request) -> Answer:
        """Carries a request out."""

    @abstractmethod
    def failure(self, fault: Fault, request: Request) -> Answer:
        """A fault in the words of this platform; only those with an answer come here."""

    @abstractmethod
    def control(self, what: str, asked: Any) -> object:
        """What a test asks for: people post, edit, delete. The answer goes back as JSON."""

    # --- the same for all ---------------------------------------------------------------------

    def now(self) -> datetime:
        """The platform's clock."""
        return self.stopped_at or datetime.now(UTC)

    def time_of(self, request: Request) -> datetime:
        """When that request came."""
        return self.now()

    def write(self, name: str, line: Fields) -> None:
        """One line at the end, on disk before anybody hears of it."""
        with (self.folder / name).open("ab") as file:
            file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def fault_for(self, request: Request) -> Fault | None:
        """The next fault that waits for such a request."""
        for waiting in self.faults:
            if request.name.startswith(waiting[0]):
                self.faults.remove(waiting)
                return waiting[1]
        return None

    def controlled(self, request: Request) -> Answer:
        """`/control/…`."""
        what, asked = request.path.removeprefix("/control/"), request.json()
        if what == "faults":
            self.faults.extend((one["on"], Fault(one["fault"])) for one in asked)
            return Answer(200, None)
        if what == "clock":
            self.stopped_at = datetime.fromisoformat(asked) if asked else None
            return Answer(200, None)
        return Answer(200, {"answer": self.control(what, asked)})


class Handler(BaseHTTPRequestHandler):
    """One request: fail as asked, or answer."""

    world: World
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._served()

    def do_POST(self) -> None:
        self._served()

    def do_PUT(self) -> None:
        self._served()

    def do_DELETE(self) -> None:
        self._served()

    def log_message(self, format: str, *args: object) -> None:
        """The hits are the log."""

    def _served(self) -> None:
        url = urlsplit(self.path)
        query_lists = parse_qs(url.query)
        request = Request(
            method=self.command,
            path=url.path,
            query={key: values[0] for key, values in query_lists.items()},
            query_lists=query_lists,
            headers={key.lower(): value for key, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
        )
        world, fault = self.world, None
        with world.turn:
            if url.path.startswith("/control/"):
                answer = world.controlled(request)
            else:
                fault = world.fault_for(request)
                world.write(HITS, _hit(request, fault, world.time_of(request)))
                is_carried_out = fault is None or fault.endswith("_after_acceptance")
                answer = world.answer(request) if is_carried_out else Answer(500)
        if fault is None:
            self._say(answer)
        else:
            self._fail(fault, request)

    def _fail(self, fault: Fault, request: Request) -> None:
        match fault:
            case Fault.TIMEOUT_BEFORE | Fault.TIMEOUT_AFTER_ACCEPTANCE:
                self.close_connection = True
            case Fault.SILENCE_AFTER_ACCEPTANCE:
                self.connection.settimeout(SILENCE)
                self.rfile.read(1)
            case Fault.HALF_AFTER_ACCEPTANCE:
                self._say(Answer(200, {"id": "1", "text": "cut off in the mi"}), missing=20)
                self.close_connection = True
            case _:
                self._say(self.world.failure(fault, request))

    def _say(self, answer: Answer, missing: int = 0) -> None:
        content = answer.content
        self.send_response(answer.status)
        for key, value in {"Content-Type": "application/json", **answer.headers}.items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(content) + missing))
        self.end_headers()
        self.wfile.write(content)


def _hit(request: Request, fault: Fault | None, now: datetime) -> Fields:
    return {
        "at": now.isoformat(),
        "request": request.name,
        "query": dict(request.query),
        "fault": fault,
    }


class _Server(ThreadingHTTPServer):
    """A client that was killed hangs up; everything else is told."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def serve(world: World, port: int = 0) -> None:
    """Serves until whoever started it goes away; says its port first. 0: any port that is free."""
    Handler.world = world
    server = _Server(("127.0.0.1", port), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
