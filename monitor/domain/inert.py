"""Strangers' text made inert: shown as what it is, able to do nothing where it is shown.

One function per place: `for_terminal`, `for_html`, `for_mrkdwn` (Slack), `for_telegram`, `for_csv`,
`for_mail` and `for_mail_page` (the two halves of a mail), `for_chat` (whatever turns signs into
formatting); and `for_json`, which changes how a text is written and not what it says. Each other
first makes the text *plain*:

- terminal escape sequences, control characters and invisible format characters go away (also the
  ones that turn the direction of writing round, and the tag letters that hide text in a text);
- every kind of line end and space is one space, so that a text stays in its own line;
- letters keep at most three marks above or below them;
- halves of characters and private or unassigned ones are shown as �.

Then it takes away what this one place would act upon. Nothing here raises; the same text always
gives the same result.
"""

import re
import unicodedata

_HTML = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#x27;",
        # these mean nothing in HTML, and much to a template it may be pasted into
        "{": "&#123;",
        "}": "&#125;",
        "`": "&#96;",
    }
)
#: what a cut text ends with
CUT = "…"
#: marks that may stand on one letter; more of them reach into the neighbouring lines
MARKS_PER_LETTER = 3

# CSI, OSC/DCS/APC/PM/SOS with their end, and the short ones; also their one-character forms
_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]+[0-~]|\x1b[0-OQ-WYZ\\`-~]"
)
#: control and format characters, separators of lines, halves of characters, letters like nothing
_ACTING = re.compile(
    "[\x7f-\x9f\xad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")
#: letters that look like nothing
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
#: joiners: needed in emoji and in Persian and Indic words, idle between plain letters
_JOINERS = frozenset("\u200c\u200d")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
#: joins without a gap and breaks up what a machine looks for
_WORD_JOINER = "\u2060"
#: what an address is recognised by: a stop or colon inside of a word, a sign before a name
_LINKS = re.compile(r"(?<=\w)[.\u3002\uff0e\uff61](?=\w)|[@\uff20]|:(?=//)")
_FORMULA_STARTS = frozenset("=+-@＝＋－＠|%")


def plain(text: str, *, keep_lines: bool = False) -> str:
    """The text without anything that acts or hides; one line unless `keep_lines`."""
    lines = text.splitlines() if keep_lines else [text]
    return "\n".join(_plain_line(line) for line in lines)


def shortened(text: str, limit: int) -> str:
    """The text made plain, on one line, at most `limit` columns wide; a place makes it its own."""
    return _cut(plain(text), limit)


def for_terminal(text: str, limit: int | None = None) -> str:
    """For a terminal, one line, at most `limit` columns wide.

    Text written from right to left is isolated, so that it cannot reorder what stands beside it.
    """
    line = _cut(plain(text), limit)
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in line):
        return f"{_ISOLATE}{line}{_END_ISOLATE}"
    return line


def for_html(text: str, limit: int | None = None) -> str:
    """For the text or a quoted attribute of an HTML page; put it in `<bdi>` beside other text."""
    return _cut(plain(text), limit).translate(_HTML)


def for_mrkdwn(text: str, limit: int | None = None) -> str:
    """For a mrkdwn text of Slack: no mention, link, emoji name, date or formatting comes of it.

    Set `verbatim` on the text object as well; `limit` counts columns before escaping.
    """
    line = _cut(plain(text), limit)
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # Slack has no escape for these: a joiner beside them keeps them from pairing up
    line = re.sub(r"([*_~`])", rf"{_WORD_JOINER}\1{_WORD_JOINER}", line)
    return re.sub(r"(@|#|:(?=[\w/+-])|(?<=\w)\.(?=\w))", rf"\1{_WORD_JOINER}", line)


def for_mail(text: str, limit: int | None = None) -> str:
    """For the plain text of a mail: no mail program makes a link of anything in it."""
    return _unlinked(for_terminal(text, limit))


def for_mail_page(text: str, limit: int | None = None) -> str:
    """For the HTML of a mail, where even plain words become links; put it in `<bdi>`."""
    return _unlinked(for_html(text, limit))


def for_chat(text: str, limit: int | None = None) -> str:
    """For a chat that may read the text as Markdown: nobody is called, nothing becomes a link."""
    line = re.sub(
        r"([*_~`|\\[\]<>#])", rf"{_WORD_JOINER}\1{_WORD_JOINER}", for_terminal(text, limit)
    )
    return _unlinked(line)


def for_telegram(text: str, *, keep_lines: bool = False) -> str:
    """For a text of Telegram, before it is escaped: Telegram finds mentions, commands, hashtags,
    addresses and telephone numbers by itself; a joiner behind their signs keeps it from that."""
    line = plain(text, keep_lines=keep_lines)
    return re.sub(r"([@#/$]|\+(?=\d|$)|\.(?!\s))", rf"\1{_WORD_JOINER}", line)


def for_csv(text: str) -> str:
    """For a cell of a CSV file: never a formula, whichever spreadsheet opens it. Lines are kept."""
    cell = plain(text, keep_lines=True)
    if cell.lstrip()[:1] in _FORMULA_STARTS and cell.strip():
        return f"'{cell}"
    return cell


def for_json(written: str) -> str:
    """JSON in which a terminal finds nothing to obey: what acts or hides is written as an escape,
    and a reader gets the same value."""
    return (
        written if written.isascii() and "\x7f" not in written else _ACTING.sub(_escaped, written)
    )


def _unlinked(text: str) -> str:
    """Addresses of pages and of people broken up where nobody sees it."""
    return _LINKS.sub(rf"\g<0>{_WORD_JOINER}", text)


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def columns(text: str) -> int:
    """How many columns of a terminal a plain text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(sign) for sign in text)


def _plain_line(text: str) -> str:
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text).strip()
    text = _ESCAPES.sub("", text)
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        shown = _shown(sign, kept[-1] if kept else "")
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MARKS_PER_LETTER:
            kept.append(shown)
    return _SPACES.sub(" ", "".join(kept)).strip()


def _shown(sign: str, before: str) -> str:
    if sign in _JOINERS:
        return sign if before and not before.isascii() else ""
    if sign in _BLANKS:
        return " "
    match unicodedata.category(sign):
        case "Cc":
            return " " if sign.isspace() else ""
        case "Cf":
            return ""
        case "Cs" | "Co" | "Cn":
            return "\ufffd"
        case "Zs" | "Zl" | "Zp":
            return " "
        case _:
            return sign


def _cut(line: str, limit: int | None) -> str:
    if limit is None or columns(line) <= limit:
        return line
    kept, width = 0, columns(CUT)
    for position, sign in enumerate(line):
        width += _columns_of(sign)
        if width > limit:
            break
        kept = position + 1
    return line[:kept].rstrip() + CUT if limit > 0 else ""


def _columns_of(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in ("W", "F") else 1
