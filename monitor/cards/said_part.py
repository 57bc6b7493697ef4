"""What they said, and how it was read."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from monitor.cards.clock_words import at
from monitor.cards.plain_words import count_of, in_words, sentence
from monitor.domain.clock import Hours
from monitor.domain.conduct import ABUSE, INSULT, SLUR, THREAT
from monitor.domain.erasure import is_gone
from monitor.domain.folding import folded, folded_part
from monitor.domain.message import Message
from monitor.domain.reading import Certainty, Kind, Reading
from monitor.domain.sheet import Line, Part, Quote, Words, line, small, strong, theirs
from monitor.rules.takes import WAKE

#: of their words, of one question
LONGEST, LONGEST_QUESTION = 1_500, 200
#: with more of their text in questions than this, they ask and do not tell
ASKS_ONLY = 0.7
#: so bad a sound is angry, or at least annoyed
ANGRY, ANNOYED = -0.8, -0.05
_SURE = {Certainty.SURE: "sure", Certainty.LIKELY: "likely", Certainty.UNSURE: "not sure"}
_SIGNS = {
    "irony": "perhaps meant ironically",
    "mixed": "praise and complaint",
    "picture": "more in the picture than in words",
}
_MEDIA = {"image": "photo", "photo": "photo", "video": "film", "link": "link"}
_KINDS = {
    Kind.COMPLAINT: "complaint",
    Kind.QUESTION: "question",
    Kind.PRAISE: "praise",
    Kind.ABUSE: "insult",
    Kind.SPAM: "advertising",
    Kind.OTHER: "mention",
}


def said_part(
    message: Message | None, reading: Reading | None, now: datetime, hours: Hours
) -> Part:
    """Their words, slurs folded; pictures counted, never shown."""
    if message is None:
        return line(small("(their post is not stored any more)"))
    if not message.text:
        words = "(no words)"
        if message.deleted_at is not None and not is_gone(message.id):
            words = f"(deleted by its author, {at(message.deleted_at, now, hours)})"
        return line(small(f"{words} {_media(message)}".strip()))
    beside = [_media(message)]
    if message.deleted_at is not None:
        beside.append("deleted by its author, kept as evidence")
    elif message.edited_at is not None:
        beside.append(f"edited {at(message.edited_at, now, hours)}")
    text = folded(message.text, reading)
    cut = text if len(text) <= LONGEST else text[:LONGEST].rstrip() + " …"
    return Quote(text=cut, beside=", ".join(one for one in beside if one))


def reading_lines(
    reading: Reading | None, message: Message | None, topic: str, questions: tuple[str, ...]
) -> Iterator[Line]:
    """What it is about, how sure that is, the tone, and what they ask."""
    words: list[Words | str] = []
    about = _gravest(reading) if reading and reading.sensitive else in_words(topic)
    if about:
        words.append(strong(sentence(about)))
    if reading is not None:
        words += [small(one) for one in (_SURE[reading.certainty], *_tone(reading))]
    if words:
        yield line(*_joined(words))
    text = message.text if message is not None else ""
    shown = [_question(one, text, reading) for one in questions]
    only_asks = text and sum(map(len, questions)) > ASKS_ONLY * len(text)
    if shown and not only_asks:
        count = count_of(len(shown), "thing")
        asked: list[Words | str] = [small(f"Asks {count}: ")]
        for number, one in enumerate(shown):
            asked += [small(" · ")] if number else []
            asked.append(theirs(one))
        yield line(*asked)


def _gravest(reading: Reading) -> str:
    """What somebody is woken for comes before what can wait until the morning."""
    waking = (one for one in reading.sensitive if one in WAKE)
    return in_words(next(waking, reading.sensitive[0]))


def _question(question: str, text: str, reading: Reading | None) -> str:
    """Slurs folded, if it stands in this text."""
    shown = folded_part(question, text, reading) if question in text else question
    return shown[:LONGEST_QUESTION]


def kind_words(message: Message | None, reading: Reading | None) -> str:
    """ "complaint", "overheard complaint", "allergy", "private message"."""
    if reading is not None and reading.sensitive:
        return _gravest(reading)
    if message is not None and message.is_direct:
        return "private message"
    kind = _KINDS[reading.kind] if reading is not None else "case"
    is_overheard = message is not None and not message.addressed and kind == "complaint"
    return f"overheard {kind}" if is_overheard else kind


def _tone(reading: Reading) -> Iterator[str]:
    is_abusive = reading.kind is Kind.ABUSE or any(
        mark in reading.marks for mark in (ABUSE, INSULT, SLUR, THREAT)
    )
    if reading.kind is Kind.COMPLAINT and is_abusive:
        yield "heated, and a complaint all the same"
    elif is_abusive:
        yield "insulting"
    elif reading.kind is Kind.COMPLAINT and reading.compound_used <= ANGRY:
        yield "angry, not abusive"
    elif reading.kind is Kind.COMPLAINT and reading.compound_used <= ANNOYED:
        yield "annoyed, not abusive"
    for sign in reading.signs:
        if sign in _SIGNS:
            yield _SIGNS[sign]


def _media(message: Message) -> str:
    counts = Counter(_MEDIA.get(one.kind, "attachment") for one in message.media)
    shown = ", ".join(count_of(number, what) for what, number in sorted(counts.items()))
    return f"{shown}, not shown" if shown else ""


def _joined(words: list[Words | str]) -> Iterator[Words | str]:
    for number, one in enumerate(words):
        if number:
            yield small(" · ")
        yield one
