"""Accounts that may be the same person: suggested to the owner with reasons, never linked by us."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.message import Author
from monitor.domain.order_number import order_numbers
from monitor.domain.platform import platform_named
from monitor.domain.values import Value

#: a shorter handle may be anybody's
SHORTEST_HANDLE = 5
#: who says "as I wrote on X" wrote there within this
RECENTLY = timedelta(days=14)
#: more people than this may be meant: then nobody is suggested
FEW = 2
_ELSEWHERE = re.compile(
    r"\b(?:i|ich|we|wir)\s(?:\w+\s){0,3}?(?:said|wrote|posted|tweeted|messaged|complained|mentioned"
    r"|geschrieben|gepostet|told you)\s(?:\w+\s){0,3}?(?:on|auf|over on|via)\s(\w+)"
    r"|\bich\s(?:\w+\s){0,3}?auf\s(\w+)\s(?:\w+\s){0,3}?(?:geschrieben|gepostet|geschildert)",
    re.IGNORECASE,
)
_THEIR_OWN = re.compile(r"\b(?:my|mine|me|i am|i'm|mein\w{0,2}|ich bin|auch als)\b", re.IGNORECASE)
_CALLED = {"twitter": "x"}


class Sign(StrEnum):
    """Why two accounts may be one person."""

    #: both gave the same order number
    ORDER = "order_number"
    #: the one names the other as an account of their own
    PROFILE = "names_the_account"
    #: the same handle and the same name, on two platforms
    HANDLE_AND_NAME = "handle_and_name"
    #: the same handle, on two platforms
    HANDLE = "handle"
    #: says to have written there, where the other one complained of the same shortly before
    ELSEWHERE = "says_so"


class Confidence(StrEnum):
    """How much that says."""

    VERY_LIKELY = "very_likely"
    LIKELY = "likely"
    PERHAPS = "perhaps"


_ALONE = {
    Sign.ORDER: Confidence.VERY_LIKELY,
    Sign.PROFILE: Confidence.LIKELY,
    Sign.HANDLE_AND_NAME: Confidence.LIKELY,
    Sign.HANDLE: Confidence.PERHAPS,
    Sign.ELSEWHERE: Confidence.PERHAPS,
}
_ORDER = tuple(Confidence)


class Account(Value):
    """What is known of an account, for this."""

    author: Author
    #: what they wrote, the newest first
    texts: tuple[str, ...] = ()
    #: when they last complained; None: never
    complained_at: datetime | None = None
    #: of what
    topic: str = ""


class Suggestion(Value):
    """An account that may be the same person."""

    author: Author
    signs: tuple[Sign, ...]
    confidence: Confidence

    @property
    def reasons(self) -> tuple[str, ...]:
        """In words."""
        words = {
            Sign.ORDER: "both gave the same order number",
            Sign.PROFILE: "one of them names the other as an account of their own",
            Sign.HANDLE_AND_NAME: "the same handle and the same name, on another platform",
            Sign.HANDLE: "the same handle, on another platform",
            Sign.ELSEWHERE: "one says to have written where the other is, who complained of the"
            " same there shortly before",
        }
        return tuple(words[sign] for sign in self.signs)


def suggestions(mine: Account, others: Sequence[Account]) -> list[Suggestion]:
    """Who of the others may be the same person as `mine`, the likeliest first."""
    meant = [other for other in others if _says_so(mine, other) or _says_so(other, mine)]
    found = []
    for other in others:
        signs = _signs(mine, other, may_be_meant=len(meant) <= FEW and other in meant)
        if signs:
            found.append(
                Suggestion(author=other.author, signs=signs, confidence=_confidence(signs))
            )
    return sorted(found, key=lambda one: (_ORDER.index(one.confidence), one.author.id))


def stem(handle: str) -> str:
    """A handle without the server or the domain that a platform adds: `ada` of all of them."""
    bare = handle.removeprefix("@").casefold().partition("@")[0]
    return bare.removesuffix(".bsky.social")


def _signs(mine: Account, other: Account, *, may_be_meant: bool) -> tuple[Sign, ...]:
    one, two = mine.author, other.author
    is_elsewhere = one.platform != two.platform
    found = []
    if _orders(mine) & _orders(other):
        found.append(Sign.ORDER)
    if is_elsewhere and (_names(mine, two) or _names(other, one)):
        found.append(Sign.PROFILE)
    if is_elsewhere and stem(one.handle) and stem(one.handle) == stem(two.handle):
        if one.name and one.name.casefold() == two.name.casefold():
            found.append(Sign.HANDLE_AND_NAME)
        elif len(stem(one.handle)) >= SHORTEST_HANDLE:
            found.append(Sign.HANDLE)
    if may_be_meant:
        found.append(Sign.ELSEWHERE)
    return tuple(found)


def _confidence(signs: Sequence[Sign]) -> Confidence:
    """The strongest sign counts; two weak ones together are likely."""
    best = min((_ALONE[sign] for sign in signs), key=_ORDER.index)
    return Confidence.LIKELY if best is Confidence.PERHAPS and len(signs) > 1 else best


def _orders(account: Account) -> frozenset[str]:
    return frozenset().union(*(order_numbers(text) for text in account.texts))


def _names(account: Account, other: Author) -> bool:
    """A text speaks of the other account as of one's own: by its address, or its whole handle."""
    profile = platform_named(other.platform).profile_url
    written = []
    if profile and other.handle:
        address = profile.replace("{handle}", other.handle).casefold()
        written.append(address.removeprefix("https://").removeprefix("www."))
    if "." in other.handle:
        # with a server or a domain in it, it is one account and no other
        written.append(other.handle.removeprefix("@").casefold())
    return any(
        _THEIR_OWN.search(text) is not None and _stands_in(name, text.casefold())
        for text in account.texts
        for name in written
    )


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w-])", text) is not None


def _says_so(account: Account, other: Account) -> bool:
    """They say to have written on the other's platform, where the other one complained."""
    if account.author.platform == other.author.platform or not _is_of_the_same(account, other):
        return False
    named = {
        _CALLED.get(word, word)
        for text in account.texts
        for match in _ELSEWHERE.finditer(text)
        for word in [(match[1] or match[2]).casefold()]
    }
    return other.author.platform in named


def _is_of_the_same(account: Account, other: Account) -> bool:
    if account.complained_at is None or other.complained_at is None:
        return False
    is_near = abs(account.complained_at - other.complained_at) <= RECENTLY
    return is_near and account.topic == other.topic
