"""Questions: what is asked in a message, as written, so that every question gets an answer.

A question is a sentence that ends in "?", or begins as only questions do ("where is", "can I").
"""

import re
from collections.abc import Sequence
from typing import Final

MOST_QUESTIONS: Final = 5
_LONGEST: Final = 280

_SENTENCE: Final = re.compile(r"[^.!?\n…]+(?:[.…](?=\w)[^.!?\n…]*)*[.!?…]*")
_AHEAD: Final = re.compile(r"^(?:[\s\"'“”‘’«»(\-–—:;,]|@\w+|rt\b|https?://\S+)+", re.IGNORECASE)
#: what stands ahead begins with these or with no letter
_AHEAD_LETTERS: Final = "hHrR"
_OPENING: Final = re.compile(
    r"^(?:hi|hey|hello|so|and|but|ok|okay|also|please|um|well|yes|no)\b[\s,]*"
)
_LINK: Final = re.compile(r"https?://\S+")

_ASKING: Final = frozenset(
    ("how", "what", "whats", "when", "where", "wheres", "who", "why", "which")
)
_AFTER_ASKING: Final = frozenset(
    (
        *("is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "much"),
        *("should", "has", "have", "many", "long", "late", "soon", "time", "come", "happened"),
    )
)
_VERBS: Final = frozenset(
    (
        *("is", "are", "was", "were", "do", "does", "did", "can", "could", "will", "would", "may"),
        *("should", "has", "have", "am"),
    )
)
_AFTER_VERB: Final = frozenset(
    (
        *("i", "you", "we", "they", "he", "she", "it", "there", "this", "that", "these", "those"),
        *("the", "your", "my", "our", "anyone", "someone", "anybody", "somebody"),
    )
)
_STARTERS: Final = _ASKING | _VERBS
#: of the words that `_OPENING` skips, and of those that ask
_FIRST_LETTERS: Final = frozenset("hsabopuwyn").union(word[0] for word in _STARTERS)
_OPENERS: Final = frozenset(
    ("hi", "hey", "hello", "so", "and", "but", "ok", "okay", "also", "please")
)
_BREAK_AND_STARTER: Final = re.compile(rf"[.!\n]\s+(?:{'|'.join(sorted(_STARTERS))})\b")


def questions_in(text: str, closed: str, words: Sequence[str]) -> tuple[str, ...]:
    """The questions, in order, at most five. `closed` and `words` are of the text (see `words`)."""
    if "?" not in text and not _may_begin_asking(closed, words):
        return ()
    found: list[str] = []
    if "://" in text:
        text = _LINK.sub(" ", text)
    for match in _SENTENCE.finditer(text):
        sentence = match.group().strip()
        if sentence and (sentence[0] in _AHEAD_LETTERS or not sentence[0].isalpha()):
            sentence = _AHEAD.sub("", sentence)
        if sentence and (_ends_asking(sentence) or _begins_asking(sentence)):
            sentence = " ".join(sentence[:_LONGEST].split())
            if sentence not in found:
                found.append(sentence)
            if len(found) == MOST_QUESTIONS:
                break
    return tuple(found)


def _may_begin_asking(closed: str, words: Sequence[str]) -> bool:
    """A cheap look: a question word first of all, or right after a sentence ends."""
    for word in words:
        if word in _STARTERS:
            return True
        if word[0] != "@" and word not in _OPENERS:
            break
    if ". " in closed or "! " in closed or "\n" in closed:
        return _BREAK_AND_STARTER.search(closed) is not None
    return False


def _ends_asking(sentence: str) -> bool:
    return "?" in sentence[-4:] and any(map(str.isalpha, sentence))


def _begins_asking(sentence: str) -> bool:
    """It begins with two words that only a question begins with; an exclamation is none."""
    if sentence[0].lower() not in _FIRST_LETTERS or sentence[-1] == "!":
        return False
    opening = sentence[:60].lower().replace("'", "").replace("’", "")
    first, second = (*_OPENING.sub("", opening).split()[:2], "", "")[:2]
    return (first in _ASKING and second in _AFTER_ASKING) or (
        first in _VERBS and second in _AFTER_VERB
    )
