"""A fake X: its API of version 2 as far as the monitor uses it, with its limits and its refusals.

    python -m tests.simulators.x FOLDER

`exchanges.jsonl` gets every request with its answer, to be held against X's own description.
"""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.simulators.server import (
    PUBLIC,
    RETRY_AFTER,
    Answer,
    Fault,
    Fields,
    Request,
    World,
    serve,
)
from tests.simulators.x_listings import BadRequest, Listings
from tests.simulators.x_oauth import is_signed
from tests.simulators.x_people import Crowd
from tests.simulators.x_state import State
from tests.simulators.x_writes import Refusal, Writes

EXCHANGES = "exchanges.jsonl"
PROBLEMS = "https://api.twitter.com/2/problems"
WINDOW = timedelta(minutes=15)
#: requests in a window, by the last part of the path
LIMITS = {"dm_events": 15, "mentions": 300, "muting": 50}
NOT_SUMMONED = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
WORDS = {
    Fault.UNAVAILABLE_BEFORE: (503, "Service Unavailable"),
    Fault.UNAVAILABLE_AFTER_ACCEPTANCE: (503, "Service Unavailable"),
    Fault.TOO_MANY: (429, "Too Many Requests"),
    Fault.FORBIDDEN: (403, NOT_SUMMONED),
    Fault.DUPLICATE: (403, DUPLICATE),
    Fault.GONE: (404, "Not Found"),
    Fault.REVOKED: (401, "Unauthorized"),
}


class XWorld(World):
    """X."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.state = State()
        self.listings = Listings(self.state)
        self.writes = Writes(self.state, self._log)
        self.crowd = Crowd(self.state)
        #: answers that were asked for, whatever the request
        self.asked: list[Fields] = []
        #: what the access token may do, as X says with every answer
        self.access_level = "read-write-directmessages"
        self._windows: dict[str, tuple[datetime, int]] = {}

    # --- requests -----------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        for asked in self.asked:
            if request.name.startswith(asked["on"]):
                self.asked.remove(asked)
                body = asked["body"]
                content = body.encode() if isinstance(body, str) else body
                return Answer(asked["status"], content, asked["headers"])
        header = request.headers.get("authorization", "")
        if not is_signed(request.method, request.path, request.query, header):
            return self._problem(401, "Unauthorized")
        left, headers = self._paced(request)
        if not left:
            return self._problem(429, "Too Many Requests", headers=headers)
        try:
            status, body = self._routed(request)
        except BadRequest as wrong:
            kind = f"{PROBLEMS}/invalid-request"
            return self._problem(400, str(wrong), kind, headers=headers)
        except Refusal as refusal:
            return self._problem(refusal.status, str(refusal), headers=headers)
        self._keep(request, status, body)
        return Answer(status, body, headers)

    def _keep(self, request: Request, status: int, body: Fields) -> None:
        exchange = {
            "method": request.method,
            "path": request.path,
            "query": dict(request.query),
            "body": request.json(),
            "status": status,
            "answer": body,
        }
        # escaped: strangers' texts may hold half a character
        with (self.folder / EXCHANGES).open("a") as file:
            file.write(json.dumps(exchange) + "\n")

    def _routed(self, request: Request) -> tuple[int, Fields]:
        now, query = self.now(), request.query
        match request.method, *request.path.strip("/").split("/"):
            case "GET", "2", "users", number, "mentions":
                return 200, self.listings.mentions(number, query)
            case "GET", "2", "users", number, "tweets":
                return 200, self.listings.posts_of(number, query)
            case "GET", "2", "tweets", "search", "recent":
                return 200, self.listings.found(query, now)
            case "GET", "2", "tweets":
                return 200, self.listings.looked_up(query)
            case "GET", "2", "users", "me":
                return 200, self.listings.me(query)
            case "GET", "2", "users":
                return 200, self.listings.users(query)
            case "GET", "2", "dm_events":
                return 200, self.listings.events(query, now)
            case "GET", "2", "dm_conversations", "with", number, "dm_events":
                return 200, self.listings.events(query, now, number)
            case "POST", "2", "tweets":
                return 201, self.writes.post(request.json(), now)
            case "DELETE", "2", "tweets", number:
                return 200, self.writes.delete(number, now)
            case "PUT", "2", "tweets", number, "hidden":
                return 200, self.writes.hide(number, request.json())
            case "POST", "2", "users", "1000", "muting":
                return 200, self.writes.mute(request.json()["target_user_id"])
            case "DELETE", "2", "users", "1000", "muting", number:
                return 200, self.writes.unmute(number)
            case "POST", "2", "dm_conversations", "with", number, "messages":
                return 201, self.writes.letter(number, request.json(), now)
        raise Refusal(404, f"nothing is at {request.path}")

    def _paced(self, request: Request) -> tuple[bool, dict[str, str]]:
        """Whether the window has room, and what X tells about it."""
        kind = request.path.rpartition("/")[2]
        limit, now = LIMITS.get(kind, 900), self.now()
        begun, used = self._windows.get(kind, (now, 0))
        if now - begun >= WINDOW:
            begun, used = now, 0
        has_room = used < limit
        self._windows[kind] = (begun, used + has_room)
        headers = {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-remaining": str(max(0, limit - used - 1)),
            "x-rate-limit-reset": str(int((begun + WINDOW).timestamp())),
            "x-access-level": self.access_level,
        }
        return has_room, headers

    # --- failures -----------------------------------------------------------------------------

    def failure(self, fault: Fault, request: Request) -> Answer:
        status, words = WORDS[fault]
        headers = {}
        if status == 429:
            reset = self.now() + timedelta(seconds=RETRY_AFTER)
            headers = {"x-rate-limit-remaining": "0"}
            headers["x-rate-limit-reset"] = str(int(reset.timestamp()))
        return self._problem(status, words, headers=headers)

    def _problem(
        self,
        status: int,
        words: str,
        kind: str = "about:blank",
        *,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        body = {
            "title": words.split(".", maxsplit=1)[0][:40],
            "type": kind,
            "status": status,
            "detail": words,
        }
        return Answer(status, body, headers or {})

    # --- what a test asks for -----------------------------------------------------------------

    def control(self, what: str, asked: Any) -> object:
        match what:
            case "answer":
                self.asked.append({"headers": {}, "body": "", "status": 200, **asked})
                return None
            case "access_level":
                self.access_level = asked
                return None
            case "search_delay":
                self.listings.search_delay = timedelta(seconds=asked)
                return None
            case _:
                return self.crowd.does(what, asked, self.now())

    def _log(self, did: str, line: Fields) -> None:
        self.write(PUBLIC, {"did": did, **line})


if __name__ == "__main__":
    serve(XWorld(Path(sys.argv[1])))
