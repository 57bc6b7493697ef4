"""What reads like a link: a web address, or a word that a platform may turn into one.

We err to the side of finding one: "thanks.We" is a domain to some platforms.
"""

import re
import unicodedata

#: "https://shop.example/a?b", without the full stop that ends its sentence
WEB_ADDRESS = re.compile(r"https?://[!#-;=?-~]*[#$%&*+/=@\w~-]", re.IGNORECASE | re.ASCII)
#: "shop.example", "shop.example/a": a dot with a name before it and letters after it
BARE_DOMAIN = re.compile(r"(?<!\w)(?:\w[\w-]*[.\u3002])+[^\W\d_]{2,}(?::\d+)?(?:/[^\s<>\"]*)?")

_ANY_LINK = re.compile(
    rf"[a-z][a-z0-9+.-]*://[^\s<>\"]*|(?:mailto|javascript|data|tel):\S+|{BARE_DOMAIN.pattern}"
    r"|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])(?:[:/]\S*)?",
    re.IGNORECASE,
)


def links_in(text: str) -> tuple[str, ...]:
    """Everything that reads like a link, without the full stop that ends its sentence."""
    # full-width letters and dots look and work like plain ones
    plain = unicodedata.normalize("NFKC", text)
    return tuple(link.rstrip(".,;:!?)'\u2019\u201d") for link in _ANY_LINK.findall(plain))
