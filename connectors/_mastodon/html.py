"""The words of a post, which the server gives as HTML."""

import re
from html import unescape
from html.parser import HTMLParser

#: characters of HTML; ten times what any server allows somebody to write
LONGEST_HTML = 400_000
#: the link that stands in front of a quote, for programs that do not know quotes
QUOTE_LINK = "quote-inline"
_TAG = re.compile(r"<[^<>]*>")
_EMPTY = frozenset({"br", "img", "hr", "wbr", "input", "link", "meta"})
_BLOCKS = frozenset({"p", "div", "blockquote", "pre", "ul", "ol", "h1", "h2", "h3", "h4"})


class _Words(HTMLParser):
    """Collects the text; a paragraph is an empty line, a break is a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        #: how deep we are in what is left out; 0: we are not
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = next((value or "" for key, value in attrs if key == "class"), "").split()
        if self._left_out or QUOTE_LINK in classes:
            self._left_out += tag not in _EMPTY
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS and self.parts:
            self.parts.append("\n\n")
        elif tag == "li":
            self.parts.append("\n- ")

    def handle_endtag(self, tag: str) -> None:
        if self._left_out and tag not in _EMPTY:
            self._left_out -= 1

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.parts.append(data)


def text_of(html: str) -> str:
    """The text as a reader sees it, links in full."""
    words = _Words()
    try:
        words.feed(html[:LONGEST_HTML])
        words.close()
    except AssertionError:
        # what Python's parser does at a declaration that it has never seen
        return unescape(_TAG.sub(" ", html[:LONGEST_HTML])).strip()
    return "".join(words.parts).strip()
