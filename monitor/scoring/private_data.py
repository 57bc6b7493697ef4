"""Private data in a public post: order numbers, phone, e-mail, street address, card, password.

Only whether there is some, and of which kind: nothing of it is kept or repeated. Prices, years,
times and @names are not private.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

# Every run of blanks is bounded: a post of blanks must not cost more than its length.
_MAIL: Final = re.compile(r"(?<![@\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,4}", re.ASCII)
_ORDER: Final = re.compile(
    r"\b(?:order|ticket|case|booking|reservation|confirmation|conf|reference|ref|invoice|account"
    r"|acct|customer|tracking|record|pnr|claim|bestell\w{0,12}|auftrag\w{0,12}|kunden\w{0,12}"
    r"|pedido|commande)"
    r"[\s_-]{0,3}(?:locator|number|num|nr|no|id|code|nummer|número|numero|numéro|n°)?"
    r"[\s.:#=-]{0,3}(?:is|ist|es|est)?[\s:#]{0,3}"
    r"(?=[a-z-]{0,12}\d)([a-z0-9][a-z0-9-]{4,24})\b",
    re.IGNORECASE,
)
_HASH_NUMBER: Final = re.compile(r"(?<![\w&])#\s?\d{5,}\b")
_DIGITS: Final = re.compile(r"(?<![\w$€£#@/.,:-])\+?\(?\d[\d\s().-]{5,24}\d(?![\w%/:])")
_CARD: Final = re.compile(r"(?<![\w@])\d(?:[ -]?\d){12,18}(?!\w)")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b")
_ADDRESS: Final = re.compile(
    r"\b\d{1,5}[a-z]?\s{1,3}(?:[A-Z][\w.'-]{0,30}\s{1,3}){1,3}"
    r"(?:[Ss]treet|[Ss]t|[Rr]oad|[Rr]d|[Aa]venue|[Aa]ve|[Ll]ane|[Ll]n|[Dd]rive|[Dd]r|[Bb]lvd"
    r"|[Bb]oulevard|[Cc]ourt|[Cc]t|[Cc]lose|[Cc]rescent|[Ww]ay|[Tt]errace|[Pp]lace|[Pp]l)\b"
    r"|\b[A-ZÄÖÜ][\wäöüß-]{0,30}(?:straße|strasse|str\.|weg|gasse|allee|platz)\s{1,3}\d{1,4}\b"
    r"|\b(?:[Cc]alle|[Aa]venida|[Rr]ue|[Vv]ia)\s{1,3}(?:[\w'-]{1,30}\s{1,3}){1,4}\d{1,4}\b"
    r"|\b\d{1,4},?\s{1,3}(?:[Rr]ue|[Cc]alle)\s{1,3}[A-Za-zÀ-ÿ]"
)
_PASSWORD: Final = re.compile(
    r"\b(?:password|passwort|passcode|pin|contraseña|mot de passe)\s{0,3}"
    r"(?:is|was|ist|es|est|[:=])\s{0,3}"
    r"(?!(?:not|wrong|incorrect|invalid|expired|the|my|on|in|too|being|never|always|still|no)\b)"
    r"\S{4,}",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile("[0-9]")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DATE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_ANNOUNCED: Final = re.compile(
    r"\bmy (?:home |postal |full )?(?:address|phone|number|mobile|cell|e-?mail|iban|card) is\b"
    r"|\bcard (?:number )?end(?:s|ing)(?: in)? \d{4}\b",
    re.IGNORECASE,
)
_PHONE_LENGTH: Final = range(7, 16)
#: fewer digits in a text than this are no phone number, card or account
_FEWEST_DIGITS: Final = 7
_FEWEST_IN_ORDER: Final = 5
#: from a house number to "Street", or from "rue" to the house number
_ADDRESS_WORDS: Final = 6

# Words without which a pattern cannot match: to ask for them is cheaper than to search.
_SECRETS: Final = frozenset(("password", "passwort", "passcode", "pin", "contraseña", "mot"))
_ANNOUNCING: Final = frozenset(("address", "phone", "number", "mobile", "cell", "mail", "email"))
_CARD_WORDS: Final = frozenset(("card", "iban"))
_ORDER_WORDS: Final = frozenset(
    (
        *("order", "ticket", "case", "booking", "reservation", "confirmation", "conf", "reference"),
        *("ref", "invoice", "account", "acct", "customer", "tracking", "record", "pnr", "claim"),
        *("bestellung", "bestellnummer", "auftrag", "auftragsnummer", "kundennummer", "pedido"),
        *("commande", "locator"),
    )
)
_STREETS: Final = frozenset(
    (
        *("street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "boulevard"),
        *("blvd", "court", "ct", "close", "crescent", "way", "terrace", "place", "pl", "rue"),
        *("calle", "avenida", "via"),
    )
)
_BESIDE_NUMBERS: Final = _ANNOUNCING | _CARD_WORDS | _ORDER_WORDS | _STREETS


def has_private_data(text: str, words: Sequence[str]) -> bool:
    """There is something in it that does not belong in public; `words` are those of the text."""
    if not _is_worth_a_look(text, words):
        return False
    return next(private_data_in(text, words), None) is not None


def _is_worth_a_look(text: str, words: Sequence[str]) -> bool:
    """Whether any kind is possible at all; most texts have hardly a digit and none of the words."""
    if ("@" in text and _may_hold_mail(text)) or not _SECRETS.isdisjoint(words):
        return True
    if not text.isascii():
        return _DIGIT.search(text) is not None
    # Of the words, not of the text: most digits stand in links.
    joined = " ".join(words)
    if "_" in joined or "@@" in joined:
        return True
    digits = _count_digits(joined)
    if not digits:
        return False
    if digits >= _FEWEST_DIGITS and sum([len(w) for w in words if w.isdigit()]) >= _FEWEST_DIGITS:
        return True
    if not _BESIDE_NUMBERS.isdisjoint(words) or _has_street_ending(text):
        return True
    return "#" in text and _HASH_NUMBER.search(text) is not None


def _count_digits(text: str) -> int:
    return len(text) - len(text.encode().translate(None, b"0123456789"))


def private_data_in(text: str, words: Sequence[str]) -> Iterator[str]:
    """The kinds: `mail`, `password`, `announced`, `address`, `order`, `card`, `iban`, `phone`."""
    if _may_hold_mail(text) and _MAIL.search(text):
        yield "mail"
    if not _SECRETS.isdisjoint(words) and _PASSWORD.search(text):
        yield "password"
    if _DIGIT.search(text) is None:
        return
    numbers = [word for word in words if not word.isalpha() and word[0] != "@"]
    if not numbers:
        return
    if not (_ANNOUNCING.isdisjoint(words) and _CARD_WORDS.isdisjoint(words)) and (
        _ANNOUNCED.search(text)
    ):
        yield "announced"
    if _may_hold_address(text, words) and _ADDRESS.search(text):
        yield "address"
    length = sum(map(len, numbers))
    if length >= _FEWEST_IN_ORDER and (
        (not _ORDER_WORDS.isdisjoint(words) and _ORDER.search(text))
        or ("#" in text and _HASH_NUMBER.search(text))
    ):
        yield "order"
    if sum([len(number) for number in numbers if number.isdigit()]) < _FEWEST_DIGITS:
        return
    if any(map(_is_card, _CARD.findall(text))):
        yield "card"
        return
    if _IBAN.search(text):
        yield "iban"
        return
    if any(map(_is_phone, _DIGITS.findall(text))):
        yield "phone"


def _may_hold_address(text: str, words: Sequence[str]) -> bool:
    if not _STREETS.isdisjoint(words):
        for place, word in enumerate(words):
            if word[0].isdigit():
                around = words[max(0, place - _ADDRESS_WORDS) : place + _ADDRESS_WORDS]
                if not _STREETS.isdisjoint(around):
                    return True
    return _has_street_ending(text)


def _has_street_ending(text: str) -> bool:
    # Written out: a loop over the endings takes twice as long.
    return (
        "weg " in text
        or "str. " in text
        or "strasse " in text
        or "gasse " in text
        or "allee " in text
        or "platz " in text
        or "straße " in text
    )


def _may_hold_mail(text: str) -> bool:
    place = text.find("@", 1)
    while place > 0:
        if text[place - 1].isalnum():
            return True
        place = text.find("@", place + 1)
    return False


def _is_card(written: str) -> bool:
    """Thirteen to nineteen digits that pass the check of Luhn."""
    digits = [int(character) for character in written if character.isdigit()]
    if len(set(digits)) < 2:  # 0000 0000 0000 0000 passes too
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_phone(written: str) -> bool:
    """Seven to fifteen digits, grouped or with a plus or zero in front; no dates, no years."""
    written = written.strip()
    if _DATE.fullmatch(written):
        return False
    digits = "".join(character for character in written if character.isdigit())
    if len(digits) not in _PHONE_LENGTH or len(set(digits)) < 3:
        return False
    groups = [group for group in re.split(r"[\s().-]+", written.lstrip("+")) if group]
    if all(_YEAR.fullmatch(group) for group in groups):
        return False
    if written[0] in "+(" or digits[0] == "0":
        return True
    return len(digits) >= 9 or (len(digits) == 7 and [len(group) for group in groups] == [3, 4])
