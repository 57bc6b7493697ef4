"""How requests travel: never sent on to another address, and no answer without an end.

The library follows redirects, a write's too; here a redirect is an answer like any other. It also
refuses a whole page for half a character in one post, so pages reach us as bytes, to be read by us.
"""

import time
from collections.abc import Iterator

import httpx

#: bytes of an answer; a page of a hundred posts has less than a twentieth
MOST = 16_000_000
#: seconds for a whole answer, however slowly it drips
LONGEST = 60.0
#: what the library reads itself: its session
OWN = "/xrpc/com.atproto.server."


class Transport(httpx.HTTPTransport):
    """One request, one attempt."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        answer.headers.pop("location", None)
        if answer.is_success and OWN not in request.url.path:
            answer.headers["content-type"] = "application/octet-stream"
        assert isinstance(answer.stream, httpx.SyncByteStream)  # it came over a socket
        answer.stream = _WithEnd(answer.stream)
        return answer


class _WithEnd(httpx.SyncByteStream):
    """A body that ends, by its size or by the clock."""

    def __init__(self, body: httpx.SyncByteStream) -> None:
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        left, until = MOST, time.monotonic() + LONGEST
        for part in self._body:
            left -= len(part)
            if left < 0:
                raise httpx.ReadError("the answer is too long")
            if time.monotonic() > until:
                raise httpx.ReadTimeout("the answer takes too long")
            yield part

    def close(self) -> None:
        self._body.close()
