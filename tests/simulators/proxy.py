"""A proxy on loopback before a judge: cuts a connection at any point, and lets answers wait.

    client ── request ──► proxy ── request ──► judge
           ◄── answer ──        ◄── answer ──

One request to a connection, as the judge's connector makes them. Only the standard library.
"""

import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import NamedTuple, Self

PIECE = 65_536


class Cut(NamedTuple):
    """Where the next connection breaks: after so many bytes of one direction."""

    #: "request": the judge gets so many bytes; "answer": it gets all, and we hear so many. Below
    #: zero: all but so many
    of: str
    after: int
    #: with a reset, not a clean end
    is_reset: bool = False


class Proxy:
    """Passes on, cuts and delays."""

    def __init__(self, port: int) -> None:
        self.judge_port = port
        #: the next connections that carry a POST break like this
        self.cuts: list[Cut] = []
        #: seconds before a POST is passed on
        self.delay_s = 0.0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # whoever waits for the next connection still holds the port
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            request = _whole(client)
            cut = None
            if request.startswith(b"POST"):
                time.sleep(self.delay_s)
                with self._turn:
                    cut = self.cuts.pop(0) if self.cuts else None
            with socket.create_connection(("127.0.0.1", self.judge_port)) as judge:
                if cut is not None and cut.of == "request":
                    judge.sendall(request[: cut.after])
                    _end(judge, is_reset=True)
                    _end(client, is_reset=cut.is_reset)
                    return
                judge.sendall(request)
                answer = _whole(judge)
            client.sendall(answer if cut is None else answer[: cut.after])
            if cut is not None:
                _end(client, is_reset=cut.is_reset)


def _whole(connection: socket.socket) -> bytes:
    """One message: its head, and as much body as that announces."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = connection.recv(PIECE)
        if not piece:
            return got
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        piece = connection.recv(PIECE)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n" + body


def _end(connection: socket.socket, *, is_reset: bool) -> None:
    if is_reset:
        # no lingering: the other side sees a reset
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00"
        )
    connection.close()
