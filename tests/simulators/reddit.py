"""Reddit, as far as praw asks it: listings newest first, comments, private messages, blocks.

    python -m tests.simulators.reddit FOLDER

One subreddit stands there at first, r/larchtown, with a thread by `moss`; `u/larchandloaf` is us.
Whoever asks has to show a token; one of a client alone sees what the public sees, and the author
of a removed comment goes on seeing it, as at Reddit.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.simulators.reddit_login import US, Logins, unauthorized
from tests.simulators.reddit_things import Things, fullname_number, shown
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

MOST = 1000


class RedditWorld(World):
    """What this Reddit knows."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.things = Things(US)
        self.logins = Logins()
        self.limits: Fields = {}
        #: errors of the next writes, in a 200
        self.errors: list[Any] = []
        #: answers of the next requests that begin like that, word by word
        self.odd: list[tuple[str, Fields]] = []
        self.prefs: Fields = {"accept_pms": "everyone"}
        self.blocked: list[str] = []
        self.is_shadow_banned = False

    # --- requests -----------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        for waiting in self.odd:
            if request.name.startswith(waiting[0]):
                self.odd.remove(waiting)
                said = waiting[1]
                return Answer(said["status"], said["body"].encode(), said.get("headers", {}))
        if request.path == "/api/v1/access_token":
            return self.logins.login(request)
        who = self.logins.who(request)
        if who is None:
            return unauthorized()
        answer = self._answered(request, who or None)
        return Answer(answer.status, answer.body, {**self._limit_headers(), **answer.headers})

    def failure(self, fault: Fault, request: Request) -> Answer:
        match fault:
            case Fault.TOO_MANY:
                headers = {"retry-after": str(RETRY_AFTER)}
                return Answer(429, {"message": "Too Many Requests", "error": 429}, headers)
            case Fault.REVOKED:
                return unauthorized()
            case Fault.FORBIDDEN | Fault.DUPLICATE:
                return Answer(403, {"message": "Forbidden", "error": 403})
            case Fault.GONE:
                return Answer(404, {"message": "Not Found", "error": 404})
            case _:
                return Answer(503, b"<html>upstream connect error</html>")

    def _limit_headers(self) -> dict[str, str]:
        if not self.limits:
            return {}
        self.limits["remaining"] = max(0.0, self.limits["remaining"] - 1)
        return {
            "x-ratelimit-remaining": str(self.limits["remaining"]),
            "x-ratelimit-used": "1",
            "x-ratelimit-reset": str(self.limits["reset"]),
        }

    def _answered(self, request: Request, who: str | None) -> Answer:
        path = request.path.strip("/").split("/")
        match [request.method, *path]:
            case ["GET", "api", "v1", "me"] if who:
                return Answer(200, {"name": who, "id": "us1", "is_suspended": False})
            case ["GET", "api", "v1", "me", "prefs"] if who:
                return Answer(200, self.prefs)
            case ["GET", "message", "inbox" | "mentions" | "sent" as where] if who:
                return self._listing(request, who, getattr(self.things, where)())
            case ["GET", "user", name, "comments"]:
                return self._listing(request, who, self.things.comments_of(name))
            case ["GET", "user", name, "about"]:
                if self.is_shadow_banned and name == US and who is None:
                    return Answer(404, {"message": "Not Found", "error": 404})
                return Answer(200, {"kind": "t2", "data": {"name": name}})
            case ["GET", "r", names, "search"]:
                return self._place(
                    names, lambda: self._listing(request, who, self.things.search(names, request))
                )
            case ["GET", "r", names, "comments"]:
                return self._place(
                    names, lambda: self._listing(request, who, self.things.comments_in(names))
                )
            case ["GET", "r", name, "about"]:
                about = self.things.subreddits.get(name.lower())
                if about is None:
                    return Answer(404, {"message": "Not Found", "error": 404})
                return self._place(name, lambda: Answer(200, {"kind": "t5", "data": about}))
            case ["GET", "api", "info"]:
                asked = request.query["id"].split(",")
                there = [self.things.all[name] for name in asked if name in self.things.all]
                return Answer(200, listing([shown(one, who) for one in there], None))
            case ["GET", "prefs", "blocked"] if who:
                children = [{"name": name, "id": f"t2_{name}"} for name in self.blocked]
                return Answer(200, {"kind": "UserList", "data": {"children": children}})
            case ["POST", *_] if who:
                return self._written(request, path)
        return Answer(403, {"message": "Forbidden", "error": 403})

    def _place(self, names: str, answer: Callable[[], Answer]) -> Answer:
        for name in names.lower().split("+"):
            if self.things.subreddits.get(name, {}).get("subreddit_type") == "private":
                return Answer(403, {"message": "Forbidden", "error": 403, "reason": "private"})
        return answer()

    def _listing(self, request: Request, who: str | None, found: Iterable[Fields]) -> Answer:
        """Newest first; after an anchor that is not there comes nothing at all."""
        there = [one for one in found if not one["data"].get("is_unlisted")][:MOST]
        limit = min(int(request.query.get("limit", 25)), 100)
        after = request.query.get("after")
        first = 0
        if after:
            names = [one["data"]["name"] for one in there]
            first = names.index(after) + 1 if after in names else len(there)
        page = there[first : first + limit]
        has_more = first + limit < len(there)
        last = page[-1]["data"]["name"] if page and has_more else None
        return Answer(200, listing([shown(one, who) for one in page], last))

    # --- our writes ---------------------------------------------------------------------------

    def _written(self, request: Request, path: list[str]) -> Answer:
        form = request.form()
        if self.errors and path[:2] in (["api", "comment"], ["api", "compose"]):
            return Answer(200, {"json": self.errors.pop(0)})
        match path:
            case ["api", "comment"]:
                return self._comment(form)
            case ["api", "compose"]:
                made = self.things.letter(US, form["to"], form["subject"], form["text"], self.now())
                self._log("posted", made)
                return Answer(200, {"json": {"errors": []}})
            case ["api", "del"]:
                self.delete(form["id"])
                return Answer(200, {})
            case ["api", "block_user"]:
                self.blocked.append(request.query["name"])
                return Answer(200, {})
            case ["r", "all", "api", "unfriend"]:
                if form["container"] != "t2_us1":
                    return Answer(403, {"message": "Forbidden", "error": 403})
                self.blocked = [name for name in self.blocked if name != form["name"]]
                return Answer(200, {})
        return Answer(404, {"message": "Not Found", "error": 404})

    def _comment(self, form: dict[str, str]) -> Answer:
        parent = self.things.all.get(form["thing_id"])
        if parent is None or parent["data"].get("author") is None:
            return Answer(200, {"json": {"errors": [["DELETED_COMMENT", "gone", "parent"]]}})
        made = self.things.reply(US, form["text"], parent, self.now())
        self._log("posted", made)
        things = {"things": [shown(made, US)]}
        return Answer(200, {"json": {"errors": [], "data": things}})

    def _log(self, did: str, made: Fields) -> None:
        data = made["data"]
        text, parent = data.get("body", ""), data.get("parent_id") or ""
        line = {"id": data["name"], "text": text, "parent": parent, "to": data.get("dest", "")}
        self.write(PUBLIC, {"did": did, **line})

    def delete(self, name: str) -> None:
        one = self.things.all.get(name)
        if one is None or one["data"].get("author") is None:
            return
        if one["data"]["author"] == US:
            self._log("deleted", one)
        self.things.delete(name)

    # --- what tests ask for -------------------------------------------------------------------

    def control(self, what: str, asked: Any) -> object:
        at = self.now()
        match what:
            case "post":
                return self._posted(asked)
            case "many":
                first = at.timestamp() - asked["count"] + 1
                return [
                    self._posted(
                        {
                            "by": f"person{number % 7}",
                            "text": f"u/{US} where is order {number}?",
                            "subreddit": asked["subreddit"],
                            "at": first + number,
                        }
                    )
                    for number in range(asked["count"])
                ]
            case "ours":
                thread = self.things.all[self.things.thread(asked["subreddit"])]
                for number in range(asked["count"]):
                    said_at = at.timestamp() - 900 - number
                    self.things.reply(US, f"our word {number}", thread, said_at)
            case "letter":
                made = self.things.letter(asked["by"], US, asked["subject"], asked["text"], at)
                return made["data"]["name"]
            case "by_us":
                made = self.things.reply(US, asked["text"], self.things.all[asked["to"]], at)
                self._log("posted", made)
                return made["data"]["name"]
            case "letter_by_us":
                made = self.things.letter(US, asked["to"], asked["subject"], asked["text"], at)
                self._log("posted", made)
                return made["data"]["name"]
            case "edit":
                self.things.edit(asked["name"], asked["text"], at)
            case "delete":
                self.delete(asked)
            case "remove":
                self.things.remove(asked)
            case "vanish":
                del self.things.all[asked]
            case "mark":
                self.things.all[asked["name"]]["data"].update(asked["data"])
            case "subreddit":
                self.things.found(asked.pop("name"), **asked)
            case "press":
                return self.logins.press(asked["url"], asked["button"])
            case "revoke":
                self.logins.is_revoked = True
            case "scopes":
                self.logins.scopes = asked
            case "set":
                for name, value in asked.items():
                    setattr(self, name, value)
            case "seen":
                return [
                    {**one["data"], "body": one["data"]["body"]}
                    for one in sorted(self.things.all.values(), key=fullname_number)
                    if one["data"]["author"] == US and one["kind"] != "t3"
                ]
            case "blocked":
                return self.blocked
        return None

    def _posted(self, asked: Fields) -> str:
        at = self.now().timestamp() if asked.get("at") is None else asked["at"]
        if asked.get("title"):
            made = self.things.post(
                asked["by"], asked["title"], asked["text"], asked["subreddit"], at
            )
        else:
            parent = self.things.all[asked.get("to") or self.things.thread(asked["subreddit"])]
            made = self.things.reply(asked["by"], asked["text"], parent, at)
        return str(made["data"]["name"])


def listing(children: list[Fields], after: str | None) -> Fields:
    return {"kind": "Listing", "data": {"children": children, "after": after, "before": None}}


if __name__ == "__main__":
    serve(RedditWorld(Path(sys.argv[1])))
