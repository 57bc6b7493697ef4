"""A mail from its bytes to its words: headers decoded, the text, the links. Nothing is opened.

Written for mails of strangers: any charset or none, cut off, wrongly packed. The standard
library's newer policy raises for some headers, so the old one reads them and we decode.
"""

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from monitor.domain.html_text import Link, shown
from monitor.domain.values import Value
from monitor.http import storable

#: a text of so many characters says something
ENOUGH = 40
#: characters that are looked at, of a header and of a text
LONGEST_HEADER, LONGEST_TEXT = 10_000, 100_000
MOST_PARTS = 200
YEARS = range(2000, 2101)
#: what the library may raise for mails that its authors did not think of
SURPRISES = (
    *(AssertionError, AttributeError, LookupError, MessageError, RecursionError),
    *(TypeError, ValueError),
)
#: not what a mail is written in, or slow, or loud
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"}
)
_LINK = re.compile(r"https?://[^\s<>\"'\])]{1,2000}")
_SPACES = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


class Mail(Value):
    """What a reader sees of a mail, and who says that it is true."""

    message_id: str
    subject: str
    #: the address in `From`, in small letters; empty when there is none, or more than one
    sender: str
    sender_name: str
    sent_at: datetime | None
    #: each way in which it is written: plain, and out of HTML
    texts: tuple[str, ...]
    links: tuple[Link, ...]
    #: `Authentication-Results`, the newest on top
    results: tuple[str, ...]

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    @property
    def text(self) -> str:
        """The better of its texts: the plain one, unless it says next to nothing."""
        return next((text for text in self.texts if len(text) >= ENOUGH), "".join(self.texts[:1]))


def read(raw: bytes) -> Mail:
    """Raises what is in SURPRISES."""
    message = message_from_bytes(raw)
    headers = _headers(message)
    senders = headers.get("from", [])
    name, address = parseaddr(senders[0]) if len(senders) == 1 else ("", "")
    plain, from_html, links = _bodies(message)
    return Mail(
        message_id=_first(headers, "message-id"),
        subject=decoded(_first(headers, "subject"))[:500],
        sender=_line(address).lower()[:320],
        sender_name=decoded(name)[:100],
        sent_at=_moment(_first(headers, "date")),
        texts=tuple(text for text in (plain, from_html) if text),
        links=tuple(links),
        results=tuple(map(_line, headers.get("authentication-results", []))),
    )


# --- headers ----------------------------------------------------------------------------------


def _headers(message: Message) -> dict[str, list[str]]:
    """By name in small letters, in their order, as written."""
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        # eight-bit headers are UTF-8 in our days
        whole = value[:LONGEST_HEADER].encode("utf-8", "surrogateescape")
        found.setdefault(name.lower(), []).append(whole.decode("utf-8", "replace"))
    return found


def _first(headers: dict[str, list[str]], name: str) -> str:
    return _line((headers.get(name) or [""])[0])


def decoded(written: str) -> str:
    """A header's words: `=?utf-8?Q?Caf=C3=A9?=` is Café."""
    try:
        pieces = decode_header(written)
    except (HeaderParseError, ValueError):
        return _line(written)
    words = [
        _in_letters(piece, charset) if isinstance(piece, bytes) else piece
        for piece, charset in pieces
    ]
    return _line("".join(words))


def _line(text: str) -> str:
    return storable(" ".join(text.split()))


def _moment(written: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(written)
        # "-0000": a moment in UTC whose writer does not say where they are
        moment = (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.year in YEARS else None


# --- the words --------------------------------------------------------------------------------


def _bodies(message: Message) -> tuple[str, str, list[Link]]:
    """The plain text, the text of the HTML, and the links of both."""
    plain, from_html = "", ""
    links: list[Link] = []
    for part in _parts(message):
        # one of many parts whose border nobody finds is one text
        kind = "text/plain" if part.get_content_maintype() == "multipart" else ""
        kind = kind or part.get_content_type()
        if kind == "text/plain" and len(plain) < ENOUGH:
            # two words before a mail that was sent along, which then counts as well
            words = _tidy(_content(part))
            plain = f"{plain}\n\n{words}".strip()
            links += [Link(url=url.rstrip(".,;:!?"), words="") for url in _LINK.findall(words)]
        elif kind == "text/html" and not from_html:
            page = shown(_content(part))
            from_html = _tidy(page.text)
            # those of the page have words that tell them apart
            links[:0] = page.links
    return plain, from_html, links


def _parts(message: Message) -> Iterator[Message]:
    """Those that are shown; no files that hang on it."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        if not part.is_multipart() and part.get_content_disposition() != "attachment":
            yield part


def _content(part: Message) -> str:
    content = part.get_payload(decode=True)
    return _in_letters(content, part.get_content_charset()) if isinstance(content, bytes) else ""


def _in_letters(content: bytes, charset: str | None) -> str:
    """The text, in the charset that it says, or the one it must have meant."""
    name = _known(charset)
    if name in ("ascii", ""):
        try:
            return content.decode("utf-8")
        except UnicodeError:
            name = "cp1252"
    # what says Latin-1 is written by Windows
    name = "cp1252" if name == "iso8859-1" else name
    try:
        return content.decode(name, "replace")
    except (UnicodeError, LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _known(charset: str | None) -> str:
    try:
        name = codecs.lookup(charset or "ascii").name
    except (LookupError, ValueError):
        return ""
    return "" if name.replace("_", "-") in _NO_CHARSETS else name


def _tidy(text: str) -> str:
    lines = storable(text[:LONGEST_TEXT]).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    single = [_SPACES.sub(" ", line).strip() for line in lines]
    return _EMPTY_LINES.sub("\n\n", "\n".join(single)).strip()
