"""The server that keeps our account: sessions and records (`com.atproto.server`, `.repo`)."""

import base64
import json
import time
from typing import Any

from tests.simulators.bluesky_network import (
    OUR_DID,
    OUR_HANDLE,
    POST,
    TID,
    Network,
    XrpcError,
    cid_of,
)
from tests.simulators.server import Fields, Request

PASSWORD = "abcd-efgh-ijkl-mnop"
HOURS_2 = 7200


class Server:
    """Our account's own server."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.password = PASSWORD
        #: the app password may read private messages
        self.is_privileged = True
        #: tokens run out after so many seconds of the machine's clock
        self.lasts = HOURS_2
        self.did_doc: Fields | None = None
        self._access: set[str] = set()
        self._refresh: set[str] = set()
        self._made = 0
        self.logins = 0

    def change(self, asked: Fields) -> None:
        """`expire`: access tokens; `revoke`: all; or what stands in a field."""
        if asked.pop("expire", False):
            self._access.clear()
        if asked.pop("revoke", False):
            self._access.clear()
            self._refresh.clear()
        for key, value in asked.items():
            setattr(self, key, value)

    # --- sessions -----------------------------------------------------------------------------

    def session(self, method: str, request: Request, body: Any) -> Fields:
        match method.rpartition(".")[2]:
            case "createSession":
                self.logins += 1
                if body["identifier"] not in (OUR_HANDLE, OUR_DID):
                    raise XrpcError(401, "AuthenticationRequired", "Invalid identifier or password")
                if body["password"] != self.password:
                    raise XrpcError(401, "AuthenticationRequired", "Invalid identifier or password")
                return self._new()
            case "refreshSession":
                token = _bearer(request)
                if token not in self._refresh:
                    raise XrpcError(400, "ExpiredToken", "Token has been revoked")
                self._refresh.discard(token)
                return self._new()
            case "getSession":
                self.check(request)
                return {"did": OUR_DID, "handle": OUR_HANDLE}
        raise XrpcError(501, "MethodNotImplemented")

    def _new(self) -> Fields:
        access, refresh = self._token("access"), self._token("refresh")
        self._access.add(access)
        self._refresh.add(refresh)
        made = {"accessJwt": access, "refreshJwt": refresh, "handle": OUR_HANDLE, "did": OUR_DID}
        return {**made, "didDoc": self.did_doc} if self.did_doc else made

    def _token(self, scope: str) -> str:
        self._made += 1
        payload = {"scope": scope, "sub": OUR_DID, "exp": int(time.time()) + self.lasts}
        parts = [{"alg": "none"}, {**payload, "jti": str(self._made)}]
        return ".".join([*(_b64(json.dumps(part).encode()) for part in parts), _b64(b"sig")])

    def check(self, request: Request, *, is_chat: bool = False) -> None:
        """The token is good, as the server says it: a 400 when it is not."""
        token = _bearer(request)
        if not token:
            raise XrpcError(401, "AuthMissing", "Authentication Required")
        if token not in self._access:
            raise XrpcError(400, "ExpiredToken", "Token has expired")
        if is_chat and not self.is_privileged:
            raise XrpcError(400, "InvalidToken", "Bad token method")

    # --- records ------------------------------------------------------------------------------

    def records(self, method: str, asked: dict[str, list[str]], body: Any) -> Fields:
        given = {key: values[0] for key, values in asked.items()} or body
        place = f"at://{given['repo']}/{given['collection']}/{given.get('rkey')}"
        match method.rpartition(".")[2]:
            case "getRecord":
                found = self.network.records.get(place)
                if found is None:
                    raise XrpcError(400, "RecordNotFound", f"Could not locate record: {place}")
                return {key: found[key] for key in ("uri", "cid", "value")}
            case "listRecords":
                return self._listed(given)
        if given["repo"] != OUR_DID:
            raise XrpcError(403, "Forbidden", "not your repository")
        match method.rpartition(".")[2]:
            case "putRecord":
                return self._put(place, given)
            case "createRecord":
                if place in self.network.records:
                    raise XrpcError(500, "InternalServerError", "Internal Server Error")
                return self._put(place, given)
            case "deleteRecord":
                self.network.delete(place)
                return {}
        raise XrpcError(501, "MethodNotImplemented")

    def _put(self, place: str, given: Fields) -> Fields:
        key, value = given["rkey"], given["record"]
        if not TID.fullmatch(key):
            raise XrpcError(400, "InvalidRequest", f"Invalid record key: Invalid TID string: {key}")
        if given["collection"] == POST and len(value["text"]) > 300:
            many = f"grapheme too big (maximum 300, got {len(value['text'])})"
            raise XrpcError(400, "InvalidRequest", f"Invalid {POST} record: {many}")
        before = self.network.records.get(place)
        if "swapRecord" in given and given["swapRecord"] != (before and before["cid"]):
            raise XrpcError(400, "InvalidSwap", f"Record was at {before and before['cid']}")
        if before is not None and before["cid"] == cid_of(value):
            return {"uri": place, "cid": before["cid"]}
        written = self.network.put(place, value)
        commit = {"cid": written["cid"], "rev": self.network.tid()}
        return {"uri": place, "cid": written["cid"], "commit": commit}

    def _listed(self, given: Fields) -> Fields:
        start = f"at://{given['repo']}/{given['collection']}/"
        uris = sorted((uri for uri in self.network.records if uri.startswith(start)), reverse=True)
        after = given.get("cursor")
        rest = [uri for uri in uris if not after or uri.rpartition("/")[2] < after]
        page = rest[: int(given.get("limit") or 50)]
        records = [
            {key: self.network.records[uri][key] for key in ("uri", "cid", "value")} for uri in page
        ]
        answer: Fields = {"records": records}
        if page:
            answer["cursor"] = page[-1].rpartition("/")[2]
        return answer


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
