"""Slack's Socket Mode: the websockets that an app keeps open, and what goes over them.

A connection is asked for with `apps.connections.open`; its address works once. Each envelope goes
to one connection. Connections are numbered in the order in which they came, from 0.
"""

import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from tests.simulators.server import Fields

#: open connections of one app
MOST = 10
HOST = "applink-simulated"
#: a reset instead of a clean end
_NO_LINGER = struct.pack("ii", 1, 0)


@dataclass(kw_only=True)
class Link:
    """One websocket."""

    number: int
    app_id: str
    connection: ServerConnection
    is_open: bool = True
    #: anything but acknowledgements that the app sent
    odd: int = 0

    def as_json(self) -> Fields:
        return {"number": self.number, "app_id": self.app_id, "is_open": self.is_open}


class Socket:
    """Every websocket of every app."""

    def __init__(self, on_frame: Callable[[int, Fields], None]) -> None:
        #: told of every frame that came: which connection, and what it said
        self._on_frame = on_frame
        self._tickets: dict[str, str] = {}
        self._turn = threading.Lock()
        self.links: list[Link] = []
        self._server = serve(self._serve, "127.0.0.1", 0, compression=None, max_size=None)
        self.port: int = self._server.socket.getsockname()[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def address_for(self, app_id: str, ticket: str) -> str:
        """Where the next connection of that app may be opened, once."""
        self._tickets[ticket] = app_id
        return f"ws://127.0.0.1:{self.port}/link/?ticket={ticket}&app_id={app_id}"

    def send(self, app_id: str, said: Fields, to: int | None = None) -> int | None:
        """To that connection, or to the newest that is open; which it was, None: nobody listens."""
        for link in reversed(self._open(app_id)):
            if to is not None and link.number != to:
                continue
            with suppress(ConnectionClosed, OSError):
                link.connection.send(json.dumps(said))
                return link.number
        return None

    def disconnect(self, app_id: str, reason: str, to: int | None = None) -> None:
        """Slack asks the app to come back on another connection; it does not close this one yet."""
        said = {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}
        self.send(app_id, said, to)

    def ping(self, app_id: str, seconds: float) -> list[int]:
        """The open connections of that app that answer a ping within so many seconds."""
        waiting = [(link.number, link.connection.ping()) for link in self._open(app_id)]
        end = time.monotonic() + seconds
        return [number for number, pong in waiting if pong.wait(max(0, end - time.monotonic()))]

    def drop(self, app_id: str, *, how: str, to: int | None = None) -> None:
        """Ends connections: `closed` with a goodbye, `cut` with a reset, `half` in mid-frame."""
        for link in self._open(app_id):
            if to is not None and link.number != to:
                continue
            raw = link.connection.socket
            # a goodbye takes a moment; whatever else ends it has ended it
            link.is_open = how == "closed"
            with suppress(OSError):
                match how:
                    case "closed":
                        # whoever is told goodbye may first ask for another connection
                        threading.Thread(target=link.connection.close, daemon=True).start()
                    case "half":
                        # announces 1,000 bytes, gives a few, and is gone
                        raw.sendall(b"\x81\x7e" + struct.pack("!H", 1000) + b'{"envelope_id": "')
                        _reset(raw)
                    case "silent":
                        # a clean end below, without the goodbye of a websocket
                        raw.shutdown(socket.SHUT_RDWR)
                    case _:
                        _reset(raw)

    def _open(self, app_id: str) -> list[Link]:
        with self._turn:
            return [link for link in self.links if link.app_id == app_id and link.is_open]

    def _serve(self, connection: ServerConnection) -> None:
        assert connection.request is not None
        query = parse_qs(urlsplit(connection.request.path).query)
        app_id = self._tickets.pop(query.get("ticket", [""])[0], "")
        if not app_id:
            connection.close(1008, "no such ticket")
            return
        with self._turn:
            others = [one for one in self.links if one.app_id == app_id and one.is_open]
            link = Link(number=len(self.links), app_id=app_id, connection=connection)
            self.links.append(link)
        with suppress(ConnectionClosed, OSError):
            if len(others) >= MOST:
                said = {"type": "disconnect", "reason": "too_many_websockets"}
                connection.send(json.dumps(said))
            else:
                connection.send(json.dumps(_hello(app_id, len(others) + 1)))
                self._listen(link)
        link.is_open = False

    def _listen(self, link: Link) -> None:
        for frame in link.connection:
            try:
                said = json.loads(frame)
            except ValueError:
                link.odd += 1
                continue
            self._on_frame(link.number, said)


def _hello(app_id: str, connections: int) -> Fields:
    about = {"host": HOST, "build_number": 10, "approximate_connection_time": 18_060}
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": about,
        "connection_info": {"app_id": app_id},
    }


def _reset(raw: socket.socket) -> None:
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    raw.shutdown(socket.SHUT_RD)
    raw.close()
