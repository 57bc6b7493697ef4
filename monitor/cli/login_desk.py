"""What `monitor login` says of every desk: its steps, and the card that tests it."""

from collections.abc import Iterable

from monitor.cli.common import say
from monitor.cli.lines import hang, width
from monitor.domain.sheet import Sheet, Sign, line, strong


def step(number: int, words: str) -> None:
    """One thing to do, after an empty line."""
    say()
    for part in hang(f"{number}. ", words, width()):
        say(part)


def card_that_tests(brand: str, names: Iterable[str]) -> Sheet:
    """A card that only says that cards arrive; `names`: who decides."""
    return Sheet(
        sign=Sign.NEWS,
        title=(strong("This is a test"),),
        due="there is nothing to do",
        parts=(line(f"Cards of {brand} arrive here. Deciding: {', '.join(names)}."),),
    )
