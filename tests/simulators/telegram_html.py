"""Telegram's HTML, read as strictly as Telegram does; and what it makes of a text by itself."""

import html
import re
from dataclasses import dataclass

#: tags and what they are called as formats
TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "del": "strikethrough",
    "strike": "strikethrough",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
#: nothing may stand in these, and Telegram looks for nothing there
CLOSED = ("code", "pre")
_TAG = re.compile(r"<(/?)([a-zA-Z-]+)((?:\s+[a-z-]+(?:=\"[^\"]*\")?)*)\s*>")
_HREF = re.compile(r"href=\"([^\"]*)\"")
_NAMED = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")

#: what Telegram finds by itself (TDLib's MessageEntity.cpp, in the same order)
FOUND = {
    "mention": r"(?<!\w)@\w{2,32}",
    "bot_command": r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/<>])",
    "hashtag": r"(?<![\w\u200c])#(?=[\w\u200c]*[^\W\d])[\w\u200c]{1,256}",
    "cashtag": r"(?<![$\w])\$(?:1INCH|[A-Z]{1,8})(?![$\w])",
    "email": r"[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}",
    "url": r"(?:\w+://[^\s\u2060/][^\s\u2060]*|[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}|\d+\.\d+\.\d+\.\d+)",
    "phone_number": r"\+\d[\d ()-]{6,}",
}


class BadText(Exception):
    """Telegram does not take it; the words are Telegram's."""


@dataclass(frozen=True)
class Format:
    """One entity: what it is and where, in characters of the text."""

    sort: str
    begin: int
    end: int
    url: str = ""


@dataclass(frozen=True)
class Shown:
    """A message as people see it."""

    text: str
    formats: tuple[Format, ...]
    #: what Telegram made of it by itself: sort and text
    found: tuple[tuple[str, str], ...]


def shown(written: str) -> Shown:
    """What Telegram shows. Raises BadText."""
    text, at = "", 0
    formats: list[Format] = []
    open_tags: list[tuple[str, int, str]] = []
    for tag in re.finditer(r"<", written):
        if tag.start() < at:
            continue
        text += _plain(written[at : tag.start()])
        match = _TAG.match(written, tag.start())
        if match is None:
            raise BadText(f"can't parse entities: unsupported start tag at byte {tag.start()}")
        closes, name, attributes = match[1], match[2].lower(), match[3]
        if name not in TAGS:
            raise BadText(f'can\'t parse entities: Unsupported start tag "{name}"')
        if closes:
            if not open_tags or open_tags[-1][0] != name:
                raise BadText(f'can\'t parse entities: unexpected end tag "{name}"')
            _, begin, url = open_tags.pop()
            if text[begin:].strip():
                formats.append(Format(TAGS[name], begin, len(text), url))
        else:
            if any(TAGS[one[0]] in CLOSED for one in open_tags):
                raise BadText("can't parse entities: a format inside of code")
            href = _HREF.search(attributes)
            url = html.unescape(href[1]) if href else ""
            if name == "a" and not re.match(r"(https?://[^\s/]+\.[^\s/]+|tg://user\?id=\d+)", url):
                raise BadText("can't parse entities: a link that leads nowhere")
            open_tags.append((name, len(text), url))
        at = match.end()
    text += _plain(written[at:])
    if open_tags:
        raise BadText(f"can't parse entities: can't find end tag for \"{open_tags[-1][0]}\"")
    if not text.strip():
        raise BadText("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise BadText("message is too long")
    kept = tuple(formats[:100])
    return Shown(text, kept, _found(text, kept))


def _plain(part: str) -> str:
    if ">" in part:
        raise BadText("can't parse entities: a `>` that is not written as &gt;")
    for bare in re.finditer("&", part):
        if not _NAMED.match(part, bare.start()):
            raise BadText("can't parse entities: a `&` that is not written as &amp;")
    return html.unescape(part)


def _found(text: str, formats: tuple[Format, ...]) -> tuple[tuple[str, str], ...]:
    closed = [one for one in formats if one.sort in CLOSED]
    made = []
    for sort, pattern in FOUND.items():
        for one in re.finditer(pattern, text):
            if not any(part.begin < one.end() and one.start() < part.end for part in closed):
                made.append((sort, one[0]))
    return tuple(made)
