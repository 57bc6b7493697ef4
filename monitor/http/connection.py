"""One HTTP connection to addresses that were looked up and judged before, bounded in its time."""

import http.client
import socket
import ssl
import time
from urllib.parse import urlsplit

from monitor import http as monitor_http


class Connection(http.client.HTTPConnection):
    """To an address that was looked up and judged before: nobody can give another one now."""

    def __init__(self, url: str, addresses: list[str], ends_at: float) -> None:
        parts = urlsplit(url)
        self.is_encrypted = parts.scheme == "https"
        self.default_port = 443 if self.is_encrypted else 80
        # http.client wants a name in ASCII; an address in brackets is taken out of them
        host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
        super().__init__(host, parts.port or self.default_port)
        self.addresses = addresses
        self.ends_at = ends_at
        self.hang_up: monitor_http.HangUp | None = None

    def connect(self) -> None:
        connect_for, silence = monitor_http.TIMEOUT
        self.sock = _connected(self.addresses, self.port, connect_for)
        self.sock.settimeout(silence)
        left = max(0.1, self.ends_at - time.monotonic())
        self.hang_up = monitor_http.HangUp(self.sock, left)
        if self.is_encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    @property
    def is_over(self) -> bool:
        """It took too long, and we hung up."""
        return self.hang_up is not None and self.hang_up.is_over

    def finish(self) -> None:
        """Not `close`: the library calls that before the answer was read."""
        if self.hang_up is not None:
            self.hang_up.cancel()
        self.close()


def _connected(addresses: list[str], port: int, timeout: float) -> socket.socket:
    """The first one that answers. Raises OSError."""
    problem = OSError("the name has no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=timeout)
        except OSError as error:
            problem = error
    raise problem
