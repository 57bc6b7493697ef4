"""What in a text can be clicked: its links, and the name of the one it is for.

Bluesky finds neither by itself. Places are counted in bytes of UTF-8.
"""

import re

from connectors._bluesky import names
from monitor.domain.delivery import Outgoing
from monitor.domain.links import WEB_ADDRESS


def facets(outgoing: Outgoing) -> list[dict[str, object]]:
    """The marks of an outgoing text, in order."""
    text = outgoing.text
    found = [
        _mark(text, *match.span(), "link", "uri", match[0].rstrip(".,;:!?)"))
        for match in WEB_ADDRESS.finditer(text)
        if match[0].startswith(("https://", "http://"))
    ]
    try:
        did = names.did_of(outgoing.author_id)
    except ValueError:
        did = ""
    if did and outgoing.handle:
        name = re.compile(rf"(?<![\w@.-])@{re.escape(outgoing.handle)}(?![\w@-]|\.\w)", re.I)
        found += [
            _mark(text, *match.span(), "mention", "did", did) for match in name.finditer(text)
        ]
    return [mark for _, mark in sorted(found, key=lambda one: one[0])]


def _mark(
    text: str, start: int, end: int, kind: str, key: str, value: str
) -> tuple[int, dict[str, object]]:
    if kind == "link":
        end = start + len(value)
    first, last = len(text[:start].encode()), len(text[:end].encode())
    feature = {"$type": f"app.bsky.richtext.facet#{kind}", key: value}
    return first, {"index": {"byteStart": first, "byteEnd": last}, "features": [feature]}
