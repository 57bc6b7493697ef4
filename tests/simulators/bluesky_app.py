"""What the app shows (`app.bsky`): notifications, posts, searches, profiles, mutes."""

import json
from typing import Any

from tests.simulators.bluesky_network import (
    BLOCK,
    GATE,
    OUR_DID,
    POST,
    Network,
    XrpcError,
)
from tests.simulators.server import Fields

Asked = dict[str, list[str]]


class App:
    """The view of our account."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def answer(self, method: str, asked: Asked, body: Any) -> Fields:
        match method:
            case "app.bsky.notification.listNotifications":
                return self._notifications(asked)
            case "app.bsky.feed.getPosts":
                if len(asked["uris"]) > 25:
                    raise XrpcError(400, "InvalidRequest", "uris must not have more than 25")
                found = [self._post(uri) for uri in asked["uris"] if self._is_shown(uri)]
                return {"posts": found}
            case "app.bsky.feed.searchPosts":
                return self._search(asked)
            case "app.bsky.actor.getProfile":
                return self._profile(asked["actor"][0])
            case "app.bsky.actor.getProfiles":
                if len(asked["actors"]) > 25:
                    raise XrpcError(400, "InvalidRequest", "actors must not have more than 25")
                known = [one for one in asked["actors"] if one in self.network.accounts]
                return {"profiles": [self._profile(one) for one in known]}
            case "app.bsky.graph.muteActor":
                self.network.muted.add(body["actor"])
                return {}
            case "app.bsky.graph.unmuteActor":
                self.network.muted.discard(body["actor"])
                return {}
        raise XrpcError(501, "MethodNotImplemented", "Method Not Implemented")

    # --- listings -----------------------------------------------------------------------------

    def _notifications(self, asked: Asked) -> Fields:
        if "seenAt" in asked:
            raise XrpcError(400, "InvalidRequest", "The seenAt parameter is unsupported")
        hidden = self._hidden()
        found = []
        for uri, record in self.network.records.items():
            did = uri.split("/")[2]
            reason = self._reason(record["value"])
            if did == OUR_DID or f"/{POST}/" not in uri or reason not in asked["reasons"]:
                continue
            if did in self.network.muted or self.network.is_blocked_by_us(did) or uri in hidden:
                continue
            found.append((self._sorted_at(record), record["order"], reason, record))
        found.sort(key=lambda one: one[:2], reverse=True)
        page, cursor = _page(found, asked)
        shown = [
            {
                "uri": record["uri"],
                "cid": record["cid"],
                "author": self._author(record["uri"].split("/")[2]),
                "reason": reason,
                "record": record["value"],
                "isRead": False,
                "indexedAt": sorted_at,
            }
            for sorted_at, _, reason, record in page
        ]
        return {"notifications": shown, **cursor}

    def _sorted_at(self, record: Fields) -> str:
        """The earlier one of what the author claims and when it came in."""
        return min(str(record["value"]["createdAt"]), str(record["indexedAt"]))

    def _reason(self, value: Fields) -> str:
        if f"at://{OUR_DID}/" in json.dumps(value.get("reply")):
            return "reply"
        features = [f for facet in value.get("facets") or () for f in facet["features"]]
        if any(feature.get("did") == OUR_DID for feature in features):
            return "mention"
        quoted = ((value.get("embed") or {}).get("record") or {}).get("uri") or ""
        return "quote" if f"at://{OUR_DID}/" in quoted else ""

    def _hidden(self) -> set[str]:
        gates = [r["value"] for uri, r in self.network.records.items() if f"/{GATE}/" in uri]
        return {uri for gate in gates for uri in gate.get("hiddenReplies") or ()}

    def _search(self, asked: Asked) -> Fields:
        words = asked["q"][0].lower()
        found = [
            (self._sorted_at(record), record["order"], uri)
            for uri, record in self.network.records.items()
            if f"/{POST}/" in uri and words in str(record["value"].get("text")).lower()
        ]
        found.sort(reverse=True)
        page, cursor = _page(found, asked)
        return {"posts": [self._post(uri) for *_, uri in page if self._is_shown(uri)], **cursor}

    # --- views --------------------------------------------------------------------------------

    def _is_shown(self, uri: str) -> bool:
        if uri not in self.network.records:
            return False
        account = self.network.accounts.get(uri.split("/")[2], {})
        return not account.get("isBlockingUs")

    def _post(self, uri: str) -> Fields:
        record = self.network.records[uri]
        author = self._author(uri.split("/")[2])
        root = _root(record["value"]) or uri
        viewer = {"replyDisabled": True} if {root, uri} & self.network.closed else {}
        return {
            "uri": uri,
            "cid": record["cid"],
            "author": author,
            "record": record["value"],
            "indexedAt": self._sorted_at(record),
            "replyCount": 0,
            "viewer": viewer,
            **({"embed": record["value"]["view"]} if "view" in record["value"] else {}),
        }

    def _author(self, did: str) -> Fields:
        account = self.network.accounts[did]
        shown = {key: account[key] for key in ("did", "handle", "displayName", "labels")}
        created = account.get("createdAt", "2023-05-01T10:00:00.000Z")
        return {**shown, "createdAt": created, "viewer": self._viewer(did)}

    def _viewer(self, did: str) -> Fields:
        blocks = [
            uri
            for uri, record in self.network.records.items()
            if uri.startswith(f"at://{OUR_DID}/{BLOCK}/") and record["value"]["subject"] == did
        ]
        viewer: Fields = {"muted": did in self.network.muted, "blockedBy": False}
        return {**viewer, "blocking": blocks[-1]} if blocks else viewer

    def _profile(self, actor: str) -> Fields:
        if actor not in self.network.accounts:
            raise XrpcError(400, "InvalidRequest", "Profile not found")
        return {**self._author(actor), "followersCount": self.network.accounts[actor]["followers"]}


def _page(found: list[Any], asked: Asked) -> tuple[list[Any], Fields]:
    """Keyed on the moment alone, as the network does it."""
    after = (asked.get("cursor") or [""])[0]
    if after and not after.startswith("20"):
        raise XrpcError(400, "InvalidRequest", "Malformed cursor")
    rest = [one for one in found if not after or one[0] < after]
    page = rest[: int((asked.get("limit") or ["50"])[0])]
    return page, ({"cursor": page[-1][0]} if len(rest) > len(page) else {})


def _root(value: Fields) -> str:
    """What it stands under; records of strangers have any shape."""
    try:
        return str(value["reply"]["root"]["uri"])
    except (KeyError, TypeError):
        return ""
