"""Links of entries: whole, and unwrapped where a service leads through itself.

A link is only taken apart, never opened.
"""

import re
from urllib.parse import parse_qs, urljoin, urlsplit

from monitor.http import LONGEST_URL

_GOOGLE = re.compile(r"(?:www\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})")
#: a wrapped link in a wrapped link
_DEPTH = 3


def is_google_alert(feed_url: str) -> bool:
    """The feed of a Google Alert: every entry of it was found for the owner's words."""
    parts = urlsplit(feed_url)
    return bool(_GOOGLE.fullmatch(parts.hostname or "")) and parts.path.startswith("/alerts/")


def whole(link: str, base: str) -> str:
    """The address that a person would open; empty when it is none."""
    try:
        found = urljoin(base, link.strip())
        for _ in range(_DEPTH):
            inner = _wrapped(found)
            if not inner:
                break
            found = inner
        parts = urlsplit(found)
    except ValueError:
        return ""
    is_one = parts.scheme in ("http", "https") and parts.hostname
    # a space, a quote or a bracket would end the link where it is shown
    is_plain = not any(sign <= " " or sign in '<>"' for sign in found)
    return found if is_one and is_plain and len(found) <= LONGEST_URL else ""


def _wrapped(url: str) -> str:
    """The address inside a Google link (`…/url?rct=j&url=https://…`); empty for any other."""
    parts = urlsplit(url)
    if parts.path != "/url" or not _GOOGLE.fullmatch(parts.hostname or ""):
        return ""
    asked = parse_qs(parts.query)
    inner = (asked.get("url") or asked.get("q") or [""])[0]
    return inner if inner.startswith(("https://", "http://")) else ""
