"""How long a text is, by the counting of the platform it is for.

Where a platform's own rule needs data we do not carry (which words X takes for a domain, which
emoji sequences are known), we count the longer of the two.
"""

import re
import unicodedata

from monitor.domain.links import BARE_DOMAIN, WEB_ADDRESS
from monitor.domain.platform import Counting, Platform

#: X and Mastodon count every URL as one of t.co's length
URL_LENGTH = 23
#: Bluesky takes 300 graphemes and no more than that many bytes
MAX_BYTES = 3000
EMOJI_WEIGHT = 2
#: the ranges that X counts once; everything else counts twice
LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))

_MENTION_WITH_SERVER = re.compile(r"(?<![/\w])(@[a-z0-9_]+)@[a-z0-9.-]*[a-z0-9]", re.IGNORECASE)
#: each of these is one sign of its own and no emoji, whatever stands beside it
_PLAIN = re.compile("[^\r\u00a9\u00ae\u0300-\u200f\u2028-\U0010ffff]*")
_EMOJI = r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3"


def length(text: str, counting: Counting) -> int:
    """The length by that counting."""
    match counting:
        case Counting.WEIGHTED:
            return _weighted(unicodedata.normalize("NFC", text))
        case Counting.GRAPHEMES:
            return len(_graphemes(text))
        case Counting.MASTODON:
            text = WEB_ADDRESS.sub("x" * URL_LENGTH, text)
            return len(_graphemes(_MENTION_WITH_SERVER.sub(r"\1", text)))
        case Counting.CHARACTERS:
            return len(text)


def fits(text: str, platform: Platform) -> bool:
    """The platform takes a text of that length."""
    if platform.counting is Counting.GRAPHEMES and _bytes(text) > MAX_BYTES:
        return False
    return length(text, platform.counting) <= platform.max_length


def _weighted(text: str) -> int:
    text, addresses = WEB_ADDRESS.subn(" ", text)
    total = addresses * (URL_LENGTH - 1)
    for domain in BARE_DOMAIN.findall(text):
        total += max(0, URL_LENGTH - _weight(domain))
    return total + _weight(text)


def _weight(text: str) -> int:
    if _PLAIN.fullmatch(text):
        return sum(map(_sign_weight, text))
    import regex

    return sum(
        EMOJI_WEIGHT if regex.search(_EMOJI, sign) else sum(map(_sign_weight, sign))
        for sign in _graphemes(text)
    )


def _sign_weight(sign: str) -> int:
    return 1 if any(first <= ord(sign) <= last for first, last in LIGHT) else 2


def _graphemes(text: str) -> list[str]:
    """What a reader sees as one sign each."""
    if _PLAIN.fullmatch(text):
        return list(text)
    import regex

    return regex.findall(r"\X", text)


def _bytes(text: str) -> int:
    return len(text.encode(errors="surrogatepass"))
