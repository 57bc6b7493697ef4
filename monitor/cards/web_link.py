"""Links on a card: only ordinary web addresses; nobody follows anything else from there."""

from urllib.parse import quote, urlsplit

LONGEST = 2_000
#: signs of an address that would end it, or mean something, where it is written
_SAFE = "%/:=&?~#+!$,;@"


def web_link(url: str) -> str:
    """The address as it may be linked; empty: it is no ordinary one."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    is_ordinary = parts.scheme == "https" and host.isascii() and "." in host and len(url) < LONGEST
    if not is_ordinary or parts.username is not None or any(sign <= " " for sign in url):
        return ""
    return quote(url, safe=_SAFE)
