"""What every connector's HTTP has in common: a timeout, a name, and an address that is safe.

A library's own defaults are never trusted: some wait for ever, some sleep and send again.
"""

import contextlib
import ipaddress
import socket
import threading
from urllib.parse import urlsplit

from monitor import __version__

#: seconds to connect, seconds without a byte
TIMEOUT = (5.0, 20.0)
#: seconds for all of a conversation, with one who sends a byte now and then
DEADLINE = 60.0
LONGEST_URL = 2_000
#: how we call ourselves
USER_AGENT = f"complaint-monitor/{__version__}"


def base_url(written: str) -> str:
    """The address of a server without its trailing slash; https, or http to this machine only.

    Raises ValueError: what is wrong, and after "; " what to write.
    """
    url = written.strip()
    parts = urlsplit(url if "//" in url else f"https://{url}")
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError(f"`{written}` is no address; write it like `https://mastodon.example`")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no password; give the secret's name instead")
    if parts.query or parts.fragment:
        raise ValueError(f"`{written}` has a `?` or `#`; write the server's address alone")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError(f"`{written}` is not encrypted; write `https://{parts.netloc}`")
    return parts.geturl().rstrip("/")


def web_address(written: str) -> str:
    """A whole address, with its path; https or http, which of the two is for the caller to judge.

    Raises ValueError: what is wrong, and after "; " what to write.
    """
    url = written.strip()
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("https", "http") or not host or len(url) > LONGEST_URL:
        raise ValueError("this is no web address; write it like `https://shop.example/hook`")
    if any(sign <= " " for sign in url) or parts.fragment:
        raise ValueError("this holds a space or a `#`; write the address alone")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no password; give the secret's name instead")
    return url


def look_up(host: str, port: int) -> list[str]:
    """The addresses behind a name, as the name service says. Raises OSError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise OSError("no such name") from None
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def as_address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address itself, or the one that an IPv6 address carries; None for a name."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo[1] if address.teredo is not None else None
        carried = address.ipv4_mapped or address.sixtofour or teredo
        if carried is None and address in ipaddress.IPv6Network("64:ff9b::/96"):
            carried = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return carried or address
    return address


def is_public(host: str) -> bool:
    """An address that everybody can reach."""
    address = as_address(host)
    return address is not None and address.is_global and not address.is_multicast


def is_loopback(host: str) -> bool:
    """This machine itself: nothing leaves it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def storable(text: str) -> str:
    """A stranger's text as every database keeps it: no NUL, no halves of characters."""
    if "\0" not in text and text.isascii():
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\ufffd")


class HangUp:
    """Ends a conversation that takes too long, whatever its other side sends; `cancel` when done.

    A timeout counts the silence only, so a byte every now and then would keep us for ever.
    """

    def __init__(self, connection: socket.socket, after: float | None = None) -> None:
        #: the same connection, which stays ours when TLS takes the socket over, or took it over
        self._line = socket.fromfd(connection.fileno(), connection.family, connection.type)
        #: that is why nothing came any more
        self.is_over = False
        self._timer = threading.Timer(DEADLINE if after is None else after, self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self) -> None:
        self._timer.cancel()
        self._timer.join()
        self._line.close()

    def _hang_up(self) -> None:
        self.is_over = True
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
