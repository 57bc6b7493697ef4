"""Words of a sheet as mrkdwn: strangers' are inert, ours may be strong, and links are only ours.

Every text object is `verbatim`: Slack makes no link, channel or mention of plain text by itself.
"""

from collections.abc import Iterable
from typing import Any

from monitor.domain.cutting import MORE, cut, length
from monitor.domain.inert import for_mrkdwn, plain
from monitor.domain.sheet import Words
from monitor.slack.limits import SECTION

#: between the words of a mark and the mark itself; Slack wants no letter beside it
_JOINER = "\u2060"


def mrkdwn(words: Iterable[Words]) -> str:
    """A line."""
    return "".join(map(_run, words))


def escaped(text: str) -> str:
    """Our own words, in one line: nothing in them is a mention or a link."""
    return plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# Any: JSON for Slack
def text_object(text: str, longest: int = SECTION) -> dict[str, Any]:
    """A mrkdwn text that Slack takes as it is; it takes no empty one."""
    return {"type": "mrkdwn", "text": cut_mrkdwn(text, longest) or "…", "verbatim": True}


def plain_object(text: str, longest: int) -> dict[str, Any]:
    """A plain text; no emoji comes of it."""
    return {"type": "plain_text", "text": cut(plain(text), longest) or " ", "emoji": False}


def _run(words: Words) -> str:
    bare = words.text.strip()
    text = for_mrkdwn(bare) if words.is_strangers else escaped(bare)
    before = " " if words.text[:1].isspace() else ""
    after = " " if bare and words.text[-1:].isspace() else ""
    return f"{before}{_looking(words, text)}{after}" if text else before


def _looking(words: Words, text: str) -> str:
    if words.moment is not None:
        text = f"<!date^{int(words.moment.timestamp())}^{{ago}}|{_label(text)}>"
    elif words.link:
        text = _link(words.link, text)
    if words.is_code:
        return f"`{text.replace('`', _JOINER)}`"
    # a mark of its own would end at the first one in the text
    return f"*{text}*" if words.is_strong and "*" not in text else text


def _link(url: str, text: str) -> str:
    """Only to the web, and only where the address holds nothing that ends a link."""
    if not url.startswith(("https://", "http://")) or any(sign in url for sign in "<>|\n\r \t"):
        return text
    return f"<{url.replace('&', '&amp;')}|{_label(text)}>"


def _label(text: str) -> str:
    """Beside an address or a moment, where a bar would begin the next part."""
    return text.replace("|", "¦")


def cut_mrkdwn(text: str, longest: int) -> str:
    """Cut where no escape and no link is cut through."""
    if length(text) <= longest:
        return text
    shorter = cut(text, longest)
    body = shorter.rpartition(" ")[0].rpartition(" ")[0]
    opened, closed = body.rfind("<"), body.rfind(">")
    if opened > closed:
        body = body[:opened]
    entity = body.rfind("&")
    if entity != -1 and ";" not in body[entity:]:
        body = body[:entity]
    return f"{body.rstrip()} {MORE}"
