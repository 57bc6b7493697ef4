"""The facts an example may state, and how they become the facts that rules are asked about.

What an example does not state is ordinary: somebody unknown writes to us on X, on a quiet Monday
morning; what the text means is read by the same reader as every mention.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from monitor.domain.facts import Circumstances, Facts
from monitor.domain.message import Author, Media, Message, MessageType
from monitor.domain.platform import PLATFORMS
from monitor.domain.reading import Certainty, Kind, Reading, Topic
from monitor.domain.values import replace
from monitor.rules.takes import (
    COUNT,
    LANGUAGE,
    MARKS,
    SCORE,
    SHARE,
    SIGNS,
    TEXT,
    TEXTS,
    YES_NO,
    BadValue,
    Takes,
    Vocabulary,
    as_written,
    names,
    one_of,
)

T = TypeVar("T")
#: when examples happen: a Monday morning with the office open
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Reader(Protocol):
    """Whatever can read a message."""

    def read(self, message: Message) -> Reading: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSpec:
    """One fact that an example may state."""

    name: str
    # Any: each fact takes values of its own type, and reads them itself
    takes: Takes[Any]
    sentence: str


def _or_none(takes: Takes[tuple[str, ...]]) -> Takes[tuple[str, ...]]:
    """The same, and an empty list for none."""
    return Takes(
        "a name or a list of names; [] for none",
        lambda value, known: () if value == [] else takes.read(value, known),
    )


def _topic(value: object, known: Vocabulary) -> str:
    name = TEXT.read(value, known)
    if name:
        names(lambda known: known.topics).read(name, known)
    return name


ABOUT_MESSAGE = (
    FactSpec(name="platform", takes=TEXT, sentence="where it was published; `x` unless stated"),
    FactSpec(name="type", takes=one_of(*MessageType), sentence="`post` unless stated"),
    FactSpec(name="addressed", takes=YES_NO, sentence="true unless stated"),
    FactSpec(name="from_brand", takes=YES_NO, sentence="our own account wrote it"),
    FactSpec(name="handle", takes=TEXT, sentence="the author's handle"),
    FactSpec(name="name", takes=TEXT, sentence="the author's display name"),
    FactSpec(name="is_bot", takes=YES_NO, sentence="a machine writes for this account"),
    FactSpec(name="followers", takes=COUNT, sentence="how many follow the author"),
    FactSpec(name="account_days", takes=COUNT, sentence="how old the author's account is"),
    FactSpec(name="has_media", takes=YES_NO, sentence="a picture hangs on it"),
)
ABOUT_READING = (
    FactSpec(name="kind", takes=one_of(*Kind), sentence="what it is to us; then also `sure`"),
    FactSpec(name="certainty", takes=one_of(*Certainty), sentence="how sure the kind is"),
    FactSpec(
        name="topic", takes=Takes("a topic", _topic), sentence='what it is about; "" for nothing'
    ),
    FactSpec(
        name="sensitive",
        takes=_or_none(names(lambda known: (*known.wake, *known.morning))),
        sentence="which sensitive topics stand in it",
    ),
    FactSpec(
        name="mark",
        takes=_or_none(names(lambda _known: MARKS)),
        sentence="which lists of phrases matched",
    ),
    FactSpec(
        name="sign",
        takes=_or_none(names(lambda _known: SIGNS)),
        sentence="what makes the tone unsure",
    ),
    FactSpec(name="questions", takes=_or_none(TEXTS), sentence="what it asks"),
    FactSpec(name="language", takes=LANGUAGE, sentence="the language, as two letters"),
    FactSpec(name="sentiment", takes=SCORE, sentence="the sentiment that decides"),
    FactSpec(name="p_complaint", takes=SHARE, sentence="what the complaint model says"),
    FactSpec(name="p_praise", takes=SHARE, sentence="the same for praise"),
    FactSpec(name="p_question", takes=SHARE, sentence="the same for a question"),
    FactSpec(name="p_spam", takes=SHARE, sentence="the same for advertising"),
    FactSpec(name="p_abuse", takes=SHARE, sentence="how abusive it reads"),
    FactSpec(name="words", takes=COUNT, sentence="how many words it has"),
)
ABOUT_CIRCUMSTANCES = (
    FactSpec(name="has_open_case", takes=YES_NO, sentence="the author has an open case"),
    FactSpec(name="had_case", takes=YES_NO, sentence="the author has or had a case"),
    FactSpec(name="case_days", takes=COUNT, sentence="how long ago the author's last case was"),
    FactSpec(name="promise_is_late", takes=YES_NO, sentence="we owe the author an answer"),
    FactSpec(name="is_flagged", takes=YES_NO, sentence="the author is under review"),
    FactSpec(name="is_quiet", takes=YES_NO, sentence="you keep quiet towards the author"),
    FactSpec(name="is_muted", takes=YES_NO, sentence="you muted the author"),
    FactSpec(name="is_opted_out", takes=YES_NO, sentence="they want no automatic words"),
    FactSpec(name="came_to_dm", takes=YES_NO, sentence="they wrote to us privately since"),
    FactSpec(name="replies_to_us", takes=YES_NO, sentence="it answers a post of ours"),
    FactSpec(name="is_answered", takes=YES_NO, sentence="we wrote in the conversation since"),
    FactSpec(name="tagged_accounts", takes=COUNT, sentence="how many accounts it names"),
    FactSpec(name="tagged_brands", takes=COUNT, sentence="how many of your brands it names"),
    FactSpec(name="conversation_replies", takes=COUNT, sentence="replies by others there"),
    FactSpec(name="incident", takes=YES_NO, sentence="an open incident has this topic"),
    FactSpec(name="surge", takes=YES_NO, sentence="far more complaints than usual"),
    FactSpec(name="is_away", takes=YES_NO, sentence="you are away"),
    FactSpec(name="open_promises", takes=COUNT, sentence="how many promises are running"),
)
FACTS = (*ABOUT_MESSAGE, *ABOUT_READING, *ABOUT_CIRCUMSTANCES)
BY_NAME = {fact.name: fact for fact in FACTS}


def read_fact(name: str, value: object, known: Vocabulary) -> object:
    """The value of a fact as an example keeps it. Raises BadValue; KeyError for no such fact."""
    return BY_NAME[name].takes.read(value, known)


def build_facts(text: str, given: Mapping[str, object], reader: Reader) -> Facts:
    """The facts of an example: the text as read, with what the example states instead."""
    stated = _Stated(given)
    message = _message(text, stated)
    return Facts(
        message=message,
        reading=_reading(reader.read(message), stated),
        circumstances=_circumstances(stated),
    )


class _Stated:
    """What the example states; each value has the type that its `takes` gave it."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self.given = given

    def get(self, name: str, ordinary: T) -> T:
        value = self.given.get(name, ordinary)
        if ordinary is not None and not isinstance(value, type(ordinary)):
            raise BadValue(f"`{name}` cannot be {as_written(value)}")
        # Any: checked above; where the ordinary value is None, `read_fact` has checked it
        checked: Any = value
        return checked  # type: ignore[no-any-return]

    def __contains__(self, name: str) -> bool:
        return name in self.given


