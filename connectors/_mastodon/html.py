"""The words of a post, which the server gives as HTML.

Python's own parser takes minutes for what is written to make it do so, hence one expression that
reads every sign once: a tag ends where it ends, or where the next one begins.
"""

import re
from collections.abc import Iterator
from html import unescape

#: characters of HTML; ten times what any server allows somebody to write
LONGEST_HTML = 400_000
#: the link that stands in front of a quote, for programs that do not know quotes
QUOTE_LINK = "quote-inline"
_TAG = re.compile(r"<(/?+)([a-zA-Z][^\s<>/]*+)([^<>]*+)>|<[!?][^<>]*+>")
#: numbers of characters that there are; a longer one breaks Python
_NUMBER = re.compile(r"&#(?=\w{8})")
_EMPTY = frozenset({"br", "img", "hr", "wbr", "input", "link", "meta"})
_BLOCKS = frozenset({"p", "div", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4"})


def text_of(html: str) -> str:
    """The text as a reader sees it, links in full; a paragraph is an empty line, a break a line."""
    parts: list[str] = []
    # how deep we are in what is left out; 0: we are not
    left_out = 0
    for words, is_end, tag, rest in _pieces(html[:LONGEST_HTML]):
        if words and not left_out:
            parts.append(words)
        if left_out or QUOTE_LINK in rest:
            if tag not in _EMPTY:
                left_out += -1 if is_end else 1
        elif tag == "br":
            parts.append("\n")
        elif tag in _BLOCKS and not is_end and parts:
            parts.append("\n\n")
        elif tag == "li" and not is_end:
            parts.append("\n- ")
    return "".join(parts).strip()


def _pieces(html: str) -> Iterator[tuple[str, bool, str, str]]:
    """Words and the tag behind them; the last ones have none."""
    end = 0
    for found in _TAG.finditer(html):
        words, end = _words(html[end : found.start()]), found.end()
        yield words, bool(found[1]), (found[2] or "").lower(), found[3] or ""
    yield _words(html[end:]), True, "", ""


def _words(written: str) -> str:
    return unescape(_NUMBER.sub("&amp;#", written)) if "&" in written else written
