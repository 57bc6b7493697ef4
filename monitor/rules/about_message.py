"""Conditions about the message: who wrote it, where, how, and the owner's own words in it."""

import re
from collections.abc import Iterable
from datetime import timedelta

from monitor.domain.facts import Facts
from monitor.domain.message import MessageType
from monitor.domain.platform import known_platforms
from monitor.rules.condition import (
    READ,
    SELDOM,
    USUAL,
    ConditionSpec,
    Test,
    holds,
    unknown_or,
    yes_no,
)
from monitor.rules.takes import COUNT, TEXTS, YES_NO, Vocabulary, names


def _from_brand(wanted: bool, _known: Vocabulary) -> Test:
    return holds("message.from_brand", wanted)


def _addressed(wanted: bool, _known: Vocabulary) -> Test:
    return holds("message.addressed", wanted)


def _direct(wanted: bool, _known: Vocabulary) -> Test:
    private = MessageType.DIRECT_MESSAGE
    if wanted:
        return lambda facts: facts.message.type is private
    return lambda facts: facts.message.type is not private


def _type(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    # a tuple, not a set: an enum's hash is slow, and there are four members
    types = tuple(MessageType(name) for name in wanted)
    return lambda facts: facts.message.type in types


def _platform(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    platforms = frozenset(wanted)
    return lambda facts: facts.message.platform in platforms


def _handle(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    handles = frozenset(name.removeprefix("@").casefold() for name in wanted)
    return lambda facts: facts.message.author.handle.removeprefix("@").casefold() in handles


def _is_bot(wanted: bool, _known: Vocabulary) -> Test:
    return lambda facts: facts.message.author.is_bot is wanted


def _followers(wanted: int, _known: Vocabulary) -> Test:
    return lambda facts: (facts.message.author.followers or 0) >= wanted


def _younger(wanted: int, _known: Vocabulary) -> Test:
    limit = timedelta(days=wanted)

    def test(facts: Facts) -> bool:
        began = facts.message.author.created_at
        return began is not None and facts.message.created_at - began < limit

    return test


def _has_media(wanted: bool, _known: Vocabulary) -> Test:
    return lambda facts: bool(facts.message.media) is wanted


def _any_phrase(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    search = phrase_pattern(wanted).search
    return lambda facts: search(plain(facts.message.text)) is not None


def _all_phrases(wanted: tuple[str, ...], _known: Vocabulary) -> Test:
    searches = tuple(phrase_pattern([phrase]).search for phrase in wanted)

    def test(facts: Facts) -> bool:
        text = plain(facts.message.text)
        return all(search(text) for search in searches)

    return test


def plain(text: str) -> str:
    """A text as phrases are looked for in it: case and the form of apostrophes do not matter."""
    return text.casefold().replace("’", "'")


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the phrases as whole words; any blanks may stand between the words."""
    alternatives = (
        r"\s+".join(re.escape(word) for word in plain(phrase).split()) for phrase in phrases
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)")


def _age(facts: Facts) -> str:
    began = facts.message.author.created_at
    return "unknown" if began is None else f"{(facts.message.created_at - began).days} days old"


ABOUT_MESSAGE = (
    ConditionSpec(
        name="from_brand",
        takes=YES_NO,
        sentence="our own account wrote it",
        example="true",
        holds="from_brand = true",
        fails="from_brand = false",
        build=_from_brand,
        found=lambda facts: yes_no(facts.message.from_brand),
        cost=SELDOM,
        never_plain=True,
    ),
    ConditionSpec(
        name="addressed",
        takes=YES_NO,
        sentence="it names, answers or quotes our account, or is written to us privately",
        example="true",
        holds="addressed = true",
        fails="addressed = false",
        build=_addressed,
        found=lambda facts: yes_no(facts.message.addressed),
        cost=USUAL,
    ),
    ConditionSpec(
        name="direct",
        takes=YES_NO,
        sentence="it is a direct message: private, between the author and us",
        example="true",
        holds='type = "direct_message"',
        fails='type = "reply"',
        build=_direct,
        found=lambda facts: yes_no(facts.message.is_direct),
        cost=SELDOM,
        never_plain=True,
    ),
    ConditionSpec(
        name="type",
        takes=names(lambda _known: tuple(MessageType)),
        sentence="it is a post, reply, quote or direct message",
        example='["reply", "quote"]',
        holds='type = "quote"',
        fails='type = "post"',
        build=_type,
        found=lambda facts: facts.message.type,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="platform",
        takes=names(lambda _known: tuple(one.name for one in known_platforms()), closed=False),
        sentence="it was published there",
        example='["x", "bluesky"]',
        holds='platform = "bluesky"',
        fails='platform = "reddit"',
        build=_platform,
        found=lambda facts: facts.message.platform,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="handle",
        takes=TEXTS,
        sentence="one of these accounts wrote it; with or without the @, in any case",
        example='"@marketing_friend"',
        holds='handle = "Marketing_Friend"',
        fails='handle = "somebody_else"',
        build=_handle,
        found=lambda facts: facts.message.author.handle,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="is_bot",
        takes=YES_NO,
        sentence="the platform says that a machine writes for this account",
        example="true",
        holds="is_bot = true",
        fails="is_bot = false",
        build=_is_bot,
        found=lambda facts: yes_no(facts.message.author.is_bot),
    ),
    ConditionSpec(
        name="followers_at_least",
        takes=COUNT,
        sentence="so many accounts follow the author, as far as the platform tells",
        example="20_000",
        holds="followers = 31_000",
        fails="followers = 310",
        build=_followers,
        found=lambda facts: unknown_or(facts.message.author.followers),
    ),
    ConditionSpec(
        name="account_younger_than_days",
        takes=COUNT,
        sentence="the author's account was opened fewer days before; never holds when unknown",
        example="7",
        holds="account_days = 2",
        fails="account_days = 700",
        build=_younger,
        found=_age,
    ),
    ConditionSpec(
        name="has_media",
        takes=YES_NO,
        sentence="a picture or film hangs on it",
        example="true",
        holds="has_media = true",
        fails="has_media = false",
        build=_has_media,
        found=lambda facts: yes_no(bool(facts.message.media)),
    ),
    ConditionSpec(
        name="any_phrase",
        takes=TEXTS,
        sentence="one of your own phrases stands in it, as whole words, in any case",
        example='["gift card", "voucher"]',
        holds='text = "My Gift card is refused at the till"',
        fails='text = "my gift cards are lovely"',
        build=_any_phrase,
        found=lambda facts: f'"{facts.message.text}"',
        cost=READ,
        may_be_negated=True,
    ),
    ConditionSpec(
        name="all_phrases",
        takes=TEXTS,
        sentence="each of your own phrases stands in it, as whole words, in any case",
        example='["birthday", "cake"]',
        holds='text = "the cake for her birthday has no name on it"',
        fails='text = "it was her birthday"',
        build=_all_phrases,
        found=lambda facts: f'"{facts.message.text}"',
        cost=READ,
        may_be_negated=True,
    ),
)
