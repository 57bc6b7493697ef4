"""Order numbers that somebody gave in a message."""

import re

# Every run of blanks is bounded: a post of blanks must not cost more than its length.
_NAMED = re.compile(
    r"\b(?:order|booking|reservation|invoice|bestell\w{0,12}|auftrag\w{0,12}|rechnung\w{0,12}"
    r"|pedido|commande)[\s_-]{0,3}(?:number|num|nr|no|id|nummer|numero|número|n°)?[\s.:#=-]{0,4}"
    r"(?:is|was|ist|war|es|est)?[\s:#]{0,3}(?=[a-z-]{0,12}\d)([a-z0-9][a-z0-9-]{3,24})(?![\w-])",
    re.IGNORECASE,
)
_HASHED = re.compile(r"(?<![\w&#])#\s?([a-z0-9-]{0,6}\d{4,20})(?![\w-])", re.IGNORECASE)
# Not a part of another number, and not a price: `12345` is neither in 12345.50 nor in €12345.
_TOKEN = re.compile(
    r"(?<![\w$€£-])(?<!\d[.,:/])[a-z0-9][a-z0-9-]{2,30}(?![\w%€£$-])(?![.,:/]\d)", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")
#: fewer digits than this may be a price, a time or a table
FEWEST_DIGITS = 4


def order_numbers(text: str, fewest: int = FEWEST_DIGITS) -> frozenset[str]:
    """What is called an order number there and has so many digits, in one way of writing."""
    found = [match[1] for pattern in (_NAMED, _HASHED) for match in pattern.finditer(text)]
    return frozenset(
        written(number)
        for number in found
        if sum(sign.isdigit() for sign in number) >= fewest and not _YEAR.fullmatch(number)
    )


def tokens(text: str) -> frozenset[str]:
    """Every word with a digit in it, in one way of writing: a number is one of them, or is not."""
    found = (match[0] for match in _TOKEN.finditer(text))
    return frozenset(written(token) for token in found if any(sign.isdigit() for sign in token))


def written(number: str) -> str:
    """One way of writing: `AB-1234` and `ab-1234` are the same."""
    return number.strip().strip("#").casefold()
