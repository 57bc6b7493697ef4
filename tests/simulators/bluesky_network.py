"""Who and what there is on the Bluesky of the tests: accounts, records, and who follows whom."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime

from tests.simulators.server import Fields

SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
POST, BLOCK, GATE = "app.bsky.feed.post", "app.bsky.graph.block", "app.bsky.feed.threadgate"
OUR_HANDLE = "larchandloaf.example"
OUR_DID = "did:plc:larchandloaf"
TID = re.compile(f"[2-7a-j][{SIGNS}]{{12}}")


class XrpcError(Exception):
    """What the server answers instead."""

    def __init__(self, status: int, name: str, message: str = "") -> None:
        super().__init__(name)
        self.status, self.name, self.message = status, name, message or name


class Network:
    """All records of all accounts, by their address."""

    def __init__(self, now: Callable[[], datetime], public: Callable[[Fields], None]) -> None:
        self.now = now
        self.public = public
        self.records: dict[str, Fields] = {}
        self.accounts: dict[str, Fields] = {}
        self.closed: set[str] = set()
        self.muted: set[str] = set()
        self._order = 0
        self._last_tid = 0
        self.did_of(OUR_HANDLE)

    # --- accounts -----------------------------------------------------------------------------

    def did_of(self, name: str) -> str:
        """The account of that name, made when it is new."""
        did = OUR_DID if name in (OUR_HANDLE, OUR_DID) else f"did:plc:{name}"
        if name.startswith("did:"):
            did = name
        short = did.removeprefix("did:plc:")
        handle = OUR_HANDLE if did == OUR_DID else f"{short}.example"
        made = {"did": did, "handle": handle, "displayName": short.title(), "labels": []}
        self.accounts.setdefault(
            did, {**made, "chat": "all", "followers": 120, "isBlockingUs": False}
        )
        return did

    def change_account(self, did: str, changes: Fields) -> None:
        self.accounts[did].update(changes)

    # --- records ------------------------------------------------------------------------------

    def put(self, uri: str, value: Fields) -> Fields:
        """Writes a record, whatever was there; the public sees posts."""
        before = self.records.get(uri)
        self._order += 1
        record = {
            "uri": uri,
            "cid": cid_of(value),
            "value": value,
            "indexedAt": before["indexedAt"] if before else iso(self.now()),
            "order": before["order"] if before else self._order,
        }
        self.records[uri] = record
        if f"/{POST}/" in uri and uri.startswith(f"at://{OUR_DID}/"):
            did = "overwritten" if before else "posted"
            parent = (value.get("reply") or {}).get("parent", {}).get("uri", "")
            self.public({"did": did, "id": uri, "text": value["text"], "parent": parent})
        return record

    def delete(self, uri: str) -> bool:
        found = self.records.pop(uri, None)
        if found is not None and uri.startswith(f"at://{OUR_DID}/{POST}/"):
            self.public({"did": "deleted", "id": uri})
        return found is not None

    def post(
        self,
        by: str,
        *,
        text: str,
        mentions_us: bool = False,
        parent: str = "",
        quoted: str = "",
        at: str = "",
        **more: object,
    ) -> str:
        """Somebody posts in the app; the address of it."""
        did = self.did_of(by)
        value: Fields = {
            "$type": POST,
            "text": text,
            "createdAt": at or iso(self.now()),
            "langs": ["en"],
            **more,
        }
        if mentions_us:
            feature = {"$type": "app.bsky.richtext.facet#mention", "did": OUR_DID}
            place = {"byteStart": 0, "byteEnd": len(f"@{OUR_HANDLE}")}
            value["facets"] = [{"index": place, "features": [feature]}]
        if parent:
            above = self.records[parent]
            root = (above["value"].get("reply") or {}).get("root") or ref(above)
            value["reply"] = {"root": root, "parent": ref(above)}
        if quoted:
            shown = ref(self.records[quoted]) if quoted in self.records else {"uri": quoted}
            value["embed"] = {"$type": "app.bsky.embed.record", "record": shown}
        uri = f"at://{did}/{POST}/{self.tid()}"
        self.put(uri, value)
        return uri

    def edit(self, uri: str, text: str) -> None:
        """The record is written anew: the app cannot, a program can."""
        self.put(uri, {**self.records[uri]["value"], "text": text})

    def tid(self) -> str:
        """The key of a new record."""
        micros = int(self.now().timestamp() * 1_000_000)
        self._last_tid = max(micros, self._last_tid + 1)
        return tid(self._last_tid << 10)

    def is_blocked_by_us(self, did: str) -> bool:
        return any(
            record["value"].get("subject") == did
            for uri, record in self.records.items()
            if uri.startswith(f"at://{OUR_DID}/{BLOCK}/")
        )


def tid(number: int) -> str:
    return "".join(SIGNS[number >> shift & 31] for shift in range(60, -1, -5))


def ref(record: Fields) -> Fields:
    return {"uri": record["uri"], "cid": record["cid"]}


def cid_of(value: Fields) -> str:
    digest = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
    return f"bafyrei{digest[:52]}"


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
