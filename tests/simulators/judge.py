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

import json
import sys
from collections.abc import Iterable
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
from tests.simulators.simulator import Simulator

PAGE_SIZE = 100
ANSWERS = {
    Fault.UNAVAILABLE_BEFORE: (503, {"error": "over capacity"}),
    Fault.UNAVAILABLE_AFTER_ACCEPTANCE: (503, {"error": "over capacity"}),
    Fault.TOO_MANY: (429, {"error": "too many requests"}),
    Fault.FORBIDDEN: (403, {"error": "not allowed to reply"}),
    Fault.DUPLICATE: (403, {"error": "duplicate content"}),
    Fault.GONE: (404, {"error": "no such post"}),
    Fault.REVOKED: (401, {"error": "token revoked"}),
}


# --- the other process ------------------------------------------------------------------------


class Platform(World):
    """What the fake platform knows."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.posts: dict[str, Fields] = {}
        self.posted = 0
        self.mentions: list[str] = []
        #: accounts and posts that are kept away, as `mute/42`
        self.away: set[str] = set()
        #: own posts come back as mentions
        self.is_echoing = False
        #: seconds until a post shows up in the listing
        self.read_delay = 0.0
        #: seconds that a 429 asks for
        self.retry_after = RETRY_AFTER

    def time_of(self, request: Request) -> datetime:
        """Its own, if it brings one."""
        brought = request.headers.get("x-clock")
        return datetime.fromisoformat(brought) if brought else self.now()

    def answer(self, request: Request) -> Answer:
        now, path = self.time_of(request), request.path
        post_id, away = path.removeprefix("/posts/"), path.removeprefix("/away/")
        match request.method, path:
            case "POST", "/posts":
                return Answer(201, self.post(request.json(), now))
            case "GET", "/posts":
                return Answer(200, {"posts": self.listed(request.query["since"], now)})
            case "GET", _ if post_id != path:
                return Answer(200 if post_id in self.posts else 404, {})
            case "DELETE", _ if post_id != path:
                return Answer(204 if self.delete(post_id, now) else 404, {})
            case "GET", _ if away != path:
                return Answer(200, {"is_on": away in self.away})
            case "POST" | "DELETE", _ if away != path:
                self.keep_away(away, now, is_on=request.method == "POST")
                return Answer(200, {})
            case "GET", "/mentions":
                return Answer(200, self.page(int(request.query.get("after") or 0)))
        return Answer(404, {"error": f"no {request.name} here"})

    def failure(self, fault: Fault, request: Request) -> Answer:
        status, body = ANSWERS[fault]
        headers = {"Retry-After": str(self.retry_after)} if status == 429 else {}
        return Answer(status, body, headers)

    def control(self, what: str, asked: Any) -> object:
        match what:
            case "mentions":
                self.mentions.extend(asked)
            case "manners":
                self.is_echoing = asked["is_echoing"]
                self.read_delay = asked["read_delay"]
                self.retry_after = asked["retry_after"]
            case _:
                raise ValueError(what)
        return None

    def page(self, first: int) -> Fields:
        """Mentions from that one on."""
        lines = self.mentions[first : first + PAGE_SIZE]
        end = first + len(lines)
        return {"lines": lines, "next": str(end), "more": end < len(self.mentions)}

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


# --- this process -----------------------------------------------------------------------------


class Judge(Simulator):
    """Starts and stops it, tells it what to do, and reads what the public saw."""

    def __init__(self, folder: Path) -> None:
        super().__init__("tests.simulators.judge", folder)

    def add_mentions(self, lines: Iterable[str]) -> None:
        """Message file lines that the next pages bring; broken ones too."""
        self.tell("mentions", list(lines))

    def fail_next(self, *faults: Fault | str, on: str = "POST /posts") -> None:
        super().fail_next(*faults, on=on)

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
        self.tell("manners", manners)

    def posts(self) -> list[Fields]:
        """Every post there ever was."""
        return [line for line in self.public() if line["did"] == "posted"]


if __name__ == "__main__":
    serve(Platform(Path(sys.argv[1])))
