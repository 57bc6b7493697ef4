"""A sheet as Telegram's HTML, within its limits.

All text is made inert, ours too: Telegram would make a link to a stranger's account out of every
`@name`. What we would post stands as code, which Telegram leaves alone and copies at a tap.
"""

from collections.abc import Iterable, Iterator, Mapping

from monitor.domain.cutting import MORE, cut, length
from monitor.domain.inert import for_telegram, plain
from monitor.domain.sheet import Buttons, Draft, Line, Quote, Sheet, Sign, Words, in_plain
from monitor.domain.values import Value
from monitor.telegram.limits import DRAFT, FORMATS, LINE, MESSAGE, QUOTE, REST

#: the sign before the first line
SIGNS: Mapping[Sign, str] = {
    Sign.URGENT: "🚨",
    Sign.ASKS: "🟠",
    Sign.WAITS: "⏳",
    Sign.SENT: "✅",
    Sign.DONE: "☑️",
    Sign.GONE: "➖",
    Sign.HAPPY: "💖",
    Sign.TROUBLE: "⚠️",
    Sign.NEWS: "💬",
}
SAMPLE = "SAMPLE"
#: a stranger's text longer than this is folded
FOLDED_FROM = 300


class Block(Value):
    """One line or paragraph: as HTML, and without any format."""

    html: str
    plain: str
    formats: int = 0


def page_of(sheet: Sheet, users: Mapping[str, str]) -> str:
    """The whole card; `users`: names of our people → the numbers of their accounts."""
    return _within(_blocks(sheet, users))


def shortest(sheet: Sheet) -> str:
    """The first line alone, without any format: for a card that Telegram does not take."""
    return escaped(cut(f"{SIGNS[sheet.sign]} {for_telegram(in_plain(sheet))}", LINE))


def page_of_words(text: str) -> str:
    """Sentences of ours."""
    return _within(_plain_block(line) for line in text.splitlines())


def escaped(text: str) -> str:
    """For the text or a quoted attribute of Telegram's HTML."""
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, written)
    return text


def called(names: Iterable[str], users: Mapping[str, str]) -> str:
    """People of ours, who hear of it; whoever has no account is not called."""
    found = [name for name in names if users.get(name, "").isdecimal()]
    return "".join(
        f'<a href="tg://user?id={users[name]}">{escaped(for_telegram(name))}</a> ' for name in found
    )


def copied(text: str) -> Block:
    """Words of ours, as they are: a tap copies them."""
    shown = cut(plain(text, keep_lines=True), DRAFT)
    return Block(html=f"<pre>{escaped(shown) or ' '}</pre>", plain=shown, formats=1)


def _blocks(sheet: Sheet, users: Mapping[str, str]) -> Iterator[Block]:
    yield _first(sheet, users)
    for part in sheet.parts:
        match part:
            case Line():
                yield _line(part.words)
            case Quote():
                yield _quote(part)
                if part.beside:
                    yield _plain_block(part.beside)
            case Draft():
                yield _plain_block(part.above)
                yield copied(part.text)
            case Buttons():
                pass


def _first(sheet: Sheet, users: Mapping[str, str]) -> Block:
    sample = f"{SAMPLE} · " if sheet.is_sample else ""
    due = (Words(text=" · "), Words(text=sheet.due, is_strong=True)) if sheet.due else ()
    line = _line((*sheet.title, *due))
    calls = called(sheet.calls, users)
    head = f"{SIGNS[sheet.sign]} {sample}"
    names = " ".join(name for name in sheet.calls if name in users)
    return Block(
        html=f"{head}{calls}{line.html}",
        plain=f"{head}{names} {line.plain}",
        formats=line.formats + len(sheet.calls),
    )


def _line(words: Iterable[Words]) -> Block:
    """Cut at the end of the line, run by run."""
    html, shown, formats = "", "", 0
    for run in words:
        room = LINE - length(shown)
        if room <= REST:
            html, shown = f"{html} {MORE}", f"{shown} {MORE}"
            break
        text = _run(run, room)
        marks = _tags(run)
        formats += len(marks)
        shown += text
        opening = "".join(f"<{tag}>" for tag in marks)
        closing = "".join(f"</{tag.split()[0]}>" for tag in reversed(marks))
        html += f"{opening}{escaped(text)}{closing}"
    return Block(html=html, plain=shown, formats=formats)


def _run(run: Words, room: int) -> str:
    """Its text; the spaces at its ends part it from its neighbours."""
    text = plain(run.text) if run.is_code else for_telegram(run.text)
    before = " " if run.text[:1].isspace() else ""
    after = " " if run.text[-1:].isspace() and text else ""
    return cut(f"{before}{text}{after}", room)


def _tags(run: Words) -> list[str]:
    if run.is_code:
        # nothing else may stand around code
        return ["code"]
    tags = []
    if run.link.startswith(("https://", "http://")):
        tags.append(f'a href="{escaped(plain(run.link))}"')
    if run.is_strong:
        tags.append("b")
    if run.is_small:
        tags.append("i")
    return tags


def _quote(quote: Quote) -> Block:
    shown = cut(for_telegram(quote.text, keep_lines=True), QUOTE) or " "
    folded = " expandable" if length(shown) > FOLDED_FROM else ""
    html = f"<blockquote{folded}>{escaped(shown)}</blockquote>"
    return Block(html=html, plain=shown, formats=1)


def _plain_block(text: str) -> Block:
    shown = cut(for_telegram(text), LINE)
    return Block(html=escaped(shown), plain=shown)


def _within(blocks: Iterable[Block]) -> str:
    """As many as fit; the first one always does."""
    made: list[str] = []
    room, formats = MESSAGE - REST, FORMATS
    for block in blocks:
        taken = length(block.plain) + 1
        if made and taken > room:
            made.append(MORE)
            break
        is_formatted = block.formats <= formats
        formats -= block.formats if is_formatted else 0
        room -= taken
        made.append(block.html if is_formatted else escaped(for_telegram(block.plain)))
    return "\n".join(made)