def _message(text: str, stated: _Stated) -> Message:
    platform = stated.get("platform", PLATFORMS[0].name)
    handle = stated.get("handle", "ada")
    days: int | None = stated.get("account_days", None)
    picture = Media(kind="image", url="https://media.example/1")
    return Message(
        id=f"{platform}:1",
        brand="example",
        platform=platform,
        author=Author(
            id=f"{platform}:{handle}",
            platform=platform,
            handle=handle,
            name=stated.get("name", "Ada"),
            followers=stated.get("followers", None),
            created_at=None if days is None else NOW - timedelta(days=days),
            is_bot=stated.get("is_bot", False),
        ),
        text=text,
        created_at=NOW,
        seen_at=NOW,
        type=MessageType(stated.get("type", "post")),
        addressed=stated.get("addressed", not stated.get("from_brand", False)),
        from_brand=stated.get("from_brand", False),
        media=(picture,) if stated.get("has_media", False) else (),
    )


def _reading(read: Reading, stated: _Stated) -> Reading:
    changes: dict[str, object] = {}
    if "kind" in stated:
        changes["kind"] = Kind(stated.get("kind", ""))
        changes["certainty"] = Certainty.SURE
    if "certainty" in stated:
        changes["certainty"] = Certainty(stated.get("certainty", ""))
    if "topic" in stated:
        topic = stated.get("topic", "")
        changes["topics"] = (Topic(name=topic, confidence=0.9),) if topic else ()
    if "sentiment" in stated:
        changes["compound_used"] = stated.get("sentiment", 0.0)
    for name, field in _READING_FIELDS.items():
        if name in stated:
            changes[field] = stated.given[name]
    return replace(read, **changes) if changes else read


_READING_FIELDS = {
    "sensitive": "sensitive",
    "mark": "marks",
    "sign": "signs",
    "questions": "questions",
    "language": "language",
    "p_complaint": "p_complaint",
    "p_praise": "p_praise",
    "p_question": "p_question",
    "p_spam": "p_spam",
    "p_abuse": "p_abuse",
    "words": "words",
}


def _circumstances(stated: _Stated) -> Circumstances:
    special = {"has_open_case", "case_days"}
    plain = {
        fact.name: stated.given[fact.name]
        for fact in ABOUT_CIRCUMSTANCES
        if fact.name in stated and fact.name not in special
    }
    days: int | None = stated.get("case_days", None)
    has_open_case = stated.get("has_open_case", False)
    if has_open_case or days is not None:
        plain.setdefault("had_case", True)
    if stated.get("type", "") == MessageType.REPLY:
        plain.setdefault("replies_to_us", stated.get("addressed", True))
    return replace(
        Circumstances(),
        open_case=1 if has_open_case else None,
        last_case_at=None if days is None else NOW - timedelta(days=days),
        **plain,
    )
