"""A Mastodon server, as far as Mastodon.py and the connector use it.

    python -m tests.simulators.mastodon FOLDER

Words of ours go to `public.jsonl`; every request is in `hits.jsonl`. Idempotency keys are kept for
an hour of the platform's clock. `control/set` makes it another kind of server.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.simulators.mastodon_network import Network, Status, moment, page
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

TOKEN = "token-of-larch"
MOST_TOGETHER = 20
KEYS_FOR = timedelta(hours=1)
MISSING = Answer(404, {"error": "Record not found"})
SCOPES = (
    "read:accounts read:notifications read:statuses read:search read:follows "
    "write:statuses write:mutes write:blocks"
)


class MastodonWorld(World):
    """One server with our account on it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.network = Network()
        self.keys: dict[str, tuple[datetime, Status]] = {}
        #: what kind of server it is; a test may change any of it
        self.kind: Fields = {
            "ignores_keys": False,
            "takes_orphans": False,
            "makes_public": False,
            "has_batches": True,
            "is_old": False,
            # of notifications; the rest goes missing after the page was cut
            "shows_every": 1,
            "knows_quotes": True,
            "max_characters": 500,
            "rules": ["Be kind.", "Automated accounts are labelled."],
            "scopes": SCOPES.split(),
            "headers": {},
            "answers": {},
        }

    # --- the API ------------------------------------------------------------------------------

    def answer(self, request: Request) -> Answer:
        headers = self.kind["headers"]
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return Answer(401, {"error": "The access token is invalid"}, headers)
        odd = self.kind["answers"].get(request.name)
        if odd is not None:
            body = odd["raw"].encode() if "raw" in odd else odd.get("body")
            return Answer(odd.get("status", 200), body, {**headers, **odd.get("headers", {})})
        made = self._answered(request)
        return Answer(made.status, made.body, headers)

    def _answered(self, request: Request) -> Answer:
        parts = request.path.strip("/").split("/")
        match request.method, parts[2:]:
            case "GET", ["accounts", "verify_credentials"]:
                return Answer(200, self.network.us.as_json())
            case "GET", ["accounts", "relationships"]:
                ids = request.query_lists.get("id[]", [])
                known = [one for each in ids if (one := self.network.by_id(each)) is not None]
                return Answer(200, [one.relationship() for one in known])
            case "GET", ["accounts", _, "statuses"]:
                ours = [one.as_json() for one in self.network.ours()]
                return Answer(200, page(ours, request, most=40, default=20))
            case "POST", ["accounts", account_id, what]:
                return self._measured(account_id, what)
            case "GET", ["notifications"]:
                return self._notified(request)
            case "GET", ["notifications", "policy"]:
                return MISSING if self.kind["is_old"] else Answer(200, self.network.policy)
            case "GET", ["apps", "verify_credentials"]:
                return Answer(200, {"name": "complaint monitor", "scopes": self.kind["scopes"]})
            case "GET", ["instance", *_]:
                limits = {"statuses": {"max_characters": self.kind["max_characters"]}}
                rules = [{"id": f"{n}", "text": text} for n, text in enumerate(self.kind["rules"])]
                return Answer(200, {"configuration": limits, "rules": rules, "version": "4.5.2"})
            case "GET", ["search"]:
                return self._searched(request)
            case "GET", ["timelines", "tag", tag]:
                found = self._saying(f"#{unquote(tag)}")
                return Answer(200, page(found, request, most=40, default=20))
            case method, ["statuses", *rest]:
                return self._status(method, rest, request)
        return MISSING

    def _notified(self, request: Request) -> Answer:
        types = request.query_lists.get("types[]", [])
        if "quote" in types and not self.kind["knows_quotes"]:
            return Answer(400, {"error": "unknown notification type"})
        with_filtered = request.query.get("include_filtered") == "true"
        found = self.network.notified(types, with_filtered=with_filtered)
        shown = page(found, request, most=80, default=40)
        every = self.kind["shows_every"]
        return Answer(200, [one for one in shown if int(one["id"]) // 10 % every == 1 % every])

    def _searched(self, request: Request) -> Answer:
        query = {**request.query}
        offset = int(query.pop("offset", 0))
        found = sorted(self._saying(query["q"]), key=lambda one: -int(one["id"]))
        found = [one for one in found if int(one["id"]) > int(query.get("min_id", 0))]
        limit = min(int(query.get("limit", 20)), 40)
        hits = found[offset : offset + limit]
        return Answer(200, {"accounts": [], "hashtags": [], "statuses": hits})

    def _saying(self, words: str) -> list[Fields]:
        found = self.network.statuses.values()
        return [
            one.as_json()
            for one in found
            if words.lower() in one.text.lower()
            and one.visibility == "public"
            and self.network.shown(one.id)
        ]

    def _measured(self, account_id: str, what: str) -> Answer:
        account = self.network.by_id(account_id)
        if account is None:
            return MISSING
        if what.endswith("mute"):
            account.is_muted = what == "mute"
        elif what.endswith("block"):
            account.is_blocked = what == "block"
        return Answer(200, account.relationship())

    # --- statuses -----------------------------------------------------------------------------

    def _status(self, method: str, rest: list[str], request: Request) -> Answer:
        if method == "POST" and not rest:
            return self._posted(request)
        if method == "GET" and not rest:
            if not self.kind["has_batches"]:
                return MISSING
            ids = request.query_lists.get("id[]", [])
            if len(ids) > MOST_TOGETHER:
                return Answer(422, {"error": "Validation failed: too many"})
            found = [one for each in ids if (one := self.network.shown(each)) is not None]
            return Answer(200, [one.as_json() for one in found])
        status = self.network.shown(rest[0])
        if status is None:
            return MISSING
        if rest[1:] == ["context"]:
            above = [one.as_json() for one in self.network.above(status)]
            below = [one.as_json() for one in self.network.below(status)]
            return Answer(200, {"ancestors": above, "descendants": below})
        if method == "DELETE" and status.by is self.network.us:
            self._remove(status)
        elif method != "GET":
            return MISSING
        return Answer(200, status.as_json())

    def _posted(self, request: Request) -> Answer:
        form, key = request.form(), request.headers.get("idempotency-key", "")
        if key in self.keys and self.now() - self.keys[key][0] < KEYS_FOR:
            return Answer(200, self.keys[key][1].as_json())
        parent_id = form.get("in_reply_to_id", "")
        parent = self.network.shown(parent_id) if parent_id else None
        if parent_id and parent is None and not self.kind["takes_orphans"]:
            words = "The post you are trying to reply to does not appear to exist."
            return Answer(404, {"error": words})
        if len(form["status"]) > self.kind["max_characters"]:
            words = f"Text character limit of {self.kind['max_characters']} exceeded"
            return Answer(422, {"error": f"Validation failed: {words}"})
        visibility = "public" if self.kind["makes_public"] else form.get("visibility", "public")
        status = self.network.add(
            self.network.us, form["status"], self.now(), parent=parent, visibility=visibility
        )
        if key and not self.kind["ignores_keys"]:
            self.keys[key] = (self.now(), status)
        self.write(PUBLIC, {"did": "posted", "id": status.id, "text": status.text})
        return Answer(200, status.as_json())

    def _remove(self, status: Status) -> None:
        status.is_gone = True
        self.write(PUBLIC, {"did": "deleted", "id": status.id})

    def failure(self, fault: Fault, request: Request) -> Answer:
        reset = {"X-RateLimit-Reset": moment(self.now() + timedelta(seconds=RETRY_AFTER))}
        answers = {
            Fault.TOO_MANY: (429, "Too many requests"),
            Fault.FORBIDDEN: (403, "This action is not allowed"),
            Fault.DUPLICATE: (422, "Validation failed"),
            Fault.GONE: (404, "Record not found"),
            Fault.REVOKED: (401, "The access token was revoked"),
        }
        status, words = answers.get(fault, (503, "Service unavailable"))
        return Answer(status, {"error": words}, reset if status == 429 else {})

    # --- people -------------------------------------------------------------------------------

    def control(self, what: str, asked: Any) -> object:
        network = self.network
        match what:
            case "post":
                return self._said_by_somebody(asked)
            case "native":
                parent = network.statuses[asked["parent"]]
                text = f"@{parent.by.handle} {asked['text']}"
                made = network.add(
                    network.us, text, self.now(), parent=parent, visibility=parent.visibility
                )
                self.write(PUBLIC, {"did": "posted by hand", "id": made.id, "text": text})
                return made.id
            case "fill":
                for second in range(asked):
                    at = self.now() + timedelta(seconds=second)
                    network.add(network.us, "bread is out", at)
            case "edit":
                status = network.statuses[asked["id"]]
                status.text, status.edited_at = asked["text"], self.now()
            case "odd":
                network.statuses[asked["id"]].odd = asked["fields"]
            case "delete":
                network.statuses[asked].is_gone = True
            case "block_us":
                network.statuses[asked].by.blocks_us = True
            case "person":
                for key, value in asked["is"].items():
                    at = datetime.fromisoformat(value) if key == "created_at" else value
                    setattr(network.person(asked["by"]), key, at)
            case "us":
                for key, value in asked.items():
                    setattr(network.us, key, value)
            case "policy":
                network.policy |= asked
            case "set":
                self.kind |= asked
            case "place":
                network.place(asked["of"], asked["before"])
            case "seen":
                return [{**one.as_json(), "text": one.text} for one in network.ours()]
        return None

    def _said_by_somebody(self, asked: Fields) -> str:
        by = self.network.person(asked["by"])
        parent = self.network.statuses.get(asked.get("parent") or "")
        quoted = self.network.statuses.get(asked.get("quoted") or "")
        at = datetime.fromisoformat(asked["at"]) if asked.get("at") else self.now()
        return self.network.add(
            by,
            asked["text"],
            at,
            parent=parent,
            quoted=quoted,
            visibility=asked.get("visibility", "public"),
            warning=asked.get("warning", ""),
        ).id


if __name__ == "__main__":
    serve(MastodonWorld(Path(sys.argv[1])))
