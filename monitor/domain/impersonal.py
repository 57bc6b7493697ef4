"""A text without the handles and addresses in it, for files that leave the database.

Our own handles stay: a text that names us is another one than a text that names somebody. A link
stays a link, and an address of the web says whose post it was. What people are called in plain
words nobody can take out by machine.
"""

import re
from collections.abc import Iterable
from typing import Final

#: what stands in the place of a handle; no list of phrases knows it
SOMEBODY: Final = "somebody"
_LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PLAIN_LINK: Final = "https://example.com"
_AT_HANDLE: Final = re.compile(r"([@＠])(?<!\w.)(\w+(?:[.-]+\w+)*(?:@\w+(?:[.-]+\w+)*)?)")
_REDDIT_HANDLE: Final = re.compile(r"(?<![\w/.-])(/?u/)(\w+(?:-+\w+)*)", re.IGNORECASE)


def impersonal(text: str, ours: Iterable[str] = ()) -> str:
    """The text with `@somebody` for every handle but `ours`, and one link for all links."""
    kept = {handle.lower().lstrip("@") for handle in ours}

    def masked(found: re.Match[str]) -> str:
        return found[0] if found[2].lower() in kept else found[1] + SOMEBODY

    text = _LINK.sub(_PLAIN_LINK, text)
    return _REDDIT_HANDLE.sub(masked, _AT_HANDLE.sub(masked, text))
