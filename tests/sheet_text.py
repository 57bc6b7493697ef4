"""A sheet as plain text, so that people can review what a card shows.

`«…»` is what somebody outside wrote, `>` their words at length, `|` words of ours to somebody.
"""

from collections.abc import Iterable, Iterator

from monitor.domain.sheet import Button, Buttons, Draft, Line, Quote, Sheet, Style, Words


def sheet_text(sheet: Sheet) -> str:
    """All of it."""
    return "\n".join(_lines(sheet))


def _lines(sheet: Sheet) -> Iterator[str]:
    due = f"   -- {sheet.due}" if sheet.due else ""
    yield f"({sheet.sign.value}) {_words(sheet.title)}{due}"
    if sheet.is_sample:
        yield "SAMPLE"
    if sheet.calls:
        yield f"calls {', '.join(sheet.calls)}"
    for part in sheet.parts:
        match part:
            case Line():
                yield _words(part.words)
            case Quote():
                yield from (f"> {one}" for one in part.text.splitlines() or [""])
                if part.beside:
                    yield f">   [{part.beside}]"
            case Draft():
                yield f"| {part.above}"
                yield from (f"|   {one}" for one in part.text.splitlines())
            case Buttons():
                yield " ".join(map(_button, part.row))
                if part.more:
                    yield "… " + " ".join(map(_button, part.more))
    if sheet.is_final:
        yield "(final)"


def _words(words: Iterable[Words]) -> str:
    return "".join(map(_run, words))


def _run(words: Words) -> str:
    text = f"«{words.text}»" if words.is_strangers else words.text
    if words.is_strong:
        text = f"*{text}*"
    if words.is_code:
        text = f"`{text}`"
    return f"{text}<{words.link}>" if words.link else text


def _button(button: Button) -> str:
    look = {Style.FIRST: "!", Style.DANGER: "-"}.get(button.style, "")
    asks = "?" if button.asks else ""
    if button.url:
        return f"[{button.label} <{button.url}>]"
    version = f" v{button.version}" if button.version else ""
    return f"[{look}{button.label}{asks} {button.act.value} {button.subject}{version}]"


def buttons_of(sheet: Sheet) -> list[Button]:
    """All of them, in their order."""
    return [
        button
        for part in sheet.parts
        if isinstance(part, Buttons)
        for button in (*part.row, *part.more)
    ]
