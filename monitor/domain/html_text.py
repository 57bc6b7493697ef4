"""The words and the links of a piece of HTML, as its reader would see them.

For HTML of strangers: nothing of it is run, opened or kept as HTML. One walk from the beginning to
the end, whatever it holds: the standard library's parser takes quadratic time for some of it.
"""

import html
import re

from monitor.domain.values import Value

#: characters of HTML that are looked at
LONGEST_HTML = 300_000
MOST_LINKS = 200
LONGEST_TAG = 10_000
#: their content is for machines
_HIDDEN = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "textarea"})
_LINES = frozenset({"tr", "li", "dt", "dd", "option", "caption"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "center", "div", "dl", "fieldset", "figure"),
        *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav"),
        *("ol", "p", "pre", "section", "table", "ul"),
    }
)
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)")
_HREF = re.compile(r"""\shref\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\salt\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r" ?\n ?(?:\n ?)+")


class Link(Value):
    """A link, and the words one would press."""

    url: str
    words: str


class Shown(Value):
    """What a reader sees."""

    text: str
    links: tuple[Link, ...] = ()


def text_of(source: str) -> str:
    """The words alone."""
    return shown(source).text


def shown(source: str) -> Shown:
    """The words, a line for each line that a reader would see, and the links among them."""
    walk = _Walk(source[:LONGEST_HTML])
    walk.through()
    return Shown(text=_tidy("".join(walk.parts)), links=tuple(walk.links))


class _Walk:
    """From the beginning to the end, never back."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.links: list[Link] = []
        #: the open link: its address, and where its words begin
        self._open: tuple[str, int] | None = None
        #: what was looked for and is not there any more
        self._missing: set[str] = set()

    def through(self) -> None:
        at = 0
        while (begin := self._find("<", at)) >= 0:
            self._say(self.source[at:begin])
            at = self._mark(begin)
        self._say(self.source[at:])
        self._close_link()

    def _mark(self, begin: int) -> int:
        """What begins with `<`; where it ends."""
        if self.source.startswith("<!--", begin):
            return self._after("-->", begin + 4)
        if self.source.startswith("<![CDATA[", begin):
            end = self._find("]]>", begin)
            self.parts.append(_one_line(self.source[begin + 9 : end if end >= 0 else None]))
            return self._after("]]>", begin)
        name = _NAME.match(self.source, begin + 1)
        is_one = name is not None or self.source[begin + 1 : begin + 2] in ("!", "?")
        end = self._end_of_tag(begin) if is_one else -1
        if end < 0:
            self._say("<")
            return begin + 1
        return end + 1 if name is None else self._named(name[0].lower(), begin, end)

    def _named(self, name: str, begin: int, end: int) -> int:
        """A tag; where it ends, with its content where that is not shown."""
        inside, tag = self.source[begin : min(end, begin + LONGEST_TAG)], name.lstrip("/")
        is_opening = not name.startswith("/") and self.source[end - 1] != "/"
        if is_opening and (tag in _HIDDEN or _NOT_SHOWN.search(inside) is not None):
            after = self._after_hidden(tag, end + 1)
            if after >= 0:
                return after
        self._tag(tag, inside, is_end=name.startswith("/"))
        return end + 1

    def _end_of_tag(self, begin: int) -> int:
        """Its `>`, not one that stands in a quoted attribute."""
        end = self._find(">", begin)
        inside = self.source[begin:end] if end >= 0 else ""
        for quote in ('="', "='"):
            opened = inside.rfind(quote)
            if opened >= 0 and quote[1] not in inside[opened + 2 :]:
                closed = self.source.find(quote[1], end, end + 2_000)
                later = self.source.find(">", closed, closed + 2_000) if closed >= 0 else -1
                return later if later >= 0 else end
        return end

    def _after_hidden(self, tag: str, at: int) -> int:
        """Behind the end of what is not shown; -1: it is shown after all."""
        ending = f"</{tag}"
        found = None
        if ending not in self._missing:
            found = re.compile(ending, re.IGNORECASE).search(self.source, at)
        if found is not None:
            return self._after(">", found.end())
        self._missing.add(ending)
        # without an end the rest belongs to a script; a hidden line was only badly written
        return len(self.source) if tag in _HIDDEN else -1

    def _tag(self, tag: str, inside: str, *, is_end: bool) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag == "br" or (tag in _LINES and self.parts[-1:] != ["\n"]):
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag == "img" and (alt := _ALT.search(inside)) is not None:
            # stars are often pictures
            self._say(alt[1] or alt[2] or "")
        elif tag == "a":
            self._close_link()
            if not is_end and (href := _HREF.search(inside)) is not None:
                address = html.unescape(href[1] or href[2] or href[3] or "").strip()
                self._open = (address, len(self.parts))

    def _close_link(self) -> None:
        if self._open is not None and len(self.links) < MOST_LINKS:
            address, since = self._open
            words = _SPACES.sub(" ", "".join(self.parts[since:]).replace("\n", " ")).strip()
            self.links.append(Link(url=address, words=words[:500]))
        self._open = None

    def _say(self, text: str) -> None:
        if text:
            self.parts.append(_one_line(html.unescape(text)))

    # --- looking ahead ------------------------------------------------------------------------

    def _find(self, what: str, at: int) -> int:
        """Where it comes next; what was not found once is not looked for again."""
        if what in self._missing:
            return -1
        found = self.source.find(what, at)
        if found < 0:
            self._missing.add(what)
        return found

    def _after(self, what: str, at: int) -> int:
        found = self._find(what, at)
        return len(self.source) if found < 0 else found + len(what)


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")


def _tidy(text: str) -> str:
    """Single spaces, and at most one empty line at a time."""
    single = _SPACES.sub(" ", text)
    lines = _EMPTY_LINES.sub("\n\n", single)
    return "\n".join(line.strip() for line in lines.split("\n")).strip()
