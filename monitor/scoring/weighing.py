"""Weighing: what the model made of one mention, head by head, with the words that weighed.

The scores are those that were stored with the decision. Words cannot be stored for every mention,
so they are weighed anew, by the model, the phrases and the names of today; where these say another
number than was stored, the weighing tells so.
"""

from collections.abc import Iterator
from typing import Protocol

from monitor.domain.message import Message
from monitor.domain.reading import Kind, Reading
from monitor.domain.thresholds import Thresholds
from monitor.domain.values import Value
from monitor.scoring.model import Weighed
from monitor.scoring.model.piece_words import InWords, in_words
from monitor.scoring.model.weights import ELSEWHERE
from monitor.scoring.scores import Scores

COMPLAINT, ENGLISH = "complaint", "english"
#: heads of which no score is stored
UNSTORED = frozenset((ENGLISH, ELSEWHERE))
#: of its threshold; from there on a head came close
CLOSE = 0.5
NO_TEXT = "its text is not kept any more, so none of its words can be weighed"


class ReadsToday(Protocol):
    """Whoever reads a message today: the `Reader`."""

    scorers: str

    def told(self, message: Message) -> Scores | None:
        """None: the model is not asked."""

    def told_elsewhere(self, message: Message) -> float:
        """How probable it is that the trouble is somebody else's."""

    def weighed(self, message: Message, head: str) -> list[Weighed]:
        """What adds to a head."""


class HeadWeighed(Value):
    """One head: what it said, and why."""

    head: str
    #: as stored, 0..1; None: nothing scored it then. Of "english" and "elsewhere" none ever is
    score: float | None
    #: by the model, the phrases and the names of today; None: the text is gone, or not for it
    score_now: float | None
    #: from here on it decides; "english": below
    threshold: float
    #: the heaviest first
    weighed: tuple[InWords, ...] = ()


class Weighing(Value):
    """What the model made of one mention."""

    #: what read it then
    scorers: str
    #: what reads now; empty: nothing can
    scorers_now: str = ""
    #: the heads that mattered
    heads: tuple[HeadWeighed, ...] = ()
    #: why words, or all of it, cannot be weighed; else empty
    why_not: str = ""

    @property
    def is_same(self) -> bool:
        """Today says what was said then."""
        return self.scorers == self.scorers_now and all(
            one.score == one.score_now for one in self.heads if one.head not in UNSTORED
        )


def weigh(
    message: Message,
    reading: Reading,
    thresholds: Thresholds,
    reader: ReadsToday | None,
    why_nobody_reads: str = "",
) -> Weighing:
    """`reading`: as stored with the decision; `reader`: the one of today, or none, and why."""
    if message.from_brand:
        return Weighing(scorers=reading.scorers)
    told, told_elsewhere = None, None
    why_not = why_nobody_reads
    if not message.text:
        why_not = NO_TEXT
    elif reader is not None:
        told = reader.told(message)
        if told is None:
            why_not = _another_language(reading)
        elif told.complaint >= thresholds.automatic:
            told_elsewhere = reader.told_elsewhere(message)
    heads = tuple(
        HeadWeighed(
            head=head,
            score=_stored(head, reading),
            score_now=told_elsewhere if head == ELSEWHERE else getattr(told, head, None),
            threshold=_threshold(head, thresholds),
            weighed=tuple(in_words(reader.weighed(message, head))) if told and reader else (),
        )
        for head in _that_mattered(reading, told, told_elsewhere, thresholds)
    )
    now = reader.scorers if reader is not None else ""
    return Weighing(scorers=reading.scorers, scorers_now=now, heads=heads, why_not=why_not)


def _another_language(reading: Reading) -> str:
    if reading.p_complaint is not None:
        return "today it counts as another language, so its words are not weighed"
    which = f" ({reading.language})" if reading.language not in (None, "und") else ""
    return f"it counts as another language{which}, so the model did not read it"


def _that_mattered(
    reading: Reading, told: Scores | None, told_elsewhere: float | None, thresholds: Thresholds
) -> Iterator[str]:
    """The complaint always, English where it was in doubt, and what decided or came close."""
    if told is not None and _is_doubtful(told.english, thresholds.english):
        yield ENGLISH
    if reading.p_complaint is None and (told is None or told.english < thresholds.english):
        return
    for kind in Kind:
        if kind is Kind.OTHER:
            continue
        head = kind.value
        score = _stored(head, reading)
        score = getattr(told, head, None) if score is None else score
        is_near = score is not None and score >= CLOSE * _threshold(head, thresholds)
        if head == COMPLAINT or is_near or reading.kind is kind:
            yield head
    if told_elsewhere is not None and told_elsewhere >= CLOSE * thresholds.elsewhere:
        yield ELSEWHERE


def _is_doubtful(english: float, threshold: float) -> bool:
    """It decided, or came as close to another language as half the way."""
    return english < threshold + (1 - threshold) * CLOSE


def _stored(head: str, reading: Reading) -> float | None:
    if head in UNSTORED:
        return None
    score: float | None = getattr(reading, f"p_{head}")
    return score


def _threshold(head: str, thresholds: Thresholds) -> float:
    if head == COMPLAINT:
        return thresholds.automatic
    threshold: float = getattr(thresholds, head)
    return threshold
