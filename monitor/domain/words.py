"""Words that are about to be said: the last check of a rendered text, whoever wrote it.

Whatever a template, a display name or a person's edit brought in, nothing goes out that calls a
third person, links somewhere, holds a refused word, hides a sign or is cut off by the platform.
"""

import re
import unicodedata
from collections.abc import Collection
from typing import Literal

from monitor.domain.length import fits, length
from monitor.domain.links import links_in
from monitor.domain.listed import listed_in
from monitor.domain.platform import Platform
from monitor.domain.template import (
    DRAFT_PLACEHOLDERS,
    PLACEHOLDERS,
    choose_variant,
    placeholders_of,
    problems_of_template,
    render,
)
from monitor.domain.values import Value

__all__ = [
    "DRAFT_PLACEHOLDERS",
    "PLACEHOLDERS",
    "Objection",
    "asked_words",
    "capitals_in",
    "choose_variant",
    "placeholders_of",
    "problems_of_template",
    "problems_of_words",
    "render",
]

#: what people call shouting begins here
CAPITALS = 3
EXCLAMATIONS = 3
#: more marks than that on one letter reach into other lines
MOST_MARKS = 3
_ABBREVIATIONS = (
    "ATM BBC CEO CET CEST DHL DIY DPD EST ETA EUR FAQ GBP GMT GPS HTML IBAN ISBN NHS PDF PIN PST "
    "SIM SMS SUV UPS URL USA USB USD USPS UTC VAT VIP"
)
#: written in capitals by everybody
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())
FORBIDDEN_CATEGORIES = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")

_ADDRESS = re.compile(r"@[\w.@-]*")
_REDDIT_ADDRESS = re.compile(r"(?<![\w/])/?[ur]/[\w-]+")
_CAPITALS = re.compile(rf"(?<!\w)[^\W\d_]{{{CAPITALS},}}(?!\w)")
_UNFILLED = re.compile(r"\{(?:" + "|".join(DRAFT_PLACEHOLDERS) + r")\}")
_JOINER = "\u200d"

Kind = Literal["empty", "placeholder", "address", "link", "refused", "length", "sign"]


class Objection(Value, frozen=True, kw_only=True):
    """One reason why a text must not go out."""

    kind: Kind
    #: for a person, with the offending words in it
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def problems_of_words(
    text: str,
    *,
    platform: Platform,
    refuse: Collection[str],
    allowed_urls: Collection[str] = (),
    addressee_handle: str = "",
    exempt: Collection[str] = (),
) -> list[Objection]:
    """Every reason why this text must not go out; empty when it may."""
    if not text.strip():
        return [Objection(kind="empty", sentence="there are no words")]
    found: list[tuple[Kind, str]] = []
    for placeholder in _UNFILLED.findall(text):
        found.append(("placeholder", f"nothing filled `{placeholder}`"))
    for address in _addresses(text, platform, addressee_handle):
        found.append(("address", f"`{address}` calls somebody else than the addressee"))
    for link in _links(text, allowed_urls, addressee_handle):
        found.append(("link", f"`{link}` reads like a link"))
    for word in listed_in(text, refuse, exempt=exempt):
        found.append(("refused", f"`{word}` is on the list of refused words"))
    for sign in _hidden_signs(text):
        found.append(("sign", f"the invisible or broken sign U+{ord(sign):04X} is in it"))
    if not fits(text, platform):
        count = length(text, platform.counting)
        found.append(("length", f"too long for {platform.title}: {count} of {platform.max_length}"))
    return [Objection(kind=kind, sentence=sentence) for kind, sentence in found]


def asked_words(text: str, ask: Collection[str], *, exempt: Collection[str] = ()) -> list[str]:
    """What a person should think twice about: listed words, capitals, three or more "!"."""
    asked = list(listed_in(text, ask, exempt=exempt))
    exempted = {word for name in exempt for word in name.split()}
    for word in capitals_in(text):
        if word not in ABBREVIATIONS | exempted and word not in asked:
            asked.append(word)
    if text.count("!") >= EXCLAMATIONS:
        asked.append("!!!")
    return asked


def capitals_in(text: str) -> list[str]:
    """Every word that is written in capitals."""
    return [word for word in _CAPITALS.findall(text) if word.isupper()]


def _addresses(text: str, platform: Platform, addressee: str) -> list[str]:
    ours = _as_address(addressee)
    plain = unicodedata.normalize("NFKC", text)
    found = [address.rstrip(".-") for address in _ADDRESS.findall(plain)]
    # Reddit calls people and places without an @
    if platform.name == "reddit":
        found += [
            address for address in _REDDIT_ADDRESS.findall(plain) if not _is_redditor(address, ours)
        ]
    return [address for address in found if not ours or address.casefold() != ours]


def _as_address(handle: str) -> str:
    return f"@{handle.removeprefix('@').casefold()}" if handle else ""


def _is_redditor(address: str, ours: str) -> bool:
    return bool(ours) and address.casefold().lstrip("/") == f"u/{ours[1:].removeprefix('u/')}"


def _links(text: str, allowed: Collection[str], addressee: str) -> list[str]:
    ours = _as_address(addressee)
    if ours:
        # a Bluesky handle is a domain
        text = re.sub(rf"{re.escape(ours)}(?![\w@-])", " ", text, flags=re.IGNORECASE)
    return [link for link in links_in(text) if link not in allowed]


def _hidden_signs(text: str) -> list[str]:
    """Control, format, private and unassigned signs, and towers of marks; each once."""
    hidden: list[str] = []
    marks = 0
    for index, sign in enumerate(text):
        category = unicodedata.category(sign)
        marks = marks + 1 if category == "Mn" else 0
        is_hidden = category in FORBIDDEN_CATEGORIES and sign != "\n"
        if marks > MOST_MARKS or (is_hidden and not _joins_emoji(text, index)):
            hidden.append(sign)
    return list(dict.fromkeys(hidden))


def _joins_emoji(text: str, index: int) -> bool:
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    is_between = len(around) == 2 and text[index] == _JOINER
    return is_between and all(
        sign == "\ufe0f" or unicodedata.category(sign) in ("So", "Sk") for sign in around
    )
