"""Where a feed may be read from, and where it may lead us.

The owner's own address may be anywhere, also in the shop's network. A redirect is a stranger's
wish: it may lead to another public place, never into a private network.
"""

from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from monitor.errors import ConnectorError
from monitor.http import LONGEST_URL, as_address, is_loopback, is_public

_KEPT = "%/:=&?~#+!$,;'@()*[]"
#: the addresses behind a name; Raises OSError
LookUp = Callable[[str, int], list[str]]


def feed_url(written: str) -> str:
    """The address of a feed; https, or http to this machine only.

    Raises ValueError: what is wrong, and after "; " what to write.
    """
    url = written.strip()
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("https", "http") or not host or len(url) > LONGEST_URL:
        raise ValueError(f"`{url[:200]}` is no address; write it like `https://blog.example/feed`")
    if any(sign <= " " for sign in url):
        raise ValueError(f"`{url}` holds a space; write one address in each pair of quotes")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address holds no password; use a feed that needs none")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(f"`{url}` is not encrypted; write `https://{url.partition('//')[2]}`")
    return url


def host_of(url: str) -> str:
    """The name of the machine, without `www.`; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def redirected(url: str, location: str, first: str) -> str:
    """Where a redirect leads. Raises ConnectorError where we do not follow."""
    try:
        target = urljoin(url, location.strip())
        parts = urlsplit(target)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise ConnectorError("it leads to an address that cannot be read") from None
    is_local = is_loopback(urlsplit(first).hostname or "")
    if parts.scheme not in ("https", "http") or not host or len(target) > LONGEST_URL:
        raise ConnectorError("it leads to something that is no web address")
    if parts.username is not None or parts.password is not None:
        raise ConnectorError("it leads to an address with a password in it")
    if parts.scheme == "http" and not (is_local and is_loopback(host)):
        raise ConnectorError("it leads to an address that is not encrypted")
    return target


def addresses_of(url: str, first: str, look_up: LookUp) -> list[str]:
    """The addresses of the machine to ask. Raises ConnectorError where we do not go, OSError."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    asked = (urlsplit(first).hostname or "").lower()
    found = [host] if as_address(host) is not None else look_up(host, port)
    is_free = host.lower() == asked or (is_loopback(asked) and all(map(is_loopback, found)))
    if not is_free and not all(map(is_public, found)):
        raise ConnectorError("it leads into a private network")
    return found


def as_asked(url: str) -> str:
    """Path and query as they go over the wire."""
    parts = urlsplit(url)
    return quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe=_KEPT)
