"""Looks for strangers' words where only ours may stand."""

from collections.abc import Iterator

from monitor.cards.web_link import web_link
from monitor.domain.sheet import Buttons, Draft, Line, Quote, Sheet

#: every text of a stranger's in the tests holds this
MARK = "Zqx"


def ours(sheet: Sheet) -> Iterator[str]:
    """Every text of a sheet that is said to be ours."""
    yield sheet.due
    yield from sheet.calls
    yield from (words.text for words in sheet.title if not words.is_strangers)
    for part in sheet.parts:
        match part:
            case Line():
                yield from (words.text for words in part.words if not words.is_strangers)
            case Quote():
                yield part.beside
            case Draft():
                yield part.above
            case Buttons():
                for button in (*part.row, *part.more):
                    yield from (button.label, button.subject, button.asks, button.seal)


def links(sheet: Sheet) -> Iterator[str]:
    """Every address on it."""
    yield from (words.link for words in sheet.title)
    for part in sheet.parts:
        match part:
            case Line():
                yield from (words.link for words in part.words)
            case Buttons():
                yield from (button.url for button in (*part.row, *part.more))


def assert_inert(sheet: Sheet) -> None:
    """No word of a stranger's stands as ours, and every link is an ordinary web address."""
    for text in ours(sheet):
        assert MARK.casefold() not in text.casefold(), text
    for link in links(sheet):
        assert not link or web_link(link) == link, link
